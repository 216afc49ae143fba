//! The outcome of a tracing as JSON and for people. Rates are kg/h here, as tables of releases have them.

use serde_json::{Map, Value, json};
use trace::{NextMeasurement, Outcome, Rate};

/// kg/h of one g/s.
const KG_H: f64 = 3.6;

/// What there is to tell.
pub(super) struct Told<'a> {
    pub(super) outcome: &'a Outcome,
    pub(super) next: &'a [NextMeasurement],
    pub(super) assumed: &'a [String],
    /// How long the outcome took.
    pub(super) seconds: f64,
}

/// One object: `hypotheses`, `per_candidate`, `unregistered`, `none`, `seconds`, and what belongs to them.
pub(super) fn json(told: &Told<'_>) -> Value {
    let Told { outcome, next, assumed, seconds } = *told;
    let hypotheses = outcome.explanations.iter().map(|explanation| {
        json!({
            "ids": explanation.ids,
            "probability": explanation.probability,
            "rates": explanation.rates_g_s.iter().map(|rate| rate * KG_H).collect::<Vec<_>>(),
            "unregistered_rate": explanation.unregistered_rate_g_s.map(|rate| rate * KG_H),
        })
    });
    let hypotheses: Vec<Value> = hypotheses.collect();
    let rate = |rate: Option<Rate>, of: fn(Rate) -> f64| rate.map(|rate| of(rate) * KG_H);
    let candidates: Map<String, Value> = outcome
        .candidates
        .iter()
        .map(|candidate| {
            let figures = json!({
                "probability": candidate.probability,
                "rate": rate(candidate.rate, |rate| rate.middle_g_s),
                "rate_low": rate(candidate.rate, |rate| rate.low_g_s),
                "rate_high": rate(candidate.rate, |rate| rate.high_g_s),
                "reasons": candidate.reasons,
            });
            (candidate.id.clone(), figures)
        })
        .collect();
    let unknown = &outcome.unregistered;
    json!({
        "hypotheses": hypotheses,
        "per_candidate": candidates,
        "unregistered": unknown.probability,
        "unregistered_place": unknown.position.map(|place| json!({
            "east_m": place.east_m,
            "north_m": place.north_m,
            "radius_m": unknown.radius_m,
            "rate": rate(unknown.rate, |rate| rate.middle_g_s),
            "rate_low": rate(unknown.rate, |rate| rate.low_g_s),
            "rate_high": rate(unknown.rate, |rate| rate.high_g_s),
        })),
        "none": outcome.none,
        "measure_next": next,
        "seconds": seconds,
        "rate_unit": "kg/h",
        "trust": outcome.trust,
        "assumed": assumed,
        "notes": outcome.notes,
    })
}

/// Words and columns.
pub(super) fn text(told: &Told<'_>) -> String {
    let Told { outcome, next, assumed, seconds } = *told;
    let mut text = String::new();
    let mut line = |words: String| {
        text.push_str(&words);
        text.push('\n');
    };
    line(format!("no source near          {:6.1} %", outcome.none * 100.0));
    let unknown = &outcome.unregistered;
    let place = match (unknown.position, unknown.radius_m) {
        (Some(place), Some(radius_m)) => {
            format!(
                "  most likely {:.0} m east, {:.0} m north, within {radius_m:.0} m",
                place.east_m, place.north_m
            )
        }
        _ => String::new(),
    };
    line(format!("one in no register      {:6.1} %{place}", unknown.probability * 100.0));
    let mut candidates: Vec<_> = outcome.candidates.iter().collect();
    candidates.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.id.cmp(&b.id)));
    for candidate in candidates.iter().take(10) {
        let rate = candidate.rate.map_or_else(
            || "  nothing that was measured can tell".to_owned(),
            |rate| {
                let [middle, low, high] = [rate.middle_g_s, rate.low_g_s, rate.high_g_s].map(|r| r * KG_H);
                format!("  {middle:.3} kg/h ({low:.3} to {high:.3})")
            },
        );
        line(format!("{:<24}{:6.1} %{rate}", candidate.id, candidate.probability * 100.0));
    }
    for (number, of) in next.iter().enumerate() {
        line(format!("measure next {}: {} (tells {:.2} nats)", number + 1, of.name, of.gain));
    }
    for word in assumed {
        line(format!("assumed: {word}"));
    }
    for note in &outcome.notes {
        line(format!("note: {}", serde_json::to_string(note).unwrap_or_default()));
    }
    line(format!("{seconds:.3} s"));
    text
}
