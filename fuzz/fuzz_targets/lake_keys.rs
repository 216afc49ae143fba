//! Keys of stored rows, and the list of sealed files. The first byte says how long the key is.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((length, rest)) = bytes.split_first() else { return };
    let (key, value) = rest.split_at(usize::from(*length).min(rest.len()));
    lake::fuzzing::keys(key, value);
});
