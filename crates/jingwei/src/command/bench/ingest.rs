//! How fast readings become durable.

mod peers;
mod sockets;
mod store;

use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::OutputArguments;
use super::figures::{Report, progress};

/// What `bench ingest` takes.
#[derive(Debug, Args)]
pub(crate) struct IngestArguments {
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// Rounds of each measurement; they take turns.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=100))]
    rounds: u32,
    /// How long each round writes, in seconds.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=600))]
    seconds: u32,
    /// Measure these alone, as in `--only sockets,peers`; everything without it.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PART")]
    only: Vec<Part>,
    /// Where the stores are made; they are removed afterwards. The folder of temporary files without it.
    #[arg(long, value_name = "FOLDER")]
    folder: Option<PathBuf>,
    #[command(flatten)]
    peers: peers::PeerArguments,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The store alone, in batches.
    Store,
    /// Loggers over sockets.
    Sockets,
    /// Databases of this machine.
    Peers,
}

pub(super) fn run(arguments: &IngestArguments) -> anyhow::Result<Report> {
    let base = arguments.folder.clone().unwrap_or_else(std::env::temp_dir);
    std::fs::create_dir_all(&base).with_context(|| format!("cannot make {}", base.display()))?;
    let mut report = Report::new("ingest");
    let (mut store, mut sockets) = (store::Rounds::default(), sockets::Rounds::default());
    let mut peers = peers::Rounds::default();
    let wanted = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    for round in 1..=arguments.rounds {
        progress(&format!("ingest: round {round} of {}", arguments.rounds));
        if wanted(Part::Store) {
            store.measure(&base, arguments.seconds)?;
        }
        if wanted(Part::Sockets) {
            sockets.measure(&base, arguments.seconds)?;
        }
        if wanted(Part::Peers) {
            peers.measure(&arguments.peers, arguments.seconds)?;
        }
    }
    if wanted(Part::Store) {
        store.report(&mut report);
        report.note("a batch is 5,000 readings; it is answered when it is on the disk (fsync)");
    }
    if wanted(Part::Sockets) {
        sockets.report(&mut report);
    }
    if wanted(Part::Peers) {
        peers.report(&mut report);
    }
    Ok(report)
}

/// A folder of its own below `base`, removed when dropped.
fn folder(base: &std::path::Path) -> anyhow::Result<tempfile::TempDir> {
    tempfile::Builder::new()
        .prefix("jingwei-bench-")
        .tempdir_in(base)
        .with_context(|| format!("cannot make a folder in {}", base.display()))
}
