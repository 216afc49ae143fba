//! The codec from outside: the frames of the field, properties, hostile input.
#![allow(clippy::unwrap_used)]

mod cipher;
mod dialogue;
mod frames;
mod hostile;
mod peer;
mod properties;
mod replies;
mod support;
mod vocabulary;

/// The table of problems that users read names every one, in order, with its weight.
#[test]
fn the_document_knows_every_problem() {
    let document = include_str!("../../../../docs/hj212.md");
    let rows: Vec<(&str, &str)> = document
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once("` | "))
        .filter_map(|(code, rest)| Some((code, rest.split_once(" | ")?.0)))
        .collect();
    let problems: Vec<(&str, &str)> = hj212::Problem::ALL
        .iter()
        .map(|problem| (problem.code(), if problem.is_fatal() { "fatal" } else { "tolerated" }))
        .collect();
    assert_eq!(rows, problems);
}
