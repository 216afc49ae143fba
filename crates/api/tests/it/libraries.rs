//! The libraries of objects and officers: files in and out, and what a draw takes from them.

use axum::http::header;
use serde_json::{Value, json};

use crate::city::{City, Person, dyer, printer};
use crate::request::{Answer, Ask};

/// Two enterprises and four rows that cannot be used.
pub(crate) fn objects() -> String {
    format!(
        "统一社会信用代码,单位名称,区县,排污许可管理类别,重点名录,环境敏感目标,信用分,执法记录截至,处罚日期,备注\n\
         {printer},开福彩印厂,开福区,重点管理,大气环境、水环境,无,72,2020-08-01,2019-03-04；2020-01-05,x\n\
         {dyer},雨花染整厂,430111,简化管理,,,,,,\n\
         {printer},再来一次,430105,,,,,,,\n\
         91430105MA4L0000A9,校验位不对,430105,,,,,,,\n\
         {dyer},没有的区,999999,,,,,,,\n\
         {dyer},记录不明,430111,,,,,,2020-01-05,\n",
        printer = printer(),
        dyer = dyer(),
    )
}

/// Five officers: two who may go, one on leave in September, one whose certificate ends in it, one with a conflict.
pub(crate) fn enforcers() -> String {
    let mut text =
        "执法人员编号,姓名,执法证号,发证机关,证件有效期起,证件有效期止,所属单位,专长,请假,回避企业\n"
            .to_owned();
    for (number, name, until, leave, conflicts) in [
        (1, "周宁", "2021-12-31", "", String::new()),
        (2, "吴静", "2021-12-31", "", String::new()),
        (3, "郑安", "2021-12-31", "2020-09-28~2020-10-08", String::new()),
        (4, "王平", "2020-09-15", "", String::new()),
        (5, "冯远", "2021-12-31", "", format!("{}:有直接利害关系", printer())),
    ] {
        text += &format!(
            "ZF-{number},{name},湘-{number},湖南省人民政府,2018-01-01,{until},执法支队,水；大气,{leave},{conflicts}\n"
        );
    }
    text
}

/// Two items, one without a way, and one without a basis.
fn items() -> String {
    "事项编号,检查事项,检查内容,检查依据,检查方式,检查类别\n\
     SX-01,废气治理设施运行,是否与生产同步运行,大气污染防治法第二十九条,现场检查；非现场检查,日常检查；个案检查\n\
     SX-02,自动监测数据真实性,,污染源自动监控管理办法,off_site,routine\n\
     SX-03,没有方式,,某法,,日常检查\n\
     SX-04,没有依据,,,现场检查,日常检查\n"
        .to_owned()
}

pub(crate) fn upload(path: &str, text: &[u8]) -> Ask {
    let mut ask = Ask::upload("list.csv", text);
    ask.path = format!("/api/v1/library-imports{path}");
    ask
}

async fn ask(city: &City, person: Person, ask: Ask) -> Answer {
    city.ask(ask.by(&city.session(person))).await
}

pub(crate) async fn import(city: &City, kind: &str, key: &str, text: &[u8]) -> Answer {
    ask(city, Person::Duty, upload(&format!("?kind={kind}"), text).header("idempotency-key", key)).await
}

fn body(answer: &Answer, status: u16) -> Value {
    assert_eq!(answer.status, status, "{}", answer.text());
    serde_json::from_str(answer.text()).unwrap()
}

async fn get(city: &City, path: &str) -> Value {
    ask(city, Person::Duty, Ask::get(path)).await.json()
}

#[tokio::test]
async fn a_file_is_looked_at_taken_in_once_and_taken_back_as_a_whole() {
    let city = City::new();
    let looked = ask(&city, Person::Duty, upload("/preview?kind=objects", objects().as_bytes())).await.json();
    assert_eq!((&looked["added"], &looked["changed"], &looked["refused"]), (&json!(2), &json!(0), &json!(4)));
    assert_eq!(looked["unknown_headings"], json!(["备注"]));
    let refusals: Vec<_> =
        looked["refusals"].as_array().unwrap().iter().map(|r| (&r["row"], &r["reason"])).collect();
    let wanted = [(4, "twice"), (5, "bad_code"), (6, "unknown_district"), (7, "record_unknown")];
    assert_eq!(json!(refusals), json!(wanted));
    assert_eq!(get(&city, "/api/v1/inspection-objects").await["total"], json!(0), "it was only looked at");

    let imported = body(&import(&city, "objects", "one", objects().as_bytes()).await, 201);
    assert_eq!((&imported["objects"], &imported["refused"]), (&json!(2), &json!(4)));
    let again = body(&import(&city, "objects", "one", objects().as_bytes()).await, 201);
    assert_eq!(again["id"], imported["id"], "the same command acts once");
    let twice = import(&city, "objects", "two", objects().as_bytes()).await.problem(422);
    assert_eq!(twice["code"], "same_file");
    assert!(twice["title_en"].as_str().unwrap().contains(imported["id"].as_str().unwrap()));
    let looked = ask(&city, Person::Duty, upload("/preview?kind=objects", objects().as_bytes())).await.json();
    assert_eq!((&looked["unchanged"], &looked["same_as"]), (&json!(2), &imported["id"]));

    let list = get(&city, "/api/v1/inspection-objects?permit=key").await;
    assert_eq!(list["total"], json!(1));
    let object = &list["items"][0];
    assert_eq!((&object["surroundings"], &object["key_lists"]), (&json!([]), &json!(["water", "air"])));
    assert_eq!(object["record"]["penalties"], json!(["2019-03-04", "2020-01-05"]));
    let other = get(&city, "/api/v1/inspection-objects?q=染整").await;
    assert_eq!(other["items"][0]["key_lists"], Value::Null, "what nobody has said is not none");

    let less = format!("code,name,district\n{},开福印刷厂,430105\n", printer());
    let second = body(&import(&city, "objects", "three", less.as_bytes()).await, 201);
    let list = get(&city, "/api/v1/inspection-objects?district=430105").await;
    assert_eq!(
        (&list["items"][0]["name"], &list["items"][0]["permit"]),
        (&json!("开福印刷厂"), &Value::Null)
    );
    let undo = |id: &Value, key: &str| {
        let path = format!("/api/v1/library-imports/{}/undo", id.as_str().unwrap());
        Ask::post(path, &json!({ "reason": "the wrong file" })).header("idempotency-key", key)
    };
    assert_eq!(ask(&city, Person::Duty, undo(&second["id"], "u1")).await.status, 204);
    let list = get(&city, "/api/v1/inspection-objects?district=430105").await;
    assert_eq!(list["items"][0]["name"], json!("开福彩印厂"));
    assert_eq!(ask(&city, Person::Duty, undo(&second["id"], "u2")).await.code(422), "is_undone");
    let imports = get(&city, "/api/v1/library-imports").await;
    assert_eq!(imports[0]["undone"]["reason"], json!("the wrong file"));
    assert_eq!(imports[1]["undone"], Value::Null);
}

#[tokio::test]
async fn what_is_given_out_can_be_read_back_without_a_change() {
    let city = City::new();
    body(&import(&city, "objects", "one", objects().as_bytes()).await, 201);
    body(&import(&city, "enforcers", "two", enforcers().as_bytes()).await, 201);
    body(&import(&city, "items", "three", items().as_bytes()).await, 201);
    let lists = [
        ("inspection-objects", "objects", 2),
        ("enforcers", "enforcers", 5),
        ("inspection-items", "items", 2),
    ];
    for (path, kind, rows) in lists {
        for format in ["csv", "xlsx"] {
            let file = ask(&city, Person::Duty, Ask::get(format!("/api/v1/{path}?format={format}"))).await;
            assert!(file.header(header::CONTENT_DISPOSITION).ends_with(&format!(".{format}\"")));
            let looked =
                ask(&city, Person::Duty, upload(&format!("/preview?kind={kind}"), &file.body)).await.json();
            assert_eq!(
                (&looked["unchanged"], &looked["refused"]),
                (&json!(rows), &json!(0)),
                "{kind} {format}"
            );
        }
    }
}

fn act(path: String, body: &Value, key: &str) -> Ask {
    Ask::post(format!("/api/v1/inspection-objects/{path}"), body).header("idempotency-key", key)
}

/// Two objects that nobody monitors and that are perhaps one.
const TWINS: [&str; 2] = ["91430105MA4L0001A", "91430105MA4L0002A"];

fn twin(which: usize) -> String {
    model::CreditCode::from_body(TWINS[which]).unwrap().to_string()
}

async fn with_twins(city: &City) {
    let text = format!(
        "code,name,district,credit_score\n{},长沙湘江（涂料）厂,430105,60\n{},长沙湘江(涂料)厂,430105,70\n{},开福彩印厂,430105,\n",
        twin(0),
        twin(1),
        printer()
    );
    body(&import(city, "objects", "twins", text.as_bytes()).await, 201);
}

#[tokio::test]
async fn an_enterprise_is_found_by_its_former_name_and_says_since_when_and_by_whom() {
    let city = City::new();
    with_twins(&city).await;
    let new = json!({ "name": "湘江新材料公司", "since": "2020-08-20", "reason": "市场监管局变更登记" });
    let path = format!("{}/rename", twin(0));
    let told = body(&ask(&city, Person::Duty, act(path.clone(), &new, "r1")).await, 200);
    assert_eq!(
        (&told["name"], &told["former_names"]),
        (&json!("湘江新材料公司"), &json!(["长沙湘江（涂料）厂"]))
    );
    let change = &told["changes"][0];
    assert_eq!(
        (&change["kind"], &change["from"], &change["since"], &change["may_undo"]),
        (&json!("renamed"), &json!("长沙湘江（涂料）厂"), &json!("2020-08-20"), &json!(true))
    );
    assert_ne!(change["by"], json!(""));
    let found = get(&city, "/api/v1/inspection-objects?q=（涂料）").await;
    assert_eq!(found["items"][0]["name"], json!("湘江新材料公司"), "it is found by what it was called");
    assert_eq!(ask(&city, Person::Duty, act(path.clone(), &new, "r2")).await.code(422), "same_name");
    let mut later = new.clone();
    (later["name"], later["since"]) = (json!("x"), json!("2020-09-01"));
    assert_eq!(ask(&city, Person::Duty, act(path, &later, "r3")).await.code(422), "in_the_future");

    let undo = format!("{}/changes/{}/undo", twin(0), change["id"].as_str().unwrap());
    let foreign = format!("{}/changes/{}/undo", twin(1), change["id"].as_str().unwrap());
    let why = json!({ "reason": "登记有误" });
    assert_eq!(ask(&city, Person::Duty, act(foreign, &why, "u0")).await.status, 404);
    assert_eq!(ask(&city, Person::Duty, act(undo.clone(), &why, "u1")).await.status, 204);
    assert_eq!(ask(&city, Person::Duty, act(undo, &why, "u2")).await.code(422), "is_undone");
    let told = get(&city, &format!("/api/v1/inspection-objects/{}", twin(0))).await;
    assert_eq!((&told["name"], &told["former_names"]), (&json!("长沙湘江（涂料）厂"), &json!([])));
    assert_eq!(told["changes"][0]["undone"]["reason"], json!("登记有误"), "it stays to be seen");
}

#[tokio::test]
async fn two_objects_that_are_one_stand_once_and_keep_both_histories() {
    let city = City::new();
    with_twins(&city).await;
    let twice = get(&city, "/api/v1/inspection-objects?same_name=true").await;
    assert_eq!(twice["total"], json!(2), "brackets are written in two ways");
    let told = get(&city, &format!("/api/v1/inspection-objects/{}", twin(0))).await;
    assert_eq!(told["same_name"][0]["code"], json!(twin(1)));

    // The second was drawn and is to be visited: nobody may lose it on the way.
    crate::draws::drawn_of(&city, &[&twin(1)]).await;
    let from_draw = Ask::post("/api/v1/draws/2020-Q3-routine/inspections", &json!({}));
    let opened = ask(&city, Person::Duty, from_draw.header("idempotency-key", "open")).await;
    assert!(opened.status.is_success(), "{}", opened.text());
    let path = format!("{}/merge", twin(0));
    let given = json!({ "given_up": twin(1), "reason": "换发统一社会信用代码" });
    assert_eq!(ask(&city, Person::Duty, act(path.clone(), &given, "m1")).await.code(422), "in_the_way");
    let list = get(&city, "/api/v1/inspections").await;
    let inspection = list["items"][0]["id"].as_str().unwrap().to_owned();
    let give_up = json!({ "act": "give_up", "reason": "重复" });
    let give_up = Ask::post(format!("/api/v1/inspections/{inspection}/acts"), &give_up);
    let give_up = give_up.header("idempotency-key", "g").header("if-match", "\"1\"");
    let answer = ask(&city, Person::Duty, give_up).await;
    assert!(answer.status.is_success(), "{}", answer.text());

    let told = body(&ask(&city, Person::Duty, act(path.clone(), &given, "m2")).await, 200);
    assert_eq!((&told["merged"], &told["same_name"]), (&json!([twin(1)]), &json!([])));
    assert_eq!((&told["credit_score"], &told["former_names"]), (&json!(60), &json!(["长沙湘江(涂料)厂"])));
    let found = get(&city, &format!("/api/v1/inspection-objects?q={}", twin(1))).await;
    assert_eq!((&found["total"], &found["items"][0]["code"]), (&json!(1), &json!(twin(0))));
    let other = get(&city, &format!("/api/v1/inspection-objects/{}", twin(1))).await;
    assert_eq!(other["kept"], json!(twin(0)), "a link to the old code leads on");
    assert_eq!(ask(&city, Person::Duty, act(path, &given, "m3")).await.code(422), "object_given_up");

    // Whoever was drawn under the code that was given up was drawn this year.
    let mut opening = crate::draws::opening("next", false);
    (opening["visits_from"], opening["visits_until"]) = (json!("2020-10-09"), json!("2020-10-31"));
    body(
        &ask(&city, Person::Duty, Ask::post("/api/v1/draws", &opening).header("idempotency-key", "n")).await,
        201,
    );
    let candidates = get(&city, "/api/v1/draws/next/candidates?not_again=true").await;
    let pool =
        candidates["pools"].as_array().unwrap().iter().find(|pool| pool["id"] == "unclassified").unwrap();
    let all = pool["candidates"].as_array().unwrap();
    let ours: Vec<_> = all.iter().filter(|candidate| candidate["id"] != json!(printer().as_str())).collect();
    assert_eq!(ours.len(), 1, "{all:?}");
    assert_eq!((&ours[0]["id"], &ours[0]["excluded"]), (&json!(twin(0)), &json!("本年度已抽中")));
}

#[tokio::test]
async fn who_is_monitored_is_not_given_up() {
    let city = City::new();
    with_twins(&city).await;
    let given = json!({ "given_up": printer().as_str(), "reason": "x" });
    let refused = ask(&city, Person::Duty, act(format!("{}/merge", twin(0)), &given, "m")).await;
    let problem = refused.problem(422);
    assert_eq!(problem["code"], json!("in_the_way"));
    assert!(problem["title_en"].as_str().unwrap().contains("monitored"));
}

#[tokio::test]
async fn what_may_be_inspected_has_a_basis_and_a_way() {
    let city = City::new();
    let looked = ask(&city, Person::Duty, upload("/preview?kind=items", items().as_bytes())).await.json();
    let refusals: Vec<_> = looked["refusals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| (&r["row"], &r["column"], &r["reason"]))
        .collect();
    assert_eq!(json!(refusals), json!([[4, "检查方式", "missing"], [5, "检查依据", "missing"]]));
    let imported = body(&import(&city, "items", "one", items().as_bytes()).await, 201);
    assert_eq!((&imported["items"], &imported["refused"]), (&json!(2), &json!(2)));
    let list = ask(&city, Person::Owner, Ask::get("/api/v1/inspection-items?q=大气")).await.json();
    assert_eq!((&list["total"], &list["may_keep"]), (&json!(2), &json!(false)));
    assert_eq!(list["items"][0]["methods"], json!(["on_site", "off_site"]));
    assert_eq!(list["items"][0]["classes"], json!(["routine", "case"]));
}

#[tokio::test]
async fn a_file_that_is_no_list_says_why() {
    let city = City::new();
    let looked =
        ask(&city, Person::Duty, upload("/preview?kind=enforcers", "甲,乙\n1,2\n".as_bytes())).await.json();
    assert_eq!(looked["missing_columns"].as_array().unwrap().len(), 7);
    assert_eq!(import(&city, "objects", "a", "甲,乙\n1,2\n".as_bytes()).await.code(422), "nothing_to_import");
    assert_eq!(import(&city, "objects", "b", b"").await.code(422), "file_empty");
    assert_eq!(import(&city, "objects", "c", b"PK\x03\x04 no zip").await.code(422), "file_damaged");
}

#[tokio::test]
async fn names_are_told_to_offices_and_are_in_no_event() {
    let city = City::new();
    let imported = body(&import(&city, "enforcers", "one", enforcers().as_bytes()).await, 201);
    let list = get(&city, "/api/v1/enforcers?q=周宁").await;
    let first = &list["items"][0];
    assert_eq!((&first["id"], &first["certificate_number"]), (&json!("ZF-1"), &json!("湘-1")));
    let events = city.services.ledger.read_from(0, 100).unwrap();
    let text: String = events.iter().map(|event| event.body.to_string()).collect();
    assert!(text.contains("ZF-1") && !text.contains("周宁") && !text.contains("湘-1"), "{text}");
    let undo = format!("/api/v1/library-imports/{}/undo", imported["id"].as_str().unwrap());
    let undo = Ask::post(undo, &json!({ "reason": "wrong" })).header("idempotency-key", "u");
    assert_eq!(ask(&city, Person::Duty, undo).await.status, 204);
    assert!(city.services.vault.enforcers().unwrap().is_empty(), "who has left the library is forgotten");
}

#[tokio::test]
async fn certificates_that_end_soon_are_found() {
    let city = City::new();
    body(&import(&city, "enforcers", "one", enforcers().as_bytes()).await, 201);
    // Today is 2020-08-31.
    for (days, ids) in [(14, json!([])), (15, json!(["ZF-4"]))] {
        let list = get(&city, &format!("/api/v1/enforcers?ending_within={days}")).await;
        let found: Vec<_> = list["items"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
        assert_eq!((json!(found), &list["total"]), (ids, &json!(5)));
    }
    city.clock.set("2020-09-16T00:00:00+08:00".parse().unwrap());
    let list = get(&city, "/api/v1/enforcers?ending_within=0").await;
    assert_eq!(
        (&list["items"][0]["standing"], &list["items"][0]["days_left"]),
        (&json!("ended"), &Value::Null)
    );
}

#[tokio::test]
async fn a_draw_takes_its_pools_and_officers_from_the_libraries() {
    let city = City::new();
    body(&import(&city, "objects", "one", objects().as_bytes()).await, 201);
    body(&import(&city, "enforcers", "two", enforcers().as_bytes()).await, 201);
    let open = Ask::post("/api/v1/draws", &crate::draws::opening("q3", false)).header("idempotency-key", "o");
    body(&ask(&city, Person::Duty, open).await, 201);
    let found = get(&city, "/api/v1/draws/q3/candidates?credit_below=80").await;
    let pools: Vec<_> = found["pools"]
        .as_array()
        .unwrap()
        .iter()
        .map(|pool| (&pool["id"], &pool["classes"][0]["id"], pool["candidates"].as_array().unwrap().len()))
        .collect();
    assert_eq!(
        json!(pools),
        json!([["key", "care-credit-low", 1], ["simplified", "unknown-credit-unknown", 1]])
    );
    let standings: Vec<_> = found["officers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|officer| officer["standing"]["kind"].as_str().unwrap())
        .collect();
    assert_eq!(standings, ["may_go", "may_go", "on_leave", "not_certified", "may_go"]);
    assert_eq!(found["officers"][2]["officer"]["excluded"], json!("请假"));
    let recusal = json!({ "officer": "ZF-5", "object": printer().as_str(), "ground": "有直接利害关系" });
    assert_eq!(found["recusals"], json!([recusal]));
    let only = get(&city, "/api/v1/draws/q3/candidates?district=430111").await;
    assert_eq!((only["pools"].as_array().unwrap().len(), &only["recusals"]), (1, &json!([])));

    // What was proposed can be frozen as it is.
    let officers: Vec<_> =
        found["officers"].as_array().unwrap().iter().map(|officer| officer["officer"].clone()).collect();
    let pools: Vec<_> = found["pools"].as_array().unwrap().iter().map(with_quota).collect();
    let plan = json!({
        "authority": "长沙市生态环境局", "minutes": 60, "pools": pools, "officers": officers,
        "recusals": found["recusals"], "pairings": found["pairings"],
    });
    let commit = Ask::post("/api/v1/draws/q3/commit", &plan).header("idempotency-key", "c");
    let draw = ask(&city, Person::Duty, commit).await.json();
    assert_eq!((&draw["frozen"]["objects"], &draw["frozen"]["officers"]), (&json!(2), &json!(5)));
}

fn with_quota(pool: &Value) -> Value {
    let classes: Vec<_> = pool["classes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|class| json!({ "id": class["id"], "title": class["title"], "weight": 1 }))
        .collect();
    json!({
        "id": pool["id"], "title": pool["title"], "quota": 1, "basis": "x", "classes": classes,
        "candidates": pool["candidates"],
    })
}

#[tokio::test]
async fn who_went_this_year_counts_for_the_next_draw() {
    let city = City::new();
    crate::draws::drawn(&city).await;
    let mut text = "id,name,certificate_number,issuer,certified_from,certified_until,unit\n".to_owned();
    for number in 0..4 {
        text += &format!("officer-{number},甲{number},湘{number},省政府,2019-01-01,2021-12-31,支队\n");
    }
    body(&import(&city, "enforcers", "two", text.as_bytes()).await, 201);
    let mut opening = crate::draws::opening("q4", false);
    (opening["visits_from"], opening["visits_until"]) = (json!("2020-10-01"), json!("2020-10-31"));
    let open = Ask::post("/api/v1/draws", &opening).header("idempotency-key", "o");
    body(&ask(&city, Person::Duty, open).await, 201);
    let found = get(&city, "/api/v1/draws/q4/candidates").await;
    let visits: u64 = found["officers"]
        .as_array()
        .unwrap()
        .iter()
        .map(|officer| officer["officer"]["load"].as_u64().unwrap())
        .sum();
    let pairs: u64 =
        found["pairings"].as_array().unwrap().iter().map(|pair| pair["times"].as_u64().unwrap()).sum();
    assert_eq!((visits, pairs), (6, 3), "three objects were drawn, two officers for each");
    let mut next = crate::draws::opening("next-year", false);
    (next["visits_from"], next["visits_until"]) = (json!("2021-01-04"), json!("2021-01-31"));
    let open = Ask::post("/api/v1/draws", &next).header("idempotency-key", "n");
    body(&ask(&city, Person::Duty, open).await, 201);
    let found = get(&city, "/api/v1/draws/next-year/candidates").await;
    assert_eq!(found["pairings"], json!([]), "a year begins anew");
}

#[tokio::test]
async fn a_quota_says_how_many_are_left_by_which_rule() {
    let city = City::new();
    body(&import(&city, "objects", "one", objects().as_bytes()).await, 201);
    body(&import(&city, "enforcers", "two", enforcers().as_bytes()).await, 201);
    crate::draws::drawn_of(&city, &[printer().as_str(), dyer().as_str()]).await;
    let mut opening = crate::draws::opening("next", false);
    for (id, from, until, wanted, drawn, left) in [
        ("same-quarter", "2020-09-15", "2020-09-30", 1, 1, 0),
        ("next-quarter", "2020-10-09", "2020-10-31", 1, 0, 1),
    ] {
        opening["id"] = json!(id);
        (opening["visits_from"], opening["visits_until"]) = (json!(from), json!(until));
        let open = Ask::post("/api/v1/draws", &opening).header("idempotency-key", id);
        body(&ask(&city, Person::Duty, open).await, 201);
        let found = get(&city, &format!("/api/v1/draws/{id}/candidates")).await;
        let quota = &found["pools"][0]["quota"];
        let figures = (&quota["wanted"], &quota["drawn"], &quota["left"]);
        assert_eq!(figures, (&json!(wanted), &json!(drawn), &json!(left)), "{quota}");
        assert!(quota["words"].as_str().unwrap().contains("key-quarter"), "{quota}");
        assert_eq!(quota["rule"]["illustrative"], json!(true));
    }
    let found = get(&city, "/api/v1/draws/next-quarter/candidates?not_again=true").await;
    assert_eq!(found["pools"][0]["candidates"][0]["excluded"], json!("本年度已抽中"));
    assert_eq!(found["pools"][0]["quota"]["left"], json!(0), "nobody is left who may be drawn");
}

#[tokio::test]
async fn leave_and_conflicts_are_said_by_hand_too() {
    let city = City::new();
    body(&import(&city, "enforcers", "two", enforcers().as_bytes()).await, 201);
    let say = |id: &str, from: &str, ground: &str, key: &str| {
        let body = json!({
            "leave": [{ "from": from, "until": "2020-09-10" }],
            "conflicts": [{ "enterprise": dyer().as_str(), "ground": ground }],
        });
        Ask::post(format!("/api/v1/enforcers/{id}/availability"), &body).header("idempotency-key", key)
    };
    assert_eq!(ask(&city, Person::Duty, say("ZF-1", "2020-09-07", "interest", "a")).await.status, 204);
    let list = get(&city, "/api/v1/enforcers?q=ZF-1").await;
    assert_eq!(list["items"][0]["leave"], json!([{ "from": "2020-09-07", "until": "2020-09-10" }]));
    assert_eq!(list["items"][0]["name"], json!("周宁"));
    let late = ask(&city, Person::Duty, say("ZF-1", "2020-09-11", "interest", "b")).await;
    assert_eq!(late.code(422), "ends_before_it_begins");
    assert_eq!(
        ask(&city, Person::Duty, say("ZF-1", "2020-09-07", "envy", "c")).await.code(400),
        "unreadable"
    );
    assert_eq!(ask(&city, Person::Duty, say("ZF-9", "2020-09-07", "other", "d")).await.status, 404);
}
