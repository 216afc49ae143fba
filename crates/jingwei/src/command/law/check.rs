//! `jingwei law check`.

use std::path::Path;
use std::process::ExitCode;

use law::OfficeHours;

/// Loads the packs, which runs their worked examples, and lists them.
pub(super) fn check(folder: Option<&Path>) -> anyhow::Result<ExitCode> {
    match crate::packs::load(folder, OfficeHours::default()) {
        Ok(law) => {
            for pack in law.packs() {
                let note = if pack.illustrative { "  (illustrative: binds nobody)" } else { "" };
                println!("{} {}  {} / {}{note}", pack.id, pack.version, pack.title, pack.title_en);
            }
            println!("{} packs, no mistakes", law.packs().len());
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            eprintln!("{error:#}");
            Ok(ExitCode::from(3))
        }
    }
}
