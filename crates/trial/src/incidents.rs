//! What tracing is worth on simulated incidents, whose truth is made by another model than the one that is undone.

use model::Timestamp;
use serde::Serialize;
use sim::{Incident, IncidentKind};
use trace::{Candidate, Input, Instrument, Observation, Outcome, Position, Wind};

/// How well sources are found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// How many incidents there were.
    pub incidents: usize,
    /// Of those with one source in the register: the share with that source as the first answer of all.
    pub one_first: f64,
    /// The same among candidates alone, whatever "no source" and "in no register" have.
    pub one_first_of_candidates: f64,
    /// The same, among the first three candidates.
    pub one_among_three: f64,
    /// Of those with two: the share with one of them as the first answer, and with both as the first two candidates.
    pub two_first: f64,
    /// See above.
    pub two_both: f64,
    /// Of those whose source the register lacks: the share with "in no register" as the first answer.
    pub missing_first: f64,
    /// Of those: half of the places are so near to the truth, m.
    pub missing_away_m: f64,
    /// Of those without any source: the share without an accusation above a half.
    pub nothing_accused: f64,
    /// Of those: the share with "no source" as the first answer.
    pub nothing_first: f64,
    /// How far the first answer's probability is from how often it is right: expected calibration error, tenths.
    pub calibration_error: f64,
    /// The same over every candidate's probability.
    pub calibration_error_of_candidates: f64,
    /// The mean squared error of the first answer's probability.
    pub brier: f64,
    /// The share of true rates within the 90 % interval, of sources that were found first.
    pub rate_within: f64,
    /// By tenth of the first answer's probability: how many, their mean probability, the share that is right.
    pub reliability: Vec<(usize, f64, f64)>,
}

/// The first answer to an incident, and whether it is right.
struct Judged {
    kind: IncidentKind,
    probability: f64,
    is_right: bool,
    /// Ranks (from 0) of the true sources among candidates.
    ranks: Vec<usize>,
    accused: f64,
    rate_within: Option<bool>,
    away_m: Option<f64>,
    candidates: Vec<(f64, bool)>,
}

/// Traces `count` incidents of seeds from `first_seed`: of ten, five with one source, one with two, two that the register
/// lacks, two with nothing.
///
/// # Errors
/// Never for incidents as they are made; the tracing's own otherwise.
pub fn run(count: usize, first_seed: u64) -> Result<Figures, trace::InputError> {
    let mut judged = Vec::with_capacity(count);
    for number in 0..count {
        let kind = match number % 10 {
            0..=4 => IncidentKind::One,
            5 => IncidentKind::Two,
            6 | 7 => IncidentKind::Missing,
            _ => IncidentKind::Nothing,
        };
        let incident = Incident::build(kind, first_seed + number as u64);
        judged.push(judge(&incident, &trace::trace(&input(&incident))?));
    }
    Ok(figures(&judged))
}

/// The incident as a question.
pub fn input(incident: &Incident) -> Input {
    let at = |seconds: i64| Timestamp::from_second(1_600_000_000 + seconds).unwrap_or(Timestamp::UNIX_EPOCH);
    let position = |site: &sim::Site| Position { east_m: site.east_m, north_m: site.north_m };
    let mut observations = Vec::new();
    for (instrument, (station, readings)) in incident.stations.iter().zip(&incident.readings).enumerate() {
        for (step, reading) in readings.iter().enumerate() {
            let Some(value_ug_m3) = *reading else { continue };
            observations.push(Observation {
                instrument,
                at: at(step as i64 * incident.step_s),
                averaging_s: incident.step_s as f64,
                position: position(station),
                height_m: station.height_m,
                value_ug_m3,
            });
        }
    }
    let rows = incident.masts.iter().flat_map(|(site, rows)| rows.iter().map(move |row| (site, row)));
    let wind = rows.map(|(site, row)| Wind {
        at: at(row.at_s),
        averaging_s: 60.0,
        position: Some(position(site)),
        height_m: site.height_m,
        from_deg: Some(row.from_deg),
        speed_m_s: row.speed_m_s,
        sigma_theta_deg: None,
        sigma_phi_deg: None,
    });
    let instruments = (0..incident.stations.len()).map(|number| Instrument {
        id: format!("S{number}"),
        factor: "gas".to_owned(),
        noise_ug_m3: None,
        detection_limit_ug_m3: None,
    });
    let candidates = incident.enterprises.iter().enumerate().map(|(number, site)| Candidate {
        id: format!("E{number}"),
        position: position(site),
        height_m: Some(site.height_m),
        profile: None,
        activity: None,
    });
    Input {
        instruments: instruments.collect(),
        observations,
        wind: wind.collect(),
        candidates: candidates.collect(),
        terrain: None,
    }
}

fn judge(incident: &Incident, outcome: &Outcome) -> Judged {
    let mut ranked: Vec<(usize, f64)> =
        outcome.candidates.iter().map(|candidate| candidate.probability).enumerate().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (first, accused) = ranked.first().copied().unwrap_or((0, 0.0));
    let rank =
        |source: &usize| ranked.iter().position(|(number, _)| number == source).unwrap_or(ranked.len());
    let (unregistered, none) = (outcome.unregistered.probability, outcome.none);
    let probability = accused.max(unregistered).max(none);
    let is_right = if probability == accused {
        incident.sources.contains(&first)
    } else if probability == unregistered {
        incident.kind == IncidentKind::Missing
    } else {
        incident.kind == IncidentKind::Nothing
    };
    let within = |source: usize, rate: f64| {
        let found = outcome.candidates.get(source)?.rate?;
        Some((found.low_g_s..=found.high_g_s).contains(&rate))
    };
    let found_rate = incident.sources.iter().zip(&incident.rates_g_s).find(|(source, _)| **source == first);
    let away = |missing: sim::Site| {
        let place = outcome.unregistered.position?;
        Some((place.east_m - missing.east_m).hypot(place.north_m - missing.north_m))
    };
    let candidates = outcome.candidates.iter().enumerate();
    Judged {
        kind: incident.kind,
        probability,
        is_right,
        ranks: incident.sources.iter().map(rank).collect(),
        accused,
        rate_within: found_rate.and_then(|(source, rate)| within(*source, *rate)),
        away_m: incident.missing.and_then(away),
        candidates: candidates.map(|(n, c)| (c.probability, incident.sources.contains(&n))).collect(),
    }
}

fn figures(judged: &[Judged]) -> Figures {
    let of = |kind: IncidentKind| judged.iter().filter(move |one| one.kind == kind);
    let share = |kind: IncidentKind, is: &dyn Fn(&Judged) -> bool| {
        of(kind).filter(|one| is(one)).count() as f64 / of(kind).count().max(1) as f64
    };
    let answers: Vec<(f64, bool)> = judged.iter().map(|one| (one.probability, one.is_right)).collect();
    let all: Vec<(f64, bool)> = judged.iter().flat_map(|one| one.candidates.iter().copied()).collect();
    let rates: Vec<bool> = judged.iter().filter_map(|one| one.rate_within).collect();
    let mut away: Vec<f64> = judged.iter().filter_map(|one| one.away_m).collect();
    away.sort_by(f64::total_cmp);
    let reliability = reliability(&answers);
    let squares = answers.iter().map(|(p, right)| (p - f64::from(u8::from(*right))).powi(2));
    Figures {
        incidents: judged.len(),
        one_first: share(IncidentKind::One, &|one| one.is_right),
        one_first_of_candidates: share(IncidentKind::One, &|one| one.ranks.iter().all(|rank| *rank == 0)),
        one_among_three: share(IncidentKind::One, &|one| one.ranks.iter().all(|rank| *rank < 3)),
        two_first: share(IncidentKind::Two, &|one| one.is_right),
        two_both: share(IncidentKind::Two, &|one| one.ranks.iter().all(|rank| *rank < 2)),
        missing_first: share(IncidentKind::Missing, &|one| one.is_right),
        missing_away_m: away.get(away.len() / 2).copied().unwrap_or(f64::NAN),
        nothing_accused: share(IncidentKind::Nothing, &|one| one.accused <= 0.5),
        nothing_first: share(IncidentKind::Nothing, &|one| one.is_right),
        calibration_error: calibration_error(&reliability),
        calibration_error_of_candidates: calibration_error(&self::reliability(&all)),
        brier: squares.sum::<f64>() / answers.len().max(1) as f64,
        rate_within: rates.iter().filter(|within| **within).count() as f64 / rates.len().max(1) as f64,
        reliability,
    }
}

/// By tenth: how many, their mean probability, the share that is right.
fn reliability(answers: &[(f64, bool)]) -> Vec<(usize, f64, f64)> {
    let tenth = |number: usize| {
        let within = answers.iter().filter(|(p, _)| ((p * 10.0) as usize).min(9) == number);
        let (mut count, mut sum, mut right) = (0usize, 0.0, 0.0);
        for (probability, is_right) in within {
            (count, sum, right) = (count + 1, sum + probability, right + f64::from(u8::from(*is_right)));
        }
        let whole = count.max(1) as f64;
        (count, sum / whole, right / whole)
    };
    (0..10).map(tenth).collect()
}

fn calibration_error(reliability: &[(usize, f64, f64)]) -> f64 {
    let count: usize = reliability.iter().map(|(count, _, _)| count).sum();
    let error = reliability.iter().map(|(of, mean, right)| *of as f64 * (mean - right).abs());
    error.sum::<f64>() / count.max(1) as f64
}

/// A day of minutes from eight stations with 2,000 candidates around them, to measure time with: an incident's wind and
/// air over and over, its register filled up.
pub fn large_register() -> Input {
    const CANDIDATES: usize = 2_000;
    const STATIONS: usize = 8;
    const DAY_S: i64 = 86_400;
    let minutes = |seed: &u64| {
        let incident = Incident::build(IncidentKind::One, *seed);
        incident.step_s == 60 && incident.stations.len() >= STATIONS
    };
    let incident = Incident::build(IncidentKind::One, (1u64..).find(minutes).unwrap_or(1));
    let mut input = input(&incident);
    let lasting_s = incident.readings.first().map_or(1, Vec::len) as i64 * incident.step_s;
    let again = |at: Timestamp, turn: i64| model::china::plus_seconds(at, turn * lasting_s);
    let is_kept = |at: &Timestamp| at.as_second() < 1_600_000_000 + DAY_S;
    let turns = DAY_S / lasting_s + 1;
    input.observations.retain(|seen| seen.instrument < STATIONS);
    input.instruments.truncate(STATIONS);
    let seen = std::mem::take(&mut input.observations);
    let repeat = |turn: i64| seen.iter().map(move |seen| Observation { at: again(seen.at, turn), ..*seen });
    input.observations = (0..turns).flat_map(repeat).filter(|seen| is_kept(&seen.at)).collect();
    let wind = std::mem::take(&mut input.wind);
    let repeat = |turn: i64| wind.iter().map(move |row| Wind { at: again(row.at, turn), ..*row });
    input.wind = (0..turns).flat_map(repeat).filter(|row| is_kept(&row.at)).collect();
    let known = input.candidates.clone();
    for number in known.len()..CANDIDATES {
        let mut candidate = known[number % known.len()].clone();
        let turn = 2.399_963 * number as f64;
        candidate.id = format!("X{number}");
        candidate.position.east_m += 0.7 * number as f64 * turn.cos();
        candidate.position.north_m += 0.7 * number as f64 * turn.sin();
        input.candidates.push(candidate);
    }
    input
}
