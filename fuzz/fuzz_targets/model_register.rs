//! A file of register entries: what enters is written and read again alike.
#![no_main]

use libfuzzer_sys::fuzz_target;
use model::{Register, RegisterEntry};

fuzz_target!(|bytes: &[u8]| {
    let Ok(entries) = serde_json::from_slice::<Vec<RegisterEntry>>(bytes) else { return };
    let written = serde_json::to_vec(&entries).expect("entries can be written");
    let again: Vec<RegisterEntry> = serde_json::from_slice(&written).expect("and read again");
    assert_eq!(again, entries);
    let mut register = Register::default();
    for entry in entries {
        if let Err(error) = register.put(entry) {
            let _ = error.to_string();
        }
    }
});
