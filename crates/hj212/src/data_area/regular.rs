//! The shape that nearly every data area has: every item is `name=value` without spaces and log texts,
//! and there is nothing to report but a separator at the end, which many loggers write. Whether a text has it is asked of whole masks of delimiters, and the
//! masks are all that is kept: the items are found in them when they are asked for.

use std::ops::Range;

use ascii::AsciiStr;

use super::Item;
use crate::scan::{self, BLOCK, Marks};
use crate::{Problem, Problems};

/// As many as a data segment of the standard has.
const BLOCKS: usize = 16;

/// Where the delimiters of a text of regular shape stand: bit `i` of word `k` speaks of byte 64 `k` + `i`. The end
/// counts as one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Delimiters([u64; BLOCKS]);

/// A text of regular shape.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RegularText<'a> {
    /// The text, and what stands behind it: a figure is read faster where bytes follow it.
    ahead: &'a AsciiStr,
    length: usize,
    /// A separator stands at its end, behind the last item.
    trailing: bool,
}

impl<'a> RegularText<'a> {
    /// The text at a place, if it has the regular shape, with its delimiters; nothing for another text, for an empty
    /// one, and for one that is as long as no segment of the standard.
    #[inline(always)]
    pub(crate) fn read(
        around: &'a [u8],
        Range { start, mut end }: Range<usize>,
        delimiters: &mut Delimiters,
    ) -> Option<RegularText<'a>> {
        let length = end - start;
        let trailing = matches!(around.get(start..end)?.last()?, b';' | b',');
        end -= usize::from(trailing);
        let text = around.get(start..end)?;
        let mut shape = Shape { text, at: 0, in_value: false, ends_before: 1 << 63 };
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let (whole, others) = delimiters.0.split_at_mut_checked(blocks.len())?;
        for (block, delimiters) in blocks.iter().zip(whole) {
            let marks = scan::marks(block);
            shape.goes_on(marks)?;
            *delimiters = marks.equals | marks.ends;
        }
        let marks = scan::last_marks(around, end - rest.len(), end);
        shape.goes_on(marks)?;
        *others.first_mut()? = marks.equals | marks.ends | 1 << rest.len();
        // The last item has a value, even if it is empty. What looks like cipher text is none.
        (shape.in_value && !text.starts_with(b"{0")).then_some(())?;
        Some(RegularText { ahead: AsciiStr::from_ascii(around.get(start..)?).ok()?, length, trailing })
    }

    pub(super) fn as_str(self) -> &'a str {
        part(self.ahead, 0..self.length).unwrap_or_default()
    }

    /// Where the last item ends.
    pub(super) fn end(self) -> usize {
        self.length - usize::from(self.trailing)
    }

    pub(crate) fn problems(self) -> Problems {
        Problems::from_iter(self.trailing.then_some(Problem::TrailingSeparator))
    }
}

/// What the blocks before say of the one at hand.
struct Shape<'m> {
    text: &'m [u8],
    /// Where the block begins.
    at: usize,
    /// Whether the block begins in a value.
    in_value: bool,
    /// The places of the ends in the block before.
    ends_before: u64,
}

impl Shape<'_> {
    /// Whether `=` and ends stand by turns in the next block, no name is empty, and there is nothing else to report.
    #[inline(always)]
    fn goes_on(&mut self, marks: Marks) -> Option<()> {
        let in_value = u64::from(self.in_value);
        // Where they do, each borrow runs from an `=` up to the end behind it: ones from the former to before
        // the latter. Where they do not, ones begin or end elsewhere.
        let values = marks.ends.wrapping_sub(marks.equals).wrapping_sub(in_value);
        let shifted = values << 1 | in_value;
        let by_turns = values & !shifted == marks.equals && shifted & !values == marks.ends;
        let nameless = self.behind_ends(marks, 1) & marks.equals;
        // The `=` behind names of as many bytes as that of the time.
        let as_long = self.behind_ends(marks, TIME.len() as u32 + 1) & marks.equals;
        let regular = by_turns
            && !marks.odd
            && nameless == 0
            && (as_long == 0 || !time_has_comma(self.text, self.at, as_long, marks.ends));
        self.at += BLOCK;
        self.in_value = values >> 63 != 0;
        self.ends_before = marks.ends;
        regular.then_some(())
    }

    /// The places `by` bytes behind an end.
    #[inline(always)]
    fn behind_ends(&self, marks: Marks, by: u32) -> u64 {
        marks.ends << by | self.ends_before >> (BLOCK as u32 - by)
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
    around: &'m AsciiStr,
    /// Where the next name begins.
    name: usize,
    end: usize,
    /// The delimiters not yet come to, in the block at `base` and in those behind it.
    delimiters: u64,
    base: usize,
    blocks: std::slice::Iter<'m, u64>,
}

impl<'m> Items<'m> {
    /// The items at a place, where a name begins or nothing stands.
    #[inline]
    pub(super) fn new(text: RegularText<'m>, delimiters: &'m Delimiters, place: Range<usize>) -> Items<'m> {
        let Range { start, end } = place;
        let (at, bit) = (start / BLOCK, start % BLOCK);
        let mut blocks = delimiters.0.get(at..).unwrap_or_default().iter();
        let delimiters = blocks.next().copied().unwrap_or(0) & u64::MAX << bit;
        Items { around: text.ahead, name: start, end, delimiters, base: at * BLOCK, blocks }
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
        let name = part(self.around, self.name..equals)?;
        let value = part(self.around, equals + 1..end)?;
        let ahead = self.around.as_bytes().get(equals + 1..)?;
        self.name = end + 1;
        Some(Item { name, value, ahead })
    }
}

/// The text at a place. In ASCII no character is cut, whatever the place, which is not asked again.
#[inline(always)]
fn part(around: &AsciiStr, place: Range<usize>) -> Option<&str> {
    around.as_slice().get(place).map(|part| <&AsciiStr>::from(part).as_str())
}
