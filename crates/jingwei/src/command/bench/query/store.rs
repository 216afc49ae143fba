//! The store: a city month of minutes and hours, a year of both for some outlets, and a day that is not sealed yet.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::time::Instant;

use anyhow::Context;
use casework::register::Command;
use clap::Args;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use lake::{Batch, Lake, SealedKind, SeriesValue};
use model::{
    Actor, Clock, FactorCode, Granularity, Origin, Problems, Reading, SeriesKey, Source, Timestamp, china,
};
use sim::{BulkCity, BulkOutlet, BulkReading};

use super::super::figures::{Report, progress};
use super::super::server::Account;
use crate::clock::ScenarioClock;
use crate::config::Config;
use crate::process::{Keepers, sealing_alone};
use crate::sealing::Sealing;

const SEED: u64 = 20_200_630;
/// The first day that is not sealed; the city month ends before it.
pub(super) const HOT_DAY: Date = date(2020, 7, 1);
/// Readings of one commit of the day that is not sealed: as many as a busy second brings.
const COMMIT: usize = 2_000;

/// How much is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Args)]
pub(super) struct Size {
    /// Outlets of the city, each with six factors; 3,000 are a large city.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) outlets: u32,
    /// Outlets of which there is more than the last month; never more than there are.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub(super) year_outlets: u32,
    /// Months of those, with the last.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=24))]
    pub(super) months: u32,
}

/// A store that is there.
pub(super) struct Made {
    pub(super) outlets: Vec<BulkOutlet>,
    /// Those with the longer history.
    pub(super) year_outlets: Vec<BulkOutlet>,
    pub(super) months: u32,
    pub(super) account: Account,
    pub(super) factors: Vec<FactorCode>,
}

/// The configuration with which the store is made and served.
pub(in super::super) fn configuration(folder: &Path) -> anyhow::Result<Config> {
    let mut config = Config::resolve("", &BTreeMap::new())?;
    config.data_folder = folder.to_owned();
    Ok(config)
}

/// When the server says it is: shortly after the day that is not sealed.
pub(super) fn served_at() -> Timestamp {
    china::plus_seconds(midnight(HOT_DAY), 86_400 + 60)
}

pub(super) fn midnight(day: Date) -> Timestamp {
    china::instant(day.at(0, 0, 0, 0))
}

/// Makes what is not there yet, and tells what it came to.
pub(super) fn make(folder: &Path, size: Size, report: &mut Report) -> anyhow::Result<Made> {
    let config = configuration(folder)?;
    let keepers = Keepers::open(&config)?;
    let clock: Arc<dyn Clock> = Arc::new(ScenarioClock::new(served_at(), 1.0));
    let city = BulkCity::new(SEED, size.outlets);
    let import = Command::Import { entries: city.entries(), origin: "bench query".into() };
    keepers.office(Arc::clone(&clock)).register(None, &Actor::system("bench"), &import)?;
    let account = Account::open(&keepers.vault, clock.now())?;
    let outlets = city.outlets();
    let every = (outlets.len() / (size.year_outlets as usize).clamp(1, outlets.len())).max(1);
    let year_outlets: Vec<_> =
        outlets.iter().step_by(every).take(size.year_outlets as usize).cloned().collect();
    let sealing = sealing_alone(&config, &keepers, clock)?;
    sealing.finish_what_was_begun()?;
    hot_day(&sealing.lake, &outlets)?;
    let mut rates = Vec::new();
    for back in 0..size.months {
        let month = HOT_DAY.checked_sub((i64::from(back) + 1).months())?;
        let of = if back == 0 { &outlets } else { &year_outlets };
        for granularity in [Granularity::Minute, Granularity::Hour] {
            let rate = seal_month(&sealing, granularity, month, of)?;
            rates.extend(rate.filter(|_| granularity == Granularity::Minute));
        }
    }
    report.add("make, minutes straight into files", "rows/s", rates);
    tell_sizes(&sealing.lake, report);
    let first = outlets.first().context("a city without outlets")?;
    let factors = first.minutes(midnight(HOT_DAY), 1).into_iter().map(|(factor, _)| factor).collect();
    Ok(Made { outlets, year_outlets, months: size.months, account, factors })
}

/// The minutes of the day that is not sealed, in the order in which a city's loggers send them.
fn hot_day(lake: &Lake, outlets: &[BulkOutlet]) -> anyhow::Result<()> {
    let (start, last) = (midnight(HOT_DAY), china::plus_seconds(midnight(HOT_DAY), 1439 * 60));
    let is_there = |outlet: &BulkOutlet| {
        let series = lake.series_of(&Source::Outlet(outlet.id.clone()));
        let latest = series.first().and_then(|series| lake.latest(series, Granularity::Minute));
        latest.is_some_and(|latest| latest.time == last)
    };
    if outlets.iter().all(is_there) {
        return Ok(());
    }
    progress("query: the day that is not sealed");
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    for neighbours in outlets.chunks(COMMIT / 6) {
        let mut series: Vec<(SeriesKey, std::vec::IntoIter<BulkReading>)> = Vec::new();
        for outlet in neighbours {
            for (factor, minutes) in outlet.minutes(start, 1) {
                let source = Source::Outlet(outlet.id.clone());
                series.push((SeriesKey { source, factor }, minutes.into_iter()));
            }
        }
        for _ in 0..1440 {
            let next = series
                .iter_mut()
                .filter_map(|(series, minutes)| Some(reading(series, Granularity::Minute, minutes.next()?)));
            let batch = Batch { readings: next.collect(), ..Batch::default() };
            runtime.block_on(lake.append(batch))?;
        }
    }
    Ok(())
}

/// As the gateway would have made it.
pub(in super::super) fn reading(series: &SeriesKey, granularity: Granularity, one: BulkReading) -> Reading {
    let BulkReading { time, unit, values, mark, received_at } = one;
    Reading {
        series: series.clone(),
        granularity,
        time,
        unit,
        values,
        mark,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at,
    }
}

fn bulk(one: BulkReading) -> SeriesValue {
    let BulkReading { time, unit, values, mark, received_at } = one;
    SeriesValue { time, unit, values, mark, problems: Problems::NONE, origin: Origin::Live, received_at }
}

/// Writes a month if it is not there; gives rows a second.
fn seal_month(
    sealing: &Sealing,
    granularity: Granularity,
    month: Date,
    outlets: &[BulkOutlet],
) -> anyhow::Result<Option<f64>> {
    let is_there =
        |file: &lake::SealedFile| file.granularity == granularity && file.period.first_day() == month;
    if sealing.lake.sealed_files().iter().any(is_there) {
        return Ok(None);
    }
    let began = Instant::now();
    let days = u32::try_from(month.days_in_month()).unwrap_or(31);
    let seal = std::thread::scope(|scope| {
        // The next outlet is made while the last one is written.
        let (sender, receiver) = mpsc::sync_channel(1);
        scope.spawn(move || {
            for (number, outlet) in outlets.iter().enumerate() {
                if sender.send(month_of(outlet, granularity, month, days)).is_err() {
                    return;
                }
                if number % 100 == 99 {
                    let part = (number + 1) as f64 / outlets.len() as f64;
                    let left_s = began.elapsed().as_secs_f64() * (1.0 / part - 1.0);
                    progress(&format!(
                        "query: {month} {granularity:?}: {:.0} %, {left_s:.0} s to go",
                        part * 100.0
                    ));
                }
            }
        });
        sealing.lake.seal_bulk(granularity, month, served_at(), &mut receiver.into_iter())
    });
    let seal = seal.with_context(|| format!("cannot write {month}"))?;
    sealing.finish_what_was_begun()?;
    Ok(Some(seal.rows() as f64 / began.elapsed().as_secs_f64()))
}

fn month_of(
    outlet: &BulkOutlet,
    granularity: Granularity,
    month: Date,
    days: u32,
) -> (Source, BTreeMap<FactorCode, Vec<SeriesValue>>) {
    let series = outlet.minutes(midnight(month), days).into_iter().map(|(factor, minutes)| {
        let rows = match granularity {
            Granularity::Hour => sim::hours_of(&minutes, sim::decimals_of(&factor)),
            Granularity::Realtime | Granularity::Minute | Granularity::Day => minutes,
        };
        (factor, rows.into_iter().map(bulk).collect())
    });
    (Source::Outlet(outlet.id.clone()), series.collect())
}

fn tell_sizes(lake: &Lake, report: &mut Report) {
    let files = lake.sealed_files();
    for granularity in [Granularity::Minute, Granularity::Hour] {
        let of = || files.iter().filter(move |file| file.granularity == granularity);
        let sum = |part: fn(&lake::SealedFile) -> u64| of().map(part).sum::<u64>() as f64;
        let values = sum(|file| file.values);
        let rows = of().filter(|file| file.kind == SealedKind::Values).map(|file| file.rows).sum::<u64>();
        let name = format!("sealed, {}", api::granularity_code(granularity));
        report.add(format!("{name}: rows"), "rows", [rows as f64]);
        report.add(format!("{name}: values"), "values", [values]);
        report.add(format!("{name}: size"), "MB", [sum(|file| file.bytes) / 1e6]);
        report.add(format!("{name}: a value, roll-ups included"), "B", [sum(|file| file.bytes) / values]);
    }
    let names = files.iter().map(|file| &file.name).collect::<std::collections::BTreeSet<_>>();
    report.note(format!("{} sealed files", names.len()));
}
