//! `jingwei views`: the read models, which hold nothing that the ledger does not.

use std::fs;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use clap::Args;

use super::ConfigArguments;
use crate::folder::DataFolder;
use crate::process::Keepers;

/// What `views rebuild` takes.
#[derive(Debug, Args)]
pub(crate) struct RebuildArguments {
    #[command(flatten)]
    config: ConfigArguments,
}

/// Deletes the views and folds the whole ledger again.
pub(crate) fn rebuild(arguments: &RebuildArguments) -> anyhow::Result<ExitCode> {
    let config = super::serve::configuration(&arguments.config)?;
    let started = Instant::now();
    // Locked, so that nothing is taken away from a server that runs.
    let folder = DataFolder::open(&config.data_folder)?;
    for name in ["views.db", "views.db-wal", "views.db-shm"] {
        let path = folder.path(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("cannot remove {}", path.display()));
            }
            Ok(()) | Err(_) => {}
        }
    }
    drop(folder);
    let keepers = Keepers::open(&config)?;
    println!("{} events folded in {:.1} s", keepers.views.position()?, started.elapsed().as_secs_f64());
    Ok(ExitCode::SUCCESS)
}
