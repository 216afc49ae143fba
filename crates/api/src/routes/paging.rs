//! Pages of lists that are sorted here because no store could: by due times, by how something stands.

use std::fmt;
use std::str::FromStr;

use crate::error::ApiError;

/// A place in a sorted list: the figures that it is sorted by, then the id, so that no two entries share one.
/// As a cursor it names the place and not the entry: the list goes on behind it even if the entry has left.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) figures: [i64; 3],
    pub(crate) id: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second, third] = self.figures;
        write!(f, "{first}.{second}.{third}.{}", self.id)
    }
}

/// The text is no cursor of ours.
#[derive(Debug, thiserror::Error)]
#[error("it is not a cursor that an answer gave")]
pub(crate) struct NoPlace;

impl FromStr for Place {
    type Err = NoPlace;

    fn from_str(text: &str) -> Result<Self, NoPlace> {
        let mut parts = text.splitn(4, '.');
        let mut figure = || parts.next().and_then(|part| part.parse().ok()).ok_or(NoPlace);
        let figures = [figure()?, figure()?, figure()?];
        let id = parts.next().filter(|id| !id.is_empty()).ok_or(NoPlace)?.to_owned();
        Ok(Self { figures, id })
    }
}

/// A list in its order.
pub(crate) struct Sorted<T> {
    entries: Vec<(Place, T)>,
    descending: bool,
}

/// A part of a list.
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    /// Where the next part begins, if there is one.
    pub(crate) next_cursor: Option<String>,
    /// How many entries the list has.
    pub(crate) total: usize,
}

impl<T> Sorted<T> {
    pub(crate) fn new(mut entries: Vec<(Place, T)>, descending: bool) -> Self {
        entries.sort_by(|(a, _), (b, _)| if descending { b.cmp(a) } else { a.cmp(b) });
        Self { entries, descending }
    }

    /// All of it.
    pub(crate) fn into_items(self) -> Vec<T> {
        self.entries.into_iter().map(|(_, item)| item).collect()
    }

    /// At most `limit` entries behind `cursor`.
    pub(crate) fn page(self, cursor: Option<&str>, limit: usize) -> Result<Page<T>, ApiError> {
        let total = self.entries.len();
        let start = match cursor {
            None => 0,
            Some(cursor) => {
                let cursor: Place = super::parse("cursor", cursor)?;
                self.entries.partition_point(|(place, _)| {
                    if self.descending { *place >= cursor } else { *place <= cursor }
                })
            }
        };
        let more = total - start > limit;
        let part: Vec<(Place, T)> = self.entries.into_iter().skip(start).take(limit).collect();
        let next_cursor = part.last().filter(|_| more).map(|(place, _)| place.to_string());
        Ok(Page { items: part.into_iter().map(|(_, item)| item).collect(), next_cursor, total })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(figures: &[i64]) -> Vec<(Place, i64)> {
        let place = |figure: &i64| Place { figures: [*figure, 0, -1], id: format!("id.{figure}") };
        figures.iter().map(|figure| (place(figure), *figure)).collect()
    }

    fn walk(lists: &[&[i64]], descending: bool) -> Vec<i64> {
        let (mut seen, mut cursor) = (Vec::new(), None);
        for list in lists {
            let sorted = Sorted::new(entries(list), descending);
            let page = sorted.page(cursor.as_deref(), 2).unwrap();
            seen.extend(page.items);
            cursor = page.next_cursor;
        }
        assert_eq!(cursor, None, "the walk is over");
        seen
    }

    #[test]
    fn a_cursor_is_read_back_from_its_text() {
        let place = Place { figures: [i64::MAX, -3, i64::MIN], id: "A.1-b".into() };
        assert_eq!(place.to_string().parse::<Place>().unwrap(), place);
        for text in ["", "1.2.3", "1.2.3.", "a.b.c.d", "A20200831-0001"] {
            assert!(text.parse::<Place>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn pages_follow_each_other_both_ways() {
        let all: &[i64] = &[5, 1, 3, 2, 4];
        assert_eq!(walk(&[all, all, all], false), [1, 2, 3, 4, 5]);
        assert_eq!(walk(&[all, all, all], true), [5, 4, 3, 2, 1]);
        assert_eq!(walk(&[&[1, 2]], false), [1, 2], "a full last page has no cursor");
    }

    #[test]
    fn a_list_goes_on_when_the_entry_of_the_cursor_has_left() {
        assert_eq!(walk(&[&[1, 2, 3, 4, 5], &[1, 3, 4, 5], &[3, 4, 5, 6]], false), [1, 2, 3, 4, 5, 6]);
        assert_eq!(walk(&[&[1, 2, 3, 4], &[1, 2, 9]], true), [4, 3, 2, 1]);
    }
}
