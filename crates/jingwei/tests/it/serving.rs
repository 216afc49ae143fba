//! The server as a process: from a frame on a socket to figures over HTTP, and what survives its end.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use serde_json::json;

use crate::server::{Installation, MN, OUTLET, Server, jingwei, repository};

/// Sends frames and gives the answers, one a frame.
fn send(server: &Server, frames: &[String]) -> Vec<String> {
    let mut socket = TcpStream::connect(&server.hj212).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut answers = Vec::new();
    for frame in frames {
        socket.write_all(frame.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut byte = [0u8];
        while !answer.ends_with(b"\r\n") {
            assert_eq!(socket.read(&mut byte).unwrap(), 1, "the server closed the connection");
            answer.push(byte[0]);
        }
        answers.push(String::from_utf8(answer).unwrap());
    }
    answers
}

/// A frame as HJ 212-2017 builds it, the CRC by the standard's own bit loop.
fn frame(segment: &str) -> String {
    let mut crc = 0xFFFFu16;
    for byte in segment.bytes() {
        crc = (crc >> 8) ^ u16::from(byte);
        for _ in 0..8 {
            let carry = crc & 1 == 1;
            crc >>= 1;
            if carry {
                crc ^= 0xA001;
            }
        }
    }
    format!("##{:04}{segment}{crc:04X}\r\n", segment.len())
}

fn data(command: u16, mn: &str, time: &str, area: &str) -> String {
    frame(&format!("QN={time}223;ST=31;CN={command};PW=123456;MN={mn};Flag=5;CP=&&DataTime={time};{area}&&"))
}

#[test]
fn a_frame_becomes_a_figure_an_alarm_and_a_step_of_the_ledger() {
    let installation = Installation::new();
    let server = installation.serve_with(&["--clock", "2024-06-01T10:00:00+08:00"]);
    let duty = server.sign_in("duty");
    let answers = send(&server, &[data(2061, MN, "20240601085900", "a21026-Avg=25.0,a21026-Flag=N")]);
    assert!(answers[0].contains("CN=9014") && answers[0].contains("QN=20240601085900223"), "{answers:?}");

    let series = format!(
        "/api/v1/outlets/{OUTLET}/series?factor=a21026&granularity=hour&from=2024-06-01T00:00:00%2B08:00&to=2024-06-02T00:00:00%2B08:00"
    );
    let body = duty.until(&series, |body| body["points"].as_array().is_some_and(|points| points.len() == 1));
    assert_eq!(body["points"][0]["value"], 25.0);

    let alarms = duty.until("/api/v1/alarms", |body| body["total"] == 1);
    let alarm = &alarms["items"][0];
    assert_eq!((&alarm["kind"], &alarm["stage"]), (&json!("exceedance_hour"), &json!("assigned")));
    let id = alarm["id"].as_str().unwrap();
    let (_, events) = duty.get(&format!("/api/v1/ledger/events?stream=alarm/{id}"));
    assert_eq!(events[0]["kind"], "alarm.raised");
    assert_eq!(duty.post("/api/v1/ledger/verify", &json!({}), &[]).1["ok"], true);
    assert_eq!(server.terminate(), Some(0), "a graceful stop");
}

#[test]
fn an_unknown_logger_waits_is_adopted_and_keeps_what_it_said() {
    let installation = Installation::new();
    let server = installation.serve_with(&["--clock", "2024-06-01T10:00:00+08:00"]);
    let duty = server.sign_in("duty");
    let stranger = data(2011, "NEWLOGGER00001", "20240601095900", "w01018-Rtd=31.5,w01018-Flag=N")
        .replace("ST=31", "ST=32");
    let stranger = frame(stranger.split("##").nth(1).map(|rest| &rest[4..rest.len() - 6]).unwrap());
    assert!(send(&server, &[stranger])[0].contains("CN=9014"));
    let waiting =
        duty.until("/api/v1/loggers/waiting", |body| body.as_array().is_some_and(|list| list.len() == 1));
    assert_eq!(waiting[0]["mn"], "NEWLOGGER00001");
    assert_eq!(waiting[0]["system"]["name"], "地表水体环境污染源", "what it says that it watches");

    let target = OUTLET.replace("DW001", "DW002");
    let adoption = json!({"target": {"outlet": target}, "realtime_interval_s": 60});
    let path = "/api/v1/loggers/waiting/NEWLOGGER00001/adopt";
    let (status, body) = duty.post(path, &adoption, &[("idempotency-key", "adopt-1")]);
    assert_eq!(status, 204, "{body}");
    let series = format!("/api/v1/outlets/{target}/series?factor=w01018&granularity=realtime");
    let body = duty.until(&series, |body| body["points"].as_array().is_some_and(|points| !points.is_empty()));
    assert_eq!(body["points"][0]["value"], 31.5, "what it sent before it was known");
    assert_eq!(duty.get("/api/v1/loggers/waiting").1, json!([]));
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let installation = Installation::new();
    let clock = ["--clock", "2024-06-01T10:00:00+08:00"];
    let server = installation.serve_with(&clock);
    let minutes: Vec<String> = (0..30)
        .map(|minute| data(2011, MN, &format!("202406010930{minute:02}"), "a34013-Rtd=1.5,a34013-Flag=N"))
        .collect();
    let answers = send(&server, &minutes);
    assert!(answers.iter().all(|answer| answer.contains("CN=9014")));
    server.kill();

    let server = installation.serve_with(&clock);
    let plant = server.sign_in("plant");
    let series = format!("/api/v1/outlets/{OUTLET}/series?factor=a34013&granularity=realtime");
    let (_, body) = plant.get(&series);
    assert_eq!(body["points"].as_array().unwrap().len(), 30);
    let (_, outlet) = plant.get(&format!("/api/v1/outlets/{OUTLET}"));
    assert_eq!(outlet["device"]["frames_received"], 30);
    assert_eq!(outlet["device"]["frames_stored"], 30);
}

#[test]
fn a_second_process_is_kept_out_of_the_data_folder() {
    let installation = Installation::new();
    let server = installation.serve();
    let output = jingwei(&["serve", "--config", installation.config().to_str().unwrap()]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("in use by process"), "{text}");
    drop(server);
}

#[test]
fn a_full_disk_stops_acknowledgements_and_not_reading() {
    let installation = Installation::new();
    let clock = ["--clock", "2024-06-01T10:00:00+08:00"];
    let server = installation.serve_with(&clock);
    send(&server, &[data(2011, MN, "20240601095900", "a34013-Rtd=1.5,a34013-Flag=N")]);
    assert_eq!(server.terminate(), Some(0));

    // More free space is demanded than any disk has.
    installation.configure("[lake]\nfree_min_mib = 1000000");
    let server = installation.serve_with(&clock);
    let duty = server.sign_in("duty");
    let mut socket = TcpStream::connect(&server.hj212).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    socket.write_all(data(2011, MN, "20240601095930", "a34013-Rtd=1.6,a34013-Flag=N").as_bytes()).unwrap();
    // The watch that reads its history makes it degraded too, for a moment.
    let is_told = |body: &serde_json::Value| {
        body["parts"][0]["detail"].as_str().is_some_and(|detail| detail.contains("no acknowledgement"))
    };
    let health = duty.until("/healthz", is_told);
    assert_eq!(health["status"], "degraded", "{health}");
    let unanswered = socket.read(&mut [0u8; 64]);
    assert!(unanswered.is_err(), "nothing may be acknowledged: {unanswered:?}");
    let series = format!("/api/v1/outlets/{OUTLET}/series?factor=a34013&granularity=realtime");
    let (status, body) = duty.get(&series);
    assert_eq!((status, body["points"].as_array().unwrap().len()), (200, 1), "reading goes on");
}

/// The CRC-16/MODBUS of a segment, its bytes swapped, in the place of the standard's.
fn with_check_sum_of_modbus(frame: &str) -> String {
    let segment = &frame[6..frame.len() - 6];
    let mut crc = 0xFFFFu16;
    for byte in segment.bytes() {
        crc ^= u16::from(byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 { (crc >> 1) ^ 0xA001 } else { crc >> 1 };
        }
    }
    format!("{}{:04X}\r\n", &frame[..frame.len() - 6], crc.swap_bytes())
}

#[test]
fn check_sums_of_modbus_are_accepted_by_themselves_where_the_configuration_lets_it() {
    let installation = Installation::new();
    installation.configure_gateway("accept_check_sums = true");
    let server = installation.serve_with(&["--clock", "2024-06-01T10:00:00+08:00"]);
    let mut socket = TcpStream::connect(&server.hj212).unwrap();
    socket.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let mut answer = [0u8; 256];
    let acknowledged = (0..120).any(|second| {
        let time = format!("2024060109{:02}{:02}", second / 60, second % 60);
        let frame = data(2011, MN, &time, "a34013-Rtd=1.5,a34013-Flag=N");
        socket.write_all(with_check_sum_of_modbus(&frame).as_bytes()).unwrap();
        socket.read(&mut answer).is_ok_and(|read| String::from_utf8_lossy(&answer[..read]).contains("9014"))
    });
    assert!(acknowledged);
    let (_, events) = server.sign_in("duty").get("/api/v1/ledger/events?stream=register");
    let last = events.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["kind"], &last["body"]["entry"]["device_profile"]["mn"]),
        (&json!("register.put"), &json!(MN))
    );
}

#[test]
fn the_documented_script_sends_frames_that_show_up() {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: there is no python3 on this machine");
        return;
    }
    let installation = Installation::new();
    let server = installation.serve_with(&["--clock", "2024-06-01T09:00:00+08:00"]);
    let duty = server.sign_in("duty");
    let frames = installation.path("frames.txt");
    // F0147 of the reference frames.
    let reference = "##0171QN=20240601085857223;ST=31;CN=2011;PW=123456;MN=010000A8900016F000169DC0;Flag=5;\
                     CP=&&DataTime=20240601085857;a21026-Rtd=18.5,a21026-Flag=N;a34013-Rtd=12.34,a34013-Flag=N&&F281";
    std::fs::write(&frames, format!("{reference}\n")).unwrap();
    let output = Command::new("python3")
        .arg(repository().join("docs/send_frames.py"))
        .args([server.hj212.as_str(), frames.to_str().unwrap()])
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && printed.contains("9014"), "{printed}");
    let path = format!("/api/v1/outlets/{OUTLET}");
    let outlet = duty.until(&path, |body| body["readings"].as_array().is_some_and(|list| list.len() == 2));
    assert_eq!(outlet["readings"][0]["value"], 18.5);
}

#[test]
fn views_are_rebuilt_from_the_ledger_but_not_under_a_server() {
    let installation = Installation::new();
    let clock = ["--clock", "2024-06-01T10:00:00+08:00"];
    let rebuild = || jingwei(&["views", "rebuild", "--config", installation.config().to_str().unwrap()]);
    let server = installation.serve_with(&clock);
    let duty = server.sign_in("duty");
    send(&server, &[data(2061, MN, "20240601085900", "a21026-Avg=25.0,a21026-Flag=N")]);
    let before = duty.until("/api/v1/alarms", |body| body["total"] == 1);
    let refused = rebuild();
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("in use by process"));
    assert_eq!(server.terminate(), Some(0));

    std::fs::write(installation.path("data/views.db"), "no database").unwrap();
    let output = rebuild();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let folded: u64 = text.split(' ').next().unwrap().parse().unwrap();
    assert!(folded >= 3, "the register, the alarm and its assignment: {text}");
    let server = installation.serve_with(&clock);
    let alarms = server.sign_in("duty").until("/api/v1/alarms", |body| body["total"] == 1);
    assert_eq!(alarms["items"][0]["id"], before["items"][0]["id"]);
}

#[test]
fn an_address_in_use_ends_the_start_with_its_reason() {
    let installation = Installation::new();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = jingwei_with(&installation, ("JINGWEI_HTTP_LISTEN", &address));
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains(&format!("cannot listen on {address}")), "{text}");
}

fn jingwei_with(installation: &Installation, variable: (&str, &str)) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_jingwei"))
        .args(["serve", "--config", installation.config().to_str().unwrap()])
        .env(variable.0, variable.1)
        .output()
        .unwrap()
}

#[test]
fn no_new_ledger_takes_the_place_of_one_that_is_gone() {
    let installation = Installation::new();
    let ledger = installation.path("data/ledger");
    std::fs::rename(&ledger, installation.path("elsewhere")).unwrap();
    let output = jingwei(&["serve", "--config", installation.config().to_str().unwrap()]);
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("the ledger is gone"), "{text}");
    assert!(!ledger.exists());
    std::fs::rename(installation.path("elsewhere"), &ledger).unwrap();
    assert_eq!(installation.serve().terminate(), Some(0));
}
