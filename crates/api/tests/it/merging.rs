//! Alarms of one cause handled as one, over HTTP: what is proposed, what a click does, and how all of them end.

use model::{AlarmId, Finding, FindingKey, FindingKind, Severity, Subject, china};
use serde_json::{Value, json};

use crate::city::{COD, City, OUTFALL, Person, STACK, STACK_MN, VOC, exceedance, start};
use crate::request::{Answer, Ask};

async fn give(city: &City, person: Person, id: &AlarmId, name: &str, body: Value) -> Answer {
    let version = city.version(id);
    let key = format!("{id}-{name}-{version}");
    let ask = Ask::command(id.as_str(), name, version, &key, &body);
    city.ask(ask.by(&city.session(person))).await
}

async fn one(city: &City, person: Person, id: &AlarmId) -> Value {
    city.ask(Ask::get(format!("/api/v1/alarms/{id}")).by(&city.session(person))).await.json()
}

/// The line runs and the adsorber before the stack does not, since half past eight.
fn fan() -> Finding {
    Finding {
        key: FindingKey {
            kind: FindingKind::ProductionOnTreatmentOff,
            subject: Subject::TreatmentUnit("KF-T1".parse().unwrap()),
            factor: None,
        },
        began: china::plus_seconds(start(), -1800),
        detector: "treatment_off/1".into(),
        ..exceedance(STACK, VOC, Severity::Serious)
    }
}

/// A stopped fan and two factors above their limits behind it.
fn three(city: &City) -> [AlarmId; 3] {
    [fan(), exceedance(STACK, VOC, Severity::Moderate), exceedance(STACK, "a21026", Severity::Moderate)]
        .map(|finding| city.raise(&finding))
}

#[tokio::test]
async fn a_proposal_gives_its_facts_and_a_click_merges() {
    let city = City::new();
    let [fan, voc, dust] = three(&city);
    let alarm = one(&city, Person::Duty, &voc).await;
    let proposal = &alarm["proposals"][0];
    assert_eq!((&proposal["leading"]["id"], &proposal["merged"]["id"]), (&json!(fan), &json!(voc)));
    assert_eq!(
        proposal["facts"][0],
        json!({ "name": "shared_outlet", "value": { "type": "text", "text": STACK } })
    );
    assert_eq!(
        (&proposal["rule"], &proposal["illustrative"]),
        (&json!("treatment-off-explains"), &json!(true))
    );
    let leading = one(&city, Person::Duty, &fan).await;
    assert_eq!(leading["proposals"].as_array().unwrap().len(), 2, "from the cause both are seen");
    assert_eq!(
        one(&city, Person::Officer, &voc).await["proposals"],
        json!([]),
        "it is the duty room's to decide"
    );

    let merged = give(&city, Person::Duty, &voc, "merge", json!({ "into": fan })).await.json();
    assert_eq!((&merged["merged_into"], &merged["merge"]["leading"]["id"]), (&json!(fan), &json!(fan)));
    assert_eq!(merged["merge"]["facts"], proposal["facts"]);
    assert_eq!((&merged["due"], &merged["proposals"]), (&Value::Null, &json!([])));
    assert_eq!(merged["allowed"], json!(["separate"]));
    let leading = one(&city, Person::Duty, &fan).await;
    assert_eq!((&leading["leads"], &leading["led"][0]["id"]), (&json!(1), &json!(voc)));
    assert_eq!(leading["proposals"][0]["merged"]["id"], json!(dust));
}

#[tokio::test]
async fn they_end_together_with_one_outcome() {
    let city = City::new();
    let [fan, voc, dust] = three(&city);
    for merged in [&voc, &dust] {
        give(&city, Person::Duty, merged, "merge", json!({ "into": fan })).await.json();
    }
    give(&city, Person::Duty, &dust, "separate", json!({ "reason": "the dust filter is torn" })).await.json();
    let refused = give(&city, Person::Officer, &voc, "accept", json!({})).await;
    assert_eq!(refused.code(422), "handled_with");

    give(&city, Person::Officer, &fan, "accept", json!({})).await.json();
    let found = json!({ "mode": "on_site", "outcome": "violation", "note": "the fan was off" });
    give(&city, Person::Officer, &fan, "verify", found).await.json();
    let filed = json!({ "to": "case_filing", "note": "to the legal office" });
    give(&city, Person::Duty, &fan, "hand-on", filed).await.json();

    let ended = one(&city, Person::Duty, &voc).await;
    assert_eq!((&ended["stage"], &ended["outcome"]), (&json!("handed_on"), &json!("violation")));
    assert_eq!(ended["merge"]["leading"]["id"], json!(fan));
    let kinds: Vec<_> = ended["steps"].as_array().unwrap().iter().map(|step| &step["kind"]).collect();
    assert_eq!(kinds, ["alarm.raised", "alarm.assigned", "alarm.merged", "alarm.ended_with"]);
    let seen = one(&city, Person::Owner, &voc).await;
    assert_eq!(seen["steps"][3]["details"]["outcome"], "violation", "the enterprise sees what was found");
    assert!(!seen.to_string().contains("legal office"));
    assert_eq!(one(&city, Person::Duty, &dust).await["stage"], "assigned", "it was separated before");

    let path = "/api/v1/rules/precision?months=3";
    let report = city.ask(Ask::get(path).by(&city.session(Person::Duty))).await.json();
    let kind =
        report["kinds"].as_array().unwrap().iter().find(|kind| kind["kind"] == "exceedance_hour").unwrap();
    assert_eq!((&kind["all"]["confirmed"], &kind["all"]["open"]), (&json!(1), &json!(1)), "{kind}");
}

/// Whatever ended the leading alarm while nobody looked: the watch ends what is led.
#[tokio::test]
async fn what_is_merged_into_an_alarm_that_ends_at_this_moment_ends_with_the_next_look() {
    let city = City::new();
    let [fan, voc, _] = three(&city);
    let office = &city.services.office;
    assert_eq!(office.follow_merged(None, &model::Actor::system("watch")).unwrap(), []);
    give(&city, Person::Duty, &voc, "merge", json!({ "into": fan })).await.json();
    give(&city, Person::Officer, &fan, "accept", json!({})).await.json();
    let found = json!({ "mode": "off_site", "outcome": "normal", "note": "" });
    give(&city, Person::Officer, &fan, "verify", found).await.json();
    assert_eq!(
        office.follow_merged(None, &model::Actor::system("watch")).unwrap(),
        [],
        "it is verified, not over"
    );
    give(&city, Person::Duty, &fan, "close", json!({ "note": "a test run" })).await.json();
    assert_eq!(one(&city, Person::Duty, &voc).await["stage"], "closed");
    assert_eq!(office.follow_merged(None, &model::Actor::system("watch")).unwrap(), [], "once");
}

#[tokio::test]
async fn what_cannot_be_merged_says_why_and_nothing_happens() {
    let city = City::new();
    let [fan, voc, dust] = three(&city);
    let foreign = city.raise(&exceedance(OUTFALL, COD, Severity::Serious));
    let into = |id: &AlarmId| json!({ "into": id, "reason": "one cause" });
    let merge = async |id: &AlarmId, body: Value| give(&city, Person::Duty, id, "merge", body).await;
    assert_eq!(merge(&voc, into(&voc)).await.code(422), "leads_itself");
    assert_eq!(merge(&voc, into(&foreign)).await.code(422), "other_enterprise");
    assert_eq!(merge(&voc, json!({ "into": "A20200831-9999" })).await.code(422), "unknown_alarm");
    assert_eq!(merge(&voc, json!({ "into": "no id" })).await.code(422), "unknown_alarm");
    assert_eq!(merge(&voc, json!({ "into": dust })).await.code(422), "text_missing", "nobody proposed that");
    assert_eq!(city.version(&voc), 2);

    // Neither a chain nor a ring.
    merge(&voc, into(&fan)).await.json();
    assert_eq!(merge(&fan, into(&dust)).await.code(422), "leads_others");
    assert_eq!(merge(&fan, into(&voc)).await.code(422), "leads_others");
    assert_eq!(merge(&dust, into(&voc)).await.code(422), "cannot_lead");
}

/// Two clerks merge two alarms into each other at the same moment: one of them is told that it cannot be.
#[tokio::test]
async fn two_alarms_never_lead_each_other() {
    let city = City::new();
    let [fan, voc, _] = three(&city);
    city.account(Person::Duty);
    let (office, duty) = (&city.services.office, Person::Duty.actor());
    let merge = |id: &AlarmId, into: &AlarmId| {
        office.merge(id, into, Some("one cause".into()), (ledger::Expected::Any, None), &duty).is_ok()
    };
    let (one, other) = std::thread::scope(|scope| {
        let one = scope.spawn(|| merge(&fan, &voc));
        let other = scope.spawn(|| merge(&voc, &fan));
        (one.join().unwrap(), other.join().unwrap())
    });
    assert!(one != other, "{one} {other}");
}

/// A logger that fell silent explains what its last data looked like.
#[tokio::test]
async fn silence_is_proposed_as_the_cause_too() {
    let city = City::new();
    let mut silence = fan();
    silence.key.kind = FindingKind::LoggerSilent;
    silence.key.subject = Subject::Logger(STACK_MN.parse().unwrap());
    let (silent, voc) = (city.raise(&silence), city.raise(&exceedance(STACK, VOC, Severity::Moderate)));
    let alarm = one(&city, Person::Duty, &voc).await;
    assert_eq!(alarm["proposals"][0]["leading"]["id"], json!(silent));
}

/// What lies behind the fan is moderate and becomes grave: whoever handles the fan must hear of it.
#[tokio::test]
async fn a_merged_alarm_that_presses_more_shortens_the_leading_ones_term() {
    let city = City::new();
    let [fan, voc, _] = three(&city);
    assert_eq!(give(&city, Person::Duty, &voc, "merge", json!({ "into": fan })).await.status, 200);
    let before = one(&city, Person::Duty, &fan).await;
    assert_eq!((&before["severity"], &before["led_severity"]), (&json!("serious"), &Value::Null));

    let watch = model::Actor::system("watch");
    let office = &city.services.office;
    office.report(&watch, &exceedance(STACK, VOC, Severity::Grave)).unwrap();
    assert_eq!(office.follow_merged(None, &watch).unwrap(), []);
    let pressed = one(&city, Person::Duty, &fan).await;
    assert_eq!((&pressed["severity"], &pressed["led_severity"]), (&json!("serious"), &json!("grave")));
    assert_ne!(pressed["due"]["why"]["rule"], before["due"]["why"]["rule"]);
    let session = city.session(Person::Duty);
    let list = city.ask(Ask::get("/api/v1/alarms?severity=grave").by(&session)).await.json();
    let ids: Vec<&str> =
        list["items"].as_array().unwrap().iter().filter_map(|row| row["id"].as_str()).collect();
    assert!(ids.contains(&fan.as_str()), "it is found as what presses so: {ids:?}");
    let version = pressed["version"].clone();
    office.follow_merged(None, &watch).unwrap();
    assert_eq!(one(&city, Person::Duty, &fan).await["version"], version, "told once");

    let apart = json!({ "reason": "不是同一原因" });
    assert_eq!(give(&city, Person::Duty, &voc, "separate", apart).await.status, 200);
    let after = one(&city, Person::Duty, &fan).await;
    assert_eq!((&after["led_severity"], &after["due"]), (&Value::Null, &before["due"]));
}
