use model::{CreditCode, LineId, Origin};

use super::*;
use crate::config::TimeRules;

fn meter() -> PowerMeter {
    let line: LineId = "L-1".parse().unwrap();
    PowerMeter {
        id: "M-1".parse().unwrap(),
        enterprise: CreditCode::from_body("91430105MA4L00001").unwrap(),
        target: MeterTarget::Line(line),
        rated_kw: None,
    }
}

fn mapped(payload: &str) -> Result<Mapped, Unreadable> {
    let rules = TimeRules::default();
    let received_at = "2020-08-30T00:40:00Z".parse().unwrap();
    map(payload.as_bytes(), &meter(), Circumstances { received_at, rules: &rules, shared_mn: false })
}

fn figures(mapped: &Mapped) -> Vec<(&str, Option<f64>)> {
    mapped.readings.iter().map(|r| (r.series.factor.as_str(), r.values.value)).collect()
}

#[test]
fn one_object_gives_a_reading_for_each_figure() {
    let payload = r#"{"time": "2020-08-30T08:40:00+08:00", "power_kw": 12.5, "energy_kwh": 1000,
        "voltage_v": [230, 231, 229.5], "current_a": [18, 18.1, 17.9], "line": "L-1"}"#;
    let mapped = mapped(payload).unwrap();
    assert_eq!(mapped.readings.len(), 8);
    assert!(figures(&mapped).contains(&("power_active", Some(12.5))));
    assert!(figures(&mapped).contains(&("voltage_c", Some(229.5))));
    let power = mapped.readings.iter().find(|r| r.series.factor.as_str() == "power_active").unwrap();
    assert_eq!((power.unit, power.origin), (Unit::Kilowatt, Origin::Live));
    assert!(mapped.readings.iter().all(|reading| reading.problems.is_empty()));
}

#[test]
fn an_array_is_a_backfill_where_it_is_late() {
    let payload = r#"[{"time": "2020-08-30T00:00:00Z", "power_kw": 1}, {"time": "2020-08-30T00:40:00Z", "power_kw": 2}]"#;
    let mapped = mapped(payload).unwrap();
    assert_eq!(mapped.readings[0].origin, Origin::Backfill);
    assert_eq!(mapped.readings[1].origin, Origin::Live);
}

#[test]
fn malformed_json_is_refused_whole() {
    for payload in ["", "{", "{\"power_kw\": NaN}", "{\"power_kw\": 1e999}", "\u{0}", "[1,"] {
        assert_eq!(mapped(payload).unwrap_err(), Unreadable("json_malformed"), "{payload}");
    }
    for payload in ["1", "\"x\"", "null"] {
        assert_eq!(mapped(payload).unwrap_err(), Unreadable("json_shape"), "{payload}");
    }
    let many = format!("[{}1]", "1,".repeat(1000));
    assert_eq!(mapped(&many).unwrap_err(), Unreadable("too_many_objects"));
}

#[test]
fn texts_and_absurd_numbers_are_kept_with_a_problem() {
    let kept = mapped(
        r#"{"time": "2020-08-30T00:40:00Z", "power_kw": "NaN", "energy_kwh": 1e12, "voltage_v": [1, 2]}"#,
    )
    .unwrap();
    let problems =
        |code: &str| kept.readings.iter().find(|r| r.series.factor.as_str() == code).unwrap().problems;
    assert!(problems("power_active").contains(Problem::NotANumber));
    assert!(problems("energy_active").contains(Problem::OutOfBounds));
    assert!(problems("voltage_a").contains(Problem::NotANumber));
    assert_eq!(kept.readings.len(), 5);
    let absurd = mapped(r#"{"time": "2020-08-30T00:40:00Z", "power_kw": 1e7}"#).unwrap();
    assert!(absurd.readings[0].problems.contains(Problem::OutOfBounds));
}

#[test]
fn what_cannot_be_placed_is_refused_with_a_reason() {
    for (payload, reason, count) in [
        (
            r#"{"time": "2020-08-30T00:40:00Z", "power_kw": 1, "energy_kwh": 2, "line": "L-2"}"#,
            "line_mismatch",
            2,
        ),
        (r#"{"time": "2020-08-30T00:40:00Z", "power_kw": 1, "line": 7}"#, "line_mismatch", 1),
        (r#"{"time": "1970-01-01T00:00:00Z", "power_kw": 1}"#, "time_impossible", 1),
        (r#"{"time": "2020-08-30T01:40:00Z", "power_kw": 1}"#, "time_impossible", 1),
        (r#"{"time": "2020-08-30 08:40:00", "power_kw": 1}"#, "time_unreadable", 1),
        (r#"{"time": 1598748000, "power_kw": 1}"#, "time_unreadable", 1),
        (r#"{"power_kw": 1}"#, "time_missing", 1),
        (r#"{"time": "2020-08-30T00:40:00Z"}"#, "no_figures", 1),
        (r#"[7]"#, "json_shape", 1),
    ] {
        let mapped = mapped(payload).unwrap();
        assert!(mapped.readings.is_empty(), "{payload}");
        assert_eq!(mapped.refused.get(reason), Some(&count), "{payload}");
    }
}

#[test]
fn unknown_fields_are_counted() {
    let mapped = mapped(r#"{"time": "2020-08-30T00:40:00Z", "power_kw": 1, "firmware": "x"}"#).unwrap();
    assert_eq!((mapped.readings.len(), mapped.notes["parameter"]), (1, 1));
}
