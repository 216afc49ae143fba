//! What questions cost a user: a store of the size that is asked for, a server over it, and requests as pages make them.

pub(super) use store::{configuration, reading};

mod questions;
mod store;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::OutputArguments;
use super::figures::{Report, progress};
use super::server::Served;

/// What `bench query` takes.
#[derive(Debug, Args)]
pub(crate) struct QueryArguments {
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// The data folder of the store: made where it is not there, gone on with where its making was cut off, and kept. A
    /// temporary one that is removed afterwards without it.
    #[arg(long, value_name = "FOLDER")]
    store: Option<PathBuf>,
    #[command(flatten)]
    size: store::Size,
    /// Make the store and measure nothing else.
    #[arg(long)]
    make_only: bool,
    /// How often each question is asked, after two times that do not count.
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    rounds: u32,
    /// How often each is asked with the sealed files out of the machine's memory.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(0..=10_000))]
    cold_rounds: u32,
}

pub(super) fn run(arguments: &QueryArguments) -> anyhow::Result<Report> {
    let temporary = match &arguments.store {
        Some(_) => None,
        None => Some(tempfile::Builder::new().prefix("jingwei-bench-").tempdir()?),
    };
    let folder = arguments.store.as_deref().or(temporary.as_ref().map(tempfile::TempDir::path));
    let folder = folder.context("there is no folder for the store")?;
    let mut report = Report::new("query");
    let made = store::make(folder, arguments.size, &mut report)?;
    if !arguments.make_only {
        let served = Served::start(folder, made.account.clone(), store::served_at())?;
        served.report_idle(&mut report)?;
        progress("query: asking");
        questions::ask_all(&served, &made, arguments.rounds, arguments.cold_rounds, &mut report)?;
        served.stop()?;
    }
    Ok(report)
}
