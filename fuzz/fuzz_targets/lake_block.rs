//! A block of stored readings.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| lake::fuzzing::block(bytes));
