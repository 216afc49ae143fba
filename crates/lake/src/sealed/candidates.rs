//! Which series and days may have what is looked for, as roll-ups tell it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use parquet::file::metadata::ParquetMetaData;
use parquet::file::page_index::column_index::ColumnIndexMetaData;

const DAY_MICROS: i64 = 86_400_000_000;

/// Series and days in which something may be found.
#[derive(Debug, Default)]
pub(crate) struct Candidates {
    /// By source and factor the first microseconds of days.
    days: BTreeMap<String, BTreeMap<String, BTreeSet<i64>>>,
}

/// The least and the greatest of something, where they are known.
type Between<T> = (Option<T>, Option<T>);

impl Candidates {
    /// Adds a day of a series by its first microsecond since 1970.
    pub(crate) fn insert(&mut self, source: &str, factor: &str, day: i64) {
        let of_source = match self.days.get_mut(source) {
            Some(of_source) => of_source,
            None => self.days.entry(source.to_owned()).or_default(),
        };
        match of_source.get_mut(factor) {
            Some(days) => days.insert(day),
            None => of_source.insert(factor.to_owned(), BTreeSet::from([day])).is_none(),
        };
    }

    /// Adds all of `other`.
    pub(crate) fn absorb(&mut self, other: Candidates) {
        for (source, factors) in other.days {
            let of_source = self.days.entry(source).or_default();
            for (factor, days) in factors {
                of_source.entry(factor).or_default().extend(days);
            }
        }
    }

    /// Whether one of its sources is between these.
    pub(crate) fn has_source(&self, first: &str, last: &str) -> bool {
        self.may_be_in((Some(first), Some(last)), (None, None), (None, None))
    }

    /// The pages of a group in which something of it can be, of `count`; their columns begin together.
    pub(super) fn pages<'m>(
        &'m self,
        metadata: &'m ParquetMetaData,
        group: usize,
        count: usize,
    ) -> impl Iterator<Item = usize> + 'm {
        let column = move |name: &str| {
            let of_group = metadata.row_group(group);
            let number =
                of_group.columns().iter().position(|column| column.column_path().string() == name)?;
            metadata.column_index()?.get(group)?.get(number)
        };
        let (source, factor, time) = (column("source"), column("factor"), column("time"));
        (0..count).filter(move |page| {
            self.may_be_in(texts(source, *page), texts(factor, *page), numbers(time, *page))
        })
    }

    fn may_be_in(&self, source: Between<&str>, factor: Between<&str>, time: Between<i64>) -> bool {
        let first_day = time.0.map_or(i64::MIN, |first| first.saturating_sub(DAY_MICROS - 1));
        let last_day = time.1.unwrap_or(i64::MAX);
        let any_day =
            |days: &BTreeSet<i64>| first_day <= last_day && days.range(first_day..=last_day).next().is_some();
        between(&self.days, source).any(|factors| between(factors, factor).any(any_day))
    }
}

/// The values of keys between two bounds, both included; nothing where they are the wrong way round.
fn between<'m, V>(map: &'m BTreeMap<String, V>, (first, last): Between<&str>) -> impl Iterator<Item = &'m V> {
    let ordered = first.is_none_or(|first| last.is_none_or(|last| first <= last));
    let first = first.map_or(Bound::Unbounded, Bound::Included);
    let last = last.map_or(Bound::Unbounded, Bound::Included);
    ordered.then(|| map.range::<str, _>((first, last)).map(|(_, value)| value)).into_iter().flatten()
}

fn texts(index: Option<&ColumnIndexMetaData>, page: usize) -> Between<&str> {
    let Some(ColumnIndexMetaData::BYTE_ARRAY(index)) = index else { return (None, None) };
    let [first, last] = [index.min_value(page), index.max_value(page)]
        .map(|bytes| bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()));
    (first, last)
}

fn numbers(index: Option<&ColumnIndexMetaData>, page: usize) -> Between<i64> {
    let Some(ColumnIndexMetaData::INT64(index)) = index else { return (None, None) };
    (index.min_value(page).copied(), index.max_value(page).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_read_only_where_a_day_of_a_series_in_it_can_be() {
        let mut candidates = Candidates::default();
        candidates.insert("b", "x", 10 * DAY_MICROS);
        candidates.insert("d", "y", 12 * DAY_MICROS);
        let may = |sources: (&str, &str), factors: (&str, &str), days: (i64, i64)| {
            candidates.may_be_in(
                (Some(sources.0), Some(sources.1)),
                (Some(factors.0), Some(factors.1)),
                (Some(days.0 * DAY_MICROS), Some(days.1 * DAY_MICROS)),
            )
        };
        assert!(may(("a", "c"), ("x", "x"), (10, 10)));
        assert!(may(("a", "b"), ("w", "y"), (3, 40)));
        assert!(!may(("a", "c"), ("y", "z"), (0, 40)), "another factor");
        assert!(!may(("b", "b"), ("x", "x"), (11, 40)), "the day is over");
        assert!(candidates.may_be_in((Some("b"), None), (None, None), (Some(11 * DAY_MICROS - 1), None)));
        assert!(!may(("e", "f"), ("a", "z"), (0, 40)));
        assert!(candidates.may_be_in((None, None), (None, None), (None, None)));
        assert!(candidates.has_source("c", "d") && !candidates.has_source("c", "c"));
    }
}
