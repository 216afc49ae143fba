//! A made-up network: the level of the air goes up and down with the day and with the weather, each station has its
//! share of it and its own unrest.

use detect::methods::{LocalSpikeJudgement, LocalSpikeParameters, LocalSpikes};

pub(crate) const STATIONS: usize = 6;
const HOURS: i64 = 1000;
/// Odds above this one are told.
const TOLD: f64 = -1.0;

/// Unrest between -1 and 1, the same in every run.
fn unrest(hour: i64, station: usize) -> f64 {
    let mut bits = (hour as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
        ^ (station as u64 + 1).wrapping_mul(0xD1B5_4A32_D192_ED03);
    bits = (bits ^ (bits >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    ((bits >> 32) as f64 / f64::from(u32::MAX)) * 2.0 - 1.0
}

fn air(hour: i64) -> f64 {
    let turn = |hours: f64| (hour as f64 / hours * std::f64::consts::TAU).sin();
    (60.0 + 15.0 * turn(24.0) + 25.0 * turn(133.0) + 10.0 * turn(17.3)).max(5.0)
}

pub(crate) fn values(hour: i64) -> Vec<Option<f64>> {
    let of = |station: usize| {
        let share = 0.7 + 0.1 * station as f64;
        (air(hour) * share + 6.0 * unrest(hour, station)).max(0.0).round()
    };
    (0..STATIONS).map(of).map(Some).collect()
}

fn network() -> LocalSpikes {
    let mut network = LocalSpikes::new(LocalSpikeParameters::default());
    for number in 0..STATIONS {
        assert_eq!(network.add_station(&(0..number).collect::<Vec<_>>()), number);
    }
    network
}

type Judged = Vec<Option<LocalSpikeJudgement>>;

/// Every hour's judgements of a network whose values `change` changes.
fn judged(hours: i64, mut change: impl FnMut(i64, &mut Vec<Option<f64>>)) -> Vec<Judged> {
    let mut network = network();
    let hour = |hour| {
        let mut values = values(hour);
        change(hour, &mut values);
        network.push(hour, &values)
    };
    (0..hours).map(hour).collect()
}

fn odds(judged: &[Judged], hour: i64, station: usize) -> f64 {
    judged[hour as usize][station].unwrap().log_odds
}

/// The greatest odds of a station from `from` on, but for the hours `except`.
fn highest(judged: &[Judged], station: usize, from: i64, except: std::ops::Range<i64>) -> f64 {
    let hours = (from..judged.len() as i64).filter(|hour| !except.contains(hour));
    let odds = hours.filter_map(|hour| judged[hour as usize][station]).map(|judged| judged.log_odds);
    odds.fold(f64::NEG_INFINITY, f64::max)
}

/// Adds a spike of four hours from `from` on at `station`.
fn spike(from: i64, station: usize) -> impl FnMut(i64, &mut Vec<Option<f64>>) {
    move |hour, values| {
        let added = [40.0, 120.0, 125.0, 45.0];
        if let Some(added) = usize::try_from(hour - from).ok().and_then(|hour| added.get(hour)) {
            values[station] = values[station].map(|value| value + added);
        }
    }
}

#[test]
fn a_spike_stands_out_at_its_station_and_nowhere_else() {
    let judged = judged(HOURS, spike(900, 2));
    assert!(odds(&judged, 901, 2) > TOLD, "{:?}", judged[901][2]);
    assert!(odds(&judged, 902, 2) > TOLD, "{:?}", judged[902][2]);
    let expected = judged[901][2].unwrap().expected;
    assert!((expected - air(901) * 0.9).abs() < 10.0, "{expected}");
    for station in 0..STATIONS {
        let spike_h = if station == 2 { 900..904 } else { 0..0 };
        assert!(highest(&judged, station, 400, spike_h) < TOLD, "station {station}");
    }
}

#[test]
fn an_episode_of_the_whole_region_is_no_local_spike() {
    // Dust comes within an hour, at once everywhere, and is gone after five.
    let judged = judged(HOURS, |hour, values| {
        if (900..905).contains(&hour) {
            values.iter_mut().flatten().for_each(|value| *value *= 5.0);
        }
    });
    for station in 0..STATIONS {
        assert!(highest(&judged, station, 400, 0..0) < TOLD, "station {station}");
    }
}

#[test]
fn a_new_level_is_no_spike_for_long() {
    let judged = judged(HOURS, |hour, values| {
        if hour >= 800 {
            values[1] = values[1].map(|value| value + 60.0);
        }
    });
    assert!(odds(&judged, 801, 1) > TOLD);
    assert!(highest(&judged, 1, 860, 0..0) < TOLD);
}

#[test]
fn a_station_that_is_missing_for_months_takes_nothing_from_the_others() {
    let mut change = spike(2900, 2);
    let judged = judged(3000, |hour, values| {
        change(hour, values);
        if (500..2800).contains(&hour) {
            values[4] = None;
        }
    });
    assert!(judged[600][4].is_none());
    assert!(odds(&judged, 2901, 2) > TOLD);
    for station in (0..STATIONS).filter(|station| *station != 2) {
        assert!(highest(&judged, station, 400, 0..0) < TOLD, "station {station}");
    }
}

#[test]
fn hours_without_any_value_are_passed_over() {
    let empty = judged(100, |_, values| values.fill(None));
    assert!(empty.iter().flatten().all(Option::is_none));
    let mut change = spike(950, 0);
    let judged = judged(HOURS, |hour, values| {
        change(hour, values);
        if (600..700).contains(&hour) {
            values.fill(None);
        }
    });
    assert!(odds(&judged, 951, 0) > TOLD);
    assert!(highest(&judged, 1, 400, 0..0) < TOLD);
}

#[test]
fn an_hour_that_comes_again_or_late_changes_nothing() {
    let (mut once, mut again) = (network(), network());
    for hour in 0..300 {
        let values = values(hour);
        let judged = once.push(hour, &values);
        assert_eq!(again.push(hour, &values), judged);
        assert_eq!(again.push(hour, &[Some(1e6); STATIONS]), [None; STATIONS]);
        assert_eq!(again.push(hour - 5, &values), [None; STATIONS]);
    }
}

#[test]
fn a_jump_of_time_forgets_the_last_hours_and_keeps_what_was_learned() {
    let mut network = network();
    for hour in 0..600 {
        network.push(hour, &values(hour));
    }
    for hour in (5000..5100).chain(1_000_000_000..1_000_000_100) {
        let judged = network.push(hour, &values(hour));
        assert!(judged.iter().flatten().all(|judged| judged.log_odds < TOLD), "{hour}: {judged:?}");
    }
}

#[test]
fn a_new_station_is_judged_by_those_that_were_there() {
    let mut network = network();
    let mut judged = Vec::new();
    for hour in 0..HOURS {
        if hour == 500 {
            assert_eq!(network.add_station(&[0, 1, 2, 3, 4, 5]), STATIONS);
        }
        let mut values = values(hour);
        values.push((hour >= 500).then(|| (air(hour) * 1.5 + 6.0 * unrest(hour, STATIONS)).round()));
        if (900..903).contains(&hour) {
            values[STATIONS] = values[STATIONS].map(|value| value + 250.0);
        }
        judged.push(network.push(hour, &values));
    }
    assert!(judged[499].len() == STATIONS && judged[500].len() == STATIONS + 1);
    assert_eq!(judged[900][STATIONS].unwrap().learned_h, 400);
    assert!(odds(&judged, 901, STATIONS) > TOLD);
    assert!(highest(&judged, 0, 400, 0..0) < TOLD);
}

#[test]
fn what_is_no_number_or_below_zero_does_no_harm() {
    let mut change = spike(900, 3);
    let judged = judged(HOURS, |hour, values| {
        change(hour, values);
        values[5] = match hour % 5 {
            0 => Some(f64::NAN),
            1 => Some(f64::INFINITY),
            2 => Some(-3.0),
            _ => values[5],
        };
    });
    assert!(judged[900][5].is_none() && judged[901][5].is_none());
    assert!(judged.iter().flatten().flatten().all(|judged| judged.log_odds.is_finite()));
    assert!(odds(&judged, 901, 3) > TOLD);
}

#[test]
fn the_unit_does_not_matter() {
    let (mut micrograms, mut milligrams) = (network(), network());
    for hour in 0..400 {
        let values = values(hour);
        let fine = micrograms.push(hour, &values);
        let coarse: Vec<_> = values.iter().map(|value| value.map(|value| value / 1000.0)).collect();
        let coarse = milligrams.push(hour, &coarse);
        for (fine, coarse) in fine.iter().flatten().zip(coarse.iter().flatten()) {
            assert!((fine.log_odds - coarse.log_odds).abs() < 1e-3, "{hour}: {fine:?} {coarse:?}");
        }
    }
}

#[test]
fn no_more_neighbours_are_learned_of_than_wanted() {
    let parameters = LocalSpikeParameters { most_neighbours: 2, ..LocalSpikeParameters::default() };
    let mut network = LocalSpikes::new(parameters);
    for number in 0..STATIONS {
        network.add_station(&(0..number).collect::<Vec<_>>());
    }
    let mut change = spike(900, 2);
    for hour in 0..HOURS {
        let mut values = values(hour);
        change(hour, &mut values);
        let judged = network.push(hour, &values);
        if hour == 901 {
            assert!(judged[2].unwrap().log_odds > TOLD, "{judged:?}");
        }
    }
}
