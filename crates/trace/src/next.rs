//! What to measure next: the places where the leading hypotheses would show most differently, beside what the air and the
//! instruments scatter by.

use model::china;
use serde::{Deserialize, Serialize};

use crate::exposure::{self, Source};
use crate::input::{Input, InputError, Instrument, Observation, Position};
use crate::outcome::Outcome;
use crate::robust;
use crate::search::Search;
use crate::setting::UNKNOWN_HEIGHT_M;
use crate::world::World;

/// Hypotheses below this are not worth a way.
pub(crate) const WORTH_A_WAY: f64 = 0.02;
/// No more hypotheses than these are told apart.
const MOST_HYPOTHESES: usize = 10;
/// So long is measured at a place, s.
const STAY_S: i64 = 300;
/// So high above the ground is the inlet of what is driven there, m.
const INLET_M: f64 = 2.5;
/// What gains less than this (nats) is not proposed.
const LEAST_GAIN: f64 = 1e-3;

/// A place, or a piece of road as the points along it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// Its name in the result.
    pub name: String,
    /// One for a place.
    pub points: Vec<Position>,
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NextMeasurement {
    /// The way's name.
    pub name: String,
    /// Its point that tells most.
    pub position: Position,
    /// How much is learned by it after those before it: at least so much of the hypotheses' entropy is expected to go,
    /// nats.
    pub gain: f64,
    /// What each hypothesis would add there, the most probable first.
    pub predicted: Vec<Predicted>,
}

/// What one hypothesis would add at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Predicted {
    /// Its candidates; none of them, and no unregistered source: no source near.
    pub ids: Vec<String>,
    /// Whether a source that is in no register belongs to it.
    pub unregistered: bool,
    /// How probable it is among those that are told apart.
    pub probability: f64,
    /// Above the background, µg/m³; of the factor that tells most.
    pub added_ug_m3: f64,
    /// How far that may be off, a standard deviation: the air's, the model's and the instruments' own, µg/m³.
    pub uncertain_ug_m3: f64,
}

/// The best `count` of `ways` to measure at, in the order in which they should be: each is the one that tells most beside
/// those before it. The air is that of the end of the wind's record; instruments are taken to be as exact as those that
/// measured.
///
/// The gain is the lower bound of mutual information that follows from the Bhattacharyya distances of the hypotheses
/// (Kolchinsky and Tracey, Entropy 19 (2017) 361). Points of one way share the air's errors, so that a way tells two
/// hypotheses apart as well as its best point does.
///
/// # Errors
/// When the input contradicts itself ([`Input::check`]).
pub fn next_measurement(
    input: &Input,
    outcome: &Outcome,
    ways: &[Way],
    count: usize,
) -> Result<Vec<NextMeasurement>, InputError> {
    input.check()?;
    let hypotheses = leading(outcome);
    let points: Vec<Position> = ways.iter().flat_map(|way| way.points.iter().copied()).collect();
    if hypotheses.len() < 2 || points.is_empty() {
        return Ok(Vec::new());
    }
    let probes = probes(input, &points);
    let expected = expected(&probes, &hypotheses, outcome, &noises(input));
    let mut first = 0;
    let apart = ways.iter().map(|way| {
        let own = first..first + way.points.len();
        first = own.end;
        Apart::of(&hypotheses, &expected, own, points.len())
    });
    let apart: Vec<Apart> = apart.collect();
    let mut so_far = vec![0.0; hypotheses.len() * hypotheses.len()];
    let (mut known, mut chosen, mut left) = (0.0, Vec::new(), (0..ways.len()).collect::<Vec<_>>());
    while chosen.len() < count {
        let with = |number: &usize| {
            let own = apart.get(*number).map(|apart| apart.distances.as_slice()).unwrap_or_default();
            let both: Vec<f64> = so_far.iter().zip(own).map(|(before, own)| before + own).collect();
            information(&hypotheses, &both)
        };
        let gains = left.iter().map(|number| (with(number), *number));
        let Some((information, number)) = gains.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))) else {
            break;
        };
        let (Some(apart), Some(way)) = (apart.get(number), ways.get(number)) else { break };
        if information - known < LEAST_GAIN {
            break;
        }
        let predicted = hypotheses.iter().enumerate().filter_map(|(hypothesis, of)| {
            let (added_ug_m3, variance) = *expected.get(hypothesis)?.get(apart.best)?;
            Some(Predicted {
                ids: of.ids.clone(),
                unregistered: of.unregistered_g_s.is_some(),
                probability: of.probability,
                added_ug_m3,
                uncertain_ug_m3: variance.sqrt(),
            })
        });
        chosen.push(NextMeasurement {
            name: way.name.clone(),
            position: points
                .get(apart.best % points.len())
                .copied()
                .unwrap_or(Position { east_m: 0.0, north_m: 0.0 }),
            gain: information - known,
            predicted: predicted.collect(),
        });
        so_far.iter_mut().zip(&apart.distances).for_each(|(before, own)| *before += own);
        known = information;
        left.retain(|other| *other != number);
    }
    Ok(chosen)
}

/// Places all over what is looked at, `along` on each side, where no roads are known.
pub fn places_all_over(input: &Input, along: usize) -> Vec<Way> {
    let seen = input.observations.iter().map(|seen| seen.position);
    let all: Vec<Position> =
        seen.chain(input.candidates.iter().map(|candidate| candidate.position)).collect();
    let least = |of: fn(&Position) -> f64| all.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&Position) -> f64| all.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    if all.is_empty() {
        return Vec::new();
    }
    let (east, north) = (least(|place| place.east_m), least(|place| place.north_m));
    let sides = [most(|place| place.east_m) - east, most(|place| place.north_m) - north];
    let part = |number: usize| number as f64 / along.saturating_sub(1).max(1) as f64;
    let numbers = (0..along).flat_map(|row| (0..along).map(move |column| (row, column)));
    let place = |(row, column): (usize, usize)| {
        let position =
            Position { east_m: east + part(column) * sides[0], north_m: north + part(row) * sides[1] };
        Way {
            name: format!("{:.0} m east, {:.0} m north", position.east_m, position.north_m),
            points: vec![position],
        }
    };
    numbers.map(place).collect()
}

/// A hypothesis with its sources' rates, g/s.
struct Leading {
    ids: Vec<String>,
    rates_g_s: Vec<f64>,
    unregistered_g_s: Option<f64>,
    probability: f64,
}

fn leading(outcome: &Outcome) -> Vec<Leading> {
    let mut leading = vec![Leading {
        ids: Vec::new(),
        rates_g_s: Vec::new(),
        unregistered_g_s: None,
        probability: outcome.none,
    }];
    leading.extend(outcome.explanations.iter().map(|explanation| Leading {
        ids: explanation.ids.clone(),
        rates_g_s: explanation.rates_g_s.clone(),
        unregistered_g_s: explanation.unregistered_rate_g_s,
        probability: explanation.probability,
    }));
    leading.retain(|of| of.probability >= WORTH_A_WAY);
    leading.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    leading.truncate(MOST_HYPOTHESES);
    let sum: f64 = leading.iter().map(|of| of.probability).sum();
    leading.iter_mut().for_each(|of| of.probability /= sum);
    leading
}

/// By factor in the order of names: how far a block without a source is off, usually, µg/m³.
fn noises(input: &Input) -> Vec<f64> {
    let world = World::new(input);
    let of = |factor: usize| {
        let own = world.factor.iter().zip(&world.background.noise).filter(|(of, _)| **of == factor);
        robust::median(own.map(|(_, noise)| *noise).collect()).unwrap_or(1.0)
    };
    (0..world.factors.len()).map(of).collect()
}

/// The question with one look of every factor at each point, and nothing else measured: factor by factor.
fn probes(input: &Input, points: &[Position]) -> Input {
    let mut factors: Vec<&str> =
        input.instruments.iter().map(|instrument| instrument.factor.as_str()).collect();
    factors.sort_unstable();
    factors.dedup();
    let end = input.wind.iter().map(|row| china::plus_seconds(row.at, row.averaging_s as i64)).max();
    let at = china::plus_seconds(end.unwrap_or(model::Timestamp::UNIX_EPOCH), -STAY_S);
    let all = factors.iter().flat_map(|factor| points.iter().map(move |point| (*factor, *point))).enumerate();
    let (mut instruments, mut observations) = (Vec::new(), Vec::new());
    for (instrument, (factor, position)) in all {
        instruments.push(Instrument {
            id: String::new(),
            factor: factor.to_owned(),
            noise_ug_m3: None,
            detection_limit_ug_m3: None,
        });
        observations.push(Observation {
            instrument,
            at,
            averaging_s: STAY_S as f64,
            position,
            height_m: INLET_M,
            value_ug_m3: 0.0,
        });
    }
    Input { instruments, observations, ..input.clone() }
}

/// By hypothesis and probe: what is added, and how far that may be off (variance), over all ways in which the air may be.
fn expected(
    probes: &Input,
    hypotheses: &[Leading],
    outcome: &Outcome,
    noises: &[f64],
) -> Vec<Vec<(f64, f64)>> {
    let world = World::new(probes);
    let search = Search::new(probes, &world);
    let of = |hypothesis: &Leading| {
        let known = hypothesis.ids.iter().zip(&hypothesis.rates_g_s).filter_map(|(id, rate)| {
            let number = probes.candidates.iter().position(|candidate| candidate.id == *id)?;
            Some((search.candidates.get(number)?.source(), *rate))
        });
        let free = hypothesis.unregistered_g_s.zip(outcome.unregistered.position).map(|(rate, position)| {
            (Source { position, height_m: UNKNOWN_HEIGHT_M, shares: &[], activity: &[] }, rate)
        });
        let hits: Vec<_> =
            known.chain(free).map(|(source, rate)| (exposure::hits(&world, &source), rate)).collect();
        let mut moments = vec![(0.0, 0.0); world.blocks.all.len()];
        for setting in &search.settings {
            let weight = setting.log_weight.exp();
            let mut under = vec![(0.0, 0.0); moments.len()];
            for (hits, rate) in &hits {
                for effect in search.effects_under(hits, setting) {
                    if let Some(of) = under.get_mut(effect.block as usize) {
                        of.0 += rate * effect.mean;
                        of.1 += rate * rate * effect.variance;
                    }
                }
            }
            for (of, (mean, variance)) in moments.iter_mut().zip(under) {
                of.0 += weight * mean;
                of.1 += weight * (variance + mean * mean);
            }
        }
        let finished = moments.into_iter().enumerate().map(|(block, (mean, square))| {
            let noise =
                world.factor.get(block).and_then(|factor| noises.get(*factor)).copied().unwrap_or(1.0);
            (mean, (square - mean * mean).max(0.0) + noise * noise)
        });
        finished.collect()
    };
    hypotheses.iter().map(of).collect()
}

/// How well one way tells hypotheses apart: by pair.
struct Apart {
    distances: Vec<f64>,
    /// The probe that tells most.
    best: usize,
}

impl Apart {
    /// `own` are the way's points among `points`, which every factor has.
    fn of(
        hypotheses: &[Leading],
        expected: &[Vec<(f64, f64)>],
        own: std::ops::Range<usize>,
        points: usize,
    ) -> Self {
        let factors = expected.first().map_or(0, |of| of.len() / points.max(1));
        let (mut distances, mut best) = (vec![0.0; hypotheses.len() * hypotheses.len()], (0.0, own.start));
        for probe in (0..factors).flat_map(|factor| own.clone().map(move |point| factor * points + point)) {
            let of = |hypothesis: &Vec<(f64, f64)>| hypothesis.get(probe).copied().unwrap_or((0.0, 1.0));
            let pairs =
                expected.iter().flat_map(|a| expected.iter().map(move |b| bhattacharyya(of(a), of(b))));
            let here: Vec<f64> = pairs.collect();
            let told = information(hypotheses, &here);
            if told > best.0 {
                best = (told, probe);
            }
            distances.iter_mut().zip(here).for_each(|(most, here)| *most = f64::max(*most, here));
        }
        Self { distances, best: best.1 }
    }
}

/// The distance of two normal distributions, each with mean and variance.
fn bhattacharyya(a: (f64, f64), b: (f64, f64)) -> f64 {
    let both = a.1 + b.1;
    0.25 * (a.0 - b.0).powi(2) / both + 0.5 * (0.5 * both / (a.1 * b.1).sqrt()).ln()
}

/// At least so much is expected to be learned, nats, where pairs of hypotheses are so far apart.
fn information(hypotheses: &[Leading], distances: &[f64]) -> f64 {
    let rows = hypotheses.iter().zip(distances.chunks(hypotheses.len().max(1)));
    let of = |(hypothesis, row): (&Leading, &[f64])| {
        let alike = hypotheses.iter().zip(row).map(|(other, distance)| other.probability * (-distance).exp());
        hypothesis.probability * alike.sum::<f64>().max(1e-300).ln()
    };
    -rows.map(of).sum::<f64>()
}
