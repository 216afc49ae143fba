//! What a tracing gives.

use std::num::NonZero;

use serde::{Deserialize, Serialize};

use crate::input::{Input, InputError, Position};
use crate::search::{self, Posterior, Search};
use crate::world::World;

/// What a tracing gives: probabilities that sum to one over [`Outcome::none`] and all of [`Outcome::explanations`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// That no source near is needed: what was measured came from afar.
    pub none: f64,
    /// Hypotheses, the most probable first; those below a thousandth are left out.
    pub explanations: Vec<Explanation>,
    /// By candidate, in the order of the input.
    pub candidates: Vec<OfCandidate>,
    /// A source that is in no register.
    pub unregistered: Unregistered,
    /// How much a block's evidence counts beside its neighbours', 0 to 1; 1 where they are independent.
    pub trust: f64,
    /// What was missing or is doubtful.
    pub notes: Vec<Note>,
}

/// One hypothesis: these sources together, and no other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The candidates' names.
    pub ids: Vec<String>,
    /// Their rates, g/s, in the same order.
    pub rates_g_s: Vec<f64>,
    /// The rate of a source in no register, g/s, if one belongs to it.
    pub unregistered_rate_g_s: Option<f64>,
    /// How probable it is.
    pub probability: f64,
}

/// An emission rate, g/s: its median and the interval that holds it with 90 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// The median.
    pub middle_g_s: f64,
    /// The 5th percentile.
    pub low_g_s: f64,
    /// The 95th percentile.
    pub high_g_s: f64,
}

/// What is known of one candidate now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfCandidate {
    /// Its name.
    pub id: String,
    /// How probable it is that it is a source: the sum over the hypotheses that name it.
    pub probability: f64,
    /// How much it would emit if it is one; `None` where nothing that was measured could tell.
    pub rate: Option<Rate>,
    /// What each instrument says about it as the only source, the weightiest first; only of candidates that are among
    /// the first ten.
    pub reasons: Vec<Reason>,
}

/// What one instrument says for (or against) one candidate as the only source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Which instrument.
    pub instrument: String,
    /// By how much it speaks for it against no source at all, ln likelihood; negative: against it.
    pub weight: f64,
    /// In how many blocks the candidate's air would have reached it.
    pub blocks: usize,
    /// Above its background it measured so much in them, mean, µg/m³ …
    pub measured_ug_m3: f64,
    /// … where so much would be expected.
    pub expected_ug_m3: f64,
    /// Outside of them it measured so much above its background, mean, µg/m³.
    pub elsewhere_ug_m3: f64,
}

/// A source in no register.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unregistered {
    /// How probable one is.
    pub probability: f64,
    /// Where it would be.
    pub position: Option<Position>,
    /// The distance from there that holds half of its probability, m.
    pub radius_m: Option<f64>,
    /// How much it would emit.
    pub rate: Option<Rate>,
}

/// What was missing or is doubtful.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Note {
    /// Nothing was measured.
    NothingMeasured,
    /// No block could be held against any source, so that the probabilities are those from before: the wind was not
    /// known, or nothing was measured.
    NothingTold,
    /// The wind is not known for these blocks, which say nothing therefore.
    WindUnknown {
        /// How many of them.
        blocks: usize,
        /// Of how many.
        of: usize,
    },
    /// These candidates' heights of release are not known, and this one was taken.
    HeightUnknown {
        /// How many of them.
        candidates: usize,
        /// The height that was taken, m.
        taken_m: f64,
    },
    /// The ground is not known; this roughness was taken.
    TerrainUnknown {
        /// m.
        taken_m: f64,
    },
}

/// So many candidates get reasons.
const EXPLAINED: usize = 10;

/// Compares hypotheses for what was measured.
///
/// # Errors
/// When the input contradicts itself ([`Input::check`]). What is only missing is no error: it stands in the notes.
pub fn trace(input: &Input) -> Result<Outcome, InputError> {
    trace_on(input, NonZero::<usize>::MIN)
}

/// The same on so many threads; the outcome does not depend on how many there are.
///
/// # Errors
/// As [`trace()`].
pub fn trace_on(input: &Input, threads: NonZero<usize>) -> Result<Outcome, InputError> {
    input.check()?;
    let world = World::new(input);
    let mut search = Search::new(input, &world);
    search.threads = threads;
    let found = search.run();
    let posterior = search::posterior(&search, found);
    let mut outcome = outcome(input, &world, &search, &posterior);
    if world.looks.is_empty() {
        let before = search::before_evidence(input.candidates.len());
        outcome.none = before.none;
        outcome.unregistered.probability = before.unregistered;
        outcome.candidates.iter_mut().for_each(|candidate| candidate.probability = before.each);
    }
    Ok(outcome)
}

fn outcome(input: &Input, world: &World, search: &Search<'_>, posterior: &Posterior) -> Outcome {
    let names = |members: &[usize]| -> Vec<String> {
        members.iter().filter_map(|member| Some(input.candidates.get(*member)?.id.clone())).collect()
    };
    let explanation = |(hypothesis, probability): &(search::Hypothesis, f64)| {
        let fit = hypothesis.best()?;
        let rates: Vec<f64> = fit.rates.iter().map(|rate| rate.exp()).collect();
        Some(Explanation {
            ids: names(&hypothesis.members),
            unregistered_rate_g_s: hypothesis.free.as_ref().and(rates.last().copied()),
            rates_g_s: rates.into_iter().take(hypothesis.members.len()).collect(),
            probability: *probability,
        })
    };
    let probable = posterior.hypotheses.iter().filter(|(_, probability)| *probability >= 1e-3);
    let candidates = input.candidates.iter().enumerate().map(|(number, candidate)| OfCandidate {
        id: candidate.id.clone(),
        probability: search::probability_of(posterior, number),
        rate: search::rate_of(search, posterior, Some(number)),
        reasons: Vec::new(),
    });
    let mut candidates: Vec<OfCandidate> = candidates.collect();
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|a, b| {
        let probability =
            |number: &usize| candidates.get(*number).map_or(0.0, |candidate| candidate.probability);
        probability(b).total_cmp(&probability(a))
    });
    for number in order.into_iter().take(EXPLAINED) {
        if let Some(candidate) = candidates.get_mut(number) {
            candidate.reasons = search::reasons(input, search, posterior, number);
        }
    }
    Outcome {
        none: posterior.none,
        explanations: probable.filter_map(explanation).collect(),
        candidates,
        unregistered: unregistered(search, posterior),
        trust: search.evidence.mean_trust(),
        notes: notes(input, world),
    }
}

fn unregistered(search: &Search<'_>, posterior: &Posterior) -> Unregistered {
    let with_free = || posterior.hypotheses.iter().filter_map(|(h, p)| Some((h.free.as_ref()?, *p)));
    let probability = with_free().map(|(_, probability)| probability).sum();
    let best = with_free().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(region, _)| region);
    Unregistered {
        probability,
        position: best.map(|region| region.position),
        radius_m: best.map(search::Region::radius_m),
        rate: search::rate_of(search, posterior, None),
    }
}

fn notes(input: &Input, world: &World) -> Vec<Note> {
    let mut notes = Vec::new();
    if world.blocks.all.is_empty() {
        notes.push(Note::NothingMeasured);
    }
    if world.looks.is_empty() {
        notes.push(Note::NothingTold);
    }
    if world.without_wind > 0 {
        notes.push(Note::WindUnknown { blocks: world.without_wind, of: world.blocks.all.len() });
    }
    let without_height = input.candidates.iter().filter(|candidate| candidate.height_m.is_none()).count();
    if without_height > 0 {
        let taken_m = crate::setting::UNKNOWN_HEIGHT_M;
        notes.push(Note::HeightUnknown { candidates: without_height, taken_m });
    }
    if input.terrain.is_none() {
        notes.push(Note::TerrainUnknown { taken_m: crate::Terrain::Rough.roughness_m() });
    }
    notes
}
