//! Data of the past that the host asks for.

use hj212::Message;
use model::{Timestamp, china};

use crate::schedule::{Due, Kind};
use crate::weather::local_s;

/// How long a logger keeps its data, s.
const KEPT_S: i64 = 7 * 86_400;
/// So many frames answer one request; who wants more asks again.
const MAX_FRAMES: usize = 1_100;
/// Frames that share a second of request numbers.
const FRAMES_A_SECOND: usize = 100;

/// The frames of a span that a logger has, the oldest first; nothing where the request names no span.
///
/// Times in the request are by the logger's clock, which is `skew_s` ahead.
pub(super) fn asked_for(
    message: &Message<'_>,
    kind: Kind,
    kept_from_s: i64,
    skew_s: i64,
    now_s: i64,
) -> Option<Vec<Due>> {
    let bound = |name| Some(wall_s(message.value(name)?)? - skew_s);
    let (from_s, to_s) = (bound("BeginTime")?, bound("EndTime")?);
    let span_s = kind.span_s();
    let from_s = from_s.max(kept_from_s).max(now_s - KEPT_S);
    let to_s = to_s.min(now_s - span_s);
    // Days begin at midnight in China; hours and minutes do so everywhere.
    let first_s = from_s + (-local_s(from_s)).rem_euclid(span_s);
    let starts: Vec<i64> = (first_s..=to_s).step_by(span_s as usize).take(MAX_FRAMES).collect();
    let seconds = starts.len().div_ceil(FRAMES_A_SECOND) as i64;
    let due = |(number, data_s): (usize, i64)| Due {
        // Request numbers of just now, of which no two are the same.
        at_s: now_s - seconds + (number / FRAMES_A_SECOND) as i64,
        kind,
        data_s,
        asked: Some((number % FRAMES_A_SECOND) as u16),
    };
    Some(starts.into_iter().enumerate().map(due).collect())
}

/// A time of fourteen digits, s since 1970.
pub(super) fn wall_s(text: &str) -> Option<i64> {
    hj212::parse_time(text)?;
    let part = |from: usize, to: usize| text.get(from..to);
    let (date, time) = (
        format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?),
        format!("{}:{}:{}", part(8, 10)?, part(10, 12)?, part(12, 14)?),
    );
    let instant: Timestamp = china::instant(format!("{date}T{time}").parse().ok()?);
    Some(instant.as_second())
}
