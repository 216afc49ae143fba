//! What tracing is worth: the kernel on real releases, kept scenarios, simulated incidents, and how long it takes.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use serde_json::{Map, Value, json};
use trial::{incidents, prairie_grass, scenario};

use super::OutputArguments;

/// What is measured.
#[derive(Debug, Args)]
pub(crate) struct TraceArguments {
    /// A folder with Prairie Grass, with one scenario, or with a folder for each scenario; may be given several times.
    /// Without it, those beside the project.
    #[arg(long, value_name = "DIR")]
    set: Vec<PathBuf>,
    /// How many simulated incidents; 0 for none.
    #[arg(long, value_name = "N", default_value_t = 500)]
    incidents: usize,
    /// The seed of the first incident.
    #[arg(long, value_name = "N", default_value_t = 20_200_729)]
    seed: u64,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

/// Measures and prints.
pub(crate) fn run(arguments: &TraceArguments) -> anyhow::Result<()> {
    let kept = ["../shared/data/prairie_grass", "../shared/data/sim_source_scenarios"];
    let sets = match arguments.set.is_empty() {
        true => kept.iter().map(PathBuf::from).filter(|set| set.is_dir()).collect(),
        false => arguments.set.clone(),
    };
    let mut figures = Map::new();
    for set in &sets {
        judge_set(set, &mut figures)?;
    }
    figures.insert("large_register".to_owned(), large_register()?);
    if arguments.incidents > 0 {
        let of_incidents = incidents::run(arguments.incidents, arguments.seed)?;
        figures.insert("incidents".to_owned(), serde_json::to_value(of_incidents)?);
    }
    let figures = Value::Object(figures);
    if arguments.output.json {
        println!("{}", serde_json::to_string(&figures)?);
    } else {
        super::detect::tell(&figures, &mut Vec::new());
    }
    Ok(())
}

fn judge_set(set: &Path, figures: &mut Map<String, Value>) -> anyhow::Result<()> {
    if prairie_grass::is_there(set) {
        figures.insert("prairie_grass".to_owned(), serde_json::to_value(prairie_grass::run(set)?)?);
        return Ok(());
    }
    let mut folders = vec![set.to_owned()];
    if !scenario::is_there(set) {
        folders = std::fs::read_dir(set)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
        folders.retain(|folder| scenario::is_there(folder));
        folders.sort();
    }
    anyhow::ensure!(!folders.is_empty(), "{} holds neither Prairie Grass nor a scenario", set.display());
    for folder in folders {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        figures.insert(name, judge_scenario(&folder)?);
    }
    Ok(())
}

/// The probabilities of true sources and of the most accused other one, and the least of five times.
fn judge_scenario(folder: &Path) -> anyhow::Result<Value> {
    let scenario = scenario::read(folder)?;
    let (outcome, [seconds, on_one_core]) = timed(&scenario.input)?;
    let truth = scenario::true_sources(folder)?;
    let (mut least_true, mut most_false) = (1.0f64, 0.0f64);
    for candidate in &outcome.candidates {
        match truth.contains(&candidate.id) {
            true => least_true = least_true.min(candidate.probability),
            false => most_false = most_false.max(candidate.probability),
        }
    }
    Ok(json!({
        "sources": truth.len(),
        "least_of_true_sources": least_true,
        "most_of_others": most_false,
        "unregistered": outcome.unregistered.probability,
        "none": outcome.none,
        "seconds": seconds,
        "seconds_on_one_core": on_one_core,
    }))
}

/// 2,000 candidates, eight stations, a day of minutes.
fn large_register() -> anyhow::Result<Value> {
    let (_, [seconds, on_one_core]) = timed(&incidents::large_register())?;
    Ok(json!({
        "candidates": 2_000,
        "stations": 8,
        "minutes": 1_440,
        "seconds": seconds,
        "seconds_on_one_core": on_one_core,
    }))
}

/// The outcome, and the least seconds of five times: on all cores, and on one, which is processor time.
fn timed(input: &::trace::Input) -> anyhow::Result<(::trace::Outcome, [f64; 2])> {
    let cores = std::thread::available_parallelism().unwrap_or(NonZero::<usize>::MIN);
    let mut least = [f64::INFINITY; 2];
    let mut outcome = ::trace::trace(input)?;
    for _ in 0..5 {
        for (threads, least) in [cores, NonZero::<usize>::MIN].into_iter().zip(&mut least) {
            let begin = Instant::now();
            outcome = ::trace::trace_on(input, threads)?;
            *least = least.min(begin.elapsed().as_secs_f64());
        }
    }
    Ok((outcome, least))
}
