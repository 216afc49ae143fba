//! The positive list from a proposal to the public page and off again.

use serde_json::{Value, json};

use crate::city::{City, Person, STACK, VOC, exceedance, printer};
use crate::request::{Answer, Ask};
use model::Severity;

/// The printing firm, with a record without anything in it and as good as its permit.
fn object(penalty: &str) -> String {
    format!(
        "code,name,district,trade_code,permit,credit_score,record_until,penalties\n{},开福彩印厂,430105,C2319,simplified,90,2020-08-20,{penalty}\n",
        printer()
    )
}

struct Story {
    city: City,
    keys: std::cell::Cell<u32>,
}

impl Story {
    fn new() -> Self {
        Self { city: City::new(), keys: std::cell::Cell::new(0) }
    }

    fn key(&self) -> String {
        self.keys.set(self.keys.get() + 1);
        format!("key-{}", self.keys.get())
    }

    async fn by(&self, person: Person, ask: Ask) -> Answer {
        self.city.ask(ask.by(&self.city.session(person))).await
    }

    async fn import(&self, text: &str) {
        let file = crate::libraries::upload("?kind=objects", text.as_bytes());
        let answer = self.by(Person::Duty, file.header("idempotency-key", self.key())).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }

    async fn standing(&self, person: Person) -> Value {
        self.by(person, Ask::get(format!("/api/v1/positive-list/{}", printer()))).await.json()
    }

    async fn act(&self, person: Person, act: Value) -> Answer {
        let version = self.standing(Person::Duty).await["version"].as_u64().unwrap();
        self.act_at(person, act, version).await
    }

    async fn act_at(&self, person: Person, act: Value, version: u64) -> Answer {
        let ask = Ask::post(format!("/api/v1/positive-list/{}/acts", printer()), &act);
        let ask = ask.header("if-match", format!("\"{version}\"")).header("idempotency-key", self.key());
        self.by(person, ask).await
    }

    async fn done(&self, person: Person, act: Value) -> Value {
        self.act(person, act).await.json()
    }

    async fn public(&self) -> Value {
        self.city.ask(Ask::get("/api/v1/public/positive-list")).await.json()
    }

    fn now(&self, time: &str) {
        self.city.clock.set(time.parse().unwrap());
    }

    /// On the list since the morning of the 10th of September.
    async fn listed() -> Self {
        let story = Self::new();
        story.import(&object("")).await;
        story.done(Person::Owner, propose()).await;
        story.done(Person::Duty, approve()).await;
        story.now("2020-09-10T09:00:00+08:00");
        story.done(Person::Duty, json!({ "act": "enter" })).await;
        story
    }
}

fn propose() -> Value {
    json!({ "act": "propose", "category": "low-pollution-jobs", "statement": "就业多，排放少" })
}

fn approve() -> Value {
    json!({ "act": "approve", "settled": {} })
}

#[tokio::test]
async fn an_enterprise_comes_on_the_list_in_public() {
    let story = Story::new();
    story.import(&object("")).await;
    let path = format!("/api/v1/positive-list/{}/check?category=low-pollution-jobs", printer());
    let report = story.by(Person::Owner, Ask::get(path)).await.json();
    let verdicts: Vec<_> = report["checked"].as_array().unwrap().iter().map(|c| &c["verdict"]).collect();
    assert_eq!(json!(verdicts), json!(vec!["met"; 6]), "{report}");
    let standing = story.standing(Person::Owner).await;
    assert_eq!((&standing["version"], &standing["may"]), (&json!(0), &json!(["propose"])));
    let standing = story.done(Person::Owner, propose()).await;
    assert_eq!((&standing["entry"]["stage"], &standing["may"]), (&json!("proposed"), &json!(["withdraw"])));
    assert_eq!(story.act(Person::Owner, approve()).await.code(403), "role_may_not");
    assert_eq!(story.act_at(Person::Duty, approve(), 0).await.code(409), "version_conflict");
    let standing = story.done(Person::Duty, approve()).await;
    assert_eq!(standing["entry"]["notice_until"], json!("2020-09-09T17:00:00+08:00"));
    let public = story.public().await;
    assert_eq!(public["on_notice"][0]["enterprise"]["code"], json!(printer().as_str()));
    assert_eq!(public["rule"]["remaining"], json!(["complaint", "assignment", "anomaly", "emergency"]));
    assert_eq!(story.act(Person::Duty, json!({ "act": "enter" })).await.code(422), "notice_runs");

    let object = json!({ "act": "object", "summary": "夜间有异味" });
    let standing = story.done(Person::Officer, object).await;
    assert_eq!(standing["entry"]["objections_open"], json!(1));
    story.now("2020-09-10T09:00:00+08:00");
    assert_eq!(story.act(Person::Duty, json!({ "act": "enter" })).await.code(422), "objections_open");
    let answer = json!({ "act": "answer", "objection": 0, "upheld": false, "finding": "查无异味" });
    let standing = story.done(Person::Duty, answer).await;
    assert!(standing["may"].as_array().unwrap().contains(&json!("enter")));
    let standing = story.done(Person::Duty, json!({ "act": "enter" })).await;
    assert_eq!(
        (&standing["entry"]["stage"], &standing["entry"]["last_day"]),
        (&json!("listed"), &json!("2021-09-09"))
    );
    let kinds: Vec<_> = standing["history"].as_array().unwrap().iter().map(|step| &step["kind"]).collect();
    let wanted = ["entered", "objection_answered", "objected", "notice_begun", "proposed"];
    assert_eq!(json!(kinds), json!(wanted));

    let badges = story.by(Person::Owner, Ask::get("/api/v1/positive-list/badges")).await.json();
    assert_eq!(
        (&badges["badges"][0]["number"], &badges["badges"][0]["regime"]),
        (&json!(3), &json!("exempt"))
    );
    let foreign = story.by(Person::ForeignOwner, Ask::get("/api/v1/positive-list/badges")).await.json();
    assert_eq!(foreign["badges"], json!([]));
    let public = story.public().await;
    assert_eq!((&public["on_notice"], &public["listed"][0]["last_day"]), (&json!([]), &json!("2021-09-09")));
    let sheet = story.by(Person::Duty, Ask::get("/api/v1/positive-list?stage=listed&format=csv")).await;
    assert!(sheet.text().contains("开福") && sheet.text().contains("2021-09-09"), "{}", sheet.text());
    story.now("2021-09-10T09:00:00+08:00");
    let list = story.by(Person::Duty, Ask::get("/api/v1/positive-list")).await.json();
    assert_eq!((&list["counts"], &list["items"][0]["stage"]), (&json!({ "expired": 1 }), &json!("expired")));
    let badges = story.by(Person::Duty, Ask::get("/api/v1/positive-list/badges")).await.json();
    assert_eq!(badges["badges"], json!([]), "what has run out marks nobody");
}

#[tokio::test]
async fn what_nobody_knows_is_settled_in_words() {
    let story = Story::new();
    let standing = story.done(Person::Officer, propose()).await;
    let unknown: Vec<_> = standing["entry"]["report"]["checked"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|checked| checked["verdict"] == "unknown")
        .map(|checked| checked["basis"]["rule"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(unknown, ["light-permit", "no-penalty", "no-emergency", "no-false-data"]);
    assert_eq!(story.act(Person::Duty, approve()).await.code(422), "not_settled");
    let settled: Value = unknown.iter().map(|rule| (rule.clone(), json!("查了档案"))).collect();
    let standing = story.done(Person::Duty, json!({ "act": "approve", "settled": settled })).await;
    assert_eq!(standing["entry"]["notice"]["settled"].as_object().unwrap().len(), 4);
}

#[tokio::test]
async fn the_machine_tells_that_a_condition_is_broken_and_a_person_decides() {
    let story = Story::listed().await;
    let look = async || {
        let ask = Ask::post("/api/v1/positive-list/look-again", &json!({}));
        story.by(Person::Duty, ask).await.json()["proposed"].clone()
    };
    assert_eq!(look().await, json!(0));
    story.city.raise(&exceedance(STACK, VOC, Severity::Grave));
    assert_eq!(look().await, json!(1));
    assert_eq!(look().await, json!(0), "it is told once");
    let standing = story.standing(Person::Duty).await;
    let removal = &standing["entry"]["removal_proposal"];
    assert_eq!(
        (&removal["machine"], &removal["broken"][0]["basis"]["rule"]),
        (&json!(true), &json!("no-grave-alarm"))
    );
    assert!(removal["broken"][0]["seen"]["alarms"][0].is_string(), "{removal}");
    assert_eq!(standing["entry"]["stage"], json!("listed"), "until a person decides");
    assert_eq!(
        story.act(Person::Officer, json!({ "act": "remove", "reason": "x" })).await.code(403),
        "role_may_not"
    );
    story.done(Person::Leader, json!({ "act": "keep", "reason": "设备故障" })).await;
    assert_eq!(look().await, json!(0), "what was let pass is no news");
    story.import(&object("2020-09-01").replace("2020-08-20", "2020-09-05")).await;
    assert_eq!(look().await, json!(1));
    let standing = story.done(Person::Leader, json!({ "act": "remove", "reason": "被处罚" })).await;
    assert_eq!(
        (&standing["entry"]["stage"], &standing["entry"]["ended"]),
        (&json!("removed"), &json!("被处罚"))
    );
    assert_eq!(story.public().await["listed"], json!([]));
    let standing = story.standing(Person::Owner).await;
    assert_eq!(standing["may"], json!(["propose"]), "it may be proposed again");
    let steps: Vec<_> = standing["history"].as_array().unwrap().iter().map(|step| &step["by"]).collect();
    assert!(steps.contains(&&json!("machine")) && !steps.contains(&&json!("name of leader")), "{steps:?}");
}

#[tokio::test]
async fn a_command_needs_the_version_it_was_made_for() {
    let story = Story::new();
    let ask = Ask::post(format!("/api/v1/positive-list/{}/acts", printer()), &propose());
    let answer = story.by(Person::Duty, ask.clone().header("idempotency-key", "k")).await;
    assert_eq!(answer.code(428), "version_required");
    let ask = ask.header("if-match", "\"0\"").header("idempotency-key", "once");
    for _ in 0..2 {
        let standing = story.by(Person::Duty, ask.clone()).await.json();
        assert_eq!(standing["version"], json!(1), "a repeat acts once");
    }
    let unknown = Ask::get("/api/v1/positive-list/91350100M000100Y43");
    assert_eq!(story.by(Person::Duty, unknown).await.status, 404);
    let path = format!("/api/v1/positive-list/{}/check?category=envy", printer());
    assert_eq!(story.by(Person::Duty, Ask::get(path)).await.code(400), "unknown_category");
}
