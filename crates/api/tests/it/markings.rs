//! The marking of data over HTTP: what an enterprise says, what the bureau says, and what becomes of exceedances.

use lake::Batch;
use model::{Granularity, Mark, Origin, Problems, Reading, SeriesKey, Severity, Source, Unit, Values, china};
use serde_json::{Value, json};

use crate::city::{City, OUTFALL, Person, STACK, VOC, exceedance, start};
use crate::request::Ask;

const DAY: &str = "2020-08-30";

/// Stores hour means of the stack, whose limit is 60, from an hour of the 30th on.
async fn store(city: &City, hour: i64, means: &[f64]) {
    let midnight = "2020-08-30T00:00:00+08:00".parse().unwrap();
    let readings = (hour..).zip(means).map(|(hour, value)| Reading {
        series: SeriesKey { source: Source::Outlet(STACK.parse().unwrap()), factor: VOC.parse().unwrap() },
        granularity: Granularity::Hour,
        // The clock of the device is some seconds off.
        time: china::plus_seconds(midnight, hour * 3600 - 7),
        unit: Unit::MilligramPerCubicMetre,
        values: Values { value: Some(*value), ..Values::default() },
        mark: Mark::Normal,
        problems: Problems::NONE,
        origin: Origin::Live,
        received_at: start(),
    });
    city.services.lake.append(Batch { readings: readings.collect(), ..Batch::default() }).await.unwrap();
}

async fn get(city: &City, person: Person, path: &str) -> Value {
    city.ask(Ask::get(format!("/api/v1/{path}")).by(&city.session(person))).await.json()
}

fn body(from: &str, to: &str, kind: &str) -> Value {
    json!({
        "from": format!("2020-08-{from}:00:00+08:00"), "to": format!("2020-08-{to}:00:00+08:00"),
        "kind": kind, "reason": "开机"
    })
}

/// Posts, with a key made of the path and the body.
fn post(city: &City, person: Person, path: &str, body: &Value) -> Ask {
    let key = format!("{}", ledger::Hash::of(format!("{person:?}{path}{body}").as_bytes()));
    Ask::post(format!("/api/v1/{path}"), body).header("idempotency-key", key).by(&city.session(person))
}

async fn mark(city: &City, from: &str, to: &str, kind: &str) -> Value {
    let path = format!("outlets/{STACK}/markings");
    let answer = city.ask(post(city, Person::Owner, &path, &body(from, to, kind))).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    serde_json::from_str(answer.text()).unwrap()
}

fn hour(day: &Value, number: usize) -> &Value {
    &day["factors"][0]["hours"][number]
}

#[tokio::test]
async fn an_enterprise_marks_yesterday_and_sees_what_its_marking_does() {
    let city = City::new();
    store(&city, 6, &[70.0, 80.0, 90.0, 50.0]).await;
    let path = format!("outlets/{STACK}/marking-days/{DAY}");
    let before = get(&city, Person::Owner, &path).await;
    assert_eq!((&before["may_mark"], &before["may_confirm"]), (&json!(true), &json!(true)));
    let rule = &before["rule"];
    assert_eq!((&rule["deadline"], &rule["open"]), (&json!("2020-08-31T12:00:00+08:00"), &json!(true)));
    assert_eq!(rule["rule"]["illustrative"], true, "in 2020 there was no such rule");
    assert_eq!(rule["false_marking"], Value::Null);
    assert_eq!(before["factors"][0]["hours"].as_array().unwrap().len(), 24);
    assert_eq!((&hour(&before, 6)["over"], &hour(&before, 9)["over"]), (&json!(true), &json!(false)));
    assert_eq!((&hour(&before, 3)["state"], &hour(&before, 3)["value"]), (&json!("missing"), &Value::Null));

    // Three hours of which the illustrative limit excuses two.
    let marking = mark(&city, "30T06", "30T09", "hot_start").await;
    assert_eq!((&marking["hours"], &marking["excused_hours"]), (&json!(3), &json!(2)));
    assert_eq!((&marking["last"]["effect"], &marking["last"]["limit_hours"]), (&json!("beyond"), &json!(2)));
    assert_eq!((&marking["may_change"], &marking["may_review"]), (&json!(true), &json!(false)));
    let after = get(&city, Person::Owner, &path).await;
    let effects: Vec<&Value> = (6..10).map(|number| &hour(&after, number)["effect"]["effect"]).collect();
    assert_eq!(effects, [&json!("excused"), &json!("excused"), &json!("beyond"), &Value::Null]);
    assert_eq!(hour(&after, 6)["effect"]["rule"]["rule"], "printing-start");

    // Today's running hour is there too, and is not missing yet.
    let today = get(&city, Person::Owner, &format!("outlets/{STACK}/marking-days/2020-08-31")).await;
    assert_eq!(today["factors"][0]["hours"].as_array().unwrap().len(), 10);
    assert_eq!((&hour(&today, 9)["state"], &today["may_confirm"]), (&json!("coming"), &json!(false)));
    let id = marking["id"].as_str().unwrap();
    let change =
        post(&city, Person::Owner, &format!("markings/{id}/change"), &body("30T07", "30T09", "device_fault"));
    let changed = city.ask(change).await.json();
    assert_eq!((&changed["invalid_hours"], &changed["class"]), (&json!(2), &json!("device")));
    let withdraw =
        post(&city, Person::Owner, &format!("markings/{id}/withdraw"), &json!({ "reason": "误标" }));
    assert_eq!(city.ask(withdraw).await.json()["withdrawn"], "误标");
    let gone = get(&city, Person::Owner, &path).await;
    assert_eq!(hour(&gone, 7)["effect"], Value::Null);
    assert_eq!(gone["markings"].as_array().unwrap().len(), 1, "what was taken back is still told");
}

#[tokio::test]
async fn what_comes_too_late_or_makes_no_sense_is_told_with_what_can_be_done() {
    let city = City::new();
    let path = format!("outlets/{STACK}/markings");
    let refused = |body: Value| {
        let ask = post(&city, Person::Owner, &path, &body);
        async { city.ask(ask).await.problem(422) }
    };
    let late = refused(body("29T06", "29T09", "hot_start")).await;
    assert_eq!(late["code"], "marking_late");
    assert!(late["title"].as_str().unwrap().contains("2020-08-30 12:00"), "{late}");
    assert_eq!(refused(body("31T09", "31T12", "hot_start")).await["code"], "hours_not_begun");
    let mut unknown_file = body("30T06", "30T09", "hot_start");
    unknown_file["files"] = json!(["0".repeat(64)]);
    assert_eq!(refused(unknown_file).await["code"], "unknown_file");
    let holiday = post(&city, Person::Owner, &path, &body("30T06", "30T09", "holiday"));
    city.ask(holiday).await.problem(400);
    mark(&city, "30T06", "30T09", "hot_start").await;
    mark(&city, "30T06", "30T09", "hot_start").await;
    let list = get(&city, Person::Owner, &format!("outlets/{STACK}/marking-days/{DAY}")).await;
    assert_eq!(list["markings"].as_array().unwrap().len(), 1, "a repeat is the same command");
    assert_eq!(refused(body("30T08", "30T10", "cold_start")).await["code"], "marking_overlaps");
    let nowhere = Ask::get(format!("/api/v1/outlets/{STACK}/marking-days/yesterday"));
    city.ask(nowhere.by(&city.session(Person::Owner))).await.problem(400);
    let none = get(&city, Person::Owner, &format!("outlets/{STACK}/marking-days/2019-06-01")).await;
    assert_eq!((&none["rule"], &none["may_mark"], &none["kinds"]), (&Value::Null, &json!(false), &json!([])));
}

#[tokio::test]
async fn the_bureau_sees_a_day_of_the_city_and_reviews_it() {
    let city = City::new();
    store(&city, 6, &[70.0, 80.0, 90.0, 50.0]).await;
    let path = format!("marking-days/{DAY}");
    let row = |list: &Value, outlet: &str| -> Value {
        let items = list["items"].as_array().unwrap();
        items.iter().find(|row| row["outlet"]["code"] == outlet).unwrap().clone()
    };
    let before = get(&city, Person::Duty, &path).await;
    assert_eq!(before["items"][0]["outlet"]["code"], STACK, "what is over comes first");
    assert_eq!((&row(&before, STACK)["over"], &row(&before, STACK)["standing"]), (&json!(3), &json!("open")));
    assert_eq!(before["counts"], json!([{ "standing": "open", "outlets": 2 }]));

    let marking = mark(&city, "30T06", "30T09", "hot_start").await;
    let confirm = format!("outlets/{OUTFALL}/marking-days/{DAY}/confirm");
    let confirmed = city.ask(post(&city, Person::ForeignOwner, &confirm, &json!({}))).await.json();
    assert_eq!((&confirmed["may_confirm"], &confirmed["confirmed_at"]), (&json!(false), &confirmed["now"]));
    let list = get(&city, Person::Duty, &path).await;
    let stack = row(&list, STACK);
    assert_eq!((&stack["over"], &stack["excused"], &stack["to_review"]), (&json!(3), &json!(2), &json!(1)));
    assert_eq!(row(&list, OUTFALL)["standing"], "confirmed");
    assert_eq!(get(&city, Person::Duty, &format!("{path}?standing=marked&q=kf&over=true")).await["total"], 1);
    assert_eq!(get(&city, Person::Owner, &path).await["total"], 1, "an enterprise sees its own");
    let csv = city.ask(Ask::get(format!("/api/v1/{path}?format=csv")).by(&city.session(Person::Duty))).await;
    let csv = csv.text();
    assert!(csv.contains("已标记,3,2,0,1,1,1,0"), "{csv}");

    let id = marking["id"].as_str().unwrap();
    let contest = json!({ "reason": "无开机记录", "suspected_false": true });
    let contest =
        city.ask(post(&city, Person::Officer, &format!("markings/{id}/contest"), &contest)).await.json();
    assert_eq!(
        (&contest["review"]["verdict"], &contest["excused_hours"]),
        (&json!("suspected_false"), &json!(0))
    );
    assert_ne!(contest["review"]["by"], Value::Null);
    let seen = get(&city, Person::Owner, &format!("outlets/{STACK}/marking-days/{DAY}")).await;
    let seen = &seen["markings"][0];
    assert_eq!((&seen["review"]["by"], &seen["may_change"]), (&Value::Null, &json!(false)));
    assert_eq!(seen["review"]["reason"], "无开机记录");
    let list = get(&city, Person::Duty, &path).await;
    let stack = row(&list, STACK);
    assert_eq!(
        (&stack["excused"], &stack["contested"], &stack["to_review"]),
        (&json!(0), &json!(1), &json!(0))
    );
    let accept = post(&city, Person::Officer, &format!("markings/{id}/accept"), &json!({}));
    assert_eq!(city.ask(accept).await.json()["excused_hours"], 2, "the bureau may think again");
}

#[tokio::test]
async fn exceedances_and_statistics_tell_marked_hours_apart() {
    let city = City::new();
    store(&city, 4, &[50.0, 75.0, 70.0, 80.0, 90.0, 50.0]).await;
    let exceedances = "statistics/exceedances?granularity=hour&group=outlet\
                       &from=2020-08-30T00:00:00%2B08:00&to=2020-08-31T00:00:00%2B08:00";
    let table = format!("statistics/outlets/{STACK}?period=2020-08");
    let before = get(&city, Person::Duty, exceedances).await;
    let figures = |group: &Value| ["values", "invalid", "excused"].map(|key| group[key].as_u64().unwrap());
    assert_eq!(figures(&before["groups"][0]), [4, 0, 0]);
    let valid_before = get(&city, Person::Duty, &table).await["rates"]["valid"].as_u64().unwrap();

    mark(&city, "30T06", "30T09", "hot_start").await;
    mark(&city, "30T04", "30T06", "device_maintenance").await;
    let after = get(&city, Person::Duty, exceedances).await;
    assert_eq!(figures(&after["groups"][0]), [4, 1, 2], "one exceedance still counts");
    let table = get(&city, Person::Duty, &table).await;
    assert_eq!(table["rates"]["valid"].as_u64().unwrap(), valid_before - 2, "device marks make data invalid");
    let days = table["factors"][0]["days"].as_array().unwrap();
    let day = days.iter().find(|day| day["date"] == DAY).unwrap();
    assert_eq!((&day["hours_over"], &day["hours_excused"]), (&json!(1), &json!(2)));
    let lost = table["rates"]["lost"].as_array().unwrap();
    assert!(lost.contains(&json!({ "reason": "marked_device_maintenance", "hours": 2 })), "{lost:?}");
}

#[tokio::test]
async fn an_alarm_stays_and_shows_the_marking_beside_the_exceedance() {
    let city = City::new();
    store(&city, 30, &[70.0, 80.0]).await;
    let mut finding = exceedance(STACK, VOC, Severity::Moderate);
    // As the device tells them: of 06 to 08, some seconds early.
    finding.began = china::plus_seconds(start(), -3 * 3600 - 7);
    finding.seen = china::plus_seconds(start(), -3600 - 7);
    let id = city.raise(&finding);
    let path = format!("alarms/{id}");
    assert_eq!(get(&city, Person::Duty, &path).await["markings"], Value::Null);
    let listed = async || get(&city, Person::Duty, "alarms").await["items"][0]["marked"].clone();
    assert_eq!(listed().await, Value::Null);
    let marking = mark(&city, "31T06", "31T08", "hot_start").await;
    let alarm = get(&city, Person::Duty, &path).await;
    assert_eq!((&alarm["stage"], &alarm["markings"]["excuses"]), (&json!("assigned"), &json!("all")));
    assert_eq!(alarm["markings"]["markings"][0]["id"], marking["id"]);
    assert_eq!(listed().await, "all", "the queue says it too");
    let hours = alarm["markings"]["hours"].as_array().unwrap();
    assert_eq!((&hours[0]["over"], &hours[0]["effect"]["effect"]), (&json!(true), &json!("excused")));
    assert_eq!(hours[0]["effect"]["rule"]["unverified"], true);

    // A third hour over its limit is beyond the two of the illustrative limit.
    store(&city, 32, &[90.0]).await;
    let partly = get(&city, Person::Owner, &path).await;
    assert_eq!(partly["markings"]["excuses"], "some");
    assert_eq!(listed().await, "some");
    let contest = format!("markings/{}/contest", marking["id"].as_str().unwrap());
    city.ask(post(&city, Person::Duty, &contest, &json!({ "reason": "无记录" }))).await.json();
    assert_eq!(get(&city, Person::Duty, &path).await["markings"]["excuses"], "none");
}
