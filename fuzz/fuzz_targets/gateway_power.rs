//! The payload of a power meter.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|payload: &[u8]| gateway::fuzzing::power_payload(payload, jingwei_fuzz::now()));
