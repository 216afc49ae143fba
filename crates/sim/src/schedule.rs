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
    /// CN 2031, which loggers send only where they are asked.
    Day,
}

impl Kind {
    /// Of how long a time it tells, s; 0 for a moment.
    pub(crate) fn span_s(self) -> i64 {
        match self {
            Kind::Realtime => 0,
            Kind::Minute => MINUTE_INTERVAL_S,
            Kind::Hour => 3600,
            Kind::Day => 86_400,
        }
    }
}

/// One frame to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Due {
    /// When it is sent, s since 1970.
    pub(crate) at_s: i64,
    pub(crate) kind: Kind,
    /// The sampling instant, or the start of the interval.
    pub(crate) data_s: i64,
    /// Whether the host asked for it: which of the frames it is that go out in this second.
    pub(crate) asked: Option<u16>,
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

    /// How often real-time data goes out, s.
    pub(crate) fn interval_s(&self) -> i64 {
        self.interval_s
    }

    /// Sends real-time data so often from `now_s` on.
    pub(crate) fn set_interval(&mut self, interval_s: i64, now_s: i64) {
        self.interval_s = interval_s;
        self.phase_s = self.phase_s.min(interval_s * 2 / 3);
        self.realtime_s = (now_s.div_euclid(interval_s) + 1) * interval_s;
    }

    /// What is due next.
    pub(crate) fn peek(&self) -> Due {
        let realtime = Due {
            at_s: self.realtime_s + self.phase_s,
            kind: Kind::Realtime,
            data_s: self.realtime_s,
            asked: None,
        };
        let minute_at_s = self.minute_s + MINUTE_INTERVAL_S + self.phase_s + 5;
        let minute = Due { at_s: minute_at_s, kind: Kind::Minute, data_s: self.minute_s, asked: None };
        realtime.min(minute).min(self.hour_due(self.hour_s))
    }

    /// The hour frame of the hour that starts at `hour_s`.
    pub(crate) fn hour_due(&self, hour_s: i64) -> Due {
        Due { at_s: hour_s + 3600 + self.hour_phase_s, kind: Kind::Hour, data_s: hour_s, asked: None }
    }

    /// Goes on to the next.
    pub(crate) fn advance(&mut self) {
        match self.peek().kind {
            Kind::Realtime => self.realtime_s += self.interval_s,
            Kind::Minute => self.minute_s += MINUTE_INTERVAL_S,
            // Days are never due by themselves.
            Kind::Hour | Kind::Day => self.hour_s += 3600,
        }
    }
}

/// Whether the logger lost its way to the host for good in the hour that starts at `hour_s`, so that the host
/// hears of it only when it asks. One outlet in ten has such a stretch, of two to five hours, before the story.
pub(crate) fn is_kept_back(city: &City, logger: &LoggerModel, hour_s: i64) -> bool {
    let Watched::Outlet { plant, .. } = &logger.watched else { return false };
    let fate = logger.key.child("kept back");
    if city.plants[*plant].of_the_story || fate.uniform(0) >= 0.1 {
        return false;
    }
    let from_s = city.start.as_second() - fate.between(1, 9.0, 60.0) as i64 * 3600;
    (from_s..from_s + fate.between(2, 2.0, 6.0) as i64 * 3600).contains(&hour_s)
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
