//! Both directions together.

use std::io::{Read, Write};

use hj212::cipher::Key;
use hj212::{Command, MessageBuilder, Version};
use serde_json::{Value, json};

use super::*;

const FRAME: &str = "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

fn decoded(stream: &[u8]) -> (Vec<Value>, ExitSummary) {
    let mut lines = Vec::new();
    let summary = decode(stream, None, Output::Json, &mut lines).unwrap();
    let lines: Vec<Value> = lines
        .split_inclusive(|&byte| byte == b'\n')
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(summary.written, lines.len() as u64);
    (lines, summary)
}

fn encoded(lines: &str) -> (String, String, ExitSummary) {
    let (mut frames, mut complaints) = (Vec::new(), Vec::new());
    let summary = encode(lines.as_bytes(), &mut frames, &mut complaints).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (text(frames), text(complaints), summary)
}

#[test]
fn a_line_has_exactly_the_keys_of_the_contract() {
    let mut line = Vec::new();
    decode(FRAME.as_bytes(), None, Output::Json, &mut line).unwrap();
    assert_eq!(
        String::from_utf8(line).unwrap(),
        concat!(
            r#"{"ok":true,"version":"2017","qn":"20160801085857223","st":"32","cn":"1062","#,
            r#""pw":"100000","mn":"010000A8900016F000169DC0","flag":5,"pnum":null,"pno":null,"#,
            r#""cp":[[["RtdInterval","30"]]],"crc_ok":true,"problems":[]}"#,
            "\n"
        )
    );
}

#[test]
fn bad_frames_are_printed_and_garbage_is_counted() {
    let wrong = FRAME.replace("1C80", "1c81");
    let stream = format!("noise{wrong}{FRAME}##0101QN=2016");
    let (lines, summary) = decoded(stream.as_bytes());
    let outcome: Vec<_> =
        lines.iter().map(|line| (line["ok"] == true, line["crc_ok"] == true, &line["cn"])).collect();
    assert_eq!(
        outcome,
        [(false, false, &json!("1062")), (true, true, &json!("1062")), (false, false, &Value::Null)]
    );
    assert_eq!(lines[0]["problems"], json!(["garbage_before", "crc_mismatch"]));
    assert_eq!(lines[2]["cp"], Value::Null);
    assert_eq!(summary.skipped_bytes, 5);
    assert!(summary.is_success());
    assert_eq!(
        decoded(b"##noise \r\n"),
        (vec![], ExitSummary { skipped_bytes: 10, ..ExitSummary::default() })
    );
}

#[test]
fn an_encrypted_frame_is_opened_with_its_key_only() {
    let (key, other) = (Key::new([1; 16]), Key::new([2; 16]));
    let frame = MessageBuilder::new(Version::V2025)
        .cn(Command::REALTIME_DATA)
        .item("DataTime", "20240601085857")
        .encrypt(&key)
        .build()
        .unwrap();
    for (key, ok) in [(Some(&key), true), (Some(&other), false), (None, false)] {
        let mut line = Vec::new();
        decode(frame.as_slice(), key, Output::Json, &mut line).unwrap();
        let line: Value = serde_json::from_slice(&line).unwrap();
        assert_eq!((&line["ok"], &line["crc_ok"]), (&json!(ok), &json!(ok)));
        assert_eq!(line["encrypted"], if ok { json!(true) } else { Value::Null });
        assert_eq!(line["cp"].is_null(), !ok);
    }
}

#[test]
fn every_clean_reference_frame_survives_both_ways() {
    let reference = include_str!("../../../../hj212/testdata/frames.jsonl");
    let mut survived = 0;
    for entry in reference.lines() {
        let entry: Value = serde_json::from_str(entry).unwrap();
        let Some(frame) = entry["frame"].as_str() else {
            continue;
        };
        let frame = format!("{}\r\n", frame.trim_end());
        let (lines, _) = decoded(frame.as_bytes());
        let clean = |line: &Value| line["problems"] == json!([]);
        if !lines.iter().all(clean) {
            continue;
        }
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let (again, complaints, summary) = encoded(&text);
        assert_eq!(complaints, "", "{}", entry["id"]);
        assert!(summary.is_success());
        // Both letter cases of a CRC are clean; the upper one is written.
        assert!(again.eq_ignore_ascii_case(&frame), "{}", entry["id"]);
        assert_eq!(decoded(again.as_bytes()).0, lines, "{}", entry["id"]);
        survived += 1;
    }
    assert!(survived > 90, "{survived}");
}

#[test]
fn back_fill_is_a_key_only_where_it_is_said() {
    let line = r#"{"version":"2025","cn":"2011","rf":1,"cp":[[["DataTime","20240601085857"]]]}"#;
    let (frame, _, _) = encoded(line);
    assert!(frame.contains("Flag=8;RF=1;CP=&&DataTime="), "{frame}");
    assert_eq!(decoded(frame.as_bytes()).0[0]["rf"], 1);
}

#[test]
fn bad_lines_are_refused_by_number_and_the_others_written() {
    let good = r#"{"version":"2017","st":"91","cn":"9014","mn":"M1","cp":[]}"#;
    let bad = [
        "{",
        "[]",
        r#"{"cp":[]}"#,
        r#"{"cn":"9014"}"#,
        r#"{"cn":"914","cp":[]}"#,
        r#"{"cn":"9014","cp":[],"ok":false}"#,
        r#"{"cn":"9014","cp":[],"mm":"typo"}"#,
        r#"{"cn":"9014","cp":[],"mn":"A;B"}"#,
        r#"{"cn":"9014","cp":[],"mn":"A\r\nB"}"#,
        r#"{"cn":"9014","cp":[[["a","1&&"]]]}"#,
        r#"{"cn":"9014","cp":[[["a","1##"]]]}"#,
        r#"{"cn":"9014","cp":[[["a=b","1"]]]}"#,
        r#"{"cn":"9014","cp":[[["a","//open"]]]}"#,
        r#"{"cn":"9014","cp":[[]]}"#,
        r#"{"cn":"9014","cp":[],"flag":256}"#,
        r#"{"cn":"9014","cp":[],"flag":5,"version":"2025"}"#,
        r#"{"cn":"9014","cp":[],"version":"unknown"}"#,
        r#"{"cn":"9014","cp":[],"st":"101"}"#,
        r#"{"cn":"9014","cp":[],"pnum":2}"#,
        r#"{"cn":"9014","cp":[],"pnum":2,"pno":3,"flag":6}"#,
        r#"{"cn":"9014","cp":[],"pnum":2,"pno":1,"flag":4}"#,
        r#"{"cn":"9014","cp":[],"rf":0}"#,
    ];
    for line in bad {
        let (frames, complaints, summary) = encoded(&format!("{good}\n\n{line}\n{good}"));
        assert_eq!(frames.matches("##0").count(), 2, "{line}");
        assert!(complaints.starts_with("line 3: "), "{line}: {complaints}");
        assert_eq!((summary.written, summary.refused), (2, 1), "{line}");
        assert!(!summary.is_success());
    }
    let long = format!(r#"{{"cn":"9014","cp":[[["a","{}"]]]}}"#, "1".repeat(10_000));
    assert!(encoded(&long).1.starts_with("line 1: segment of "));
    let endless = "x".repeat(600_000);
    let (frames, complaints, _) = encoded(&format!("{endless}\n{good}\n"));
    assert_eq!(frames.matches("##0").count(), 1);
    assert!(complaints.starts_with("line 1: longer than "), "{complaints}");
}

/// A reader that gives one byte at a time and checks that all finished lines came out before.
#[test]
fn lines_come_out_before_the_next_read() {
    use std::cell::RefCell;
    use std::rc::Rc;

    #[derive(Clone, Default)]
    struct Shared(Rc<RefCell<Vec<u8>>>);
    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().write(bytes)
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    struct Slow(Vec<u8>, usize, Shared);
    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let lines = self.2.0.borrow().iter().filter(|&&byte| byte == b'\n').count();
            assert_eq!(lines, self.1 / FRAME.len());
            let Some(&byte) = self.0.get(self.1) else {
                return Ok(0);
            };
            buffer[0] = byte;
            self.1 += 1;
            Ok(1)
        }
    }
    let output = Shared::default();
    let input = Slow(FRAME.repeat(3).into_bytes(), 0, output.clone());
    assert_eq!(decode(input, None, Output::Json, output).unwrap().written, 3);
}

#[test]
fn a_reader_that_went_away_ends_the_run() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    assert!(decode(FRAME.as_bytes(), None, Output::Json, Closed).is_ok());
    let line = r#"{"cn":"9014","cp":[]}"#;
    assert!(encode(line.as_bytes(), Closed, io::sink()).is_ok());
}

fn written(frame: &[u8], form: Output) -> String {
    let mut text = Vec::new();
    decode(frame, None, form, &mut text).unwrap();
    String::from_utf8(text).unwrap()
}

/// The reference frame with this id, as it stands in a stream.
fn reference(id: &str) -> Vec<u8> {
    let lines = include_str!("../../../../hj212/testdata/frames.jsonl").lines();
    let mut entries = lines.map(|line| serde_json::from_str::<Value>(line).unwrap());
    let entry = entries.find(|entry| entry["id"] == id).unwrap();
    format!("{}\r\n", entry["frame"].as_str().unwrap().trim_end()).into_bytes()
}

#[test]
fn what_codes_mean_is_a_key_only_where_it_is_asked_for() {
    let line: Value = serde_json::from_str(&written(&reference("F0065"), Output::ExplainedJson)).unwrap();
    assert_eq!(
        line["means"],
        json!([
            {
                "kind": "CN", "code": "9012", "items": [], "standing": "defined",
                "zh": "执行结果", "en": "outcome of a request", "versions": ["2017", "2025"],
                "source": "HJ 212-2017 table 9; kept in 2025", "unverified": false,
            },
            {
                "kind": "ST", "code": "21", "items": [], "standing": "defined",
                "zh": "地表水质量监测", "en": "quality of surface water", "versions": ["2017", "2025"],
                "source": "HJ 212-2017 table 5; kept in 2025", "unverified": false,
            },
            {
                "kind": "ExeRtn", "code": "2", "items": ["ExeRtn"], "standing": "defined",
                "zh": "执行失败，但不知道原因", "en": "failed, nobody knows why", "versions": ["2017"],
                "source": "HJ 212-2017 table 6", "unverified": false,
            },
        ])
    );
    // The line is one that `encode` reads.
    let (frame, complaints, _) = encoded(&written(&reference("F0065"), Output::ExplainedJson));
    assert_eq!((frame.as_bytes(), complaints.as_str()), (reference("F0065").as_slice(), ""));
}

#[test]
fn a_code_is_explained_once_with_all_its_items() {
    let line: Value = serde_json::from_str(&written(&reference("F0012"), Output::ExplainedJson)).unwrap();
    let means = line["means"].as_array().unwrap();
    assert_eq!((&means[1]["code"], &means[1]["standing"]), (&json!("80"), &json!("not_in_this_version")));
    assert_eq!((&means[1]["versions"], &means[1]["unverified"]), (&json!([]), &json!(true)));
    let normal = means.iter().find(|meaning| meaning["kind"] == "Flag").unwrap();
    assert!(normal["items"].as_array().unwrap().len() > 3, "{normal}");
    let line: Value = serde_json::from_str(&written(&reference("F0041"), Output::ExplainedJson)).unwrap();
    assert_eq!(line["means"][1]["standing"], "not_in_the_table");
    assert_eq!(line["means"][1]["zh"], Value::Null);
}

#[test]
fn frames_of_the_field_are_told_in_words() {
    let told = |id, language| written(&reference(id), Output::Words(language));
    assert_eq!(
        told("F0084", Language::En),
        "HJ 212-2017 usable  MN=010000A8900016F000169DC0  QN=20231008125115215\n  \
         CN=9011  answer to a request\n  ST=22  quality of air\n  QnRtn=1 (ready to execute)\n"
    );
    assert_eq!(
        told("F0041", Language::Zh).lines().take(5).collect::<Vec<_>>(),
        [
            "HJ/T 212-2005 可用  MN=41050022000017",
            "  CN=2011  取/上传污染物实时数据 [未核实]",
            "  ST=101  不在码表中",
            "  DataTime=20200922110000",
            "  a34010-Rtd=2.017, a34010-Flag=N (正常 [未核实])",
        ]
    );
    let stranger = told("F0068", Language::En);
    assert!(stranger.contains("[no version defines it] [unverified]"), "{stranger}");
    let key = written(
        b"##0087QN=20240601085857223;ST=32;CN=1014;PW=1;MN=010000A8900016F000169DC0;Flag=5;CP=&&&&0000\r\n",
        Output::Words(Language::En),
    );
    assert!(
        key.contains("CN=1014  ask for a key, or set it [not of 2017, but of 2025] [unverified]"),
        "{key}"
    );
    assert!(key.contains("not usable") && key.contains("  ! "), "{key}");
}

#[test]
fn a_device_cannot_steer_the_terminal() {
    let segment = "ST=31;CN=3020;MN=A1;Flag=4;CP=&&i11001-Info=//a\u{1b}[2Jb//&&";
    let frame = format!("##{:04}{segment}0000\r\n", segment.len());
    let told = written(frame.as_bytes(), Output::Words(Language::Zh));
    assert!(!told.contains('\u{1b}') && told.contains(r"\u{1b}[2J"), "{told}");
}
