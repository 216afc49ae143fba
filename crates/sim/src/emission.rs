//! What really leaves an outlet: production times what treatment lets through.

use crate::catalogue::{STORY_PRINTER, STORY_SEWAGE};
use crate::city::Plant;
use crate::production::State;
use crate::random::ease;
use crate::story;
use crate::trade::{ChannelSpec, OutletKind};

/// The limit of ammonia nitrogen that the story's outfall crosses, mg/L.
const AMMONIA_LIMIT: f64 = 5.0;

/// How many times the usual concentration leaves a stack whose treatment is off. Room ventilation dilutes
/// it so far that it stays under the limit: only the meters tell.
const UNTREATED: f64 = 2.0;

/// Ammonia nitrogen at the story's outfall, mg/L, `seconds` after the start, where `level` is usual.
fn ammonia_story(level: f64, seconds: f64) -> f64 {
    let from_s = story::AMMONIA_RISE.from_min as f64 * 60.0;
    let to_s = story::AMMONIA_RISE.to_min as f64 * 60.0;
    let up = ease((seconds - from_s) / (story::AMMONIA_RAMP_MIN * 60.0));
    let down = ease((to_s - seconds) / (story::AMMONIA_RAMP_MIN * 60.0));
    level + (story::AMMONIA_PEAK - level) * up.min(down)
}

/// From when to when the story's outfall is over the limit, s after the start, at its usual `level`.
pub(crate) fn ammonia_over_limit_s(level: f64) -> (i64, i64) {
    let over = |second: &i64| ammonia_story(level, *second as f64) > AMMONIA_LIMIT;
    let span = story::AMMONIA_RISE.from_min * 60..story::AMMONIA_RISE.to_min * 60;
    let first = span.clone().find(over).unwrap_or(span.start);
    let last = span.clone().rev().find(over).unwrap_or(span.end);
    (first, last + 1)
}

/// Whether the outlet of `plant` has nothing to measure at `time_s`: for a stack when neither line nor
/// treatment runs, for an outfall when the plant rests.
pub(crate) fn stands_still(plant: &Plant, kind: &OutletKind, time_s: i64) -> bool {
    match kind.medium {
        model::Medium::Water => plant.rests(time_s),
        _ => plant.output(time_s) < 0.05 && !matches!(plant.unit_state(time_s), State::Running { .. }),
    }
}

/// The true value of a channel, in its unit.
pub(crate) fn true_value(plant: &Plant, kind: &OutletKind, channel: &ChannelSpec, time_s: i64) -> f64 {
    let level = channel.level * scale(plant, channel);
    let stream = plant.key.child("emission").child(channel.factor);
    let slow = stream.child("slow").smooth(time_s as f64, 2700.0);
    let fast = stream.child("fast").smooth(time_s as f64, 300.0);
    let wander = 1.0 + channel.wander * (0.9 * slow + 0.4 * fast);
    let output = plant.output(time_s);
    let fan = match plant.unit_state(time_s) {
        State::Running { since_s } => ease(since_s as f64 / 120.0).max(output),
        State::Off | State::Standby => output,
    };
    match channel.factor {
        "w00000" => level * wander * if plant.rests(time_s) { 0.0 } else { 0.25 + 0.75 * output },
        "w21003" if plant.number == STORY_SEWAGE => {
            ammonia_story(level * wander, (time_s - plant.start_s) as f64)
        }
        factor if factor.starts_with('w') => level * wander,
        "a00000" | "a01011" => level * wander * (0.02 + 0.98 * fan),
        "a19001" => 20.7 + (level * wander - 20.7) * output,
        "a01012" | "a01901" => 30.0 + (level * wander - 30.0) * output,
        "a01014" => 2.5 + (level * wander - 2.5) * output,
        _ => level * wander * (0.05 + 0.95 * output) * untreated(plant, kind, output, time_s),
    }
}

/// Honest plants differ from their trade's usual level by up to a seventh; those of the story do not, so
/// that it reads the same for every seed.
fn scale(plant: &Plant, channel: &ChannelSpec) -> f64 {
    match channel.factor {
        _ if plant.of_the_story => 1.0,
        // Not pollutants: pH, oxygen, temperatures.
        "w01001" | "a19001" | "a01012" | "a01901" | "a01014" => 1.0,
        factor => plant.key.child("scale").child(factor).between(0, 0.86, 1.14),
    }
}

fn untreated(plant: &Plant, kind: &OutletKind, output: f64, time_s: i64) -> f64 {
    let printing = plant.number == STORY_PRINTER && kind.reference_oxygen.is_none();
    let off = !matches!(plant.unit_state(time_s), State::Running { .. });
    if printing && off { 1.0 + (UNTREATED - 1.0) * output } else { 1.0 }
}

/// Converted concentration (折算): C·(21 − O₂ of reference)/(21 − O₂ measured). Above 19 % oxygen nothing is
/// burnt and loggers send the measured figure.
pub(crate) fn converted(value: f64, reference_oxygen: f64, oxygen: f64) -> f64 {
    if oxygen > 19.0 { value } else { value * (21.0 - reference_oxygen) / (21.0 - oxygen) }
}
