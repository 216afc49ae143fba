//! Bodies that nobody should send: each gets a problem with a stable code, never plain text, never 500.

use axum::http::header;
use serde_json::json;

use crate::city::{City, KAIFU, Person};
use crate::request::Ask;

/// The routes that take JSON, with a body each that they would understand.
fn routes(id: &str) -> Vec<(String, serde_json::Value)> {
    let command = |name: &str, body| (format!("/api/v1/alarms/{id}/{name}"), body);
    vec![
        ("/api/v1/session".into(), json!({ "login": "a", "password": "b" })),
        (
            "/api/v1/loggers/waiting/MN-NEW-1/adopt".into(),
            json!({ "target": { "outlet": "X" }, "realtime_interval_s": 30 }),
        ),
        command("assign", json!({ "branch": KAIFU })),
        command("accept", json!({})),
        command("return", json!({ "reason": "r" })),
        command("explain", json!({ "text": "t", "files": [] })),
        command("verify", json!({ "mode": "on_site", "outcome": "normal", "note": "n" })),
        command("close", json!({ "note": "n" })),
        command("hand-on", json!({ "to": { "other_department": "police" }, "note": "n" })),
        command("escalate", json!({ "reason": "r" })),
        command("snooze", json!({ "until": "2020-08-31T09:00:00+08:00", "reason": "r" })),
        command("wake", json!({})),
        command("merge", json!({ "into": "A20200831-0009", "reason": "r" })),
        command("separate", json!({ "reason": "r" })),
    ]
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_a_problem_everywhere() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    let id = city.raise_at_stack().to_string();
    for (path, good) in routes(&id) {
        let ask =
            Ask::post(&path, &good).header("if-match", "\"2\"").header("idempotency-key", "k").by(&duty);
        let mut unknown = good.clone();
        unknown["unheard_of"] = json!(1);
        let nested = "[".repeat(100_000);
        let large = format!("{{\"note\":\"{}\"}}", "x".repeat(300 << 10));
        let cases: [(&str, Vec<u8>, u16, &str); 9] = [
            ("application/json", b"{".to_vec(), 400, "unreadable"),
            ("application/json", b"".to_vec(), 400, "unreadable"),
            ("application/json", b"\xFF\xFE{}".to_vec(), 400, "unreadable"),
            ("application/json", nested.into_bytes(), 400, "unreadable"),
            ("application/json", b"3".to_vec(), 422, "unreadable"),
            ("application/json", unknown.to_string().into_bytes(), 422, "unreadable"),
            ("application/json", large.into_bytes(), 413, "too_large"),
            ("text/plain", good.to_string().into_bytes(), 415, "unsupported_media_type"),
            ("", good.to_string().into_bytes(), 415, "unsupported_media_type"),
        ];
        for (media_type, body, status, code) in cases {
            let start = String::from_utf8_lossy(&body[..body.len().min(20)]).into_owned();
            let answer = city.ask(ask.clone().body(media_type, body)).await;
            // Whether half a value of another kind is bad text or bad data is the reader's affair.
            let client_error = matches!(answer.status.as_u16(), 400 | 422) && matches!(status, 400 | 422);
            let expected = if client_error { answer.status.as_u16() } else { status };
            assert_eq!(answer.code(expected), code, "{path} {media_type:?} {start:?}");
        }
    }
    assert_eq!(city.version(&id.parse().unwrap()), 2, "nothing has happened");
}

#[tokio::test]
async fn a_method_that_a_route_does_not_take_names_those_it_takes() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    for (method, path, allow) in [
        ("PUT", "/api/v1/alarms", "GET,HEAD"),
        ("GET", "/api/v1/files", "POST"),
        ("PATCH", "/api/v1/map", "GET,HEAD"),
    ] {
        let answer = city.ask(Ask::new(method, path).by(&duty)).await;
        assert_eq!(answer.code(405), "method_not_allowed", "{method} {path}");
        assert_eq!(answer.header(header::ALLOW), allow);
    }
}

#[tokio::test]
async fn odd_paths_are_not_found_or_refused() {
    let city = City::new();
    let duty = city.session(Person::Duty);
    for path in ["alarms/%FF", "alarms/..%2F..", "outlets/%00", "enterprises/%E9%95%BF", "stations/a%20b"] {
        let answer = city.ask(Ask::get(format!("/api/v1/{path}")).by(&duty)).await;
        let status = answer.status.as_u16();
        assert!(matches!(status, 400 | 404), "{path}: {status}");
        answer.problem(status);
    }
}
