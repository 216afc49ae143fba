//! The body of a push, as JSON and as CSV.
#![no_main]

use gateway::PushFormat;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    for format in [PushFormat::Json, PushFormat::Csv] {
        gateway::fuzzing::push_body(format, body, jingwei_fuzz::now());
    }
});
