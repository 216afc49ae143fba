//! A source's puffs, carried by the air and growing by what eddies smaller than themselves do to them.

use super::Site;
use super::air::{Air, Moment};
use crate::random::Stream;

/// A puff: where it is and how wide.
struct Puff {
    place: [f64; 2],
    height_m: f64,
    wide_m: f64,
    high_m: f64,
    grams: f64,
}

/// What a source of 1 g/s (when it emits) adds at each station: means of each step, µg/m³.
pub(super) fn at_stations(
    air: &Air,
    source: Site,
    stations: &[Site],
    chance: Stream,
    steps: usize,
    step_s: i64,
    tick_s: i64,
) -> Vec<Vec<f64>> {
    let emission = Emission::new(chance, (steps as i64 * step_s) as f64);
    // Warm air rises by what no register knows.
    let rise_m = chance.between(0, 0.0, 12.0);
    let rough = air.roughness([source.east_m, source.north_m]);
    let mut puffs: Vec<Puff> = Vec::new();
    let mut sums = vec![vec![0.0; steps]; stations.len()];
    let ticks_a_step = step_s / tick_s;
    for tick in 0..steps as i64 * ticks_a_step {
        let at_s = (tick * tick_s) as f64;
        let rate = emission.rate(at_s);
        if rate > 0.0 {
            puffs.push(Puff {
                place: [source.east_m, source.north_m],
                height_m: source.height_m + rise_m,
                // In the wake of the building that carries it.
                wide_m: 1.5 + 4.0 * rough,
                high_m: 1.5 + 3.0 * rough,
                grams: rate * tick_s as f64,
            });
        }
        let moment = air.moment(at_s);
        puffs.iter_mut().for_each(|puff| puff.goes_on(air, &moment, tick_s as f64));
        puffs.retain(|puff| puff.is_near(source, stations));
        let step = (tick / ticks_a_step) as usize;
        for (station, of_station) in stations.iter().zip(&mut sums) {
            let there: f64 = puffs.iter().map(|puff| puff.at(*station, air.depth_m)).sum();
            if let Some(sum) = of_station.get_mut(step) {
                *sum += there / ticks_a_step as f64;
            }
        }
    }
    sums
}

impl Puff {
    fn goes_on(&mut self, air: &Air, moment: &Moment, tick_s: f64) {
        let wind = air.wind(self.place, self.height_m, moment);
        self.place = [self.place[0] + wind[0] * tick_s, self.place[1] + wind[1] * tick_s];
        let speed = wind[0].hypot(wind[1]).max(0.3);
        let rough = air.roughness(self.place);
        // Richardson's 4/3 law: dσ/dt grows with the cube root of σ, with the energy that dissipates near the ground.
        let friction = speed * (0.06 + 0.08 * rough);
        let dissipated = friction.powi(3) / (0.4 * self.height_m.max(5.0));
        self.wide_m += tick_s * (0.6 * (dissipated * self.wide_m).cbrt()).min(0.5 * speed);
        let upwards = friction * (0.7 + 2.0 * air.intensity);
        self.high_m += tick_s * upwards / (1.0 + self.high_m / (0.25 * air.depth_m));
    }

    fn is_near(&self, source: Site, stations: &[Site]) -> bool {
        let farthest = stations.iter().map(|s| (s.east_m - source.east_m).hypot(s.north_m - source.north_m));
        let farthest = farthest.fold(0.0, f64::max);
        (self.place[0] - source.east_m).hypot(self.place[1] - source.north_m) < farthest + 4.0 * self.wide_m
    }

    /// µg/m³ at a station, with the ground and the lid as mirrors.
    fn at(&self, station: Site, lid_m: f64) -> f64 {
        let (dx, dy) = (station.east_m - self.place[0], station.north_m - self.place[1]);
        let square = (dx * dx + dy * dy) / (self.wide_m * self.wide_m);
        if square > 30.0 {
            return 0.0;
        }
        let mirrored = |height_m: f64| (-0.5 * ((station.height_m - height_m) / self.high_m).powi(2)).exp();
        let upwards =
            mirrored(self.height_m) + mirrored(-self.height_m) + mirrored(2.0 * lid_m - self.height_m);
        let volume = (std::f64::consts::TAU).powf(1.5) * self.wide_m * self.wide_m * self.high_m;
        1e6 * self.grams * (-0.5 * square).exp() * upwards / volume
    }
}

/// How a source's rate goes with time: it begins, may pause, and is never quite steady.
struct Emission {
    chance: Stream,
    begins_s: f64,
    ends_s: f64,
    pauses: bool,
}

impl Emission {
    fn new(chance: Stream, lasting_s: f64) -> Self {
        let begins_s = if chance.uniform(10) < 0.5 { 0.0 } else { 0.4 * chance.uniform(11) * lasting_s };
        let ends_s =
            if chance.uniform(12) < 0.6 { lasting_s } else { (0.65 + 0.35 * chance.uniform(13)) * lasting_s };
        Self { chance, begins_s, ends_s, pauses: chance.uniform(14) < 0.25 }
    }

    fn rate(&self, at_s: f64) -> f64 {
        let wave = self.chance.child("rate").smooth(at_s, 1_500.0);
        let works = (self.begins_s..self.ends_s).contains(&at_s)
            && !(self.pauses && self.chance.child("pause").smooth(at_s, 2_400.0) > 0.8);
        if works { (1.0 + 0.3 * wave).max(0.1) } else { 0.0 }
    }
}
