//! What a source that emits 1 g/s would add to each block, under a setting.

use crate::input::{Activity, Position};
use crate::kernel::similarity::ByDistance;
use crate::kernel::{CALM_DRIFT_M_S, lateral_narrowing};
use crate::setting::{Setting, Tables, Vertical, height_step};
use crate::world::World;

/// How far a model of this kind is off by itself, relative: what is measured at one place and time scatters about what
/// is predicted for it by as much as that (Hanna, Chang and Strimaitis, Atmospheric Environment 27A (1993) 2265–2285).
pub(crate) const MODEL_ERROR: f64 = 1.0;
/// Directions of the wind are one error for so long, s.
const WANDERING_LASTS_S: f64 = 240.0;
/// No plume reaches the sensor at more than this angle from the wind, rad.
const WIDEST: f64 = 1.0;

/// A source as the kernel sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) position: Position,
    pub(crate) height_m: f64,
    /// By factor, what part of the emission it is.
    pub(crate) shares: &'a [f64],
    /// When it worked, seconds of the tracing's clock, and how much.
    pub(crate) activity: &'a [(f64, f64)],
}

/// The air of one look passed the source.
#[derive(Debug, Clone, Copy)]
struct Hit {
    block: u32,
    receptor_step: i16,
    node: u16,
    node_part: f32,
    weight: f32,
    part: f32,
    across_m: f32,
    along_m: f32,
    narrowing: f32,
    drift_variance_m2: f32,
    tan_theta: f32,
    tan_phi: f32,
    receptor_m: f32,
}

/// All that geometry says of a source: the same for every setting.
#[derive(Debug)]
pub(crate) struct Hits {
    all: Vec<Hit>,
    height_m: f64,
    release_step: i32,
}

/// What 1 g/s adds to one block, µg/m³.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Effect {
    pub(crate) block: u32,
    pub(crate) mean: f64,
    /// How far the model may be off, as a variance.
    pub(crate) variance: f64,
}

pub(crate) fn hits(world: &World, source: &Source<'_>) -> Hits {
    hits_of_some(world, source, 1)
}

/// The same from every so many-th of a block's looks alone, which stands for its neighbours: for a first look at many
/// sources.
pub(crate) fn hits_of_some(world: &World, source: &Source<'_>, every: usize) -> Hits {
    let mut all = Vec::new();
    for look in world.looks.iter().filter(|look| look.number % every == 0) {
        let part = 1.0 / look.of.div_ceil(every) as f64;
        let Some(block) = world.blocks.all.get(look.block as usize) else { continue };
        let share = world.factor.get(look.block as usize).and_then(|f| source.shares.get(*f)).copied();
        let share = share.unwrap_or(1.0);
        if share <= 0.0 {
            continue;
        }
        for piece in world.pieces.get(look.pieces.clone()).unwrap_or_default() {
            let Some(passing) = piece.passing(source.position, WIDEST) else { continue };
            let level = level_at(source.activity, look.at_s - passing.age_s);
            if level <= 0.0 {
                continue;
            }
            // Where the air hardly moves, mixing goes on with time rather than with the way.
            let mixed_m = passing.along_m.max(0.5 * passing.age_s);
            let (node, node_part) = ByDistance::locate(mixed_m);
            let drift_m = CALM_DRIFT_M_S * passing.age_s;
            all.push(Hit {
                block: look.block,
                receptor_step: block.receptor_step,
                node: node as u16,
                node_part: node_part as f32,
                weight: (1e6 * passing.weight_s_m * share * level) as f32,
                part: part as f32,
                across_m: passing.across_m as f32,
                along_m: passing.along_m as f32,
                narrowing: lateral_narrowing(passing.age_s) as f32,
                drift_variance_m2: (drift_m * drift_m) as f32,
                tan_theta: look.tan_theta.map_or(f32::NAN, |tangent| tangent as f32),
                tan_phi: look.tan_phi.map_or(f32::NAN, |tangent| tangent as f32),
                receptor_m: block.height_m as f32,
            });
        }
    }
    Hits { all, height_m: source.height_m, release_step: height_step(source.height_m) }
}

fn level_at(activity: &[(f64, f64)], at_s: f64) -> f64 {
    let number = activity.partition_point(|(from_s, _)| *from_s <= at_s);
    // Before its first word a meter has told nothing: the candidate may have worked.
    number.checked_sub(1).and_then(|number| activity.get(number)).map_or(1.0, |(_, level)| *level)
}

/// The activity of a candidate on the tracing's clock.
pub(crate) fn on_clock(activity: &[Activity], begin: model::Timestamp) -> Vec<(f64, f64)> {
    let seconds = |at: model::Timestamp| (at.as_millisecond() - begin.as_millisecond()) as f64 / 1e3;
    let mut levels: Vec<(f64, f64)> = activity.iter().map(|act| (seconds(act.from), act.level)).collect();
    levels.sort_by(|a, b| a.0.total_cmp(&b.0));
    levels
}

/// The effects of these hits under `setting`, in the order of blocks.
pub(crate) fn effects(
    world: &World,
    hits: &Hits,
    setting: &Setting,
    tables: &Tables,
    into: &mut Vec<Effect>,
) {
    into.clear();
    let usual_sigma = setting.class.usual_sigma_theta_deg().to_radians();
    let mut table: Option<(i16, &ByDistance)> = None;
    for hit in &hits.all {
        let along_m = f64::from(hit.along_m);
        let sigma_theta = match hit.tan_theta.is_nan() {
            true => usual_sigma,
            false => f64::from(hit.tan_theta),
        };
        let own_m = sigma_theta * along_m * f64::from(hit.narrowing);
        let own_variance = own_m * own_m + f64::from(hit.drift_variance_m2) + 0.25;
        let wandered_m = setting.wandering * along_m;
        let across_m = f64::from(hit.across_m);
        // Beyond four standard deviations there is nothing, whatever the rate.
        if across_m * across_m > 16.0 * (own_variance + wandered_m * wandered_m) {
            continue;
        }
        let upwards = match setting.vertical {
            Vertical::Angle(scale) if !hit.tan_phi.is_nan() => {
                let sigma_m = (scale * f64::from(hit.tan_phi) * along_m).max(0.1);
                reflected(f64::from(hit.receptor_m), hits.height_m, sigma_m)
            }
            Vertical::Angle(_) | Vertical::Class(_) => {
                if table.is_none_or(|(step, _)| step != hit.receptor_step) {
                    let found = tables.of(setting.class, hits.release_step, i32::from(hit.receptor_step));
                    table = found.map(|table| (hit.receptor_step, table));
                }
                let Some((_, table)) = table else { continue };
                table.at((usize::from(hit.node), f64::from(hit.node_part)))
            }
        };
        let amount = f64::from(hit.weight) * upwards;
        let mean = amount * gaussian(across_m, own_variance + wandered_m * wandered_m);
        // The square's mean over a direction that is off by `wandering`: a Gaussian's square is one of half its variance.
        let square = amount * amount / (2.0 * std::f64::consts::PI.sqrt() * own_variance.sqrt())
            * gaussian(across_m, 0.5 * own_variance + wandered_m * wandered_m);
        let part = f64::from(hit.part);
        let variance = (square - mean * mean).max(0.0) * part * part;
        match into.last_mut() {
            Some(last) if last.block == hit.block => {
                last.mean += mean * part;
                last.variance += variance;
            }
            _ => into.push(Effect { block: hit.block, mean: mean * part, variance }),
        }
    }
    for effect in into.iter_mut() {
        let block = world.blocks.all.get(effect.block as usize);
        let (look_s, looks) = block.map_or((0.0, 1), |block| (block.look_s, block.looks.len()));
        let alike = (WANDERING_LASTS_S / look_s.max(1.0)).clamp(1.0, looks as f64);
        effect.variance = effect.variance * alike + (MODEL_ERROR * effect.mean).powi(2);
    }
    into.retain(|effect| effect.mean > 0.0);
}

fn gaussian(away_m: f64, variance: f64) -> f64 {
    crate::quick::exp(-0.5 * away_m * away_m / variance) / (2.0 * std::f64::consts::PI * variance).sqrt()
}

fn reflected(receptor_m: f64, release_m: f64, sigma_m: f64) -> f64 {
    let variance = sigma_m * sigma_m;
    gaussian(receptor_m - release_m, variance) + gaussian(receptor_m + release_m, variance)
}
