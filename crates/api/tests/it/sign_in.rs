//! Signing in: how often one may try, what one learns from it, and how a session ends.

use axum::http::header;
use serde_json::json;

use crate::city::{City, PASSWORD, Person, Plan};
use crate::request::{Answer, Ask};

async fn try_it(city: &City, login: &str, password: &str, address: &str) -> Answer {
    let credentials = json!({ "login": login, "password": password });
    city.ask(Ask::post("/api/v1/session", &credentials).header("x-forwarded-for", address)).await
}

fn behind_a_proxy() -> City {
    City::planned(Plan { trust_forwarded: true, ..Plan::default() })
}

#[tokio::test]
async fn a_login_waits_after_five_failures_wherever_they_come_from() {
    let city = behind_a_proxy();
    city.account(Person::Duty);
    for n in 0..5 {
        let answer = try_it(&city, "duty", "wrong", &format!("10.0.0.{n}")).await;
        assert_eq!(answer.code(401), "wrong_credentials");
    }
    city.machine.advance_seconds(10);
    let answer = try_it(&city, "duty", PASSWORD, "10.0.0.9").await;
    assert_eq!(answer.code(429), "too_many_attempts");
    assert_eq!(answer.header(header::RETRY_AFTER), "290");
    city.machine.advance_seconds(290);
    try_it(&city, "duty", PASSWORD, "10.0.0.9").await.json();
}

#[tokio::test]
async fn an_address_waits_after_thirty_failures() {
    let city = behind_a_proxy();
    city.account(Person::Duty);
    let attempts = || city.services.attempts.lock().unwrap();
    for n in 0..30 {
        // Counted as sign-in counts them, without thirty slow checks.
        attempts().failed(&format!("guess{n}"), "10.0.0.9", crate::city::start());
    }
    assert_eq!(try_it(&city, "duty", PASSWORD, "10.0.0.9").await.code(429), "too_many_attempts");
    // Only the nearest proxy's word counts: the rest of the list is the client's own invention.
    assert_eq!(try_it(&city, "duty", PASSWORD, "10.0.0.1, 10.0.0.9").await.code(429), "too_many_attempts");
    try_it(&city, "duty", PASSWORD, "10.0.0.9, 10.0.0.1").await.json();
}

#[tokio::test]
async fn a_success_counts_against_nobody() {
    let city = City::new();
    city.account(Person::Duty);
    for n in 0..29 {
        let login = format!("colleague{n}");
        city.services.attempts.lock().unwrap().failed(&login, "unknown", crate::city::start());
    }
    for _ in 0..3 {
        try_it(&city, "duty", PASSWORD, "ignored without a trusted proxy").await.json();
    }
}

#[tokio::test]
async fn an_unknown_login_and_a_wrong_password_get_the_same_answer() {
    let city = City::new();
    city.account(Person::Duty);
    city.account(Person::Officer);
    city.services.vault.deactivate(&Person::Officer.id().parse().unwrap()).unwrap();
    let wrong = try_it(&city, "duty", "wrong", "a").await;
    for (login, password) in [("nobody", PASSWORD), ("kaifu", PASSWORD), ("", ""), ("DUTY", PASSWORD)] {
        let answer = try_it(&city, login, password, "a").await;
        assert_eq!(answer.problem(401), wrong.problem(401), "{login}");
        assert_eq!(answer.headers, wrong.headers);
        assert_eq!(answer.header(header::SET_COOKIE), "");
    }
}

#[tokio::test]
async fn whoever_signs_in_learns_who_they_are_and_no_secret() {
    let city = City::new();
    city.account(Person::Owner);
    let body = try_it(&city, "printer", PASSWORD, "a").await.json();
    assert_eq!(body["user"]["role"], "enterprise_user");
    assert_eq!(
        body["user"]["scope"],
        json!({ "kind": "enterprise", "code": crate::city::printer().as_str() })
    );
    assert_eq!(body["expires_at"], "2020-08-31T21:00:00+08:00");
    assert!(!body.to_string().contains("argon2") && !body.to_string().contains(PASSWORD));
}

#[tokio::test]
async fn a_session_ends_by_idleness_by_age_by_sign_out_and_with_its_account() {
    let city = City::new();
    let ask = |session| Ask::get("/api/v1/session").by(session);
    let session = city.session(Person::Duty);
    city.machine.advance_seconds(1800);
    city.ask(ask(&session)).await.json();
    city.machine.advance_seconds(1801);
    assert_eq!(city.ask(ask(&session)).await.code(401), "not_signed_in");

    let session = city.session(Person::Duty);
    for _ in 0..24 {
        city.machine.advance_seconds(1800);
        city.ask(ask(&session)).await.json();
    }
    city.machine.advance_seconds(1);
    assert_eq!(city.ask(ask(&session)).await.code(401), "not_signed_in");

    let (here, there) = (city.session(Person::Duty), city.session(Person::Duty));
    assert_eq!(city.ask(Ask::new("DELETE", "/api/v1/session").by(&here)).await.status, 204);
    assert_eq!(city.ask(ask(&here)).await.code(401), "not_signed_in");
    city.ask(ask(&there)).await.json();
    city.services.vault.deactivate(&Person::Duty.id().parse().unwrap()).unwrap();
    assert_eq!(city.ask(ask(&there)).await.code(401), "not_signed_in");
}
