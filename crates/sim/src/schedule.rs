//! When a logger has something to send.

use crate::catalogue::STORY_SILENT;
use crate::city::{City, LoggerModel, Watched};
use crate::random::Stream;
use crate::story;

/// Length of the minute interval, s (HJ 212-2017: 10 minutes unless set otherwise).
pub(crate) const MINUTE_INTERVAL_S: i64 = 600;

/// What kind of data a frame carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// CN 2011.
    Realtime,
    /// CN 2051.
    Minute,
    /// CN 2061.
    Hour,
}

/// One frame to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Due {
    /// When it is sent, s since 1970.
    pub(crate) at_s: i64,
    pub(crate) kind: Kind,
    /// The sampling instant, or the start of the interval.
    pub(crate) data_s: i64,
}

/// The endless sequence of what a logger sends, in order.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    interval_s: i64,
    phase_s: i64,
    hour_phase_s: i64,
    realtime_s: i64,
    minute_s: i64,
    hour_s: i64,
}

impl Schedule {
    /// The schedule of `logger` from `from_s` on, with the whole interval and hour that contain it.
    pub(crate) fn new(logger: &LoggerModel, from_s: i64) -> Self {
        let interval_s = i64::from(logger.interval_s);
        let spread = |name: &str, up_to: i64| (logger.key.child(name).uniform(0) * up_to as f64) as i64;
        Self {
            interval_s,
            phase_s: spread("phase", interval_s * 2 / 3),
            hour_phase_s: 40 + spread("hour phase", 60),
            realtime_s: (from_s + interval_s - 1).div_euclid(interval_s) * interval_s,
            minute_s: from_s.div_euclid(MINUTE_INTERVAL_S) * MINUTE_INTERVAL_S,
            hour_s: from_s.div_euclid(3600) * 3600,
        }
    }

    /// What is due next.
    pub(crate) fn peek(&self) -> Due {
        let realtime =
            Due { at_s: self.realtime_s + self.phase_s, kind: Kind::Realtime, data_s: self.realtime_s };
        let minute_at_s = self.minute_s + MINUTE_INTERVAL_S + self.phase_s + 5;
        let minute = Due { at_s: minute_at_s, kind: Kind::Minute, data_s: self.minute_s };
        realtime.min(minute).min(self.hour_due(self.hour_s))
    }

    /// The hour frame of the hour that starts at `hour_s`.
    pub(crate) fn hour_due(&self, hour_s: i64) -> Due {
        Due { at_s: hour_s + 3600 + self.hour_phase_s, kind: Kind::Hour, data_s: hour_s }
    }

    /// Goes on to the next.
    pub(crate) fn advance(&mut self) {
        match self.peek().kind {
            Kind::Realtime => self.realtime_s += self.interval_s,
            Kind::Minute => self.minute_s += MINUTE_INTERVAL_S,
            Kind::Hour => self.hour_s += 3600,
        }
    }
}

/// Whether the logger has power at `time_s`; without, it neither samples nor sends.
pub(crate) fn has_power(city: &City, logger: &LoggerModel, time_s: i64) -> bool {
    let Watched::Outlet { plant, .. } = &logger.watched else { return true };
    city.plants[*plant].number != STORY_SILENT || !story::SILENCE.contains(time_s - city.start.as_second())
}

/// If the logger has no network at `time_s`: until when. Gaps are short (one and a half to four minutes,
/// about one in forty hours); what was measured meanwhile is back-filled.
pub(crate) fn network_back_s(city: &City, logger: &LoggerModel, time_s: i64) -> Option<i64> {
    if let Watched::Outlet { plant, .. } = &logger.watched
        && city.plants[*plant].of_the_story
    {
        return None;
    }
    let hour = time_s.div_euclid(3600);
    let slot: Stream = logger.key.child("network").at(hour);
    if slot.uniform(0) >= 0.025 {
        return None;
    }
    let from_s = hour * 3600 + slot.between(1, 60.0, 3300.0) as i64;
    let back_s = from_s + slot.between(2, 90.0, 240.0) as i64;
    (from_s..back_s).contains(&time_s).then_some(back_s)
}
