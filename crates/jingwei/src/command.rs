//! The sub-commands. They print for people by default and one JSON object with `--json`; exit codes: 0 done,
//! 1 failed, 2 wrong usage, 3 checked and found wrong.

mod account;
mod bench;
mod demo;
mod detect;
mod hj212;
mod import;
mod lake;
mod law;
mod readings;
mod serve;
mod trace;
mod verify;
mod views;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Parser, Subcommand};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Jingwei 泾渭: watch, act at the first moment, be fair, and prove it.
#[derive(Debug, Parser)]
#[command(
    name = "jingwei",
    version,
    about = "Environmental supervision with evidence: devices, alarms and a ledger"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a bureau's server.
    Serve(serve::ServeArguments),
    /// Run a simulated city with its own data folder, and print how to sign in.
    Demo(demo::DemoArguments),
    /// Check what was recorded, from files alone.
    #[command(subcommand)]
    Verify(VerifyCommand),
    /// Decode and encode HJ 212 frames.
    #[command(subcommand)]
    Hj212(Hj212Command),
    /// Bring a register, or readings, in from a file.
    #[command(subcommand)]
    Import(ImportCommand),
    /// Keep accounts.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Ask the law: fines, terms, and whether the packs are right.
    #[command(subcommand)]
    Law(law::LawCommand),
    /// Keep the views, from which pages are made.
    #[command(subcommand)]
    Views(ViewsCommand),
    /// Seal finished days of telemetry, compact months, tell what is sealed. The server must be stopped.
    #[command(subcommand)]
    Lake(lake::LakeCommand),
    /// Look at single series without a register.
    #[command(subcommand)]
    Detect(detect::DetectCommand),
    /// Find the sources that would explain what was measured in the air.
    Trace(trace::TraceArguments),
    /// Measure on this machine; nothing is asserted.
    #[command(subcommand)]
    Bench(bench::BenchCommand),
}

#[derive(Debug, Subcommand)]
enum ViewsCommand {
    /// Delete the views and fold the ledger again. The server must be stopped.
    Rebuild(views::RebuildArguments),
}

#[derive(Debug, Subcommand)]
enum VerifyCommand {
    /// Check a ledger with its public key; needs only the files.
    Ledger(verify::LedgerArguments),
    /// Check the published record of a draw by lot; needs only the file.
    Draw(verify::DrawArguments),
    /// Check every sealed file of telemetry against the ledger; needs only the files.
    Lake(lake::VerifyArguments),
}

#[derive(Debug, Subcommand)]
enum Hj212Command {
    /// Print one JSON object a line, or words, for a byte stream of frames.
    Decode {
        /// The file to read; standard input without it.
        file: Option<PathBuf>,
        /// The key of encrypted frames (2025): 16 characters or 32 hexadecimal digits.
        #[arg(long, env = "JINGWEI_HJ212_KEY", hide_env_values = true)]
        key: Option<::hj212::cipher::Key>,
        /// Add to each line what its codes mean.
        #[arg(long)]
        explain: bool,
        /// Print words for people in this language in place of JSON.
        #[arg(long, value_name = "LANGUAGE", conflicts_with = "explain")]
        words: Option<hj212::Language>,
    },
    /// Write frames for JSON lines as `decode` prints them.
    Encode {
        /// The file to read; standard input without it.
        file: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum ImportCommand {
    /// Add the entries of a JSON file to the register; all or none.
    Register(import::RegisterArguments),
    /// Bring readings of stations, outlets, meters or a cruise in from CSV or Excel.
    Readings(readings::ReadingsArguments),
}

/// Where the configuration is.
#[derive(Debug, Clone, Args)]
struct ConfigArguments {
    /// The configuration file (TOML); every field is optional, and so is the file.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

fn parse_speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(speed) if (0.01..=10_000.0).contains(&speed) => Ok(speed),
        _ => Err("expected a number from 0.01 to 10000".to_owned()),
    }
}

/// Ctrl-C and the system's request to end. They are heard from when this is made, which is before anybody is told that
/// something is served: until then they end the process as it stands.
struct Ending {
    interrupt: Signal,
    terminate: Signal,
}

impl Ending {
    /// To be called in the runtime.
    fn listen() -> anyhow::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Waits for either.
    async fn asked_for(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

fn input(file: Option<&Path>) -> anyhow::Result<Box<dyn BufRead>> {
    Ok(match file {
        None => Box::new(std::io::stdin().lock()),
        Some(path) => {
            let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
            Box::new(BufReader::new(file))
        }
    })
}

fn decode(
    file: Option<&Path>,
    key: Option<&::hj212::cipher::Key>,
    form: hj212::Output,
) -> anyhow::Result<ExitCode> {
    let summary = hj212::decode(input(file)?, key, form, std::io::stdout().lock())?;
    Ok(if summary.is_success() { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

fn encode(file: Option<&Path>) -> anyhow::Result<ExitCode> {
    let summary = hj212::encode(input(file)?, std::io::stdout().lock(), std::io::stderr().lock())?;
    Ok(if summary.is_success() { ExitCode::SUCCESS } else { ExitCode::from(3) })
}

/// Runs the command and tells how it went by exit code; what failed is printed with its causes.
pub(crate) fn run(arguments: Arguments) -> ExitCode {
    let outcome = match arguments.command {
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Verify(VerifyCommand::Ledger(arguments)) => verify::ledger(&arguments),
        Command::Verify(VerifyCommand::Draw(arguments)) => verify::draw(&arguments),
        Command::Verify(VerifyCommand::Lake(arguments)) => lake::verify(&arguments),
        Command::Lake(command) => lake::run(&command),
        Command::Hj212(Hj212Command::Decode { file, key, explain, words }) => {
            let json = if explain { hj212::Output::ExplainedJson } else { hj212::Output::Json };
            decode(file.as_deref(), key.as_ref(), words.map_or(json, hj212::Output::Words))
        }
        Command::Hj212(Hj212Command::Encode { file }) => encode(file.as_deref()),
        Command::Import(ImportCommand::Register(arguments)) => import::register(&arguments),
        Command::Import(ImportCommand::Readings(arguments)) => readings::readings(&arguments),
        Command::Account(command) => account::run(&command),
        Command::Views(ViewsCommand::Rebuild(arguments)) => views::rebuild(&arguments),
        Command::Detect(command) => detect::run(&command),
        Command::Trace(arguments) => trace::run(&arguments),
        Command::Bench(command) => bench::run(&command),
        Command::Law(command) => law::run(&command),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("jingwei: {error:#}");
            ExitCode::from(1)
        }
    }
}
