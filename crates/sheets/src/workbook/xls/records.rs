//! The records of a workbook: a kind and a length of two bytes each, then so many bytes ([MS-XLS] 2.1.4).

const CONTINUE: u16 = 0x003C;

/// One record with those that continue it.
#[derive(Debug)]
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
    pub(super) continued: Vec<&'a [u8]>,
}

impl Record<'_> {
    pub(super) fn u8(&self, at: usize) -> Option<u8> {
        self.data.get(at).copied()
    }

    pub(super) fn u16(&self, at: usize) -> Option<u16> {
        self.data.get(at..)?.first_chunk().copied().map(u16::from_le_bytes)
    }

    pub(super) fn u32(&self, at: usize) -> Option<u32> {
        self.data.get(at..)?.first_chunk().copied().map(u32::from_le_bytes)
    }

    /// Bytes with those that continue it, with their heads.
    pub(super) fn bytes(&self) -> u64 {
        let continued: usize = self.continued.iter().map(|part| part.len() + 4).sum();
        (self.data.len() + 4 + continued) as u64
    }
}

/// Records until the bytes end, or are not as long as they say.
#[derive(Debug)]
pub(super) struct Records<'a> {
    rest: &'a [u8],
}

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream }
    }

    fn one(&mut self) -> Option<(u16, &'a [u8])> {
        let (head, rest) = self.rest.split_first_chunk::<4>()?;
        let [kind_low, kind_high, length_low, length_high] = *head;
        let length = u16::from_le_bytes([length_low, length_high]);
        let (data, rest) = rest.split_at_checked(length.into())?;
        self.rest = rest;
        Some((u16::from_le_bytes([kind_low, kind_high]), data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        let (kind, data) = self.one()?;
        let mut continued = Vec::new();
        while self.rest.starts_with(&CONTINUE.to_le_bytes()) {
            let Some((_, more)) = self.one() else { break };
            continued.push(more);
        }
        Some(Record { kind, data, continued })
    }
}
