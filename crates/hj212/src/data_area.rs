//! The data area: groups divided by `;`, items divided by `,`, names and values by `=`.

use std::borrow::Cow;

use crate::{Decimal, Problems, decimal};

mod any;
mod regular;

pub(crate) use any::log_text_end;
pub(crate) use regular::{Delimiters, RegularText};

/// The text between `CP=&&` and `&&`, and where its items stand in it.
///
/// ```
/// let message = hj212::Message::parse(b"CN=2011;CP=&&DataTime=20240601085857;a21026-Rtd=18.5,a21026-Flag=N&&");
/// let groups: Vec<Vec<_>> = message.cp().unwrap().groups()
///     .map(|group| group.items().map(|item| (item.name, item.value)).collect())
///     .collect();
/// assert_eq!(groups[1], [("a21026-Rtd", "18.5"), ("a21026-Flag", "N")]);
/// ```
#[derive(Clone, Debug)]
pub struct DataArea<'a>(Shape<'a>);

/// A text, and where its items stand in it.
#[derive(Clone, Debug)]
enum Shape<'a> {
    Empty,
    Regular(RegularText<'a>, Delimiters),
    Any(Box<(Cow<'a, str>, Vec<Place>)>),
}

impl PartialEq for DataArea<'_> {
    fn eq(&self, other: &DataArea<'_>) -> bool {
        self.text() == other.text() && self.groups().eq(other.groups())
    }
}

impl Eq for DataArea<'_> {}

/// One item: a name and a value, both without surrounding spaces.
#[derive(Clone, Copy, Debug)]
pub struct Item<'m> {
    /// The name, such as `DataTime` or `a21026-Rtd`; empty where there is none.
    pub name: &'m str,
    /// The value as received. A log text keeps its `//` on both sides.
    pub value: &'m str,
    /// The text from the value on: a figure is read faster where bytes follow it.
    ahead: &'m [u8],
}

impl PartialEq for Item<'_> {
    fn eq(&self, other: &Item<'_>) -> bool {
        (self.name, self.value) == (other.name, other.value)
    }
}

impl Eq for Item<'_> {}

impl<'m> Item<'m> {
    /// The factor code and the attribute, where the name has both.
    #[must_use]
    pub fn code_and_attribute(&self) -> Option<(&'m str, &'m str)> {
        split_name(self.name)
    }

    /// The value as a figure, where it is one: read anew at each call.
    #[inline]
    #[must_use]
    pub fn figure(&self) -> Option<Decimal> {
        decimal::of_parts(decimal::parts_at(self.ahead, self.value.len()))
    }
}

/// `a21026-Rtd` into the code `a21026` and the attribute `Rtd`, at the last `-`.
#[must_use]
pub fn split_name(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once('-').filter(|(code, attribute)| !code.is_empty() && !attribute.is_empty())
}

/// Where one item stands in the text, as offsets, so that an index carries no lifetimes. A text is
/// read up to 4 GiB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    name: u32,
    name_end: u32,
    value: u32,
    value_end: u32,
    /// The item is the first of its group.
    opens_group: bool,
}

impl Place {
    #[inline(never)]
    fn item<'m>(&self, text: &'m str) -> Item<'m> {
        let part = |start: u32, end: u32| text.get(start as usize..end as usize).unwrap_or_default();
        Item {
            name: part(self.name, self.name_end),
            value: part(self.value, self.value_end),
            ahead: text.as_bytes().get(self.value as usize..).unwrap_or_default(),
        }
    }
}

impl<'a> DataArea<'a> {
    /// The one without a text: a function, because copying a constant would copy the room for delimiters with it.
    #[inline(always)]
    pub(crate) fn empty() -> DataArea<'a> {
        DataArea(Shape::Empty)
    }

    /// Reads a text of any shape, and says what is wrong with it.
    pub(crate) fn read(text: Cow<'a, str>) -> (DataArea<'a>, Problems) {
        match text {
            Cow::Borrowed(text) if let Some(regular) = DataArea::read_regular(text) => regular,
            text => DataArea::read_any(text),
        }
    }

    /// Reads a text of any shape. Where [`DataArea::read_regular`] answers, this answers the same.
    pub(crate) fn read_any(text: Cow<'a, str>) -> (DataArea<'a>, Problems) {
        let (places, problems) = any::read(&text);
        (DataArea(Shape::Any(Box::new((text, places)))), problems)
    }

    /// Reads a text of the regular shape.
    fn read_regular(text: &'a str) -> Option<(DataArea<'a>, Problems)> {
        if text.is_empty() {
            return Some((DataArea::empty(), Problems::NONE));
        }
        let mut delimiters = Delimiters::default();
        let text = RegularText::read(text.as_bytes(), 0..text.len(), &mut delimiters)?;
        Some((DataArea::regular(text, delimiters), text.problems()))
    }

    /// A text of regular shape with its delimiters.
    #[inline(always)]
    pub(crate) fn regular(text: RegularText<'a>, delimiters: Delimiters) -> DataArea<'a> {
        DataArea(Shape::Regular(text, delimiters))
    }

    /// The whole text, without the `&&` around it.
    #[must_use]
    pub fn text(&self) -> &str {
        match &self.0 {
            Shape::Empty => "",
            Shape::Regular(text, _) => text.as_str(),
            Shape::Any(area) => &area.0,
        }
    }

    /// The groups in order; empty ones are left out.
    #[must_use]
    pub fn groups(&self) -> Groups<'_> {
        Groups { rest: self.whole() }
    }

    /// All items in order, whatever group they stand in.
    #[inline]
    #[must_use]
    pub fn items(&self) -> Items<'_> {
        self.whole().items()
    }

    /// The value of the first item with this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.items().find(|item| item.name == name).map(|item| item.value)
    }

    /// All items as if they were one group.
    #[inline]
    fn whole(&self) -> Group<'_> {
        match &self.0 {
            Shape::Empty => Group(Part::Any("", &[])),
            Shape::Regular(text, delimiters) => {
                Group(Part::Regular { text: *text, delimiters, start: 0, end: text.end() })
            }
            Shape::Any(area) => Group(Part::Any(&area.0, &area.1)),
        }
    }
}

/// The groups of a data area.
#[derive(Clone, Debug)]
pub struct Groups<'m> {
    rest: Group<'m>,
}

impl<'m> Iterator for Groups<'m> {
    type Item = Group<'m>;

    fn next(&mut self) -> Option<Group<'m>> {
        let (group, rest) = match self.rest.0 {
            Part::Regular { text, delimiters, start, end } => {
                let others = text.as_str().as_bytes().get(start..end).filter(|others| !others.is_empty())?;
                let length = others.iter().position(|&byte| byte == b';').unwrap_or(others.len());
                let part = |start, end| Part::Regular { text, delimiters, start, end };
                (part(start, start + length), part(end.min(start + length + 1), end))
            }
            Part::Any(text, places) => {
                let (_, others) = places.split_first()?;
                let more = others.iter().take_while(|place| !place.opens_group).count();
                let (group, rest) = places.split_at(1 + more);
                (Part::Any(text, group), Part::Any(text, rest))
            }
        };
        self.rest.0 = rest;
        Some(Group(group))
    }
}

/// One group: the items of one factor, or one parameter.
#[derive(Clone, Copy, Debug)]
pub struct Group<'m>(Part<'m>);

/// Which items of a data area.
#[derive(Clone, Copy, Debug)]
enum Part<'m> {
    Regular { text: RegularText<'m>, delimiters: &'m Delimiters, start: usize, end: usize },
    Any(&'m str, &'m [Place]),
}

impl<'m> Group<'m> {
    /// The items in order; empty ones are left out.
    #[inline]
    #[must_use]
    pub fn items(self) -> Items<'m> {
        Items(match self.0 {
            Part::Regular { text, delimiters, start, end } => {
                Way::Regular(regular::Items::new(text, delimiters, start..end))
            }
            Part::Any(text, places) => Way::Any { text, places: places.iter() },
        })
    }
}

impl PartialEq for Group<'_> {
    fn eq(&self, other: &Group<'_>) -> bool {
        self.items().eq(other.items())
    }
}

impl Eq for Group<'_> {}

/// The items of a group.
#[derive(Clone, Debug)]
pub struct Items<'m>(Way<'m>);

#[derive(Clone, Debug)]
enum Way<'m> {
    Regular(regular::Items<'m>),
    Any { text: &'m str, places: std::slice::Iter<'m, Place> },
}

impl<'m> Iterator for Items<'m> {
    type Item = Item<'m>;

    /// Inlined, because the caller keeps no more than it needs of an item.
    #[inline(always)]
    fn next(&mut self) -> Option<Item<'m>> {
        match &mut self.0 {
            Way::Regular(items) => items.next(),
            Way::Any { text, places } => Some(places.next()?.item(text)),
        }
    }

    /// Asks once, not at each item, which way it goes.
    #[inline]
    fn fold<B, F: FnMut(B, Item<'m>) -> B>(self, init: B, f: F) -> B {
        match self.0 {
            Way::Regular(items) => items.fold(init, f),
            Way::Any { text, places } => places.map(|place| place.item(text)).fold(init, f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;

    fn check(text: &str, groups: &[&[(&str, &str)]], problems: &[Problem]) {
        let (area, found) = DataArea::read_any(Cow::Borrowed(text));
        let read: Vec<Vec<_>> =
            area.groups().map(|group| group.items().map(|item| (item.name, item.value)).collect()).collect();
        assert_eq!(read, groups, "{text}");
        assert_eq!(found, problems.iter().copied().collect(), "{text}");
        let all: Vec<_> = groups.iter().copied().flatten().copied().collect();
        assert_eq!(area.items().map(|item| (item.name, item.value)).collect::<Vec<_>>(), all, "{text}");
        // The short way gives the same.
        if let Some(regular) = DataArea::read_regular(text) {
            assert_eq!(regular, (area, found), "{text}");
        }
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
