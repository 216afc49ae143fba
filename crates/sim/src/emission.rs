//! What leaves an outlet.

use crate::story;

/// The limit of ammonia nitrogen that the story's outfall crosses, mg/L.
const AMMONIA_LIMIT: f64 = 5.0;

/// Ammonia nitrogen at the story's outfall beyond its usual `level`, mg/L, `seconds` after the start.
pub(crate) fn ammonia_story(level: f64, seconds: f64) -> f64 {
    let from = story::AMMONIA_RISE.from_min as f64;
    let to = story::AMMONIA_RISE.to_min as f64;
    let minute = seconds / 60.0;
    let up = crate::random::ease((minute - from) / story::AMMONIA_RAMP_MIN);
    let down = crate::random::ease((to - minute) / story::AMMONIA_RAMP_MIN);
    level + (story::AMMONIA_PEAK - level) * up.min(down)
}

/// From when to when the story's outfall is over the limit, s after the start.
pub(crate) fn ammonia_over_limit_s() -> (i64, i64) {
    let over = |second: &i64| ammonia_story(0.9, *second as f64) > AMMONIA_LIMIT;
    let span = story::AMMONIA_RISE.from_min * 60..story::AMMONIA_RISE.to_min * 60;
    let first = span.clone().find(over).unwrap_or(span.start);
    let last = span.clone().rev().find(over).unwrap_or(span.end);
    (first, last + 1)
}
