//! Statistics over HTTP: what is counted, whose it is, and what is said of what is not known.

use lake::Batch;
use model::{Granularity, Mark, Origin, Problems, Reading, SeriesKey, Source, Unit, Values, china};
use serde_json::{Value, json};

use crate::city::{COD, City, OUTFALL, Person, STACK, STATION, VOC, start};
use crate::request::Ask;

/// Stores hour means of a series from `hours_ago` hours before now on, each with its mark.
async fn store(
    city: &City,
    source: Source,
    (factor, unit): (&str, Unit),
    hours_ago: i64,
    means: &[(f64, &str)],
) {
    let readings = means.iter().zip(0..).map(|((value, mark), hour)| Reading {
        series: SeriesKey { source: source.clone(), factor: factor.parse().unwrap() },
        granularity: Granularity::Hour,
        time: china::plus_seconds(start(), (hour - hours_ago) * 3600),
        unit,
        values: Values { value: Some(*value), ..Values::default() },
        mark: Mark::from(*mark),
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: start(),
    });
    let batch = Batch { readings: readings.collect(), ..Batch::default() };
    city.services.lake.append(batch).await.unwrap();
}

fn stack() -> Source {
    Source::Outlet(STACK.parse().unwrap())
}

async fn get(city: &City, person: Person, path: &str) -> Value {
    city.ask(Ask::get(path.to_owned()).by(&city.session(person))).await.json()
}

const MG: Unit = Unit::MilligramPerCubicMetre;

#[tokio::test]
async fn rates_count_from_the_first_hour_that_came_and_take_stops_out() {
    let city = City::new();
    // It is 09:00 on the 31st: the hour of 08 is not expected yet. Of 02 to 07 one is stopped, one invalid, one missing.
    store(&city, stack(), (VOC, MG), 7, &[(1.0, "N"), (1.0, "F"), (1.0, "D"), (1.0, "N")]).await;
    store(&city, stack(), (VOC, MG), 2, &[(1.0, "N")]).await;
    let page = get(&city, Person::Duty, "/api/v1/statistics/transmission?period=2020-08").await;
    assert_eq!(page["total"], 2);
    let row = &page["items"][0];
    assert_eq!(row["outlet"]["code"], STACK);
    assert_eq!(row["counted_from"], "2020-08-31T02:00:00+08:00");
    let rates = &row["rates"];
    assert_eq!(
        (&rates["expected"], &rates["stopped"], &rates["received"], &rates["valid"]),
        (&json!(5), &json!(1), &json!(4), &json!(3))
    );
    assert_eq!((&rates["transmission_percent"], &rates["effective_percent"]), (&json!(80.0), &json!(60.0)));
    assert_eq!(
        rates["lost"],
        json!([{ "reason": "mark_D", "hours": 1 }, { "reason": "missing", "hours": 1 }])
    );
    // The outfall never sent: there is no rate, and no zero in its place.
    let silent = &page["items"][1];
    assert_eq!(
        (&silent["counted_from"], &silent["rates"]["effective_percent"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(page["whole"]["expected"], 5);
    assert!(page["targets"].as_array().unwrap().iter().all(|target| target["rule"]["unverified"] == true));
}

#[tokio::test]
async fn hours_of_a_declared_stop_are_not_expected() {
    let city = City::new();
    // It is 09:00 on the 31st. Of 02 to 07 four came; 04 and 05 are missing.
    store(&city, stack(), (VOC, MG), 7, &[(1.0, "N"), (1.0, "N")]).await;
    store(&city, stack(), (VOC, MG), 3, &[(1.0, "N"), (1.0, "N")]).await;
    let rates = "/api/v1/statistics/transmission?period=2020-08";
    let before = get(&city, Person::Duty, rates).await;
    assert_eq!(before["items"][0]["rates"]["expected"], 6);
    let path = format!("/api/v1/outlets/{STACK}/declared-stops");
    let stop =
        json!({ "from": "2020-08-31T03:30:00+08:00", "to": "2020-08-31T06:00:00+08:00", "reason": "检修" });
    let declare = |person, key: &'static str| {
        Ask::post(path.clone(), &stop).header("idempotency-key", key).by(&city.session(person))
    };
    let refused = city.ask(declare(Person::Owner, "afterwards")).await.problem(422);
    assert_eq!(refused["code"], "not_beforehand");
    assert_eq!(city.ask(declare(Person::Duty, "record")).await.status, 201);
    assert_eq!(city.ask(declare(Person::Duty, "record")).await.status, 201, "a repeat is the same command");
    let after = get(&city, Person::Duty, rates).await;
    let rates_after = &after["items"][0]["rates"];
    // 03 is covered by half only: its value counts.
    assert_eq!((&rates_after["expected"], &rates_after["stopped"]), (&json!(4), &json!(2)));
    assert_eq!(rates_after["effective_percent"], json!(100.0));
    let listed = get(&city, Person::Owner, &path).await;
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&listed["items"][0]["state"], &listed["items"][0]["beforehand"]),
        (&json!("over"), &json!(false))
    );
    assert_eq!((&listed["may_declare"], &listed["may_record"]), (&json!(true), &json!(false)));
    let id = listed["items"][0]["id"].as_str().unwrap();
    let withdraw = Ask::post(format!("/api/v1/declared-stops/{id}/withdraw"), &json!({ "reason": "误报" }));
    let withdraw = withdraw.header("idempotency-key", "withdraw").by(&city.session(Person::Duty));
    assert_eq!(city.ask(withdraw).await.json()["state"], "withdrawn");
    assert_eq!(get(&city, Person::Duty, rates).await["items"][0]["rates"], before["items"][0]["rates"]);
}

#[tokio::test]
async fn rates_are_within_the_scope_filtered_grouped_and_exported() {
    let city = City::new();
    store(&city, stack(), (VOC, MG), 5, &[(1.0, "N"); 4]).await;
    store(
        &city,
        Source::Outlet(OUTFALL.parse().unwrap()),
        (COD, Unit::MilligramPerLitre),
        5,
        &[(1.0, "N"), (2.0, "M")],
    )
    .await;
    let path = "/api/v1/statistics/transmission?period=2020-08";
    let codes = |page: &Value| -> Vec<String> {
        let items = page["items"].as_array().unwrap();
        items.iter().map(|row| row["outlet"]["code"].as_str().unwrap_or("-").to_owned()).collect()
    };
    assert_eq!(codes(&get(&city, Person::Duty, path).await), [OUTFALL, STACK], "the lowest first");
    assert_eq!(codes(&get(&city, Person::Duty, &format!("{path}&order=desc")).await), [STACK, OUTFALL]);
    assert_eq!(codes(&get(&city, Person::Owner, path).await), [STACK]);
    assert_eq!(codes(&get(&city, Person::ForeignOfficer, path).await), [OUTFALL]);
    assert_eq!(codes(&get(&city, Person::Duty, &format!("{path}&district=430105")).await), [STACK]);
    let districts = get(&city, Person::Duty, &format!("{path}&group=district")).await;
    assert_eq!((&districts["total"], &districts["items"][0]["outlets"]), (&json!(2), &json!(1)));
    let paged = get(&city, Person::Duty, &format!("{path}&limit=1")).await;
    let next = format!("{path}&limit=1&cursor={}", paged["next_cursor"].as_str().unwrap());
    assert_eq!(codes(&get(&city, Person::Duty, &next).await), [STACK]);
    let csv = city.ask(Ask::get(format!("{path}&format=csv")).by(&city.session(Person::Duty))).await;
    let csv = csv.text();
    assert_eq!(csv.lines().count(), 3, "{csv}");
    for bad in ["2020", "2020-13", "yesterday", "2020-08-01"] {
        let ask = Ask::get(format!("/api/v1/statistics/transmission?period={bad}"));
        assert_eq!(city.ask(ask.by(&city.session(Person::Duty))).await.status, 400, "{bad}");
    }
}

#[tokio::test]
async fn an_outlets_table_has_its_days_limits_gaps_and_rule() {
    let city = City::new();
    // From 00:00 on the 30th: 33 hours until 09:00 on the 31st. One hour is over the limit of 60, two are faults.
    let mut means = [(30.0, "N"); 33];
    means[5].0 = 61.0;
    (means[7].1, means[8].1) = ("D", "D");
    store(&city, stack(), (VOC, MG), 33, &means).await;
    let path = format!("/api/v1/statistics/outlets/{STACK}");
    let table = get(&city, Person::Owner, &path).await;
    assert_eq!(table["period"]["code"], "2020-08");
    assert_eq!(table["validity"]["rule"]["pack"], "cn-monitoring-data");
    let factor = &table["factors"][0];
    let (first, last) = (&factor["days"][0], &factor["days"][1]);
    assert_eq!((&first["date"], &first["figure"]["valid"]), (&json!("2020-08-30"), &json!(22)));
    assert_eq!(
        (&first["figure"]["standing"], &last["figure"]["standing"]),
        (&json!("valid"), &json!("running"))
    );
    let mean = first["figure"]["mean"].as_f64().unwrap();
    assert!((mean - (21.0 * 30.0 + 61.0) / 22.0).abs() < 1e-9);
    assert_eq!((&first["hours_over"], &first["over"]), (&json!(1), &Value::Null), "no limit of day means");
    assert_eq!(
        table["gaps"],
        json!([{
            "factor": VOC, "from": "2020-08-30T07:00:00+08:00", "to": "2020-08-30T09:00:00+08:00", "hours": 2, "reason": "mark_D"
        }])
    );
    assert_eq!(table["rates"]["expected"], 32);
    let empty = get(&city, Person::Owner, &format!("{path}?period=2019-Q1")).await;
    assert_eq!((&empty["counted_from"], &empty["factors"][0]["whole"]["mean"]), (&Value::Null, &Value::Null));
    // Of waste water no rule is known, and that is what is said.
    let water = get(&city, Person::Duty, &format!("/api/v1/statistics/outlets/{OUTFALL}")).await;
    assert_eq!(water["validity"], Value::Null);
}

#[tokio::test]
async fn minutes_decide_whether_an_hour_of_gas_counts() {
    let city = City::new();
    store(&city, stack(), (VOC, MG), 3, &[(1.0, "N"), (1.0, "N")]).await;
    let minute = |hour_ago: i64, minute: i64| Reading {
        series: SeriesKey { source: stack(), factor: VOC.parse().unwrap() },
        granularity: Granularity::Minute,
        time: china::plus_seconds(start(), minute * 60 - hour_ago * 3600),
        unit: MG,
        values: Values { value: Some(1.0), ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: start(),
    };
    // Ten-minute data: five of the first hour (50 minutes), four of the second (40).
    let readings = (0..5).map(|i| minute(3, i * 10)).chain((0..4).map(|i| minute(2, i * 10))).collect();
    city.services.lake.append(Batch { readings, ..Batch::default() }).await.unwrap();
    let table = get(&city, Person::Duty, &format!("/api/v1/statistics/outlets/{STACK}")).await;
    assert_eq!(table["rates"]["lost"], json!([{ "reason": "few_minutes", "hours": 1 }]));
}

#[tokio::test]
async fn days_of_air_are_published_only_when_they_are_whole() {
    let city = City::new();
    let station = || Source::Station(STATION.parse().unwrap());
    store(&city, station(), ("a34004", Unit::MicrogramPerCubicMetre), 33, &[(75.0, "N"); 33]).await;
    let air = get(&city, Person::Officer, "/api/v1/statistics/air?period=2020-08").await;
    assert_eq!(air["station"]["id"], STATION);
    assert_eq!(air["rules"][0]["pack"], "cn-aqi-2012");
    let day = |date: &str| {
        let days = air["days"].as_array().unwrap();
        days.iter().find(|day| day["date"] == date).unwrap().clone()
    };
    // The station measures one pollutant alone: what the version of 2012 says then is not known.
    assert_eq!(
        (&day("2020-08-30")["index"], &day("2020-08-30")["standing"]),
        (&json!(100), &json!("unknown"))
    );
    assert_eq!(day("2020-08-31")["standing"], "provisional");
    assert_eq!(
        (&day("2020-08-01")["index"], &day("2020-08-01")["standing"]),
        (&Value::Null, &json!("no_data"))
    );
    assert_eq!((&air["good"]["counted"], &air["good"]["rate_percent"]), (&json!(0), &Value::Null));
    let now = get(&city, Person::Officer, &format!("/api/v1/stations/{STATION}/aqi")).await;
    assert_eq!((&now["hour"], &now["index"]), (&json!("2020-08-31T08:00:00+08:00"), &json!(100)));
    assert_eq!(now["levels"].as_array().unwrap().len(), 6);
    let early = get(&city, Person::Officer, "/api/v1/statistics/air?period=2012").await;
    assert_eq!((&early["days"][0]["standing"], &early["rules"]), (&json!("no_rule"), &json!([])));
}

#[tokio::test]
async fn without_sections_the_water_answer_is_empty_and_names_its_rule() {
    let city = City::new();
    let water = get(&city, Person::Leader, "/api/v1/statistics/water").await;
    assert_eq!((&water["sections"], &water["rule"]["unverified"]), (&json!([]), &json!(true)));
}
