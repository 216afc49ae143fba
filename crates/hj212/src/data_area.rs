//! The data area: groups divided by `;`, items divided by `,`, names and values by `=`.

use std::borrow::Cow;

use crate::{Decimal, Problems, decimal};

mod index;

pub(crate) use index::log_text_end;

/// The text between `CP=&&` and `&&`, and where its items stand in it.
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
    places: Vec<Place>,
}

/// One item: a name and a value, both without surrounding spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item<'m> {
    /// The name, such as `DataTime` or `a21026-Rtd`; empty where there is none.
    pub name: &'m str,
    /// The value as received. A log text keeps its `//` on both sides.
    pub value: &'m str,
    figure: Option<Decimal>,
}

impl<'m> Item<'m> {
    /// The factor code and the attribute, where the name has both.
    #[must_use]
    pub fn code_and_attribute(&self) -> Option<(&'m str, &'m str)> {
        split_name(self.name)
    }

    /// The value as a figure, where it is one.
    #[must_use]
    pub fn figure(&self) -> Option<Decimal> {
        self.figure
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
    /// The digits of the value, where it is a figure.
    digits: i64,
    /// The scale of the value, or [`NO_FIGURE`](decimal::NO_FIGURE).
    scale: i8,
    /// The item is the first of its group.
    opens_group: bool,
}

impl Place {
    fn figure(&self) -> Option<Decimal> {
        decimal::of_parts((self.digits, self.scale))
    }

    fn item<'m>(&self, text: &'m str) -> Item<'m> {
        let part = |start: u32, end: u32| text.get(start as usize..end as usize).unwrap_or_default();
        Item {
            name: part(self.name, self.name_end),
            value: part(self.value, self.value_end),
            figure: self.figure(),
        }
    }
}

impl<'a> DataArea<'a> {
    /// Reads a text of any shape, and says what is wrong with it.
    pub(crate) fn read(text: Cow<'a, str>) -> (DataArea<'a>, Problems) {
        let (places, problems) = index::any(&text);
        (DataArea { text, places }, problems)
    }

    /// Reads a text of the regular shape, with which nothing is wrong; nothing for another one.
    /// `beyond` begins with the same bytes and goes on with what follows them.
    pub(crate) fn read_regular(text: &'a str, beyond: &[u8]) -> Option<DataArea<'a>> {
        Some(DataArea { places: index::regular(text.as_bytes(), beyond)?, text: Cow::Borrowed(text) })
    }

    /// The whole text, without the `&&` around it.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The groups in order; empty ones are left out.
    #[must_use]
    pub fn groups(&self) -> Groups<'_> {
        Groups { text: &self.text, places: &self.places }
    }

    /// All items in order, whatever group they stand in.
    pub fn items(&self) -> impl Iterator<Item = Item<'_>> {
        Items { text: &self.text, places: self.places.iter() }
    }

    /// The figures of the items that have one, in order.
    pub fn figures(&self) -> impl Iterator<Item = Decimal> {
        self.places.iter().filter_map(Place::figure)
    }

    /// The value of the first item with this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.items().find(|item| item.name == name).map(|item| item.value)
    }
}

/// The groups of a data area.
#[derive(Clone, Debug)]
pub struct Groups<'m> {
    text: &'m str,
    places: &'m [Place],
}

impl<'m> Iterator for Groups<'m> {
    type Item = Group<'m>;

    fn next(&mut self) -> Option<Group<'m>> {
        let (_, others) = self.places.split_first()?;
        let more = others.iter().take_while(|place| !place.opens_group).count();
        let (group, rest) = self.places.split_at(1 + more);
        self.places = rest;
        Some(Group { text: self.text, places: group })
    }
}

/// One group: the items of one factor, or one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group<'m> {
    text: &'m str,
    places: &'m [Place],
}

impl<'m> Group<'m> {
    /// The items in order; empty ones are left out.
    #[must_use]
    pub fn items(self) -> Items<'m> {
        Items { text: self.text, places: self.places.iter() }
    }
}

/// The items of a group.
#[derive(Clone, Debug)]
pub struct Items<'m> {
    text: &'m str,
    places: std::slice::Iter<'m, Place>,
}

impl<'m> Iterator for Items<'m> {
    type Item = Item<'m>;

    fn next(&mut self) -> Option<Item<'m>> {
        Some(self.places.next()?.item(self.text))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Problem;

    fn check(text: &str, groups: &[&[(&str, &str)]], problems: &[Problem]) {
        let (area, found) = DataArea::read(Cow::Borrowed(text));
        let read: Vec<Vec<_>> =
            area.groups().map(|group| group.items().map(|item| (item.name, item.value)).collect()).collect();
        assert_eq!(read, groups, "{text}");
        assert_eq!(found, problems.iter().copied().collect(), "{text}");
        let all: Vec<_> = groups.iter().copied().flatten().copied().collect();
        assert_eq!(area.items().map(|item| (item.name, item.value)).collect::<Vec<_>>(), all, "{text}");
        // The short way is for texts without problems, and gives the same.
        if let Some(regular) = DataArea::read_regular(text, text.as_bytes()) {
            assert_eq!((regular, found), (area, Problems::NONE), "{text}");
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
