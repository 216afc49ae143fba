//! Draws by lot from the opening to the published record, as accounts and the public see them.

use draw::{Digest, Secret, State};
use model::china;
use serde_json::{Value, json};

use crate::city::{City, Person, start};
use crate::request::Ask;

const ID: &str = "2020-Q3-routine";
const PARTIES: [(&str, Person, u8); 2] = [("bureau", Person::Duty, 1), ("inspectors", Person::Inspector, 2)];

/// Twelve objects and four officers. The first day of the visits is the day after.
pub(crate) fn plan() -> Value {
    let candidate =
        |n: u32| json!({ "id": format!("object-{n:02}"), "class": if n < 4 { "high" } else { "low" } });
    let officer = |n: u32| {
        json!({
            "id": format!("officer-{n}"), "certified_from": "2019-01-01", "certified_until": "2021-12-31",
            "specialities": [], "load": 0
        })
    };
    json!({
        "authority": "长沙市生态环境局",
        "minutes": 60,
        "pools": [{
            "id": "key", "title": "重点排污单位", "quota": 3, "basis": "12家的25 %",
            "classes": [
                { "id": "high", "title": "风险高", "weight": 2 }, { "id": "low", "title": "风险低", "weight": 1 }
            ],
            "candidates": (0..12).map(candidate).collect::<Vec<_>>(),
        }],
        "officers": (0..4).map(officer).collect::<Vec<_>>(),
    })
}

pub(crate) fn opening(id: &str, parties: bool) -> Value {
    let party = |(party, person, _): &(&str, Person, u8)| json!({ "party": party, "role": party, "login": person.login() });
    let parties: Vec<Value> = PARTIES.iter().filter(|_| parties).map(party).collect();
    json!({
        "id": id, "title": "2020年第三季度日常抽查", "visits_from": "2020-09-01", "visits_until": "2020-09-30",
        "parties": parties
    })
}

pub(crate) fn share(id: &str, attempt: u32, party: usize) -> Value {
    let (name, _, secret) = PARTIES[party];
    let id = id.parse().unwrap();
    json!({ "share": draw::share(&id, attempt, &name.parse().unwrap(), &Secret([secret; 32])) })
}

pub(crate) fn secret(party: usize) -> Value {
    json!({ "secret": Secret([PARTIES[party].2; 32]) })
}

/// A draw for [`ID`] that is drawn.
pub(crate) async fn drawn(city: &City) {
    drawn_by(city, &opening(ID, true), &plan()).await;
}

/// The same, in which all of these objects are drawn.
pub(crate) async fn drawn_of(city: &City, objects: &[&str]) {
    drawn_as(city, &opening(ID, true), objects).await;
}

/// The same, opened as `opening` says.
pub(crate) async fn drawn_as(city: &City, opening: &Value, objects: &[&str]) {
    let mut plan = plan();
    let candidates: Vec<Value> = objects.iter().map(|id| json!({ "id": id, "class": "high" })).collect();
    plan["pools"][0]["quota"] = json!(candidates.len());
    plan["pools"][0]["candidates"] = json!(candidates);
    drawn_by(city, opening, &plan).await;
}

async fn drawn_by(city: &City, opening: &Value, plan: &Value) {
    for person in [Person::Duty, Person::Inspector] {
        city.account(person);
    }
    let post = async |person: Person, path: &str, body: &Value| {
        let path =
            if path.is_empty() { "/api/v1/draws".to_owned() } else { format!("/api/v1/draws/{ID}/{path}") };
        let key = format!("{}{path}", person.login());
        let answer =
            city.ask(Ask::post(path, body).header("idempotency-key", key).by(&city.session(person))).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    };
    post(Person::Duty, "", opening).await;
    for (party, (_, person, _)) in PARTIES.into_iter().enumerate() {
        post(person, "share", &share(ID, 1, party)).await;
    }
    post(Person::Duty, "commit", plan).await;
    for (party, (_, person, _)) in PARTIES.into_iter().enumerate() {
        post(person, "reveal", &secret(party)).await;
    }
}

/// Gives commands one after the other, each with a key of its own.
struct Story {
    city: City,
    keys: std::cell::Cell<u32>,
}

impl Story {
    fn new() -> Self {
        let story = Self { city: City::new(), keys: std::cell::Cell::new(0) };
        for person in [Person::Duty, Person::Inspector] {
            story.city.account(person);
        }
        story
    }

    async fn post(&self, person: Person, path: &str, body: &Value) -> crate::request::Answer {
        self.keys.set(self.keys.get() + 1);
        let path =
            if path.is_empty() { "/api/v1/draws".to_owned() } else { format!("/api/v1/draws/{ID}/{path}") };
        let ask = Ask::post(path, body).header("idempotency-key", format!("k{}", self.keys.get()));
        self.city.ask(ask.by(&self.city.session(person))).await
    }

    async fn done(&self, person: Person, path: &str, body: &Value) -> Value {
        let answer = self.post(person, path, body).await;
        assert!(matches!(answer.status.as_u16(), 200 | 201), "{path}: {}", answer.text());
        serde_json::from_str(answer.text()).unwrap()
    }

    async fn committed(attempt: u32) -> Self {
        let story = Self::new();
        story.commit(attempt).await;
        story
    }

    async fn commit(&self, attempt: u32) -> Value {
        self.done(Person::Duty, "", &opening(ID, true)).await;
        for (party, (_, person, _)) in PARTIES.into_iter().enumerate() {
            self.done(person, "share", &share(ID, attempt, party)).await;
        }
        self.done(Person::Duty, "commit", &plan()).await
    }

    /// What everybody can read.
    async fn public(&self) -> Value {
        self.city.ask(Ask::get("/api/v1/public/draws")).await.json()
    }

    async fn public_record(&self) -> crate::request::Answer {
        self.city.ask(Ask::get(format!("/api/v1/public/draws/{ID}/record"))).await
    }
}

#[tokio::test]
async fn a_draw_from_opening_to_a_record_that_everybody_can_check() {
    let story = Story::new();
    let draw = story.done(Person::Duty, "", &opening(ID, true)).await;
    assert_eq!((&draw["stage"], &draw["parties"][0]["mine"]), (&json!("open"), &json!(true)));
    let early = story.post(Person::Duty, "commit", &plan()).await;
    assert_eq!(early.code(422), "shares_missing");
    for (party, (_, person, _)) in PARTIES.into_iter().enumerate() {
        story.done(person, "share", &share(ID, 1, party)).await;
    }
    assert_eq!(story.public().await["draws"], json!([]), "nothing is frozen");
    let draw = story.done(Person::Duty, "commit", &plan()).await;
    let commitment: Digest = draw["frozen"]["commitment"].as_str().unwrap().parse().unwrap();

    // From now on everybody knows the commitment, and nobody but those who manage the draw anything else.
    let public = story.public().await;
    let attempt = &public["draws"][0]["attempts"][0];
    assert_eq!((&attempt["commitment"], &attempt["stage"]), (&json!(commitment), &json!("committed")));
    assert_eq!(story.public_record().await.status, 404);
    let events = story.city.services.ledger.read_from(0, 10_000).unwrap();
    let told = events.iter().any(|event| event.body.to_string().contains("object-0"));
    assert!(!told, "the plan is no part of the ledger");

    assert_eq!(story.post(Person::Inspector, "reveal", &secret(1)).await.code(422), "holder_first");
    assert_eq!(story.post(Person::Duty, "reveal", &secret(1)).await.code(422), "reveal_mismatch");
    story.done(Person::Duty, "reveal", &secret(0)).await;
    story.city.clock.set(china::plus_seconds(start(), 61));
    let draw = story.done(Person::Inspector, "reveal", &secret(1)).await;
    assert_eq!((&draw["stage"], &draw["published"]), (&json!("drawn"), &json!(false)));
    assert_eq!(story.public_record().await.status, 404, "the list is hidden until it is published");

    // Who reads it before is noted.
    let inspector = story.city.session(Person::Inspector);
    let record = story.city.ask(Ask::get(format!("/api/v1/draws/{ID}/record")).by(&inspector)).await;
    assert!(draw::verify_against(record.text().as_bytes(), commitment).ok);
    let accesses = story.city.services.vault.accesses(10).unwrap();
    assert_eq!(
        (accesses[0].reader.as_str(), accesses[0].what.as_str()),
        ("U-inspector", "draw 2020-Q3-routine")
    );

    let draw = story.done(Person::Duty, "publish", &json!({})).await;
    assert_eq!(draw["published"], json!(true));
    let record = story.public_record().await;
    let report = draw::verify_against(record.text().as_bytes(), commitment);
    assert!(report.ok, "{:?}", report.faults);
    assert_eq!((report.attempts[0].state, report.attempts[0].drawn), (State::Drawn, 3));
    assert_eq!(story.city.services.views.skipped().unwrap(), []);
}

#[tokio::test]
async fn a_party_that_never_reveals_is_named_in_public_before_there_is_another_attempt() {
    let story = Story::committed(1).await;
    story.done(Person::Duty, "reveal", &secret(0)).await;
    let reason = json!({ "reason": "派驻纪检监察组逾期未公布" });
    assert_eq!(story.post(Person::Duty, "void", &reason).await.code(403), "role_may_not");
    story.city.clock.set(china::plus_seconds(start(), 60 * 60 + 1));
    assert_eq!(story.post(Person::Inspector, "reveal", &secret(1)).await.code(422), "reveal_too_late");
    let draw = story.done(Person::Duty, "void", &reason).await;
    assert_eq!(draw["void"]["silent"], json!(["inspectors"]));
    let again = story.post(Person::Duty, "", &opening(ID, true)).await;
    assert_eq!(again.code(422), "void_not_published");
    story.done(Person::Duty, "publish", &json!({})).await;
    assert!(story.public_record().await.text().contains("\"silent\":[\"inspectors\"]"));

    story.commit(2).await;
    story.done(Person::Duty, "reveal", &secret(0)).await;
    story.done(Person::Inspector, "reveal", &secret(1)).await;
    story.done(Person::Duty, "publish", &json!({})).await;
    let report = draw::verify(story.public_record().await.text().as_bytes());
    assert!(report.ok, "{:?}", report.faults);
    let states: Vec<State> = report.attempts.iter().map(|attempt| attempt.state).collect();
    assert_eq!(states, [State::Void, State::Drawn]);
}

#[tokio::test]
async fn what_is_overdue_is_void_and_public_without_anybody() {
    let story = Story::committed(1).await;
    story.done(Person::Duty, "reveal", &secret(0)).await;
    let look = || api::void_overdue_draws(&story.city.services).unwrap();
    story.city.clock.set(china::plus_seconds(start(), 60 * 60));
    assert_eq!(look(), 0, "the second is not over");
    story.city.clock.set(china::plus_seconds(start(), 60 * 60 + 1));
    assert_eq!((look(), look()), (1, 0), "once");

    let public = story.public().await;
    let attempt = &public["draws"][0]["attempts"][0];
    assert_eq!(
        (&attempt["stage"], &attempt["void"]["silent"], &public["draws"][0]["published"]),
        (&json!("void"), &json!(["inspectors"]), &json!(true))
    );
    assert!(attempt["void"]["reason"].as_str().unwrap().contains("void by itself"));
    let commitment: Digest = attempt["commitment"].as_str().unwrap().parse().unwrap();
    let report = draw::verify_against(story.public_record().await.text().as_bytes(), commitment);
    assert!(report.ok, "{:?}", report.faults);
    assert_eq!(report.attempts[0].state, State::Void);
    story.commit(2).await;
}

#[tokio::test]
async fn who_is_void_by_hand_after_the_time_becomes_public_by_itself() {
    let story = Story::committed(1).await;
    story.city.clock.set(china::plus_seconds(start(), 60 * 60 + 1));
    story.done(Person::Duty, "void", &json!({ "reason": "逾期" })).await;
    assert_eq!(story.public_record().await.status, 404);
    assert_eq!(api::void_overdue_draws(&story.city.services).unwrap(), 0, "it is void already");
    assert!(story.public_record().await.text().contains("逾期"));
}

#[tokio::test]
async fn a_plan_that_cannot_be_drawn_by_is_refused_with_the_reason() {
    let story = Story::new();
    story.done(Person::Duty, "", &opening(ID, false)).await;
    let refused = |change: fn(&mut Value)| {
        let mut plan = plan();
        change(&mut plan);
        let story = &story;
        async move {
            let answer = story.post(Person::Duty, "commit", &plan).await;
            let problem: Value = serde_json::from_str(answer.text()).unwrap();
            problem["code"].as_str().unwrap().to_owned()
        }
    };
    assert_eq!(refused(|plan| plan["pools"][0]["quota"] = json!(13)).await, "quota_exceeds_pool");
    assert_eq!(refused(|plan| plan["pools"][0]["candidates"] = json!([])).await, "empty_pool");
    let expired = |plan: &mut Value| {
        for officer in plan["officers"].as_array_mut().unwrap().iter_mut().skip(1) {
            officer["certified_until"] = json!("2020-09-29");
        }
    };
    assert_eq!(refused(expired).await, "too_few_officers");
    assert_eq!(refused(|plan| plan["minutes"] = json!(0)).await, "unreadable");
}

#[tokio::test]
async fn a_repeated_command_is_carried_out_once() {
    let story = Story::committed(1).await;
    let duty = story.city.session(Person::Duty);
    let ask = Ask::post(format!("/api/v1/draws/{ID}/reveal"), &secret(0)).header("idempotency-key", "once");
    for _ in 0..2 {
        let answer = story.city.ask(ask.clone().by(&duty)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let unknown = Ask::get("/api/v1/draws/nothing").by(&duty);
    assert_eq!(story.city.ask(unknown).await.status, 404);
}

#[tokio::test]
async fn the_beacon_s_round_is_checked_by_its_signature() {
    let story = Story::new();
    // Round 1000 of quicknet was due at 2023-08-23T15:59:24Z.
    story.city.clock.set("2023-08-23T14:59:24Z".parse().unwrap());
    let mut opening = opening(ID, false);
    (opening["visits_from"], opening["visits_until"]) = (json!("2023-08-24"), json!("2023-09-22"));
    story.done(Person::Duty, "", &opening).await;
    let mut later = plan();
    for officer in later["officers"].as_array_mut().unwrap() {
        officer["certified_until"] = json!("2023-12-31");
    }
    let draw = story.done(Person::Duty, "commit", &later).await;
    assert_eq!(draw["frozen"]["round"]["round"], json!(1000));
    let signature =
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";
    let given = json!({ "round": 1000, "signature": signature });
    assert_eq!(story.post(Person::Duty, "round", &given).await.code(422), "not_out_yet");
    story.city.clock.set("2023-08-23T15:59:24Z".parse().unwrap());
    let forged = json!({ "round": 1000, "signature": signature.replace("5e39", "5e38") });
    assert_eq!(story.post(Person::Duty, "round", &forged).await.code(422), "beacon_forged");
    let draw = story.done(Person::Duty, "round", &given).await;
    assert_eq!(draw["stage"], json!("drawn"));
}
