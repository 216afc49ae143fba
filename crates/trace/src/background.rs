//! What would be measured without any source near: common to all instruments of a factor and changing slowly, an
//! offset of each, and how much each scatters about that. Sources only add, so that it is looked for from below.

use crate::blocks::Blocks;
use crate::input::Instrument;
use crate::robust;

/// The common part is steady over this, s.
const STEADY_S: f64 = 3_600.0;
/// Below this part of the usual excess nothing is told apart: no instrument is that good.
const LEAST_NOISE: f64 = 0.01;

/// By block.
#[derive(Debug)]
pub(crate) struct Background {
    /// What is expected without a source, µg/m³.
    pub(crate) level: Vec<f64>,
    /// How far a block may be from it, as a standard deviation, µg/m³.
    pub(crate) noise: Vec<f64>,
}

impl Background {
    pub(crate) fn estimate(blocks: &Blocks, instruments: &[Instrument]) -> Self {
        let count = blocks.all.len();
        let mut found = Self { level: vec![0.0; count], noise: vec![1.0; count] };
        let mut factors: Vec<&str> =
            instruments.iter().map(|instrument| instrument.factor.as_str()).collect();
        factors.sort_unstable();
        factors.dedup();
        for factor in factors {
            let of_factor = |block: &usize| {
                let instrument = blocks.all.get(*block).and_then(|block| instruments.get(block.instrument));
                instrument.is_some_and(|instrument| instrument.factor == factor)
            };
            let members: Vec<usize> = (0..count).filter(of_factor).collect();
            OfFactor { blocks, instruments, members: &members }.estimate(&mut found);
        }
        found
    }
}

/// The blocks of one factor.
struct OfFactor<'a> {
    blocks: &'a Blocks,
    instruments: &'a [Instrument],
    members: &'a [usize],
}

impl OfFactor<'_> {
    fn estimate(&self, found: &mut Background) {
        let mut offsets = vec![0.0; self.instruments.len()];
        let mut noises = vec![0.0; self.instruments.len()];
        self.by_instrument(
            |_, values| robust::quantile(values, 0.25),
            &vec![0.0; self.blocks.stretches],
            &mut offsets,
        );
        let mut common = vec![0.0; self.blocks.stretches];
        for _ in 0..3 {
            common = self.common(&offsets);
            self.by_instrument(|_, values| Some(lower_peak(values).0), &common, &mut offsets);
        }
        self.by_instrument(|_, values| Some(lower_peak(values).1), &common, &mut noises);
        let excesses = self.members.iter().filter_map(|number| {
            let block = self.blocks.all.get(*number)?;
            Some(block.value - offsets.get(block.instrument)? - common.get(block.stretch)?)
        });
        let usual_most = robust::quantile(excesses.collect(), 0.98).unwrap_or(0.0).max(0.0);
        for number in self.members {
            let Some(block) = self.blocks.all.get(*number) else { continue };
            let Some(instrument) = self.instruments.get(block.instrument) else { continue };
            let of = |figures: &[f64]| figures.get(block.instrument).copied().unwrap_or(0.0);
            let level = of(&offsets) + common.get(block.stretch).copied().unwrap_or(0.0);
            let alone =
                instrument.noise_ug_m3.or(self.blocks.scatter.get(block.instrument).copied().flatten());
            let by_count = alone.unwrap_or(0.0) / (block.count as f64).sqrt();
            let limit = instrument.detection_limit_ug_m3.unwrap_or(0.0) / 3.0;
            let least = (LEAST_NOISE * usual_most).max(1e-4 * level.abs()).max(1e-9);
            if let (Some(of_level), Some(of_noise)) =
                (found.level.get_mut(*number), found.noise.get_mut(*number))
            {
                *of_level = level;
                *of_noise = of(&noises).max(by_count).max(limit).max(least);
            }
        }
    }

    /// Each instrument's figure from its values above the common part.
    fn by_instrument(
        &self,
        figure: impl Fn(usize, Vec<f64>) -> Option<f64>,
        common: &[f64],
        into: &mut [f64],
    ) {
        for (instrument, of) in into.iter_mut().enumerate() {
            let members = self.members.iter().filter_map(|number| self.blocks.all.get(*number));
            let own = members.filter(|block| block.instrument == instrument);
            let values = own.map(|block| block.value - common.get(block.stretch).copied().unwrap_or(0.0));
            *of = figure(instrument, values.collect()).unwrap_or(0.0);
        }
    }

    /// What all instruments have in common, by stretch of time: the middle of them, less than that where few are.
    fn common(&self, offsets: &[f64]) -> Vec<f64> {
        let mut by_stretch: Vec<Vec<f64>> = vec![Vec::new(); self.blocks.stretches];
        for number in self.members {
            let Some(block) = self.blocks.all.get(*number) else { continue };
            let offset = offsets.get(block.instrument).copied().unwrap_or(0.0);
            if let Some(values) = by_stretch.get_mut(block.stretch) {
                values.push(block.value - offset);
            }
        }
        let lows: Vec<Option<f64>> = by_stretch
            .into_iter()
            .map(|values| {
                let part = if values.len() >= 5 { 0.4 } else { 0.25 };
                robust::quantile(values, part)
            })
            .collect();
        let half = ((0.5 * STEADY_S / self.blocks.length_s) as usize).max(1);
        let near = |stretch: usize| {
            let from = stretch.saturating_sub(half);
            let values = lows.get(from..(stretch + half + 1).min(lows.len())).unwrap_or_default();
            robust::quantile(values.iter().flatten().copied().collect(), 0.4)
        };
        let mut last = 0.0;
        let smooth = (0..lows.len()).map(|stretch| {
            last = near(stretch).unwrap_or(last);
            last
        });
        smooth.collect()
    }
}

/// Where most values without a source lie, and how far they scatter about it: values far above are left out until
/// nothing changes.
fn lower_peak(values: Vec<f64>) -> (f64, f64) {
    let mut kept = values;
    let mut peak = robust::quantile(kept.clone(), 0.3).unwrap_or(0.0);
    let mut spread =
        robust::spread_about_zero(kept.iter().filter(|v| **v <= peak).map(|v| v - peak)).unwrap_or(0.0);
    for _ in 0..6 {
        let before = kept.len();
        kept.retain(|value| *value <= peak + 2.5 * spread.max(1e-12));
        if kept.is_empty() {
            break;
        }
        peak = robust::median(kept.clone()).unwrap_or(peak);
        spread = robust::spread_about_zero(kept.iter().map(|value| value - peak)).unwrap_or(spread);
        if kept.len() == before {
            break;
        }
    }
    (peak, spread)
}
