//! The shape that nearly every data area has: every item is `name=value` without spaces and log texts,
//! and there is nothing to report. Whether a text has it is asked of whole masks of delimiters, and the
//! masks are all that is kept: the items are found in them when they are asked for.

use super::Item;
use crate::scan::{self, BLOCK, Marks};

/// As many as a data segment of the standard has.
const BLOCKS: usize = 16;

/// Where the delimiters of a text of regular shape stand: bit `i` of word `k` speaks of byte
/// 64 `k` + `i`. The end of the text counts as one.
#[derive(Clone, Debug)]
pub(super) struct Delimiters([u64; BLOCKS]);

/// The delimiters of a text of regular shape, which an empty one has; nothing for another text, and for one
/// that is as long as no segment of the standard.
#[inline]
pub(super) fn delimiters(text: &[u8]) -> Option<Delimiters> {
    let mut delimiters = Delimiters([0; BLOCKS]);
    if text.is_empty() {
        return Some(delimiters);
    }
    let mut shape = Shape { in_value: false, ends_before: 1 << 63 };
    let mut rest = text;
    for block in &mut delimiters.0 {
        let marks = scan::marks(rest);
        if marks.odd || !shape.goes_on(marks) {
            return None;
        }
        let as_long = shape.names_as_long_as_time(marks);
        if as_long != 0 && time_has_comma(text, text.len() - rest.len(), as_long, marks.ends) {
            return None;
        }
        shape.ends_before = marks.ends;
        *block = marks.equals | marks.ends;
        let Some((_, more)) = rest.split_first_chunk::<BLOCK>() else {
            *block |= 1 << rest.len();
            // The last item has a value, even if it is empty. What looks like cipher text is none.
            return (shape.in_value && !text.starts_with(b"{0")).then_some(delimiters);
        };
        rest = more;
    }
    None
}

/// What the blocks before say of the one at hand.
struct Shape {
    /// Whether the block begins in a value.
    in_value: bool,
    /// The places of the ends in the block before.
    ends_before: u64,
}

impl Shape {
    /// Whether `=` and ends stand by turns in the next block, and no name is empty.
    #[inline(always)]
    fn goes_on(&mut self, marks: Marks) -> bool {
        let in_value = u64::from(self.in_value);
        // Where they do, each borrow runs from an `=` up to the end behind it: ones from the former to before
        // the latter. Where they do not, ones begin or end elsewhere.
        let values = marks.ends.wrapping_sub(marks.equals).wrapping_sub(in_value);
        let shifted = values << 1 | in_value;
        let by_turns = values & !shifted == marks.equals && shifted & !values == marks.ends;
        self.in_value = values >> 63 != 0;
        by_turns && self.behind_ends(marks, 1) & marks.equals == 0
    }

    /// The places `by` bytes behind an end.
    #[inline(always)]
    fn behind_ends(&self, marks: Marks, by: u32) -> u64 {
        marks.ends << by | self.ends_before >> (BLOCK as u32 - by)
    }

    /// The `=` behind names of as many bytes as [`TIME`].
    #[inline(always)]
    fn names_as_long_as_time(&self, marks: Marks) -> u64 {
        self.behind_ends(marks, TIME.len() as u32 + 1) & marks.equals
    }
}

const TIME: &[u8] = b"DataTime";

/// Whether an item that opens a group, is named `DataTime` and has its `=` at one of the places `equals` in the
/// block at `base` is followed by a comma: the one deviation that has the regular shape.
#[inline]
fn time_has_comma(text: &[u8], base: usize, mut equals: u64, ends: u64) -> bool {
    while equals != 0 {
        let bit = equals.trailing_zeros();
        equals &= equals - 1;
        let Some((before, after)) = text.split_at_checked(base + bit as usize) else { return false };
        let Some(before) = before.strip_suffix(TIME) else { continue };
        let end = match ends & u64::MAX << bit {
            0 => after.iter().find(|byte| b";,".contains(byte)),
            ends => text.get(base + ends.trailing_zeros() as usize),
        };
        if end == Some(&b',') && matches!(before.last(), None | Some(b';')) {
            return true;
        }
    }
    false
}

/// The items of a part of a text of regular shape.
#[derive(Clone, Debug)]
pub(super) struct Items<'m> {
    text: &'m str,
    /// Where the next name begins.
    name: usize,
    end: usize,
    /// The delimiters not yet come to, in the block at `base` and in those behind it.
    delimiters: u64,
    base: usize,
    blocks: std::slice::Iter<'m, u64>,
}

impl<'m> Items<'m> {
    /// The items between the places `start`, where a name begins, and `end`.
    #[inline]
    pub(super) fn new(text: &'m str, delimiters: &'m Delimiters, start: usize, end: usize) -> Items<'m> {
        let (at, bit) = (start / BLOCK, start % BLOCK);
        let mut blocks = delimiters.0.get(at..).unwrap_or_default().iter();
        let delimiters = blocks.next().copied().unwrap_or(0) & u64::MAX << bit;
        Items { text, name: start, end, delimiters, base: at * BLOCK, blocks }
    }

    #[inline(always)]
    fn next_delimiter(&mut self) -> Option<usize> {
        while self.delimiters == 0 {
            self.delimiters = *self.blocks.next()?;
            self.base += BLOCK;
        }
        let at = self.base + self.delimiters.trailing_zeros() as usize;
        self.delimiters &= self.delimiters - 1;
        Some(at)
    }
}

impl<'m> Iterator for Items<'m> {
    type Item = Item<'m>;

    #[inline(always)]
    fn next(&mut self) -> Option<Item<'m>> {
        if self.name >= self.end {
            return None;
        }
        let equals = self.next_delimiter()?;
        let end = self.next_delimiter()?;
        let name = self.text.get(self.name..equals)?;
        let value = self.text.get(equals + 1..end)?;
        let ahead = self.text.as_bytes().get(equals + 1..)?;
        self.name = end + 1;
        Some(Item { name, value, ahead })
    }
}
