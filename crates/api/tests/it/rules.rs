//! Rules: proposed, tried in shadow, activated by somebody else, and seen on the way.

use casework::rule::shadow::Episode;
use model::{Actor, FindingKind, RuleId, Severity, Timestamp, china};
use serde_json::{Value, json};

use crate::city::{City, Person, STACK, exceedance, start};
use crate::request::Ask;

fn propose(values: &Value, key: &str) -> Ask {
    let body = json!({ "kind": "exceedance_hour", "values": values, "reason": "轻微超标过多" });
    Ask::post("/api/v1/rules", &body).header("idempotency-key", key)
}

fn activate(id: &str, replaces: &[&str], key: &str) -> Ask {
    Ask::post(format!("/api/v1/rules/{id}/activate"), &json!({ "replaces": replaces }))
        .header("idempotency-key", key)
}

/// The same for some only.
fn propose_for(extent: &Value, serious: f64, key: &str) -> Ask {
    let values = json!({ "exceedance.by_multiple.serious": serious });
    let body =
        json!({ "kind": "exceedance_hour", "extent": extent, "values": values, "reason": "只管这些企业" });
    Ask::post("/api/v1/rules", &body).header("idempotency-key", key)
}

/// The rule that a proposal made.
async fn proposed(city: &City, ask: Ask) -> Value {
    let answer = city.ask(ask).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    serde_json::from_str(answer.text()).unwrap()
}

/// What the list says of hour-mean exceedance.
async fn exceedances(city: &City) -> Value {
    let duty = city.session(Person::Duty);
    let book = city.ask(Ask::get("/api/v1/rules").by(&duty)).await.json();
    let kinds = book["kinds"].as_array().unwrap();
    kinds.iter().find(|kind| kind["kind"] == "exceedance_hour").unwrap().clone()
}

fn value<'k>(kind: &'k Value, code: &str) -> &'k Value {
    let parameters = kind["parameters"].as_array().unwrap();
    &parameters.iter().find(|parameter| parameter["code"] == code).unwrap()["value"]
}

#[tokio::test]
async fn a_rule_on_its_way_into_force() {
    let city = City::new();
    let (duty, leader) = (city.session(Person::Duty), city.session(Person::Leader));
    let values = json!({ "exceedance.by_multiple.serious": 0.8 });
    let rule = proposed(&city, propose(&values, "k1").by(&duty)).await;
    let id = rule["id"].as_str().unwrap().to_owned();
    assert_eq!(
        (&rule["state"], &rule["proposed"]["by"]["id"]),
        (&json!("shadow"), &json!(Person::Duty.id()))
    );
    let again = proposed(&city, propose(&values, "k1").by(&duty)).await;
    assert_eq!(again["id"], json!(id), "a repeat proposes it once");
    let kind = exceedances(&city).await;
    assert_eq!((&kind["shadow"], &kind["in_force"]), (&json!(id), &Value::Null));
    assert_eq!(value(&kind, "exceedance.by_multiple.serious"), &json!(0.5));

    assert_eq!(city.ask(activate(&id, &[], "k2").by(&leader)).await.code(422), "shadow_too_short");
    city.clock.set(china::plus_seconds(start(), 24 * 3600));
    assert_eq!(city.ask(activate(&id, &[], "k3").by(&duty)).await.code(403), "role_may_not");
    let activated = city.ask(activate(&id, &[], "k4").by(&leader)).await;
    assert_eq!(activated.json()["state"], "in_force", "{}", activated.text());
    let kind = exceedances(&city).await;
    assert_eq!((&kind["in_force"], &kind["shadow"]), (&json!(id), &Value::Null));
    assert_eq!(value(&kind, "exceedance.by_multiple.serious"), &json!(0.8));

    // A second one takes its place, if that is said.
    city.clock.set(china::plus_seconds(start(), 25 * 3600));
    let second =
        proposed(&city, propose(&json!({ "exceedance.by_multiple.serious": 1.5 }), "k5").by(&duty)).await;
    let second = second["id"].as_str().unwrap().to_owned();
    city.clock.set(china::plus_seconds(start(), 50 * 3600));
    assert_eq!(city.ask(activate(&second, &[], "k6").by(&leader)).await.code(422), "rules_overlap");
    let replaced = city.ask(activate(&second, &[&id], "k7").by(&leader)).await;
    assert_eq!(replaced.status, 200, "{}", replaced.text());
    let kind = exceedances(&city).await;
    assert_eq!(kind["rules"][1]["replaced_by"], json!(second));
    let kinds: Vec<_> = city.services.ledger.read_from(0, 10_000).unwrap();
    let kinds: Vec<_> =
        kinds.iter().map(|event| event.kind.as_str()).filter(|k| k.starts_with("rule.")).collect();
    assert_eq!(kinds, ["rule.proposed", "rule.activated", "rule.proposed", "rule.activated"]);
    assert_eq!(city.services.views.skipped().unwrap(), []);
}

#[tokio::test]
async fn what_cannot_hold_is_refused_and_says_why() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let wrong = [
        (json!({ "exceedance.by_multiple.serius": 0.8 }), "exceedance.by_multiple.serious"),
        (json!({ "exceedance.by_multiple.serious": 0 }), "0.05"),
        (json!({ "exceedance.by_multiple.serious": 5 }), "exceedance.by_multiple.grave"),
    ];
    for (number, (values, named)) in wrong.iter().enumerate() {
        let problem = city.ask(propose(values, &format!("k{number}")).by(&duty)).await.problem(422);
        assert_eq!(problem["code"], "bad_values");
        for title in ["title", "title_en"] {
            assert!(problem[title].as_str().unwrap().contains(named), "{problem}");
        }
    }
    let same = city.ask(propose(&json!({ "exceedance.by_multiple.serious": 0.5 }), "k8").by(&duty)).await;
    assert_eq!(same.code(422), "changes_nothing");
    let unknown = Ask::post("/api/v1/rules", &json!({ "kind": "gossip", "values": {}, "reason": "x" }));
    assert_eq!(city.ask(unknown.header("idempotency-key", "k9").by(&duty)).await.status, 400);
    assert_eq!(city.ask(activate("P-nobody", &[], "k10").by(&duty)).await.status, 404);
}

#[tokio::test]
async fn a_rule_for_some_only_stands_beside_the_citys() {
    let city = City::new();
    let (duty, leader) = (city.session(Person::Duty), city.session(Person::Leader));
    let book = city.ask(Ask::get("/api/v1/rules").by(&duty)).await.json();
    let codes = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    let (districts, trades) = (codes(&book["districts"]), codes(&book["trades"]));
    assert!(!districts.is_empty() && !trades.is_empty(), "{book}");

    let extent = json!({ "kind": "districts", "of": [districts[0]] });
    let rule = proposed(&city, propose_for(&extent, 0.8, "k1").by(&duty)).await;
    assert_eq!(
        (&rule["extent"]["kind"], codes(&rule["extent"]["of"])),
        (&json!("districts"), vec![districts[0].clone()])
    );
    assert_ne!(rule["extent"]["of"][0]["name"], json!(districts[0]), "it is named");
    let id = rule["id"].as_str().unwrap();
    city.clock.set(china::plus_seconds(start(), 24 * 3600));
    assert_eq!(city.ask(activate(id, &[], "k2").by(&leader)).await.status, 200);
    let kind = exceedances(&city).await;
    assert_eq!(kind["in_force"], Value::Null, "the city is judged by the defaults");
    assert_eq!(value(&kind, "exceedance.by_multiple.serious"), &json!(0.5));

    // The city's comes beside it; one for a trade might judge the same enterprise.
    let everybody =
        proposed(&city, propose(&json!({ "exceedance.by_multiple.serious": 1.5 }), "k3").by(&duty)).await;
    city.clock.set(china::plus_seconds(start(), 48 * 3600));
    let activated = city.ask(activate(everybody["id"].as_str().unwrap(), &[], "k4").by(&leader)).await;
    assert_eq!(activated.status, 200, "{}", activated.text());
    let extent = json!({ "kind": "trades", "of": [trades[0]] });
    let trade = proposed(&city, propose_for(&extent, 1.0, "k5").by(&duty)).await;
    city.clock.set(china::plus_seconds(start(), 72 * 3600));
    let refused = city.ask(activate(trade["id"].as_str().unwrap(), &[], "k6").by(&leader)).await.problem(422);
    assert_eq!(refused["code"], "rules_overlap");
    assert!(refused["title"].as_str().unwrap().contains(id), "{refused}");
}

#[tokio::test]
async fn whom_a_rule_is_for_must_be_known() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    for (number, (extent, status, code)) in [
        (json!({ "kind": "districts", "of": [] }), 422, "nobody_named"),
        (json!({ "kind": "districts", "of": ["430199"] }), 422, "not_in_register"),
        (json!({ "kind": "trades", "of": ["Z99"] }), 422, "not_in_register"),
        (json!({ "kind": "enterprises", "of": ["1234"] }), 400, "unreadable"),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = city.ask(propose_for(&extent, 0.8, &format!("k{number}")).by(&duty)).await;
        assert_eq!(answer.code(status), code, "{extent}");
    }
    let unknown = city.ask(propose_for(&json!({ "kind": "everybody" }), 0.8, "k9").by(&duty)).await;
    assert!(unknown.status.is_client_error(), "{}", unknown.text());
}

#[tokio::test]
async fn a_shadow_is_shown_beside_what_was_raised() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let rule =
        proposed(&city, propose(&json!({ "exceedance.by_multiple.serious": 0.8 }), "k1").by(&duty)).await;
    let id: RuleId = rule["id"].as_str().unwrap().parse().unwrap();
    let at = |minutes: i64| -> Timestamp { china::plus_seconds(start(), minutes * 60) };
    city.clock.set(at(120));
    // Three anomalies: both told of the first, only the shadow of the second, only the alarms of the third.
    let found = |factor: &str| {
        let mut finding = exceedance(STACK, factor, Severity::Moderate);
        (finding.began, finding.seen) = (at(60), at(90));
        finding
    };
    let both = city.raise(&found("a00001"));
    let vanishing = city.raise(&found("a00003"));
    let episode = |factor: &str| {
        let finding = found(factor);
        let (severity, began, seen) = (finding.severity, finding.began, finding.seen);
        Episode { key: finding.key, severity, began, seen, ended: false }
    };
    let episodes = vec![episode("a00001"), episode("a00002")];
    city.services.office.shadow_found(&Actor::system("watch"), &id, episodes, 3).unwrap();

    let detail = city.ask(Ask::get(format!("/api/v1/rules/{id}")).by(&duty)).await.json();
    let shadow = &detail["shadow"];
    assert_eq!((&shadow["would_raise"], &shadow["raised"]), (&json!(5), &json!(2)));
    assert_eq!(shadow["only_counted"], 3);
    assert_eq!(shadow["appears_count"], 1);
    assert_eq!(shadow["appears"][0]["factor"], "a00002");
    assert_eq!(shadow["vanishes_count"], 1);
    assert_eq!(shadow["vanishes"][0]["id"], json!(vanishing.as_str()));
    assert_ne!(both, vanishing);
    assert_eq!(detail["rule"]["kind"], FindingKind::ExceedanceHour.code());
}

#[tokio::test]
async fn verdicts_judge_the_rules() {
    use casework::alarm::{Command, Outcome, VerificationMode};

    let city = City::new();
    let duty = city.session(Person::Duty);
    let empty = city.ask(Ask::get("/api/v1/rules/precision").by(&duty)).await.json();
    let of_kind = |report: &Value| {
        let kinds = report["kinds"].as_array().unwrap();
        kinds.iter().find(|kind| kind["kind"] == "exceedance_hour").unwrap().clone()
    };
    assert_eq!(of_kind(&empty)["all"]["precision"], Value::Null, "no figure where nothing was judged");

    let outcomes = [Some(Outcome::Violation), Some(Outcome::Normal), Some(Outcome::CannotVerify), None];
    for (number, outcome) in outcomes.into_iter().enumerate() {
        let id = city.raise(&exceedance(STACK, &format!("a0000{number}"), Severity::Moderate));
        let Some(outcome) = outcome else { continue };
        let (mode, note, files) = (VerificationMode::OnSite, "看过".to_owned(), Vec::new());
        city.act(Person::Officer, &id, &Command::Accept);
        city.act(Person::Officer, &id, &Command::Verify { mode, outcome, note, files });
    }
    let report = city.ask(Ask::get("/api/v1/rules/precision?months=1").by(&duty)).await.json();
    let kind = of_kind(&report);
    for judged in [&kind["all"], &kind["months"][0]["judged"], &kind["rules"][0]["judged"]] {
        let counts = ["confirmed", "refuted", "undecided", "open"].map(|name| judged[name].as_u64().unwrap());
        assert_eq!(counts, [1, 1, 1, 1], "{report}");
        assert_eq!(judged["precision"]["share"], 0.5);
    }
    assert_eq!(kind["rules"][0]["rule"], Value::Null, "the defaults held");
    let too_far = city.ask(Ask::get("/api/v1/rules/precision?months=0").by(&duty)).await;
    assert_eq!(too_far.status, 400);
}

/// The state of a rule's replay, once it is no more that it is running.
async fn ended(city: &City, id: &str) -> Value {
    let duty = city.session(Person::Duty);
    loop {
        let replay = city.ask(Ask::get(format!("/api/v1/rules/{id}/replay")).by(&duty)).await.json();
        if replay["state"] != "running" {
            return replay;
        }
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_past_period_is_judged_again_by_a_rule() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let rule = proposed(&city, propose(&json!({ "exceedance.memory_h": 48 }), "k1").by(&duty)).await;
    let id = rule["id"].as_str().unwrap();
    let ask = |from: &str, to: &str| {
        Ask::post(format!("/api/v1/rules/{id}/replay"), &json!({ "from": from, "to": to })).by(&duty)
    };
    assert_eq!(ended(&city, id).await, Value::Null, "none was asked for");

    let begun = city.ask(ask("2020-08-01", "2020-08-30")).await;
    assert_eq!(begun.status, 202, "{}", begun.text());
    let done = ended(&city, id).await;
    assert_eq!((&done["state"], &done["from"]), (&json!("done"), &json!("2020-08-01T00:00:00+08:00")));
    assert_eq!(done["to"], "2020-08-31T00:00:00+08:00", "the last day counts");
    let outcome = &done["outcome"];
    assert_eq!((&outcome["stay"], &outcome["appear_count"]), (&json!(2), &json!(1)));
    assert_eq!(outcome["appear"][0]["subject"]["id"], STACK);

    let failed = city.ask(ask("2020-06-01", "2020-06-30")).await;
    assert_eq!(failed.status, 202, "{}", failed.text());
    let failed = ended(&city, id).await;
    assert_eq!((&failed["state"], &failed["failure"]), (&json!("failed"), &json!("the store is damaged")));
}

#[tokio::test]
async fn one_replay_runs_at_a_time_and_can_be_broken_off() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let rule = proposed(&city, propose(&json!({ "exceedance.memory_h": 48 }), "k1").by(&duty)).await;
    let path = format!("/api/v1/rules/{}/replay", rule["id"].as_str().unwrap());
    let ask = |from: &str, to: &str| Ask::post(&path, &json!({ "from": from, "to": to })).by(&duty);
    assert_eq!(city.ask(ask("2020-08-30", "2020-08-01")).await.code(422), "replay_order");
    assert_eq!(city.ask(ask("2020-08-01", "2020-09-01")).await.code(422), "replay_future");
    assert_eq!(city.ask(ask("2019-08-01", "2020-08-30")).await.code(422), "replay_length");
    assert_eq!(city.ask(ask("yesterday", "2020-08-30")).await.status, 400);
    assert_eq!(city.ask(ask("2020-07-01", "2020-07-31")).await.status, 202);
    assert_eq!(city.ask(ask("2020-08-01", "2020-08-30")).await.code(409), "replay_runs");
    assert_eq!(city.ask(Ask::new("DELETE", &path).by(&duty)).await.status, 200);
    let stopped = ended(&city, rule["id"].as_str().unwrap()).await;
    assert_eq!(stopped["state"], "stopped");
    assert_eq!(city.ask(ask("2020-08-01", "2020-08-30")).await.status, 202, "then the next may begin");
}
