//! A stored reading, and a stored frame.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| lake::fuzzing::record(jingwei_fuzz::now(), bytes));
