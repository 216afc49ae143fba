//! The canonical bytes of docs/draw.md §2, straight into a hash.

use sha2::{Digest as _, Sha256};

use crate::words::{Day, Digest, Id, Second, Secret, Text};

/// How many bytes are gathered before they are hashed: millions of short words would each be a call otherwise.
const GATHERED: usize = 8_192;

/// Everything that is hashed begins with what it is, so that no hash of one thing can be taken for another's.
pub(crate) struct Encoder {
    hash: Sha256,
    gathered: Vec<u8>,
}

impl Encoder {
    pub(crate) fn new(what: &str) -> Self {
        let mut encoder = Self { hash: Sha256::new(), gathered: Vec::with_capacity(2 * GATHERED) };
        encoder.put(format!("{} {what}", crate::FORMAT).as_str());
        encoder
    }

    pub(crate) fn finish(mut self) -> Digest {
        self.hash.update(&self.gathered);
        Digest(self.hash.finalize().into())
    }

    /// The hash that has taken in everything so far, to go on from several times.
    pub(crate) fn into_hash(mut self) -> Sha256 {
        self.hash.update(&self.gathered);
        self.hash
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.gathered.extend_from_slice(bytes);
        if self.gathered.len() >= GATHERED {
            self.hash.update(&self.gathered);
            self.gathered.clear();
        }
    }

    fn number(&mut self, number: u32) {
        self.bytes(&number.to_be_bytes());
    }

    pub(crate) fn put(&mut self, part: impl Encode) {
        part.encode(self);
    }

    pub(crate) fn list<T>(
        &mut self,
        items: impl ExactSizeIterator<Item = T>,
        mut each: impl FnMut(&mut Self, T),
    ) {
        self.number(items.len() as u32);
        for item in items {
            each(self, item);
        }
    }

    pub(crate) fn option<T>(&mut self, value: Option<T>, some: impl FnOnce(&mut Self, T)) {
        match value {
            None => self.put(0u8),
            Some(value) => {
                self.put(1u8);
                some(self, value);
            }
        }
    }
}

/// What has canonical bytes.
pub(crate) trait Encode {
    fn encode(self, to: &mut Encoder);
}

impl Encode for u8 {
    fn encode(self, to: &mut Encoder) {
        to.bytes(&[self]);
    }
}

impl Encode for u32 {
    fn encode(self, to: &mut Encoder) {
        to.number(self);
    }
}

impl Encode for u64 {
    fn encode(self, to: &mut Encoder) {
        to.bytes(&self.to_be_bytes());
    }
}

impl Encode for &str {
    fn encode(self, to: &mut Encoder) {
        to.number(self.len() as u32);
        to.bytes(self.as_bytes());
    }
}

impl Encode for &Id {
    fn encode(self, to: &mut Encoder) {
        to.put(self.as_str());
    }
}

impl Encode for &Text {
    fn encode(self, to: &mut Encoder) {
        to.put(self.as_str());
    }
}

impl Encode for Day {
    fn encode(self, to: &mut Encoder) {
        to.put(self.to_string().as_str());
    }
}

impl Encode for Second {
    fn encode(self, to: &mut Encoder) {
        to.put(self.since_1970());
    }
}

impl Encode for Digest {
    fn encode(self, to: &mut Encoder) {
        to.bytes(&self.0);
    }
}

impl Encode for Secret {
    fn encode(self, to: &mut Encoder) {
        to.bytes(&self.0);
    }
}
