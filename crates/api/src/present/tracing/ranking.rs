//! The ranking of a tracing.

use casework::tracing::{Found, Frozen, Model, PowerKnown, Ranking, ranking};
use model::{CreditCode, Place};
use trace::{AirWay, Explanation, Position, Rate};

use super::{Presenter, instrument_named};
use crate::dto::tracing::{
    TracingCandidate, TracingHypothesis, TracingPoint, TracingRanking, TracingRate, TracingReason,
    TracingSeries, TracingStrip, TracingThing, TracingUnregistered,
};
use crate::dto::{Named, Time};

/// kg/h of one g/s.
const KG_H: f64 = 3.6;
/// Who is less probable is told no rate.
const LEAST_WITH_RATE: f64 = 0.01;
/// So many hypotheses are told.
const HYPOTHESES: usize = 12;

fn rate(rate: Rate) -> TracingRate {
    TracingRate { middle: rate.middle_g_s * KG_H, low: rate.low_g_s * KG_H, high: rate.high_g_s * KG_H }
}

impl Presenter<'_> {
    /// What came of a frozen input.
    pub(super) fn tracing_ranking(&self, frozen: &Frozen, found: &Found) -> TracingRanking {
        let outcome = &found.outcome;
        let free = &outcome.unregistered;
        let head = ranking(frozen, outcome);
        let mut candidates: Vec<TracingCandidate> = frozen
            .by_enterprise()
            .into_iter()
            .filter_map(|(code, numbers)| self.tracing_candidate((frozen, found, &head), code, &numbers))
            .collect();
        let place_in_head = |candidate: &TracingCandidate| {
            head.enterprises.iter().position(|ranked| ranked.enterprise.as_str() == candidate.enterprise.code)
        };
        candidates.sort_by(|a, b| {
            let (left, right) = (place_in_head(a), place_in_head(b));
            let in_head = left.unwrap_or(usize::MAX).cmp(&right.unwrap_or(usize::MAX));
            in_head.then_with(|| b.probability.total_cmp(&a.probability))
        });
        let hypotheses = outcome.explanations.iter().enumerate().take(HYPOTHESES);
        let hypotheses = hypotheses.map(|(number, explanation)| {
            let model = found.models.iter().find(|model| model.explanation == number);
            self.tracing_hypothesis(frozen, explanation, model)
        });
        TracingRanking {
            nobody: outcome.none,
            unregistered: TracingUnregistered {
                probability: free.probability,
                place: free.position.map(|position| frozen.place_of(position).into()),
                radius_m: free.radius_m,
                rate: free.rate.map(rate),
            },
            candidates,
            hypotheses: hypotheses.collect(),
            reach: found.reach.ways.iter().map(|way| strip(frozen, way)).collect(),
            trust: outcome.trust,
        }
    }

    /// An enterprise with its candidates `numbers`.
    fn tracing_candidate(
        &self,
        (frozen, found, head): (&Frozen, &Found, &Ranking),
        code: &CreditCode,
        numbers: &[usize],
    ) -> Option<TracingCandidate> {
        let outcome = &found.outcome;
        let of = |number: &&usize| outcome.candidates.get(**number).map(|of| of.probability);
        let best = numbers.iter().max_by(|a, b| of(a).unwrap_or(0.0).total_cmp(&of(b).unwrap_or(0.0)))?;
        let (seen, best_of) = (frozen.candidates.get(*best)?, outcome.candidates.get(*best)?);
        let ranked = head.enterprises.iter().find(|ranked| ranked.enterprise == *code);
        let probability = ranked.map_or(best_of.probability, |ranked| ranked.probability);
        let all = || numbers.iter().filter_map(|number| frozen.candidates.get(*number));
        let in_reach = numbers.iter().filter_map(|number| found.in_reach.get(*number)).copied();
        let district = self.register().district_of(code);
        Some(TracingCandidate {
            enterprise: self.seen_named(frozen, code),
            district: district.map(|district| self.district_named(district)),
            trade_code: seen.trade_code.clone(),
            visible: self.viewer().sees_enterprise(self.register(), code),
            probability,
            places: all().map(|seen| seen.place.into()).collect(),
            has_outlet: all().any(|seen| !seen.outlets.is_empty()),
            // A rate of whoever is all but ruled out says nothing.
            rate: best_of.rate.filter(|_| probability >= LEAST_WITH_RATE).map(rate),
            stack_m: seen.release.map(|release| release.stack_m),
            rise_m: seen.release.and_then(|release| release.rise_m).map(f64::round),
            in_reach: in_reach.fold(0.0, f64::max),
            still_s: match &seen.power {
                PowerKnown::Nothing => None,
                PowerKnown::Metered { still_s, .. } => Some(*still_s),
            },
            reasons: best_of.reasons.iter().map(|reason| Self::tracing_reason(frozen, reason)).collect(),
        })
    }

    fn tracing_reason(frozen: &Frozen, reason: &trace::Reason) -> TracingReason {
        let number = frozen.input.instruments.iter().position(|of| of.id == reason.instrument);
        let seen = number.and_then(|number| frozen.instruments.get(number));
        let unknown = || {
            let name = reason.instrument.clone();
            Named { code: name.clone(), name, name_en: String::new() }
        };
        TracingReason {
            station: seen.map_or_else(unknown, instrument_named),
            weight: reason.weight,
            stretches: reason.blocks,
            measured: reason.measured_ug_m3,
            expected: reason.expected_ug_m3,
            elsewhere: reason.elsewhere_ug_m3,
        }
    }

    /// The enterprises of these candidates, each once, and a source in no register if there is one.
    pub(super) fn things(&self, frozen: &Frozen, ids: &[String], unregistered: bool) -> Vec<TracingThing> {
        let mut things: Vec<TracingThing> = Vec::new();
        let mut codes: Vec<&CreditCode> = Vec::new();
        for id in ids {
            let number = frozen.input.candidates.iter().position(|candidate| candidate.id == *id);
            let seen = number.and_then(|number| frozen.candidates.get(number));
            if let Some(seen) = seen.filter(|seen| !codes.contains(&&seen.enterprise)) {
                codes.push(&seen.enterprise);
                things
                    .push(TracingThing::Enterprise { enterprise: self.seen_named(frozen, &seen.enterprise) });
            }
        }
        if unregistered {
            things.push(TracingThing::Unregistered);
        }
        things
    }

    fn tracing_hypothesis(
        &self,
        frozen: &Frozen,
        explanation: &Explanation,
        model: Option<&Model>,
    ) -> TracingHypothesis {
        let things = self.things(frozen, &explanation.ids, explanation.unregistered_rate_g_s.is_some());
        let series = |(number, seen): (usize, &casework::tracing::InstrumentSeen)| {
            let blocks = model?.blocks.iter().filter(|block| block.instrument == number);
            let points = blocks.map(|block| TracingPoint {
                at: Time(block.at),
                measured: round(block.measured_ug_m3),
                background: round(block.background_ug_m3),
                modelled: round(block.background_ug_m3 + block.added_ug_m3),
            });
            Some(TracingSeries { station: instrument_named(seen), points: points.collect() })
        };
        TracingHypothesis {
            things,
            probability: explanation.probability,
            series: frozen.instruments.iter().enumerate().filter_map(series).collect(),
        }
    }
}

/// What a chart can show, and no more.
fn round(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

fn strip(frozen: &Frozen, way: &AirWay) -> TracingStrip {
    let place = |position: Position| -> crate::dto::Place {
        let Place { longitude, latitude } = frozen.place_of(position);
        let round = |degrees: f64| (degrees * 1e5).round() / 1e5;
        Place { longitude: round(longitude), latitude: round(latitude) }.into()
    };
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for (number, point) in way.points.iter().enumerate() {
        let before = way.points.get(number.saturating_sub(1)).unwrap_or(point).position;
        let after = way.points.get(number + 1).unwrap_or(point).position;
        let (east_m, north_m) = (after.east_m - before.east_m, after.north_m - before.north_m);
        let length_m = east_m.hypot(north_m).max(1e-6);
        let aside = |side: f64| Position {
            east_m: point.position.east_m - side * point.half_width_m * north_m / length_m,
            north_m: point.position.north_m + side * point.half_width_m * east_m / length_m,
        };
        left.push(place(aside(1.0)));
        right.push(place(aside(-1.0)));
    }
    left.extend(right.into_iter().rev());
    let middle = way.points.iter().map(|point| place(point.position)).collect();
    TracingStrip { at: Time(way.at), middle, edge: left }
}
