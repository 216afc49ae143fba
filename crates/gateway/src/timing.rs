//! Judging the times that devices send.

use model::{Granularity, Origin, Timestamp, china};

use crate::config::TimeRules;

/// 2000-01-01 in China, s since 1970: nothing was measured with these protocols before.
const EARLIEST_S: i64 = 946_656_000;

/// What is known of one reading's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Judged {
    /// How it came.
    pub(crate) origin: Origin,
    /// Whether the device's clock is off by more than the tolerance.
    pub(crate) skewed: bool,
}

/// The times that come with a reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// The sampling instant, or the start of the interval.
    pub(crate) time: Timestamp,
    /// What the reading stands for.
    pub(crate) granularity: Granularity,
    /// When the device says it sent this (QN), if it says so.
    pub(crate) sent_at: Option<Timestamp>,
    /// Whether the device says that this is a back-fill (RF=1).
    pub(crate) declared_backfill: bool,
}

/// Judges the time of a reading that arrived at `received_at`; nothing if it cannot be true.
pub(crate) fn judge(times: Times, received_at: Timestamp, rules: &TimeRules) -> Option<Judged> {
    let age_s = china::seconds_between(times.time, received_at);
    if age_s < -i64::from(rules.future_tolerance_s) || times.time.as_second() < EARLIEST_S {
        return None;
    }
    let late_s = age_s - span_s(times.granularity);
    let late = late_s > i64::from(rules.backfill_after_s);
    let backfill = times.declared_backfill || late;
    let ahead = age_s < -i64::from(rules.clock_skew_s)
        || times
            .sent_at
            .is_some_and(|sent| china::seconds_between(sent, received_at) < -i64::from(rules.clock_skew_s));
    // A late frame may have been kept by the logger or on the way; only one that claims to be fresh
    // tells of a slow clock.
    let behind = !backfill
        && times
            .sent_at
            .is_some_and(|sent| china::seconds_between(sent, received_at) > i64::from(rules.clock_skew_s));
    let origin = if backfill { Origin::Backfill } else { Origin::Live };
    Some(Judged { origin, skewed: ahead || behind })
}

/// How long after the start of its interval a reading is due, s. Minute data: the default of 10 minutes
/// (HJ 212-2017 table 9, MinInterval).
fn span_s(granularity: Granularity) -> i64 {
    match granularity {
        Granularity::Realtime => 0,
        Granularity::Minute => 600,
        Granularity::Hour => 3600,
        Granularity::Day => 86_400,
    }
}

/// The instant of a wall time as the protocol writes it.
pub(crate) fn instant(wall: hj212::WallTime) -> Option<Timestamp> {
    // The protocol's parser has checked the calendar; the conversions cannot fail but are not proofs.
    let date_time = jiff::civil::DateTime::new(
        i16::try_from(wall.year).ok()?,
        i8::try_from(wall.month).ok()?,
        i8::try_from(wall.day).ok()?,
        i8::try_from(wall.hour).ok()?,
        i8::try_from(wall.minute).ok()?,
        i8::try_from(wall.second).ok()?,
        i32::from(wall.millisecond) * 1_000_000,
    )
    .ok()?;
    Some(china::instant(date_time))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2020-08-30T00:40:00Z";

    fn judged(time: &str, granularity: Granularity, sent_at: Option<&str>) -> Option<Judged> {
        let times = Times {
            time: time.parse().unwrap(),
            granularity,
            sent_at: sent_at.map(|text| text.parse().unwrap()),
            declared_backfill: false,
        };
        judge(times, NOW.parse().unwrap(), &TimeRules::default())
    }

    fn live(skewed: bool) -> Option<Judged> {
        Some(Judged { origin: Origin::Live, skewed })
    }

    #[test]
    fn a_time_in_the_future_or_before_2000_is_impossible() {
        assert_eq!(judged("2020-08-30T00:50:01Z", Granularity::Realtime, None), None);
        assert_eq!(judged("1970-01-01T00:00:00Z", Granularity::Realtime, None), None);
        assert_eq!(judged("1999-12-31T15:59:59Z", Granularity::Hour, None), None);
        assert_eq!(judged("2020-08-30T00:50:00Z", Granularity::Realtime, None), live(true));
        assert_eq!(
            judged("1999-12-31T16:00:00Z", Granularity::Hour, None),
            Some(Judged { origin: Origin::Backfill, skewed: false })
        );
    }

    #[test]
    fn an_interval_is_late_only_after_its_end() {
        assert_eq!(judged("2020-08-29T23:40:00Z", Granularity::Hour, None), live(false));
        assert_eq!(judged("2020-08-29T00:40:00Z", Granularity::Day, None), live(false));
        let late = Some(Judged { origin: Origin::Backfill, skewed: false });
        assert_eq!(judged("2020-08-29T23:40:00Z", Granularity::Realtime, None), late);
        assert_eq!(judged("2020-08-29T23:29:59Z", Granularity::Hour, None), late);
    }

    #[test]
    fn the_clock_is_judged_by_the_sending_time_unless_the_frame_is_late() {
        let slow = Some("2020-08-30T00:36:00Z");
        assert_eq!(judged("2020-08-30T00:36:00Z", Granularity::Realtime, slow), live(true));
        let kept = Some("2020-08-30T00:20:00Z");
        let late = Some(Judged { origin: Origin::Backfill, skewed: false });
        assert_eq!(judged("2020-08-30T00:20:00Z", Granularity::Realtime, kept), late);
        let fast = Some("2020-08-30T00:45:00Z");
        assert_eq!(judged("2020-08-30T00:39:00Z", Granularity::Realtime, fast), live(true));
    }

    #[test]
    fn a_declared_backfill_is_one() {
        let now: Timestamp = NOW.parse().unwrap();
        let times =
            Times { time: now, granularity: Granularity::Realtime, sent_at: None, declared_backfill: true };
        assert_eq!(judge(times, now, &TimeRules::default()).unwrap().origin, Origin::Backfill);
    }

    #[test]
    fn the_protocols_wall_time_is_chinas() {
        let wall = hj212::parse_time("20200830084000").unwrap();
        assert_eq!(instant(wall), Some(NOW.parse().unwrap()));
    }
}
