//! Local spikes at stations: for every pollutant `P` a table `injected_P.csv` (`time`, then a column for each
//! station, hour by hour) and its truth `truth_P.csv` (`station,start,end`, both ends are hours of the spike).
//!
//! Counted are (hour, station) cells that have a value. Every cell has a score that follows from rows up to its own.

mod peer;
mod ranked;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use detect::methods::{LocalSpikeParameters, LocalSpikes};
use model::{Timestamp, china};
use serde::Serialize;

use self::ranked::Ranked;
use crate::TrialError;
use crate::files::{self, Table};

const VALUES: &str = "injected_";
const TRUTH: &str = "truth_";
const TIME: &str = "time";

/// How well the spikes of one pollutant are found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Precision averaged over recall as the threshold falls; `None` without spikes.
    pub average_precision: Option<f64>,
    /// The share of spikes' hours that are found where each station has one false hour a week.
    pub recall_at_1_false_hour_per_station_week: Option<f64>,
    /// A simple peer: the logarithm of the station over the median of the others, against how that usually is.
    pub peer: Peer,
}

/// The same of the peer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Peer {
    /// Its average precision.
    pub average_precision: Option<f64>,
    /// Its recall at one false hour in a week of a station.
    pub recall_at_1_false_hour_per_station_week: Option<f64>,
}

/// One pollutant at all stations.
struct Network {
    stations: Vec<String>,
    /// By hour: the hour of local time, and the value of each station.
    rows: Vec<(i64, Vec<Option<f64>>)>,
}

/// Whether `folder` holds a set of this kind.
pub(crate) fn is_there(folder: &Path) -> bool {
    files::names(folder, VALUES).is_ok_and(|pollutants| !pollutants.is_empty())
}

/// Judges the set in `folder`, by pollutant.
///
/// # Errors
/// When a file is missing or not what its columns say.
pub fn run(folder: &Path) -> Result<BTreeMap<String, Figures>, TrialError> {
    let pollutants = files::names(folder, VALUES)?;
    pollutants.into_iter().map(|name| figures(folder, &name).map(|figures| (name, figures))).collect()
}

fn figures(folder: &Path, pollutant: &str) -> Result<Figures, TrialError> {
    let network = network(folder, pollutant)?;
    let truth = truth(folder, pollutant)?;
    let ours = ranked(&network, &truth, &scores(&network));
    let theirs = ranked(&network, &truth, &peer::scores(&network.rows));
    Ok(Figures {
        average_precision: ours.average_precision(),
        recall_at_1_false_hour_per_station_week: ours.recall_at_false_share(ONE_HOUR_A_WEEK),
        peer: Peer {
            average_precision: theirs.average_precision(),
            recall_at_1_false_hour_per_station_week: theirs.recall_at_false_share(ONE_HOUR_A_WEEK),
        },
    })
}

/// One hour a week, as a share of all hours.
const ONE_HOUR_A_WEEK: f64 = 1.0 / 168.0;

fn network(folder: &Path, pollutant: &str) -> Result<Network, TrialError> {
    let table = Table::read(folder, &format!("{VALUES}{pollutant}"))?;
    let stations: Vec<String> = table.names().filter(|name| *name != TIME).map(str::to_owned).collect();
    let columns =
        stations.iter().map(|station| table.numbers(station)).collect::<Result<Vec<_>, TrialError>>()?;
    let row = |(row, time): (usize, Timestamp)| {
        let values = columns.iter().map(|column| column.get(row).copied().flatten());
        (local_hour(time), values.collect())
    };
    let mut rows: Vec<(i64, Vec<Option<f64>>)> =
        table.times(TIME)?.into_iter().enumerate().map(row).collect();
    rows.sort_by_key(|(hour, _)| *hour);
    // What is said of an hour first stands.
    rows.dedup_by_key(|(hour, _)| *hour);
    Ok(Network { stations, rows })
}

/// Hours of China's time, from a midnight on.
fn local_hour(time: Timestamp) -> i64 {
    (time.as_second() + i64::from(china::OFFSET.seconds())).div_euclid(3600)
}

/// The hours of all spikes, by station.
fn truth(folder: &Path, pollutant: &str) -> Result<BTreeSet<(String, i64)>, TrialError> {
    let table = Table::read(folder, &format!("{TRUTH}{pollutant}"))?;
    let spans = table.times("start")?.into_iter().zip(table.times("end")?);
    let hours = table.texts("station")?.zip(spans).flat_map(|(station, (start, end))| {
        (local_hour(start)..=local_hour(end)).map(|hour| (station.to_owned(), hour))
    });
    Ok(hours.collect())
}

/// The score of each cell, by row.
fn scores(network: &Network) -> Vec<Vec<Option<f64>>> {
    let mut spikes = LocalSpikes::new(LocalSpikeParameters::default());
    for number in 0..network.stations.len() {
        spikes.add_station(&(0..number).collect::<Vec<_>>());
    }
    let score = |(hour, values): &(i64, Vec<Option<f64>>)| {
        let judged = spikes.push(*hour, values);
        judged.into_iter().map(|judged| judged.map(|judged| judged.log_odds)).collect()
    };
    network.rows.iter().map(score).collect()
}

/// All cells with a value, by score; one without a score comes last.
fn ranked(network: &Network, truth: &BTreeSet<(String, i64)>, scores: &[Vec<Option<f64>>]) -> Ranked {
    let mut cells = Vec::new();
    for ((hour, values), scores) in network.rows.iter().zip(scores) {
        for (number, station) in network.stations.iter().enumerate() {
            if values.get(number).copied().flatten().is_some() {
                let score = scores.get(number).copied().flatten().unwrap_or(f64::NEG_INFINITY);
                cells.push((score, truth.contains(&(station.clone(), *hour))));
            }
        }
    }
    Ranked::new(cells)
}
