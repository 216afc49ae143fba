//! `jingwei law diff`.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use jiff::civil::Date;
use law::{
    AnswerChange, EntryChange, FieldChange, Given, Law, LawDiff, OfficeHours, PackFile, Question,
    WorkedExample,
};
use serde_json::json;

use super::cases::compare as open_cases;
use super::output;

/// What `jingwei law diff` takes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
A pack of NEW takes the place of the one with its id, unless the two hold on different days. Shown are the entries and
fields that differ, and the worked examples of both sides whose answer is another. --cases FILE is a JSON list of
objects as `law fine` takes them, each with `id`, `pack` and `table`: their fines before and after. --data FOLDER compares
every open case of a data folder: days that are still to come, the rung that is proposed, the fine that was told, the right to
a hearing. Exit code 3: NEW has
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
    /// A data folder that no server uses, or a copy of one: what would change in its open cases.
    #[arg(long, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// The day as of which open cases are compared; without it now.
    #[arg(long, value_name = "DATE", requires = "data")]
    on: Option<Date>,
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
    let (law_before, law_after) = (Law::load(&before, hours.clone())?, Law::load(&after, hours)?);
    let cases = match &arguments.cases {
        None => Vec::new(),
        Some(file) => law::answer_changes(&law_before, &law_after, &cases(file)?),
    };
    let open = match &arguments.data {
        None => None,
        Some(data) => Some(open_cases(data, arguments.on, &law_before, &law_after)?),
    };
    let mut object = json!({ "ok": true, "same": diff.is_empty(), "diff": diff, "cases": cases });
    let mut lines = lines(&diff, &cases);
    if let Some(open) = &open {
        if let Some(map) = object.as_object_mut() {
            map.insert("open_cases".into(), open.object());
        }
        lines.extend(open.lines());
    }
    output::print(arguments.json, &object, &lines)?;
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
        let versions = |list: &[String]| if list.is_empty() { "无 none".into() } else { list.join(", ") };
        lines.push(format!(
            "法规包 pack {}: {} → {}",
            pack.id,
            versions(&pack.before),
            versions(&pack.after)
        ));
    }
    for entry in &diff.entries {
        lines.push(format!("{} {} {}", entry.pack, entry.section, entry.id));
        lines.extend(entry_lines(entry));
    }
    let (asked, otherwise) = (diff.asked, diff.answers.len());
    lines.push(format!(
        "示例 {asked} 个，其中 {otherwise} 个结果不同  |  {asked} worked examples asked, {otherwise} answered otherwise"
    ));
    lines.extend(diff.answers.iter().map(answer_line));
    if !cases.is_empty() {
        let otherwise = cases.len();
        lines.push(format!("{otherwise} 个案例结果不同  |  {otherwise} cases answered otherwise"));
        lines.extend(cases.iter().map(answer_line));
    }
    lines
}

fn entry_lines(entry: &EntryChange) -> Vec<String> {
    let comes = entry.fields.iter().all(|field| field.before.is_none());
    let goes = entry.fields.iter().all(|field| field.after.is_none());
    if comes || goes {
        let word = if comes { "新增 new" } else { "删除 gone" };
        return vec![format!("    {word}, {} fields", entry.fields.len())];
    }
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "–".to_owned());
    let line = |f: &FieldChange| format!("    {}: {} → {}", f.field, text(&f.before), text(&f.after));
    entry.fields.iter().map(line).collect()
}

fn answer_line(change: &AnswerChange) -> String {
    format!("    {} {}: {} → {}", change.pack, change.id, change.before, change.after)
}
