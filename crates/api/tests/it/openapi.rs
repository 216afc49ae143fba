//! The OpenAPI document is a promise: `web/openapi.json` holds it, the browser's client is generated from it,
//! and a change shows in review. `make openapi` writes it anew.

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../web/openapi.json");

#[test]
fn the_openapi_document_is_the_one_in_the_repository() {
    let document = api::openapi().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(SNAPSHOT, &document).unwrap();
    }
    let kept = std::fs::read_to_string(SNAPSHOT).unwrap_or_default();
    assert!(kept == document, "the API has changed: run `make openapi` and look at the difference");
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document: serde_json::Value = serde_json::from_str(&api::openapi().to_json().unwrap()).unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(seen.insert(id.to_owned()), "{method} {path} shares the name {id}");
        }
    }
}
