//! Meters that were swapped between two lines, as far as the lines and their treatment show it.
//!
//! Where each of two lines runs with its own treatment day after day, and then one runs without it just while the other's
//! treatment runs without its line, two rare things would have to come together; that their meters (those of the lines, or
//! those of the treatment) were taken for each other explains both.

use model::Timestamp;
use model::china::seconds_between;

/// A line without its treatment, or the reverse, for less than this, s, is a start or a run-on.
const LONG_S: i64 = 1800;
/// So much must have been seen of a line and its treatment, s.
const LEAST_SEEN_S: f64 = 2.0 * 86_400.0;
/// And so much of both at work, s.
const LEAST_TOGETHER_S: f64 = 4.0 * 3600.0;
/// At most this share of what was seen may they have gone separate ways for long.
const MOST_APART: f64 = 0.02;
/// After this, s, what was seen weighs 1/e.
const MEMORY_S: f64 = 14.0 * 86_400.0;
/// Nothing that was not said again for so long, s, is known any more.
const STALE_S: i64 = 3600;

/// What a line and its treatment do at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ways {
    Together,
    AtRest,
    LineAlone,
    TreatmentAlone,
}

/// How a line and its treatment have gone together.
#[derive(Debug, Default)]
pub(super) struct Habits {
    seen_s: f64,
    together_s: f64,
    apart_s: f64,
    /// What they do now, since when, and until when that is known.
    now: Option<(Ways, Timestamp, Timestamp)>,
    /// Whether something else explains what they do now, so that it is no habit of theirs.
    is_explained: bool,
}

impl Ways {
    pub(super) fn of(line_runs: bool, treatment_runs: bool) -> Self {
        match (line_runs, treatment_runs) {
            (true, true) => Ways::Together,
            (false, false) => Ways::AtRest,
            (true, false) => Ways::LineAlone,
            (false, true) => Ways::TreatmentAlone,
        }
    }

    fn is_apart(self) -> bool {
        matches!(self, Ways::LineAlone | Ways::TreatmentAlone)
    }
}

impl Habits {
    /// They do this at `at`; `None`: it is not known what they do.
    pub(super) fn see(&mut self, ways: Option<Ways>, at: Timestamp) {
        if let Some((before, since, until)) = &mut self.now
            && ways == Some(*before)
            && seconds_between(*until, at) <= STALE_S
        {
            *until = at.max(*until);
            if !before.is_apart() {
                let (before, lasted_s) = (*before, seconds_between(*since, *until));
                *since = *until;
                self.learn(before, lasted_s);
            }
            return;
        }
        if let Some((before, since, until)) = self.now.take() {
            // What is going on is no habit: it counts when it is over.
            let end = if seconds_between(until, at) <= STALE_S { at } else { until };
            if !std::mem::take(&mut self.is_explained) {
                self.learn(before, seconds_between(since, end));
            }
        }
        self.now = ways.map(|ways| (ways, at, at));
    }

    fn learn(&mut self, ways: Ways, lasted_s: i64) {
        let keep = (-(lasted_s as f64) / MEMORY_S).exp();
        for sum in [&mut self.seen_s, &mut self.together_s, &mut self.apart_s] {
            *sum *= keep;
        }
        self.seen_s += lasted_s as f64;
        match ways {
            Ways::Together => self.together_s += lasted_s as f64,
            Ways::LineAlone | Ways::TreatmentAlone if lasted_s >= LONG_S => self.apart_s += lasted_s as f64,
            Ways::AtRest | Ways::LineAlone | Ways::TreatmentAlone => {}
        }
    }

    /// What they do now says nothing of how they go together.
    pub(super) fn explain(&mut self) {
        self.is_explained = self.now.is_some();
    }

    /// Whether the two have always gone together.
    pub(super) fn are_one(&self) -> bool {
        self.seen_s >= LEAST_SEEN_S
            && self.together_s >= LEAST_TOGETHER_S
            && self.apart_s <= MOST_APART * self.seen_s
    }

    /// Whether treatment has run alone for long at `at`.
    pub(super) fn treatment_is_alone(&self, at: Timestamp) -> bool {
        self.now.is_some_and(|(ways, since, until)| {
            ways == Ways::TreatmentAlone
                && seconds_between(since, at) >= LONG_S
                && seconds_between(until, at) <= STALE_S
        })
    }
}

#[cfg(test)]
mod tests {
    use model::china::plus_seconds;

    use super::*;

    fn at(minute: i64) -> Timestamp {
        plus_seconds(Timestamp::UNIX_EPOCH, minute * 60)
    }

    /// So many days of ten hours of work, with treatment that runs on for so many minutes.
    fn days(days: i64, runs_on: i64) -> Habits {
        let mut habits = Habits::default();
        for minute in (0..days * 1440).step_by(5) {
            let of_day = minute % 1440;
            habits.see(Some(Ways::of(of_day < 600, of_day < 600 + runs_on)), at(minute));
        }
        habits
    }

    #[test]
    fn what_always_goes_together_is_one_whatever_it_runs_on() {
        assert!(days(5, 20).are_one());
        assert!(!days(1, 20).are_one(), "one day is no habit");
        assert!(!days(5, 120).are_one(), "treatment that runs for hours alone is no sign");
        assert!(!days(5, 840).are_one());
    }

    #[test]
    fn what_is_going_on_is_no_habit_yet() {
        let mut habits = days(5, 20);
        let begin = 5 * 1440;
        for minute in (begin..begin + 300).step_by(5) {
            habits.see(Some(Ways::TreatmentAlone), at(minute));
            let is_long = minute >= begin + 30;
            assert_eq!(habits.treatment_is_alone(at(minute)), is_long, "{minute}");
        }
        assert!(habits.are_one());
        assert!(!habits.treatment_is_alone(at(begin + 400)), "nobody has said so for long");
        habits.explain();
        habits.see(Some(Ways::AtRest), at(begin + 300));
        assert!(habits.are_one(), "what was explained is none");
        for minute in (begin + 305..begin + 600).step_by(5) {
            habits.see(Some(Ways::LineAlone), at(minute));
        }
        habits.see(Some(Ways::AtRest), at(begin + 600));
        assert!(!habits.are_one());
    }
}
