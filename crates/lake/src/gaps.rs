//! What a device should have sent and did not: intervals without a value between others.

use std::collections::BTreeMap;

use model::{FactorCode, Granularity, SeriesKey, Source, Timestamp, china};

use crate::{Lake, LakeError};

/// So many values of one series are looked at; three months of minutes.
const MAX_VALUES: usize = 150_000;
/// With fewer values than this nobody can say how far apart they should be.
const MIN_VALUES: usize = 3;
/// The longest step between minute values, s (HJ 212-2017, MinInterval).
const LONGEST_MINUTE_STEP_S: i64 = 1800;

/// Intervals without a value, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Gap {
    /// The start of the first one that is missing.
    pub from: Timestamp,
    /// The start of the last one that is missing.
    pub to: Timestamp,
    /// How far apart the starts are, s.
    pub step_s: i64,
}

impl Gap {
    /// How many intervals are missing.
    pub fn missing(&self) -> u64 {
        let steps = china::seconds_between(self.from, self.to) / self.step_s.max(1);
        u64::try_from(steps + 1).unwrap_or(0)
    }

    /// The same gap in pieces of at most `most` intervals, in order.
    pub fn pieces(&self, most: u32) -> impl Iterator<Item = Gap> + use<> {
        let Gap { from, to, step_s } = *self;
        let stride_s = i64::from(most.max(1)) * step_s.max(1);
        let piece = move |start: &Timestamp| china::plus_seconds(*start, stride_s);
        std::iter::successors(Some(from), move |start| Some(piece(start)).filter(|next| *next <= to)).map(
            move |start| Gap {
                from: start,
                to: to.min(china::plus_seconds(start, stride_s - step_s)),
                step_s,
            },
        )
    }
}

/// The gaps between the first and the last of `times`, which are in order, where values come every `step_s`
/// seconds.
pub fn gaps_between(times: &[Timestamp], step_s: i64) -> Vec<Gap> {
    if step_s <= 0 {
        return Vec::new();
    }
    let neighbours = times.iter().zip(times.iter().skip(1));
    let missing = neighbours.filter_map(|(before, after)| {
        let from = china::plus_seconds(*before, step_s);
        // A little early is no gap: half a step decides.
        let absent = (china::seconds_between(*before, *after) + step_s / 2) / step_s - 1;
        (absent > 0).then(|| Gap { from, to: china::plus_seconds(from, (absent - 1) * step_s), step_s })
    });
    missing.collect()
}

/// How far apart values usually are, s: the commonest distance, the shorter of two that are as common.
/// Nothing if there are too few to say.
pub fn usual_step_s(times: &[Timestamp]) -> Option<i64> {
    if times.len() < MIN_VALUES {
        return None;
    }
    let mut distances: BTreeMap<i64, usize> = BTreeMap::new();
    for (before, after) in times.iter().zip(times.iter().skip(1)) {
        let distance = china::seconds_between(*before, *after);
        if distance > 0 {
            *distances.entry(distance).or_default() += 1;
        }
    }
    distances.into_iter().max_by_key(|(distance, count)| (*count, -distance)).map(|(distance, _)| distance)
}

/// The gaps of several series as one: an interval is missing if it is missing of any of them.
fn merged(mut gaps: Vec<Gap>) -> Vec<Gap> {
    gaps.sort_unstable();
    let mut merged: Vec<Gap> = Vec::new();
    for gap in gaps {
        match merged.last_mut() {
            Some(last) if gap.from <= china::plus_seconds(last.to, last.step_s) => {
                last.to = last.to.max(gap.to);
                last.step_s = last.step_s.min(gap.step_s);
            }
            Some(_) | None => merged.push(gap),
        }
    }
    merged
}

impl Lake {
    /// The intervals that are missing of a source from `from` (inclusive) to `to` (exclusive), of any of the
    /// factors, between the first and the last value of each. Minutes come as often as they usually do;
    /// real-time values are not looked at, since no device keeps them.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn gaps<'f>(
        &self,
        source: &Source,
        factors: impl IntoIterator<Item = &'f FactorCode>,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Gap>, LakeError> {
        let mut found = Vec::new();
        for factor in factors {
            let series = SeriesKey { source: source.clone(), factor: factor.clone() };
            let values = self.range_current(&series, granularity, from, to, MAX_VALUES)?;
            let times: Vec<Timestamp> = values.iter().map(|reading| reading.time).collect();
            let step_s = match granularity {
                Granularity::Realtime => None,
                Granularity::Minute => usual_step_s(&times).filter(|step| *step <= LONGEST_MINUTE_STEP_S),
                Granularity::Hour => Some(3600),
                Granularity::Day => Some(86_400),
            };
            found.extend(step_s.map(|step_s| gaps_between(&times, step_s)).unwrap_or_default());
        }
        Ok(merged(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(minutes: &[i64]) -> Vec<Timestamp> {
        minutes.iter().map(|minute| Timestamp::from_second(minute * 60).unwrap()).collect()
    }

    fn found(minutes: &[i64], step: i64) -> Vec<(i64, i64, u64)> {
        let minute = |at: Timestamp| at.as_second() / 60;
        let gaps = gaps_between(&times(minutes), step * 60);
        gaps.iter().map(|gap| (minute(gap.from), minute(gap.to), gap.missing())).collect()
    }

    #[test]
    fn what_is_missing_lies_between_what_is_there() {
        assert_eq!(found(&[0, 10, 20], 10), []);
        assert_eq!(found(&[0, 10, 40, 50, 70], 10), [(20, 30, 2), (60, 60, 1)]);
        assert_eq!(found(&[], 10), []);
        assert_eq!(found(&[0], 10), []);
        assert_eq!(found(&[0, 14, 20], 10), [], "a value that is a little late is there");
        assert_eq!(found(&[0, 0, 10], 10), [], "twice is no gap");
        assert_eq!(found(&[0, 10], 0), []);
    }

    #[test]
    fn the_usual_step_is_the_commonest() {
        let step = |minutes: &[i64]| usual_step_s(&times(minutes)).map(|step| step / 60);
        assert_eq!(step(&[0, 10, 20, 50, 60]), Some(10));
        assert_eq!(step(&[0, 10]), None);
        assert_eq!(step(&[0, 5, 15]), Some(5));
        assert_eq!(step(&[3, 3, 3]), None);
    }

    #[test]
    fn gaps_of_series_become_one_and_are_cut() {
        let gap = |from: i64, to: i64| Gap {
            from: Timestamp::from_second(from * 60).unwrap(),
            to: Timestamp::from_second(to * 60).unwrap(),
            step_s: 600,
        };
        let all = merged(vec![gap(70, 70), gap(20, 30), gap(30, 50), gap(60, 60)]);
        assert_eq!(all, [gap(20, 70)]);
        assert_eq!(all[0].missing(), 6);
        let pieces: Vec<Gap> = all[0].pieces(4).collect();
        assert_eq!(pieces, [gap(20, 50), gap(60, 70)]);
        assert_eq!(gap(20, 20).pieces(4).collect::<Vec<_>>(), [gap(20, 20)]);
    }
}
