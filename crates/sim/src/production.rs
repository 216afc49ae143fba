//! When lines and treatment units run.

use crate::catalogue::STORY_PRINTER;
use crate::city::Plant;
use crate::random::ease;
use crate::story;
use crate::trade::Rhythm;
use crate::weather::local_s;

/// A span in which something runs, s since 1970; empty if `from_s >= to_s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shift {
    pub(crate) from_s: i64,
    pub(crate) to_s: i64,
}

const NONE: Shift = Shift { from_s: 0, to_s: 0 };
const ALWAYS: Shift = Shift { from_s: i64::MIN / 4, to_s: i64::MAX / 4 };

impl Shift {
    fn of_day(day: i64, from_s: i64, to_s: i64) -> Self {
        let midnight = day * 86_400 - 8 * 3600;
        Shift { from_s: midnight + from_s, to_s: midnight + to_s }
    }

    fn contains(self, time_s: i64) -> bool {
        self.from_s <= time_s && time_s < self.to_s
    }

    fn is_empty(self) -> bool {
        self.from_s >= self.to_s
    }

    fn widened(self, before_s: i64, after_s: i64) -> Self {
        if self.is_empty() {
            self
        } else {
            Shift { from_s: self.from_s - before_s, to_s: self.to_s + after_s }
        }
    }
}

/// What a machine does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Switched off.
    Off,
    /// Warm, but producing nothing.
    Standby,
    /// Running.
    Running {
        /// For how long, s.
        since_s: i64,
    },
}

impl Plant {
    /// Whether the plant stands still on the local day of `time_s`: some rest on Sundays, and some boilers
    /// of the heat suppliers stand still all summer.
    pub(crate) fn rests(&self, time_s: i64) -> bool {
        let day = local_s(time_s).div_euclid(86_400);
        // 1970-01-01 was a Thursday.
        let sunday = (day + 3).rem_euclid(7) == 6;
        let habit = self.key.child("rest").uniform(0);
        match self.trade.rhythm {
            _ if self.of_the_story => false,
            Rhythm::Continuous => self.trade.code == "D4430" && habit < 0.4,
            Rhythm::DayShift => sunday && habit < 0.35,
            Rhythm::TwoShifts => sunday && habit < 0.2,
        }
    }

    /// When a line runs around `time_s`.
    pub(crate) fn line_shifts(&self, line: usize, time_s: i64) -> [Shift; 2] {
        let day = local_s(time_s).div_euclid(86_400);
        if self.rests(time_s) {
            return [NONE, NONE];
        }
        if self.number == STORY_PRINTER && self.is_story_day(day) {
            let minute = |minute: i64| self.start_s + minute * 60;
            // The second line follows a quarter of an hour later.
            let from_s = minute(story::PRESSES_ON_MIN + 15 * line as i64);
            return [Shift { from_s, to_s: minute(240) }, Shift { from_s: minute(310), to_s: minute(570) }];
        }
        let jitter = self.key.child("shift").at(day);
        let late = |index: i64, up_to_min: f64| (jitter.between(index, 0.0, up_to_min) * 60.0) as i64;
        let follow = line as i64 * 300;
        match self.trade.rhythm {
            Rhythm::Continuous => [ALWAYS, NONE],
            Rhythm::DayShift => [
                Shift::of_day(day, 28_200 + late(0, 35.0) + follow, 42_900 + late(1, 15.0)),
                Shift::of_day(day, 46_500 + late(2, 20.0) + follow, 62_400 + late(3, 40.0)),
            ],
            Rhythm::TwoShifts => {
                [Shift::of_day(day, 22_800 + late(0, 30.0) + follow, 80_400 + late(1, 35.0)), NONE]
            }
        }
    }

    /// When a treatment unit runs around `time_s`. An honest one starts from a minute and a half after to
    /// six minutes before the first line, runs through the break, and runs on a while after the last.
    pub(crate) fn unit_shifts(&self, time_s: i64) -> [Shift; 2] {
        let [first, second] = self.line_shifts(0, time_s);
        let day = local_s(time_s).div_euclid(86_400);
        if self.number == STORY_PRINTER && self.is_story_day(day) {
            let from_s = self.start_s + story::TREATMENT_ON_MIN * 60;
            return [Shift { from_s, to_s: second.to_s + 480 }, NONE];
        }
        let jitter = self.key.child("treatment").at(day);
        let lead_s = jitter.between(0, -90.0, 360.0) as i64;
        let last = if second.is_empty() { first } else { second };
        [Shift { from_s: first.from_s, to_s: last.to_s }.widened(lead_s, 480), NONE]
    }

    fn is_story_day(&self, day: i64) -> bool {
        local_s(self.start_s).div_euclid(86_400) == day
    }

    /// What a line does at `time_s`: it is warmed up from 14 minutes before a shift, and stays warm through
    /// the break and for ten minutes after the day.
    pub(crate) fn line_state(&self, line: usize, time_s: i64) -> State {
        let shifts = self.line_shifts(line, time_s);
        if let Some(shift) = shifts.iter().find(|shift| shift.contains(time_s)) {
            return State::Running { since_s: time_s.saturating_sub(shift.from_s) };
        }
        let warm = Shift { from_s: shifts[0].from_s, to_s: shifts[0].to_s.max(shifts[1].to_s) };
        if warm.widened(840, 600).contains(time_s) { State::Standby } else { State::Off }
    }

    /// What the treatment unit does at `time_s`. Without lines (a hospital) it always runs.
    pub(crate) fn unit_state(&self, time_s: i64) -> State {
        if self.trade.lines.is_empty() {
            return State::Running { since_s: 1 << 30 };
        }
        match self.unit_shifts(time_s).iter().find(|shift| shift.contains(time_s)) {
            Some(shift) => State::Running { since_s: time_s.saturating_sub(shift.from_s) },
            None => State::Off,
        }
    }

    /// How much is produced, 0 to 1, following the first line's shifts with five minutes' delay.
    pub(crate) fn output(&self, time_s: i64) -> f64 {
        if self.trade.lines.is_empty() {
            return 1.0;
        }
        let part = |shift: &Shift| {
            let up = ease(time_s.saturating_sub(shift.from_s) as f64 / 300.0);
            let down = ease(1.0 - time_s.saturating_sub(shift.to_s) as f64 / 300.0);
            if shift.is_empty() { 0.0 } else { up.min(down) }
        };
        self.line_shifts(0, time_s).iter().map(part).fold(0.0, f64::max)
    }
}
