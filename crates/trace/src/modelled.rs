//! What sources that are taken for given would have made the instruments show, beside what they showed.

use model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::exposure::{self, Hits, Source};
use crate::input::{Input, InputError, Position};
use crate::outcome::Explanation;
use crate::search::Search;
use crate::setting::{Setting, UNKNOWN_HEIGHT_M};
use crate::world::World;

/// Some minutes of one instrument.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelledBlock {
    /// Which, as its place in [`Input::instruments`].
    pub instrument: usize,
    /// Their middle.
    pub at: Timestamp,
    /// What was measured, mean, µg/m³.
    pub measured_ug_m3: f64,
    /// What would have been measured without any source near, µg/m³.
    pub background_ug_m3: f64,
    /// What the sources add to that, µg/m³.
    pub added_ug_m3: f64,
}

/// What `explanation` would have made the instruments show, under that of the ways in which the air may have been that
/// fits best with its rates. Instruments and their minutes are in order; a source in no register needs the place that was
/// found for it, `unregistered`, and is left out without it.
///
/// # Errors
/// When the input contradicts itself ([`Input::check`]).
pub fn modelled(
    input: &Input,
    explanation: &Explanation,
    unregistered: Option<Position>,
) -> Result<Vec<ModelledBlock>, InputError> {
    input.check()?;
    let world = World::new(input);
    let search = Search::new(input, &world);
    let given = Given::new(input, &search, explanation, unregistered);
    let best = given.best_setting().map(|setting| given.added(setting)).unwrap_or_default();
    let of_block = |(number, block): (usize, &crate::blocks::Block)| {
        let middle_s =
            block.looks.iter().map(|(at_s, _)| at_s).sum::<f64>() / block.looks.len().max(1) as f64;
        let after_ms = (middle_s * 1e3).round() as i64;
        ModelledBlock {
            instrument: block.instrument,
            at: Timestamp::from_millisecond(world.begin.as_millisecond() + after_ms).unwrap_or(world.begin),
            measured_ug_m3: block.value,
            background_ug_m3: world.background.level.get(number).copied().unwrap_or(0.0),
            added_ug_m3: best.get(number).copied().unwrap_or(0.0),
        }
    };
    Ok(world.blocks.all.iter().enumerate().map(of_block).collect())
}

/// Sources with their rates, taken for given, and how they lie to what was measured.
pub(crate) struct Given<'a> {
    search: &'a Search<'a>,
    hits: Vec<(Hits, f64)>,
}

impl<'a> Given<'a> {
    pub(crate) fn new(
        input: &Input,
        search: &'a Search<'a>,
        explanation: &Explanation,
        unregistered: Option<Position>,
    ) -> Self {
        let world = search.world;
        let all_shares = vec![1.0; world.factors.len()];
        let mut sources: Vec<(Source<'_>, f64)> = Vec::new();
        for (id, rate) in explanation.ids.iter().zip(&explanation.rates_g_s) {
            let number = input.candidates.iter().position(|candidate| candidate.id == *id);
            let known = number.and_then(|number| search.candidates.get(number));
            sources.extend(known.map(|known| (known.source(), *rate)));
        }
        if let (Some(position), Some(rate)) = (unregistered, explanation.unregistered_rate_g_s) {
            let source = Source { position, height_m: UNKNOWN_HEIGHT_M, shares: &all_shares, activity: &[] };
            sources.push((source, rate));
        }
        let hits = sources.iter().map(|(source, rate)| (exposure::hits(world, source), *rate)).collect();
        Self { search, hits }
    }

    /// By block of the search's world: what they add, µg/m³.
    pub(crate) fn added(&self, setting: &Setting) -> Vec<f64> {
        let mut added = vec![0.0; self.search.world.blocks.all.len()];
        for (hits, rate) in &self.hits {
            for effect in self.search.effects_under(hits, setting) {
                if let Some(of_block) = added.get_mut(effect.block as usize) {
                    *of_block += effect.mean * rate;
                }
            }
        }
        added
    }

    /// The setting under which they fit best with what was measured.
    pub(crate) fn best_setting(&self) -> Option<&'a Setting> {
        let off = |setting| misfit(self.search.world, &self.added(setting));
        let by_setting = self.search.settings.iter().map(|setting| (off(setting), setting));
        by_setting.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, setting)| setting)
    }
}

/// How badly what is added fits what was measured above the background: far blocks weigh little, as in the likelihood.
fn misfit(world: &World, added: &[f64]) -> f64 {
    let of_block = |(number, block): (usize, &crate::blocks::Block)| {
        let of = |figures: &[f64]| figures.get(number).copied();
        let (level, noise) = (of(&world.background.level)?, of(&world.background.noise)?);
        let added = of(added)?;
        let off = (block.value - level - added) / noise.hypot(added);
        Some((1.0 + off * off / 3.0).ln() * 2.0 + noise.hypot(added).ln())
    };
    world.blocks.all.iter().enumerate().filter_map(of_block).sum()
}
