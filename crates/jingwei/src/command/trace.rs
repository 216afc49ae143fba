//! `jingwei trace`: which sources would explain what was measured, from files alone.

mod answer;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Context;
use clap::Args;

/// What `trace` takes.
#[derive(Debug, Args)]
pub(crate) struct TraceArguments {
    /// A folder with sensors.csv, wind.csv, obs.csv and register.csv.
    #[arg(long, value_name = "DIR")]
    scenario: PathBuf,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Reads the scenario, traces it and prints what is likely.
pub(crate) fn run(arguments: &TraceArguments) -> anyhow::Result<ExitCode> {
    let read = || trial::scenario::read(&arguments.scenario);
    let scenario = read().with_context(|| format!("cannot trace {}", arguments.scenario.display()))?;
    let begin = Instant::now();
    let outcome = ::trace::trace(&scenario.input)?;
    let seconds = begin.elapsed().as_secs_f64();
    if arguments.json {
        println!("{}", answer::json(&outcome, &scenario.assumed, seconds));
    } else {
        print!("{}", answer::text(&outcome, &scenario.assumed, seconds));
    }
    Ok(ExitCode::SUCCESS)
}
