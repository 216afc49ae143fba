//! `jingwei bench NAME`: measurements on the machine at hand. They print for people by default, and exactly one
//! JSON object with figures by name with `--json`; progress goes to a terminal only. Nothing is asserted.

mod detect;
mod draw;
mod figures;
mod fleet;
mod hj212;
mod http;
mod ingest;
mod judge;
mod law;
mod query;
mod replay;
mod seal;
mod server;
mod trace;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use figures::Report;

/// What can be measured.
#[derive(Debug, Subcommand)]
pub(crate) enum BenchCommand {
    /// What the detectors are worth on labelled sets, beside simple peers.
    Detect(detect::DetectArguments),
    /// A draw out of a large pool, and its verification from the bytes of its record.
    Draw(draw::DrawArguments),
    /// Reading of HJ 212 frames on one thread, beside a peer (feature `peers`).
    Hj212(hj212::Hj212Arguments),
    /// Durable ingest: readings a second into the store, beside what databases of this machine do.
    Ingest(ingest::IngestArguments),
    /// How fast readings are judged, and how soon an alarm is on the page.
    Judge(judge::JudgeArguments),
    /// The law against its worked examples and its properties: fines of random cases, weights, terms.
    Law(law::LawArguments),
    /// Questions through the API over a large store, its size, and the memory of a server that is idle.
    Query(query::QueryArguments),
    /// A past period judged again by other parameters: which alarms would appear and vanish.
    Replay(replay::ReplayArguments),
    /// What tracing is worth on releases, scenarios and simulated incidents, and how long it takes.
    Trace(trace::TraceArguments),
    /// Sealed telemetry: bytes a value, and how fast a day is written and asked.
    Seal(seal::SealArguments),
}

/// What every measurement takes.
#[derive(Debug, Clone, Args)]
pub(crate) struct OutputArguments {
    /// Print one JSON object with the figures by name.
    #[arg(long)]
    json: bool,
}

/// Measures and prints.
pub(crate) fn run(command: &BenchCommand) -> anyhow::Result<ExitCode> {
    let (report, output) = match command {
        BenchCommand::Detect(arguments) => {
            detect::run(arguments)?;
            return Ok(ExitCode::SUCCESS);
        }
        BenchCommand::Draw(arguments) => (draw::run(arguments)?, &arguments.output),
        BenchCommand::Trace(arguments) => {
            trace::run(arguments)?;
            return Ok(ExitCode::SUCCESS);
        }
        BenchCommand::Hj212(arguments) => (hj212::run(arguments)?, &arguments.output),
        BenchCommand::Ingest(arguments) => (ingest::run(arguments)?, &arguments.output),
        BenchCommand::Judge(arguments) => (judge::run(arguments)?, &arguments.output),
        BenchCommand::Law(arguments) => {
            let (report, code) = law::run(arguments)?;
            print(&report, &arguments.output)?;
            return Ok(code);
        }
        BenchCommand::Query(arguments) => (query::run(arguments)?, &arguments.output),
        BenchCommand::Replay(arguments) => (replay::run(arguments)?, &arguments.output),
        BenchCommand::Seal(arguments) => (seal::run(arguments)?, &arguments.output),
    };
    print(&report, output)?;
    Ok(ExitCode::SUCCESS)
}

fn print(report: &Report, output: &OutputArguments) -> anyhow::Result<()> {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    if output.json {
        writeln!(out, "{}", serde_json::to_string(&report.json())?)?;
    } else {
        write!(out, "{}", report.text())?;
    }
    Ok(())
}
