//! The product's engine with every detector on, over a city's readings in the order in which they come.

use cpu_time::ThreadTime;
use detect::{Engine, Parameters};
use model::{
    Granularity, Mark, MeterId, Reading, Register, RegisterEntry, SeriesKey, Source, StationId, Timestamp,
    Unit, Values, china, power,
};
use sim::{BulkCity, BulkReading, City, decimals_of, hours_of};

use super::super::figures::{Report, progress};
use super::super::query::reading;

const SEED: u64 = 20_200_630;
/// Hours of so many days are learned before: what is expected of an hour mean takes three weeks to learn.
const LEARN_DAYS: u32 = 24;
/// Meters' states take a day.
const METER_LEARN_MINUTES: i64 = 3 * 1440;
/// Readings of so many minutes are made at once; making them does not count.
const PIECE_MINUTES: usize = 10;
/// Factors of a station.
const STATION_FACTORS: [&str; 6] = ["a34004", "a34002", "a21004", "a21026", "a05024", "a21005"];

/// One series of an outlet: its minutes of the first hours of a day.
struct Minutes {
    key: SeriesKey,
    minutes: Vec<BulkReading>,
}

/// Everything that speaks.
struct Town {
    register: Register,
    /// With the meters.
    city: City,
    outlets: BulkCity,
    meters: Vec<MeterId>,
    stations: Vec<StationId>,
    day: Timestamp,
}

pub(super) fn measure(outlets: u32, rounds: u32, report: &mut Report) -> anyhow::Result<()> {
    let town = Town::new(outlets)?;
    let mut engine = Engine::new(&town.register, Parameters::default());
    progress("judge: the engine learns");
    let mut findings = Vec::new();
    let series = town.learn(&mut engine, rounds)?;
    let (mut rates, mut readings) = (Vec::new(), 0);
    for hour in 0..rounds as usize {
        progress(&format!("judge: hour {} of {rounds}", hour + 1));
        let (mut judged, mut seconds) = (0, 0.0);
        for minute in (0..60).step_by(PIECE_MINUTES) {
            let piece = town.piece(&series, hour * 60 + minute)?;
            let began = ThreadTime::now();
            for reading in &piece {
                engine.observe(reading, &mut findings);
            }
            seconds += began.elapsed().as_secs_f64();
            judged += piece.len();
        }
        engine.tick(china::plus_seconds(town.day, (hour as i64 + 1) * 3600), &mut findings);
        readings += judged;
        rates.push(judged as f64 / seconds);
    }
    report.add("engine, one thread", "readings/s", rates);
    report.note(format!(
        "engine: {readings} readings of {} series of outlets, {} meters and {} stations in the order of their time, \
         hour means with them, after {LEARN_DAYS} days; every detector on; {} findings",
        series.len(),
        town.meters.len(),
        town.stations.len(),
        findings.len()
    ));
    Ok(())
}

impl Town {
    fn new(outlets: u32) -> anyhow::Result<Self> {
        let day = china::instant(jiff::civil::date(2020, 8, 30).at(0, 0, 0, 0));
        let (city, outlets) = (City::build(1, day), BulkCity::new(SEED, outlets));
        let mut register = city.register();
        for entry in outlets.entries() {
            // Districts are those of the city with the meters.
            if !matches!(entry, RegisterEntry::District(_)) {
                register.put(entry)?;
            }
        }
        let meters = register.meters.keys().cloned().collect();
        let stations = register.stations.keys().cloned().collect();
        Ok(Self { register, city, outlets, meters, stations, day })
    }

    /// Gives the engine the hours of the days before; the minutes of the day that is judged.
    fn learn(&self, engine: &mut Engine, hours: u32) -> anyhow::Result<Vec<Minutes>> {
        let from = china::plus_seconds(self.day, -86_400 * i64::from(LEARN_DAYS));
        let (mut series, mut findings) = (Vec::new(), Vec::new());
        for outlet in self.outlets.outlets() {
            let mut readings = Vec::new();
            for (factor, minutes) in outlet.minutes(from, LEARN_DAYS + 1) {
                let today = LEARN_DAYS as usize * 1440;
                let key = SeriesKey { source: Source::Outlet(outlet.id.clone()), factor };
                let (before, today) = minutes.split_at_checked(today).unwrap_or((&minutes, &[]));
                let learned = hours_of(before, decimals_of(&key.factor));
                readings.extend(learned.into_iter().map(|hour| reading(&key, Granularity::Hour, hour)));
                let minutes = today.iter().take(hours as usize * 60).cloned().collect();
                series.push(Minutes { key, minutes });
            }
            readings.sort_by_key(|reading| reading.time);
            readings.iter().for_each(|reading| engine.observe(reading, &mut findings));
        }
        let minutes_before = i64::from(LEARN_DAYS) * 1440;
        for minute in -minutes_before..0 {
            let mut readings = Vec::new();
            self.meters_and_stations(minute, &mut readings)?;
            readings.iter().for_each(|reading| engine.observe(reading, &mut findings));
            findings.clear();
        }
        Ok(series)
    }

    /// What everybody says from `first` on, in minutes of the day, for the length of a piece.
    fn piece(&self, series: &[Minutes], first: usize) -> anyhow::Result<Vec<Reading>> {
        let mut readings = Vec::new();
        for minute in first..first + PIECE_MINUTES {
            let of = |one: &Minutes| {
                Some(reading(&one.key, Granularity::Minute, one.minutes.get(minute)?.clone()))
            };
            readings.extend(series.iter().filter_map(of));
            self.meters_and_stations(minute as i64, &mut readings)?;
            if minute % 60 == 59 {
                for Minutes { key, minutes } in series {
                    let hour = minutes.get(minute - 59..=minute).unwrap_or_default();
                    let hours = hours_of(hour, decimals_of(&key.factor));
                    readings.extend(hours.into_iter().map(|hour| reading(key, Granularity::Hour, hour)));
                }
            }
        }
        Ok(readings)
    }

    /// Power of every minute, and stations once an hour.
    fn meters_and_stations(&self, minute: i64, readings: &mut Vec<Reading>) -> anyhow::Result<()> {
        let time = china::plus_seconds(self.day, minute * 60);
        let meters = self.meters.iter().filter(|_| minute >= -METER_LEARN_MINUTES);
        for meter in meters {
            let Some(kilowatts) = self.city.power_kw(meter, time) else { continue };
            let key = SeriesKey { source: Source::Meter(meter.clone()), factor: power::active_power() };
            let one = one(time, Unit::Kilowatt, kilowatts);
            readings.push(reading(&key, Granularity::Realtime, one));
        }
        if minute.rem_euclid(60) == 59 {
            let hour = minute.div_euclid(60);
            let time = china::plus_seconds(self.day, hour * 3600);
            for (place, station) in self.stations.iter().enumerate() {
                for (number, factor) in STATION_FACTORS.iter().enumerate() {
                    let source = Source::Station(station.clone());
                    let key = SeriesKey { source, factor: factor.parse()? };
                    let day = (hour % 24) as f64 / 24.0 * std::f64::consts::TAU;
                    // What all stations share, and what each has for itself: they need not be real to cost the same.
                    let noise =
                        (hour.wrapping_mul(7919).wrapping_add((place * 31 + number) as i64) % 13) as f64;
                    let value = 40.0 + 10.0 * number as f64 + 15.0 * day.sin() + noise;
                    let one = one(time, Unit::MicrogramPerCubicMetre, value);
                    readings.push(reading(&key, Granularity::Hour, one));
                }
            }
        }
        Ok(())
    }
}

fn one(time: Timestamp, unit: Unit, value: f64) -> BulkReading {
    let values = Values { value: Some(value), ..Values::default() };
    BulkReading { time, unit, values, mark: Mark::Normal, received_at: china::plus_seconds(time, 3) }
}
