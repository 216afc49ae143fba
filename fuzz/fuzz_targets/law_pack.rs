//! The text of a law pack: a law or mistakes with their lines.
#![no_main]

use law::{Law, OfficeHours, PackFile};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(hours) = text.parse::<OfficeHours>() {
        let _ = format!("{hours:?}");
    }
    let files = [PackFile { name: "pack.toml", text: &text }];
    if let Err(errors) = Law::load(&files, OfficeHours::default()) {
        assert!(!errors.mistakes.is_empty() && !errors.to_string().is_empty());
        let lines = 1 + text.lines().count();
        assert!(errors.mistakes.iter().all(|mistake| (1..=lines).contains(&mistake.line)));
    }
});
