//! Cases from the alarm to the decision, as accounts see them.

use casework::alarm::{Command, Outcome, VerificationMode};
use model::{AlarmId, BlobHash, Severity};
use serde_json::{Value, json};

use crate::city::{City, PNG, Person, STACK, VOC, exceedance, start};
use crate::request::{Answer, Ask};

/// An alarm that was verified as a violation.
pub(crate) fn violation(city: &City, factor: &str) -> AlarmId {
    let id = city.raise(&exceedance(STACK, factor, Severity::Serious));
    city.act(Person::Officer, &id, &Command::Accept);
    let (mode, outcome) = (VerificationMode::OnSite, Outcome::Violation);
    let note = "the treatment does not run".to_owned();
    city.act(Person::Officer, &id, &Command::Verify { mode, outcome, note, files: Vec::new() });
    id
}

pub(crate) fn opening(alarm: &AlarmId) -> Value {
    json!({
        "alarm": alarm, "suspected": "生产时未开启治理设施", "found_on": "2020-08-30", "ended_on": "2020-08-30"
    })
}

/// What an answer says, whatever its status.
fn read(answer: &Answer) -> Value {
    serde_json::from_str(answer.text()).unwrap()
}

struct Story {
    city: City,
    keys: std::cell::Cell<u32>,
    id: String,
}

impl Story {
    async fn opened() -> Self {
        let city = City::new();
        for person in [Person::Officer, Person::Duty, Person::Leader] {
            city.account(person);
        }
        let alarm = violation(&city, VOC);
        let mut story = Self { city, keys: std::cell::Cell::new(0), id: String::new() };
        let answer = story.post(Person::Officer, "/api/v1/cases", &opening(&alarm), None).await;
        assert_eq!(answer.status.as_u16(), 201, "{}", answer.text());
        read(&answer)["summary"]["id"].as_str().unwrap().clone_into(&mut story.id);
        story
    }

    async fn post(&self, person: Person, path: &str, body: &Value, version: Option<u64>) -> Answer {
        self.keys.set(self.keys.get() + 1);
        let mut ask = Ask::post(path, body).header("idempotency-key", format!("k{}", self.keys.get()));
        if let Some(version) = version {
            ask = ask.header("if-match", format!("\"{version}\""));
        }
        self.city.ask(ask.by(&self.city.session(person))).await
    }

    async fn detail(&self, person: Person) -> Value {
        let ask = Ask::get(format!("/api/v1/cases/{}", self.id));
        self.city.ask(ask.by(&self.city.session(person))).await.json()
    }

    async fn act(&self, person: Person, body: &Value) -> Answer {
        let version = self.detail(Person::Inspector).await["version"].as_u64().unwrap();
        self.post(person, &format!("/api/v1/cases/{}/acts", self.id), body, Some(version)).await
    }

    async fn done(&self, person: Person, body: &Value) -> Value {
        let answer = self.act(person, body).await;
        assert_eq!(answer.status.as_u16(), 200, "{body}: {}", answer.text());
        answer.json()
    }

    fn file(&self) -> BlobHash {
        let by = Person::Officer.id().parse().unwrap();
        self.city.services.vault.put_blob(PNG, "photo.png", &by, start()).unwrap().hash
    }

    async fn investigated(&self) {
        self.done(Person::Leader, &filing()).await;
        let evidence = json!({
            "act": "add_evidence", "kind": "electronic_data", "title": "用电数据", "shows": "治理设施停运",
            "file": self.file(), "obtained_on": "2020-08-30"
        });
        self.done(Person::Officer, &evidence).await;
        let tier = json!({ "act": "set_tier", "rung": "ordinary" });
        self.done(Person::Officer, &tier).await;
    }
}

fn filing() -> Value {
    let condition = |kind: &str| json!({ "kind": kind, "ground": "成立" });
    let conditions: Vec<Value> =
        ["evidence", "punishable", "jurisdiction", "limitation"].map(condition).into();
    json!({ "act": "file", "conditions": conditions })
}

#[tokio::test]
async fn an_alarm_becomes_a_case_once() {
    let story = Story::opened().await;
    let case = story.detail(Person::Officer).await;
    assert_eq!(case["summary"]["stage"], "opened");
    let alarm = case["alarm"].as_str().unwrap().parse().unwrap();
    let again = story.post(Person::Duty, "/api/v1/cases", &opening(&alarm), None).await;
    assert_eq!(again.code(422), "case_exists");
    let shown =
        story.city.ask(Ask::get(format!("/api/v1/alarms/{alarm}")).by(&story.city.session(Person::Officer)));
    let shown = shown.await.json();
    assert_eq!((&shown["case_file"], &shown["may_open_case"]), (&json!(story.id), &json!(false)));
    let not_yet = story.city.raise(&exceedance(STACK, "a01001", Severity::Moderate));
    let early = story.post(Person::Duty, "/api/v1/cases", &opening(&not_yet), None).await;
    assert_eq!(early.code(422), "no_violation");
}

#[tokio::test]
async fn a_case_goes_its_way_and_says_what_each_may_do() {
    let story = Story::opened().await;
    story.investigated().await;
    let sent = json!({ "act": "send", "report": "调查终结", "evidence": [1] });
    story.done(Person::Officer, &sent).await;
    let may = |case: &Value| case["may"].to_string();
    assert!(!may(&story.detail(Person::Officer).await).contains("\"review\""));
    assert!(may(&story.detail(Person::Duty).await).contains("\"review\""));
    let review = json!({ "act": "review", "agrees": true, "words": "同意" });
    let case = story.done(Person::Duty, &review).await;
    assert_eq!(case["summary"]["stage"], "reviewed");
    let timeline = case["timeline"].as_array().unwrap();
    assert_eq!(timeline.last().unwrap()["kind"], "case.reviewed");
    assert_eq!(timeline.len() as u64, case["version"].as_u64().unwrap());
    let deadlines = case["deadlines"].to_string();
    assert!(deadlines.contains("\"filing\"") && deadlines.contains("\"decision\""), "{deadlines}");
}

#[tokio::test]
async fn of_two_who_act_at_once_the_second_hears_what_was_kept() {
    let story = Story::opened().await;
    let path = format!("/api/v1/cases/{}/acts", story.id);
    let order = json!({ "act": "order", "what": "立即改正" });
    let first = story.post(Person::Officer, &path, &order, Some(1)).await;
    assert_eq!(first.status.as_u16(), 200);
    let second = story.post(Person::Duty, &path, &order, Some(1)).await;
    assert_eq!(second.code(409), "version_conflict");
    let body = read(&second);
    assert_eq!(body["current_version"], 2);
    assert!(body["detail_en"].as_str().unwrap().contains("still in your form"), "{body}");
}

#[tokio::test]
async fn evidence_whose_file_was_altered_is_shown_and_no_basis() {
    let story = Story::opened().await;
    story.investigated().await;
    let hash = story.file().to_string();
    let path = story.city.folder().join("vault/files").join(&hash[..2]).join(&hash);
    std::fs::write(&path, b"something else").unwrap();
    let case = story.detail(Person::Duty).await;
    assert_eq!((&case["evidence"][0]["intact"], &case["evidence"][0]["file"]), (&json!(false), &Value::Null));
    let sent = json!({ "act": "send", "report": "调查终结", "evidence": [1] });
    assert_eq!(story.act(Person::Officer, &sent).await.code(422), "evidence_altered");
}

#[tokio::test]
async fn money_with_a_comma_and_codes_that_are_none_are_refused_clearly() {
    let story = Story::opened().await;
    let fine = json!({ "amount": "50,000", "reason": "没有裁量表" });
    let path = format!("/api/v1/cases/{}/reckoning", story.id);
    let comma = story.post(Person::Officer, &path, &fine, None).await;
    assert_eq!(comma.code(422), "money_comma");
    assert!(read(&comma)["title"].as_str().unwrap().contains("逗号"));
    let kind = json!({ "act": "record", "kind": "gossip", "on": "2020-08-30", "words": "x" });
    assert_eq!(story.act(Person::Officer, &kind).await.status.as_u16(), 400);
    let by_hand = json!({ "amount": "50000", "reason": "没有裁量表" });
    let reckoned = story.post(Person::Officer, &path, &by_hand, None).await.json();
    assert_eq!((&reckoned["amount"], &reckoned["unverified"]), (&json!("50000.00"), &json!(true)));
}

#[tokio::test]
async fn an_urgent_seizure_waits_for_its_approval_to_the_minute() {
    let story = Story::opened().await;
    let take = json!({
        "act": "take_measure", "kind": "seizure", "on": "2020-08-31", "objects": "1号印刷机", "reason": "紧急",
        "urgent": true
    });
    let case = story.done(Person::Officer, &take).await;
    assert_eq!(case["measures"][0]["waits"], json!(true));
    let all = case["deadlines"].as_array().unwrap();
    let approval = all.iter().find(|deadline| deadline["kind"] == "approval").unwrap();
    assert_eq!(approval["at"], "2020-09-01T09:00:00+08:00");
    let approve = json!({ "act": "approve_measure", "measure": 1, "reason": "同意" });
    assert_eq!(story.act(Person::Officer, &approve).await.code(403), "role_may_not");
    assert_eq!(story.done(Person::Leader, &approve).await["measures"][0]["waits"], json!(false));
}

#[tokio::test]
async fn lists_are_filtered_and_the_board_tells_the_next_day() {
    let story = Story::opened().await;
    let get = |path: &'static str| {
        let ask = Ask::get(path).by(&story.city.session(Person::Duty));
        async { story.city.ask(ask).await.json() }
    };
    assert_eq!(get("/api/v1/cases").await["cases"].as_array().unwrap().len(), 1);
    assert_eq!(get("/api/v1/cases?stage=decided").await["cases"], json!([]));
    assert_eq!(get("/api/v1/cases?q=nobody").await["cases"], json!([]));
    assert_eq!(get("/api/v1/cases?year=2019").await["total"], 0);
    let all = get("/api/v1/cases?limit=1").await;
    assert_eq!(
        (&all["total"], &all["figures"]["all"], &all["figures"]["exempt"]),
        (&json!(1), &json!(1), &json!(0))
    );
    assert!(all["next_cursor"].is_null(), "there are no more");
    let due = get("/api/v1/case-deadlines").await;
    let filing = &due["due"][0]["deadline"];
    assert_eq!(filing["kind"], "filing");
    // The law of these tests knows no terms: what nobody can say is said so, and not left out.
    assert!(filing["day"].is_string() || filing["unknown"].is_string(), "{filing}");
}

impl Story {
    /// To the decision, by a party that has no word to say.
    async fn decided(&self) {
        self.investigated().await;
        self.done(Person::Officer, &json!({ "act": "send", "report": "调查终结", "evidence": [1] })).await;
        self.done(Person::Duty, &json!({ "act": "review", "agrees": true, "words": "同意" })).await;
        let penalty = json!({ "fine": { "amount": "40000", "reason": "没有裁量表" } });
        let (facts, provisions) = ("夜间生产未开启治理设施", json!(["《大气污染防治法》第二十条"]));
        let notify = json!({ "act": "notify", "facts": facts, "provisions": provisions, "penalty": penalty });
        self.done(Person::Officer, &notify).await;
        let deliberate = json!({ "act": "deliberate", "members": [Person::Leader.id(), Person::Duty.id()], "conclusion": "同意处罚" });
        self.done(Person::Leader, &deliberate).await;
        let serve = json!({ "act": "serve", "document": "notice", "way": "direct", "on": "2020-08-31", "note": "张某签收" });
        self.done(Person::Officer, &serve).await;
        self.done(Person::Officer, &json!({ "act": "state", "kind": "waiver", "on": "2020-08-31" })).await;
        let decide = json!({
            "act": "decide", "number": "长环罚〔2020〕31号", "penalty": penalty, "facts": facts,
            "provisions": provisions, "reasons": "情节一般", "evidence": [1]
        });
        self.done(Person::Leader, &decide).await;
    }

    async fn document(&self, person: Person, format: &str) -> Answer {
        let ask = Ask::get(format!("/api/v1/cases/{}/decision?format={format}", self.id));
        self.city.ask(ask.by(&self.city.session(person))).await
    }
}

#[tokio::test]
async fn a_decision_is_handed_out_as_a_document_once_it_is_made() {
    let story = Story::opened().await;
    assert_eq!(story.document(Person::Officer, "docx").await.code(422), "not_decided");
    story.decided().await;
    let word = story.document(Person::Officer, "docx").await;
    assert_eq!(word.status.as_u16(), 200);
    assert!(
        word.header(axum::http::header::CONTENT_DISPOSITION).contains(&format!("decision-{}.docx", story.id))
    );
    assert!(word.body.starts_with(b"PK"));
    // This city has no fonts: what can be had instead is said.
    let pdf = story.document(Person::Officer, "pdf").await;
    assert_eq!(pdf.code(422), "no_font");
    assert!(read(&pdf)["title"].as_str().unwrap().contains("Word"));
    assert_eq!(story.document(Person::Officer, "odt").await.status.as_u16(), 400);
}

#[tokio::test]
async fn a_daily_penalty_is_told_reviewed_and_shown_with_its_count() {
    let story = Story::opened().await;
    let tell = json!({ "act": "tell_daily", "order": 1, "facts": "仍在排放" });
    assert_eq!(story.act(Person::Officer, &tell).await.code(422), "wrong_stage");
    story.decided().await;
    let serve = |document: &str, more: Value| {
        let mut body = json!({ "act": "serve", "document": document, "way": "direct", "on": "2020-08-31", "note": "张某签收" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    story.done(Person::Officer, &serve("decision", json!({}))).await;
    story.done(Person::Officer, &json!({ "act": "order", "what": "停止违法行为" })).await;
    story.done(Person::Officer, &serve("order", json!({ "order": 1 }))).await;
    assert_eq!(story.act(Person::Officer, &tell).await.code(422), "nothing_to_count");
    story.city.clock.set("2020-09-10T10:00:00+08:00".parse().unwrap());
    let recheck =
        json!({ "act": "recheck", "order": 1, "on": "2020-09-10", "corrected": false, "words": "仍在排放" });
    let looked = story.done(Person::Officer, &recheck).await;
    assert_eq!(looked["orders"][0]["daily"]["days"], 10);
    let case = story.done(Person::Officer, &tell).await;
    let daily = &case["dailies"][0];
    assert_eq!(
        (&daily["count"]["fine"], &daily["count"]["first"]),
        (&json!("400000.00"), &json!("2020-09-01"))
    );
    assert!(daily["document"].is_null() && daily["owed"].is_null());
    assert!(case["orders"][0]["daily"].is_null(), "counted once");
    let review = json!({ "act": "review_daily", "daily": 1, "words": "天数无误" });
    assert_eq!(story.act(Person::Officer, &review).await.code(403), "role_may_not");
    let case = story.done(Person::Duty, &review).await;
    assert_eq!(case["dailies"][0]["reviewed_by"]["id"], Person::Duty.id());
    let impose = json!({ "act": "impose_daily", "daily": 1, "number": "连罚1号" });
    assert_eq!(story.act(Person::Leader, &impose).await.code(422), "notice_not_served");
}

#[tokio::test]
async fn who_can_keep_a_deadline_is_reminded_of_it() {
    let story = Story::opened().await;
    let reminders = async |person: Person| {
        story.city.ask(Ask::get("/api/v1/reminders").by(&story.city.session(person))).await.json()
    };
    assert_eq!(reminders(Person::Leader).await["cases"], json!([]), "there is time");
    story.city.clock.set("2020-09-30T09:00:00+08:00".parse().unwrap());
    let pressing = reminders(Person::Leader).await;
    assert_eq!(
        (&pressing["cases"][0]["case"], &pressing["cases"][0]["deadline"]["kind"]),
        (&json!(story.id), &json!("filing"))
    );
    assert_eq!((&pressing["cases_reminded"], &pressing["cases_overdue"]), (&json!(1), &json!(1)));
    assert_eq!(reminders(Person::Owner).await["cases"], json!([]), "it is the office's");
    assert_eq!(reminders(Person::Inspector).await["cases"], json!([]), "who only looks keeps none");
}
