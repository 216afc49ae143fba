//! Alarms that are put aside and reminders, over HTTP: who sees it, how lists and terms treat it, and what is refused.

use model::{AlarmId, Severity, china};
use serde_json::{Value, json};

use crate::city::{City, Person, STACK, VOC, exceedance};
use crate::request::{Answer, Ask};

async fn give(city: &City, person: Person, id: &AlarmId, name: &str, body: Value) -> Answer {
    let version = city.version(id);
    let ask = Ask::command(id.as_str(), name, version, &format!("{name}-{version}"), &body);
    city.ask(ask.by(&city.session(person))).await
}

async fn get(city: &City, person: Person, path: &str) -> Value {
    city.ask(Ask::get(format!("/api/v1/{path}")).by(&city.session(person))).await.json()
}

/// How many alarms a list has.
async fn count(city: &City, person: Person, query: &str) -> u64 {
    get(city, person, &format!("alarms?{query}")).await["total"].as_u64().unwrap()
}

fn aside(city: &City, minutes: i64) -> Value {
    let until = china::plus_seconds(city.services.clock.now(), minutes * 60);
    json!({ "until": until.to_string(), "reason": "等待比对监测报告" })
}

#[tokio::test]
async fn what_is_put_aside_waits_for_nobody_and_wakes_by_itself() {
    let city = City::new();
    let id = city.raise(&exceedance(STACK, VOC, Severity::Serious));
    assert_eq!(count(&city, Person::Officer, "mine=true").await, 1);
    assert_eq!(count(&city, Person::Duty, "mine=true").await, 0, "it is the branch's turn");
    let before = get(&city, Person::Officer, &format!("alarms/{id}")).await;
    assert_eq!(before["allowed"], json!(["accept", "return", "snooze"]));
    assert_eq!(before["snooze_limit"]["why"]["rule"], "snooze-serious");

    let alarm = give(&city, Person::Officer, &id, "snooze", aside(&city, 60)).await.json();
    assert_eq!(alarm["snooze"]["reason"], "等待比对监测报告");
    assert_eq!(alarm["snooze"]["by"]["name"], "name of kaifu");
    assert_eq!(alarm["snoozed_until"], alarm["snooze"]["until"]);
    assert_eq!(alarm["allowed"], json!(["accept", "return", "wake"]));
    assert_eq!(alarm["snooze_limit"], Value::Null);
    assert_eq!(alarm["due"], before["due"], "no term has moved");
    assert_eq!(alarm["steps"][2]["kind"], "alarm.snoozed");
    assert_eq!(count(&city, Person::Officer, "mine=true").await, 0);
    assert_eq!(count(&city, Person::Officer, "snoozed=true").await, 1);
    assert_eq!(count(&city, Person::Officer, "snoozed=false").await, 0);
    assert_eq!(count(&city, Person::Officer, "").await, 1, "it is not hidden");

    city.clock.advance_seconds(3600);
    assert_eq!(count(&city, Person::Officer, "mine=true").await, 1);
    assert_eq!(count(&city, Person::Officer, "snoozed=true").await, 0);
    assert_eq!(city.version(&id), 3, "nothing has happened for that");
}

#[tokio::test]
async fn it_is_taken_up_by_hand() {
    let city = City::new();
    let id = city.raise_at_stack();
    give(&city, Person::Officer, &id, "snooze", aside(&city, 10)).await.json();
    let alarm = give(&city, Person::Officer, &id, "wake", json!({})).await.json();
    assert_eq!((&alarm["snooze"], &alarm["snoozed_until"]), (&Value::Null, &Value::Null));
    assert_eq!(count(&city, Person::Officer, "mine=true").await, 1);
}

/// Nobody tells an enterprise when nobody looks.
#[tokio::test]
async fn the_enterprise_hears_nothing_of_it() {
    let city = City::new();
    let id = city.raise_at_stack();
    give(&city, Person::Officer, &id, "snooze", aside(&city, 10)).await.json();
    let alarm = get(&city, Person::Owner, &format!("alarms/{id}")).await;
    assert_eq!((&alarm["snooze"], &alarm["snoozed_until"]), (&Value::Null, &Value::Null));
    let kinds: Vec<_> = alarm["steps"].as_array().unwrap().iter().map(|step| &step["kind"]).collect();
    assert_eq!(kinds, ["alarm.raised", "alarm.assigned"]);
    assert!(!alarm.to_string().contains("等待比对监测报告"));
    assert_eq!(count(&city, Person::Owner, "mine=true").await, 1, "it is asked to explain all the same");
    let ask = Ask::get("/api/v1/alarms?snoozed=true").by(&city.session(Person::Owner));
    city.ask(ask).await.problem(403);
}

#[tokio::test]
async fn what_cannot_be_put_aside_says_why() {
    let city = City::new();
    let id = city.raise(&exceedance(STACK, VOC, Severity::Grave));
    let until = |text: &str| json!({ "until": text, "reason": "r" });
    for (person, body, status, code) in [
        (Person::Duty, aside(&city, 10), 403, "not_your_turn"),
        (Person::Officer, aside(&city, 0), 422, "snooze_not_ahead"),
        (Person::Officer, aside(&city, 24 * 60), 422, "snooze_too_long"),
        (Person::Officer, until("tomorrow"), 400, "unreadable"),
        (Person::Officer, until("2999-12-31T23:59:59+08:00"), 422, "snooze_too_long"),
        (Person::Officer, json!({ "until": aside(&city, 10)["until"], "reason": " " }), 422, "text_missing"),
    ] {
        let answer = give(&city, person, &id, "snooze", body).await;
        assert_eq!(answer.code(status), code);
    }
    let refused = give(&city, Person::Officer, &id, "wake", json!({})).await;
    assert_eq!(refused.code(422), "not_snoozed");
    assert_eq!(city.version(&id), 2, "nothing has happened");
}

#[tokio::test]
async fn whoever_is_to_act_is_reminded_and_what_is_put_aside_reminds_nobody() {
    let city = City::new();
    let first = city.raise(&exceedance(STACK, VOC, Severity::Serious));
    city.clock.advance_seconds(600);
    let second = city.raise(&exceedance(STACK, "a21026", Severity::Serious));
    let counts =
        |reminders: &Value| ["mine", "reminded", "overdue"].map(|name| reminders[name].as_u64().unwrap());
    let reminders = get(&city, Person::Officer, "reminders").await;
    assert_eq!((counts(&reminders), &reminders["items"]), ([2, 0, 0], &json!([])));
    city.clock.advance_seconds(45 * 60);
    let reminders = get(&city, Person::Officer, "reminders").await;
    assert_eq!(counts(&reminders), [2, 2, 0]);
    let ids: Vec<_> =
        reminders["items"].as_array().unwrap().iter().map(|item| &item["alarm"]["id"]).collect();
    assert_eq!(ids, [first.as_str(), second.as_str()], "what presses most first");
    assert_eq!(reminders["items"][0]["rule"], "remind-pressing");
    city.clock.advance_seconds(10 * 60);
    assert_eq!(counts(&get(&city, Person::Officer, "reminders").await), [2, 2, 1]);
    assert_eq!(counts(&get(&city, Person::Duty, "reminders").await), [0, 0, 0], "it is not its turn");
    assert_eq!(counts(&get(&city, Person::Owner, "reminders").await), [2, 0, 0], "it has until tomorrow");

    give(&city, Person::Officer, &first, "snooze", aside(&city, 30)).await.json();
    assert_eq!(counts(&get(&city, Person::Officer, "reminders").await), [1, 1, 0]);
}
