//! Tracings: from an alarm at a station to who may be the source, made again, and scored by what turned out.

use std::collections::BTreeSet;
use std::time::Duration;

use casework::alarm::Command as AlarmCommand;
use casework::register::Command as RegisterCommand;
use model::{
    Actor, AlarmId, Channel, CreditCode, Enterprise, Fact, Finding, FindingKey, FindingKind, FindingState,
    Medium, Outlet, Place, RegisterEntry, Severity, Source, Station, StationClass, Subject, Timestamp, Unit,
    china,
};
use serde_json::{Value, json};

use crate::city::{City, KAIFU, Person, STATION, YUHUA};
use crate::request::{Answer, Ask};

const SO2: &str = "a21026";
const WIND_M_S: f64 = 4.0;
/// East and north of the station, m.
const STATIONS: [(f64, f64); 6] =
    [(0.0, 0.0), (900.0, 300.0), (-700.0, 800.0), (300.0, -1_500.0), (1_800.0, -600.0), (-1_500.0, -900.0)];
const PLANTS: [(f64, f64); 4] = [(600.0, 1_400.0), (-1_800.0, 300.0), (2_400.0, 900.0), (-600.0, -2_200.0)];
/// 13 hours of minutes.
const MINUTES: i64 = 780;

fn begin() -> Timestamp {
    "2020-08-30T20:00:00+08:00".parse().unwrap()
}

fn at(east_m: f64, north_m: f64) -> Place {
    Place { longitude: 113.0 + east_m / 97_990.0, latitude: 28.2 + north_m / 111_195.0 }
}

fn station(number: usize) -> String {
    if number == 0 { STATION.to_owned() } else { format!("micro-{number}") }
}

fn plant(number: usize) -> CreditCode {
    CreditCode::from_body(&format!("91430105MA4M{number:05}")).unwrap()
}

fn from_deg(minute: i64) -> f64 {
    (minute as f64 * 0.3 + 4.0 * wiggle(minute / 10)).rem_euclid(360.0)
}

fn wiggle(number: i64) -> f64 {
    ((number as f64 * 12.9898).sin() * 43_758.547).fract()
}

/// A straight plume with the power laws of Pasquill and Smith, no model of `trace`.
fn plume(source: (f64, f64), station: (f64, f64), minute: i64) -> f64 {
    let towards = (from_deg(minute) + 180.0).to_radians();
    let (east_m, north_m) = (station.0 - source.0, station.1 - source.1);
    let along_m = east_m * towards.sin() + north_m * towards.cos();
    let across_m = east_m * towards.cos() - north_m * towards.sin();
    if along_m <= 0.0 {
        return 0.0;
    }
    let (sigma_y, sigma_z) = (0.16 * along_m.powf(0.92), 0.1 * along_m.powf(0.85));
    30.0e6 / (std::f64::consts::PI * WIND_M_S * sigma_y * sigma_z)
        * (-0.5 * (across_m / sigma_y).powi(2)).exp()
        * (-0.5 * (7.0 / sigma_z).powi(2)).exp()
}

fn channel(factor: &str, unit: Unit) -> Channel {
    Channel { factor: factor.parse().unwrap(), sent_unit: unit, unit, range: None }
}

struct Story {
    city: City,
    keys: std::cell::Cell<u32>,
}

impl Story {
    /// Stations and plants around; what the first plant emits is in the air, or nothing. Two stations tell the wind, or none.
    async fn told(emits: bool, wind: bool) -> Self {
        let city = City::new();
        let mut entries = Vec::new();
        for (number, (east_m, north_m)) in STATIONS.into_iter().enumerate() {
            entries.push(RegisterEntry::Station(Station {
                id: station(number).parse().unwrap(),
                name: format!("站点{number}"),
                name_en: format!("Station {number}"),
                class: StationClass::Micro,
                district: KAIFU.parse().unwrap(),
                place: at(east_m, north_m),
                channels: vec![
                    channel(SO2, Unit::MicrogramPerCubicMetre),
                    channel("a05024", Unit::MicrogramPerCubicMetre),
                    channel("a01007", Unit::MetrePerSecond),
                    channel("a01008", Unit::Degree),
                ],
            }));
        }
        for (number, (east_m, north_m)) in PLANTS.into_iter().enumerate() {
            entries.push(RegisterEntry::Enterprise(Enterprise {
                code: plant(number),
                name: format!("企业{number}(虚构)"),
                name_en: format!("Plant {number} (fictitious)"),
                trade_code: "C2319".into(),
                trade: "印刷".into(),
                trade_en: "Printing".into(),
                district: if number == 0 { YUHUA } else { KAIFU }.parse().unwrap(),
                place: at(east_m, north_m),
            }));
            entries.push(RegisterEntry::Outlet(Outlet {
                id: format!("P{number}-DA001").parse().unwrap(),
                enterprise: plant(number),
                name: "排放口".into(),
                name_en: "Outlet".into(),
                medium: Medium::Air,
                place: at(east_m, north_m),
                channels: Vec::new(),
                limits: Vec::new(),
                release: None,
            }));
        }
        let import = RegisterCommand::Import { entries, origin: "the story".into() };
        city.services.office.register(None, &Actor::system("import"), &import).unwrap();
        for (number, place) in STATIONS.into_iter().enumerate() {
            let source = Source::Station(station(number).parse().unwrap());
            let value = |minute: i64| {
                let plume = if emits { plume(PLANTS[0], place, minute) } else { 0.0 };
                9.0 + 0.4 * wiggle(minute + 7 * number as i64) + plume
            };
            let values: Vec<f64> = (0..MINUTES).map(value).collect();
            city.store(source.clone(), SO2, Unit::MicrogramPerCubicMetre, begin(), &values).await;
            if wind && (number == 0 || number == 3) {
                let speeds = vec![WIND_M_S; usize::try_from(MINUTES).unwrap()];
                city.store(source.clone(), "a01007", Unit::MetrePerSecond, begin(), &speeds).await;
                let directions: Vec<f64> = (0..MINUTES).map(from_deg).collect();
                city.store(source, "a01008", Unit::Degree, begin(), &directions).await;
            }
        }
        Self { city, keys: std::cell::Cell::new(0) }
    }

    fn alarm(&self, kind: FindingKind, factor: &str) -> AlarmId {
        self.city.raise(&Finding {
            key: FindingKey {
                kind,
                subject: Subject::Station(STATION.parse().unwrap()),
                factor: Some(factor.parse().unwrap()),
            },
            severity: Severity::Serious,
            state: FindingState::Ongoing,
            began: china::plus_seconds(begin(), 3_600),
            seen: china::plus_seconds(begin(), 5 * 3_600),
            facts: vec![Fact::figure("hour_mean", 60.0, Unit::MicrogramPerCubicMetre)],
            detector: "station_spike/1".into(),
        })
    }

    async fn by(&self, person: Person, ask: Ask) -> Answer {
        self.keys.set(self.keys.get() + 1);
        let ask = ask.header("idempotency-key", format!("key-{}", self.keys.get()));
        self.city.ask(ask.by(&self.city.session(person))).await
    }

    async fn open(&self, body: Value) -> Answer {
        self.by(Person::Duty, Ask::post("/api/v1/tracings", &body)).await
    }

    async fn one(&self, id: &str) -> Value {
        self.by(Person::Duty, Ask::get(format!("/api/v1/tracings/{id}"))).await.json()
    }

    /// The tracing once its ranking is there.
    async fn ranked(&self, id: &str) -> Value {
        for _ in 0..400 {
            let one = self.one(id).await;
            if one["stage"] != "running" {
                return one;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no ranking came");
    }

    async fn command(&self, id: &str, name: &str, body: Value) -> Answer {
        let version = self.one(id).await["version"].clone();
        let ask = Ask::post(format!("/api/v1/tracings/{id}/{name}"), &body);
        self.by(Person::Duty, ask.header("if-match", format!("\"{version}\""))).await
    }
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn from_an_alarm_to_the_plant_and_a_verdict_that_scores_the_ranking() {
    let story = Story::told(true, true).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let path = format!("/api/v1/alarms/{alarm}");
    let before = story.by(Person::Duty, Ask::get(&path)).await.json();
    assert_eq!((&before["tracing"], &before["may_trace"]), (&Value::Null, &json!(true)));

    let opened = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    let id = text(&opened, "id").to_owned();
    let one = story.ranked(&id).await;
    assert_eq!(one["stage"], "ranked", "{one}");
    let first = &one["ranking"]["candidates"][0];
    assert_eq!(first["enterprise"]["code"], plant(0).as_str(), "{first}");
    assert!(first["probability"].as_f64().unwrap() > 0.5, "{first}");
    assert!(first["in_reach"].as_f64().unwrap() > 0.05, "{first}");
    assert!(first["rate"]["low"].as_f64() < first["rate"]["high"].as_f64());
    assert!(!first["reasons"].as_array().unwrap().is_empty());
    assert_eq!(one["first"]["thing"]["enterprise"]["code"], plant(0).as_str());
    assert!(!one["ranking"]["reach"].as_array().unwrap().is_empty());
    let series = &one["ranking"]["hypotheses"][0]["series"];
    assert_eq!(series.as_array().unwrap().len(), STATIONS.len());
    let heights = one["assumed"].as_array().unwrap().iter().find(|remark| remark["code"] == "release_height");
    assert_eq!(heights.unwrap()["taken_m"], 10.0, "what is assumed is said");

    // A second opening of the same alarm shows what is there.
    let second = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    assert_eq!(second["id"], id.as_str());
    assert_eq!(second["versions"].as_array().unwrap().len(), 1);
    let after = story.by(Person::Duty, Ask::get(&path)).await.json();
    assert_eq!(after["tracing"], id.as_str());

    let checked =
        story.by(Person::Leader, Ask::post(format!("/api/v1/tracings/{id}/check"), &json!({}))).await;
    assert_eq!(checked.json()["result"], "same");
    let input = story.by(Person::Duty, Ask::get(format!("/api/v1/tracings/{id}/input"))).await;
    let hash = &one["versions"][0]["input"];
    let (vault, by) = (&story.city.services.vault, Person::Duty.id().parse().unwrap());
    let own = vault.put_document(&input.body, "again", &by, begin()).unwrap().hash;
    assert_eq!(hash, own.as_str(), "the bytes are those that were hashed");

    let report =
        story.by(Person::Duty, Ask::get(format!("/api/v1/tracings/{id}/document?format=docx"))).await;
    assert_eq!(report.status, 200);
    assert!(report.body.starts_with(b"PK"), "a document of Word");

    let nothing_new = story.command(&id, "renew", json!({})).await;
    assert_eq!(nothing_new.code(422), "nothing_new");

    let body = json!({ "verdict": "enterprises", "enterprises": [plant(0)], "words": "集气罩破损，已修复" });
    let closed = story.command(&id, "close", body).await.json();
    assert_eq!((&closed["stage"], &closed["hit"]), (&json!("closed"), &json!("first")));
    assert_eq!(closed["allowed"], json!([]));
    let list = story.by(Person::Duty, Ask::get("/api/v1/tracings?hit=first")).await.json();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    let figures = &list["figures"];
    assert_eq!(
        (&figures["scored"], &figures["first"], &figures["among_three"]),
        (&json!(1), &json!(1), &json!(1))
    );
    let missed = story.by(Person::Duty, Ask::get("/api/v1/tracings?hit=missed")).await.json();
    assert_eq!((&missed["items"], &missed["total"]), (&json!([]), &json!(1)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_plume_lies_downwind_and_values_are_high_in_its_wind() {
    let story = Story::told(true, true).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let opened = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    let id = text(&opened, "id").to_owned();
    let one = story.ranked(&id).await;
    let get =
        async |what: &str| story.by(Person::Duty, Ask::get(format!("/api/v1/tracings/{id}/{what}"))).await;

    // At 05:00 the wind blows from there; the plume of the first plant lies on the other side of it.
    let plume = get("plume?hypothesis=0&at=2020-08-31T05:00:00%2B08:00").await.json();
    let values: Vec<f64> = plume["values"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
    let (columns, rows) =
        (plume["columns"].as_u64().unwrap() as usize, plume["rows"].as_u64().unwrap() as usize);
    assert_eq!(values.len(), columns * rows);
    let most = (0..values.len()).max_by(|a, b| values[*a].total_cmp(&values[*b])).unwrap();
    let corner = |at: &str, which: &str| plume[at][which].as_f64().unwrap();
    let between = |which: &str, part: f64| {
        corner("south_west", which) + part * (corner("north_east", which) - corner("south_west", which))
    };
    let longitude = between("longitude", ((most % columns) as f64 + 0.5) / columns as f64);
    let latitude = between("latitude", ((most / columns) as f64 + 0.5) / rows as f64);
    let (east_m, north_m) = ((longitude - 113.0) * 97_990.0, (latitude - 28.2) * 111_195.0);
    let towards = (from_deg(540) + 180.0).to_radians();
    let along_m = (east_m - PLANTS[0].0) * towards.sin() + (north_m - PLANTS[0].1) * towards.cos();
    assert!((20.0..900.0).contains(&along_m), "{along_m} m downwind");
    assert!(values.iter().all(|value| *value >= 0.0) && values[most] > 5.0, "{}", values[most]);
    let over_all = get("plume?hypothesis=0").await.json();
    assert_eq!(over_all["from"], one["anomaly_from"]);
    assert_eq!(get("plume?hypothesis=999").await.code(404), "not_found");
    assert_eq!(get("plume?hypothesis=0&at=noon").await.status, 400);

    let by_wind = get("by-wind").await.json();
    let asked = &by_wind["stations"][0];
    assert_eq!(asked["station"]["code"], STATION);
    let counted: u64 =
        asked["cells"].as_array().unwrap().iter().map(|cell| cell["count"].as_u64().unwrap()).sum();
    assert_eq!(Some(counted), one["instruments"][0]["values"].as_u64());
    let mean = |cell: &&Value| cell["mean"].as_f64().unwrap();
    let highest =
        asked["cells"].as_array().unwrap().iter().max_by(|a, b| mean(a).total_cmp(&mean(b))).unwrap();
    // The plant lies 23 degrees east of north.
    assert!([0, 1, 2].contains(&highest["sector"].as_u64().unwrap()), "{highest}");

    // One is all but sure: nothing is left to be told apart, and nothing is proposed.
    let cruise = get("cruise").await.json();
    assert_eq!((&cruise["pieces"], &cruise["total_m"]), (&json!([]), &json!(0.0)));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alarm_is_traced_without_anybody_asking_and_once() {
    let story = Story::told(true, true).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let ozone = story.alarm(FindingKind::StationSpike, "a05024");
    let mut given_up = BTreeSet::new();
    assert_eq!(api::trace_alarms(&story.city.services, &mut given_up).unwrap(), 1);
    assert_eq!(given_up, BTreeSet::from([ozone]), "nobody emits ozone");
    assert_eq!(api::trace_alarms(&story.city.services, &mut given_up).unwrap(), 0);
    let detail = story.by(Person::Duty, Ask::get(format!("/api/v1/alarms/{alarm}"))).await.json();
    let id = text(&detail, "tracing").to_owned();
    let one = story.ranked(&id).await;
    assert_eq!(one["ranking"]["candidates"][0]["enterprise"]["code"], plant(0).as_str());
    assert_eq!(one["history"].as_array().unwrap().last().unwrap()["by"], "machine");
    // Whoever presses the button afterwards is led to it.
    assert_eq!(story.open(json!({ "alarm": alarm.to_string() })).await.json()["id"], id.as_str());
    let checked = story.by(Person::Duty, Ask::post(format!("/api/v1/tracings/{id}/check"), &json!({}))).await;
    assert_eq!(checked.json()["result"], "same");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_van_is_asked_accepts_and_its_track_ends_the_task() {
    let story = Story::told(true, true).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let opened = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    let id = text(&opened, "id").to_owned();
    story.ranked(&id).await;
    let by = async |person: Person, name: &str, body: Value| {
        let version = story.one(&id).await["version"].clone();
        let ask = Ask::post(format!("/api/v1/tracings/{id}/{name}"), &body);
        story.by(person, ask.header("if-match", format!("\"{version}\""))).await
    };
    // Whoever is named has an account.
    for person in [Person::Officer, Person::ForeignOfficer] {
        story.by(person, Ask::get("/api/v1/tracings")).await;
    }
    let words = "沿下风向横穿两次";
    let to_nobody = by(Person::Duty, "cruise", json!({ "to": "nobody", "words": words })).await;
    assert_eq!(to_nobody.code(422), "unknown_officer");
    let to_foreign = json!({ "to": Person::ForeignOfficer.id(), "words": words });
    assert_eq!(by(Person::Duty, "cruise", to_foreign).await.code(422), "unknown_officer");
    assert_eq!(by(Person::Duty, "cruise", json!({ "words": " " })).await.code(422), "words_missing");
    let asked =
        by(Person::Duty, "cruise", json!({ "to": Person::Officer.id(), "words": words })).await.json();
    assert_eq!((&asked["task"], &asked["tasks"][0]["words"]), (&json!("asked"), &json!(words)));
    assert_eq!(asked["allowed"], json!(["renew", "end_cruise"]), "who asked is not who drives");
    assert_eq!(by(Person::Duty, "cruise", json!({ "words": words })).await.code(422), "cruise_open");
    assert_eq!(by(Person::Duty, "cruise/accept", json!({})).await.code(403), "role_may_not");
    let close = json!({ "verdict": "regional", "words": "x" });
    assert_eq!(by(Person::Duty, "close", close).await.code(422), "cruise_open");

    let accepted = by(Person::Officer, "cruise/accept", json!({})).await.json();
    assert_eq!(accepted["task"], "accepted");
    assert_eq!(accepted["tasks"][0]["accepted_by"], accepted["tasks"][0]["to"]);
    assert_eq!(by(Person::Officer, "cruise/accept", json!({})).await.code(422), "no_cruise");

    let upload = Ask::upload("走航.csv", cruise().as_bytes());
    let path = format!("/api/v1/tracings/{id}/tracks?datum=gcj02&unit=ug_m3");
    let upload = Ask { path, ..upload }.header("if-match", format!("\"{}\"", accepted["version"]));
    assert_eq!(story.by(Person::Officer, upload).await.status, 200);
    let driven = story.ranked(&id).await;
    assert_eq!((&driven["task"], &driven["tasks"][0]["version"]), (&json!("driven"), &json!(1)));
    let kinds: Vec<&str> =
        driven["history"].as_array().unwrap().iter().map(|step| text(step, "kind")).collect();
    for kind in ["cruise_asked", "cruise_accepted", "frozen"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }

    // A second one that cannot be driven ends in words.
    let again = by(Person::Duty, "cruise", json!({ "words": words })).await.json();
    assert!(again["allowed"].as_array().unwrap().contains(&json!("accept_cruise")), "anybody may");
    let ended = by(Person::Officer, "cruise/end", json!({ "words": "车辆故障" })).await.json();
    assert_eq!((&ended["task"], &ended["tasks"][0]["why"]), (&json!("ended"), &json!("车辆故障")));
    assert_eq!(by(Person::Officer, "cruise/end", json!({ "words": "x" })).await.code(422), "no_cruise");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_later_makes_a_new_version_and_the_former_one_stays() {
    let story = Story::told(true, true).await;
    let body = json!({
        "station": STATION, "factor": SO2, "reason": "居民反映异味",
        "from": "2020-08-31T02:00:00+08:00", "to": "2020-08-31T07:00:00+08:00"
    });
    let id = text(&story.open(body).await.json(), "id").to_owned();
    let first = story.ranked(&id).await;
    assert_eq!(first["reason"], "居民反映异味");
    // A logger tells late what it had measured.
    let source = Source::Station(station(5).parse().unwrap());
    let from = "2020-08-31T02:00:30+08:00".parse().unwrap();
    story.city.store(source, SO2, Unit::MicrogramPerCubicMetre, from, &[11.0, 12.0]).await;
    assert_eq!(story.command(&id, "renew", json!({})).await.status, 200);
    let second = story.ranked(&id).await;
    let inputs: Vec<&Value> = second["versions"].as_array().unwrap().iter().map(|v| &v["input"]).collect();
    assert_eq!(inputs.len(), 2);
    assert_ne!(inputs[0], inputs[1]);
    let former = story.by(Person::Duty, Ask::get(format!("/api/v1/tracings/{id}?version=0"))).await.json();
    assert_eq!(former["ranking"], first["ranking"]);
    let absent = story.by(Person::Duty, Ask::get(format!("/api/v1/tracings/{id}?version=7"))).await;
    assert_eq!(absent.code(404), "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_wind_nothing_is_guessed() {
    let story = Story::told(true, false).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let opened = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    let one = story.ranked(text(&opened, "id")).await;
    assert_eq!(one["stage"], "not_possible");
    assert_eq!(one["ranking"], Value::Null);
    assert!(one["missing"].as_array().unwrap().iter().any(|remark| remark["code"] == "wind"));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_altered_input_is_told() {
    let story = Story::told(true, true).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let opened = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    let id = text(&opened, "id").to_owned();
    let one = story.ranked(&id).await;
    let hash = text(&one["versions"][0], "input");
    let file = story.city.folder().join("vault/files").join(&hash[..2]).join(hash);
    let mut bytes = std::fs::read(&file).unwrap();
    let place = bytes.iter().position(|byte| *byte == b'9').unwrap();
    bytes[place] = b'8';
    std::fs::write(&file, bytes).unwrap();
    let checked = story.by(Person::Duty, Ask::post(format!("/api/v1/tracings/{id}/check"), &json!({}))).await;
    assert_eq!(checked.json()["result"], "unreadable");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_traced_is_refused_with_the_reason() {
    let story = Story::told(false, true).await;
    let ozone = story.alarm(FindingKind::StationSpike, "a05024");
    let other = story.alarm(FindingKind::ConstantValue, SO2);
    for alarm in [ozone, other] {
        assert_eq!(story.open(json!({ "alarm": alarm.to_string() })).await.code(422), "not_traceable");
        let detail = story.by(Person::Duty, Ask::get(format!("/api/v1/alarms/{alarm}"))).await.json();
        assert_eq!(detail["may_trace"], false);
    }
    assert_eq!(story.open(json!({ "alarm": "A20200831-9999" })).await.code(404), "not_found");
    assert_eq!(story.open(json!({})).await.status, 400);
    let by_hand = |changed: Value| {
        let mut body = json!({
            "station": STATION, "factor": SO2, "reason": "异味",
            "from": "2020-08-31T02:00:00+08:00", "to": "2020-08-31T07:00:00+08:00"
        });
        for (key, value) in changed.as_object().unwrap() {
            body[key] = value.clone();
        }
        story.open(body)
    };
    assert_eq!(by_hand(json!({ "station": "0000A" })).await.code(422), "unknown_station");
    assert_eq!(by_hand(json!({ "factor": "a21004" })).await.code(422), "factor_not_measured");
    assert_eq!(by_hand(json!({ "factor": "a05024" })).await.code(422), "not_emitted");
    assert_eq!(by_hand(json!({ "to": "2020-09-30T07:00:00+08:00" })).await.code(422), "bad_period");
    assert_eq!(by_hand(json!({ "to": "2020-08-31T01:00:00+08:00" })).await.code(422), "bad_period");
    assert_eq!(by_hand(json!({ "from": "yesterday" })).await.status, 400);
    assert_eq!(by_hand(json!({ "reason": " " })).await.code(422), "words_missing");
    let list = story.by(Person::Duty, Ask::get("/api/v1/tracings")).await.json();
    assert_eq!(list["total"], 0, "a refusal leaves nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_branch_that_has_the_alarm_sees_its_tracing() {
    let story = Story::told(true, true).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let opened = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    let id = text(&opened, "id").to_owned();
    story.ranked(&id).await;
    let path = format!("/api/v1/tracings/{id}");
    assert_eq!(story.by(Person::ForeignOfficer, Ask::get(&path)).await.code(404), "not_found");
    let assign = AlarmCommand::Assign { branch: YUHUA.parse().unwrap(), officer: None, note: None };
    story.city.act(Person::Duty, &alarm, &assign);
    let seen = story.by(Person::ForeignOfficer, Ask::get(&path)).await.json();
    assert_eq!(seen["from_alarm"]["branch"]["code"], YUHUA);
    assert_eq!(seen["allowed"], json!([]), "to see is not to close");
    assert_eq!(story.by(Person::Owner, Ask::get(&path)).await.code(404), "not_found");
}

/// A van on a line across the plume, 40 m a value, in the datum of printed web maps; with a jump and a value below zero.
fn cruise() -> String {
    let minute = 500;
    let towards = (from_deg(minute) + 180.0).to_radians();
    let mut text = "时间,经度,纬度,速度,SO2\n".to_owned();
    for number in 0..60_i64 {
        let aside = (number - 30) as f64 * 40.0;
        let (east_m, north_m) = (
            PLANTS[0].0 + 500.0 * towards.sin() + aside * towards.cos(),
            PLANTS[0].1 + 500.0 * towards.cos() - aside * towards.sin(),
        );
        let value = 9.0 + plume(PLANTS[0], (east_m, north_m), minute);
        let (longitude, latitude) = model::Datum::Gcj02.from_wgs84(at(east_m, north_m));
        let time = china::civil(china::plus_seconds(begin(), minute * 60 + number * 5));
        let time = time.strftime("%Y-%m-%d %H:%M:%S");
        match number {
            10 => text.push_str(&format!("{time},114.5,{latitude},30,{value}\n")),
            20 => text.push_str(&format!("{time},{longitude},{latitude},30,-4\n")),
            _ => text.push_str(&format!("{time},{longitude},{latitude},30,{value}\n")),
        }
    }
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cruise_is_previewed_with_its_refusals_and_ranks_anew() {
    let story = Story::told(true, true).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let opened = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    let id = text(&opened, "id").to_owned();
    let before = story.ranked(&id).await;
    let upload = |path: &str, file: &str| {
        let asked = Ask::upload("走航.csv", file.as_bytes());
        Ask { path: format!("/api/v1/tracings/{id}/{path}"), ..asked }
    };
    let preview = upload("tracks/preview?datum=gcj02&unit=ug_m3", &cruise());
    let preview = story.by(Person::Duty, preview).await.json();
    assert_eq!((&preview["taken"], &preview["column"]), (&json!(58), &json!("SO2")));
    assert_eq!(preview["refused"], json!({ "jump": 1, "negative": 1 }));
    assert_eq!(preview["first_refused"][0], json!({ "row": 11, "reason": "jump" }));
    assert_eq!(preview["notes"][0], json!({ "kind": "converted", "datum": "gcj02" }));
    assert_eq!(story.one(&id).await["version"], before["version"], "a preview changes nothing");

    let add = |file: &str| {
        upload("tracks?datum=gcj02&unit=ug_m3", file).header("if-match", format!("\"{}\"", before["version"]))
    };
    let nothing = story.by(Person::Duty, add("时间,经度,纬度,SO2\n2020-08-31 05:00:00,113,28.2,-1\n")).await;
    assert_eq!(nothing.code(422), "nothing_taken");
    assert_eq!(story.by(Person::Duty, add(&cruise())).await.status, 200);
    let after = story.ranked(&id).await;
    let versions = after["versions"].as_array().unwrap();
    assert_eq!((versions.len(), &versions[1]["cause"]), (2, &json!("track")));
    let track = &after["tracks"][0];
    assert_eq!((&track["name"], track["points"].as_array().unwrap().len()), (&json!("走航.csv"), 58));
    let place = &track["points"][0]["place"];
    let (east_m, north_m) = (
        (place["longitude"].as_f64().unwrap() - 113.0) * 97_990.0,
        (place["latitude"].as_f64().unwrap() - 28.2) * 111_195.0,
    );
    let from_plant_m = (east_m - PLANTS[0].0).hypot(north_m - PLANTS[0].1);
    assert!((1_250.0..1_350.0).contains(&from_plant_m), "converted, not taken as it is: {from_plant_m}");
    assert_eq!(after["ranking"]["candidates"][0]["enterprise"]["code"], plant(0).as_str());
    // What came stays when more comes.
    let source = Source::Station(station(5).parse().unwrap());
    let from = "2020-08-31T02:00:30+08:00".parse().unwrap();
    story.city.store(source, SO2, Unit::MicrogramPerCubicMetre, from, &[11.0]).await;
    assert_eq!(story.command(&id, "renew", json!({})).await.status, 200);
    let last = story.ranked(&id).await;
    assert_eq!(last["tracks"].as_array().unwrap().len(), 1);
    let checked = story.by(Person::Duty, Ask::post(format!("/api/v1/tracings/{id}/check"), &json!({}))).await;
    assert_eq!(checked.json()["result"], "same");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_whose_places_stand_in_a_file_of_their_own_is_an_instrument_for_each_height() {
    let story = Story::told(true, true).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let opened = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    let id = text(&opened, "id").to_owned();
    let before = story.ranked(&id).await;
    let begin_s = |number: i64| china::plus_seconds(begin(), 500 * 60 + number * 5);
    let point = |number: i64| {
        let place = at(PLANTS[0].0 + number as f64 * 20.0, PLANTS[0].1 - 400.0);
        format!(
            "<trkpt lat=\"{}\" lon=\"{}\"><time>{}</time></trkpt>",
            place.latitude,
            place.longitude,
            begin_s(number)
        )
    };
    let places: String = (0..30).step_by(2).map(point).collect();
    let places = format!("<gpx><trk><trkseg>{places}</trkseg></trk></gpx>");
    let rows: String =
        (0..40).map(|number| format!("{},{},{}\n", begin_s(number), 20 + number, 10 + number)).collect();
    let table = format!("time,60m,30m\n{rows}");
    let upload = |path: &str| {
        let asked = Ask::uploads(&[
            ("file", "雷达.csv", table.as_bytes()),
            ("places", "轨迹.gpx", places.as_bytes()),
        ]);
        Ask { path: format!("/api/v1/tracings/{id}/{path}"), ..asked }
    };
    let preview = story.by(Person::Duty, upload("tracks/preview?datum=wgs84&unit=ug_m3")).await.json();
    assert_eq!((&preview["format"], &preview["heights_m"]), (&json!("beside"), &json!([30.0, 60.0])));
    // The last place is that of the 28th row.
    assert_eq!((&preview["taken"], &preview["refused"]), (&json!(29), &json!({ "no_place_then": 11 })));
    let version = format!("\"{}\"", before["version"]);
    let too_high = upload("tracks?datum=wgs84&unit=ug_m3&height_m=900").header("if-match", version.clone());
    assert_eq!(story.by(Person::Duty, too_high).await.code(422), "bad_height");
    let add = upload("tracks?datum=wgs84&unit=ug_m3").header("if-match", version);
    assert_eq!(story.by(Person::Duty, add).await.status, 200);
    let after = story.ranked(&id).await;
    let tracks = after["tracks"].as_array().unwrap();
    let told: Vec<_> =
        tracks.iter().map(|track| (&track["height_m"], &track["points"][0]["value"])).collect();
    assert_eq!(told, [(&json!(30.0), &json!(10.0)), (&json!(60.0), &json!(20.0))]);
    // Everything is read again from what was kept, with its places and heights.
    let source = Source::Station(station(5).parse().unwrap());
    let from = "2020-08-31T02:00:30+08:00".parse().unwrap();
    story.city.store(source, SO2, Unit::MicrogramPerCubicMetre, from, &[11.0]).await;
    assert_eq!(story.command(&id, "renew", json!({})).await.status, 200);
    assert_eq!(story.ranked(&id).await["tracks"], after["tracks"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_track_is_refused_with_what_to_do() {
    let story = Story::told(false, true).await;
    let alarm = story.alarm(FindingKind::StationSpike, SO2);
    let opened = story.open(json!({ "alarm": alarm.to_string() })).await.json();
    let id = text(&opened, "id").to_owned();
    let preview = async |query: &str, file: &str| {
        let asked = Ask::upload("a.csv", file.as_bytes());
        let path = format!("/api/v1/tracings/{id}/tracks/preview?{query}");
        story.by(Person::Duty, Ask { path, ..asked }).await
    };
    let plan = "datum=wgs84&unit=ug_m3";
    let two = "time,lon,lat,so2,no2\n2020-08-31 05:00:00,113,28.2,1,2\n";
    assert_eq!(preview(plan, two).await.code(422), "which_column");
    let named = preview(&format!("{plan}&column=no2"), two).await.json();
    assert_eq!(named["greatest"], 2.0);
    assert_eq!(preview(plan, "a,b\n1,2\n").await.code(422), "column_missing");
    assert_eq!(preview(plan, "<gpx").await.code(422), "no_track");
    assert_eq!(preview("unit=ug_m3", two).await.status, 400, "the datum is never guessed");
    let zone = (0..5).map(|n| format!("2020-08-30 21:00:0{n},113,28.2,1\n")).collect::<String>();
    let zone =
        preview(plan, &format!("time,lon,lat,so2\n{}", zone.replace("2020-08-30 21", "2020-08-30 11"))).await;
    assert_eq!(zone.json()["notes"], json!([{ "kind": "perhaps_zone", "hours": 8 }]));
}
