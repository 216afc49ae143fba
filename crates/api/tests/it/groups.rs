//! Alarms that began at once: one line in the list, one act for all, and each with its own event.

use model::{AlarmId, Clock, Finding, Severity};
use serde_json::{Value, json};

use crate::city::{City, Person, STACK, VOC, exceedance};
use crate::request::{Answer, Ask};

async fn get(city: &City, person: Person, path: &str) -> Value {
    city.ask(Ask::get(format!("/api/v1/{path}")).by(&city.session(person))).await.json()
}

async fn act(city: &City, person: Person, group: &str, key: &str, body: Value) -> Answer {
    let ask = Ask::post(format!("/api/v1/alarm-groups/{group}/act"), &body).header("idempotency-key", key);
    city.ask(ask.by(&city.session(person))).await
}

/// So many loggers fell silent at once: factors stand for loggers, of which the city has only two.
fn cut(city: &City, many: usize) -> Vec<AlarmId> {
    let silent = |number: usize| {
        let mut finding: Finding = exceedance(STACK, &format!("a{number:05}"), Severity::Moderate);
        finding.key.kind = model::FindingKind::LoggerSilent;
        finding
    };
    let findings: Vec<Finding> = (0..many).map(silent).collect();
    let findings: Vec<&Finding> = findings.iter().collect();
    let raised = city.services.office.report_all(&model::Actor::system("watch"), &findings);
    raised.into_iter().map(|raised| raised.unwrap().unwrap()).collect()
}

#[tokio::test]
async fn a_cut_is_one_line_that_can_be_opened_and_handled_as_one() {
    let city = City::new();
    for person in [Person::Duty, Person::Officer] {
        city.account(person);
    }
    let other = city.raise(&exceedance(STACK, VOC, Severity::Serious));
    let all = cut(&city, 230);
    let groups = get(&city, Person::Officer, "alarm-groups").await;
    assert_eq!(groups.as_array().unwrap().len(), 1);
    let group = &groups[0];
    assert_eq!((&group["total"], &group["stages"]), (&json!(230), &json!({ "assigned": 230 })));
    assert_eq!(group["allowed"]["accept"], 230);
    assert_eq!((&group["rule"], &group["illustrative"]), (&json!("silent-together"), &json!(true)));
    let id = group["id"].as_str().unwrap();

    let list = get(&city, Person::Officer, "alarms?grouped=false").await;
    assert_eq!((&list["total"], &list["items"][0]["id"]), (&json!(1), &json!(other)));
    assert_eq!(get(&city, Person::Officer, &format!("alarms?group={id}")).await["total"], 230);

    // In parts, so that a page can say how far it is; a part that is sent again does nothing twice.
    let accept = json!({ "command": { "accept": {} } });
    let first = act(&city, Person::Officer, id, "one", accept.clone()).await.json();
    assert_eq!((&first["done"], &first["next"]), (&json!(200), &json!(all[199])));
    let go_on = json!({ "command": { "accept": {} }, "after": first["next"] });
    let last = act(&city, Person::Officer, id, "one", go_on).await.json();
    assert_eq!((&last["done"], &last["next"]), (&json!(30), &Value::Null));
    let found = json!({ "command": { "verify": { "mode": "off_site", "outcome": "equipment_fault", "note": "fibre cut" } } });
    let verified = act(&city, Person::Officer, id, "two", found).await.json();
    assert_eq!(verified["done"], 200);
    let closed = json!({ "command": { "close": { "note": "the fibre was mended" } } });
    let closed = act(&city, Person::Duty, id, "three", closed).await.json();
    assert_eq!((&closed["done"], &closed["next"]), (&json!(200), &Value::Null));
    let left = get(&city, Person::Duty, "alarm-groups").await;
    assert_eq!((&left[0]["total"], &left[0]["stages"]), (&json!(30), &json!({ "accepted": 30 })));

    let one = get(&city, Person::Duty, &format!("alarms/{}", all[0])).await;
    assert_eq!((&one["stage"], &one["outcome"]), (&json!("closed"), &json!("equipment_fault")));
    assert_eq!(one["steps"].as_array().unwrap().len(), 5, "its history is its own");
}

#[tokio::test]
async fn what_is_refused_for_all_says_why_and_few_are_no_group() {
    let city = City::new();
    cut(&city, 19);
    assert_eq!(get(&city, Person::Duty, "alarm-groups").await, json!([]));
    city.raise(&{
        let mut finding = exceedance(STACK, "a90000", Severity::Moderate);
        finding.key.kind = model::FindingKind::LoggerSilent;
        finding
    });
    let groups = get(&city, Person::Officer, "alarm-groups").await;
    let id = groups[0]["id"].as_str().unwrap();
    let no_reason = json!({ "command": { "return": { "reason": " " } } });
    let refused = act(&city, Person::Officer, id, "one", no_reason).await.json();
    assert_eq!((&refused["done"], &refused["refused"][0]["code"]), (&json!(0), &json!("text_missing")));
    assert_eq!(refused["refused"][0]["count"], 20);
    let unknown = json!({ "command": { "accept": {} } });
    assert_eq!(act(&city, Person::Officer, "no.group", "two", unknown).await.code(400), "unreadable");
    let foreign = json!({ "command": { "accept": {} } });
    let nothing = act(&city, Person::ForeignOfficer, id, "three", foreign).await.json();
    assert_eq!(nothing["done"], 0, "of what is not theirs nothing is done");
}

#[tokio::test]
async fn ten_thousand_are_one_group_of_which_pages_show_a_few() {
    let city = City::new();
    for person in [Person::Duty, Person::Officer] {
        city.account(person);
    }
    let all = cut(&city, 10_000);
    let ids: std::collections::BTreeSet<&AlarmId> = all.iter().collect();
    assert_eq!(ids.len(), 10_000, "each has an alarm of its own");

    let groups = get(&city, Person::Officer, "alarm-groups").await;
    assert_eq!((groups.as_array().unwrap().len(), &groups[0]["total"]), (1, &json!(10_000)));
    let id = groups[0]["id"].as_str().unwrap();
    let queue = get(&city, Person::Officer, "alarms?grouped=false").await;
    assert_eq!((&queue["total"], &queue["items"]), (&json!(0), &json!([])));
    let rows = |page: &Value| page["items"].as_array().unwrap().len();
    let opened = get(&city, Person::Officer, &format!("alarms?group={id}&limit=100000")).await;
    assert_eq!((&opened["total"], rows(&opened)), (&json!(10_000), 200), "a page has a most");
    let cursor = opened["next_cursor"].as_str().unwrap();
    let next = get(&city, Person::Officer, &format!("alarms?group={id}&limit=200&cursor={cursor}")).await;
    assert_ne!(next["items"][0]["id"], opened["items"][0]["id"]);
    let pressing = get(&city, Person::Officer, "reminders").await;
    assert!(pressing["mine"] == json!(10_000) && rows(&pressing) <= 50, "{}", pressing["mine"]);
    let map = get(&city, Person::Duty, "map").await;
    assert_eq!(
        map["enterprises"].as_array().unwrap().len(),
        city.services.views.register().enterprises.len()
    );

    // A reason that is put aside can be taken up again, both at once; and what the duty room gives on goes on in parts.
    let until = model::china::rfc3339(model::china::plus_seconds(city.clock.now(), 600));
    let aside = json!({ "command": { "snooze": { "until": until, "reason": "光缆抢修" } } });
    let first = act(&city, Person::Officer, id, "aside", aside).await.json();
    assert_eq!((&first["done"], &first["refused"]), (&json!(200), &json!([])));
    let group = &get(&city, Person::Officer, "alarm-groups").await[0];
    assert_eq!((&group["allowed"]["wake"], &group["allowed"]["snooze"]), (&json!(200), &json!(9_800)));
    assert!(group["snooze_limit"].as_str().unwrap() > until.as_str());
    let awake = json!({ "command": { "wake": {} } });
    assert_eq!(act(&city, Person::Officer, id, "awake", awake).await.json()["done"], 200);
    let given = json!({ "command": { "assign": { "branch": "430111", "note": "同一中断" } } });
    let assigned = act(&city, Person::Duty, id, "given", given).await.json();
    assert_eq!((&assigned["done"], &assigned["next"]), (&json!(200), &json!(all[199])));
}
