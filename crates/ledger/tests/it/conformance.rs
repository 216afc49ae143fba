//! What every ledger store must do, whatever keeps its rows. Each case takes a [`Fixture`]; a second backend
//! runs the same cases by making its own fixture.

use std::sync::Arc;

use ledger::{Checkpoint, CommandId, Expected, KeyPair, Ledger, NewEvent, Request, StreamId, TransactError};
use model::{Actor, Timestamp};
use serde_json::json;

/// One store that can be closed and opened again.
pub(crate) trait Fixture {
    /// Opens it, with what was stored before.
    fn open(&self) -> Ledger;
}

struct Sqlite(tempfile::TempDir);

impl Fixture for Sqlite {
    fn open(&self) -> Ledger {
        Ledger::open(self.0.path(), key()).unwrap()
    }
}

pub(crate) fn key() -> KeyPair {
    KeyPair::from_seed("test.example/ledger", [7; 32]).unwrap()
}

pub(crate) fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_598_745_600 + second).unwrap()
}

pub(crate) fn stream(text: &str) -> StreamId {
    text.parse().unwrap()
}

pub(crate) fn command(text: &str) -> Option<CommandId> {
    Some(text.parse().unwrap())
}

pub(crate) fn event(kind: &str, number: u64) -> NewEvent {
    NewEvent { kind: kind.into(), body: json!({ "number": number, "说明": "泾渭" }) }
}

/// Appends `count` events to `stream` in one transaction.
pub(crate) fn append(ledger: &Ledger, name: &str, count: u64) -> Vec<ledger::StoredEvent> {
    let done =
        ledger.transact(&stream(name), Expected::Any, None, &Actor::system("test"), at(0), |history| {
            let first = history.len() as u64;
            Ok::<_, ()>((first..first + count).map(|number| event("happened", number)).collect())
        });
    done.unwrap().events
}

/// The cases, named so that a failing one can be run alone.
macro_rules! conformance {
    ($module:ident, $fixture:expr, $($case:ident),* $(,)?) => {
        mod $module {
            $(#[test] fn $case() { super::$case(&$fixture); })*
        }
    };
}

conformance!(
    sqlite,
    super::Sqlite(tempfile::tempdir().unwrap()),
    streams_and_sequences_have_no_gaps,
    everything_is_there_after_reopening,
    a_stale_version_is_a_conflict,
    a_refusal_leaves_no_trace,
    a_repeated_command_returns_its_first_outcome,
    a_command_belongs_to_one_stream,
    many_streams_are_appended_to_in_one_commit,
    taken_together_all_happen_or_none,
    what_cannot_be_stored_leaves_nothing_of_a_commit,
    a_panic_in_a_decision_appends_nothing,
    an_impossible_event_appends_nothing,
    subscribers_hear_commits_in_order,
    concurrent_writers_lose_nothing,
    every_event_is_proven_by_the_checkpoint,
);

fn streams_and_sequences_have_no_gaps(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    append(&ledger, "a", 2);
    append(&ledger, "b/1", 1);
    append(&ledger, "a", 1);
    let all = ledger.read_from(0, 100).unwrap();
    let places: Vec<_> = all.iter().map(|e| (e.sequence, e.stream.as_str(), e.version)).collect();
    assert_eq!(places, [(0, "a", 1), (1, "a", 2), (2, "b/1", 1), (3, "a", 3)]);
    assert_eq!(ledger.stream(&stream("a")).unwrap().len(), 3);
    assert!(ledger.stream(&stream("c")).unwrap().is_empty());
    assert_eq!(ledger.read_from(1, 2).unwrap(), all[1..3]);
    assert!(ledger.read_from(4, 2).unwrap().is_empty());
}

fn everything_is_there_after_reopening(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    append(&ledger, "a", 5);
    let (all, head, checkpoint) =
        (ledger.read_from(0, 9).unwrap(), ledger.head(), ledger.checkpoint().unwrap());
    drop(ledger);
    let ledger = fixture.open();
    assert_eq!(ledger.read_from(0, 9).unwrap(), all);
    assert_eq!(ledger.head(), head);
    assert_eq!(ledger.checkpoint().unwrap(), checkpoint);
    append(&ledger, "a", 1);
    assert_eq!(ledger.stream(&stream("a")).unwrap().last().unwrap().version, 6);
}

fn many_streams_are_appended_to_in_one_commit(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    append(&ledger, "b", 1);
    let mut commits = ledger.subscribe();
    let request = |name: &str, expected, id: Option<&str>| Request {
        stream: stream(name),
        expected,
        command: id.and_then(command),
    };
    let requests = [
        request("a", Expected::Version(0), Some("k")),
        request("b", Expected::Version(3), None),
        request("a", Expected::Version(2), None),
        request("c", Expected::Any, None),
        request("a", Expected::Any, Some("k")),
        request("b", Expected::Any, Some("k")),
        request("d", Expected::Any, None),
    ];
    let actor = Actor::system("test");
    let outcomes = ledger
        .transact_all(&requests, &actor, at(1), |place, history| match place {
            0 => Ok(vec![event("begun", 0), event("happened", 1)]),
            2 => Ok(vec![event("seen", history.len() as u64)]),
            3 => Err("not today"),
            _ => Ok(vec![event("last", 9)]),
        })
        .unwrap();
    let versions: Vec<_> = outcomes.iter().map(|one| one.as_ref().ok().map(|done| done.version)).collect();
    assert_eq!(versions, [Some(2), None, Some(3), None, Some(2), None, Some(1)]);
    assert!(matches!(outcomes[1], Err(TransactError::Conflict { actual: 1 })));
    assert!(matches!(outcomes[3], Err(TransactError::Refused("not today"))));
    assert!(outcomes[4].as_ref().unwrap().repeated && !outcomes[0].as_ref().unwrap().repeated);
    assert!(matches!(&outcomes[5], Err(TransactError::CommandReused { first }) if *first == stream("a")));
    let all = ledger.read_from(0, 9).unwrap();
    let places: Vec<_> = all.iter().map(|e| (e.stream.as_str(), e.version, e.kind.as_str())).collect();
    let expected =
        [("b", 1, "happened"), ("a", 1, "begun"), ("a", 2, "happened"), ("a", 3, "seen"), ("d", 1, "last")];
    assert_eq!(places, expected);
    assert_eq!(all[3].body["number"], 2, "it sees what those before it append");
    assert_eq!(commits.try_recv().unwrap()[..], all[1..], "one commit, heard of once");
    assert_eq!(Checkpoint::verify(&ledger.checkpoint().unwrap(), &ledger.public_key()).unwrap().size, 5);
    for event in &all {
        ledger.inclusion_proof(event.sequence, 5).unwrap();
    }
    drop(ledger);
    assert_eq!(fixture.open().read_from(0, 9).unwrap(), all);
}

fn taken_together_all_happen_or_none(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    append(&ledger, "b", 1);
    let request = |name, expected| Request { stream: stream(name), expected, command: None };
    let actor = Actor::system("test");
    let attempt = |second, refuses| {
        let requests =
            [request("a", Expected::Version(0)), request("b", second), request("c", Expected::Any)];
        ledger.transact_together(&requests, &actor, at(1), |place, _| match Some(place) == refuses {
            true => Err("not today"),
            false => Ok(vec![event("together", 0)]),
        })
    };
    let before = ledger.checkpoint().unwrap();
    assert!(matches!(attempt(Expected::Version(7), None), Err(TransactError::Conflict { actual: 1 })));
    assert!(matches!(attempt(Expected::Any, Some(2)), Err(TransactError::Refused("not today"))));
    assert_eq!((ledger.checkpoint().unwrap(), ledger.head().size), (before, 1));
    let done = attempt(Expected::Version(1), None).unwrap();
    assert_eq!(done.iter().map(|one| one.version).collect::<Vec<_>>(), [1, 2, 1]);
    assert_eq!(Checkpoint::verify(&ledger.checkpoint().unwrap(), &ledger.public_key()).unwrap().size, 4);
    ledger.inclusion_proof(3, 4).unwrap();
}

fn what_cannot_be_stored_leaves_nothing_of_a_commit(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    let requests =
        ["a", "b"].map(|name| Request { stream: stream(name), expected: Expected::Any, command: None });
    let failed = ledger.transact_all(&requests, &Actor::system("test"), at(0), |place, _| {
        let body = json!("x".repeat(place * (ledger::MAX_ENTRY_BYTES + 1)));
        Ok::<_, ()>(vec![NewEvent { kind: "noted".into(), body }])
    });
    assert!(failed.is_err());
    assert_eq!((ledger.head().size, ledger.read_from(0, 9).unwrap().len()), (0, 0));
    append(&ledger, "a", 1);
}

fn a_stale_version_is_a_conflict(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    append(&ledger, "a", 2);
    let actor = Actor::system("test");
    let attempt = |version| {
        ledger.transact(&stream("a"), Expected::Version(version), None, &actor, at(1), |_| {
            Ok::<_, ()>(vec![event("late", 0)])
        })
    };
    assert!(matches!(attempt(1), Err(TransactError::Conflict { actual: 2 })));
    assert!(matches!(attempt(3), Err(TransactError::Conflict { actual: 2 })));
    assert_eq!(attempt(2).unwrap().version, 3);
    assert_eq!(ledger.head().size, 3);
}

fn a_refusal_leaves_no_trace(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    let actor = Actor::system("test");
    let before = ledger.checkpoint().unwrap();
    let refused =
        ledger.transact(&stream("a"), Expected::Any, command("k"), &actor, at(0), |_| Err("not today"));
    assert!(matches!(refused, Err(TransactError::Refused("not today"))));
    assert_eq!(ledger.head().size, 0);
    assert_eq!(ledger.checkpoint().unwrap(), before);
    let again = ledger.transact(&stream("a"), Expected::Any, command("k"), &actor, at(0), |_| {
        Ok::<_, ()>(vec![event("now", 0)])
    });
    assert!(!again.unwrap().repeated);
}

fn a_repeated_command_returns_its_first_outcome(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    let actor = Actor::system("test");
    let run = |ledger: &Ledger, id: &str, expected, count: u64| {
        ledger
            .transact(&stream("a"), expected, command(id), &actor, at(0), |_| {
                Ok::<_, ()>((0..count).map(|number| event("done", number)).collect())
            })
            .unwrap()
    };
    let first = run(&ledger, "one", Expected::Version(0), 2);
    let empty = run(&ledger, "nothing", Expected::Any, 0);
    run(&ledger, "two", Expected::Any, 1);
    drop(ledger);
    let ledger = fixture.open();
    // The version that was right then is stale now; a repeat is answered all the same.
    let repeat = run(&ledger, "one", Expected::Version(0), 9);
    assert!(repeat.repeated && !first.repeated);
    assert_eq!((repeat.events, repeat.version), (first.events, first.version));
    let repeat = run(&ledger, "nothing", Expected::Any, 9);
    assert!(repeat.repeated && repeat.events.is_empty());
    assert_eq!((repeat.version, empty.version), (2, 2));
    assert_eq!(ledger.head().size, 3);
}

fn a_command_belongs_to_one_stream(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    let actor = Actor::system("test");
    let run = |name: &str| {
        ledger.transact(&stream(name), Expected::Any, command("k"), &actor, at(0), |_| {
            Ok::<_, ()>(vec![event("done", 0)])
        })
    };
    run("a").unwrap();
    let Err(TransactError::CommandReused { first }) = run("b") else { panic!("it was carried out twice") };
    assert_eq!(first, stream("a"));
    assert_eq!(ledger.head().size, 1);
}

fn a_panic_in_a_decision_appends_nothing(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    append(&ledger, "a", 1);
    let panicking = ledger.clone();
    let panicked = std::thread::spawn(move || {
        panicking.transact(
            &stream("a"),
            Expected::Any,
            command("k"),
            &Actor::system("test"),
            at(0),
            |_| -> Result<Vec<NewEvent>, ()> { panic!("a mistake in a decision") },
        )
    });
    assert!(panicked.join().is_err());
    assert_eq!(append(&ledger, "a", 1)[0].version, 2);
    assert_eq!(ledger.head().size, 2);
}

fn an_impossible_event_appends_nothing(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    let actor = Actor::system("test");
    let attempt = |bad: NewEvent| {
        ledger.transact(&stream("a"), Expected::Any, command("k"), &actor, at(0), |_| {
            Ok::<_, ()>(vec![event("fine", 0), bad])
        })
    };
    assert!(attempt(NewEvent { kind: String::new(), body: json!(null) }).is_err());
    let large = "x".repeat(ledger::MAX_ENTRY_BYTES);
    assert!(attempt(NewEvent { kind: "large".into(), body: json!(large) }).is_err());
    assert_eq!(ledger.head().size, 0);
    assert!(!attempt(event("fine", 1)).unwrap().repeated);
}

fn subscribers_hear_commits_in_order(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    append(&ledger, "a", 1);
    let mut commits = ledger.subscribe();
    append(&ledger, "a", 3);
    append(&ledger, "b", 1);
    let heard: Vec<Vec<u64>> =
        (0..2).map(|_| commits.try_recv().unwrap().iter().map(|event| event.sequence).collect()).collect();
    assert_eq!(heard, [vec![1, 2, 3], vec![4]]);
    assert!(commits.try_recv().is_err());
}

fn concurrent_writers_lose_nothing(fixture: &dyn Fixture) {
    let ledger = fixture.open();
    let barrier = Arc::new(std::sync::Barrier::new(4));
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (ledger, barrier) = (ledger.clone(), barrier.clone());
            std::thread::spawn(move || {
                barrier.wait();
                for _ in 0..25 {
                    append(&ledger, &format!("own/{writer}"), 1);
                    append(&ledger, "shared", 1);
                    ledger.read_from(0, 1000).unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    assert_eq!(ledger.head().size, 200);
    assert_eq!(ledger.stream(&stream("shared")).unwrap().len(), 100);
    let all = ledger.read_from(0, 1000).unwrap();
    assert!(all.iter().enumerate().all(|(index, event)| event.sequence == index as u64));
}

fn every_event_is_proven_by_the_checkpoint(fixture: &dyn Fixture) {
    use ledger::merkle::{leaf_hash, verify_consistency, verify_inclusion};
    let ledger = fixture.open();
    let mut checkpoints = Vec::new();
    for count in [1, 3, 2, 7] {
        append(&ledger, "a", count);
        let note = ledger.checkpoint().unwrap();
        checkpoints.push(ledger::Checkpoint::verify(&note, &ledger.public_key()).unwrap());
    }
    let last = checkpoints.last().unwrap();
    assert_eq!((last.size, last.root), (13, ledger.head().root));
    for sequence in 0..last.size {
        let leaf = leaf_hash(&ledger.entry(sequence).unwrap());
        assert_eq!(leaf, ledger.leaf_hash(sequence).unwrap());
        let proof = ledger.inclusion_proof(sequence, last.size).unwrap();
        assert!(verify_inclusion(leaf, sequence, last.size, &proof, last.root));
    }
    for old in &checkpoints {
        let proof = ledger.consistency_proof(old.size, last.size).unwrap();
        assert!(verify_consistency(old.size, old.root, last.size, last.root, &proof));
    }
    assert!(ledger.inclusion_proof(13, 13).is_err());
    assert!(ledger.consistency_proof(3, 14).is_err());
    assert_eq!(ledger.entry(13).unwrap_err().kind(), ledger::ErrorKind::NotFound);
}
