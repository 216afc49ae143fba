//! `jingwei law fine`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use law::{DiscretionTable, FineReckoning, FineStep, Given, Law, LawRefusal};
use serde_json::{Value, json};

use super::{AskArguments, output};

/// What `jingwei law fine` takes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
INPUT is one JSON object. Its entries, alone or under `inputs` or `factors`:
  FACTOR: OPTION        a factor's key or name, and an option as the table has it (or a clear part of it),
                        its weight, null for what could not be proven, or a list of options that all apply
  OPTION: WEIGHT        an option alone, with its weight in percent (10) or as a fraction (0.1), or true
  \"others\": 0           every other factor at its lowest option
  \"start\": 7            checked against the table
  \"base\": 30000000      what the fine is a multiple of, under the table's name for it (总投资) too
  \"min\", \"max\"          what the law allows, for tables that serve many provisions; null: the law names none
  \"act_date\", \"decision_date\"   the last day of the act, the day of the decision: 2020-08-30
  \"degree\": \"ordinary\"  or lighter, heavier (一般, 从轻, 从重), and \"amount\" for tables of spans
  \"adjust\": {\"kind\": \"heavier\" | \"lighter\" | \"mitigated\" | \"apology\", \"percent\": 20, \"ground\": \"…\"}
  \"variant\", \"party\"    where a table needs them
  \"fine\": 250000        what is expected: the answer says whether it is so, exit code 3 if not
  id, source, note, calc, published, sum, raw, floored, basis: remarks, not reckoned with
Money is yuan, a number or a text, without separators. docs/law.md has examples.
Without --input the table is described: its factors and options.")]
pub(crate) struct FineArguments {
    /// The pack, as in guangdong-2021.
    #[arg(long)]
    pack: String,
    /// The table, as in GD-2.7.1; without it the pack's tables are listed.
    #[arg(long)]
    table: Option<String>,
    /// A JSON file with what the case gives; `-` is standard input.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    #[command(flatten)]
    ask: AskArguments,
}

/// Reckons, describes or lists.
pub(super) fn run(arguments: &FineArguments) -> anyhow::Result<ExitCode> {
    let law = arguments.ask.law()?;
    let json = arguments.ask.json;
    let answer = match (&arguments.table, &arguments.input) {
        (None, _) => list(&law, &arguments.pack),
        (Some(table), None) => describe(&law, &arguments.pack, table),
        (Some(table), Some(file)) => {
            let given = super::input(file)?;
            reckon(&law, &arguments.pack, table, &given)
        }
    };
    match answer {
        Ok(answer) => {
            output::print(json, &answer.object, &answer.lines)?;
            Ok(if answer.as_expected { ExitCode::SUCCESS } else { ExitCode::from(3) })
        }
        Err(refusal) => output::refuse(json, &refusal),
    }
}

struct Answer {
    object: Value,
    lines: Vec<String>,
    as_expected: bool,
}

fn reckon(law: &Law, pack: &str, table: &str, given: &Given) -> Result<Answer, LawRefusal> {
    let reckoning = law.fine(pack, table, given)?;
    let versions = law.table_versions(pack, table)?;
    let basis = reckoning.sources.first();
    let table = versions.iter().find(|table| Some(&table.basis) == basis).or(versions.last());
    let expected = match table {
        Some(table) => law.read_fine(table, given)?.expected,
        None => None,
    };
    let mut object = object(&reckoning, table.copied());
    let as_expected = expected.is_none_or(|expected| expected == reckoning.fine);
    if let (Some(expected), Some(map)) = (expected, object.as_object_mut()) {
        map.insert("expected".into(), json!({ "fine": expected, "right": as_expected }));
    }
    let mut lines = lines(&reckoning);
    if let Some(expected) = expected.filter(|_| !as_expected) {
        lines.push(format!("expected was {expected} yuan"));
    }
    Ok(Answer { object, lines, as_expected })
}

fn object(reckoning: &FineReckoning, table: Option<&DiscretionTable>) -> Value {
    let step = |step: &FineStep| output::step(serde_json::to_value(step), step.text_zh(), step.text_en());
    let steps: Vec<Value> = reckoning.steps.iter().map(step).collect();
    let basis = reckoning.sources.first();
    json!({
        "ok": true,
        "pack": basis.map(|basis| &basis.pack),
        "version": basis.map(|basis| &basis.version),
        "table": basis.map(|basis| &basis.rule),
        "violation": table.map(|table| &table.violation),
        "statute": table.map(|table| &table.statute),
        "fine": reckoning.fine,
        "range": reckoning.range,
        "sum_percent": reckoning.sum,
        "steps": steps,
        "sources": reckoning.sources,
        "unverified": reckoning.unverified,
        "illustrative": reckoning.illustrative,
        "marks": output::marks(reckoning.unverified, reckoning.illustrative),
    })
}

fn lines(reckoning: &FineReckoning) -> Vec<String> {
    let mut lines: Vec<String> =
        output::marks(reckoning.unverified, reckoning.illustrative).into_iter().map(str::to_owned).collect();
    for step in &reckoning.steps {
        lines.push(format!("{}  |  {}", step.text_zh(), step.text_en()));
    }
    lines.push("sources:".into());
    lines.extend(reckoning.sources.iter().map(output::source_line));
    lines
}

fn list(law: &Law, pack: &str) -> Result<Answer, LawRefusal> {
    law.pack(pack)?;
    let tables: Vec<&DiscretionTable> =
        law.discretion_tables().iter().filter(|table| table.basis.pack == pack).collect();
    let object = json!({
        "ok": true,
        "tables": tables.iter().map(|table| summary(table)).collect::<Vec<_>>(),
    });
    let line = |table: &&DiscretionTable| {
        format!("{}  {}  {} ({})", table.basis.rule, table.validity, table.violation, table.violation_en)
    };
    Ok(Answer { object, lines: tables.iter().map(line).collect(), as_expected: true })
}

fn summary(table: &DiscretionTable) -> Value {
    json!({
        "id": table.basis.rule,
        "violation": table.violation,
        "violation_en": table.violation_en,
        "statute": table.statute,
        "valid_from": table.validity.from,
        "valid_to": table.validity.to,
        "formula": table.formula,
        "cells": table.cells,
        "start_percent": table.start,
        "source": table.basis,
    })
}

fn describe(law: &Law, pack: &str, table: &str) -> Result<Answer, LawRefusal> {
    let versions = law.table_versions(pack, table)?;
    let mut objects = Vec::new();
    let mut lines = Vec::new();
    for table in versions {
        let mut object = summary(table);
        let factors: Vec<Value> = table.factors.iter().map(factor).collect();
        if let Some(map) = object.as_object_mut() {
            map.insert("factors".into(), factors.into());
        }
        objects.push(object);
        lines.push(format!("{} {}  start {} %", table.basis.rule, table.violation, table.start));
        for factor in &table.factors {
            lines.push(format!("  {} {}", factor.key, factor.name));
            for option in &factor.options {
                lines.push(format!("    {} {}", option.label, value(option.value)));
            }
        }
    }
    Ok(Answer { object: json!({ "ok": true, "versions": objects }), lines, as_expected: true })
}

fn factor(factor: &law::DiscretionFactor) -> Value {
    let options: Vec<Value> = factor
        .options
        .iter()
        .map(|option| json!({ "label": option.label, "aliases": option.aliases, "value": value(option.value) }))
        .collect();
    json!({ "key": factor.key, "name": factor.name, "aliases": factor.aliases, "options": options })
}

fn value(value: law::OptionValue) -> String {
    match value {
        law::OptionValue::Weight(weight) => format!("{weight} %"),
        law::OptionValue::Grade(grade) => format!("grade {grade}"),
        law::OptionValue::Condition => String::new(),
    }
}
