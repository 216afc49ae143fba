//! Examples from a file: a list of objects, each a case with its answer.

use std::path::Path;

use anyhow::{Context, bail};
use jiff::civil::Date;
use law::{DueQuestion, Given, Law, Question, Suspension, WorkedExample};
use model::{Money, china};

use super::Report;

/// Asks every example of the file, and returns how many were answered otherwise.
pub(super) fn run(law: &Law, file: &Path, report: &mut Report) -> anyhow::Result<u32> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let Given::List(list) = serde_json::from_str(&text)? else { bail!("{} is no list", file.display()) };
    let mut wrong = 0;
    for (place, given) in list.iter().enumerate() {
        let id = text_of(given, "id").unwrap_or_else(|| (place + 1).to_string());
        match example(law, &id, given).map(|example| (law.answer(&example), example.expected)) {
            Ok((found, expected)) if found == expected => {}
            Ok((found, expected)) => {
                wrong += 1;
                report.note(format!("{id}: expected {expected}, found {found}"));
            }
            Err(error) => {
                wrong += 1;
                report.note(format!("{id}: {error:#}"));
            }
        }
    }
    report.add("given examples", "", [list.len() as f64]);
    report.add("given examples right", "", [list.len() as f64 - f64::from(wrong)]);
    Ok(wrong)
}

fn entries(given: &Given) -> &[(String, Given)] {
    match given {
        Given::Map(entries) => entries,
        Given::Nothing | Given::Flag(_) | Given::Number(_) | Given::Text(_) | Given::List(_) => &[],
    }
}

fn field<'a>(given: &'a Given, name: &str) -> Option<&'a Given> {
    let inner = || entries(given).iter().find(|(key, _)| key == "inputs").and_then(|(_, i)| field(i, name));
    entries(given).iter().find(|(key, _)| key == name).map(|(_, value)| value).or_else(inner)
}

fn text_of(given: &Given, name: &str) -> Option<String> {
    match field(given, name)? {
        Given::Text(text) | Given::Number(text) => Some(text.clone()),
        Given::Nothing | Given::Flag(_) | Given::List(_) | Given::Map(_) => None,
    }
}

fn needed(given: &Given, name: &str) -> anyhow::Result<String> {
    text_of(given, name).with_context(|| format!("`{name}` is needed"))
}

fn date(given: &Given, name: &str) -> anyhow::Result<Date> {
    let text = needed(given, name)?;
    text.parse().with_context(|| format!("`{name}`: {text:?} is no day"))
}

fn money(given: &Given, name: &str) -> anyhow::Result<Money> {
    needed(given, name)?.parse().with_context(|| format!("`{name}`"))
}

fn example(law: &Law, id: &str, given: &Given) -> anyhow::Result<WorkedExample> {
    let (pack, question, expected) = if let Some(table) = text_of(given, "table") {
        let pack = match text_of(given, "pack") {
            Some(pack) => pack,
            None => pack_of(law, &table)?,
        };
        let expected = money(given, "fine")?.to_string();
        (pack, Question::Fine { table, given: given.clone() }, expected)
    } else if let Some(term) = text_of(given, "term") {
        (String::new(), due(given, term)?, due_text(&needed(given, "due")?))
    } else if field(given, "served").is_some() {
        let question = Question::Daily {
            original: money(given, "original")?,
            served: date(given, "served")?,
            found: date(given, "recheck_found")?,
        };
        (String::new(), question, outer(given, "fine")?.to_string())
    } else if field(given, "days_late").is_some() || field(given, "paid").is_some() {
        (String::new(), surcharge(given)?, money(given, "surcharge")?.to_string())
    } else {
        bail!("an example has `table`, `term`, or the inputs of a daily penalty or a surcharge");
    };
    Ok(WorkedExample { id: id.to_owned(), pack, published: false, note: None, question, expected })
}

/// The amount beside `inputs`, not within.
fn outer(given: &Given, name: &str) -> anyhow::Result<Money> {
    let value = entries(given).iter().find(|(key, _)| key == name).map(|(_, value)| value);
    match value {
        Some(Given::Text(text) | Given::Number(text)) => text.parse().with_context(|| format!("`{name}`")),
        _ => bail!("`{name}` is needed"),
    }
}

/// The only pack that binds and has such a table.
fn pack_of(law: &Law, table: &str) -> anyhow::Result<String> {
    let mut ids: Vec<&str> = law
        .packs()
        .iter()
        .filter(|pack| !pack.illustrative && law.table_versions(&pack.id, table).is_ok())
        .map(|pack| pack.id.as_str())
        .collect();
    ids.dedup();
    match ids.as_slice() {
        [pack] => Ok((*pack).to_owned()),
        [] => bail!("no pack has the table {table:?}"),
        several => bail!("the table {table:?} is in {}: say `pack`", several.join(", ")),
    }
}

fn due(given: &Given, term: String) -> anyhow::Result<Question> {
    let suspensions = match field(given, "suspend") {
        None | Some(Given::Nothing) => Vec::new(),
        Some(Given::List(spans)) => spans.iter().map(suspension).collect::<anyhow::Result<_>>()?,
        Some(other) => vec![suspension(other)?],
    };
    let extensions = match field(given, "extend") {
        Some(Given::List(list)) => list.iter().map(amount).collect::<anyhow::Result<_>>()?,
        Some(other) => vec![amount(other)?],
        None => Vec::new(),
    };
    let from = needed(given, "from")?.parse()?;
    Ok(Question::Due { term, question: DueQuestion { from, suspensions, extensions } })
}

/// `"FROM..TO"`, or a list of the two.
fn suspension(given: &Given) -> anyhow::Result<Suspension> {
    match given {
        Given::Text(text) => Ok(Suspension::parse(text)?),
        Given::List(ends) => match ends.as_slice() {
            [Given::Text(from), Given::Text(to)] => Ok(Suspension::new(from.parse()?, to.parse()?)?),
            _ => bail!("`suspend`: a list has two days"),
        },
        Given::Nothing | Given::Flag(_) | Given::Number(_) | Given::Map(_) => {
            bail!("`suspend`: expected \"FROM..TO\" or two days")
        }
    }
}

fn amount(given: &Given) -> anyhow::Result<u32> {
    match given {
        Given::Number(text) => text.parse().with_context(|| format!("`extend`: {text:?}")),
        _ => bail!("`extend`: expected a number"),
    }
}

/// As [`Law::answer`] words it: a day, or a minute.
fn due_text(text: &str) -> String {
    match text.parse::<law::DayOrMoment>() {
        Ok(law::DayOrMoment::Moment(at)) => china::minute_text(at),
        Ok(law::DayOrMoment::Day(day)) => day.to_string(),
        Err(_) => text.to_owned(),
    }
}

/// Days that are late already count from a day of our own: only their number matters.
fn surcharge(given: &Given) -> anyhow::Result<Question> {
    let fine = money(given, "fine")?;
    if let Some(days) = text_of(given, "days_late") {
        let days: i32 = days.parse().with_context(|| format!("`days_late`: {days:?}"))?;
        let due = jiff::civil::date(2022, 1, 1);
        let paid = due.checked_add(jiff::Span::new().try_days(days)?)?;
        return Ok(Question::Surcharge { fine, due, paid, freezes: Vec::new() });
    }
    let (due, paid) = (date(given, "due")?, date(given, "paid")?);
    Ok(Question::Surcharge { fine, due, paid, freezes: Vec::new() })
}
