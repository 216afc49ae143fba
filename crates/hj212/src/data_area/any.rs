//! The items of a data area of any shape, and what is wrong with it. Where a text has the regular
//! shape, both ways give the same.

use super::Place;
use crate::{Problem, Problems};

/// The items of any text, and what is wrong with it.
pub(super) fn read(text: &str) -> (Vec<Place>, Problems) {
    // An item has twelve bytes and more, as a rule.
    let mut reader = Reader { places: Vec::with_capacity(text.len() / 12 + 1), problems: Problems::NONE };
    let mut groups = Pieces::new(text, 0, b';');
    while let Some((at, group)) = groups.next() {
        reader.read_group(at, group, groups.rest.is_empty());
    }
    if text.ends_with(';') {
        reader.problems.insert(Problem::TrailingSeparator);
    }
    (reader.places, reader.problems)
}

struct Reader {
    places: Vec<Place>,
    problems: Problems,
}

impl Reader {
    fn read_group(&mut self, at: usize, group: &str, is_last: bool) {
        if group.trim_matches(' ').is_empty() {
            self.problems.insert(Problem::ItemEmpty);
            return;
        }
        let (mut position, mut time_first) = (0, false);
        for (at, piece) in Pieces::new(group, at, b',') {
            if piece.trim_matches(' ').is_empty() {
                self.problems.insert(Problem::ItemEmpty);
                continue;
            }
            let is_time = self.read_item(at, piece, position == 0);
            if time_first && position == 1 {
                self.problems.insert(Problem::DataTimeComma);
            }
            time_first |= position == 0 && is_time;
            position += 1;
        }
        if group.ends_with(',') {
            self.problems.insert(if is_last { Problem::TrailingSeparator } else { Problem::ItemEmpty });
        }
    }

    /// Reads one item and says whether it is DataTime.
    fn read_item(&mut self, at: usize, piece: &str, opens_group: bool) -> bool {
        let (raw_name, raw_value) = piece.split_once('=').unwrap_or((piece, ""));
        let has_equals = piece.contains('=');
        let (name, value) = (raw_name.trim_matches(' '), raw_value.trim_matches(' '));
        if !has_equals {
            self.problems.insert(Problem::ItemWithoutValue);
        } else if name.is_empty() {
            self.problems.insert(Problem::ItemWithoutName);
        }
        if name.len() + value.len() + usize::from(has_equals) != piece.len() {
            self.problems.insert(Problem::StraySpace);
        }
        if value.starts_with("//") && log_text_end(value.as_bytes()) != Some(value.len()) {
            self.problems.insert(Problem::LogTextUnclosed);
        }
        let start = |text: &str, at: usize| at + (text.len() - text.trim_start_matches(' ').len());
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let name_at = start(raw_name, at);
        let value_at = start(raw_value, at + raw_name.len() + usize::from(has_equals));
        self.places.push(Place {
            name: place(name_at),
            name_end: place(name_at + name.len()),
            value: place(value_at),
            value_end: place(value_at + value.len()),
            opens_group,
        });
        name == "DataTime"
    }
}

/// The texts between separators that are not inside a log text.
#[derive(Clone, Debug)]
struct Pieces<'m> {
    rest: &'m str,
    /// Where the rest begins in the whole text.
    at: usize,
    separator: u8,
    /// No log text ends in the rest, so that none needs to be searched for again: a text of many
    /// beginnings takes no longer than any other.
    no_end_ahead: bool,
}

impl<'m> Pieces<'m> {
    fn new(text: &'m str, at: usize, separator: u8) -> Pieces<'m> {
        Pieces { rest: text, at, separator, no_end_ahead: false }
    }

    fn end_of_piece(&mut self) -> usize {
        let text = self.rest.as_bytes();
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            if byte == self.separator {
                return at;
            }
            at += 1;
            if byte == b'=' && !self.no_end_ahead {
                let value = text.get(at..).unwrap_or_default();
                let spaces = value.iter().take_while(|&&byte| byte == b' ').count();
                let value = value.get(spaces..).unwrap_or_default();
                if value.starts_with(b"//") {
                    let length = log_text_end(value);
                    self.no_end_ahead = length.is_none();
                    at += length.map_or(0, |length| spaces + length);
                }
            }
        }
        text.len()
    }
}

impl<'m> Iterator for Pieces<'m> {
    type Item = (usize, &'m str);

    fn next(&mut self) -> Option<(usize, &'m str)> {
        if self.rest.is_empty() {
            return None;
        }
        let (piece, after) = self.rest.split_at(self.end_of_piece());
        // The separator is one ASCII byte, so that a character begins behind it.
        self.rest = after.get(1..).unwrap_or_default();
        let at = self.at;
        self.at += piece.len() + 1;
        Some((at, piece))
    }
}

/// The length of the log text `//…//` that `value` begins with, if it does and the text ends:
/// the closing `//` stands before a separator or at the end.
pub(crate) fn log_text_end(value: &[u8]) -> Option<usize> {
    if !value.starts_with(b"//") {
        return None;
    }
    let text = value.get(2..)?;
    (0..text.len().saturating_sub(1)).find_map(|at| {
        let closing = text.get(at..)?.strip_prefix(b"//")?;
        let next = closing.iter().find(|&&byte| byte != b' ');
        matches!(next, None | Some(b';' | b',')).then_some(at + 4)
    })
}
