//! The file of a ledger that anybody may have written: there is always a report, and no event goes unlooked at.
#![no_main]

use ledger::KeyPair;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let folder = jingwei_fuzz::folder();
    // What a former run has left beside it would be taken for its own.
    for name in ["ledger.sqlite-wal", "ledger.sqlite-shm", "ledger.sqlite-journal"] {
        let _ = std::fs::remove_file(folder.join(name));
    }
    std::fs::write(folder.join("ledger.sqlite"), bytes).expect("the file can be written");
    let key =
        KeyPair::from_seed("fuzz.example/ledger", [7; 32]).expect("a name and a seed make a key").public();
    let report = ledger::verify(folder, &key);
    assert_eq!(report.ok, report.faults.is_empty());
    let _ = ledger::verify::each_event(folder, &mut |_| {});
});
