//! The ledger over HTTP, checked with nothing but what the answers hold.

use ledger::merkle::{Hash, leaf_hash, verify_consistency, verify_inclusion};
use ledger::{Checkpoint, PublicKey};
use serde_json::Value;

use crate::city::{City, Person, Session};
use crate::request::{Answer, Ask};

async fn get(city: &City, session: &Session, path: &str) -> Answer {
    city.ask(Ask::get(format!("/api/v1/ledger{path}")).by(session)).await
}

fn hash(value: &Value) -> Hash {
    Hash::from_base64(value.as_str().unwrap()).unwrap()
}

fn hashes(value: &Value) -> Vec<Hash> {
    value.as_array().unwrap().iter().map(hash).collect()
}

#[tokio::test]
async fn every_event_is_proved_by_what_the_answers_hold() {
    let city = City::new();
    let inspector = city.session(Person::Inspector);
    city.raise_at_stack();
    let head = get(&city, &inspector, "").await.json();
    let key: PublicKey = head["public_key"].as_str().unwrap().parse().unwrap();
    let signed = Checkpoint::verify(head["checkpoint"].as_str().unwrap(), &key).unwrap();
    assert_eq!((signed.size, signed.root), (head["size"].as_u64().unwrap(), hash(&head["root"])));
    for sequence in 0..signed.size {
        let proof = get(&city, &inspector, &format!("/events/{sequence}/proof")).await.json();
        let leaf = leaf_hash(proof["entry"].as_str().unwrap().as_bytes());
        assert_eq!(leaf, hash(&proof["leaf_hash"]));
        let signed = Checkpoint::verify(proof["checkpoint"].as_str().unwrap(), &key).unwrap();
        assert_eq!(hash(&proof["root"]), signed.root);
        let path = hashes(&proof["path"]);
        assert!(verify_inclusion(leaf, sequence, signed.size, &path, signed.root));
        assert!(!verify_inclusion(leaf_hash(b"forged"), sequence, signed.size, &path, signed.root));
    }
    let beyond = get(&city, &inspector, &format!("/events/{}/proof", signed.size)).await;
    assert_eq!(beyond.code(404), "not_found");
    for sequence in ["18446744073709551615", "-1", "first"] {
        let status = get(&city, &inspector, &format!("/events/{sequence}/proof")).await.status;
        assert!(matches!(status.as_u16(), 400 | 404), "{sequence}: {status}");
    }
}

#[tokio::test]
async fn an_older_ledger_is_the_beginning_of_the_newer() {
    let city = City::new();
    let inspector = city.session(Person::Inspector);
    let old = get(&city, &inspector, "").await.json();
    city.raise_at_stack();
    let new = get(&city, &inspector, "").await.json();
    let (from, to) = (old["size"].as_u64().unwrap(), new["size"].as_u64().unwrap());
    let proof = get(&city, &inspector, &format!("/consistency?from={from}&to={to}")).await.json();
    assert_eq!(
        (hash(&proof["from_root"]), hash(&proof["to_root"])),
        (hash(&old["root"]), hash(&new["root"]))
    );
    let path = hashes(&proof["path"]);
    assert!(verify_consistency(from, hash(&old["root"]), to, hash(&new["root"]), &path));
    assert!(!verify_consistency(from, leaf_hash(b"forged"), to, hash(&new["root"]), &path));
    for (from, to) in [(to, from), (0, to + 1), (1, u64::MAX)] {
        let answer = get(&city, &inspector, &format!("/consistency?from={from}&to={to}")).await;
        assert!(matches!(answer.status.as_u16(), 400 | 404), "{from} to {to}: {:?}", answer.body);
    }
}

#[tokio::test]
async fn events_are_read_in_order_from_the_end_or_from_anywhere() {
    let city = City::new();
    let inspector = city.session(Person::Inspector);
    let id = city.raise_at_stack();
    let sequences = async |query: &str| -> Vec<u64> {
        let events = get(&city, &inspector, &format!("/events?{query}")).await.json();
        events.as_array().unwrap().iter().map(|event| event["sequence"].as_u64().unwrap()).collect()
    };
    assert_eq!(sequences("").await, [0, 1, 2]);
    assert_eq!(sequences("limit=2").await, [1, 2]);
    assert_eq!(sequences("from=0&limit=2").await, [0, 1]);
    assert_eq!(sequences("from=99").await, [0u64; 0]);
    assert_eq!(sequences("from=18446744073709551615").await, [0u64; 0]);
    assert_eq!(sequences(&format!("stream=alarm/{id}")).await, [1, 2]);
    assert_eq!(sequences(&format!("stream=alarm/{id}&limit=1")).await, [2]);
    assert_eq!(sequences(&format!("stream=alarm/{id}&from=0&limit=1")).await, [1]);
    assert_eq!(sequences("stream=alarm/none").await, [0u64; 0]);
    let events = get(&city, &inspector, "/events?from=1&limit=1").await.json();
    assert_eq!((events[0]["kind"].as_str(), events[0]["version"].as_u64()), (Some("alarm.raised"), Some(1)));
}

#[tokio::test]
async fn the_files_are_checked_on_demand() {
    let city = City::new();
    let inspector = city.session(Person::Inspector);
    city.raise_at_stack();
    let verify = || Ask::new("POST", "/api/v1/ledger/verify").by(&inspector);
    let report = city.ask(verify()).await.json();
    assert_eq!((report["ok"].as_bool(), report["events"].as_u64()), (Some(true), Some(3)));
    assert_eq!(report["faults"], serde_json::json!([]));
}
