//! Inspections: from a draw to a dossier that answers for a visit, or to a visit.

use serde_json::{Value, json};

use crate::city::{City, Person, printer};
use crate::request::{Answer, Ask};

/// The printing firm, a maker of masks that is not monitored, and the officers of the draw.
fn objects() -> String {
    let head = "code,name,district,trade_code,permit,record_until,designations";
    format!("{head}\n{},开福彩印厂,430105,C2319,simplified,2020-08-28,none\n", printer())
}

const OFFICERS: &str = "id,name,certificate_number,issuer,certified_from,certified_until,unit\n\
    officer-0,甲,1,省政府,2019-01-01,2021-12-31,开福大队\n\
    officer-1,乙,2,省政府,2019-01-01,2021-12-31,开福大队\n\
    officer-2,丙,3,省政府,2019-01-01,2021-12-31,开福大队\n\
    officer-3,丁,4,省政府,2019-01-01,2021-12-31,开福大队\n\
    late,戊,5,省政府,2019-01-01,2020-09-05,开福大队\n";

const ITEMS: &str =
    "id,name,basis,methods,classes\nair-01,大气,《大气污染防治法》第二十九条,on_site,routine\n";

struct Story {
    city: City,
    keys: std::cell::Cell<u32>,
}

impl Story {
    /// The firm was drawn; where `listed`, it is on the positive list since before.
    async fn drawn(listed: bool) -> Self {
        let story = Self { city: City::new(), keys: std::cell::Cell::new(0) };
        for (kind, text) in [("objects", objects().as_str()), ("enforcers", OFFICERS), ("items", ITEMS)] {
            let file = crate::libraries::upload(&format!("?kind={kind}"), text.as_bytes());
            let answer = story.by(Person::Duty, file).await;
            assert_eq!(answer.status, 201, "{}", answer.text());
        }
        if listed {
            story.on_the_list().await;
        }
        crate::draws::drawn_of(&story.city, &[printer().as_str()]).await;
        story
    }

    async fn on_the_list(&self) {
        let propose = json!({ "act": "propose", "category": "low-pollution-jobs", "statement": "就业多" });
        let acts = [(Person::Owner, propose), (Person::Duty, json!({ "act": "approve", "settled": {} }))];
        for (version, (person, act)) in acts.into_iter().enumerate() {
            self.list(person, act, version).await;
        }
        self.now("2020-09-10T09:00:00+08:00");
        self.list(Person::Duty, json!({ "act": "enter" }), 2).await;
    }

    async fn list(&self, person: Person, act: Value, version: usize) {
        let ask = Ask::post(format!("/api/v1/positive-list/{}/acts", printer()), &act);
        let answer = self.by(person, ask.header("if-match", format!("\"{version}\""))).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    fn now(&self, time: &str) {
        self.city.clock.set(time.parse().unwrap());
    }

    async fn by(&self, person: Person, ask: Ask) -> Answer {
        self.keys.set(self.keys.get() + 1);
        let ask = ask.header("idempotency-key", format!("key-{}", self.keys.get()));
        self.city.ask(ask.by(&self.city.session(person))).await
    }

    async fn get(&self, person: Person, path: &str) -> Answer {
        self.by(person, Ask::get(format!("/api/v1{path}"))).await
    }

    async fn open(&self) -> Value {
        self.by(Person::Duty, Ask::post("/api/v1/draws/2020-Q3-routine/inspections", &json!({}))).await.json()
    }

    /// The one inspection, as the duty officer sees it.
    async fn inspection(&self) -> Value {
        let list = self.get(Person::Duty, "/inspections").await.json();
        let id = list["items"][0]["id"].as_str().unwrap();
        self.get(Person::Duty, &format!("/inspections/{id}")).await.json()
    }

    async fn post(&self, person: Person, path: &str, body: Value, version: &Value) -> Answer {
        let id = self.inspection().await["id"].as_str().unwrap().to_owned();
        let ask = Ask::post(format!("/api/v1/inspections/{id}/{path}"), &body);
        self.by(person, ask.header("if-match", format!("\"{version}\""))).await
    }

    async fn act(&self, person: Person, act: Value) -> Answer {
        let version = self.inspection().await["version"].clone();
        self.post(person, "acts", act, &version).await
    }

    async fn gather(&self, period: &str) -> Value {
        let version = self.inspection().await["version"].clone();
        self.post(Person::Officer, "dossier", json!({ "period": period }), &version).await.json()
    }
}

/// Every gap of a dossier settled in words.
fn conclude(inspection: &Value) -> Value {
    let gaps = inspection["dossier"]["gaps"].as_array().unwrap();
    let settled: serde_json::Map<String, Value> =
        gaps.iter().map(|gap| (gap["code"].as_str().unwrap().to_owned(), json!("已核实"))).collect();
    json!({ "act": "conclude", "finding": "nothing", "words": "未发现问题", "settled": settled })
}

fn visit(day: &str, officers: &[&str]) -> Value {
    json!({
        "act": "visit", "day": day, "officers": officers, "items": ["air-01"], "finding": "minor",
        "words": "台账不全，已指导改正", "instead": "原抽取人员出差"
    })
}

#[tokio::test]
async fn a_dossier_answers_for_a_visit_of_whoever_is_on_the_list() {
    let story = Story::drawn(true).await;
    let came = story.open().await;
    assert_eq!(came, json!({ "opened": 1, "off_site": 1, "there": 0 }));
    assert_eq!(story.open().await["there"], json!(1), "nobody opens it twice");
    let inspection = story.inspection().await;
    assert_eq!((&inspection["stage"], &inspection["way"]), (&json!("off_site"), &json!("off_site")));
    assert_eq!(inspection["listed"]["number"], json!(3));
    assert_eq!(inspection["officers"].as_array().unwrap().len(), 2);
    assert_eq!(
        story
            .get(Person::Owner, &format!("/inspections/{}", inspection["id"].as_str().unwrap()))
            .await
            .status,
        404,
        "an inspection is not announced"
    );

    let inspection = story.gather("2020").await;
    let dossier = &inspection["dossier"];
    assert_eq!((&dossier["from"], &dossier["to"]), (&json!("2020-01-01"), &json!("2020-09-10")));
    assert_eq!(dossier["not_known"], json!(["complaints", "permit_reports"]));
    assert_eq!(dossier["record"]["known_until"], json!("2020-08-28"));
    assert_eq!(dossier["proposal"], json!("ask"), "nothing came from the firm: {dossier}");

    let ask = json!({ "act": "ask", "wanted": "self_report", "words": "请自查", "until": "2020-09-20" });
    let inspection = story.act(Person::Officer, ask).await.json();
    assert_eq!(inspection["unanswered"], json!(1));
    let refused = story.act(Person::Officer, conclude(&inspection)).await;
    assert_eq!(refused.code(422), "unanswered");
    let file = story.by(Person::Owner, Ask::upload("脱附记录.png", crate::city::PNG)).await.json();
    let mut answer =
        json!({ "act": "answer", "question": 0, "words": "已自查，无异常", "files": [file["hash"]] });
    assert_eq!(story.act(Person::ForeignOwner, answer.clone()).await.status, 404);
    let told = story.act(Person::Owner, answer.clone()).await.json();
    let kept = &told["questions"][0]["answer"]["files"][0];
    assert_eq!((&kept["hash"], &kept["name"]), (&file["hash"], &json!("脱附记录.png")));
    let read = story.by(Person::Officer, Ask::get(kept["url"].as_str().unwrap())).await;
    assert_eq!((read.status.as_u16(), &read.body[..]), (200, crate::city::PNG));
    answer["files"] = json!(["0".repeat(64)]);
    assert_eq!(story.act(Person::Owner, answer).await.code(422), "unknown_file");

    let before = story.inspection().await;
    let done = story.act(Person::Officer, conclude(&before)).await.json();
    assert_eq!((&done["stage"], &done["avoided"]), (&json!("concluded"), &json!(true)));
    assert_eq!(done["conclusion"]["settled"]["complaints"], json!("已核实"));
    // Who looked at the same dossier hears what the first one did, whichever version the page had.
    let second = story.post(Person::Duty, "acts", conclude(&before), &before["version"]).await;
    assert_eq!(second.code(409), "is_concluded");
    assert!(second.text().contains("2020-09-10 09:00"), "{}", second.text());

    let list = story.get(Person::Duty, "/inspections?avoided=true").await.json();
    assert_eq!((&list["avoided"], list["items"].as_array().unwrap().len()), (&json!(1), 1));
    let sheet = story.get(Person::Duty, "/inspections?format=csv").await;
    assert!(sheet.text().contains("非现场检查"), "{}", sheet.text());
    let numbers = story.get(Person::Leader, "/inspections/numbers").await.json();
    let all = &numbers["all"];
    assert_eq!((&all["listed"], &all["drawn"], &all["avoided"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!(numbers["districts"][0]["of"]["code"], json!("430105"));
    assert_eq!(
        (&numbers["trades"][0]["of"]["code"], &numbers["trades"][0]["concluded"]),
        (&json!("C23"), &json!(1))
    );
    assert_eq!(
        (&numbers["methods"][0]["nothing"], &numbers["methods"][0]["found_later"]),
        (&json!(1), &json!(0))
    );
    let other = story.get(Person::Leader, "/inspections/numbers?period=2020-Q1").await.json();
    assert_eq!((&other["all"]["listed"], &other["all"]["drawn"]), (&json!(1), &json!(0)));
    let none = story.get(Person::Leader, "/inspections?period=2020-Q1").await.json();
    assert_eq!(none["items"], json!([]));
    let owner = story.get(Person::Owner, "/inspections").await.json();
    assert_eq!(owner["items"][0]["finding"], json!("nothing"), "the enterprise reads what came of it");
}

#[tokio::test]
async fn who_is_exempt_is_not_immune() {
    let story = Story::drawn(true).await;
    let alarm = story.city.raise_at_stack().to_string();
    let assign = |body: Value| story.by(Person::Duty, Ask::post("/api/v1/inspections", &body));
    let mut new = json!({ "enterprise": printer().as_str(), "cause": "anomaly", "words": " " });
    assert_eq!(assign(new.clone()).await.code(422), "words_missing");
    new["words"] = json!("夜间超标后未说明");
    new["alarm"] = json!("A20200101-0001");
    assert_eq!(assign(new.clone()).await.code(422), "unknown_alarm");
    new["alarm"] = json!(alarm);
    new["until"] = json!("2020-09-10");
    let opened = assign(new.clone()).await;
    assert_eq!(opened.status, 201, "{}", opened.text());
    let opened: Value = serde_json::from_str(opened.text()).unwrap();
    assert_eq!(
        (&opened["stage"], &opened["cause"], &opened["cause_alarm"], &opened["until"]),
        (&json!("on_site"), &json!("anomaly"), &json!(alarm), &json!("2020-09-10"))
    );
    assert_eq!(opened["routine"]["visits"], json!(0), "a visit with a cause is none without");
    let list = story.get(Person::Duty, "/inspections?cause=anomaly&figure=open").await.json();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["may_assign"]), (1, &json!(true)));
    for nothing in
        ["cause=complaint", "figure=overdue", "figure=escalated", "figure=found_later", "trade=unknown"]
    {
        let list = story.get(Person::Duty, &format!("/inspections?{nothing}")).await.json();
        assert_eq!(list["items"], json!([]), "{nothing}");
    }
    let seen = story.get(Person::Owner, "/inspections").await.json();
    assert_eq!(seen["items"], json!([]), "a visit is not announced");

    story.now("2020-09-11T09:00:00+08:00");
    let late = story.get(Person::Duty, "/inspections?figure=overdue").await.json();
    assert_eq!(late["items"][0]["id"], opened["id"]);
    let all = story.get(Person::Leader, "/inspections/numbers").await.json()["all"].clone();
    assert_eq!((&all["assigned"], &all["drawn"], &all["overdue"]), (&json!(1), &json!(0), &json!(1)));
    let id = opened["id"].as_str().unwrap();
    let done = story
        .by(
            Person::Officer,
            Ask::post(
                format!("/api/v1/inspections/{id}/acts"),
                &visit("2020-09-11", &["officer-0", "officer-3"]),
            )
            .header("if-match", "\"1\""),
        )
        .await
        .json();
    assert_eq!((&done["visit"]["late"], &done["avoided"]), (&json!(true), &json!(false)));
    let owner = story.get(Person::Owner, &format!("/inspections/{id}")).await.json();
    assert_eq!((&owner["cause"], &owner["cause_words"]), (&json!("anomaly"), &Value::Null));
    assert!(!owner.to_string().contains("未说明"), "what led to it is told to offices alone");
}

#[tokio::test]
async fn the_dossier_is_given_out_as_word_with_what_nobody_knows() {
    let story = Story::drawn(true).await;
    story.open().await;
    let id = story.inspection().await["id"].as_str().unwrap().to_owned();
    let path = format!("/inspections/{id}/document?format=docx");
    assert_eq!(story.get(Person::Duty, &path).await.code(422), "no_dossier");
    story.gather("2020-Q3").await;
    let word = story.get(Person::Duty, &path).await;
    assert_eq!(word.status, 200);
    assert!(word.body.starts_with(b"PK"));
    assert!(word.header(axum::http::header::CONTENT_DISPOSITION).contains(&format!("dossier-{id}.docx")));
}

#[tokio::test]
async fn whoever_leaves_the_list_meanwhile_is_visited() {
    let story = Story::drawn(true).await;
    story.open().await;
    let inspection = story.gather("2020").await;
    story.list(Person::Duty, json!({ "act": "remove", "reason": "有处罚" }), 3).await;
    assert_eq!(story.inspection().await["exempt_today"], json!(false));
    assert_eq!(story.act(Person::Officer, conclude(&inspection)).await.code(422), "not_listed");
    let escalate = json!({ "act": "escalate", "reason": "已移出正面清单" });
    let inspection = story.act(Person::Officer, escalate).await.json();
    assert_eq!((&inspection["stage"], &inspection["escalated"]), (&json!("on_site"), &json!(true)));
    story.now("2020-09-12T16:00:00+08:00");
    let done = story.act(Person::Officer, visit("2020-09-12", &["officer-0", "officer-3"])).await.json();
    assert_eq!((&done["stage"], &done["avoided"]), (&json!("visited"), &json!(false)));
}

#[tokio::test]
async fn whoever_is_not_on_the_list_is_visited_by_officers_who_may() {
    let story = Story::drawn(false).await;
    assert_eq!(story.open().await, json!({ "opened": 1, "off_site": 0, "there": 0 }));
    assert_eq!(
        story.get(Person::Officer, "/inspections").await.json()["items"],
        json!([]),
        "before its first day"
    );
    story.now("2020-09-08T16:00:00+08:00");
    let seen = story.get(Person::Officer, "/inspections").await.json();
    assert_eq!(seen["counts"], json!({ "on_site": 1 }));
    assert_eq!(story.get(Person::ForeignOfficer, "/inspections").await.json()["items"], json!([]));
    let ended = story.act(Person::Officer, visit("2020-09-08", &["officer-0", "late"])).await;
    assert_eq!(ended.code(422), "officers_may_not_go");
    assert!(ended.text().contains("2020-09-05"), "{}", ended.text());
    let done = story.act(Person::Officer, visit("2020-09-05", &["officer-0", "late"])).await.json();
    assert_eq!(done["visit"]["finding"], json!("minor"));
    assert_eq!(done["may"], json!([]));
}

/// Opens inspections of the firm by made-up draws, as the office of this city would; their ids.
fn other_draws(city: &City, draws: &[&str]) -> Vec<String> {
    let open = |draw: &&str| {
        // Each begins on a day of its own.
        let days = i64::try_from(draw.len()).unwrap();
        let begin = jiff::civil::date(2020, 8, 3);
        let draw: model::DrawId = draw.parse().unwrap();
        let id = api::Office::inspection_id(&draw, &printer()).unwrap();
        let from_draw = casework::inspection::FromDraw {
            draw,
            officers: ["officer-0", "officer-2"].map(|id| id.parse().unwrap()).into(),
            visits_from: begin.saturating_add(jiff::Span::new().days(days)),
            visits_until: "2020-09-30".parse().unwrap(),
        };
        let opened = casework::inspection::Opened {
            id: id.clone(),
            enterprise: printer(),
            name: "开福彩印厂".into(),
            district: "430105".parse().unwrap(),
            trade_code: None,
            from_draw: Some(from_draw),
            cause: None,
            listed: None,
            way: casework::inspection::Way::OnSite,
        };
        let act = api::InspectionAct {
            id: id.clone(),
            enterprise: printer(),
            expected: ledger::Expected::Version(0),
            command_id: None,
            command: casework::inspection::Command::Open(opened),
        };
        city.services.office.inspection(&Person::Duty.actor(), act).unwrap();
        id.to_string()
    };
    draws.iter().map(open).collect()
}

#[tokio::test]
async fn one_visit_does_all_that_are_to_be_visited_or_none() {
    let story = Story::drawn(false).await;
    story.open().await;
    let own = story.inspection().await["id"].as_str().unwrap().to_owned();
    let others = other_draws(&story.city, &["airports", "waters"]);
    story.now("2020-09-08T16:00:00+08:00");
    let at = |id: &str| format!("/inspections/{id}");
    let seen = story.get(Person::Officer, &at(&own)).await.json();
    let beside: Vec<_> = seen["beside"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
    assert_eq!(beside.len(), 2);
    assert_eq!(
        (&seen["routine"]["visits"], &seen["routine"]["most"]),
        (&json!(3), &json!(2)),
        "one too many"
    );

    let record = async |together: Value, version: &Value| {
        let mut body = visit("2020-09-05", &["officer-0", "officer-1"]);
        body["together"] = together;
        let ask = Ask::post(format!("/api/v1{}/acts", at(&own)), &body);
        story.by(Person::Officer, ask.header("if-match", format!("\"{version}\""))).await
    };
    let unknown = record(json!([others[0], "I-unknown"]), &seen["version"]).await;
    assert_eq!(unknown.status, 400, "{}", unknown.text());
    let stale = record(json!(others), &json!(7)).await;
    assert_eq!(stale.status, 409, "{}", stale.text());
    for id in [&own, &others[0], &others[1]] {
        assert_eq!(story.get(Person::Officer, &at(id)).await.json()["stage"], "on_site", "nothing was kept");
    }
    let done = record(json!(others), &seen["version"]).await;
    assert_eq!(done.status, 200, "{}", done.text());
    for id in [&own, &others[0], &others[1]] {
        let one = story.get(Person::Officer, &at(id)).await.json();
        assert_eq!((&one["stage"], &one["visit"]["day"]), (&json!("visited"), &json!("2020-09-05")));
        assert_eq!(one["visit"]["together"].as_array().unwrap().len(), 2, "{one}");
        assert_eq!(one["routine"]["visits"], 1, "one gate was opened once");
    }
    let numbers = story.get(Person::Leader, "/inspections/numbers").await.json();
    assert_eq!((&numbers["all"]["visited"], &numbers["all"]["visited_again"]), (&json!(3), &json!(0)));
}

#[tokio::test]
async fn whoever_was_visited_as_often_as_may_be_is_not_drawn_again() {
    let city = City::new();
    city.account(Person::Duty);
    let upload = crate::libraries::upload("?kind=objects", objects().as_bytes());
    let ask =
        |ask: Ask, key: &str| ask.header("idempotency-key", key.to_owned()).by(&city.session(Person::Duty));
    assert_eq!(city.ask(ask(upload, "one")).await.status, 201);
    let mut opening = crate::draws::opening("q4", false);
    (opening["visits_from"], opening["visits_until"]) = (json!("2020-10-01"), json!("2020-10-31"));
    assert_eq!(city.ask(ask(Ask::post("/api/v1/draws", &opening), "two")).await.status, 201);
    let excluded = async || {
        let found = city.ask(ask(Ask::get("/api/v1/draws/q4/candidates"), "")).await.json();
        found["pools"][0]["candidates"][0]["excluded"].clone()
    };
    other_draws(&city, &["first"]);
    assert_eq!(excluded().await, Value::Null, "once");
    other_draws(&city, &["second"]);
    let reason = excluded().await;
    assert!(reason.as_str().unwrap().starts_with("本年度日常入企检查已达上限2次"), "{reason}");
}

#[tokio::test]
async fn results_are_public_with_the_draw_and_say_what_is_left_out() {
    let story = Story::drawn(false).await;
    story.open().await;
    story.now("2020-09-08T16:00:00+08:00");
    let mut record = visit("2020-09-05", &["officer-0", "officer-1"]);
    (record["finding"], record["words"]) = (json!("violation"), json!("配方保密的油墨未加盖"));
    story.act(Person::Officer, record).await.json();
    let draw = async || story.get(Person::Duty, "/draws/2020-Q3-routine").await.json();
    let by = draw().await["publish_by"].clone();
    assert_eq!((&by["day"], &by["over"]), (&json!("2020-10-09"), &json!(false)), "twenty working days");
    assert_eq!(by["rule"]["unverified"], json!(true));
    story.now("2020-10-10T09:00:00+08:00");
    assert_eq!(draw().await["publish_by"]["over"], json!(true));

    let public = async |query: &str| {
        story.city.ask(Ask::get(format!("/api/v1/public/draws/2020-Q3-routine/results{query}"))).await
    };
    assert_eq!(public("").await.status, 404, "who was drawn is not public yet");
    let publish = Ask::post("/api/v1/draws/2020-Q3-routine/publish", &json!({}));
    assert_eq!(story.by(Person::Duty, publish).await.status, 200);
    assert_eq!(draw().await["publish_by"], Value::Null);
    let told = public("").await;
    assert!(!told.text().contains("油墨") && !told.text().contains("officer-"), "{}", told.text());
    let told = told.json();
    let result = &told["results"][0];
    assert_eq!(
        (&result["name"], &result["outcome"], &result["done_on"]),
        (&json!("星城彩印(虚构)"), &json!("handed"), &json!("2020-09-05"))
    );
    let left: Vec<_> = told["left_out"].as_array().unwrap().iter().collect();
    assert_eq!(left.iter().map(|left| &left["what"]).collect::<Vec<_>>(), ["words", "officers", "case"]);
    assert!(left[0]["reason"].is_string() && left[1]["rule"].is_null(), "no pack speaks of officers");
    let csv = public("?format=csv").await;
    assert!(csv.text().contains("涉嫌违法，依法处理"), "{}", csv.text());
    assert_eq!(public("?format=pdf").await.status, 400);
}
