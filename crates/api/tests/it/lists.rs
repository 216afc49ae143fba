//! Lists: filters, order, cursors, limits, files instead of JSON; and series of readings.

use axum::http::header;
use casework::alarm::Command;
use model::{AlarmId, Severity, Source, Unit, china};
use serde_json::{Value, json};

use crate::city::{
    COD, City, KAIFU, OUTFALL, Person, STACK, STACK_METER, Session, VOC, YUHUA, dyer, exceedance, printer,
    start,
};
use crate::request::{Answer, Ask};

async fn get(city: &City, session: &Session, path: &str) -> Answer {
    city.ask(Ask::get(format!("/api/v1/{path}")).by(session)).await
}

fn ids(page: &Value) -> Vec<&str> {
    page["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}

/// Four alarms a minute apart: moderate, grave, notice at the stack, serious at the outfall.
fn four(city: &City) -> [AlarmId; 4] {
    let raised = [
        (STACK, VOC, Severity::Moderate),
        (STACK, "a21026", Severity::Grave),
        (STACK, "a21002", Severity::Notice),
        (OUTFALL, COD, Severity::Serious),
    ];
    raised.map(|(outlet, factor, severity)| {
        city.clock.advance_seconds(60);
        city.raise(&exceedance(outlet, factor, severity))
    })
}

#[tokio::test]
async fn alarms_are_filtered_by_everything_that_is_asked_for() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let all = four(&city);
    city.act(Person::Officer, &all[0], &Command::Accept);
    city.act(Person::Officer, &all[2], &Command::Return { reason: "not ours".into() });
    let (enterprise, officer) =
        (format!("enterprise={}", dyer()), format!("assignee={}", Person::Officer.id()));
    let district = format!("district={YUHUA}");
    let cases: &[(&str, &[usize])] = &[
        ("", &[0, 1, 2, 3]),
        ("severity=grave", &[1]),
        ("kind=exceedance_hour", &[0, 1, 2, 3]),
        ("kind=logger_silent", &[]),
        ("stage=accepted", &[0]),
        ("stage=returned", &[2]),
        ("state=closed", &[]),
        ("state=all", &[0, 1, 2, 3]),
        (&district, &[3]),
        (&enterprise, &[3]),
        (&officer, &[0]),
        ("assignee=me", &[]),
        ("q=%E5%8D%B0%E6%9F%93", &[3]),
        ("q=%20", &[0, 1, 2, 3]),
        ("severity=grave&stage=accepted", &[]),
    ];
    for (query, expected) in cases {
        let list = get(&city, &duty, &format!("alarms?sort=raised&order=asc&{query}")).await.json();
        let expected: Vec<_> = expected.iter().map(|at| all[*at].as_str()).collect();
        assert_eq!(ids(&list), expected, "{query}");
        assert_eq!(list["total"], expected.len());
    }
    let mine = get(&city, &city.session(Person::Officer), "alarms?assignee=me").await.json();
    assert_eq!(ids(&mine), [all[0].as_str()]);
}

#[tokio::test]
async fn alarms_are_sorted_by_what_is_due() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let all = four(&city);
    let [moderate, grave, notice, serious] = all.each_ref().map(AlarmId::as_str);
    for (query, expected) in [
        ("", [grave, serious, moderate, notice]),
        ("sort=due&order=desc", [notice, moderate, serious, grave]),
        ("sort=raised", [serious, notice, grave, moderate]),
        ("sort=severity", [grave, serious, moderate, notice]),
        ("sort=severity&order=asc", [notice, moderate, serious, grave]),
    ] {
        let list = get(&city, &duty, &format!("alarms?{query}")).await.json();
        assert_eq!(ids(&list), expected, "{query}");
    }
}

#[tokio::test]
async fn a_list_that_changes_between_pages_loses_and_repeats_nothing() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let all = four(&city);
    let [moderate, grave, notice, serious] = all.each_ref().map(AlarmId::as_str);
    let first = get(&city, &duty, "alarms?sort=raised&order=asc&limit=2").await.json();
    assert_eq!((ids(&first), &first["total"]), (vec![moderate, grave], &json!(4)));
    // The last one shown is closed, and a new one comes.
    let id = &all[1];
    let (mode, outcome) = (casework::alarm::VerificationMode::OffSite, casework::alarm::Outcome::Normal);
    city.act(Person::Officer, id, &Command::Accept);
    city.act(Person::Officer, id, &Command::Verify { mode, outcome, note: "n".into(), files: Vec::new() });
    city.act(Person::Duty, id, &Command::Close { note: "n".into() });
    city.clock.advance_seconds(60);
    let newest = city.raise(&exceedance(OUTFALL, "w21003", Severity::Notice));
    let cursor = first["next_cursor"].as_str().unwrap();
    let second =
        get(&city, &duty, &format!("alarms?sort=raised&order=asc&limit=2&cursor={cursor}")).await.json();
    assert_eq!((ids(&second), &second["total"]), (vec![notice, serious], &json!(4)));
    let cursor = second["next_cursor"].as_str().unwrap();
    let third =
        get(&city, &duty, &format!("alarms?sort=raised&order=asc&limit=2&cursor={cursor}")).await.json();
    assert_eq!((ids(&third), &third["next_cursor"]), (vec![newest.as_str()], &Value::Null));
    let walked = get(&city, &duty, "alarms?limit=1").await.json();
    let cursor = walked["next_cursor"].as_str().unwrap();
    let rest = get(&city, &duty, &format!("alarms?limit=100&cursor={cursor}")).await.json();
    assert_eq!(ids(&walked).len() + ids(&rest).len(), 4);
}

#[tokio::test]
async fn what_a_list_does_not_understand_is_refused() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    for path in [
        "alarms?colour=red",
        "alarms?state=maybe",
        "alarms?sort=size",
        "alarms?order=up",
        "alarms?kind=exceedance",
        "alarms?severity=Grave",
        "alarms?stage=done",
        "alarms?assignee=not%20an%20id",
        "alarms?district=4301",
        "alarms?enterprise=nobody",
        "alarms?limit=many",
        "alarms?limit=-1",
        "alarms?cursor=A20200831-0001",
        "alarms?format=pdf",
        "enterprises?colour=red",
        "enterprises?status=fine",
        "enterprises?cursor=x",
        "officers?colour=red",
        "officers?district=4301",
        "ledger/events?colour=red",
        "ledger/events?limit=x",
        "ledger/events?stream=a%20b",
        "ledger/consistency?from=1",
    ] {
        assert_eq!(get(&city, &duty, path).await.code(400), "unreadable", "{path}");
    }
    four(&city);
    assert_eq!(ids(&get(&city, &duty, "alarms?limit=0").await.json()).len(), 1);
    assert_eq!(ids(&get(&city, &duty, "alarms?limit=100000").await.json()).len(), 4);
}

#[tokio::test]
async fn enterprises_come_with_the_worst_first() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    city.raise(&exceedance(OUTFALL, COD, Severity::Grave));
    let codes = |list: &Value| -> Vec<String> {
        list["items"].as_array().unwrap().iter().map(|e| e["code"].as_str().unwrap().to_owned()).collect()
    };
    let list = get(&city, &duty, "enterprises").await.json();
    assert_eq!(codes(&list), [dyer().to_string(), printer().to_string()]);
    assert_eq!((&list["items"][0]["status"], &list["items"][0]["open_alarms"]), (&json!("alarm"), &json!(1)));
    let first = get(&city, &duty, "enterprises?limit=1").await.json();
    let cursor = first["next_cursor"].as_str().unwrap();
    let second = get(&city, &duty, &format!("enterprises?limit=1&cursor={cursor}")).await.json();
    assert_eq!((codes(&second), &second["next_cursor"]), (vec![printer().to_string()], &Value::Null));
    let (district, q) = (format!("enterprises?district={KAIFU}"), "enterprises?q=DYE%20works");
    for (path, expected) in
        [(district.as_str(), printer()), (q, dyer()), ("enterprises?status=alarm", dyer())]
    {
        assert_eq!(codes(&get(&city, &duty, path).await.json()), [expected.to_string()], "{path}");
    }
}

#[tokio::test]
async fn every_list_is_a_sheet_if_asked() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let all = four(&city);
    let stack = Source::Outlet(STACK.parse().unwrap());
    city.store(stack, VOC, Unit::MilligramPerCubicMetre, start(), &[1.5]).await;
    let until = "to=2020-09-01T00:00:00%2B08:00";
    let series = format!("outlets/{STACK}/series?factor={VOC}&granularity=realtime&{until}");
    for (path, rows) in
        [("alarms?sort=raised&order=asc&limit=1", 4), ("enterprises?limit=1", 2), (&series, 1)]
    {
        let csv = get(&city, &duty, &format!("{path}&format=csv")).await;
        assert_eq!(csv.header(header::CONTENT_TYPE), "text/csv; charset=utf-8");
        assert!(csv.header(header::CONTENT_DISPOSITION).starts_with("attachment; filename="));
        assert!(csv.text().starts_with('\u{feff}'), "Excel needs the mark");
        assert_eq!(csv.text().lines().count(), rows + 1, "{path}: all pages, with a heading");
        let accepted = Ask::get(format!("/api/v1/{path}")).by(&duty).header("accept", "text/csv");
        assert_eq!(city.ask(accepted).await.body, csv.body);
        let xlsx = get(&city, &duty, &format!("{path}&format=xlsx")).await;
        assert!(
            xlsx.header(header::CONTENT_TYPE).ends_with("spreadsheetml.sheet")
                && xlsx.body.starts_with(b"PK")
        );
    }
    let csv = get(&city, &duty, "alarms?sort=raised&order=asc&format=csv").await;
    let first = csv.text().lines().nth(1).unwrap();
    assert!(first.starts_with(&format!("{},exceedance_hour,moderate,assigned,", all[0])), "{first}");
}

#[tokio::test]
async fn a_series_says_what_it_holds() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let stack = Source::Outlet(STACK.parse().unwrap());
    let from = china::plus_seconds(start(), -180);
    city.store(stack, VOC, Unit::MilligramPerCubicMetre, from, &[10.0, 20.0, 30.5]).await;
    let path = format!("outlets/{STACK}/series?factor={VOC}&granularity=realtime");
    let series = get(&city, &duty, &path).await.json();
    assert_eq!((&series["unit"], &series["truncated"]), (&json!("mg/m³"), &json!(false)));
    assert_eq!(series["points"].as_array().unwrap().len(), 3);
    assert_eq!(series["points"][2]["value"], 30.5);
    assert_eq!(series["points"][2]["time"], "2020-08-31T08:59:00+08:00");
    assert_eq!(series["points"][2]["mark"], "N");
    // A plus sign that nobody escaped is a space in a query, and is read as what was meant.
    for plus in ["+", "%2B", "%20"] {
        let span = format!("from=2020-08-31T08:58:00{plus}08:00&to=2020-08-31T08:59:00{plus}08:00");
        let part = get(&city, &duty, &format!("{path}&{span}")).await.json();
        assert_eq!(part["points"].as_array().unwrap().len(), 1, "the end is exclusive");
        assert_eq!(part["points"][0]["value"], 20.0);
    }
    let power = format!("meters/{STACK_METER}/series?factor=power_active&granularity=realtime");
    assert_eq!(get(&city, &duty, &power).await.json()["unit"], "kW");
}

#[tokio::test]
async fn a_span_must_be_one() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let path = format!("outlets/{STACK}/series?factor={VOC}&granularity=realtime");
    for (query, code) in [
        ("from=2020-08-31T09:00:00Z&to=2020-08-31T09:00:00Z", "bad_span"),
        ("from=2020-08-31T10:00:00Z&to=2020-08-31T09:00:00Z", "bad_span"),
        ("from=2019-01-01T00:00:00Z", "bad_span"),
        ("from=-009999-01-03T00:00:00Z", "bad_span"),
        ("to=-009999-01-02T01:59:59Z&from=9999-12-30T00:00:00Z", "bad_span"),
        ("from=yesterday", "unreadable"),
        ("to=2020-08-31", "unreadable"),
        ("granularity=week", "unreadable"),
    ] {
        assert_eq!(get(&city, &duty, &format!("{path}&{query}")).await.code(400), code, "{query}");
    }
    let bad_factor = format!("outlets/{STACK}/series?factor=%20&granularity=hour");
    assert_eq!(get(&city, &duty, &bad_factor).await.code(400), "unreadable");
    let farthest = get(&city, &duty, &format!("{path}&to=-009999-01-02T01:59:59Z")).await;
    assert!(farthest.status.as_u16() < 500, "{}", farthest.status);
}

#[tokio::test]
async fn a_series_that_is_too_long_says_so() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let from = china::plus_seconds(start(), -60 * 20_001);
    let stack = Source::Outlet(STACK.parse().unwrap());
    city.store(stack, VOC, Unit::MilligramPerCubicMetre, from, &vec![1.0; 20_001]).await;
    let path = format!("outlets/{STACK}/series?factor={VOC}&granularity=realtime&from=2020-08-01T00:00:00Z");
    let series = get(&city, &duty, &path).await.json();
    assert_eq!(series["truncated"], true);
    assert_eq!(series["points"].as_array().unwrap().len(), 20_000);
}
