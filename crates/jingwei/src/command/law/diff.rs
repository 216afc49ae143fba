//! `jingwei law diff`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use law::{
    AnswerChange, EntryChange, FieldChange, Given, Law, LawDiff, OfficeHours, PackFile, Question,
    WorkedExample,
};
use serde_json::json;

use super::output;

/// What `jingwei law diff` takes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
A pack of NEW takes the place of the one with its id, unless the two hold on different days. Shown are the entries and
fields that differ, and the worked examples of both sides whose answer is another. --cases FILE is a JSON list of
objects as `law fine` takes them, each with `id`, `pack` and `table`: their fines before and after. Exit code 3: NEW has
mistakes.")]
pub(crate) struct DiffArguments {
    /// A new pack, or a folder of packs.
    new: PathBuf,
    /// A folder of packs in place of the built-in ones, before.
    #[arg(long, value_name = "FOLDER")]
    base: Option<PathBuf>,
    /// A JSON file with cases to be reckoned before and after.
    #[arg(long, value_name = "FILE")]
    cases: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Compares and prints.
pub(super) fn run(arguments: &DiffArguments) -> anyhow::Result<ExitCode> {
    let base = crate::packs::texts(arguments.base.as_deref())?;
    let new = crate::packs::texts(Some(&arguments.new))?;
    let before = files(&base);
    let after = law::with_packs(&before, &files(&new));
    let hours = OfficeHours::default();
    let diff = match LawDiff::between(&before, &after, &hours) {
        Ok(diff) => diff,
        Err(mistakes) => {
            eprintln!("{mistakes}");
            return Ok(ExitCode::from(3));
        }
    };
    let cases = match &arguments.cases {
        None => Vec::new(),
        Some(file) => {
            let (before, after) = (Law::load(&before, hours.clone())?, Law::load(&after, hours)?);
            law::answer_changes(&before, &after, &cases(file)?)
        }
    };
    let object = json!({ "ok": true, "same": diff.is_empty(), "diff": diff, "cases": cases });
    output::print(arguments.json, &object, &lines(&diff, &cases))?;
    Ok(ExitCode::SUCCESS)
}

fn files(texts: &[(String, String)]) -> Vec<PackFile<'_>> {
    texts.iter().map(|(name, text)| PackFile { name, text }).collect()
}

/// The cases of a file as questions.
fn cases(file: &Path) -> anyhow::Result<Vec<WorkedExample>> {
    let Given::List(cases) = super::input(file)? else { bail!("{} is no list", file.display()) };
    let case = |(place, given): (usize, Given)| {
        let Given::Map(entries) = &given else { bail!("case {} is no object", place + 1) };
        let text = |key: &str| {
            entries.iter().find_map(|(name, value)| match value {
                Given::Text(text) if name == key => Some(text.clone()),
                _ => None,
            })
        };
        let (Some(pack), Some(table)) = (text("pack"), text("table")) else {
            bail!("case {} needs `pack` and `table`", place + 1);
        };
        Ok(WorkedExample {
            id: text("id").unwrap_or_else(|| (place + 1).to_string()),
            pack,
            published: false,
            note: None,
            question: Question::Fine { table, given },
            expected: String::new(),
        })
    };
    cases.into_iter().enumerate().map(case).collect()
}

fn lines(diff: &LawDiff, cases: &[AnswerChange]) -> Vec<String> {
    let mut lines = Vec::new();
    for pack in &diff.packs {
        let versions = |list: &[String]| if list.is_empty() { "none".into() } else { list.join(", ") };
        lines.push(format!("pack {}: {} → {}", pack.id, versions(&pack.before), versions(&pack.after)));
    }
    for entry in &diff.entries {
        lines.push(format!("{} {} {}", entry.pack, entry.section, entry.id));
        lines.extend(entry_lines(entry));
    }
    lines.push(format!("{} worked examples asked, {} answered otherwise", diff.asked, diff.answers.len()));
    lines.extend(diff.answers.iter().map(answer_line));
    if !cases.is_empty() {
        lines.push(format!("{} cases answered otherwise", cases.len()));
        lines.extend(cases.iter().map(answer_line));
    }
    lines
}

fn entry_lines(entry: &EntryChange) -> Vec<String> {
    let comes = entry.fields.iter().all(|field| field.before.is_none());
    let goes = entry.fields.iter().all(|field| field.after.is_none());
    if comes || goes {
        let word = if comes { "new" } else { "gone" };
        return vec![format!("    {word}, {} fields", entry.fields.len())];
    }
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let line = |f: &FieldChange| format!("    {}: {} → {}", f.field, text(&f.before), text(&f.after));
    entry.fields.iter().map(line).collect()
}

fn answer_line(change: &AnswerChange) -> String {
    format!("    {} {}: {} → {}", change.pack, change.id, change.before, change.after)
}
