//! The data area: groups divided by `;`, items divided by `,`, names and values by `=`.

use std::borrow::Cow;

use crate::{Problem, Problems};

/// The text between `CP=&&` and `&&`.
///
/// ```
/// let message = hj212::Message::parse(b"CN=2011;CP=&&DataTime=20240601085857;a21026-Rtd=18.5,a21026-Flag=N&&");
/// let groups: Vec<Vec<_>> = message.cp().unwrap().groups()
///     .map(|group| group.items().map(|item| (item.name, item.value)).collect())
///     .collect();
/// assert_eq!(groups[1], [("a21026-Rtd", "18.5"), ("a21026-Flag", "N")]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataArea<'a> {
    text: Cow<'a, str>,
}

/// One item: a name and a value, both without surrounding spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'m> {
    /// The name, such as `DataTime` or `a21026-Rtd`; empty where there is none.
    pub name: &'m str,
    /// The value as received. A log text keeps its `//` on both sides.
    pub value: &'m str,
}

impl<'m> Item<'m> {
    /// The factor code and the attribute, where the name has both.
    #[must_use]
    pub fn code_and_attribute(&self) -> Option<(&'m str, &'m str)> {
        split_name(self.name)
    }
}

/// `a21026-Rtd` into the code `a21026` and the attribute `Rtd`, at the last `-`.
#[must_use]
pub fn split_name(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('-').filter(|(code, attribute)| !code.is_empty() && !attribute.is_empty())
}

impl<'a> DataArea<'a> {
    pub(crate) fn new(text: Cow<'a, str>) -> DataArea<'a> {
        DataArea { text }
    }

    /// The whole text, without the `&&` around it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The groups in order; empty ones are left out.
    #[must_use]
    pub fn groups(&self) -> Groups<'_> {
        Groups { pieces: Pieces::new(&self.text, b';') }
    }

    /// All items in order, whatever group they stand in.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        self.groups().flat_map(Group::items)
    }

    /// The value of the first item with this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.items().find(|item| item.name == name).map(|item| item.value)
    }

    pub(crate) fn problems(&self) -> Problems {
        let mut problems = Problems::NONE;
        let mut groups = Pieces::new(&self.text, b';');
        while let Some(group) = groups.next() {
            check_group(group, groups.rest.is_empty(), &mut problems);
        }
        if self.text.ends_with(';') {
            problems.insert(Problem::TrailingSeparator);
        }
        problems
    }
}

fn check_group(group: &str, is_last: bool, problems: &mut Problems) {
    if group.trim_matches(' ').is_empty() {
        problems.insert(Problem::ItemEmpty);
        return;
    }
    let (mut position, mut time_first) = (0, false);
    for piece in Pieces::new(group, b',') {
        if piece.trim_matches(' ').is_empty() {
            problems.insert(Problem::ItemEmpty);
            continue;
        }
        let item = read_item(piece);
        check_item(piece, item, problems);
        if time_first && position == 1 {
            problems.insert(Problem::DataTimeComma);
        }
        time_first |= position == 0 && item.name == "DataTime";
        position += 1;
    }
    if group.ends_with(',') {
        problems.insert(if is_last { Problem::TrailingSeparator } else { Problem::ItemEmpty });
    }
}

fn check_item(piece: &str, item: Item<'_>, problems: &mut Problems) {
    if !piece.contains('=') {
        problems.insert(Problem::ItemWithoutValue);
    } else if item.name.is_empty() {
        problems.insert(Problem::ItemWithoutName);
    }
    let spaceless = item.name.len() + item.value.len() + usize::from(piece.contains('='));
    if spaceless != piece.len() {
        problems.insert(Problem::StraySpace);
    }
    if item.value.starts_with("//") && log_text_end(item.value.as_bytes()) != Some(item.value.len()) {
        problems.insert(Problem::LogTextUnclosed);
    }
}

/// The groups of a data area.
#[derive(Clone, Debug)]
pub struct Groups<'m> {
    pieces: Pieces<'m>,
}

impl<'m> Iterator for Groups<'m> {
    type Item = Group<'m>;

    fn next(&mut self) -> Option<Group<'m>> {
        loop {
            let group = Group { text: self.pieces.next()? };
            if group.items().next().is_some() {
                return Some(group);
            }
        }
    }
}

/// One group: the items of one factor, or one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group<'m> {
    text: &'m str,
}

impl<'m> Group<'m> {
    /// The items in order; empty ones are left out.
    #[must_use]
    pub fn items(self) -> Items<'m> {
        Items { pieces: Pieces::new(self.text, b',') }
    }
}

/// The items of a group.
#[derive(Clone, Debug)]
pub struct Items<'m> {
    pieces: Pieces<'m>,
}

impl<'m> Iterator for Items<'m> {
    type Item = Item<'m>;

    fn next(&mut self) -> Option<Item<'m>> {
        loop {
            let piece = self.pieces.next()?;
            if !piece.trim_matches(' ').is_empty() {
                return Some(read_item(piece));
            }
        }
    }
}

fn read_item(piece: &str) -> Item<'_> {
    let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
    Item { name: name.trim_matches(' '), value: value.trim_matches(' ') }
}

/// The texts between separators that are not inside a log text.
#[derive(Clone, Debug)]
struct Pieces<'m> {
    rest: &'m str,
    separator: u8,
    /// No log text ends in the rest, so that none needs to be searched for again: a text of many
    /// beginnings takes no longer than any other.
    no_end_ahead: bool,
}

impl<'m> Pieces<'m> {
    fn new(text: &'m str, separator: u8) -> Pieces<'m> {
        Pieces { rest: text, separator, no_end_ahead: false }
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
    type Item = &'m str;

    fn next(&mut self) -> Option<&'m str> {
        if self.rest.is_empty() {
            return None;
        }
        let (piece, after) = self.rest.split_at(self.end_of_piece());
        // The separator is one ASCII byte, so that a character begins behind it.
        self.rest = after.get(1..).unwrap_or_default();
        Some(piece)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, groups: &[&[(&str, &str)]], problems: &[Problem]) {
        let area = DataArea::new(Cow::Borrowed(text));
        let read: Vec<Vec<_>> =
            area.groups().map(|group| group.items().map(|item| (item.name, item.value)).collect()).collect();
        assert_eq!(read, groups, "{text}");
        assert_eq!(area.problems(), problems.iter().copied().collect(), "{text}");
    }

    #[test]
    fn groups_and_items() {
        check("", &[], &[]);
        check("a=1", &[&[("a", "1")]], &[]);
        check(
            "DataTime=2;a-Rtd=1,a-Flag=N",
            &[&[("DataTime", "2")], &[("a-Rtd", "1"), ("a-Flag", "N")]],
            &[],
        );
        check("a=b=c", &[&[("a", "b=c")]], &[]);
        check("a=", &[&[("a", "")]], &[]);
    }

    #[test]
    fn deviations_are_tolerated_and_reported() {
        check("a=1;", &[&[("a", "1")]], &[Problem::TrailingSeparator]);
        check("a=1,", &[&[("a", "1")]], &[Problem::TrailingSeparator]);
        check(";a=1;;b=2", &[&[("a", "1")], &[("b", "2")]], &[Problem::ItemEmpty]);
        check("a=1,,b=2", &[&[("a", "1"), ("b", "2")]], &[Problem::ItemEmpty]);
        check("a", &[&[("a", "")]], &[Problem::ItemWithoutValue]);
        check("=1", &[&[("", "1")]], &[Problem::ItemWithoutName]);
        check(" i13005-Info =40; b= 2", &[&[("i13005-Info", "40")], &[("b", "2")]], &[Problem::StraySpace]);
        check("DataTime=1,a-Rtd=2", &[&[("DataTime", "1"), ("a-Rtd", "2")]], &[Problem::DataTimeComma]);
    }

    #[test]
    fn log_text_is_opaque() {
        check("a-Info=//x;y,z=1//;b=2", &[&[("a-Info", "//x;y,z=1//")], &[("b", "2")]], &[]);
        check("a-Info=////", &[&[("a-Info", "////")]], &[]);
        check("a-Info=//http://x//,b=1", &[&[("a-Info", "//http://x//"), ("b", "1")]], &[]);
        check("a-Info=//x;b=2", &[&[("a-Info", "//x")], &[("b", "2")]], &[Problem::LogTextUnclosed]);
    }

    #[test]
    fn names_split_at_the_last_hyphen() {
        assert_eq!(split_name("a21026-Rtd"), Some(("a21026", "Rtd")));
        assert_eq!(split_name("x-y-Flag"), Some(("x-y", "Flag")));
        assert_eq!(split_name("DataTime"), None);
        assert_eq!(split_name("-Rtd"), None);
    }
}
