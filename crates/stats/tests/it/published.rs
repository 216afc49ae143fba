//! Against figures that others published or measured.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use jiff::civil::{Date, date};
use law::Pollutant;
use stats::air::{DayHours, GoodDays, Index, Standing, day_index, hour_index};

use crate::law;

/// A file of the data beside the repository, unpacked; `None` with a printed reason where it is not there.
#[allow(clippy::disallowed_methods, reason = "the test reads what lies beside the repository")]
fn shared(file: &str) -> Option<String> {
    let path = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")).join(file);
    let text = if file.ends_with(".gz") {
        Command::new("gzip").arg("-dc").arg(&path).output().ok().map(|output| output.stdout)
    } else {
        std::fs::read(&path).ok()
    };
    let text = text.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|text| !text.is_empty());
    if text.is_none() {
        println!("skipped: {} cannot be read", path.display());
    }
    text
}

/// The hourly publication of 7 March 2022, 01:00: ten stations of Changsha with concentrations and AQI.
#[test]
fn the_hourly_index_agrees_with_the_published_one() {
    let Some(text) = shared("cnemc_changsha/changsha_2022-03-07T01.csv") else { return };
    let law = law();
    let rule = law.air_quality_index(date(2022, 3, 7)).unwrap();
    let mut lines = text.lines();
    let heads: Vec<&str> = lines.next().unwrap().split(',').collect();
    let (mut compared, mut different) = (0, Vec::new());
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&str> = line.split(',').collect();
        let cell = |name: &str| cells[heads.iter().position(|head| *head == name).unwrap()];
        let columns = [
            (Pollutant::Pm25, "pm2_5"),
            (Pollutant::Pm10, "pm10"),
            (Pollutant::So2, "so2"),
            (Pollutant::No2, "no2"),
            (Pollutant::Co, "co"),
            (Pollutant::O3, "o3"),
        ];
        let means: BTreeMap<Pollutant, f64> =
            columns.iter().filter_map(|(p, column)| Some((*p, cell(column).parse().ok()?))).collect();
        let Ok(published) = cell("aqi").parse::<u16>() else { continue };
        let index = hour_index(rule, &means);
        assert_eq!(index.standing == Standing::Published, means.len() == 6);
        compared += 1;
        if index.index != Some(published) {
            different.push((cell("stationcode").to_owned(), index.index, published));
        }
    }
    println!("{compared} stations compared, different: {different:?}");
    assert_eq!(compared, 10);
    assert!(different.is_empty(), "{different:?}");
}

/// Four years of hours of a station in Beijing. Nothing was published with them: what must hold for any data
/// is looked at, on gaps and episodes as they really are.
#[test]
fn four_real_years_add_up() {
    let Some(text) = shared("beijing_prsa/PRSA_Data_Dongsi_20130301-20170228.csv.gz") else { return };
    let law = law();
    let rule = law.air_quality_index(date(2016, 6, 1)).unwrap();
    // No,year,month,day,hour,PM2.5,PM10,SO2,NO2,CO,O3,…; carbon monoxide in µg/m³.
    let columns = [
        (Pollutant::Pm25, 5, 1.0),
        (Pollutant::Pm10, 6, 1.0),
        (Pollutant::So2, 7, 1.0),
        (Pollutant::No2, 8, 1.0),
        (Pollutant::Co, 9, 1e-3),
        (Pollutant::O3, 10, 1.0),
    ];
    let mut days: BTreeMap<Date, BTreeMap<Pollutant, DayHours>> = BTreeMap::new();
    for line in text.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let number = |at: usize| cells[at].parse::<i16>().unwrap();
        let day = days.entry(date(number(1), number(2) as i8, number(3) as i8)).or_default();
        for (pollutant, at, scale) in columns {
            let figure: Option<f64> = cells[at].parse().ok();
            day.entry(pollutant).or_insert([None; 24])[number(4) as usize] =
                figure.map(|figure| figure * scale);
        }
    }
    assert_eq!(days.len(), 1461);
    let indices: Vec<Index> = days.values().map(|hours| day_index(rule, hours)).collect();
    let count = GoodDays::of(indices.iter().map(|index| (rule, index)));
    println!("{count:?}, {:.1} % good", count.rate_percent().unwrap());
    assert_eq!(count.counted + count.left_out.values().sum::<u32>(), 1461);
    assert_eq!(count.by_level.values().sum::<u32>(), count.counted);
    let good = |level: u8| count.by_level.get(&level).copied().unwrap_or(0);
    assert_eq!(good(1) + good(2), count.good);
    for index in indices.iter().filter(|index| index.standing == Standing::Published) {
        let top = index.index.unwrap();
        assert!(index.missing.is_empty() && index.partials.iter().all(|part| part.hours == 24));
        assert!(index.primary.iter().all(|primary| {
            index.partials.iter().any(|part| part.pollutant == *primary && part.index == Some(top))
        }));
        assert_eq!(index.primary.is_empty(), top <= 50);
    }
}
