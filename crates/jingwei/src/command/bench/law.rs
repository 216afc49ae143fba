//! `jingwei bench law`: the law held against what must be true of it. Every worked example again, the weights of every
//! table, and random cases against properties; beside that, how fast a case is reckoned. Exit code 3 if anything is
//! wrong.

mod examples;
mod random;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use ::law::{Cells, DiscretionTable, Formula, Law, OfficeHours, Share, WorkedExample};
use clap::Args;

use super::OutputArguments;
use super::figures::{Report, progress};

/// What `jingwei bench law` takes.
#[derive(Debug, Args)]
pub(crate) struct LawArguments {
    /// A folder of TOML packs in place of the built-in ones.
    #[arg(long, value_name = "FOLDER")]
    packs: Option<PathBuf>,
    /// How many random cases each table gets.
    #[arg(long, value_name = "N", default_value_t = 100_000)]
    inputs: u32,
    /// Where the random cases begin.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// A JSON list of more examples, each an object with `table` and `inputs`, or `rule`, or `term`, and the answer
    /// (docs/law.md).
    #[arg(long, value_name = "FILE")]
    examples: Option<PathBuf>,
    #[command(flatten)]
    pub(super) output: OutputArguments,
}

/// Measures, and whether everything was right.
pub(super) fn run(arguments: &LawArguments) -> anyhow::Result<(Report, ExitCode)> {
    let law = crate::packs::load(arguments.packs.as_deref(), OfficeHours::default())?;
    let mut report = Report::new("law");
    let mut wrong = examples_of_packs(&law, &mut report);
    if let Some(file) = &arguments.examples {
        wrong += examples::run(&law, file, &mut report)?;
    }
    wrong += weights(&law, &mut report);
    for table in law.discretion_tables().iter().filter(|table| can_be_reckoned(table)) {
        wrong += random_cases(&law, table, arguments, &mut report);
    }
    report.add("wrong", "", [f64::from(wrong)]);
    Ok((report, if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::from(3) }))
}

fn examples_of_packs(law: &Law, report: &mut Report) -> u32 {
    let examples = law.worked_examples();
    let wrong: Vec<&WorkedExample> =
        examples.iter().filter(|example| law.answer(example) != example.expected).collect();
    let published = examples.iter().filter(|example| example.published).count();
    report.add("worked examples", "", [examples.len() as f64]);
    report.add("of them published", "", [published as f64]);
    report.add("worked examples right", "", [(examples.len() - wrong.len()) as f64]);
    for example in &wrong {
        let found = law.answer(example);
        report.note(format!("{} {}: expected {}, found {found}", example.pack, example.id, example.expected));
    }
    wrong.len() as u32
}

/// Start and the heaviest options of every table of weights whose cells are known make the whole.
fn weights(law: &Law, report: &mut Report) -> u32 {
    let known =
        |table: &&DiscretionTable| table.formula == Formula::ShareOfGreatest && table.cells == Cells::Known;
    let tables: Vec<&DiscretionTable> = law.discretion_tables().iter().filter(known).collect();
    let wrong: Vec<_> = tables.iter().filter(|table| table.heaviest_sum() != Share::WHOLE).collect();
    report.add("tables of weights", "", [tables.len() as f64]);
    report.add("tables whose weights make 100 %", "", [(tables.len() - wrong.len()) as f64]);
    for table in &wrong {
        report.note(format!("{} {} makes {} %", table.basis.pack, table.basis.rule, table.heaviest_sum()));
    }
    wrong.len() as u32
}

fn can_be_reckoned(table: &DiscretionTable) -> bool {
    table.cells != Cells::Unknown && table.formula != Formula::Unknown
}

fn random_cases(law: &Law, table: &DiscretionTable, arguments: &LawArguments, report: &mut Report) -> u32 {
    let name = format!("{} {}", table.basis.pack, table.basis.rule);
    progress(&name);
    let begin = Instant::now();
    let outcome = random::run(law, table, arguments.inputs, arguments.seed);
    let seconds = begin.elapsed().as_secs_f64();
    report.add(format!("{name} random cases"), "", [f64::from(outcome.cases)]);
    report.add(format!("{name} broken properties"), "", [f64::from(outcome.broken)]);
    report.add(format!("{name} reckonings"), "1/s", [f64::from(outcome.reckonings) / seconds]);
    for note in outcome.notes {
        report.note(format!("{name}: {note}"));
    }
    outcome.broken
}
