//! The configuration file: a configuration, or mistakes.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;

#[path = "../../crates/jingwei/src/config.rs"]
#[allow(dead_code, unused_imports, missing_docs, reason = "the module as it stands in the binary")]
mod config;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Err(error) = config::Config::resolve(&text, &BTreeMap::new()) {
        assert!(!error.0.is_empty() && !error.to_string().is_empty());
    }
});
