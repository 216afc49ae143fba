//! The published record of a draw, which anybody may have written: there is always a report, and no record that could not
//! be written again as it was read.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let report = draw::verify(bytes);
    assert_eq!(report.ok, report.faults.is_empty());
    if let Ok(record) = serde_json::from_slice::<draw::Record>(bytes) {
        let written = serde_json::to_vec(&record).expect("a record can be written");
        assert_eq!(
            serde_json::from_slice::<draw::Record>(&written).expect("what was written can be read"),
            record
        );
        assert_eq!(draw::verify(&written), report);
    }
});
