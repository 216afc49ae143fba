//! The life of an alarm over HTTP, and every way in which a command can fail without anything having
//! happened.

use model::{FindingKind, Severity, Subject};
use serde_json::{Value, json};

use crate::city::{City, KAIFU, PNG, Person, STACK, STACK_METER, VOC, YUHUA, exceedance};
use crate::request::{Answer, Ask};

/// Gives a command as `person` for the version that the alarm has now.
async fn give(city: &City, person: Person, id: &str, name: &str, body: Value) -> Answer {
    let version = city.version(&id.parse().unwrap());
    let ask = Ask::command(id, name, version, &format!("{name}-{version}"), &body);
    city.ask(ask.by(&city.session(person))).await
}

async fn raised(city: &City) -> String {
    for person in [Person::Duty, Person::Officer, Person::Colleague, Person::Owner] {
        city.account(person);
    }
    city.raise_at_stack().to_string()
}

/// The kinds of the alarm's events in the ledger.
fn history(city: &City, id: &str) -> Vec<String> {
    let events = city.services.ledger.stream(&format!("alarm/{id}").parse().unwrap()).unwrap();
    events.into_iter().map(|event| event.kind).collect()
}

#[tokio::test]
async fn an_alarm_lives_from_its_raising_to_its_filing() {
    let city = City::new();
    let id = raised(&city).await;
    let alarm =
        city.ask(Ask::get(format!("/api/v1/alarms/{id}")).by(&city.session(Person::Duty))).await.json();
    assert_eq!((alarm["stage"].as_str(), alarm["version"].as_u64()), (Some("assigned"), Some(2)));
    assert_eq!(alarm["allowed"], json!(["assign"]));
    assert_eq!(alarm["due"]["step"], "accept");
    assert_eq!(alarm["due"]["overdue"], false);
    assert_eq!(alarm["facts"][0]["value"]["unit"], "mg/m³");

    let named = json!({ "branch": KAIFU, "officer": Person::Officer.id(), "note": "please go today" });
    let alarm = give(&city, Person::Duty, &id, "assign", named).await.json();
    assert_eq!(alarm["officer"]["name"], "name of kaifu");
    let alarm = give(&city, Person::Officer, &id, "accept", json!({})).await.json();
    assert_eq!((alarm["stage"].as_str(), alarm["due"]["step"].as_str()), (Some("accepted"), Some("verify")));

    let photo = city.ask(Ask::upload("现场.png", PNG).by(&city.session(Person::Owner))).await.json();
    let said = json!({ "text": "the filter was changed", "files": [photo["hash"]] });
    let alarm = give(&city, Person::Owner, &id, "explain", said).await.json();
    assert_eq!(alarm["files"][0]["name"], "现场.png");
    let address = alarm["files"][0]["url"].as_str().unwrap();
    let file = city.ask(Ask::get(address).by(&city.session(Person::Officer))).await;
    assert_eq!(file.body, PNG);

    let found =
        json!({ "mode": "on_site", "outcome": "violation", "note": "bypass open", "files": [photo["hash"]] });
    let alarm = give(&city, Person::Officer, &id, "verify", found).await.json();
    assert_eq!((alarm["stage"].as_str(), alarm["outcome"].as_str()), (Some("verified"), Some("violation")));
    let refused = give(&city, Person::Duty, &id, "close", json!({ "note": "forget it" })).await;
    assert_eq!(refused.code(422), "violation_cannot_be_closed");
    let filed = json!({ "to": "case_filing", "note": "to the legal office" });
    let alarm = give(&city, Person::Duty, &id, "hand-on", filed).await.json();
    assert_eq!((alarm["stage"].as_str(), alarm["due"].is_null()), (Some("handed_on"), true));
    assert_eq!(alarm["allowed"], json!([]));
    let kinds = ["raised", "assigned", "assigned", "accepted", "explained", "verified", "handed_on"];
    assert_eq!(history(&city, &id), kinds.map(|kind| format!("alarm.{kind}")));
    assert_eq!(alarm["steps"].as_array().unwrap().len(), kinds.len());
    assert_eq!(alarm["steps"][3]["actor"]["role"], "branch_officer");
}

#[tokio::test]
async fn an_alarm_is_returned_escalated_given_anew_and_closed() {
    let city = City::new();
    let id = raised(&city).await;
    give(&city, Person::Officer, &id, "return", json!({ "reason": "wrong branch" })).await.json();
    let alarm = give(&city, Person::Leader, &id, "escalate", json!({ "reason": "soot seen" })).await.json();
    assert_eq!(alarm["escalated"], true);
    give(&city, Person::Duty, &id, "assign", json!({ "branch": KAIFU })).await.json();
    give(&city, Person::Officer, &id, "accept", json!({})).await.json();
    let found = json!({ "mode": "off_site", "outcome": "equipment_fault", "note": "" });
    give(&city, Person::Officer, &id, "verify", found).await.json();
    let alarm = give(&city, Person::Duty, &id, "close", json!({ "note": "analyser repaired" })).await.json();
    assert_eq!(alarm["stage"], "closed");
    let refused = give(&city, Person::Duty, &id, "assign", json!({ "branch": KAIFU })).await;
    refused.problem(422);
}

/// A due time is derived when it is read: nothing happens, and the alarm is overdue.
#[tokio::test]
async fn what_nobody_accepts_becomes_overdue_and_goes_up() {
    let city = City::new();
    let id = raised(&city).await;
    let due = || async {
        let ask = Ask::get(format!("/api/v1/alarms/{id}")).by(&city.session(Person::Leader));
        let alarm = city.ask(ask).await.json();
        (alarm["due"]["overdue"].clone(), alarm["escalated"].clone(), alarm["version"].clone())
    };
    let escalate = || city.services.office.escalate_overdue(&model::Actor::system("watch")).unwrap();
    assert_eq!(due().await, (json!(false), json!(false), json!(2)));
    let early = escalate();
    assert_eq!(early.ids, []);
    city.clock.advance_seconds(48 * 3600);
    assert_eq!(due().await, (json!(true), json!(false), json!(2)));
    assert!(early.next_due.unwrap() <= city.services.clock.now(), "its time was known before");
    let escalated = escalate();
    assert_eq!(escalated.ids, [id.parse().unwrap()]);
    assert_eq!(escalated.as_of, early.as_of, "nothing had happened in between");
    assert!(escalate().as_of > escalated.as_of);
    assert_eq!(due().await.1, json!(true));
}

#[tokio::test]
async fn a_stale_form_changes_nothing_and_says_what_was_kept() {
    let city = City::new();
    let id = raised(&city).await;
    give(&city, Person::Officer, &id, "accept", json!({})).await.json();
    let body = json!({ "branch": KAIFU, "officer": Person::Colleague.id() });
    let ask = Ask::command(&id, "assign", 2, "late", &body).by(&city.session(Person::Duty));
    let problem = city.ask(ask.clone()).await.problem(409);
    assert_eq!(problem["code"], "version_conflict");
    assert_eq!(problem["current_version"], 3);
    assert!(problem["detail"].as_str().unwrap().contains("已保留"));
    assert!(problem["detail_en"].as_str().unwrap().contains("still on your page"));
    assert_eq!(city.version(&id.parse().unwrap()), 3);
    // The same form for the present version goes through: a refusal is not remembered.
    city.ask(ask.header("if-match", "\"3\"")).await.json();
}

#[tokio::test]
async fn a_double_click_happens_once() {
    let city = City::new();
    let id = raised(&city).await;
    let session = city.session(Person::Officer);
    let ask = Ask::command(&id, "accept", 2, "5c1d9a1e", &json!({})).by(&session);
    let (first, second) = tokio::join!(city.ask(ask.clone()), city.ask(ask.clone()));
    assert_eq!(first.json(), second.json());
    // Hours later, from a page that never got the answer: the same again, though the version has moved.
    give(&city, Person::Owner, &id, "explain", json!({ "text": "we are sorry" })).await.json();
    let third = city.ask(ask).await.json();
    assert_eq!((third["stage"].as_str(), third["version"].as_u64()), (Some("accepted"), Some(4)));
    assert_eq!(history(&city, &id).iter().filter(|kind| *kind == "alarm.accepted").count(), 1);
}

#[tokio::test]
async fn a_key_is_for_one_command_of_one_account() {
    let city = City::new();
    let id = raised(&city).await;
    let other = city.raise(&crate::city::exceedance(crate::city::STACK, "a21026", model::Severity::Serious));
    let officer = city.session(Person::Officer);
    city.ask(Ask::command(&id, "accept", 2, "one", &json!({})).by(&officer)).await.json();
    let reused = city.ask(Ask::command(&other, "accept", 2, "one", &json!({})).by(&officer)).await;
    assert_eq!(reused.code(409), "command_reused");
    assert_eq!(city.version(&other), 2);
    let colleague = city.session(Person::Colleague);
    city.ask(Ask::command(&other, "accept", 2, "one", &json!({})).by(&colleague)).await.json();
}

#[tokio::test]
async fn commands_need_their_headers() {
    let city = City::new();
    let id = raised(&city).await;
    let session = city.session(Person::Officer);
    let ask = Ask::command(&id, "accept", 2, "k", &json!({})).by(&session);
    assert_eq!(city.ask(ask.clone().without("if-match")).await.code(428), "version_required");
    assert_eq!(city.ask(ask.clone().without("idempotency-key")).await.code(400), "idempotency_key_required");
    for version in ["*", "", "\"-1\"", "two", "\"99999999999999999999\""] {
        assert_eq!(
            city.ask(ask.clone().header("if-match", version)).await.code(400),
            "unreadable",
            "{version}"
        );
    }
    for key in ["", "  ", "two words", "é", &"k".repeat(200)] {
        assert_eq!(city.ask(ask.clone().header("idempotency-key", key)).await.status, 400, "{key:?}");
    }
    assert_eq!(city.version(&id.parse().unwrap()), 2);
    city.ask(ask.header("if-match", "W/\"2\"")).await.json();
}

#[tokio::test]
async fn only_what_is_there_can_be_assigned_or_attached() {
    let city = City::new();
    let id = raised(&city).await;
    city.account(Person::ForeignOfficer);
    city.account(Person::Leader);
    let cases = [
        (json!({ "branch": "430199" }), 422, "unknown_branch"),
        (json!({ "branch": "Kaifu" }), 400, "unreadable"),
        (json!({ "branch": KAIFU, "officer": "U-nobody" }), 422, "unknown_officer"),
        (json!({ "branch": KAIFU, "officer": Person::ForeignOfficer.id() }), 422, "unknown_officer"),
        (json!({ "branch": KAIFU, "officer": Person::Leader.id() }), 422, "unknown_officer"),
        (json!({ "branch": KAIFU, "officer": "no id" }), 400, "unreadable"),
        (json!({ "branch": KAIFU }), 422, "already_assigned"),
    ];
    for (body, status, code) in cases {
        assert_eq!(give(&city, Person::Duty, &id, "assign", body.clone()).await.code(status), code, "{body}");
    }
    city.services.vault.deactivate(&Person::Colleague.id().parse().unwrap()).unwrap();
    let gone = json!({ "branch": KAIFU, "officer": Person::Colleague.id() });
    assert_eq!(give(&city, Person::Duty, &id, "assign", gone).await.code(422), "unknown_officer");

    let unknown = json!({ "text": "see photo", "files": ["0".repeat(64)] });
    assert_eq!(give(&city, Person::Owner, &id, "explain", unknown).await.code(422), "unknown_file");
    let no_hash = json!({ "text": "see photo", "files": ["../../etc/passwd"] });
    assert_eq!(give(&city, Person::Owner, &id, "explain", no_hash).await.code(400), "unreadable");
    assert_eq!(city.version(&id.parse().unwrap()), 2);
}

#[tokio::test]
async fn refusals_say_why_in_both_languages() {
    let city = City::new();
    let id = raised(&city).await;
    let long = "长".repeat(4001);
    let cases = [
        (
            Person::Officer,
            "verify",
            json!({ "mode": "on_site", "outcome": "normal", "note": "n" }),
            422,
            "wrong_stage",
        ),
        (Person::Officer, "return", json!({ "reason": "  " }), 422, "text_missing"),
        (Person::Officer, "return", json!({ "reason": long }), 422, "text_too_long"),
        (Person::Leader, "accept", json!({}), 403, "role_may_not"),
        (Person::Duty, "close", json!({ "note": "n" }), 422, "wrong_stage"),
        (Person::Leader, "escalate", json!({ "reason": "" }), 422, "text_missing"),
    ];
    for (person, name, body, status, code) in cases {
        assert_eq!(give(&city, person, &id, name, body).await.code(status), code, "{name} by {person:?}");
    }
    give(&city, Person::Officer, &id, "accept", json!({})).await.json();
    let again = give(&city, Person::Officer, &id, "accept", json!({})).await;
    assert_eq!(again.code(422), "already_accepted");
    let colleague = give(&city, Person::Colleague, &id, "accept", json!({})).await;
    assert_eq!(colleague.code(422), "already_accepted");
    let found = json!({ "mode": "on_site", "outcome": "normal", "note": "n" });
    let colleague = give(&city, Person::Colleague, &id, "verify", found).await;
    assert_eq!(colleague.code(403), "not_the_officer");
}

/// Yuhua's officer gives back an alarm of Kaifu that was sent to him; what he gets is what came of it, or
/// nothing that would look as if it had failed.
#[tokio::test]
async fn who_gives_an_alarm_out_of_his_hands_learns_what_came_of_it() {
    let city = City::new();
    let id = raised(&city).await;
    give(&city, Person::Duty, &id, "assign", json!({ "branch": YUHUA })).await.json();
    let returned = give(&city, Person::ForeignOfficer, &id, "return", json!({ "reason": "not ours" })).await;
    assert_eq!(returned.json()["stage"], "returned");
}

/// The meter's line is also one of those that the outlet's treatment serves; a chart drawn twice would be none.
#[tokio::test]
async fn an_alarm_about_a_meter_names_its_line_and_shows_each_curve_once() {
    let city = City::new();
    let mut finding = exceedance(STACK, VOC, Severity::Serious);
    finding.key.kind = FindingKind::ProductionUnderOrder;
    finding.key.subject = Subject::Meter(STACK_METER.parse().unwrap());
    finding.key.factor = None;
    let id = city.raise(&finding);
    let duty = city.session(Person::Duty);
    let alarm = city.ask(Ask::get(format!("/api/v1/alarms/{id}")).by(&duty)).await.json();
    assert_eq!(alarm["subject"]["name"], "生产线KF-L1");
    let charts = alarm["charts"].as_array().unwrap();
    let curves: Vec<(&str, &str)> = charts
        .iter()
        .map(|chart| (chart["id"].as_str().unwrap(), chart["factor"].as_str().unwrap()))
        .collect();
    assert!(curves.iter().any(|(id, _)| *id == STACK_METER), "{curves:?}");
    let once: std::collections::BTreeSet<_> = curves.iter().collect();
    assert_eq!(once.len(), curves.len(), "{curves:?}");
}
