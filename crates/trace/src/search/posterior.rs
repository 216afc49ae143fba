//! From likelihoods to probabilities.

use crate::likelihood::{Field, Profile};
use crate::outcome::Rate;

use super::{Fit, Hypothesis, Search};

/// Without any evidence: that there is no source near at all.
const NO_SOURCE: f64 = 0.3;
/// Without any evidence: that there is one more source, given those before it.
const ONE_MORE: f64 = 0.12;
/// Without any evidence: that a source is in the register.
const REGISTERED: f64 = 0.65;

/// What is thought without any evidence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BeforeEvidence {
    pub(crate) none: f64,
    pub(crate) unregistered: f64,
    /// Of each candidate.
    pub(crate) each: f64,
}

/// The probabilities of so many candidates before anything was measured, one source at most.
pub(crate) fn before_evidence(candidates: usize) -> BeforeEvidence {
    let registered = if candidates == 0 { 0.0 } else { REGISTERED };
    BeforeEvidence {
        none: NO_SOURCE,
        unregistered: (1.0 - NO_SOURCE) * (1.0 - registered),
        each: (1.0 - NO_SOURCE) * registered / candidates.max(1) as f64,
    }
}

/// All hypotheses with their probabilities.
#[derive(Debug)]
pub(crate) struct Posterior {
    pub(crate) none: f64,
    pub(crate) hypotheses: Vec<(Hypothesis, f64)>,
}

/// Weighs the hypotheses against each other and against no source.
pub(crate) fn posterior(search: &Search<'_>, found: Vec<Hypothesis>) -> Posterior {
    let candidates = search.candidates.len().max(1) as f64;
    let registered = if search.candidates.is_empty() { 0.0 } else { REGISTERED };
    let log_prior = |hypothesis: &Hypothesis| {
        let known = hypothesis.members.len() as f64;
        let free = f64::from(u8::from(hypothesis.free.is_some()));
        let sources = known + free;
        (1.0 - NO_SOURCE).ln() + (1.0 - ONE_MORE).ln() + (sources - 1.0) * ONE_MORE.ln()
            + known * (REGISTERED / candidates).ln()
            + free * (1.0 - registered).ln()
            // The same sources in any order are one hypothesis.
            + (2..=hypothesis.members.len()).map(|n| (n as f64).ln()).sum::<f64>()
    };
    let logs: Vec<f64> =
        found.iter().map(|hypothesis| log_prior(hypothesis) + log_evidence(search, hypothesis)).collect();
    let none = NO_SOURCE.ln();
    let most = logs.iter().copied().fold(none, f64::max);
    let sum: f64 = logs.iter().map(|log| (log - most).exp()).sum::<f64>() + (none - most).exp();
    let mut hypotheses: Vec<(Hypothesis, f64)> =
        found.into_iter().zip(logs).map(|(hypothesis, log)| (hypothesis, (log - most).exp() / sum)).collect();
    hypotheses.sort_by(|a, b| b.1.total_cmp(&a.1));
    Posterior { none: (none - most).exp() / sum, hypotheses }
}

/// ln of the likelihood of a hypothesis against no source, its rates and settings summed over.
fn log_evidence(search: &Search<'_>, hypothesis: &Hypothesis) -> f64 {
    let logs: Vec<f64> = hypothesis.fits.iter().map(|fit| log_of_fit(search, fit)).collect();
    let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !most.is_finite() {
        return f64::NEG_INFINITY;
    }
    most + logs.iter().map(|log| (log - most).exp()).sum::<f64>().ln()
}

/// The same under one setting, with the setting's prior.
pub(crate) fn log_of_fit(search: &Search<'_>, fit: &Fit) -> f64 {
    let widths = fit.profiles.iter().map(|profile| {
        let best = profile.best().map_or(0.0, |(_, gain)| gain);
        profile.log_mean(best, search.usual_rate)
    });
    let weight = search.settings.get(fit.setting).map_or(0.0, |setting| setting.log_weight);
    weight + fit.gain + widths.sum::<f64>() + fit.log_places
}

/// How probable it is that a candidate is a source.
pub(crate) fn probability_of(posterior: &Posterior, candidate: usize) -> f64 {
    let naming =
        posterior.hypotheses.iter().filter(|(hypothesis, _)| hypothesis.members.contains(&candidate));
    naming.map(|(_, probability)| probability).sum()
}

/// How much a candidate, or without one the source in no register, would emit if it is a source: over all hypotheses
/// that have it, by their probability.
pub(crate) fn rate_of(search: &Search<'_>, posterior: &Posterior, candidate: Option<usize>) -> Option<Rate> {
    let mut weighed: Vec<(f64, f64)> = Vec::new();
    for (hypothesis, probability) in &posterior.hypotheses {
        let place = match candidate {
            Some(candidate) => hypothesis.members.iter().position(|member| *member == candidate),
            None => hypothesis.free.as_ref().map(|_| hypothesis.members.len()),
        };
        let Some(place) = place else { continue };
        let logs: Vec<f64> = hypothesis.fits.iter().map(|fit| log_of_fit(search, fit)).collect();
        let most = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = logs.iter().map(|log| (log - most).exp()).sum();
        for (fit, log) in hypothesis.fits.iter().zip(logs) {
            let Some(profile) = fit.profiles.get(place) else { continue };
            let weight = (probability + 1e-12) * (log - most).exp() / sum;
            let pieces = pieces(profile).flat_map(|(rate, part)| {
                SPREAD.map(|(off, of)| (rate + off * SYSTEMATIC, part * of * weight))
            });
            weighed.extend(pieces);
        }
    }
    weighed.sort_by(|a, b| a.0.total_cmp(&b.0));
    let whole: f64 = weighed.iter().map(|(_, weight)| weight).sum();
    let at = |part: f64| {
        let mut below = 0.0;
        let reaches = |(_, weight): &&(f64, f64)| {
            below += weight;
            below >= part * whole
        };
        weighed.iter().find(reaches).map(|(rate, _)| rate.exp())
    };
    Some(Rate { middle_g_s: at(0.5)?, low_g_s: at(0.05)?, high_g_s: at(0.95)? })
}

/// Wind at the source, height of the plume and losses on its way are alike in all blocks, so that more of them do not make
/// a rate surer: plume models are off by about this in the mean of an experiment (logarithm; Hanna, Chang and
/// Strimaitis, Atmospheric Environment 27A (1993) 2265–2285).
const SYSTEMATIC: f64 = 0.8;

/// A normal distribution in seven parts.
const SPREAD: [(f64, f64); 7] =
    [(-2.1, 0.05), (-1.3, 0.12), (-0.6, 0.2), (0.0, 0.26), (0.6, 0.2), (1.3, 0.12), (2.1, 0.05)];

/// The profile's distribution over rates, in pieces with straight likelihoods between its points.
fn pieces(profile: &Profile) -> impl Iterator<Item = (f64, f64)> + '_ {
    const PARTS: usize = 6;
    let best = profile.best().map_or(0.0, |(_, gain)| gain);
    let cut = move |pair: &[(f64, f64)]| {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        let step = (to - from) / PARTS as f64;
        std::array::from_fn::<_, PARTS, _>(|part| {
            let way = (part as f64 + 0.5) / PARTS as f64;
            (from + way * (to - from), step * (low + way * (high - low) - best).exp())
        })
    };
    let pieces: Vec<(f64, f64)> = profile.points.windows(2).flat_map(cut).collect();
    let sum: f64 = pieces.iter().map(|(_, part)| part).sum();
    pieces.into_iter().map(move |(rate, part)| (rate, part / sum.max(1e-300)))
}

/// Blocks next to each other are not independent: what is left over by the best explanation tells by how much, for each
/// instrument. So much of a block's likelihood counts, as if an autoregressive process had so many independent values.
pub(super) fn trust(search: &Search<'_>, found: &[Hypothesis]) -> Vec<f64> {
    let best = found.iter().max_by(|a, b| a.gain().total_cmp(&b.gain()));
    let field: Field = match best.and_then(|hypothesis| Some((hypothesis, hypothesis.best()?))) {
        Some((hypothesis, fit)) => search.field(hypothesis, fit),
        None => search.evidence.nothing(),
    };
    let residuals = search.evidence.residuals(&field);
    let blocks = &search.world.blocks.all;
    let instruments = blocks.iter().map(|block| block.instrument + 1).max().unwrap_or(0);
    let mut sums = vec![[USUALLY_ALIKE * AS_BLOCKS, AS_BLOCKS]; instruments];
    for (pair, of) in residuals.windows(2).zip(blocks.windows(2)) {
        let (Some(sum), true) = (sums.get_mut(of[0].instrument), of[0].instrument == of[1].instrument) else {
            continue;
        };
        if of[1].stretch <= of[0].stretch + 1 {
            sum[0] += pair[0] * pair[1];
            sum[1] += 0.5 * (pair[0] * pair[0] + pair[1] * pair[1]);
        }
    }
    let trust = |block: &crate::blocks::Block| {
        let [together, alone] = sums.get(block.instrument).copied().unwrap_or([0.0, 1.0]);
        let alike = (together / alone).clamp(0.0, 0.95);
        MODEL_TRUST * (1.0 - alike) / (1.0 + alike)
    };
    blocks.iter().map(trust).collect()
}

/// Even independent blocks share what the model has wrong: a likelihood to the power of this is what such a model may claim
/// (Miller and Dunson, Journal of the American Statistical Association 114 (2019) 1113–1125). Chosen, with the two priors
/// above, on simulated incidents of other seeds than those that are measured.
const MODEL_TRUST: f64 = 0.6;

/// Without evidence, neighbouring residuals are taken to be so much alike …
const USUALLY_ALIKE: f64 = 0.4;
/// … and that counts as so many blocks.
const AS_BLOCKS: f64 = 8.0;
