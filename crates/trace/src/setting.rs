//! What is not known about the air: stability, how much the direction wanders between vane
//! and source. Every hypothesis is judged under each setting, and the settings are weighed by their prior.

use std::collections::BTreeMap;

use crate::input::Terrain;
use crate::kernel::PasquillClass;
use crate::kernel::similarity::{ByDistance, VerticalSpread};
use crate::world::World;

/// How the plume spreads upwards.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Vertical {
    /// As similarity has it for this class.
    Class(PasquillClass),
    /// By the measured standard deviation of the wind's elevation, times this.
    Angle(f64),
}

/// One way in which the air may be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Setting {
    pub(crate) vertical: Vertical,
    /// The class whose usual figures stand where nothing is measured.
    pub(crate) class: PasquillClass,
    /// How far the wind's direction at the source is from the one measured, a standard deviation, rad.
    pub(crate) wandering: f64,
    /// The prior weight, logarithm.
    pub(crate) log_weight: f64,
}

/// Standard deviations of a direction that is measured elsewhere, degrees, with weights.
const WANDERING_DEG: [(f64, f64); 3] = [(2.0, 0.25), (7.0, 0.45), (16.0, 0.3)];

/// Angles are measured well, but a plume samples them at other scales.
const ANGLE_SCALES: [(f64, f64); 3] = [(0.6, 0.25), (1.0, 0.5), (1.6, 0.25)];

/// Classes that are rarer than this at a wind are left out.
const HARDLY_EVER: f64 = 0.03;

/// All settings, with weights that sum to one.
pub(crate) fn settings(world: &World) -> Vec<Setting> {
    let has_angles = world.looks.iter().filter(|look| look.tan_phi.is_some()).count() * 2 > world.looks.len();
    let verticals: Vec<(Vertical, PasquillClass, f64)> = match has_angles {
        true => {
            ANGLE_SCALES.map(|(scale, weight)| (Vertical::Angle(scale), PasquillClass::D, weight)).to_vec()
        }
        false => PasquillClass::ALL
            .map(|class| (Vertical::Class(class), class, class.weight_at(world.usual_speed_m_s)))
            .into_iter()
            .filter(|(_, _, weight)| *weight > HARDLY_EVER)
            .collect(),
    };
    let sum: f64 = verticals.iter().map(|(_, _, weight)| weight).sum();
    let mut settings = Vec::new();
    for (vertical, class, weight) in verticals {
        for (wandering_deg, part) in WANDERING_DEG {
            settings.push(Setting {
                vertical,
                class,
                wandering: wandering_deg.to_radians(),
                log_weight: (weight / sum * part).ln(),
            });
        }
    }
    settings
}

/// Heights nearer to each other than this are one in the tables.
const HEIGHT_STEP: f64 = 1.25;
/// Outlets without a height, and sources that nobody knows, are taken to be so high, m.
pub(crate) const UNKNOWN_HEIGHT_M: f64 = 10.0;

/// Tables of the vertical part, for the heights that occur.
#[derive(Debug)]
pub(crate) struct Tables {
    by_height: BTreeMap<(PasquillClass, i32, i32), ByDistance>,
    roughness_m: f64,
    wind_height_m: f64,
}

/// Which table a height belongs to.
pub(crate) fn height_step(height_m: f64) -> i32 {
    (height_m.max(0.5).ln() / HEIGHT_STEP.ln()).round() as i32
}

fn height_of(step: i32) -> f64 {
    HEIGHT_STEP.powi(step)
}

impl Tables {
    pub(crate) fn new(terrain: Option<Terrain>, wind_height_m: f64) -> Self {
        let roughness_m = terrain.unwrap_or(Terrain::Rough).roughness_m();
        Self { by_height: BTreeMap::new(), roughness_m, wind_height_m }
    }

    /// Makes the tables for a release height and every receptor height, of all classes.
    pub(crate) fn prepare(&mut self, release_step: i32, receptor_steps: &[i32]) {
        for class in PasquillClass::ALL {
            if receptor_steps.iter().all(|step| self.by_height.contains_key(&(class, release_step, *step))) {
                continue;
            }
            let layer = class.surface_layer(self.roughness_m);
            let spread = VerticalSpread::new(layer, height_of(release_step), class.usual_mixing_height_m());
            for receptor_step in receptor_steps {
                let table = spread.table(height_of(*receptor_step), self.wind_height_m);
                self.by_height.insert((class, release_step, *receptor_step), table);
            }
        }
    }

    pub(crate) fn of(
        &self,
        class: PasquillClass,
        release_step: i32,
        receptor_step: i32,
    ) -> Option<&ByDistance> {
        self.by_height.get(&(class, release_step, receptor_step))
    }
}
