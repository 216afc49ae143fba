//! Incidents of the air with their truth: a site with stations and enterprises, some of which emit, and what the
//! instruments would have shown.
//!
//! The air is a cloud of puffs in a wind that veers, meanders and differs from place to place, over roughness that
//! differs too. Nothing of it is shared with `trace`, which is measured by it: a tracing that only undoes its own model
//! would look better than it is.

mod air;
mod puffs;

use crate::random::Stream;
use air::Air;

/// What is true about an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IncidentKind {
    /// One enterprise of the register emits.
    One,
    /// Two of them do.
    Two,
    /// A source emits that is not in the register.
    Missing,
    /// Nobody emits; the region's air changes.
    Nothing,
}

/// A place with what stands there, m.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Site {
    /// East of the south-west corner.
    pub east_m: f64,
    /// North of it.
    pub north_m: f64,
    /// Height of the inlet, or of the release, above the ground.
    pub height_m: f64,
}

/// The wind as the mast shows it, over one minute.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MastRow {
    /// Since the beginning, s.
    pub at_s: i64,
    /// From where, degrees.
    pub from_deg: f64,
    /// m/s.
    pub speed_m_s: f64,
}

/// An incident with its truth.
#[derive(Debug, Clone, PartialEq)]
pub struct Incident {
    /// What is true.
    pub kind: IncidentKind,
    /// Who of [`Incident::enterprises`] emits.
    pub sources: Vec<usize>,
    /// Their mean rates, or that of the missing one, g/s.
    pub rates_g_s: Vec<f64>,
    /// Where the source is that the register lacks.
    pub missing: Option<Site>,
    /// The register.
    pub enterprises: Vec<Site>,
    /// Where is measured.
    pub stations: Vec<Site>,
    /// Three masts of 10 m: where, and what they show.
    pub masts: Vec<(Site, Vec<MastRow>)>,
    /// By station: the means of each [`Incident::step_s`], µg/m³; gaps are `None`.
    pub readings: Vec<Vec<Option<f64>>>,
    /// How long one reading lasts, s.
    pub step_s: i64,
}

/// Puffs are released and moved every so often, s.
const TICK_S: i64 = 20;
/// An incident is one that a station noticed: its mean over half an hour rose by so many times the noise of a reading …
const NOTICED: f64 = 5.0;
/// … up to so many times that.
const LOUDEST: f64 = 30.0;
/// So many stations have a mast.
const MASTS: usize = 3;
/// s.
const HALF_HOUR_S: i64 = 1_800;

/// What is drawn for one incident before anything happens.
struct Plan {
    kind: IncidentKind,
    chance: Stream,
    side_m: f64,
    steps: usize,
    step_s: i64,
    noise: f64,
}

impl Incident {
    /// The incident of this seed.
    pub fn build(kind: IncidentKind, seed: u64) -> Self {
        let chance = Stream::new(seed).child("incident");
        let plan = Plan {
            kind,
            chance,
            side_m: chance.child("side").between(0, 1_200.0, 4_000.0),
            step_s: [60, 60, 120, 300][chance.child("step").between(0, 0.0, 4.0) as usize],
            steps: 0,
            noise: chance.child("noise").between(0, 2.0, 12.0),
        };
        let lasting_s = chance.child("lasting").between(0, 4.0, 10.0) * 3_600.0;
        let plan = Plan { steps: (lasting_s / plan.step_s as f64) as usize, ..plan };
        plan.happen()
    }
}

impl Plan {
    fn happen(&self) -> Incident {
        let air = Air::new(self.chance.child("air"), self.side_m);
        let stations =
            self.sites("stations", self.chance.child("count").between(0, 6.0, 11.0) as usize, 3.0, 5.0);
        let enterprises =
            self.sites("enterprises", self.chance.child("count").between(1, 15.0, 31.0) as usize, 4.0, 30.0);
        let (sources, missing) = self.sources(&air, &stations, &enterprises);
        let clean = self.clean(stations.len());
        let mut readings = clean.clone();
        let mut rates_g_s = Vec::new();
        let all: Vec<Site> = sources.iter().map(|number| enterprises[*number]).chain(missing).collect();
        for (number, site) in all.iter().enumerate() {
            let chance = self.chance.child("emission").at(number as i64);
            let plume = puffs::at_stations(&air, *site, &stations, chance, self.steps, self.step_s, TICK_S);
            let half_hour = (HALF_HOUR_S / self.step_s) as usize;
            let means = plume.iter().flat_map(|of| of.windows(half_hour)).map(|of| of.iter().sum::<f64>());
            let most = means.fold(0.0, f64::max) / half_hour as f64;
            let loud = NOTICED * self.noise * LOUDEST.powf(chance.child("loud").uniform(0));
            let rate = if most > 0.0 { loud / most } else { 0.0 };
            rates_g_s.push(rate);
            for (of_station, plume) in readings.iter_mut().zip(&plume) {
                for (reading, added) in of_station.iter_mut().zip(plume) {
                    *reading += rate * added;
                }
            }
        }
        Incident {
            kind: self.came_true(sources.len()),
            sources,
            rates_g_s,
            missing,
            enterprises,
            masts: (0..MASTS).map(|number| self.mast(&air, number, &stations)).collect(),
            stations,
            readings: self.shown(readings),
            step_s: self.step_s,
        }
    }

    /// Where nobody's air passes a station, nobody's emission is noticed, and it is another kind of incident.
    fn came_true(&self, sources: usize) -> IncidentKind {
        match (self.kind, sources) {
            (IncidentKind::One | IncidentKind::Two, 0) => IncidentKind::Nothing,
            (IncidentKind::Two, 1) => IncidentKind::One,
            (kind, _) => kind,
        }
    }

    /// Sites all over the square, not nearer to each other than a fifteenth of its side where that can be had.
    fn sites(&self, name: &str, count: usize, low_m: f64, high_m: f64) -> Vec<Site> {
        let chance = self.chance.child(name);
        let mut sites: Vec<Site> = Vec::new();
        for attempt in 0..400 {
            let place = chance.at(attempt);
            let site = Site {
                east_m: place.between(0, 0.0, self.side_m),
                north_m: place.between(1, 0.0, self.side_m),
                height_m: place.between(2, low_m, high_m),
            };
            if sites.len() < count && sites.iter().all(|other| away_m(*other, site) > self.side_m / 15.0) {
                sites.push(site);
            }
        }
        sites
    }

    /// Who emits: somebody whose air passes some station often enough to be noticed.
    fn sources(&self, air: &Air, stations: &[Site], enterprises: &[Site]) -> (Vec<usize>, Option<Site>) {
        let lasting_s = (self.steps as i64) * self.step_s;
        let noticed = |site: &Site| air.passes(*site, stations, lasting_s);
        let order = self.chance.child("order");
        let mut seen: Vec<usize> =
            (0..enterprises.len()).filter(|number| noticed(&enterprises[*number])).collect();
        seen.sort_by_key(|number| (order.uniform(*number as i64) * 1e9) as i64);
        let wanted = match self.kind {
            IncidentKind::One => 1,
            IncidentKind::Two => 2,
            IncidentKind::Missing | IncidentKind::Nothing => 0,
        };
        seen.truncate(wanted);
        let missing = (self.kind == IncidentKind::Missing).then(|| {
            let chance = self.chance.child("missing");
            let place = |attempt: i64| Site {
                east_m: chance.at(attempt).between(0, 0.0, self.side_m),
                north_m: chance.at(attempt).between(1, 0.0, self.side_m),
                height_m: chance.at(attempt).between(2, 2.0, 15.0),
            };
            // Next door to somebody in the register nobody could tell them apart.
            let apart =
                |site: &Site| enterprises.iter().all(|other| away_m(*other, *site) > self.side_m / 10.0);
            (0..400).map(place).find(|site| apart(site) && noticed(site)).unwrap_or_else(|| place(0))
        });
        (seen, missing)
    }

    /// What stations would show without any source, before noise: the region's air, each station's own offset and drift.
    fn clean(&self, stations: usize) -> Vec<Vec<f64>> {
        let chance = self.chance.child("background");
        let level = chance.between(0, 20.0, 120.0) * self.noise;
        let episode = chance.between(1, 0.0, 30.0) * self.noise;
        let middle_s = chance.uniform(2) * (self.steps as i64 * self.step_s) as f64;
        let width_s = chance.between(3, 3_600.0, 10_800.0);
        let of = |station: usize| {
            let own = chance.child("station").at(station as i64);
            let offset = 2.0 * self.noise * own.bell(0);
            let drift = own.between(1, 0.0, 1.5) * self.noise;
            let gain = 1.0 + 0.05 * own.bell(2);
            let value = move |step: usize| {
                let at_s = step as f64 * self.step_s as f64;
                let region = level
                    + 3.0 * self.noise * chance.child("region").smooth(at_s, 5_400.0)
                    + episode * (-0.5 * ((at_s - middle_s) / width_s).powi(2)).exp();
                gain * region + offset + drift * own.child("drift").smooth(at_s, 7_200.0)
            };
            (0..self.steps).map(value).collect()
        };
        (0..stations).map(of).collect()
    }

    /// With noise, a dead time of one station, and single lost readings.
    fn shown(&self, readings: Vec<Vec<f64>>) -> Vec<Vec<Option<f64>>> {
        let chance = self.chance.child("shown");
        let dead = (chance.uniform(0) * 3.0 * readings.len() as f64) as usize;
        let from = (chance.uniform(1) * self.steps as f64) as usize;
        let noise = self.noise;
        let of = |(station, values): (usize, Vec<f64>)| {
            let own = chance.child("station").at(station as i64);
            let value = |(step, value): (usize, f64)| {
                let lost = own.child("lost").uniform(step as i64) < 0.01
                    || (station == dead && (from..from + self.steps / 5).contains(&step));
                (!lost).then(|| value + noise * own.child("noise").bell(step as i64))
            };
            values.into_iter().enumerate().map(value).collect()
        };
        readings.into_iter().enumerate().map(of).collect()
    }

    /// The minutes of a mast beside a station: its own eddies, a vane that is set up a little askew, a cup that runs slow
    /// in weak wind.
    fn mast(&self, air: &Air, number: usize, stations: &[Site]) -> (Site, Vec<MastRow>) {
        let chance = self.chance.child("mast").at(number as i64);
        let site = Site { height_m: 10.0, ..stations[number % stations.len()] };
        let place = [site.east_m, site.north_m];
        let askew_deg = 3.0 * chance.bell(2);
        let minutes = self.steps as i64 * self.step_s / 60;
        let row = |minute: i64| {
            let looks =
                (0..3).map(|look| air.wind(place, 10.0, &air.moment((minute * 60 + look * TICK_S) as f64)));
            let [east, north] =
                looks.fold([0.0; 2], |sum, wind| [sum[0] + wind[0] / 3.0, sum[1] + wind[1] / 3.0]);
            let speed = f64::hypot(east, north);
            MastRow {
                at_s: minute * 60,
                from_deg: ((-east).atan2(-north).to_degrees() + askew_deg).rem_euclid(360.0),
                speed_m_s: (speed - 0.1).max(0.0),
            }
        };
        (site, (0..minutes).map(row).collect())
    }
}

fn away_m(a: Site, b: Site) -> f64 {
    (a.east_m - b.east_m).hypot(a.north_m - b.north_m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incident_is_the_same_every_time() {
        assert_eq!(Incident::build(IncidentKind::Two, 3), Incident::build(IncidentKind::Two, 3));
        assert_ne!(Incident::build(IncidentKind::One, 3).masts, Incident::build(IncidentKind::One, 4).masts);
    }

    #[test]
    fn some_station_notices_what_is_emitted_and_none_where_nothing_is() {
        for seed in 0..4 {
            let with = Incident::build(IncidentKind::One, seed);
            let without = Incident::build(IncidentKind::Nothing, seed);
            assert_eq!(with.sources.len(), 1);
            assert!(without.sources.is_empty() && without.missing.is_none());
            let most = |incident: &Incident| {
                let lifted = |values: &Vec<Option<f64>>| {
                    let known: Vec<f64> = values.iter().flatten().copied().collect();
                    let mean = known.iter().sum::<f64>() / known.len() as f64;
                    known.iter().map(|value| value - mean).fold(0.0, f64::max)
                };
                incident.readings.iter().map(lifted).fold(0.0, f64::max)
            };
            assert!(most(&with) > most(&without), "seed {seed}");
        }
    }

    #[test]
    fn a_missing_source_is_in_no_register() {
        let incident = Incident::build(IncidentKind::Missing, 5);
        let missing = incident.missing.unwrap();
        assert!(incident.sources.is_empty());
        assert!(incident.enterprises.iter().all(|site| away_m(*site, missing) > 50.0));
    }
}
