use jiff::civil::date;
use model::{
    FactorCode, Granularity, Mark, Medium, Origin, Problem, Problems, Reading, SeriesKey, Source, Timestamp,
    Unit, Values, china,
};
use proptest::prelude::*;
use stats::{
    Declared, Doubt, FactorTable, FlowOf, HourState, Invalid, Period, Standing, Stop, Transmission,
    ValidMinutes, gaps, hours,
};

use crate::law;

const HOUR_S: i64 = 3600;

fn factor(code: &str) -> FactorCode {
    code.parse().unwrap()
}

fn period() -> Period {
    "2020-08".parse().unwrap()
}

fn at(hour: i64) -> Timestamp {
    china::plus_seconds(period().from(), hour * HOUR_S)
}

fn reading(hour: i64, value: f64, mark: &str) -> Reading {
    Reading {
        series: SeriesKey { source: Source::Outlet("KF-DA001".parse().unwrap()), factor: factor("a21026") },
        granularity: Granularity::Hour,
        time: at(hour),
        unit: Unit::MilligramPerCubicMetre,
        values: Values { value: Some(value), ..Values::default() },
        mark: Mark::from(mark),
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: at(hour + 1),
    }
}

fn states(readings: &[Reading], count: i64) -> Vec<HourState> {
    let found = hours(readings, at(0), at(count), &ValidMinutes::default(), None, Declared::default());
    found.into_iter().map(|hour| hour.state).collect()
}

#[test]
fn every_hour_says_how_it_stands() {
    let mut doubtful = reading(5, 1.0, "N");
    doubtful.problems = Problems::NONE.with(Problem::OutOfBounds);
    let mut empty = reading(6, 1.0, "N");
    empty.values.value = None;
    let harmless = Reading { problems: Problems::NONE.with(Problem::ClockSkew), ..reading(7, 1.0, "N") };
    let readings = [
        reading(0, 1.0, "N"),
        reading(1, 1.0, ""),
        reading(2, 0.0, "F"),
        reading(3, 9.0, "D"),
        doubtful,
        empty,
        harmless,
    ];
    let expected = [
        HourState::Valid,
        HourState::Valid,
        HourState::Stopped,
        HourState::Invalid(Doubt::Mark(Mark::Fault)),
        HourState::Missing,
        HourState::Invalid(Doubt::Problem(Problem::OutOfBounds)),
        HourState::Invalid(Doubt::NoValue),
        HourState::Valid,
    ];
    assert_eq!(states(&readings, 8), expected);
}

#[test]
fn a_clock_that_is_off_by_seconds_keeps_its_hours() {
    let early = Reading { time: china::plus_seconds(at(1), -50), ..reading(1, 1.0, "N") };
    let late = Reading { time: china::plus_seconds(at(2), 50), ..reading(2, 1.0, "N") };
    assert_eq!(states(&[early, late], 3), [HourState::Missing, HourState::Valid, HourState::Valid]);
}

#[test]
fn an_hour_needs_its_minutes_where_they_are_known() {
    let law = law();
    let rule = law.data_validity(Medium::Air, date(2020, 8, 1));
    let minute = |hour: i64, minute: i64, mark: &str| Reading {
        granularity: Granularity::Minute,
        time: china::plus_seconds(at(hour), minute * 60),
        ..reading(hour, 1.0, mark)
    };
    // Nine spans of five minutes are 45 minutes; in the second hour one of them is marked.
    let minutes: Vec<Reading> = (0..9)
        .flat_map(|i| [minute(0, i * 5, "N"), minute(1, i * 5, if i == 4 { "C" } else { "N" })])
        .collect();
    let minutes = ValidMinutes::of(&minutes);
    let readings = [reading(0, 1.0, "N"), reading(1, 1.0, "N"), reading(2, 1.0, "N")];
    let found = hours(&readings, at(0), at(3), &minutes, rule, Declared::default());
    let states: Vec<_> = found.into_iter().map(|hour| hour.state).collect();
    assert_eq!(states, [HourState::Valid, HourState::Invalid(Doubt::FewMinutes), HourState::Valid]);
}

#[test]
fn rates_are_counts_and_stops_are_taken_out() {
    let readings = [reading(0, 1.0, "N"), reading(1, 1.0, "D"), reading(2, 0.0, "F"), reading(3, 1.0, "N")];
    let declared = [Stop { from: at(4), to: at(6) }];
    let found = hours(
        &readings,
        at(0),
        at(8),
        &ValidMinutes::default(),
        None,
        Declared { stops: &declared, invalid: &[] },
    );
    let rates = Transmission::of(&found);
    // Eight hours, three of them stopped: five expected, three came, two are valid.
    assert_eq!((rates.expected(), rates.counts.received, rates.counts.valid), (5, 3, 2));
    assert_eq!(rates.transmission_percent(), Some(60.0));
    assert_eq!(rates.validity_percent(), Some(200.0 / 3.0));
    assert_eq!(rates.effective_percent(), Some(40.0));
    assert_eq!(
        rates.lost.into_iter().collect::<Vec<_>>(),
        [("mark_D".to_owned(), 1), ("missing".to_owned(), 2)]
    );
    let found = gaps(&factor("a21026"), &found);
    let told: Vec<_> = found.iter().map(|gap| (gap.from, gap.hours, gap.state.code())).collect();
    let text = |code: &str| code.to_owned();
    assert_eq!(
        told,
        [
            (at(1), 1, text("mark_D")),
            (at(2), 1, text("stopped")),
            (at(4), 2, text("stopped")),
            (at(6), 2, text("missing"))
        ]
    );
}

#[test]
fn hours_that_the_enterprise_marks_as_not_measured_rightly_came_and_do_not_count() {
    let readings = [reading(0, 1.0, "N"), reading(1, 9.0, "N"), reading(2, 9.0, "D"), reading(4, 1.0, "N")];
    let invalid = [1, 2, 3].map(|hour| Invalid { hour: at(hour), kind: "device_fault" });
    let declared = Declared { stops: &[], invalid: &invalid };
    let found = hours(&readings, at(0), at(5), &ValidMinutes::default(), None, declared);
    let codes: Vec<String> = found.iter().map(|hour| hour.state.code()).collect();
    assert_eq!(codes, ["valid", "marked_device_fault", "mark_D", "missing", "valid"]);
    let rates = Transmission::of(&found);
    assert_eq!((rates.expected(), rates.counts.received, rates.counts.valid), (5, 4, 2));
}

#[test]
fn nothing_expected_has_no_rate_and_nothing_received_is_zero() {
    let none = Transmission::of(&[]);
    assert_eq!((none.transmission_percent(), none.effective_percent()), (None, None));
    let found = hours(&[], at(0), at(5), &ValidMinutes::default(), None, Declared::default());
    let silent = Transmission::of(&found);
    assert_eq!((silent.transmission_percent(), silent.validity_percent()), (Some(0.0), None));
    assert_eq!(silent.effective_percent(), Some(0.0));
}

fn table(medium: Medium, unit: Unit, readings: &[Reading], flow: &FlowOf, now: Timestamp) -> FactorTable {
    let until = period().to().min(now);
    let found = hours(readings, at(0), until, &ValidMinutes::default(), None, Declared::default());
    FactorTable::new(&law(), period(), medium, (&factor("a21026"), unit), &found, flow, now)
}

const GAS: (Medium, Unit) = (Medium::Air, Unit::MilligramPerCubicMetre);

#[test]
fn a_day_of_gas_needs_twenty_hours_and_a_month_twenty_five_days() {
    let after = china::plus_seconds(period().to(), 1);
    let days = |whole: i64, last: i64| -> Vec<Reading> {
        let hour = |day: i64, hour: i64| reading(day * 24 + hour, 10.0, "N");
        let full = (0..whole).flat_map(|day| (0..20).map(move |h| (day, h)));
        full.chain((0..last).map(|h| (whole, h))).map(|(day, h)| hour(day, h)).collect()
    };
    let short = table(GAS.0, GAS.1, &days(24, 19), &FlowOf::new(), after);
    assert_eq!(short.days[23].figure.standing, Standing::Valid);
    assert_eq!(short.days[24].figure.standing, Standing::Short { have: 19, least: 20 });
    assert_eq!(short.days[30].figure.standing, Standing::NoData);
    assert_eq!(short.days[30].figure.mean, None, "no data is no zero");
    assert_eq!(short.whole.standing, Standing::Short { have: 24, least: 25 });
    let enough = table(GAS.0, GAS.1, &days(24, 20), &FlowOf::new(), after);
    assert_eq!(enough.whole.standing, Standing::Valid);
    let running = table(GAS.0, GAS.1, &days(2, 0), &FlowOf::new(), at(40));
    assert_eq!(running.days[0].figure.standing, Standing::Valid);
    assert_eq!(running.days[1].figure.standing, Standing::Running);
    assert_eq!(running.whole.standing, Standing::Running);
    let stopped: Vec<Reading> = (0..24).map(|hour| reading(hour, 0.0, "F")).collect();
    assert_eq!(
        table(GAS.0, GAS.1, &stopped, &FlowOf::new(), after).days[0].figure.standing,
        Standing::Stopped
    );
}

#[test]
fn waste_water_is_weighted_by_its_flow_and_has_no_known_rule() {
    let of = |hour: i64, value: f64| Reading { unit: Unit::MilligramPerLitre, ..reading(hour, value, "N") };
    let readings = [of(0, 10.0), of(1, 40.0)];
    let flow = FlowOf::from([(at(0), 300.0), (at(1), 100.0)]);
    let (medium, unit) = (Medium::Water, Unit::MilligramPerLitre);
    let after = china::plus_seconds(period().to(), 1);
    let day = table(medium, unit, &readings, &flow, after).days[0].figure;
    assert_eq!((day.mean, day.weighted), (Some(17.5), true));
    assert_eq!((day.total, day.total_hours), (Some(7.0), 2), "kg");
    assert_eq!(day.standing, Standing::NoRule);
    // Without the flow of one hour the mean is arithmetic, and says so.
    let gap = FlowOf::from([(at(0), 300.0)]);
    let day = table(medium, unit, &readings, &gap, after).days[0].figure;
    assert_eq!((day.mean, day.weighted, day.total, day.total_hours), (Some(25.0), false, Some(3.0), 1));
}

#[test]
fn gas_is_arithmetic_and_a_device_total_goes_first() {
    let mut counted = reading(1, 30.0, "N");
    counted.values.total = Some(5.0);
    counted.values.converted = Some(36.0);
    let flow = FlowOf::from([(at(0), 1_000_000.0), (at(1), 1_000_000.0)]);
    let day =
        table(GAS.0, GAS.1, &[reading(0, 10.0, "N"), counted], &flow, china::plus_seconds(period().to(), 1))
            .days[0]
            .figure;
    assert_eq!((day.mean, day.weighted, day.max), (Some(20.0), false, Some(30.0)));
    assert_eq!((day.converted, day.total), (Some(36.0), Some(15.0)));
}

#[test]
fn a_quarter_has_its_months_and_no_rule_of_its_own() {
    let quarter: Period = "2020-Q3".parse().unwrap();
    let readings: Vec<Reading> = (-24..24).map(|hour| reading(hour, 1.0, "N")).collect();
    let found =
        hours(&readings, quarter.from(), quarter.to(), &ValidMinutes::default(), None, Declared::default());
    let now = china::plus_seconds(quarter.to(), 1);
    let table =
        FactorTable::new(&law(), quarter, GAS.0, (&factor("a21026"), GAS.1), &found, &FlowOf::new(), now);
    let months: Vec<_> =
        table.months.iter().map(|(month, figure)| (month.to_string(), figure.counts.valid)).collect();
    let text = |month: &str, valid| (month.to_owned(), valid);
    assert_eq!(months, [text("2020-07", 24), text("2020-08", 24), text("2020-09", 0)]);
    assert_eq!((table.whole.standing, table.whole.counts.valid), (Standing::NoRule, 48));
}

fn some_readings() -> impl Strategy<Value = Vec<Reading>> {
    let mark = prop::sample::select(vec!["N", "N", "N", "", "D", "F", "C", "XY"]);
    prop::collection::vec((0i64..72, 0.0..100.0f64, mark), 0..80)
        .prop_map(|list| list.into_iter().map(|(hour, value, mark)| reading(hour, value, mark)).collect())
}

proptest! {
    #[test]
    fn counts_add_up_and_the_product_is_the_effective_rate(readings in some_readings()) {
        let found = hours(&readings, at(0), at(72), &ValidMinutes::default(), None, Declared::default());
        prop_assert_eq!(found.len(), 72);
        let whole = Transmission::of(&found);
        prop_assert_eq!(whole.expected(), whole.counts.valid + whole.lost.values().sum::<u32>());
        let mut parts = Transmission::of(&found[..30]);
        parts.add(&Transmission::of(&found[30..]));
        prop_assert_eq!(&parts, &whole);
        if let (Some(a), Some(b), Some(product)) =
            (whole.transmission_percent(), whole.validity_percent(), whole.effective_percent())
        {
            prop_assert!((a * b / 100.0 - product).abs() < 1e-9);
            prop_assert!((0.0..=100.0).contains(&product));
        }
        let lost: u32 = gaps(&factor("a21026"), &found).iter().map(|gap| gap.hours).sum();
        prop_assert_eq!(lost, 72 - whole.counts.valid);
    }

    #[test]
    fn the_order_of_the_readings_does_not_matter(readings in some_readings()) {
        // One value an hour: of two that arrived at once neither is the later one.
        let mut seen = std::collections::BTreeSet::new();
        let readings: Vec<Reading> = readings.into_iter().filter(|reading| seen.insert(reading.time)).collect();
        let mut turned = readings.clone();
        turned.reverse();
        prop_assert_eq!(states(&readings, 72), states(&turned, 72));
    }

    #[test]
    fn days_add_up_to_the_month(readings in some_readings()) {
        let flow: FlowOf = (0..72).map(|hour| (at(hour), 1000.0)).collect();
        let after = china::plus_seconds(period().to(), 1);
        let table = table(GAS.0, GAS.1, &readings, &flow, after);
        let days: u32 = table.days.iter().map(|day| day.figure.counts.valid).sum();
        prop_assert_eq!(days, table.whole.counts.valid);
        let totals: f64 = table.days.iter().filter_map(|day| day.figure.total).sum();
        prop_assert!((totals - table.whole.total.unwrap_or(0.0)).abs() < 1e-9);
        if let (Some(mean), Some(max)) = (table.whole.mean, table.whole.max) {
            prop_assert!(mean <= max + 1e-9);
        }
    }
}
