//! `docs/ledger-format.md` says what is.

use ledger::merkle::{Tree, leaf_hash};
use ledger::{Checkpoint, KeyPair, PublicKey, StoredEvent};

const DOCUMENT: &str = include_str!("../../../../docs/ledger-format.md");

/// The content of the first code block of a language.
fn block(language: &str) -> &'static str {
    let (_, rest) = DOCUMENT.split_once(&format!("```{language}\n")).unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    block
}

#[test]
fn its_example_is_a_ledger_of_one_event() {
    let entry = block("json").trim_end();
    let event = StoredEvent::decode(entry.as_bytes()).unwrap();
    assert_eq!(event.encode().unwrap(), entry.as_bytes());
    let mut tree = Tree::default();
    tree.push(leaf_hash(entry.as_bytes()));
    assert_eq!(block("leaf").trim_end(), leaf_hash(entry.as_bytes()).to_string());
    let note = KeyPair::from_seed("city.example/ledger", [7; 32]).unwrap().sign(1, tree.root_at(1).unwrap());
    assert_eq!(block("checkpoint"), note);
    let key: PublicKey = block("key").trim_end().parse().unwrap();
    let checkpoint = Checkpoint::verify(block("checkpoint"), &key).unwrap();
    assert_eq!((checkpoint.size, Some(checkpoint.root)), (1, tree.root_at(1)));
}
