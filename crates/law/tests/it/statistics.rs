use jiff::civil::{Date, date};
use law::{AirTable, Law, OfficeHours, PackFile, Pollutant, WaterBody, WaterClass};
use model::Medium;
use proptest::prelude::*;

use crate::law;

const LAST_OF_2012: Date = date(2026, 2, 28);
const FIRST_OF_2026: Date = date(2026, 3, 1);

#[test]
fn the_version_of_the_day_holds() {
    let law = law();
    let rule = |date| law.air_quality_index(date).map(|rule| rule.basis.pack.as_str());
    assert_eq!(rule(date(2020, 8, 30)), Some("cn-aqi-2012"));
    assert_eq!(rule(LAST_OF_2012), Some("cn-aqi-2012"));
    assert_eq!(rule(FIRST_OF_2026), Some("cn-aqi-2026"));
    assert_eq!(rule(date(2014, 1, 1)), None, "before the first version nothing is guessed");
    let partial = |date, table, c| law.air_quality_index(date).unwrap().partial(table, c);
    assert_eq!(partial(LAST_OF_2012, AirTable::Pm25Day, 75.0), Some(100));
    assert_eq!(partial(FIRST_OF_2026, AirTable::Pm25Day, 75.0), Some(114));
    assert_eq!(partial(LAST_OF_2012, AirTable::So2Hour, 2000.0), None);
    assert_eq!(partial(FIRST_OF_2026, AirTable::So2Hour, 2000.0), Some(200));
}

#[test]
fn every_breakpoint_gives_its_own_index_exactly() {
    let law = law();
    let (old, new) =
        (law.air_quality_index(LAST_OF_2012).unwrap(), law.air_quality_index(FIRST_OF_2026).unwrap());
    let indices = [0u16, 50, 100, 150, 200, 300, 400, 500];
    let pm25 = [
        [0.0, 35.0, 75.0, 115.0, 150.0, 250.0, 350.0, 500.0],
        [0.0, 35.0, 60.0, 115.0, 150.0, 250.0, 350.0, 500.0],
    ];
    for (rule, breakpoints) in [old, new].into_iter().zip(pm25) {
        for (concentration, index) in breakpoints.into_iter().zip(indices) {
            assert_eq!(rule.partial(AirTable::Pm25Day, concentration), Some(index));
        }
        assert_eq!(rule.partial(AirTable::CoDay, 2.0), Some(50));
        assert_eq!(rule.partial(AirTable::CoDay, 60.001), Some(500));
        for bad in [-0.1, f64::NAN, f64::INFINITY] {
            assert_eq!(rule.partial(AirTable::Pm25Day, bad), None, "{bad}");
        }
    }
}

#[test]
fn levels_change_after_their_last_index() {
    let law = law();
    let rule = law.air_quality_index(date(2020, 8, 30)).unwrap();
    let name = |index| rule.level(index).map(|level| level.name.as_str()).unwrap();
    for (index, expected) in [
        (0, "优"),
        (50, "优"),
        (51, "良"),
        (100, "良"),
        (101, "轻度污染"),
        (200, "中度污染"),
        (301, "严重污染"),
        (500, "严重污染"),
    ] {
        assert_eq!(name(index), expected, "{index}");
    }
}

proptest! {
    #[test]
    fn a_higher_concentration_never_has_a_lower_index(a in 0.0..3000.0f64, b in 0.0..3000.0f64) {
        let law = law();
        let (low, high) = (a.min(b), a.max(b));
        for date in [LAST_OF_2012, FIRST_OF_2026] {
            let rule = law.air_quality_index(date).unwrap();
            for table in Pollutant::ALL.into_iter().flat_map(|p| [AirTable::of_hour(p), AirTable::of_day(p)]) {
                if let (Some(low), Some(high)) = (rule.partial(table, low), rule.partial(table, high)) {
                    prop_assert!(low <= high);
                }
            }
        }
    }
}

#[test]
fn water_limits_belong_to_the_better_class() {
    let law = law();
    let class = |factor: &str, body, figure| {
        let limit = law.water_limit(&factor.parse().unwrap(), body, date(2020, 8, 30)).unwrap();
        assert!(limit.basis.unverified, "nobody has read GB 3838 at its source");
        limit.class_of(figure)
    };
    assert_eq!(class("w21003", WaterBody::River, 0.5), Some(WaterClass::Ii));
    assert_eq!(class("w01009", WaterBody::River, 3.0), Some(WaterClass::Iv));
    assert_eq!(class("w01018", WaterBody::River, 40.01), Some(WaterClass::WorseThanV));
    assert_eq!(class("w01018", WaterBody::River, f64::NAN), None);
    assert_eq!(class("w21011", WaterBody::River, 0.1), Some(WaterClass::Ii));
    assert_eq!(class("w21011", WaterBody::Lake, 0.1), Some(WaterClass::Iv));
    assert!(law.water_limit(&"w21001".parse().unwrap(), WaterBody::River, date(2020, 8, 30)).is_none());
    assert!(
        !law.water_limit(&"w21001".parse().unwrap(), WaterBody::Lake, date(2020, 8, 30)).unwrap().assessed
    );
}

#[test]
fn what_is_not_known_is_not_there() {
    let law = law();
    let gas = law.data_validity(Medium::Air, date(2020, 8, 30)).unwrap();
    assert_eq!((gas.hour_minutes_least, gas.day_hours_least), (45, 20));
    assert_eq!((gas.days_least(2), gas.days_least(8)), (23, 25));
    assert!(gas.basis.unverified);
    assert!(law.data_validity(Medium::Water, date(2020, 8, 30)).is_none(), "HJ 356 could not be read");
    let rule = law.air_quality_index(date(2020, 8, 30)).unwrap();
    assert_eq!((rule.incomplete_na_up_to, rule.day_hours_least), (None, None));
    let targets: Vec<_> = law.transmission_targets(date(2020, 8, 30)).map(|target| target.percent).collect();
    assert_eq!(targets, [75.0, 90.0]);
}

const HEAD: &str = "[pack]\nid = \"p\"\nversion = \"1\"\nlayer = \"city\"\ntitle = \"题\"\ntitle_en = \"t\"\nvalid_from = 2020-01-01\n";

/// Checks that a section after [`HEAD`] is refused at `line` with a message that contains `needle`.
fn refused(section: &str, line: usize, needle: &str) {
    let text = format!("{HEAD}{section}");
    let errors = Law::load(&[PackFile { name: "p.toml", text: &text }], OfficeHours::default()).unwrap_err();
    let shown: Vec<String> = errors.mistakes.iter().map(ToString::to_string).collect();
    let place = format!("p.toml:{line}: ");
    assert!(
        shown.len() == 1 && shown[0].starts_with(&place) && shown[0].contains(needle),
        "{needle}: {shown:#?}"
    );
}

#[test]
fn figures_that_make_no_sense_are_refused_where_they_stand() {
    let index = |index: &str, table: &str, above: &str, colour: &str| {
        format!(
            "[[air_quality_index]]\nid = \"i\"\nsource = \"s\"\nconfidence = \"low\"\nindex = {index}\nover_top = 500\n\
             primary_above = 50\nexceeding_above = 100\ngood_up_to = 100\n[air_quality_index.breakpoints]\n\
             pm25_24h = {table}\n[air_quality_index.above]\n{above}\n[[air_quality_index.level]]\nname = \"优\"\n\
             name_en = \"e\"\nup_to = 50\ncolour = \"{colour}\"\n[[air_quality_index.level]]\nname = \"良\"\n\
             name_en = \"g\"\nup_to = 100\ncolour = \"#FFFF00\"\n"
        )
    };
    refused(&index("[0, 50, 40]", "[0, 1, 2]", "", "#00E400"), 8, "rising");
    refused(&index("[0, 50, 100]", "[0, 2, 1]", "", "#00E400"), 8, "rising");
    refused(&index("[0, 50, 100]", "[1, 2, 3]", "", "#00E400"), 8, "begin at 0");
    refused(&index("[0, 50, 100]", "[0, 2]", "", "#00E400"), 8, "`above`");
    refused(&index("[0, 50, 100]", "[0, 1, 2]", "", "green"), 8, "colour");
    let limit = |direction: &str, limits: &str| {
        format!(
            "[[water_limit]]\nid = \"l\"\nfactor = [\"w01018\"]\nunit = \"mg/L\"\ndirection = \"{direction}\"\n\
             limits = {limits}\nsource = \"s\"\nconfidence = \"low\"\n"
        )
    };
    refused(&limit("up_to", "[5, 4, 3, 2, 1]"), 8, "best class");
    refused(&limit("at_least", "[1, 2, 3, 4, 5]"), 8, "best class");
    refused(&limit("up_to", "[1, 2, 3]"), 8, "five figures");
    refused(&limit("within", "[9, 6]"), 8, "least");
    refused(&limit("above", "[1, 2]"), 12, "above");
    let target = |percent: &str| {
        format!(
            "[[transmission_target]]\nid = \"t\"\npercent = {percent}\nsource = \"s\"\nconfidence = \"low\"\n"
        )
    };
    refused(&target("0"), 8, "`percent`");
    refused(&target("101.0"), 8, "`percent`");
    let right = index("[0, 50, 100]", "[0, 1, 2]", "", "#00E400");
    let wrong = "[[air_example]]\ndate = 2020-08-30\ntable = \"pm25_24h\"\nconcentration = 1\nindex = 51\n";
    refused(&format!("{right}{wrong}"), 31, "the breakpoints give 50");
}
