//! The data of a segment, mapped to readings.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|segment: &[u8]| gateway::fuzzing::hj212_data(segment, jingwei_fuzz::now()));
