//! The commands that need no server.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::server::{Installation, jingwei, repository};

#[test]
fn all_mistakes_of_a_configuration_are_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.toml");
    std::fs::write(&path, "[http]\nlisten = 3\n[gateway]\nidle_secnds = 4\n[nonsense]\nx = 1\n").unwrap();
    let output = jingwei(&["serve", "--config", path.to_str().unwrap()]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    for expected in
        ["3 mistake(s)", "line 2: http.listen", "did you mean gateway.idle_seconds?", "nonsense.x"]
    {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    }
}

#[test]
fn the_documented_configuration_is_the_default_one() {
    let text = std::fs::read_to_string(repository().join("docs/jingwei.toml")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("jingwei.toml");
    // A field of the file that does not exist, or a value that cannot be read, fails here.
    std::fs::write(&path, text.replace("\"data\"", &format!("{:?}", folder.path().join("data")))).unwrap();
    let output = jingwei(&["account", "list", "--config", path.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn frames_are_decoded_and_encoded_in_a_pipe() {
    let pipe = |arguments: &[&str], input: &[u8]| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jingwei"))
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        child.wait_with_output().unwrap().stdout
    };
    let frame = b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;\
                  CP=&&RtdInterval=30&&1C80\r\n";
    let lines = pipe(&["hj212", "decode"], frame);
    let line: serde_json::Value = serde_json::from_slice(&lines).unwrap();
    assert_eq!(line["ok"], true);
    assert_eq!(line["cp"][0][0][1], "30");
    assert_eq!(pipe(&["hj212", "encode"], &lines), frame);
}

#[test]
fn the_packs_check_and_a_bad_one_names_its_line() {
    assert!(jingwei(&["law", "check"]).status.success());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bad.toml"), "[pack]\nnonsense = 1\n").unwrap();
    let output = jingwei(&["law", "check", folder.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("bad.toml:"));
}

#[test]
fn a_ledger_verifies_from_files_and_key_and_an_edit_is_located() {
    let installation = Installation::new();
    let (folder, key) = (installation.path("data/ledger"), installation.path("data/keys/ledger.pub"));
    let verify =
        || jingwei(&["verify", "ledger", folder.to_str().unwrap(), "--key", key.to_str().unwrap(), "--json"]);
    let output = verify();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(output.status.success(), "{report}");
    assert_eq!((report["ok"].as_bool(), report["size"].as_u64()), (Some(true), Some(1)));

    let path = folder.join("ledger.sqlite");
    let mut bytes = std::fs::read(&path).unwrap();
    let name = "测试污水厂".as_bytes();
    let at = bytes.windows(name.len()).position(|window| window == name).unwrap();
    bytes[at] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let output = verify();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{report}");
    assert!(report["faults"].as_array().unwrap().iter().any(|fault| fault["sequence"] == 0), "{report}");
}

#[test]
fn the_documented_register_is_imported() {
    let document = std::fs::read_to_string(repository().join("docs/register.md")).unwrap();
    let example = document.split("```json").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (register, config) = (folder.path().join("register.json"), folder.path().join("jingwei.toml"));
    std::fs::write(&register, example).unwrap();
    std::fs::write(&config, format!("[data]\nfolder = {:?}\n", folder.path().join("data"))).unwrap();
    let import =
        || jingwei(&["import", "register", "--config", config.to_str().unwrap(), register.to_str().unwrap()]);
    let output = import();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&import().stdout).contains("in the register already"));
}

#[test]
fn a_track_is_rehearsed_imported_and_known_again() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("jingwei.toml");
    let data = format!("[data]\nfolder = {:?}\n[lake]\nfree_min_mib = 0\n", folder.path().join("data"));
    std::fs::write(&config, data).unwrap();
    let track = folder.path().join("track.csv");
    let rows =
        "时间,经度,纬度,PM2.5\n2020-08-30 08:00:00,112.98,28.19,35\n2020-08-30 08:00:05,112.99,28.19,坏\n";
    std::fs::write(&track, rows).unwrap();
    let import = |more: &[&str]| {
        let source = "cruise:C20200830-1";
        let mut arguments = vec!["import", "readings", "--kind", "cruise", "--source", source, "--json"];
        arguments.extend(["--config", config.to_str().unwrap()]);
        arguments.extend(more);
        arguments.push(track.to_str().unwrap());
        let output = jingwei(&arguments);
        // Something is refused.
        assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()
    };
    let rehearsed = import(&["--dry-run"]);
    assert_eq!((&rehearsed["preview"]["new"], &rehearsed["import"]), (&5.into(), &serde_json::Value::Null));
    assert_eq!(rehearsed["preview"]["refusals"][0]["row"], 3);
    let imported = import(&[]);
    assert_eq!(imported["import"]["counts"]["stored"], 5);
    assert_eq!(import(&["--dry-run"])["preview"]["duplicates"], 5);
}

/// Of docs/draw-vectors.json, which others write their verifiers by.
#[test]
fn the_record_of_a_draw_verifies_and_a_changed_one_does_not() {
    let vectors = std::fs::read_to_string(repository().join("docs/draw-vectors.json")).unwrap();
    let vectors: serde_json::Value = serde_json::from_str(&vectors).unwrap();
    let mut record = vectors["records"][0]["record"].clone();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draw.json");
    let verify = |record: &serde_json::Value, more: &[&str]| {
        std::fs::write(&path, record.to_string()).unwrap();
        let output = jingwei(&[&["verify", "draw", path.to_str().unwrap()], more].concat());
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let commitment = record["attempts"][0]["commitment"].as_str().unwrap().to_owned();
    let (code, text) = verify(&record, &["--commitment", &commitment]);
    assert_eq!(code, Some(0));
    assert!(text.contains("attempt 1: 7 of 52 objects, drawn") && text.contains(&commitment), "{text}");

    let (code, text) = verify(&record, &["--commitment", &"0".repeat(64), "--json"]);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((code, &report["faults"][0]["code"]), (Some(3), &"other_commitment".into()));

    record["attempts"][0]["outcome"]["pools"][0]["drawn"][0]["object"] = "general-000".into();
    let (code, text) = verify(&record, &[]);
    assert_eq!(code, Some(3));
    assert!(
        text.contains("FAULT attempt 1: pool general: draw 1 gives") && text.contains("(outcome)"),
        "{text}"
    );

    let missing = jingwei(&["verify", "draw", folder.path().join("none").to_str().unwrap()]);
    assert_eq!(missing.status.code(), Some(1));
}
