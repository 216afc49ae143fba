//! From what the register and the stores have to the input of a ranking.

use std::collections::BTreeMap;

use model::china::{plus_seconds, seconds_between};
use model::{
    BlobHash, CreditCode, Enterprise, FactorCode, FactorTable, Granularity, Medium, MeterId, Outlet,
    OutletId, Place, Register, Station, StationId, Timestamp, Unit,
};
use trace::{Candidate, Input, Instrument, Observation, Wind};

use super::frozen::position_of;
use super::standing::{self, Standing};
use super::{
    Assumed, CandidateSeen, Frozen, InstrumentSeen, Measuring, Missing, PowerKnown, Question, ReleaseSeen,
};

/// Other stations within this of the station are looked at, m.
const STATIONS_WITHIN_M: f64 = 15_000.0;
/// Masts within this tell the wind, m.
const MASTS_WITHIN_M: f64 = 30_000.0;
/// Enterprises within this may be the source, m.
pub(super) const CANDIDATES_WITHIN_M: f64 = 10_000.0;
/// Outlets of one enterprise that are no farther apart are one candidate: no plume model tells them apart, m.
const TOGETHER_M: f64 = 100.0;
/// The height of a station's inlet, of which the register has nothing: the lower end of what HJ 664-2013 allows, m.
const INLET_M: f64 = 3.0;
/// The height of a mast: the standard one of the WMO, m.
const MAST_M: f64 = 10.0;
/// The height of release that [`trace`] takes where none is known, m.
const RELEASE_M: f64 = 10.0;
/// Ozone comes about in the air.
const OZONE: &str = "a05024";
/// Whose wind holds so long after its beginning at most, in steps of its record.
const HOLDS_STEPS: i64 = 2;

/// What the stores have for a question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Gathered {
    /// The factor at stations, one for each that was asked, with or without values.
    pub series: Vec<SeriesSeen>,
    /// The wind at masts.
    pub masts: Vec<MastSeen>,
    /// What cruises measured.
    pub tracks: Vec<TrackSeen>,
    /// The power of meters, kW, in the order of time.
    pub power: BTreeMap<MeterId, Vec<(Timestamp, f64)>>,
}

/// What a cruise measured.
#[derive(Debug, Clone, PartialEq)]
pub struct TrackSeen {
    /// Its file, in the vault.
    pub file: BlobHash,
    /// Its name.
    pub name: String,
    /// How high above the ground it was measured, m; that of stations' inlets is taken where nobody said.
    pub height_m: Option<f64>,
    /// When, where, and its value, µg/m³, in the order of time.
    pub points: Vec<(Timestamp, Place, f64)>,
}

/// What a station has of the factor.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesSeen {
    /// Which station.
    pub station: StationId,
    /// Which of its values these are.
    pub granularity: Granularity,
    /// When each began, over how long it is a mean, s, and its value, µg/m³.
    pub values: Vec<(Timestamp, f64, f64)>,
}

/// What a mast has of the wind.
#[derive(Debug, Clone, PartialEq)]
pub struct MastSeen {
    /// Which station.
    pub station: StationId,
    /// When each mean began, over how long it is one, s, how fast, m/s, and from where, degrees, unless the vane stood still.
    pub rows: Vec<(Timestamp, f64, f64, Option<f64>)>,
}

/// Whether a factor is a concentration in ambient air that somebody emits.
pub fn is_emitted(factor: &FactorCode) -> bool {
    let known = FactorTable::standard().get(factor);
    let is_concentration =
        known.is_some_and(|known| known.unit.convert(1.0, Unit::MicrogramPerCubicMetre).is_ok());
    is_concentration && known.is_some_and(|known| known.medium == Medium::Air) && factor.as_str() != OZONE
}

/// The stations whose values of `factor` are looked at for an anomaly at `station`, that one first, then the nearest.
pub fn stations_near<'r>(register: &'r Register, station: &Station, factor: &FactorCode) -> Vec<&'r Station> {
    near(register, station, STATIONS_WITHIN_M, &[factor.as_str()])
}

/// The stations near that measure the wind, the nearest first.
pub fn masts_near<'r>(register: &'r Register, station: &Station) -> Vec<&'r Station> {
    near(register, station, MASTS_WITHIN_M, &["a01007", "a01008"])
}

fn near<'r>(register: &'r Register, station: &Station, within_m: f64, factors: &[&str]) -> Vec<&'r Station> {
    let measures = |other: &&Station| {
        let has = |factor: &&str| other.channels.iter().any(|channel| channel.factor.as_str() == *factor);
        factors.iter().all(has)
    };
    let away_m = |other: &Station| other.place.distance_m(station.place);
    let mut found: Vec<&Station> =
        register.stations.values().filter(measures).filter(|other| away_m(other) <= within_m).collect();
    found.sort_by(|a, b| away_m(a).total_cmp(&away_m(b)).then_with(|| a.id.cmp(&b.id)));
    found
}

/// The enterprises that have an outlet, or without one their gate, near a station.
#[derive(Debug, Clone)]
pub struct CandidateArea {
    near: BTreeMap<CreditCode, Vec<Spot>>,
}

impl CandidateArea {
    /// Those near `station`.
    pub fn around(register: &Register, station: &Station) -> Self {
        let mut outlets: BTreeMap<&CreditCode, Vec<&Outlet>> = BTreeMap::new();
        for outlet in register.outlets.values().filter(|outlet| outlet.medium == Medium::Air) {
            outlets.entry(&outlet.enterprise).or_default().push(outlet);
        }
        let spots_near = |enterprise: &Enterprise| {
            let own = outlets.get(&enterprise.code).map_or(&[][..], Vec::as_slice);
            let mut spots = spots(own, enterprise.place);
            spots.retain(|spot| spot.place.distance_m(station.place) <= CANDIDATES_WITHIN_M);
            (!spots.is_empty()).then(|| (enterprise.code.clone(), spots))
        };
        Self { near: register.enterprises.values().filter_map(spots_near).collect() }
    }

    /// Whether an enterprise is one of them.
    pub fn holds(&self, enterprise: &CreditCode) -> bool {
        self.near.contains_key(enterprise)
    }
}

/// Single looks at the wind, or means, as means over `step_s` seconds: when each began, over how long it is one, how fast,
/// and from where, unless no look of it has a direction or they cancel each other. Directions are those of the mean
/// vector of all looks that have one.
pub fn mean_wind(
    looks: impl Iterator<Item = (Timestamp, f64, Option<f64>)>,
    step_s: i64,
) -> Vec<(Timestamp, f64, f64, Option<f64>)> {
    let mut steps: BTreeMap<i64, (f64, usize, [f64; 2], usize)> = BTreeMap::new();
    for (at, speed, from_deg) in looks.filter(|(_, speed, _)| *speed >= 0.0) {
        let (sum, count, vector, directed) = steps.entry(at.as_second().div_euclid(step_s)).or_default();
        *sum += speed;
        *count += 1;
        if let Some(from) = from_deg.map(f64::to_radians) {
            // A look without speed has no direction to speak of, and a vane tells one all the same.
            vector[0] += speed.max(0.01) * from.sin();
            vector[1] += speed.max(0.01) * from.cos();
            *directed += 1;
        }
    }
    let mean = |(number, (sum, count, [east, north], directed)): (i64, (f64, usize, [f64; 2], usize))| {
        let at = Timestamp::from_second(number * step_s).ok()?;
        let tells = directed > 0 && east.hypot(north) > 1e-9;
        let from_deg = tells.then(|| east.atan2(north).to_degrees().rem_euclid(360.0));
        Some((at, step_s as f64, sum / count as f64, from_deg))
    };
    steps.into_iter().filter_map(mean).collect()
}

/// The input of a ranking, with what was assumed and what is missing.
pub fn freeze(register: &Register, station: &Station, question: &Question, gathered: &Gathered) -> Frozen {
    let origin = station.place;
    let (instruments, seen, observations) = measured(register, origin, question, gathered);
    let wind = wind(register, origin, gathered);
    let area = CandidateArea::around(register, station);
    let who = candidates(register, (area, origin), (question, usual_wind_m_s(&wind)), &gathered.power);
    let missing = missing(question, gathered, &seen, &wind, who.is_empty());
    let assumed = assumed(&who);
    let (candidates, seen_candidates) = who.into_iter().unzip();
    Frozen {
        format: 1,
        question: question.clone(),
        origin,
        input: Input { instruments, observations, wind, candidates, terrain: None },
        instruments: seen,
        candidates: seen_candidates,
        assumed,
        missing,
    }
}

fn measured(
    register: &Register,
    origin: Place,
    question: &Question,
    gathered: &Gathered,
) -> (Vec<Instrument>, Vec<InstrumentSeen>, Vec<Observation>) {
    let (mut instruments, mut all_seen, mut observations) = (Vec::new(), Vec::new(), Vec::new());
    for series in gathered.series.iter().filter(|series| !series.values.is_empty()) {
        let Some(station) = register.stations.get(&series.station) else { continue };
        let position = position_of(origin, station.place);
        let number = instruments.len();
        observations.extend(series.values.iter().map(|(at, averaging_s, value)| Observation {
            instrument: number,
            at: *at,
            averaging_s: *averaging_s,
            position,
            height_m: INLET_M,
            value_ug_m3: *value,
        }));
        instruments.push(Instrument {
            id: station.id.to_string(),
            factor: question.factor.to_string(),
            noise_ug_m3: None,
            detection_limit_ug_m3: None,
        });
        let (class, granularity) = (station.class, series.granularity);
        all_seen.push(InstrumentSeen {
            what: Measuring::Station { id: station.id.clone(), class, granularity },
            name: station.name.clone(),
            name_en: station.name_en.clone(),
            values: series.values.len(),
        });
    }
    for (place, track) in gathered.tracks.iter().enumerate().filter(|(_, track)| !track.points.is_empty()) {
        let number = instruments.len();
        let averaging_s = usual_step_s(&track.points);
        observations.extend(track.points.iter().map(|(at, place, value)| Observation {
            instrument: number,
            at: *at,
            averaging_s,
            position: position_of(origin, *place),
            height_m: track.height_m.unwrap_or(INLET_M),
            value_ug_m3: *value,
        }));
        instruments.push(Instrument {
            id: format!("track-{}", place + 1),
            factor: question.factor.to_string(),
            noise_ug_m3: None,
            detection_limit_ug_m3: None,
        });
        let name = match track.height_m {
            Some(height_m) => format!("{} · {height_m} m", track.name),
            None => track.name.clone(),
        };
        let name_en = name.clone();
        let what = Measuring::Track { file: track.file.clone(), height_m: track.height_m };
        all_seen.push(InstrumentSeen { what, name, name_en, values: track.points.len() });
    }
    (instruments, all_seen, observations)
}

/// The usual time between neighbours of a track, s: as long as that a value is taken for a mean.
fn usual_step_s(points: &[(Timestamp, Place, f64)]) -> f64 {
    let mut steps: Vec<i64> = points.windows(2).map(|pair| seconds_between(pair[0].0, pair[1].0)).collect();
    steps.sort_unstable();
    steps.get(steps.len() / 2).map_or(0.0, |step| *step as f64)
}

fn wind(register: &Register, origin: Place, gathered: &Gathered) -> Vec<Wind> {
    let mut wind = Vec::new();
    for mast in &gathered.masts {
        let Some(station) = register.stations.get(&mast.station) else { continue };
        let position = Some(position_of(origin, station.place));
        wind.extend(mast.rows.iter().map(|(at, averaging_s, speed_m_s, from_deg)| Wind {
            at: *at,
            averaging_s: *averaging_s,
            position,
            height_m: MAST_M,
            from_deg: *from_deg,
            speed_m_s: *speed_m_s,
            sigma_theta_deg: None,
            sigma_phi_deg: None,
        }));
    }
    wind
}

/// Outlets that lie together, or a gate.
#[derive(Debug, Clone)]
struct Spot {
    outlets: Vec<OutletId>,
    place: Place,
}

fn candidates(
    register: &Register,
    (area, origin): (CandidateArea, Place),
    (question, wind_m_s): (&Question, f64),
    power: &BTreeMap<MeterId, Vec<(Timestamp, f64)>>,
) -> Vec<(Candidate, CandidateSeen)> {
    let mut found = Vec::new();
    for (code, spots) in area.near {
        let Some(enterprise) = register.enterprises.get(&code) else { continue };
        let standing = standing::of(register, &enterprise.code, (question.from, question.to), power);
        let (activity, known) = match standing {
            Standing::Unknown => (None, PowerKnown::Nothing),
            Standing::Known { meters, activity, still_s } => {
                (Some(activity), PowerKnown::Metered { meters, still_s })
            }
        };
        for spot in spots {
            let first = spot.outlets.first().map_or_else(|| enterprise.code.to_string(), ToString::to_string);
            let release = release_of(register, &spot.outlets, wind_m_s);
            let candidate = Candidate {
                id: first,
                position: position_of(origin, spot.place),
                height_m: release.map(|release| tenths(release.height_m())),
                profile: None,
                activity: activity.clone(),
            };
            let seen = CandidateSeen {
                enterprise: enterprise.code.clone(),
                name: enterprise.name.clone(),
                name_en: enterprise.name_en.clone(),
                trade_code: enterprise.trade_code.clone(),
                outlets: spot.outlets,
                place: spot.place,
                release,
                power: known.clone(),
            };
            found.push((candidate, seen));
        }
    }
    found
}

/// The lowest of outlets that lie together: it is what stations near the ground feel most. Those without a height say
/// nothing.
fn release_of(register: &Register, outlets: &[OutletId], wind_m_s: f64) -> Option<ReleaseSeen> {
    let known = outlets.iter().filter_map(|id| register.outlets.get(id)?.release.as_ref());
    let seen = known.filter_map(|release| ReleaseSeen::of(release, wind_m_s));
    seen.min_by(|a, b| a.height_m().total_cmp(&b.height_m()))
}

/// The middle speed of all rows, m/s.
fn usual_wind_m_s(wind: &[Wind]) -> f64 {
    let mut speeds: Vec<f64> = wind.iter().map(|row| row.speed_m_s).collect();
    speeds.sort_by(f64::total_cmp);
    speeds.get(speeds.len() / 2).copied().unwrap_or(0.0)
}

/// No height is known better, and the bytes stay readable.
fn tenths(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}

/// The outlets of an enterprise, those that lie together as one; its gate where there is none.
fn spots(outlets: &[&Outlet], gate: Place) -> Vec<Spot> {
    let mut spots: Vec<Spot> = Vec::new();
    for outlet in outlets {
        match spots.iter_mut().find(|spot| spot.place.distance_m(outlet.place) <= TOGETHER_M) {
            Some(spot) => spot.outlets.push(outlet.id.clone()),
            None => spots.push(Spot { outlets: vec![outlet.id.clone()], place: outlet.place }),
        }
    }
    if spots.is_empty() {
        spots.push(Spot { outlets: Vec::new(), place: gate });
    }
    spots
}

fn assumed(who: &[(Candidate, CandidateSeen)]) -> Vec<Assumed> {
    let enterprises = |of: &dyn Fn(&CandidateSeen) -> bool| {
        let codes = who.iter().map(|(_, seen)| seen).filter(|seen| of(seen)).map(|seen| &seen.enterprise);
        codes.collect::<std::collections::BTreeSet<_>>().len()
    };
    let mut assumed =
        vec![Assumed::InletHeight { taken_m: INLET_M }, Assumed::MastHeight { taken_m: MAST_M }];
    let without_height = who.iter().filter(|(candidate, _)| candidate.height_m.is_none()).count();
    if without_height > 0 {
        assumed.push(Assumed::ReleaseHeight { candidates: without_height, taken_m: RELEASE_M });
    }
    let releases = || who.iter().filter_map(|(_, seen)| seen.release);
    let without_rise = releases().filter(|release| release.rise_m.is_none()).count();
    if without_rise > 0 {
        assumed.push(Assumed::NoRise { candidates: without_rise });
    }
    if releases().any(|release| release.rise_m.is_some()) {
        assumed.push(Assumed::AmbientTemperature { taken_celsius: 20.0 });
    }
    let gates = enterprises(&|seen| seen.outlets.is_empty());
    if gates > 0 {
        assumed.push(Assumed::GateAsOutlet { enterprises: gates });
    }
    let unmetered = enterprises(&|seen| seen.power == PowerKnown::Nothing);
    if unmetered > 0 {
        assumed.push(Assumed::MayHaveWorked { enterprises: unmetered });
    }
    assumed.push(Assumed::Ground { roughness_m: trace::Terrain::Rough.roughness_m() });
    assumed
}

fn missing(
    question: &Question,
    gathered: &Gathered,
    seen: &[InstrumentSeen],
    wind: &[Wind],
    nobody: bool,
) -> Vec<Missing> {
    let mut missing = Vec::new();
    let percent = windless_percent(question, wind);
    if percent >= 100 {
        missing.push(Missing::Wind);
    } else if percent > 0 {
        missing.push(Missing::WindAtTimes { percent });
    }
    if !seen.iter().any(|seen| seen.station() == Some(&question.station)) {
        missing.push(Missing::Readings);
    }
    if !seen.iter().any(|seen| seen.station() != Some(&question.station)) {
        missing.push(Missing::OtherStations);
    }
    let silent = gathered.series.iter().filter(|series| series.values.is_empty());
    let stations: Vec<StationId> =
        silent.map(|series| series.station.clone()).filter(|id| *id != question.station).collect();
    if !stations.is_empty() {
        missing.push(Missing::SilentStations { stations });
    }
    if nobody {
        missing.push(Missing::Candidates);
    }
    missing
}

/// At how many per cent of the record no mast tells the wind, in tens of minutes.
fn windless_percent(question: &Question, wind: &[Wind]) -> u32 {
    const STEP_S: i64 = 600;
    let holds = |row: &Wind, at: Timestamp| {
        let since_s = seconds_between(row.at, at);
        let told = row.from_deg.is_some() || row.speed_m_s < 0.3;
        told && (0..=HOLDS_STEPS * (row.averaging_s as i64).max(STEP_S)).contains(&since_s)
    };
    let count = (seconds_between(question.from, question.to) / STEP_S).max(1);
    let without = (0..count).filter(|number| {
        let at = plus_seconds(question.from, number * STEP_S + STEP_S / 2);
        !wind.iter().any(|row| holds(row, at))
    });
    u32::try_from(without.count() as i64 * 100 / count).unwrap_or(100)
}
