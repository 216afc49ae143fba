//! Prints how fast commands are accepted and a ledger of 100 000 events is opened and verified.
//!
//! `cargo bench -p ledger`. Figures are medians of the rounds; nothing is asserted.

#![allow(clippy::unwrap_used, reason = "a benchmark may fail")]

use std::path::Path;
use std::time::{Duration, Instant};

use ledger::{Expected, KeyPair, Ledger, NewEvent, StreamId, verify};
use model::{Actor, Timestamp};

const ROUNDS: usize = 5;
const COMMANDS: u64 = 1000;
const LARGE: u64 = 100_000;

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let ledger = open(folder.path());
    let single = median(|| {
        for command in 0..COMMANDS {
            append(&ledger, command % 50, 1);
        }
    });
    println!("one command at a time   {:>10.0} events/s", COMMANDS as f64 / single.as_secs_f64());
    let batch = median(|| append(&ledger, 1_000, COMMANDS));
    println!("{COMMANDS} events a command {:>10.0} events/s", COMMANDS as f64 / batch.as_secs_f64());
    let missing = LARGE - ledger.head().size;
    for number in 0..missing / 100 {
        append(&ledger, 2_000 + number, 100);
    }
    println!("events                  {:>10}", ledger.head().size);
    let key = ledger.public_key();
    println!("verify                  {:>10.2?}", median(|| assert!(verify(folder.path(), &key).ok)));
    let size = ledger.head().size;
    let proofs = median(|| {
        for number in 0..1000 {
            ledger.inclusion_proof(number * 97, size).unwrap();
        }
    });
    println!("inclusion proof         {:>10.2?}", proofs / 1000);
    drop(ledger);
    println!("open                    {:>10.2?}", median(|| drop(open(folder.path()))));
}

fn open(folder: &Path) -> Ledger {
    Ledger::open(folder, KeyPair::from_seed("bench.example/ledger", [7; 32]).unwrap()).unwrap()
}

fn append(ledger: &Ledger, stream: u64, count: u64) {
    let stream: StreamId = format!("alarm/{stream}").parse().unwrap();
    let events = |_: &[_]| {
        let body =
            serde_json::json!({ "note": "现场核查：活性炭箱未更换", "power_kw": 12.5, "facts": [1, 2, 3] });
        Ok::<_, ()>(vec![NewEvent { kind: "verified".into(), body }; count as usize])
    };
    let at = Timestamp::from_second(1_598_745_600).unwrap();
    ledger.transact(&stream, Expected::Any, None, &Actor::system("bench"), at, events).unwrap();
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}
