//! A sealed file that is damaged: an error, never a panic, and no memory for lengths that lie.
//!
//! The sums beside it are made to fit, so that what the sums would find comes through to what they protect.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: jingwei_fuzz::let_panics_be_caught(), |bytes: &[u8]| {
    // The end of the input in the place of the sums, too: mostly of a wrong length.
    let (file, sums) = bytes.split_at(bytes.len() - bytes.len().min(24));
    lake::fuzzing::sealed(jingwei_fuzz::folder(), bytes, None);
    lake::fuzzing::sealed(jingwei_fuzz::folder(), file, Some(sums));
});
