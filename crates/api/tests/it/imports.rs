//! Imports of files: rehearsed, carried out, cut off, undone.

use std::time::Duration;

use api::{ImportPlan, Importer};
use casework::data_import::Stage;
use model::{BlobHash, Clock, Granularity, ImportId, Problem, Reading, SeriesKey, Source, Timestamp};
use serde_json::{Value, json};

use crate::city::{City, Person, STATION};
use crate::request::Ask;

const SHEET: &str = "站点,时间,PM2.5,SO2\n\
    1335A,2020-08-30 08:00,35,7\n\
    1335A,2020-08-30 09:00,36,<0.5\n\
    404,2020-08-30 09:00,1,1\n\
    1335A,2020-08-30 10:00,坏,8\n";

fn upload(name: &str, content: &[u8]) -> Ask {
    let mut ask = Ask::upload(name, content);
    ask.path = "/api/v1/imports/files".into();
    ask
}

/// Uploads `content` and gives the request that its proposal makes.
async fn proposed(city: &City, content: &[u8]) -> Value {
    let session = city.session(Person::Duty);
    let file = city.ask(upload("s.csv", content).by(&session)).await.json()["file"].clone();
    let body = json!({ "file": file, "sheet": 0, "kind": "station" });
    let proposal = city.ask(Ask::post("/api/v1/imports/proposal", &body).by(&session)).await.json();
    assert_eq!(proposal["problems"], json!([]));
    json!({ "file": file, "plan": { "sheet": 0, "mapping": proposal["mapping"] } })
}

async fn rehearsed(city: &City, request: &Value) -> Value {
    let session = city.session(Person::Duty);
    city.ask(Ask::post("/api/v1/imports/rehearsal", request).by(&session)).await.json()
}

/// Begins the import and waits for its end.
async fn imported(city: &City, request: &Value, key: &str) -> Value {
    let session = city.session(Person::Duty);
    let ask = Ask::post("/api/v1/imports", request).header("idempotency-key", key).by(&session);
    let answer = city.ask(ask).await;
    assert_eq!(answer.status, 201, "{:?}", answer.body);
    let begun: Value = serde_json::from_slice(&answer.body).unwrap();
    ended(city, begun["id"].as_str().unwrap(), &["ended", "stopped"]).await
}

async fn ended(city: &City, id: &str, states: &[&str]) -> Value {
    let session = city.session(Person::Duty);
    for _ in 0..6000 {
        let row = city.ask(Ask::get(format!("/api/v1/imports/{id}")).by(&session)).await.json();
        assert_eq!(row["trouble"], Value::Null);
        if states.iter().any(|state| row["state"] == *state) {
            return row;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{id} does not end");
}

async fn undone(city: &City, id: &str) -> Value {
    let session = city.session(Person::Duty);
    let ask = Ask::post(format!("/api/v1/imports/{id}/undo"), &json!({ "reason": "the wrong file" }))
        .header("idempotency-key", format!("undo-{id}"))
        .by(&session);
    assert_eq!(city.ask(ask).await.status, 204);
    ended(city, id, &["undone"]).await
}

/// What stands of the station's PM2.5, by time.
fn standing(city: &City) -> Vec<(Timestamp, Option<f64>)> {
    let series =
        SeriesKey { source: Source::Station(STATION.parse().unwrap()), factor: "a34004".parse().unwrap() };
    let range = |lake: &lake::Lake| {
        lake.range_current(&series, Granularity::Hour, Timestamp::MIN, Timestamp::MAX, 1000).unwrap()
    };
    range(&city.services.lake).iter().map(|reading| (reading.time, reading.values.value)).collect()
}

fn values(city: &City) -> Vec<Option<f64>> {
    standing(city).into_iter().map(|(_, value)| value).collect()
}

#[tokio::test]
async fn what_is_rehearsed_is_what_happens_and_every_refusal_has_its_row_and_reason() {
    let city = City::new();
    let request = proposed(&city, SHEET.as_bytes()).await;
    let rehearsal = rehearsed(&city, &request).await;
    assert_eq!((&rehearsal["new"], &rehearsal["duplicates"]), (&json!(4), &json!(0)), "{rehearsal}");
    let refused: Vec<(u64, &str)> = rehearsal["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|refusal| (refusal["row"].as_u64().unwrap(), refusal["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(refused, [(3, "below_detection"), (4, "source_unknown"), (5, "not_a_number")]);
    let row = imported(&city, &request, "k1").await;
    for (name, count) in [("stored", 4), ("revised", 0), ("duplicates", 0), ("refused", 3), ("received", 7)] {
        assert_eq!(row[name], count, "{name} of {row}");
    }
    assert_eq!(values(&city), [Some(35.0), Some(36.0)]);
    // The same file again changes nothing.
    let again = rehearsed(&city, &request).await;
    assert_eq!((&again["new"], &again["duplicates"]), (&json!(0), &json!(4)));
    assert_eq!(imported(&city, &request, "k2").await["duplicates"], 4);
}

#[tokio::test]
async fn an_undone_import_stands_no_longer_and_can_come_again() {
    let city = City::new();
    let first = proposed(&city, "站点,时间,PM2.5\n1335A,2020-08-30 08:00,30\n".as_bytes()).await;
    imported(&city, &first, "k1").await;
    city.clock.set(model::china::plus_seconds(city.clock.now(), 60));
    let second =
        proposed(&city, "站点,时间,PM2.5\n1335A,2020-08-30 08:00,35\n1335A,2020-08-30 09:00,36\n".as_bytes());
    let second = second.await;
    let rehearsal = rehearsed(&city, &second).await;
    assert_eq!((&rehearsal["new"], &rehearsal["revisions"]), (&json!(1), &json!(1)));
    let row = imported(&city, &second, "k2").await;
    assert_eq!(values(&city), [Some(35.0), Some(36.0)]);
    let row = undone(&city, row["id"].as_str().unwrap()).await;
    assert_eq!((&row["withdrawn"], &row["restored"]), (&json!(2), &json!(1)));
    assert_eq!(values(&city), [Some(30.0), None], "the former value stands again, the other slot has none");
    let history = history(&city);
    assert!(history.iter().any(|reading| reading.values.value == Some(35.0)), "history is kept: {history:?}");
    assert!(history.iter().any(|reading| reading.problems.contains(Problem::Withdrawn)));
    city.clock.set(model::china::plus_seconds(city.clock.now(), 60));
    let again = imported(&city, &second, "k3").await;
    assert_eq!(again["stored"], 2, "{again}");
    assert_eq!(values(&city), [Some(35.0), Some(36.0)]);
}

fn history(city: &City) -> Vec<Reading> {
    let series =
        SeriesKey { source: Source::Station(STATION.parse().unwrap()), factor: "a34004".parse().unwrap() };
    city.services.lake.range(&series, Granularity::Hour, Timestamp::MIN, Timestamp::MAX, 1000).unwrap()
}

#[tokio::test]
async fn what_a_device_said_after_an_import_survives_its_undoing() {
    let city = City::new();
    let request = proposed(&city, "站点,时间,PM2.5\n1335A,2020-08-30 08:00,35\n".as_bytes()).await;
    let row = imported(&city, &request, "k1").await;
    let mut later = history(&city).remove(0);
    later.values.value = Some(40.0);
    later.received_at = model::china::plus_seconds(later.received_at, 5);
    let batch = lake::Batch { readings: vec![later], ..lake::Batch::default() };
    city.services.lake.append(batch).await.unwrap();
    let row = undone(&city, row["id"].as_str().unwrap()).await;
    assert_eq!(row["withdrawn"], 0);
    assert_eq!(values(&city), [Some(40.0)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_was_cut_off_goes_on_where_it_was() {
    let city = City::new();
    let rows: String =
        (0..12_000).map(|minute| format!("1335A,{},{}\n", time(minute), 10 + minute % 50)).collect();
    let content = format!("站点,时间,PM2.5\n{rows}");
    let request = proposed(&city, content.as_bytes()).await;
    let (file, plan) = (hash(&request), plan(&request));
    // Begun, and its process gone before anything happened; then stopped in the middle; then resumed.
    let services = &city.services;
    let begun = casework::data_import::Begun {
        id: "I20200831-test".parse().unwrap(),
        file,
        plan: serde_json::to_value(&plan).unwrap(),
    };
    let command = casework::data_import::Command::Begin(begun);
    services.office.data_import(None, &Person::Duty.actor(), &command).unwrap();
    let id: ImportId = "I20200831-test".parse().unwrap();
    assert_eq!(services.importer.one(&id).unwrap().import.stage, Stage::Running);
    let reborn = Importer::new(
        services.lake.clone(),
        services.vault.clone(),
        services.office.clone(),
        services.views.clone(),
        city.clock.clone(),
    );
    reborn.resume().unwrap();
    let row = ended(&city, id.as_str(), &["ended"]).await;
    assert_eq!(
        (&row["stored"], &row["duplicates"], &row["rows"]),
        (&json!(12_000), &json!(0), &json!(12_000))
    );
    // A second resumption finds nothing to do.
    reborn.resume().unwrap();
    assert_eq!(ended(&city, id.as_str(), &["ended"]).await["stored"], 12_000);
}

/// 2020-08-20 and so many minutes.
fn time(minute: u32) -> String {
    let start: Timestamp = "2020-08-20T00:00:00+08:00".parse().unwrap();
    model::china::civil(model::china::plus_seconds(start, i64::from(minute) * 60))
        .strftime("%Y-%m-%d %H:%M")
        .to_string()
}

fn hash(request: &Value) -> BlobHash {
    request["file"].as_str().unwrap().parse().unwrap()
}

fn plan(request: &Value) -> ImportPlan {
    serde_json::from_value(request["plan"].clone()).unwrap()
}

#[tokio::test]
async fn files_that_are_no_tables_are_refused_with_what_to_do() {
    let city = City::new();
    let session = city.session(Person::Duty);
    for (content, code) in [
        (&b""[..], "file_empty"),
        (b"PK\x03\x04 and nothing more", "file_damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not_a_table"),
    ] {
        let answer = city.ask(upload("x.xlsx", content).by(&session)).await;
        assert_eq!(answer.code(422), code, "{content:?}");
    }
    let request = proposed(&city, SHEET.as_bytes()).await;
    let mut nothing = request.clone();
    nothing["plan"]["mapping"]["columns"] = json!([]);
    let answer = city.ask(Ask::post("/api/v1/imports/rehearsal", &nothing).by(&session)).await;
    assert_eq!(answer.code(422), "mapping_incomplete");
    let mut foreign = request;
    foreign["file"] = json!("0".repeat(64));
    let answer = city.ask(Ask::post("/api/v1/imports/rehearsal", &foreign).by(&session)).await;
    assert_eq!(answer.code(404), "not_found");
}

#[tokio::test]
async fn the_list_of_refusals_is_whole_and_no_spreadsheet_takes_it_for_formulas() {
    let city = City::new();
    let content = format!("站点,时间,PM2.5\n{}", "1335A,2020-08-30 08:00,=cmd()\n".repeat(700));
    let request = proposed(&city, content.as_bytes()).await;
    let session = city.session(Person::Duty);
    let answer = city.ask(Ask::post("/api/v1/imports/refusals", &request).by(&session)).await;
    let lines: Vec<&str> = answer.text().lines().collect();
    assert_eq!(lines.len(), 701);
    assert_eq!(lines[1], "2,3,not_a_number,'=cmd()");
}

#[tokio::test]
async fn an_import_is_in_the_ledger_with_its_file_and_counts() {
    let city = City::new();
    let request = proposed(&city, SHEET.as_bytes()).await;
    imported(&city, &request, "k1").await;
    // A repeat of the confirmation is the same import.
    imported(&city, &request, "k1").await;
    let head = city.services.ledger.head().size;
    let events = city.services.ledger.read_from(0, head).unwrap();
    let of = |kind: &str| events.iter().filter(|event| event.kind == kind).collect::<Vec<_>>();
    assert_eq!((of("import.begun").len(), of("import.ended").len()), (1, 1));
    assert_eq!(of("import.begun")[0].body["file"], request["file"]);
    assert_eq!(of("import.ended")[0].body["counts"]["stored"], 4);
}
