//! The factors of an outlet, asked at once, are what each is by itself.

use jiff::civil::{Date, date};
use lake::{Lake, SeriesValue};
use model::{FactorCode, Granularity, Reading, SeriesKey, Source, Timestamp, Values, china};

use crate::support::{append, open, reading, readings};

const MINUTE: Granularity = Granularity::Minute;
const FACTORS: [&str; 4] = ["a34013", "a21026", "w01018", "a00000"];
const DAYS: [Date; 3] = [date(2020, 8, 28), date(2020, 8, 29), date(2020, 8, 30)];

fn factor(number: usize) -> FactorCode {
    FACTORS[number].parse().unwrap()
}

fn source(number: usize) -> Source {
    format!("outlet:O-{number}").parse().unwrap()
}

fn value(outlet: usize, of: usize, day: Date, minute: i64, value: f64) -> Reading {
    let time = china::plus_seconds(china::instant(day.at(0, 0, 0, 0)), minute * 60);
    Reading {
        series: SeriesKey { source: source(outlet), factor: factor(of) },
        granularity: MINUTE,
        time,
        received_at: china::plus_seconds(time, 61),
        values: Values { value: Some(value), ..Values::default() },
        ..reading(0, 0, 0.0)
    }
}

fn compare(lake: &Lake) {
    let factors: Vec<FactorCode> = (0..FACTORS.len()).map(factor).collect();
    let midnight = |day: Date| china::instant(day.at(0, 0, 0, 0));
    let spans = [
        (Timestamp::MIN, Timestamp::MAX),
        (midnight(DAYS[1]), midnight(DAYS[2])),
        (china::plus_seconds(midnight(DAYS[0]), 30_000), china::plus_seconds(midnight(DAYS[2]), 10_000)),
        (midnight(DAYS[2]), midnight(DAYS[1])),
    ];
    for ((from, to), limit) in spans.into_iter().flat_map(|span| [(span, usize::MAX), (span, 150), (span, 0)])
    {
        for outlet in 0..3 {
            let found = lake.values_current(&source(outlet), &factors, MINUTE, (from, to), limit).unwrap();
            for (of, found) in factors.iter().zip(found) {
                let series = SeriesKey { source: source(outlet), factor: of.clone() };
                let alone = lake.range_current(&series, MINUTE, from, to, limit).unwrap();
                assert_eq!(found, alone.into_iter().map(SeriesValue::from).collect::<Vec<_>>());
            }
        }
    }
    let mut by_code = factors.clone();
    by_code.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    for ((from, to), outlet) in spans.into_iter().flat_map(|span| (0..3).map(move |outlet| (span, outlet))) {
        let all = |factor: FactorCode| {
            let series = SeriesKey { source: source(outlet), factor };
            lake.range(&series, MINUTE, from, to, usize::MAX).unwrap()
        };
        let found = lake.range_of_source(&source(outlet), &factors, MINUTE, (from, to)).unwrap();
        assert_eq!(found, by_code.iter().cloned().flat_map(all).collect::<Vec<_>>());
    }
}

#[test]
fn factors_asked_at_once_are_what_each_is_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    // The last factor is never measured, and of the second outlet only one is.
    let mut all = Vec::new();
    for (day, minute) in
        DAYS.into_iter().flat_map(|day| (0..1440).step_by(7).map(move |minute| (day, minute)))
    {
        all.extend((0..3).map(|of| value(0, of, day, minute, minute as f64 / 4.0 + of as f64)));
        all.push(value(1, 1, day, minute, 7.0));
    }
    append(&lake, readings(all));
    compare(&lake);
    let seal = |day: Date| {
        let seal = lake.seal(MINUTE, day, Timestamp::MAX).unwrap().unwrap();
        compare(&lake);
        lake.settle(&seal).unwrap();
        compare(&lake);
    };
    seal(DAYS[1]);
    append(&lake, readings(vec![value(0, 0, DAYS[1], 7, -1.0), value(0, 2, DAYS[1], 8, 0.5)]));
    compare(&lake);
    DAYS.into_iter().for_each(seal);
    let month = lake.compact(MINUTE, DAYS[0], Timestamp::MAX).unwrap().unwrap();
    compare(&lake);
    lake.settle(&month).unwrap();
    compare(&lake);
    lake.forget_unused(std::time::Duration::ZERO);
    compare(&lake);
    append(&lake, readings(vec![value(0, 1, DAYS[0], 14, 3.25), value(2, 1, DAYS[0], 15, 3.5)]));
    compare(&lake);
}

/// A day of which no value may be evidence has roll-ups without figures: they are answers, not damage.
#[test]
fn a_day_without_evidence_is_rolled_up_and_asked() {
    let folder = tempfile::tempdir().unwrap();
    let lake = open(folder.path());
    let faults = (0..1440)
        .step_by(7)
        .map(|minute| Reading { mark: model::Mark::Fault, ..value(0, 0, DAYS[0], minute, 1.0) });
    append(&lake, readings(faults.collect()));
    let series = SeriesKey { source: source(0), factor: factor(0) };
    let (from, to) = (china::instant(DAYS[0].at(0, 0, 0, 0)), china::instant(DAYS[2].at(0, 0, 0, 0)));
    let day = std::num::NonZeroU32::new(86_400).unwrap();
    let ask = || lake.summarise(&series, MINUTE, from, to, day).unwrap();
    let before = ask();
    let seal = lake.seal(MINUTE, DAYS[0], Timestamp::MAX).unwrap().unwrap();
    lake.settle(&seal).unwrap();
    assert_eq!(ask(), before);
    assert_eq!(before.len(), 1);
}
