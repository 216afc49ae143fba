//! `jingwei law …`: what the packs say, without a server. Exit codes: 0 answered, 1 failed, 2 a field of the input or of
//! the command line is wrong, 3 the law gives no answer or not the expected one.

mod air;
mod cases;
mod check;
mod diff;
mod due;
mod exempt;
mod fine;
mod output;
mod payment;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Args, Subcommand};
use law::{Given, Law, OfficeHours};

/// What can be asked of the law.
#[derive(Debug, Subcommand)]
pub(crate) enum LawCommand {
    /// Check the built-in packs, or those of a folder, and run their worked examples.
    Check {
        /// A folder of TOML packs.
        folder: Option<PathBuf>,
    },
    /// Preview what a new pack changes: entries, worked examples, cases.
    Diff(diff::DiffArguments),
    /// Reckon one fine: range, steps and sources.
    Fine(fine::FineArguments),
    /// When a term is due, with its proof.
    Due(due::DueArguments),
    /// Which entries of a catalogue of minor violations a case matches, with reasons.
    Exempt(exempt::ExemptArguments),
    /// What a late payment adds to a fine.
    Surcharge(payment::SurchargeArguments),
    /// A fine for every day on which an act went on after the order to end it.
    Daily(payment::DailyArguments),
    /// Which provision applies to an act: that of its day, unless a later one is lighter.
    Statute(payment::StatuteArguments),
    /// The air quality index of means, by the version of a day.
    Aqi(air::AqiArguments),
    /// The class of surface water of means, by the limits of a day.
    Water(air::WaterArguments),
}

/// Which packs are asked, and how the answer is printed.
#[derive(Debug, Clone, Args)]
struct AskArguments {
    /// A folder of TOML packs in place of the built-in ones.
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl AskArguments {
    fn law(&self) -> anyhow::Result<Law> {
        crate::packs::load(self.packs.as_deref(), OfficeHours::default())
    }
}

/// Asks, and tells how it went by exit code.
pub(crate) fn run(command: &LawCommand) -> anyhow::Result<ExitCode> {
    match command {
        LawCommand::Check { folder } => check::check(folder.as_deref()),
        LawCommand::Diff(arguments) => diff::run(arguments),
        LawCommand::Fine(arguments) => fine::run(arguments),
        LawCommand::Due(arguments) => due::run(arguments),
        LawCommand::Exempt(arguments) => exempt::run(arguments),
        LawCommand::Surcharge(arguments) => payment::surcharge(arguments),
        LawCommand::Daily(arguments) => payment::daily(arguments),
        LawCommand::Statute(arguments) => payment::statute(arguments),
        LawCommand::Aqi(arguments) => air::aqi(arguments),
        LawCommand::Water(arguments) => air::water(arguments),
    }
}

/// The JSON of a file, or of standard input for `-`.
fn input(file: &Path) -> anyhow::Result<Given> {
    let text = if file == Path::new("-") {
        std::io::read_to_string(std::io::stdin()).context("cannot read standard input")?
    } else {
        std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?
    };
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).with_context(|| format!("{} is no JSON", file.display()))
}
