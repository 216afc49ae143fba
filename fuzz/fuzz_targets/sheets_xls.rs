//! Workbooks of Excel 97-2003.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: jingwei_fuzz::let_panics_be_caught(), |bytes: &[u8]| jingwei_fuzz::sheets::read(bytes));
