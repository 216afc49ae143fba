//! `jingwei law surcharge`, `jingwei law daily` and `jingwei law statute`.

use std::process::ExitCode;

use clap::Args;
use jiff::civil::Date;
use law::{ApplicablePenalty, DailyPenalty, Freeze, Law, LawRefusal, PenaltyRange, Surcharge, Suspension};
use model::Money;
use serde_json::{Value, json};

use super::{AskArguments, output};

/// What `jingwei law surcharge` takes.
#[derive(Debug, Args)]
pub(crate) struct SurchargeArguments {
    /// The fine, in yuan without separators.
    #[arg(long, value_name = "YUAN")]
    fine: Money,
    /// How many days late, freezes left out; in place of --due and --paid.
    #[arg(long, value_name = "DAYS", required_unless_present_all = ["due", "paid"], conflicts_with_all = ["due", "paid", "frozen"])]
    days_late: Option<u32>,
    /// The last day of payment.
    #[arg(long, value_name = "DATE", requires = "paid")]
    due: Option<Date>,
    /// The day of payment, or the day as of which is asked; it counts.
    #[arg(long, value_name = "DATE", requires = "due")]
    paid: Option<Date>,
    /// Days of reconsideration or litigation, both included, on which nothing is added; may be given again.
    #[arg(long, value_name = "FROM..TO")]
    frozen: Vec<String>,
    #[command(flatten)]
    ask: AskArguments,
}

/// What `jingwei law daily` takes.
#[derive(Debug, Args)]
pub(crate) struct DailyArguments {
    /// The fine that was set, in yuan without separators.
    #[arg(long, value_name = "YUAN")]
    original: Money,
    /// The day on which the order to rectify was served; it does not count.
    #[arg(long, value_name = "DATE")]
    served: Date,
    /// The day on which the act was found to go on; it counts.
    #[arg(long, value_name = "DATE")]
    recheck: Date,
    #[command(flatten)]
    ask: AskArguments,
}

/// What `jingwei law statute` takes.
#[derive(Debug, Args)]
pub(crate) struct StatuteArguments {
    /// The act, as in air_evasion; without it all provisions are listed.
    #[arg(long, requires = "date")]
    act: Option<String>,
    /// The last day of the act.
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// The day of the decision; the day of the act without it.
    #[arg(long, value_name = "DATE")]
    decided: Option<Date>,
    #[command(flatten)]
    ask: AskArguments,
}

/// Answers.
pub(super) fn surcharge(arguments: &SurchargeArguments) -> anyhow::Result<ExitCode> {
    let law = arguments.ask.law()?;
    let json = arguments.ask.json;
    match surcharge_of(&law, arguments) {
        Ok(surcharge) => {
            let object = surcharge_object(&surcharge);
            let line = format!(
                "{} day(s): surcharge {} yuan, with the fine {} yuan; the cap is reached after {} days",
                surcharge.days, surcharge.surcharge, surcharge.total, surcharge.cap_reached_at_days
            );
            output::print(json, &object, &[line, output::source_line(&surcharge.basis)])?;
            Ok(ExitCode::SUCCESS)
        }
        Err(refusal) => output::refuse(json, &refusal),
    }
}

fn surcharge_of(law: &Law, arguments: &SurchargeArguments) -> Result<Surcharge, LawRefusal> {
    let freeze =
        |text: &String| Suspension::parse(text).map(|span| Freeze { first: span.first(), last: span.last() });
    match (arguments.days_late, arguments.due, arguments.paid) {
        (None, Some(due), Some(paid)) => {
            let freezes = arguments.frozen.iter().map(freeze).collect::<Result<Vec<_>, _>>()?;
            law.surcharge_rule(due)?.between(arguments.fine, due, paid, &freezes)
        }
        (days, _, _) => law.latest_surcharge_rule()?.after_days(arguments.fine, days.unwrap_or_default()),
    }
}

fn surcharge_object(surcharge: &Surcharge) -> Value {
    json!({
        "ok": true,
        "surcharge": surcharge.surcharge,
        "total": surcharge.total,
        "days": surcharge.days,
        "frozen_days": surcharge.frozen_days,
        "cap_reached_at_days": surcharge.cap_reached_at_days,
        "capped": surcharge.capped,
        "fraction_dropped": surcharge.fraction_dropped,
        "sources": [surcharge.basis],
        "unverified": surcharge.basis.unverified,
        "illustrative": surcharge.basis.illustrative,
    })
}

/// Answers.
pub(super) fn daily(arguments: &DailyArguments) -> anyhow::Result<ExitCode> {
    let law = arguments.ask.law()?;
    let json = arguments.ask.json;
    let rule = law.daily_penalty_rule(arguments.served);
    match rule.and_then(|rule| rule.reckon(arguments.original, arguments.served, arguments.recheck)) {
        Ok(daily) => {
            let line =
                format!("{} day(s), {} to {}: {} yuan", daily.days, daily.first, daily.last, daily.fine);
            let late =
                daily.recheck_late.then(|| "the second look came later than the rules have it".to_owned());
            let lines: Vec<String> =
                std::iter::once(line).chain(late).chain([output::source_line(&daily.basis)]).collect();
            output::print(json, &daily_object(&daily), &lines)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(refusal) => output::refuse(json, &refusal),
    }
}

fn daily_object(daily: &DailyPenalty) -> Value {
    json!({
        "ok": true,
        "days": daily.days,
        "first": daily.first,
        "last": daily.last,
        "fine": daily.fine,
        "recheck_late": daily.recheck_late,
        "sources": [daily.basis],
        "unverified": daily.basis.unverified,
        "illustrative": daily.basis.illustrative,
    })
}

/// Answers or lists.
pub(super) fn statute(arguments: &StatuteArguments) -> anyhow::Result<ExitCode> {
    let law = arguments.ask.law()?;
    let json = arguments.ask.json;
    let (Some(act), Some(date)) = (&arguments.act, arguments.date) else {
        let ranges: Vec<Value> = law.penalty_ranges().iter().map(range_object).collect();
        let lines: Vec<String> = law.penalty_ranges().iter().map(range_line).collect();
        output::print(json, &json!({ "ok": true, "provisions": ranges }), &lines)?;
        return Ok(ExitCode::SUCCESS);
    };
    let found = law.applicable_penalty(act, date, arguments.decided.unwrap_or(date));
    match found.and_then(|found| found.applies().map(|applies| (found.clone(), applies))) {
        Ok((found, applies)) => {
            let lines = [range_line(applies), comparison_line(&found), output::source_line(&applies.basis)];
            output::print(json, &applicable_object(&found, applies), &lines)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(refusal) => output::refuse(json, &refusal),
    }
}

fn applicable_object(found: &ApplicablePenalty<'_>, applies: &PenaltyRange) -> Value {
    json!({
        "ok": true,
        "applies": range_object(applies),
        "at_act": range_object(found.at_act),
        "at_decision": found.at_decision.map(range_object),
        "comparison": found.comparison,
        "unverified": applies.basis.unverified,
        "illustrative": applies.basis.illustrative,
    })
}

fn comparison_line(found: &ApplicablePenalty<'_>) -> String {
    let later = found.at_decision.map_or("none that a pack knows", |range| range.statute.as_str());
    format!("at the act: {}; at the decision: {later}; {:?}", found.at_act.statute, found.comparison)
}

fn range_object(range: &PenaltyRange) -> Value {
    let (base, least, greatest) = match &range.bounds {
        law::PenaltyBounds::Yuan { least, greatest } => (None, json!(least), json!(greatest)),
        law::PenaltyBounds::Times { base, least, greatest } => {
            let percent = |share: law::Share| format!("{share}%");
            (Some(base), json!(least.map(percent)), json!(percent(*greatest)))
        }
    };
    json!({
        "act": range.act,
        "violation": range.violation,
        "violation_en": range.violation_en,
        "statute": range.statute,
        "rank": range.rank,
        "base": base,
        "least": least,
        "greatest": greatest,
        "valid_from": range.validity.from,
        "valid_to": range.validity.to,
        "source": range.basis,
    })
}

fn range_line(range: &PenaltyRange) -> String {
    let object = range_object(range);
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or("–").to_owned();
    format!(
        "{}  {}  {}..{}  {}  {}",
        range.act,
        range.statute,
        text("least"),
        text("greatest"),
        range.validity,
        range.violation
    )
}
