//! The wind of an incident: a mean that veers and swings, and eddies of many sizes that are carried along with it.

use super::Site;
use crate::random::Stream;

/// How many eddies there are.
const EDDIES: usize = 14;

/// See the module.
#[derive(Debug)]
pub(super) struct Air {
    chance: Stream,
    side_m: f64,
    from_deg: f64,
    veering_deg_h: f64,
    swing_deg: f64,
    speed_m_s: f64,
    /// How much the wind grows with height: u ∝ zᵖ.
    pub(super) exponent: f64,
    /// Eddies' strength over the mean wind.
    pub(super) intensity: f64,
    /// How far eddies reach upwards, m.
    pub(super) depth_m: f64,
    eddies: Vec<Eddy>,
}

/// The mean wind of an instant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    at_s: f64,
    mean: [f64; 2],
}

/// One wave of the eddies: a shear wave, so that air is neither made nor lost.
#[derive(Debug)]
struct Eddy {
    wave: [f64; 2],
    along: [f64; 2],
    turning_1_s: f64,
    phase: f64,
    strength: f64,
}

impl Air {
    pub(super) fn new(chance: Stream, side_m: f64) -> Self {
        // From a still night (0) to a hot noon (1).
        let warmth = chance.uniform(0);
        Self {
            chance,
            side_m,
            from_deg: chance.between(1, 0.0, 360.0),
            veering_deg_h: 12.0 * chance.bell(2),
            swing_deg: chance.between(3, 10.0, 35.0),
            speed_m_s: chance.between(4, 1.2, 5.5),
            exponent: 0.35 - 0.25 * warmth,
            intensity: 0.1 + 0.22 * warmth,
            depth_m: 60.0 + 900.0 * warmth * warmth,
            eddies: eddies(chance.child("eddies"), side_m),
        }
    }

    /// The air at one instant.
    pub(super) fn moment(&self, at_s: f64) -> Moment {
        Moment { at_s, mean: self.mean(at_s) }
    }

    /// The mean wind at 10 m over open ground, towards east and north, m/s.
    fn mean(&self, at_s: f64) -> [f64; 2] {
        let swing = self.swing_deg * self.chance.child("swing").smooth(at_s, 4_000.0)
            + 0.4 * self.swing_deg * self.chance.child("short swing").smooth(at_s, 900.0);
        let from = (self.from_deg + self.veering_deg_h * at_s / 3_600.0 + swing).to_radians();
        let gusts = 1.0 + 0.25 * self.chance.child("gusts").smooth(at_s, 1_800.0);
        let speed = self.speed_m_s * gusts.max(0.2);
        [-speed * from.sin(), -speed * from.cos()]
    }

    /// How rough it is at a place, 0 (fields) to 1 (high buildings), in patches of some hundred metres.
    pub(super) fn roughness(&self, place: [f64; 2]) -> f64 {
        let patch = |axis: usize, name: &str| self.chance.child(name).smooth(place[axis], 0.12 * self.side_m);
        (0.5 + 0.3 * (patch(0, "patches east") + patch(1, "patches north"))).clamp(0.0, 1.0)
    }

    /// The wind at a place, height and time, towards east and north, m/s.
    pub(super) fn wind(&self, place: [f64; 2], height_m: f64, moment: &Moment) -> [f64; 2] {
        let Moment { at_s, mean } = *moment;
        let speed = mean[0].hypot(mean[1]);
        let rough = self.roughness(place);
        // Buildings slow the wind below their roofs.
        let slowed = (height_m.max(2.0) / 10.0).powf(self.exponent + 0.15 * rough) * (1.0 - 0.25 * rough);
        let mut wind = [mean[0] * slowed, mean[1] * slowed];
        let strength = self.intensity * speed * (0.8 + 0.6 * rough);
        for eddy in &self.eddies {
            let along = [place[0] - mean[0] * at_s, place[1] - mean[1] * at_s];
            let phase =
                eddy.wave[0] * along[0] + eddy.wave[1] * along[1] + eddy.turning_1_s * at_s + eddy.phase;
            let part = strength * eddy.strength * phase.sin();
            wind[0] += part * eddy.along[0];
            wind[1] += part * eddy.along[1];
        }
        wind
    }

    /// Whether air that leaves `site` passes near some station at least a tenth of the time.
    pub(super) fn passes(&self, site: Site, stations: &[Site], lasting_s: i64) -> bool {
        const LOOKS: i64 = 80;
        let near = |look: i64| {
            let [east, north] = self.mean((lasting_s * look / LOOKS) as f64);
            let speed = east.hypot(north).max(0.1);
            stations.iter().any(|station| {
                let (dx, dy) = (station.east_m - site.east_m, station.north_m - site.north_m);
                let (along, across) = ((dx * east + dy * north) / speed, (dy * east - dx * north) / speed);
                along > 30.0 && across.abs() < 0.15 * along
            })
        };
        (0..LOOKS).filter(|look| near(*look)).count() as i64 > LOOKS / 10
    }
}

fn eddies(chance: Stream, side_m: f64) -> Vec<Eddy> {
    let eddy = |number: usize| {
        let own = chance.at(number as i64);
        // From some ten metres to the whole site, larger ones stronger (the −5/3 law).
        let length_m = 50.0 * (1.5 * side_m / 50.0).powf(number as f64 / (EDDIES - 1) as f64);
        let direction = own.between(0, 0.0, std::f64::consts::TAU);
        let wave = std::f64::consts::TAU / length_m;
        Eddy {
            wave: [wave * direction.cos(), wave * direction.sin()],
            along: [-direction.sin(), direction.cos()],
            turning_1_s: own.bell(1) * 0.6 / length_m,
            phase: own.between(2, 0.0, std::f64::consts::TAU),
            strength: length_m.min(600.0).cbrt(),
        }
    };
    let mut eddies: Vec<Eddy> = (0..EDDIES).map(eddy).collect();
    // Together they are one standard deviation along each axis.
    let squares: f64 = eddies.iter().map(|eddy| 0.25 * eddy.strength * eddy.strength).sum();
    eddies.iter_mut().for_each(|eddy| eddy.strength /= squares.sqrt());
    eddies
}
