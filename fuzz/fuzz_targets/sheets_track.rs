//! Tracks of cruises.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| jingwei_fuzz::sheets::track(bytes));
