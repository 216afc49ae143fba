//! Files of evidence: what is taken, and who gets it back for how long.

use axum::http::header;

use crate::city::{City, PNG, Person, Session};
use crate::request::Ask;

const JPEG: &[u8] = b"\xFF\xD8\xFF\xE0 and so on";

async fn upload(city: &City, session: &Session, name: &str, content: &[u8]) -> serde_json::Value {
    city.ask(Ask::upload(name, content).by(session)).await.json()
}

#[tokio::test]
async fn pictures_are_taken_by_content_and_come_back_as_they_were() {
    let city = City::new();
    let officer = city.session(Person::Officer);
    for (name, content, media_type) in [("a.png", PNG, "image/png"), ("b.exe", JPEG, "image/jpeg")] {
        let file = upload(&city, &officer, name, content).await;
        assert_eq!((&file["name"], &file["media_type"]), (&name.into(), &media_type.into()));
        assert_eq!(file["size"], content.len());
        let answer = city.ask(Ask::get(file["url"].as_str().unwrap()).by(&officer)).await;
        assert_eq!((answer.status.as_u16(), &answer.body[..]), (200, content));
        assert_eq!(answer.header(header::CONTENT_TYPE), media_type);
        assert_eq!(answer.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(answer.header(header::CACHE_CONTROL), "private, max-age=900");
        assert_eq!(upload(&city, &officer, name, content).await["hash"], file["hash"]);
    }
}

#[tokio::test]
async fn other_kinds_and_sizes_are_refused() {
    let city = City::new();
    let officer = city.session(Person::Officer);
    let code = async |ask: Ask, status| city.ask(ask.by(&officer)).await.code(status);
    for content in [&b"<svg onload=alert(1)>"[..], b"MZ", b"GIF89a"] {
        assert_eq!(code(Ask::upload("photo.png", content), 422).await, "media_type");
    }
    assert_eq!(code(Ask::upload("empty.png", b""), 422).await, "file_size");
    for size in [(20 << 20) + 1, 22 << 20] {
        let mut large = PNG.to_vec();
        large.resize(size, 0);
        assert_eq!(code(Ask::upload("large.png", &large), 422).await, "file_size", "{size}");
    }
    let mut largest = PNG.to_vec();
    largest.resize(20 << 20, 0);
    assert_eq!(upload(&city, &officer, "largest.png", &largest).await["size"], 20 << 20);
    let form =
        |body: &str| Ask::new("POST", "/api/v1/files").body("multipart/form-data; boundary=seam", body);
    assert_eq!(code(form("--seam--\r\n"), 400).await, "no_file");
    assert_eq!(
        code(form("--seam\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\ncut"), 400).await,
        "unreadable"
    );
    let no_boundary = Ask::new("POST", "/api/v1/files").body("multipart/form-data", "x");
    assert_eq!(code(no_boundary, 400).await, "unreadable");
    let json = Ask::new("POST", "/api/v1/files").body("application/json", "{}");
    city.ask(json.by(&officer)).await.problem(400);
}

#[tokio::test]
async fn an_address_works_for_its_file_for_a_while_and_with_a_session() {
    let city = City::new();
    let officer = city.session(Person::Officer);
    let file = upload(&city, &officer, "a.png", PNG).await;
    let other = upload(&city, &officer, "b.jpg", JPEG).await;
    let address = file["url"].as_str().unwrap();
    let (path, query) = address.split_once('?').unwrap();
    let (expires, signature) = query.split_once("&signature=").unwrap();
    let other = format!("/api/v1/files/{}", other["hash"].as_str().unwrap());
    let later = expires.replace("expires=", "expires=1");
    for wrong in [
        format!("{other}?{query}"),
        format!("{path}?{later}&signature={signature}"),
        format!("{path}?{expires}&signature={}", signature.to_uppercase().replace(char::is_numeric, "A")),
        format!("{path}?{expires}&signature="),
        format!("/api/v1/files/{}?{query}", "0".repeat(64)),
        format!("/api/v1/files/..%2F..%2Fvault.db?{query}"),
    ] {
        assert_eq!(city.ask(Ask::get(&wrong).by(&officer)).await.code(404), "not_found", "{wrong}");
    }
    assert_eq!(city.ask(Ask::get(path).by(&officer)).await.code(400), "unreadable");
    assert_eq!(city.ask(Ask::get(address)).await.code(401), "not_signed_in");
    city.machine.advance_seconds(900);
    assert_eq!(city.ask(Ask::get(address).by(&officer)).await.status, 200);
    city.machine.advance_seconds(1);
    assert_eq!(city.ask(Ask::get(address).by(&officer)).await.code(404), "not_found");
}
