//! `jingwei lake` and `jingwei verify lake`: sealed telemetry by hand, and against the ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use casework::telemetry::{Event, FileSeal, SealedFiles};
use clap::{Args, Subcommand};
use lake::{Lake, Period};
use ledger::PublicKey;
use model::Clock;
use serde::Serialize;

use super::ConfigArguments;
use crate::clock::MachineClock;
use crate::process::{Keepers, open_lake, sealing_alone};
use crate::sealing::Sealing;

/// What can be done with the lake while the server is stopped.
#[derive(Debug, Subcommand)]
pub(crate) enum LakeCommand {
    /// Seal every finished day now, whatever the configuration's delay.
    Seal(LakeArguments),
    /// Compact every finished month of sealed days now.
    Compact(LakeArguments),
    /// Tell what is sealed.
    Status(LakeArguments),
}

/// What the commands of the lake take.
#[derive(Debug, Args)]
pub(crate) struct LakeArguments {
    #[command(flatten)]
    config: ConfigArguments,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Runs it.
pub(crate) fn run(command: &LakeCommand) -> anyhow::Result<ExitCode> {
    match command {
        LakeCommand::Seal(arguments) => act(arguments, |sealing| {
            let mut sealed = Vec::new();
            for (granularity, day) in sealing.lake.hot_days()? {
                if Period::Day(day).end() <= sealing.clock.now() {
                    sealed.extend(sealing.seal(granularity, day)?);
                }
            }
            Ok(sealed)
        }),
        LakeCommand::Compact(arguments) => act(arguments, |sealing| {
            let mut compacted = Vec::new();
            for (granularity, month) in sealing.months_of_days() {
                if Period::Month(month).end() <= sealing.clock.now() {
                    compacted.extend(sealing.compact(granularity, month)?);
                }
            }
            Ok(compacted)
        }),
        LakeCommand::Status(arguments) => status(arguments),
    }
}

fn act(
    arguments: &LakeArguments,
    act: impl FnOnce(&Sealing) -> anyhow::Result<Vec<lake::Seal>>,
) -> anyhow::Result<ExitCode> {
    let config = super::serve::configuration(&arguments.config)?;
    let keepers = Keepers::open(&config)?;
    let clock: Arc<dyn Clock> = Arc::new(MachineClock::default());
    let sealing = sealing_alone(&config, &keepers, clock)?;
    sealing.finish_what_was_begun()?;
    let seals = act(&sealing)?;
    let rows: u64 = seals.iter().map(lake::Seal::rows).sum();
    let bytes: u64 = seals.iter().flat_map(|seal| &seal.files).map(|file| file.bytes).sum();
    if arguments.json {
        println!("{}", serde_json::json!({ "periods": seals.len(), "rows": rows, "bytes": bytes }));
    } else {
        println!("{} periods, {rows} values, {bytes} bytes", seals.len());
    }
    Ok(ExitCode::SUCCESS)
}

#[derive(Debug, Serialize)]
struct FileStatus {
    path: String,
    kind: &'static str,
    granularity: &'static str,
    period: String,
    rows: u64,
    bytes: u64,
    sha256: String,
    replaced_days: Vec<String>,
}

fn status(arguments: &LakeArguments) -> anyhow::Result<ExitCode> {
    let config = super::serve::configuration(&arguments.config)?;
    let folder = crate::folder::DataFolder::open(&config.data_folder)?;
    let lake: Lake = open_lake(&config, &folder)?;
    let (status, damaged) = (lake.sealed_status(), lake.damaged_files());
    let files: Vec<FileStatus> = lake
        .sealed_files()
        .into_iter()
        .map(|file| FileStatus {
            kind: file.kind.text(),
            granularity: api::granularity_code(file.granularity),
            period: file.period.to_string(),
            rows: file.rows,
            bytes: file.bytes,
            sha256: file.sha256,
            replaced_days: file.replaced_days.iter().map(ToString::to_string).collect(),
            path: file.name,
        })
        .collect();
    if arguments.json {
        let object = serde_json::json!({
            "periods": status.periods, "rows": status.rows, "values": status.values, "bytes": status.bytes,
            "unsettled": status.unsettled, "damaged": damaged, "files": files,
        });
        println!("{object}");
    } else {
        for file in &files {
            println!("{} {} rows {} bytes {}", file.path, file.rows, file.bytes, file.sha256);
        }
        let per_value = status.bytes as f64 / status.values.max(1) as f64;
        println!(
            "{} periods, {} rows, {} bytes, {per_value:.2} bytes a value, {} to settle",
            status.periods, status.rows, status.bytes, status.unsettled
        );
        for (name, detail) in &damaged {
            println!("DAMAGED {name}: {detail}");
        }
    }
    Ok(if damaged.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

/// What `verify lake` takes.
#[derive(Debug, Args)]
pub(crate) struct VerifyArguments {
    /// The data folder, with ledger and lake in it.
    folder: PathBuf,
    /// The ledger's public key; without it, the one in the data folder.
    #[arg(long, value_name = "KEY or FILE")]
    key: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// What was found.
#[derive(Debug, Default, Serialize)]
struct LakeReport {
    ok: bool,
    /// Files whose hash is that of the ledger.
    verified: u64,
    bytes: u64,
    /// Files that are not what the ledger says.
    altered: Vec<String>,
    /// Files of the ledger that are not there.
    missing: Vec<String>,
    /// Files that the ledger does not know: sealed a moment ago, or put there by somebody.
    unknown: Vec<String>,
    /// Files that were replaced and are still there.
    replaced: u64,
}

/// Recomputes the hashes of all sealed files against the ledger; exit code 3 where something does not hold.
pub(crate) fn verify(arguments: &VerifyArguments) -> anyhow::Result<ExitCode> {
    let ledger = arguments.folder.join("ledger");
    if !ledger.is_dir() {
        bail!("{} holds no ledger", arguments.folder.display());
    }
    let key: PublicKey = super::verify::public_key(arguments.key.as_deref(), &ledger)?;
    let report = ledger::verify(&ledger, &key);
    if !report.ok {
        bail!("the ledger itself does not hold: run `jingwei verify ledger`");
    }
    let mut expected = SealedFiles::default();
    let mut bad = None;
    ledger::verify::each_event(&ledger, &mut |event| {
        if Event::KINDS.contains(&event.kind.as_str()) {
            match Event::from_json(&event.kind, &event.body) {
                Ok(event) => expected.apply(&event),
                Err(error) => bad = Some(error),
            }
        }
    })?;
    if let Some(error) = bad {
        return Err(error).context("an event of the ledger is not understood by this version");
    }
    let report = compare(&arguments.folder.join("lake"), &expected)?;
    if arguments.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        println!("{} files hold, {} bytes", report.verified, report.bytes);
        for (what, names) in
            [("ALTERED", &report.altered), ("MISSING", &report.missing), ("UNKNOWN", &report.unknown)]
        {
            names.iter().for_each(|name| println!("{what} {name}"));
        }
        println!("{}", if report.ok { "everything holds" } else { "the lake is not as it was sealed" });
    }
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

fn compare(lake: &Path, expected: &SealedFiles) -> anyhow::Result<LakeReport> {
    let mut report = LakeReport::default();
    let by_name: BTreeMap<&str, &FileSeal> =
        expected.files().map(|file| (file.name.as_str(), file)).collect();
    for (name, file) in &by_name {
        match lake::sha256_of_file(&lake.join(name)) {
            Ok(hash) if hash == file.sha256 => {
                report.verified += 1;
                report.bytes += file.bytes;
            }
            Ok(_) => report.altered.push((*name).to_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                report.missing.push((*name).to_owned());
            }
            Err(error) => return Err(error).with_context(|| format!("cannot read {name}")),
        }
    }
    let mut found = BTreeSet::new();
    parquet_files(lake, &lake.join("sealed"), &mut found)?;
    for name in found {
        if by_name.contains_key(name.as_str()) {
            continue;
        }
        if expected.replaced(&name).is_some() {
            report.replaced += 1;
        } else {
            report.unknown.push(name);
        }
    }
    report.ok = report.altered.is_empty() && report.missing.is_empty() && report.unknown.is_empty();
    Ok(report)
}

/// The names of all Parquet files below `folder`, relative to `lake`.
fn parquet_files(lake: &Path, folder: &Path, found: &mut BTreeSet<String>) -> anyhow::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            parquet_files(lake, &path, found)?;
        } else if path.extension().is_some_and(|extension| extension == "parquet") {
            let name = path.strip_prefix(lake).unwrap_or(&path);
            found.insert(name.to_string_lossy().into_owned());
        }
    }
    Ok(())
}
