//! How answers of the law are printed.

use std::io::Write;
use std::process::ExitCode;

use law::{Basis, LawRefusal, RefusalCode};
use serde_json::{Value, json};

/// What an answer rests on, for people: the mark of a made-up pack never lacks.
pub(super) fn marks(unverified: bool, illustrative: bool) -> Vec<&'static str> {
    let unverified = unverified.then_some("未核实 unverified: part of this was not checked at its source");
    let illustrative = illustrative.then_some("示例 illustrative: made up, binds nobody");
    unverified.into_iter().chain(illustrative).collect()
}

/// A step as data, with its words.
pub(super) fn step(step: serde_json::Result<Value>, zh: String, en: String) -> Value {
    let mut value = step.unwrap_or_default();
    if let Some(map) = value.as_object_mut() {
        map.insert("zh".into(), zh.into());
        map.insert("en".into(), en.into());
    }
    value
}

/// One JSON object, or lines.
pub(super) fn print(json: bool, object: &Value, lines: &[String]) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    if json {
        writeln!(out, "{}", serde_json::to_string_pretty(object)?)?;
    } else {
        for line in lines {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

/// A refusal: on standard output with `--json`, else on standard error.
pub(super) fn refuse(json: bool, refusal: &LawRefusal) -> anyhow::Result<ExitCode> {
    if json {
        print(true, &json!({ "ok": false, "error": refusal }), &[])?;
    } else {
        eprintln!("jingwei: {refusal}");
    }
    Ok(ExitCode::from(exit_code(refusal.code)))
}

/// 2 where the question is wrong, 3 where the law has no answer to it.
fn exit_code(code: RefusalCode) -> u8 {
    match code {
        RefusalCode::NotInForce
        | RefusalCode::CellsUnknown
        | RefusalCode::CellUnknown
        | RefusalCode::FormulaUnknown
        | RefusalCode::Undecided
        | RefusalCode::NoLength
        | RefusalCode::TooLarge => 3,
        RefusalCode::UnknownPack
        | RefusalCode::UnknownTable
        | RefusalCode::UnknownTerm
        | RefusalCode::UnknownField
        | RefusalCode::UnknownOption
        | RefusalCode::Ambiguous
        | RefusalCode::Twice
        | RefusalCode::Missing
        | RefusalCode::Contradiction
        | RefusalCode::WrongKind
        | RefusalCode::Money
        | RefusalCode::Number
        | RefusalCode::Date
        | RefusalCode::Adjustment => 2,
    }
}

/// A source as a line.
pub(super) fn source_line(basis: &Basis) -> String {
    let unverified = if basis.unverified { ", unverified" } else { "" };
    format!("  {} {} {}: {}{unverified}", basis.pack, basis.version, basis.rule, basis.source)
}
