//! `jingwei verify ledger`, from the files and the public key alone, and `jingwei verify draw`, from the record alone.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;
use ledger::{PublicKey, Report};

/// What `verify ledger` takes.
#[derive(Debug, Args)]
pub(crate) struct LedgerArguments {
    /// The ledger's folder, as in data/demo/ledger, or the data folder that holds it.
    folder: PathBuf,
    /// The public key: its text, or a file that holds it. Without it, the one beside the data folder's own
    /// keys is used; whoever does not trust the folder brings the key.
    #[arg(long, value_name = "KEY or FILE")]
    key: Option<String>,
    /// An earlier checkpoint that somebody else has kept: the ledger must still begin with it.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Verifies; exit code 0 where everything holds, 3 where something does not.
pub(crate) fn ledger(arguments: &LedgerArguments) -> anyhow::Result<ExitCode> {
    let nested = arguments.folder.join("ledger");
    let folder = if nested.is_dir() { nested } else { arguments.folder.clone() };
    if !folder.is_dir() {
        bail!("{} is no folder", folder.display());
    }
    let key = public_key(arguments.key.as_deref(), &folder)?;
    let report = match &arguments.against {
        Some(path) => {
            let note = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            ledger::verify_against(&folder, &key, &note)
        }
        None => ledger::verify(&folder, &key),
    };
    match arguments.json {
        true => println!("{}", serde_json::to_string(&report)?),
        false => print(&report, &key),
    }
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

/// The key that was given, as text or as a file, or that of the data folder around the ledger's.
pub(super) fn public_key(key: Option<&str>, folder: &std::path::Path) -> anyhow::Result<PublicKey> {
    match key {
        Some(given) => {
            let text = match fs::read_to_string(given) {
                Ok(text) => text,
                Err(_) => given.to_owned(),
            };
            text.trim().parse().with_context(|| format!("{given} is neither a key nor a file with one"))
        }
        None => {
            let keys = folder.parent().unwrap_or(folder).join("keys");
            PublicKey::load(&keys)
                .with_context(|| format!("no public key in {}; give one with --key", keys.display()))
        }
    }
}

fn print(report: &Report, key: &PublicKey) {
    println!(
        "{} events in {} streams, {} checkpoints, root {}",
        report.size, report.streams, report.checkpoints, report.root
    );
    println!("key {key}");
    for fault in &report.faults {
        let place = fault.sequence.map_or_else(String::new, |sequence| format!("event {sequence}: "));
        let stream = fault.stream.as_deref().map_or_else(String::new, |stream| format!(" ({stream})"));
        println!("FAULT {place}{}{stream}", fault.detail);
    }
    if report.unlisted_faults > 0 {
        println!("and {} more faults", report.unlisted_faults);
    }
    println!("{}", if report.ok { "everything holds" } else { "this ledger is not as it was written" });
}

/// What `verify draw` takes.
#[derive(Debug, Args)]
pub(crate) struct DrawArguments {
    /// The published record (JSON, docs/draw.md).
    file: PathBuf,
    /// The commitment that was published before the draw, if it was kept: 64 hexadecimal digits.
    #[arg(long, value_name = "HASH")]
    commitment: Option<draw::Digest>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Verifies; exit code 0 where everything holds, 3 where something does not.
pub(crate) fn draw(arguments: &DrawArguments) -> anyhow::Result<ExitCode> {
    let path = &arguments.file;
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let report = match arguments.commitment {
        Some(kept) => draw::verify_against(&bytes, kept),
        None => draw::verify(&bytes),
    };
    match arguments.json {
        true => println!("{}", serde_json::to_string(&report)?),
        false => print_draw(&report),
    }
    Ok(if report.ok { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

fn print_draw(report: &draw::Report) {
    for (index, attempt) in report.attempts.iter().enumerate() {
        let state = match (attempt.state, &attempt.void) {
            (_, Some(reason)) => format!("void: {reason}"),
            (draw::State::Committed, None) => "waits for its chance".to_owned(),
            (draw::State::Drawn | draw::State::Void, None) => "drawn".to_owned(),
        };
        let (number, occasion) = (index + 1, &attempt.occasion);
        println!("{occasion}, attempt {number}: {} of {} objects, {state}", attempt.drawn, attempt.objects);
        if let Some(commitment) = attempt.commitment {
            println!("  commitment {commitment}");
        }
    }
    for fault in &report.faults {
        println!("FAULT {fault}");
    }
    println!("{}", if report.ok { "everything holds" } else { "this is not the record of an honest draw" });
}
