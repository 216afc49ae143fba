//! How fast readings are judged, how soon an alarm is on the page while loggers keep the server busy, and what ten
//! thousand alarms at once cost.

mod burst;
mod engine;
mod events;
mod page;

use clap::Args;

use super::OutputArguments;
use super::figures::Report;

/// What `bench judge` takes.
#[derive(Debug, Args)]
pub(crate) struct JudgeArguments {
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// Measure these alone; everything but the burst without it.
    #[arg(long, value_enum, value_delimiter = ',', value_name = "PART")]
    only: Vec<Part>,
    /// Outlets of the city whose loggers all fall silent at once.
    #[arg(long, default_value_t = 10_000, value_parser = clap::value_parser!(u32).range(20..=10_000))]
    silent: u32,
    /// Outlets of the city that the engine judges, each with six factors.
    #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    outlets: u32,
    /// Hours of the city that are judged; each is a round.
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=23))]
    rounds: u32,
    /// Alarms that are waited for at each load.
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=900))]
    alarms: u32,
    /// Readings a second that loggers send meanwhile, one measurement each; 0 is as fast as they are acknowledged.
    #[arg(long, value_delimiter = ',', default_value = "100000,0")]
    loads: Vec<u32>,
}

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The detectors alone, on one thread.
    Engine,
    /// From a frame to the page.
    Page,
    /// Every logger of a large city falls silent at once.
    Burst,
}

/// Measures.
pub(super) fn run(arguments: &JudgeArguments) -> anyhow::Result<Report> {
    let wanted = |part| arguments.only.is_empty() || arguments.only.contains(&part);
    let mut report = Report::new("judge");
    if wanted(Part::Engine) {
        engine::measure(arguments.outlets, arguments.rounds, &mut report)?;
    }
    if wanted(Part::Page) {
        page::measure(&arguments.loads, arguments.alarms, &mut report)?;
    }
    // Minutes long, and not yet sure to end: only for whoever asks for it.
    if arguments.only.contains(&Part::Burst) {
        burst::measure(arguments.silent, &mut report)?;
    }
    Ok(report)
}
