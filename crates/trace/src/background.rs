//! What would be measured without any source near: common to all instruments of a factor and changing slowly, an
//! offset and a slow drift of each, and how much each scatters about that. Sources only add, so that it is looked for
//! from below.

use crate::blocks::Blocks;
use crate::input::Instrument;
use crate::robust;

/// The common part is steady over this, s.
const STEADY_S: f64 = 3_600.0;
/// An instrument's own drift, and what of the region's air differs from place to place, changes over this to both sides, s …
const DRIFTS_OVER_S: f64 = 5_400.0;
/// … and is at this part of the order of what is there then: plumes come and go with the wind.
const DRIFT_AT: f64 = 0.35;
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
        let count = self.blocks.all.len();
        let mut offsets = vec![0.0; self.instruments.len()];
        let mut noises = vec![0.0; self.instruments.len()];
        self.by_instrument(|values| robust::quantile(values, 0.25), &vec![0.0; count], &mut offsets);
        let mut common = vec![0.0; count];
        for _ in 0..3 {
            common = self.common(&offsets);
            self.by_instrument(|values| Some(lower_peak(values).0), &common, &mut offsets);
        }
        let mut level = common;
        self.add_drift(&offsets, &mut level);
        self.by_instrument(|values| Some(lower_peak(values).0), &level, &mut offsets);
        self.by_instrument(|values| Some(lower_peak(values).1), &level, &mut noises);
        for number in self.members {
            if let (Some(block), Some(level)) = (self.blocks.all.get(*number), level.get_mut(*number)) {
                *level += offsets.get(block.instrument).copied().unwrap_or(0.0);
            }
        }
        self.keep(&level, &noises, found);
    }

    fn keep(&self, level: &[f64], noises: &[f64], found: &mut Background) {
        let excesses = self.members.iter().filter_map(|number| {
            let value = self.blocks.all.get(*number)?.value;
            Some(value - level.get(*number)?)
        });
        let usual_most = robust::quantile(excesses.collect(), 0.98).unwrap_or(0.0).max(0.0);
        for number in self.members {
            let Some(block) = self.blocks.all.get(*number) else { continue };
            let Some(instrument) = self.instruments.get(block.instrument) else { continue };
            let level = level.get(*number).copied().unwrap_or(0.0);
            let alone =
                instrument.noise_ug_m3.or(self.blocks.scatter.get(block.instrument).copied().flatten());
            let by_count = alone.unwrap_or(0.0) / (block.count as f64).sqrt();
            let limit = instrument.detection_limit_ug_m3.unwrap_or(0.0) / 3.0;
            let least = (LEAST_NOISE * usual_most).max(1e-4 * level.abs()).max(1e-9);
            let noise = noises.get(block.instrument).copied().unwrap_or(0.0);
            if let (Some(of_level), Some(of_noise)) =
                (found.level.get_mut(*number), found.noise.get_mut(*number))
            {
                *of_level = level;
                *of_noise = noise.max(by_count).max(limit).max(least);
            }
        }
    }

    /// Each instrument's figure from its values above `level`, which is by block.
    fn by_instrument(&self, figure: impl Fn(Vec<f64>) -> Option<f64>, level: &[f64], into: &mut [f64]) {
        for (instrument, of) in into.iter_mut().enumerate() {
            let values = self.of_instrument(instrument, level).map(|(_, value)| value);
            *of = figure(values.collect()).unwrap_or(0.0);
        }
    }

    /// An instrument's blocks in the order of time, with what their values are above `level`.
    fn of_instrument<'b>(
        &'b self,
        instrument: usize,
        level: &'b [f64],
    ) -> impl Iterator<Item = (usize, f64)> + 'b {
        let own = move |number: &&usize| {
            self.blocks.all.get(**number).is_some_and(|block| block.instrument == instrument)
        };
        self.members
            .iter()
            .filter(own)
            .filter_map(|number| Some((*number, self.blocks.all.get(*number)?.value - level.get(*number)?)))
    }

    /// Adds to `level` what each instrument's own background goes up and down by.
    fn add_drift(&self, offsets: &[f64], level: &mut [f64]) {
        let half = (DRIFTS_OVER_S / self.blocks.length_s) as usize;
        for (instrument, offset) in offsets.iter().enumerate() {
            let own: Vec<(usize, usize, f64)> = self
                .of_instrument(instrument, level)
                .filter_map(|(number, value)| {
                    Some((number, self.blocks.all.get(number)?.stretch, value - offset))
                })
                .collect();
            let low = |(_, at, _): &(usize, usize, f64)| {
                let near = within(&own, *at, half).iter().map(|(_, _, value)| *value);
                robust::quantile(near.collect(), DRIFT_AT).unwrap_or(0.0)
            };
            let lows: Vec<(usize, usize, f64)> = own.iter().map(|of| (of.0, of.1, low(of))).collect();
            for (number, at, _) in &lows {
                let near = within(&lows, *at, half / 2);
                let mean = near.iter().map(|(_, _, low)| low).sum::<f64>() / near.len().max(1) as f64;
                if let Some(level) = level.get_mut(*number) {
                    *level += mean;
                }
            }
        }
    }

    /// What all instruments have in common, by block: the middle of them in its stretch of time, less than that
    /// where few are.
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
        let smooth: Vec<f64> = smooth.collect();
        let of_block = |block: &crate::blocks::Block| smooth.get(block.stretch).copied().unwrap_or(0.0);
        self.blocks.all.iter().map(of_block).collect()
    }
}

/// Those within `half` stretches of `at`: they are in the order of time.
fn within(all: &[(usize, usize, f64)], at: usize, half: usize) -> &[(usize, usize, f64)] {
    let from = all.partition_point(|(_, stretch, _)| stretch + half < at);
    let to = all.partition_point(|(_, stretch, _)| *stretch <= at + half);
    all.get(from..to).unwrap_or_default()
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
