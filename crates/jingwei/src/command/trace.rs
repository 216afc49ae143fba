//! `jingwei trace`: which sources would explain what was measured, from files alone.

mod answer;

use std::num::NonZero;
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

/// Without roads, measuring is thought of at so many places along each side of the site.
const PLACES_ALONG: usize = 15;
/// So many places are proposed.
const PROPOSED: usize = 5;

/// Reads the scenario, traces it and prints what is likely.
pub(crate) fn run(arguments: &TraceArguments) -> anyhow::Result<ExitCode> {
    let read = || trial::scenario::read(&arguments.scenario);
    let scenario = read().with_context(|| format!("cannot trace {}", arguments.scenario.display()))?;
    let threads = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let begin = Instant::now();
    let outcome = ::trace::trace_on(&scenario.input, threads)?;
    let seconds = begin.elapsed().as_secs_f64();
    let mut ways = scenario.ways;
    if ways.is_empty() {
        ways = ::trace::places_all_over(&scenario.input, PLACES_ALONG);
    }
    let next = ::trace::next_measurement(&scenario.input, &outcome, &ways, PROPOSED)?;
    let told = answer::Told { outcome: &outcome, next: &next, assumed: &scenario.assumed, seconds };
    if arguments.json {
        println!("{}", answer::json(&told));
    } else {
        print!("{}", answer::text(&told));
    }
    Ok(ExitCode::SUCCESS)
}
