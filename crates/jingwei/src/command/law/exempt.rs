//! `jingwei law exempt`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use law::{ExemptionMatch, Given, Law, LawRefusal, PackScope, Truth};
use model::DistrictCode;
use serde_json::{Value, json};

use super::{AskArguments, output};

/// What `jingwei law exempt` takes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
INPUT is one JSON object: facts by key or Chinese name, true or false (是, 否), a figure, or null for what is not known.
Every condition answers holds, fails or unknown; an entry is unknown as long as a fact that would decide it lacks, and
says which. Without --input the facts that can be given are listed.")]
pub(crate) struct ExemptArguments {
    /// The pack whose catalogue is asked, beside the law itself; all packs without it.
    #[arg(long)]
    pack: Option<String>,
    /// The district, by code (430105): the packs that hold there.
    #[arg(long, value_name = "CODE", conflicts_with = "pack")]
    district: Option<DistrictCode>,
    /// The act in the catalogue's words, its number or its id; every entry without it.
    #[arg(long)]
    act: Option<String>,
    /// The day of the act.
    #[arg(long, value_name = "DATE", required_unless_present = "list")]
    date: Option<Date>,
    /// A JSON file with the facts; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// List the facts that can be given, and the acts.
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    ask: AskArguments,
}

/// Answers or lists.
pub(super) fn run(arguments: &ExemptArguments) -> anyhow::Result<ExitCode> {
    let law = arguments.ask.law()?;
    let json = arguments.ask.json;
    let (Some(date), false) = (arguments.date, arguments.list) else {
        let (object, lines) = list(&law);
        output::print(json, &object, &lines)?;
        return Ok(ExitCode::SUCCESS);
    };
    let given = match &arguments.input {
        Some(file) => super::input(file)?,
        None => Given::Map(Vec::new()),
    };
    match matches(&law, arguments, date, &given) {
        Ok(matches) => {
            let objects: Vec<Value> = matches.iter().map(object).collect();
            let lines: Vec<String> = matches.iter().flat_map(lines).collect();
            output::print(json, &json!({ "ok": true, "date": date, "entries": objects }), &lines)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(refusal) => output::refuse(json, &refusal),
    }
}

fn matches<'a>(
    law: &'a Law,
    arguments: &ExemptArguments,
    date: Date,
    given: &Given,
) -> Result<Vec<ExemptionMatch<'a>>, LawRefusal> {
    let facts = law.read_case_facts(given)?;
    let scope = match (&arguments.pack, &arguments.district) {
        (Some(pack), _) => PackScope::Pack(pack),
        (None, Some(district)) => PackScope::District(district),
        (None, None) => PackScope::All,
    };
    law.match_exemptions(scope, arguments.act.as_deref(), &facts, date)
}

fn object(found: &ExemptionMatch<'_>) -> Value {
    let entry = found.exemption;
    json!({
        "id": entry.basis.rule,
        "number": entry.number,
        "act": entry.act,
        "act_en": entry.act_en,
        "effect": entry.effect,
        "applies": found.truth,
        "ways": found.ways,
        "exclusions": found.exclusions,
        "unknown": found.unknown(),
        "source": entry.basis,
        "unverified": entry.basis.unverified,
        "illustrative": entry.basis.illustrative,
    })
}

fn lines(found: &ExemptionMatch<'_>) -> Vec<String> {
    let entry = found.exemption;
    let act = entry.act.as_deref().unwrap_or("任何行为 / any act");
    let marks = output::marks(entry.basis.unverified, entry.basis.illustrative).join("; ");
    let mut lines = vec![format!("{} {act}: {} {marks}", entry.basis.rule, word(found.truth))];
    for (place, way) in found.ways.iter().enumerate() {
        if found.ways.len() > 1 {
            lines.push(format!("  way {}", place + 1));
        }
        lines.extend(way.iter().map(|condition| format!("    {} {}", word(condition.truth), condition.text)));
    }
    for exclusion in &found.exclusions {
        lines.push(format!("  unless {}: {}", exclusion.text, word(exclusion.truth)));
    }
    if !found.unknown().is_empty() {
        lines.push(format!("  not known: {}", found.unknown().join(", ")));
    }
    lines
}

fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::Holds => "holds",
        Truth::Fails => "fails",
        Truth::Unknown => "unknown",
    }
}

fn list(law: &Law) -> (Value, Vec<String>) {
    let facts: Vec<Value> = law
        .case_facts()
        .iter()
        .map(|fact| {
            json!({ "key": fact.basis.rule, "name": fact.name, "name_en": fact.name_en, "kind": fact.kind })
        })
        .collect();
    let acts: Vec<Value> = law
        .exemptions()
        .iter()
        .map(|entry| json!({ "pack": entry.basis.pack, "id": entry.basis.rule, "act": entry.act }))
        .collect();
    let fact_lines =
        law.case_facts().iter().map(|f| format!("{:24} {} / {}", f.basis.rule, f.name, f.name_en));
    let act_lines = law
        .exemptions()
        .iter()
        .map(|e| format!("{} {} {}", e.basis.pack, e.basis.rule, e.act.as_deref().unwrap_or("*")));
    let lines = fact_lines.chain(act_lines).collect();
    (json!({ "ok": true, "facts": facts, "entries": acts }), lines)
}
