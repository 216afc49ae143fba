//! Plans of a year's draws: drafted, approved by somebody else, and drawn by.

use serde_json::{Value, json};

use crate::city::{City, Person, printer};
use crate::request::{Answer, Ask};

struct Story {
    city: City,
    keys: std::cell::Cell<u32>,
}

impl Story {
    /// A library of two, one under key management and one under simplified.
    async fn new() -> Self {
        let story = Self { city: City::new(), keys: std::cell::Cell::new(0) };
        let text = crate::libraries::objects();
        let imported = crate::libraries::import(&story.city, "objects", "objects", text.as_bytes()).await;
        assert_eq!(imported.status, 201, "{}", imported.text());
        story
    }

    async fn by(&self, person: Person, ask: Ask) -> Answer {
        self.keys.set(self.keys.get() + 1);
        let ask = ask.header("idempotency-key", format!("plan-{}", self.keys.get()));
        self.city.ask(ask.by(&self.city.session(person))).await
    }

    async fn act(&self, person: Person, act: &str, body: Value) -> Answer {
        self.by(person, Ask::post(format!("/api/v1/inspection-plans/2020/{act}"), &body)).await
    }

    async fn get(&self, path: &str) -> Value {
        self.by(Person::Duty, Ask::get(format!("/api/v1{path}"))).await.json()
    }
}

/// Of the first pool what the rule says, of the second by hand.
fn draft() -> Value {
    json!({ "pools": [
        { "id": "key", "quarters": [1, 1, 1, 1] },
        { "id": "simplified", "quarters": [0, 0, 1, 1], "reason": "上半年疫情防控" },
    ] })
}

#[tokio::test]
async fn a_year_is_planned_by_rule_or_with_a_reason_and_approved_by_somebody_else() {
    let story = Story::new().await;
    let proposal = story.get("/inspection-plans/2020/proposal").await;
    let key = &proposal["pools"][0];
    assert_eq!(
        (&key["id"], &key["objects"], &key["quarters"], &key["rule"]["illustrative"]),
        (&json!("key"), &json!(1), &json!([1, 1, 1, 1]), &json!(true))
    );
    let silent = json!({ "pools": [{ "id": "key", "quarters": [1, 0, 1, 1] }] });
    assert_eq!(story.act(Person::Duty, "draft", silent).await.code(422), "reason_missing");
    let plan = story.act(Person::Duty, "draft", draft()).await.json();
    assert_eq!((&plan["in_force"], &plan["waiting"]["number"]), (&Value::Null, &json!(1)));
    assert_eq!(plan["may_approve"], json!(false));
    assert_eq!(plan["waiting"]["pools"][1]["reason"], json!("上半年疫情防控"));

    let one = json!({ "draft": 1 });
    assert_eq!(story.act(Person::Duty, "approve", one.clone()).await.code(403), "role_may_not");
    let none_read = json!({ "draft": 2 });
    assert_eq!(story.act(Person::Leader, "approve", none_read).await.code(422), "other_draft");
    let back = json!({ "draft": 1, "reason": "第三季度再加" });
    let plan = story.act(Person::Leader, "return", back).await.json();
    assert_eq!((&plan["waiting"], &plan["returned"]["reason"]), (&Value::Null, &json!("第三季度再加")));
    assert_eq!(story.act(Person::Leader, "draft", draft()).await.status, 200);
    assert_eq!(story.act(Person::Leader, "approve", json!({ "draft": 2 })).await.code(403), "own_draft");
    assert_eq!(story.act(Person::Duty, "draft", draft()).await.status, 200);
    let plan = story.act(Person::Leader, "approve", json!({ "draft": 3 })).await.json();
    assert_eq!((&plan["in_force"]["number"], &plan["waiting"]), (&json!(3), &Value::Null));
    let list = story.get("/inspection-plans").await;
    assert_eq!((&list["plans"][0]["year"], &list["this_year"]), (&json!(2020), &json!(2020)));
    assert_eq!(story.city.services.views.skipped().unwrap(), []);
}

#[tokio::test]
async fn what_is_drawn_under_a_plan_is_counted_against_it() {
    let story = Story::new().await;
    let mut opening = crate::draws::opening("2020-Q3-routine", true);
    opening["plan"] = json!(2020);
    for person in [Person::Duty, Person::Inspector] {
        story.city.account(person);
    }
    let open = |opening: &Value| Ask::post("/api/v1/draws", opening);
    assert_eq!(story.by(Person::Duty, open(&opening)).await.code(422), "plan_not_in_force");
    assert_eq!(story.act(Person::Duty, "draft", draft()).await.status, 200);
    assert_eq!(story.by(Person::Duty, open(&opening)).await.code(422), "plan_not_in_force");
    assert_eq!(story.act(Person::Leader, "approve", json!({ "draft": 1 })).await.status, 200);

    crate::draws::drawn_as(&story.city, &opening, &[printer().as_str()]).await;
    let plan = story.get("/inspection-plans").await["plans"][0]["in_force"].clone();
    let key = &plan["pools"][0];
    assert_eq!(key["quarters"][2], json!({ "planned": 1, "drawn": 1, "left": 0 }));
    assert_eq!((&key["planned"], &key["drawn"], &key["left"]), (&json!(4), &json!(1), &json!(3)));
    assert_eq!(plan["pools"][1]["drawn"], json!(0));

    // The next draw under the plan finds what is left of its quarter, with the plan as its basis.
    for (id, from, until, left) in
        [("same", "2020-09-10", "2020-09-30", 0), ("next", "2020-10-09", "2020-10-31", 1)]
    {
        opening["id"] = json!(id);
        (opening["visits_from"], opening["visits_until"]) = (json!(from), json!(until));
        let draw = story.by(Person::Duty, open(&opening)).await;
        assert_eq!(draw.status, 201, "{}", draw.text());
        let draw: Value = serde_json::from_str(draw.text()).unwrap();
        assert_eq!(draw["plan"], json!(2020));
        let found = story.get(&format!("/draws/{id}/candidates")).await;
        let quota = &found["pools"][0]["quota"];
        assert_eq!((&quota["left"], &quota["plan"]), (&json!(left), &json!(1)), "{quota}");
        assert!(quota["words"].as_str().unwrap().starts_with("2020年抽查计划（第1稿）"), "{quota}");
        let by_hand = &found["pools"][1]["quota"];
        assert!(by_hand["words"].as_str().unwrap().contains("上半年疫情防控"), "{by_hand}");
        assert_eq!(by_hand["rule"], Value::Null);
    }
    (opening["id"], opening["visits_from"], opening["visits_until"]) =
        (json!("later"), json!("2021-01-04"), json!("2021-01-31"));
    assert_eq!(story.by(Person::Duty, open(&opening)).await.code(422), "other_year");
}
