//! `jingwei import register`.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use casework::register::Command;
use clap::Args;
use model::{Actor, RegisterEntry};

use super::ConfigArguments;
use crate::clock::MachineClock;
use crate::process::Keepers;

/// What `import register` takes.
#[derive(Debug, Args)]
pub(crate) struct RegisterArguments {
    #[command(flatten)]
    config: ConfigArguments,
    /// A JSON array of entries, as docs/register.md describes.
    file: PathBuf,
}

/// Imports all entries or none. The server must not be running: it holds the data folder.
pub(crate) fn register(arguments: &RegisterArguments) -> anyhow::Result<ExitCode> {
    let config = super::serve::configuration(&arguments.config)?;
    let path = arguments.file.display();
    let text = fs::read_to_string(&arguments.file).with_context(|| format!("cannot read {path}"))?;
    let entries: Vec<RegisterEntry> =
        serde_json::from_str(&text).with_context(|| format!("{path} is no list of register entries"))?;
    let count = entries.len();
    let keepers = Keepers::open(&config)?;
    let office = keepers.office(Arc::new(MachineClock::default()));
    let origin =
        arguments.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let command = Command::Import { entries, origin };
    let done = office.register(None, &Actor::system("import"), &command)?;
    match done.events {
        0 => println!("{count} entries read, all of them in the register already"),
        _ => println!("{count} entries read; the register is at version {}", done.version),
    }
    Ok(ExitCode::SUCCESS)
}
