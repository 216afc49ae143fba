//! A past period of a store judged again: how fast that is, and what a change of a rule would have changed.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::Context;
use casework::rule::{self, Rules};
use clap::Args;
use detect::{Judging, ParameterValues, tunables};
use jiff::civil::Date;
use model::{FindingKind, Register, Timestamp, china};

use super::OutputArguments;
use super::figures::Report;
use crate::clock::ScenarioClock;
use crate::process::{Keepers, open_lake};
use crate::rejudge::{Case, Change, Episode, rejudge};

/// Alarms that are named, of those that appear or vanish.
const NAMED: usize = 20;

/// What `bench replay` takes.
#[derive(Debug, Args)]
pub(crate) struct ReplayArguments {
    #[command(flatten)]
    pub(super) output: OutputArguments,
    /// The data folder, whose server must be stopped.
    #[arg(long, value_name = "FOLDER")]
    store: PathBuf,
    /// The first day that counts.
    #[arg(long, value_name = "DATE")]
    from: Date,
    /// The day behind the last that counts.
    #[arg(long, value_name = "DATE")]
    to: Date,
    /// What would be changed, as in `realtime.hold_s=1800`; may be given several times. Without it, the rules that are in
    /// shadow at the end of the period are held against those in force.
    #[arg(long = "set", value_name = "CODE=VALUE", value_parser = setting)]
    settings: Vec<(String, f64)>,
    /// Days before the first from which the detectors learn.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u32).range(0..=366))]
    learn_days: u32,
    /// Threads that judge; as many as the machine has cores without it.
    #[arg(long)]
    threads: Option<NonZeroUsize>,
}

/// Judges the period.
pub(super) fn run(arguments: &ReplayArguments) -> anyhow::Result<Report> {
    anyhow::ensure!(arguments.from < arguments.to, "--from must lie before --to");
    anyhow::ensure!(arguments.store.join("lake").is_dir(), "{} is no data folder", arguments.store.display());
    let config = super::query::configuration(&arguments.store)?;
    let keepers = Keepers::open(&config)?;
    let lake = open_lake(&config, &keepers.folder)?;
    let register = keepers.views.register();
    let midnight = |day: Date| -> Timestamp { china::instant(day.at(0, 0, 0, 0)) };
    let from = midnight(arguments.from);
    let to = midnight(arguments.to);
    let rules = keepers.office(Arc::new(ScenarioClock::new(to, 1.0))).rules()?;
    let (before, after) = judging(&rules, &register, to, &arguments.settings)?;
    let case = Case {
        lake: &lake,
        register: &register,
        learn_from: china::plus_seconds(from, -86_400 * i64::from(arguments.learn_days)),
        from,
        to,
        counts: &|_| true,
        judging: [&before, &after],
    };
    let threads =
        arguments.threads.or(std::thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    let began = Instant::now();
    let change = rejudge(&case, threads, &tell).context("it was broken off")?;
    let seconds = began.elapsed().as_secs_f64();
    let mut report = Report::new("replay");
    report.add("readings", "", [change.readings as f64]);
    report.add("seconds", "s", [seconds]);
    report.add("readings_per_second", "/s", [change.readings as f64 / seconds]);
    report.add("alarms_that_stay", "", [change.stay.values().sum::<u64>() as f64]);
    report.add("alarms_that_appear", "", [change.appear.len() as f64]);
    report.add("alarms_that_vanish", "", [change.vanish.len() as f64]);
    name(&change, &mut report);
    report.note("the silence of loggers is not judged again: when frames arrived is not gone through");
    Ok(report)
}

/// `CODE=VALUE`.
fn setting(text: &str) -> Result<(String, f64), String> {
    let (code, value) = text.split_once('=').ok_or("it is not CODE=VALUE")?;
    let value = value.trim().parse().map_err(|_| format!("{value:?} is no number"))?;
    Ok((code.trim().to_owned(), value))
}

/// By what the period is judged: the rules in force at its end, and what would take their place.
fn judging(
    rules: &Rules,
    register: &Register,
    at: Timestamp,
    settings: &[(String, f64)],
) -> anyhow::Result<(Judging, Judging)> {
    let (before, _) = rule::parameters(rules, register, at);
    if settings.is_empty() {
        let (after, _) = rule::shadow_parameters(rules, register, at);
        return Ok((before, after));
    }
    let mut by_kind: BTreeMap<FindingKind, ParameterValues> = BTreeMap::new();
    for (code, value) in settings {
        // One that no kind has goes to the first, which says what was probably meant.
        let has_it = |kind: &FindingKind| tunables(*kind).any(|tunable| tunable.code == code);
        let of_group = |kind: &FindingKind| {
            let group = code.split('.').next();
            tunables(*kind).any(|tunable| tunable.code.split('.').next() == group)
        };
        let all = || FindingKind::ALL.into_iter();
        let kind = all().find(has_it).or_else(|| all().find(of_group)).unwrap_or(FindingKind::ExceedanceHour);
        by_kind.entry(kind).or_default().insert(code.clone(), *value);
    }
    let mut after = before.clone();
    for (kind, values) in by_kind {
        let problems = after.tune(kind, &values);
        if let Some(problem) = problems.first() {
            anyhow::bail!("{}", problem.message_en());
        }
    }
    Ok((before, after))
}

fn tell(done: f64) -> ControlFlow<()> {
    if std::io::stderr().is_terminal() {
        eprint!("\rreplay: {:.1} %", done * 100.0);
    }
    ControlFlow::Continue(())
}

/// Names the first alarms that appear and vanish.
fn name(change: &Change, report: &mut Report) {
    for (what, episodes) in [("appears", &change.appear), ("vanishes", &change.vanish)] {
        for Episode { key, raised, severity, .. } in episodes.iter().take(NAMED) {
            let (kind, at) = (key.kind.code(), china::minute_text(*raised));
            report.note(format!("{what}: {at} {kind} {severity:?} {:?}", key.subject));
        }
        if episodes.len() > NAMED {
            report.note(format!("{what}: and {} more", episodes.len() - NAMED));
        }
    }
}
