//! The means of one series that are known, kept small: a city has thousands of series with weeks of hours each.

use std::collections::BTreeMap;

use model::Timestamp;
use serde::{Deserialize, Serialize};

use super::Beyond;

/// So much room is made at once, hours: doubling it would leave half of it empty.
const ROOM: usize = 24;

/// One mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Mean {
    pub(super) figure: f64,
    pub(super) beyond: Option<Beyond>,
}

impl Mean {
    pub(super) fn size(&self) -> f64 {
        self.beyond.map_or(f64::NEG_INFINITY, Beyond::size)
    }
}

/// Means in the order of time.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(in crate::detectors) struct KnownMeans {
    /// Nanoseconds since 1970, and the figure.
    figures: Vec<(i64, f64)>,
    /// Of those beyond the limit, which are few.
    beyond: BTreeMap<i64, Beyond>,
}

impl KnownMeans {
    /// Takes a mean in, in the place of one of that time. `false` if it lies so many centuries away that no limit of
    /// ours can have held then.
    pub(super) fn insert(&mut self, time: Timestamp, mean: Mean) -> bool {
        let Ok(at) = i64::try_from(time.as_nanosecond()) else { return false };
        match self.figures.binary_search_by_key(&at, |(at, _)| *at) {
            Ok(found) => {
                if let Some((_, figure)) = self.figures.get_mut(found) {
                    *figure = mean.figure;
                }
            }
            Err(place) => {
                if self.figures.len() == self.figures.capacity() {
                    self.figures.reserve_exact(ROOM);
                }
                self.figures.insert(place, (at, mean.figure));
            }
        }
        match mean.beyond {
            Some(beyond) => self.beyond.insert(at, beyond),
            None => self.beyond.remove(&at),
        };
        true
    }

    pub(super) fn forget_before(&mut self, horizon: Timestamp) {
        self.figures.drain(..self.place_of(horizon));
        while let Some(first) = self.beyond.first_entry()
            && i128::from(*first.key()) < horizon.as_nanosecond()
        {
            first.remove();
        }
    }

    pub(super) fn last(&self) -> Option<Timestamp> {
        self.figures.last().map(|(at, _)| time(*at))
    }

    pub(super) fn get(&self, time: Timestamp) -> Option<Mean> {
        self.from(time).next().filter(|(at, _)| *at == time).map(|(_, mean)| mean)
    }

    /// Those at `time` and after it, in order.
    pub(super) fn from(&self, time: Timestamp) -> impl Iterator<Item = (Timestamp, Mean)> + '_ {
        let later = self.figures.get(self.place_of(time)..).unwrap_or_default();
        later.iter().map(|one| self.mean(one))
    }

    /// Those before `time`, the latest first.
    pub(super) fn before(&self, time: Timestamp) -> impl Iterator<Item = (Timestamp, Mean)> + '_ {
        let earlier = self.figures.get(..self.place_of(time)).unwrap_or_default();
        earlier.iter().rev().map(|one| self.mean(one))
    }

    /// Where the first hour at `time` or after it is, or would be.
    fn place_of(&self, time: Timestamp) -> usize {
        let time = time.as_nanosecond();
        self.figures.partition_point(|(at, _)| i128::from(*at) < time)
    }

    fn mean(&self, (at, figure): &(i64, f64)) -> (Timestamp, Mean) {
        (time(*at), Mean { figure: *figure, beyond: self.beyond.get(at).copied() })
    }
}

fn time(nanoseconds: i64) -> Timestamp {
    // It was made of one: it is in range.
    Timestamp::from_nanosecond(i128::from(nanoseconds)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use model::china::plus_seconds;
    use proptest::prelude::*;

    use super::*;

    fn hour(size: i32) -> Mean {
        let beyond = (size > 0).then(|| Beyond::Multiple(f64::from(size)));
        Mean { figure: f64::from(size), beyond }
    }

    proptest! {
        #[test]
        fn it_is_a_map_by_time(
            steps in proptest::collection::vec((0i64..40, -3i32..3, any::<bool>()), 0..120),
            at in 0i64..40,
        ) {
            let (mut known, mut map) = (KnownMeans::default(), BTreeMap::new());
            let second = |at: i64| Timestamp::from_second(at).unwrap();
            for (at, size, forget) in steps {
                prop_assert!(known.insert(second(at), hour(size)));
                map.insert(second(at), hour(size));
                if forget {
                    let horizon = plus_seconds(known.last().unwrap(), -20);
                    known.forget_before(horizon);
                    map = map.split_off(&horizon);
                }
            }
            let at = second(at);
            let all = |range: &mut dyn Iterator<Item = (&Timestamp, &Mean)>| {
                range.map(|(time, hour)| (*time, *hour)).collect::<Vec<_>>()
            };
            prop_assert_eq!(known.last(), map.last_key_value().map(|(time, _)| *time));
            prop_assert_eq!(known.get(at), map.get(&at).copied());
            prop_assert_eq!(known.from(at).collect::<Vec<_>>(), all(&mut map.range(at..)));
            prop_assert_eq!(known.before(at).collect::<Vec<_>>(), all(&mut map.range(..at).rev()));
        }
    }

    #[test]
    fn an_hour_of_another_age_is_not_known() {
        assert!(!KnownMeans::default().insert(Timestamp::MIN, hour(1)));
        assert!(KnownMeans::default().insert(Timestamp::UNIX_EPOCH, hour(1)));
    }
}
