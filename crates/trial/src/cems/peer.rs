//! The peer: how far a value lies from the week before it, with a threshold that the truth sets, which favours it.

use std::collections::VecDeque;

use super::{PLACE, Part, at, is_false};
use crate::count::{Alarm, Event};

const WEEK_H: usize = 168;
const FALSE_PER_1000H: f64 = 4.0;

pub(super) fn peer_alarms(test: &Part, test_begins: i64, events: &[Event], outside_h: usize) -> Vec<Alarm> {
    let scores = scores(test);
    let mut sorted: Vec<f64> = scores.iter().map(|(_, score)| *score).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let most_false = (FALSE_PER_1000H * outside_h as f64 / 1000.0) as usize;
    let alarms = |threshold: f64| raised(&scores, threshold, test_begins);
    let is_quiet = |threshold: &f64| {
        alarms(*threshold).iter().filter(|alarm| is_false(alarm, events)).count() <= most_false
    };
    // More is raised at lower thresholds, but for runs that merge: halving finds one that is quiet enough.
    let (mut low, mut high) = (0, sorted.len().saturating_sub(1));
    while low < high {
        let middle = usize::midpoint(low, high);
        if sorted.get(middle).is_some_and(is_quiet) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    sorted.get(high).map_or_else(Vec::new, |threshold| alarms(*threshold))
}

/// The hour and the score of each value of the judged column.
fn scores(test: &Part) -> Vec<(i64, f64)> {
    let mut week: VecDeque<f64> = VecDeque::new();
    let values = test.columns.get(&test.judged).map(Vec::as_slice).unwrap_or_default();
    let mut scores = Vec::new();
    for (hour, value) in test.hours.iter().zip(values) {
        let Some(value) = value else { continue };
        let mut before: Vec<f64> = week.iter().copied().collect();
        let middle = median(&mut before);
        let mut distances: Vec<f64> = before.iter().map(|other| (other - middle).abs()).collect();
        let usual = median(&mut distances).max(1e-9 * middle.abs()).max(f64::MIN_POSITIVE);
        if week.len() >= WEEK_H / 2 {
            scores.push((*hour, (value - middle).abs() / usual));
        }
        week.push_back(*value);
        if week.len() > WEEK_H {
            week.pop_front();
        }
    }
    scores
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

fn raised(scores: &[(i64, f64)], threshold: f64, test_begins: i64) -> Vec<Alarm> {
    let mut alarms = Vec::new();
    let mut is_on = false;
    for (hour, score) in scores {
        let was_on = std::mem::replace(&mut is_on, *score >= threshold);
        if is_on && !was_on {
            alarms.push(Alarm { place: PLACE.to_owned(), kind: None, raised: at(test_begins + hour) });
        }
    }
    alarms
}
