//! The law asked from the command line.

use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::{Value, json};

use crate::server::{jingwei, repository};

struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path: PathBuf = self.0.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

fn answer(output: &Output) -> (i32, Value) {
    let value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), value)
}

fn fine(pack: &str, table: &str, input: &str) -> (i32, Value) {
    let files = Files::new();
    let file = files.write("case.json", input);
    answer(&jingwei(&["law", "fine", "--pack", pack, "--table", table, "--input", &file, "--json"]))
}

#[test]
fn examples_are_reckoned_as_they_are_written() {
    let (code, found) = fine(
        "guangdong-2021",
        "GD-2.7.1",
        r#"{"id": "GD-A", "table": "GD-2.7.1", "inputs": {"start": 7, "1个因子": 0, "A类": 10, "一般区域": 0,
            "50-200吨": 3, "超标3倍以下": 5, "1次": 0}, "sum": 25, "fine": 250000, "published": false}"#,
    );
    assert_eq!((code, &found["fine"], &found["expected"]["right"]), (0, &json!("250000.00"), &json!(true)));
    assert_eq!(found["range"], json!({ "least": "100000.00", "greatest": "1000000.00" }));
    assert_eq!(found["sources"][0]["rule"], "GD-2.7.1");
    assert!(
        found["steps"]
            .as_array()
            .unwrap()
            .iter()
            .all(|step| step["zh"].is_string() && step["en"].is_string())
    );

    let hunan = r#"{"table": "湖南 表13", "basis": "大气污染防治法108条5项", "min": 20000, "max": "200000", "Y": 0.1,
        "factors": {"区域影响": 0, "持续时间(约30天)": 0, "地点": 0, "两年内2次": 0.05, "不良影响": 0}, "fine": 49000}"#;
    let (code, found) = fine("hunan-2021", "HN-13", hunan);
    assert_eq!((code, &found["fine"], &found["expected"]["right"]), (3, &json!("29000.00"), &json!(false)));
    assert!(found["unverified"].as_bool().unwrap() && !found["marks"].as_array().unwrap().is_empty());
}

#[test]
fn what_is_wrong_is_told_by_code_and_field() {
    for (pack, table, input, exit, code, field) in [
        ("guangdong-2021", "GD-1.1", r#"{"总投资": "3,000,000"}"#, 2, "money", "总投资"),
        ("guangdong-2021", "GD-1.1", r#"{"总投资": 1, "总投资": 2}"#, 2, "twice", "总投资"),
        ("guangdong-2021", "GD-2.7.1", r#"{"region": "海上"}"#, 2, "unknown_option", "region"),
        ("guangdong-2021", "GD-0", "{}", 2, "unknown_table", "table"),
        ("nowhere", "GD-1.1", "{}", 2, "unknown_pack", "pack"),
        ("guangdong-2021", "GD-3.5.1", r#"{"act_date": "2020-08-30"}"#, 3, "not_in_force", "act_date"),
        ("hunan-2021", "HN-5-1", "{}", 3, "cells_unknown", "HN-5-1"),
    ] {
        let (found_exit, found) = fine(pack, table, input);
        let error = &found["error"];
        assert_eq!(
            (found_exit, &error["code"], &error["field"]),
            (exit, &json!(code), &json!(field)),
            "{found}"
        );
        assert_eq!(found["ok"], false);
    }
    let files = Files::new();
    let broken = files.write("case.json", "{");
    let output =
        jingwei(&["law", "fine", "--pack", "guangdong-2021", "--table", "GD-1.1", "--input", &broken]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is no JSON"));
    let output = jingwei(&["law", "surcharge", "--fine", "29,000", "--days-late", "10"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("comma"));
}

#[test]
fn a_due_day_comes_with_its_proof() {
    let ask = |more: &[&str]| answer(&jingwei(&[&["law", "due", "--json"][..], more].concat()));
    let (code, due) = ask(&["--term", "filing", "--from", "2020-09-25"]);
    assert_eq!((code, &due["due"]), (0, &json!("2020-10-22")));
    let codes: Vec<&str> =
        due["steps"].as_array().unwrap().iter().map(|step| step["code"].as_str().unwrap()).collect();
    for expected in ["begins", "length", "before_source", "calendar", "shifted_workday", "holiday", "due"] {
        assert!(codes.contains(&expected), "{expected} is not in {codes:?}");
    }
    let (_, due) = ask(&["--term", "seizure_urgent", "--from", "2020-09-01T10:30"]);
    assert_eq!(due["due"], "2020-09-02T10:30:00+08:00");
    let twice = ["--suspend", "2020-03-10..2020-03-19", "--suspend", "2020-03-12..2020-03-15"];
    let (_, due) = ask(&[&["--term", "decision", "--from", "2020-03-02"][..], &twice].concat());
    assert_eq!(due["due"], "2020-06-10");
    let (code, refused) = ask(&["--term", "surcharge", "--from", "2020-03-02"]);
    assert_eq!((code, &refused["error"]["code"]), (3, &json!("no_length")));
    let (_, list) = ask(&["--list"]);
    assert_eq!(list["terms"].as_array().unwrap().len(), 51);
}

#[test]
fn a_new_pack_is_previewed() {
    let files = Files::new();
    let text = std::fs::read_to_string(repository().join("law/province/guangdong-2021.toml")).unwrap();
    // Two options change places in weight: the whole stays the whole.
    let new = text.replacen("version = \"1\"", "version = \"2\"", 1);
    let old_weights = "label = \"投入生产/使用阶段\", weight = 15";
    assert!(new.contains(old_weights));
    let new = new.replacen(old_weights, "label = \"投入生产/使用阶段\", weight = 13", 1);
    let new = new.replacen("label = \"12个月以上\", weight = 16", "label = \"12个月以上\", weight = 18", 1);
    // The pack's own example gives weights too, and follows.
    let new = new.replacen("\"投入生产\" = 15", "\"投入生产\" = 13", 1);
    let new = new.replacen("fine = 645000", "fine = 615000", 1);
    let file = files.write("guangdong.toml", &new);
    let cases = files.write(
        "cases.json",
        r#"[{"id": "a", "pack": "guangdong-2021", "table": "GD-1.1", "stage": "投入生产", "duration": "12个月以上", "base": 1000000},
            {"id": "b", "pack": "guangdong-2021", "table": "GD-1.1", "stage": "投入生产", "base": 1000000}]"#,
    );
    let (code, found) = answer(&jingwei(&["law", "diff", &file, "--cases", &cases, "--json"]));
    assert_eq!((code, &found["same"]), (0, &json!(false)));
    assert_eq!(found["diff"]["packs"], json!([{ "id": "guangdong-2021", "before": ["1"], "after": ["2"] }]));
    let entries = found["diff"]["entries"].as_array().unwrap();
    let table = entries.iter().find(|entry| entry["id"] == "GD-1.1").unwrap();
    assert_eq!(
        table["fields"],
        json!([
            { "field": "factor[duration].options[12个月以上].weight", "before": "16", "after": "18" },
            { "field": "factor[stage].options[投入生产/使用阶段].weight", "before": "15", "after": "13" },
        ])
    );
    // A question with the old weights contradicts the new table, one with the new weights the old table.
    let answers = found["diff"]["answers"].as_array().unwrap();
    let told: Vec<(&str, &str)> = answers
        .iter()
        .map(|answer| (answer["before"].as_str().unwrap(), answer["after"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("645000.00", "refused: contradiction"), ("refused: contradiction", "615000.00")]);
    let cases = found["cases"].as_array().unwrap();
    assert_eq!(cases.len(), 1, "what takes from one and gives to the other changes nothing: {cases:?}");
    assert_eq!(
        (&cases[0]["id"], &cases[0]["before"], &cases[0]["after"]),
        (&json!("b"), &json!("17500.00"), &json!("16500.00"))
    );

    let same = repository().join("law/national");
    let (code, found) = answer(&jingwei(&["law", "diff", same.to_str().unwrap(), "--json"]));
    assert_eq!((code, &found["same"]), (0, &json!(true)));
    let wrong = files.write("wrong.toml", &text.replacen("weight = 16", "weight = 17", 1));
    let output = jingwei(&["law", "diff", &wrong]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("not 100 %"));
}

#[test]
fn air_water_and_minor_violations_are_judged_by_their_day() {
    let aqi = |date: &str| {
        let values = ["pm25=75", "PM10=150", "so2=5", "no2=10", "co=1", "o3=100"];
        answer(&jingwei(&[&["law", "aqi", "--date", date, "--json"][..], &values].concat())).1
    };
    assert_eq!((&aqi("2026-02-28")["aqi"], &aqi("2026-03-01")["aqi"]), (&json!(100), &json!(114)));
    assert_eq!(aqi("2026-03-01")["primary"], json!(["pm25"]));
    for wrong in ["pm25", "pm25=x", "pm25=-1", "pm3=4", "so2_1h=4"] {
        assert_eq!(jingwei(&["law", "aqi", "--date", "2026-03-01", wrong]).status.code(), Some(2), "{wrong}");
    }
    assert_eq!(jingwei(&["law", "aqi", "--date", "2000-01-01", "pm25=1"]).status.code(), Some(3));
    let water = jingwei(&[
        "law",
        "water",
        "--date",
        "2020-10-01",
        "COD=18",
        "NH3-N=0.8",
        "TP=0.25",
        "DO=6",
        "--json",
    ]);
    let (code, water) = answer(&water);
    assert_eq!((code, &water["class"], &water["deciding"]), (0, &json!(4), &json!(["w21011"])));
    let files = Files::new();
    let facts = files.write("facts.json", r#"{"近一年首次": true, "only_one_class_b": true, "exceed_times": 0.05, "corrected_in_time": true, "sensitive_area": false}"#);
    let (_, found) = answer(&jingwei(&[
        "law",
        "exempt",
        "--date",
        "2022-03-01",
        "--pack",
        "guangdong-2021",
        "--act",
        "废水超标",
        "--input",
        &facts,
        "--json",
    ]));
    assert_eq!(
        (&found["entries"][0]["id"], &found["entries"][0]["applies"]),
        (&json!("GD-X6"), &json!("holds"))
    );
}

#[test]
fn the_bench_recomputes_examples_and_finds_a_wrong_one() {
    let bench =
        |more: &[&str]| answer(&jingwei(&[&["bench", "law", "--inputs", "20", "--json"][..], more].concat()));
    let (code, report) = bench(&[]);
    assert_eq!(code, 0, "{report}");
    let figure = |name: &str| report["figures"][name]["median"].as_f64().unwrap();
    assert_eq!(figure("worked examples"), figure("worked examples right"));
    assert!(figure("tables whose weights make 100 %") >= 9.0);
    assert_eq!(figure("guangdong-2021 GD-2.7.1 random cases"), 20.0);
    assert_eq!(figure("wrong"), 0.0);
    let files = Files::new();
    let wrong = files.write(
        "examples.json",
        r#"[{"id": "x", "table": "GD-2.7.1", "inputs": {"others": 0}, "fine": 100001}]"#,
    );
    let (code, report) = bench(&["--examples", &wrong]);
    assert_eq!(code, 3);
    assert!(report["notes"].to_string().contains("x: expected 100001.00, found 100000.00"), "{report}");
    let facts = Path::new("../shared/facts/worked_examples.json");
    let facts = repository().join(facts);
    if !facts.exists() {
        println!("skipped: {} is not here", facts.display());
        return;
    }
    let (code, report) = bench(&["--examples", facts.to_str().unwrap()]);
    assert_eq!((code, &report["figures"]["given examples right"]["median"]), (0, &json!(8.0)));
}
