//! `jingwei law due`.

use std::process::ExitCode;

use clap::Args;
use law::{Due, DueQuestion, Law, LawRefusal, LegalTerm, Suspension, TermLength};
use model::china;
use serde_json::{Value, json};

use super::{AskArguments, output};

/// What `jingwei law due` takes.
#[derive(Debug, Args)]
#[command(after_long_help = "\
The day or hour of --from never counts. Working days follow the calendar with holidays and 调休; natural days, months
and years that end on a day off are moved only where a source says so. Suspended days do not count; suspensions may
overlap and lie within each other. A year whose calendar no pack knows is told as a step, and the answer is unverified.
Without --term all terms are listed.")]
pub(crate) struct DueArguments {
    /// The term, as in filing.
    #[arg(long)]
    term: Option<String>,
    /// The day on which it begins (2020-09-01), or the moment (2020-09-01T10:30) for terms of hours; wall time in China.
    /// For terms that are counted back, the day that is fixed.
    #[arg(long, value_name = "DATE", required_unless_present = "list", requires = "term")]
    from: Option<String>,
    /// Days on which the clock stood still, both included; may be given again.
    #[arg(long, value_name = "FROM..TO")]
    suspend: Vec<String>,
    /// Time that was granted, in the term's unit; once for each extension, in their order.
    #[arg(long, value_name = "N")]
    extend: Vec<u32>,
    /// List all terms.
    #[arg(long)]
    list: bool,
    #[command(flatten)]
    ask: AskArguments,
}

/// Answers or lists.
pub(super) fn run(arguments: &DueArguments) -> anyhow::Result<ExitCode> {
    let law = arguments.ask.law()?;
    let json = arguments.ask.json;
    let (Some(term), Some(from)) = (&arguments.term, &arguments.from) else {
        let terms: Vec<Value> = law.terms().iter().map(describe).collect();
        let lines: Vec<String> = law.terms().iter().map(line).collect();
        output::print(json, &json!({ "ok": true, "terms": terms }), &lines)?;
        return Ok(ExitCode::SUCCESS);
    };
    match due(&law, term, from, &arguments.suspend, &arguments.extend) {
        Ok(due) => {
            output::print(json, &object(term, from, &due), &lines(&due))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(refusal) => output::refuse(json, &refusal),
    }
}

fn due(law: &Law, term: &str, from: &str, suspend: &[String], extend: &[u32]) -> Result<Due, LawRefusal> {
    let question = DueQuestion {
        from: from.parse()?,
        suspensions: suspend.iter().map(|span| Suspension::parse(span)).collect::<Result<_, _>>()?,
        extensions: extend.to_vec(),
    };
    law.due(term, &question)
}

fn object(term: &str, from: &str, due: &Due) -> Value {
    let steps: Vec<Value> = due
        .steps
        .iter()
        .map(|step| output::step(serde_json::to_value(step), step.text_zh(), step.text_en()))
        .collect();
    json!({
        "ok": true,
        "term": term,
        "from": from,
        "due": due.at.map_or_else(|| due.day.to_string(), china::rfc3339),
        "due_day": due.day,
        "counted_day": due.counted_day,
        "bound": due.bound,
        "steps": steps,
        "sources": due.sources,
        "unverified": due.unverified,
        "illustrative": due.illustrative,
        "marks": output::marks(due.unverified, due.illustrative),
    })
}

fn lines(due: &Due) -> Vec<String> {
    let marks = output::marks(due.unverified, due.illustrative).into_iter().map(str::to_owned);
    let steps = due.steps.iter().map(|step| format!("{}  |  {}", step.text_zh(), step.text_en()));
    let sources = due.sources.iter().map(output::source_line);
    marks.chain(steps).chain(std::iter::once("sources:".to_owned())).chain(sources).collect()
}

fn describe(term: &LegalTerm) -> Value {
    let (amount, unit) = match &term.length {
        TermLength::Amount { amount, unit, .. } => (Some(*amount), Some(*unit)),
        TermLength::EndsWith { .. } | TermLength::None => (None, None),
    };
    json!({
        "id": term.basis.rule,
        "span": term.span,
        "span_en": term.span_en,
        "amount": amount,
        "unit": unit,
        "extensions": term.extensions.iter().map(|e| json!({ "at_most": e.at_most, "ground": e.ground }))
            .collect::<Vec<_>>(),
        "stops": term.stops,
        "source": term.basis,
    })
}

fn line(term: &LegalTerm) -> String {
    let length = match &term.length {
        TermLength::Amount { amount, unit, .. } => format!("{amount} {unit:?}"),
        TermLength::EndsWith { term } => format!("ends with {term}"),
        TermLength::None => "no length".to_owned(),
    };
    let unverified = if term.basis.unverified { "  [unverified]" } else { "" };
    format!("{:24} {:18} {} / {}{unverified}", term.basis.rule, length, term.span, term.span_en)
}
