//! A stored reading, a stored frame, and a row of the log of counters.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| lake::fuzzing::record(jingwei_fuzz::now(), bytes));
