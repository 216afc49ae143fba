//! Finds what a person meant: the names of tables, factors and options as they are written in practice.

use super::{DiscretionFactor, DiscretionTable, FactorOption, OptionValue};
use crate::refusal::{LawRefusal, RefusalCode};
use crate::share::Share;

/// The text without spaces, in lower case, with one form of each sign.
pub(super) fn normal(text: &str) -> String {
    let sign = |c: char| match c {
        '(' | '（' => '(',
        ')' | '）' => ')',
        ',' | '，' | '、' => ',',
        ';' | '；' => ';',
        ':' | '：' => ':',
        '<' | '＜' => '<',
        '>' | '＞' => '>',
        '-' | '–' | '—' | '－' | '~' | '～' | '至' => '-',
        '/' | '／' => '/',
        other => other,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(sign).flat_map(char::to_lowercase).collect()
}

/// How well a text fits, from the best.
const FITS: [fn(&str, &str) -> bool; 3] =
    [|said, text| said == text, |said, text| text.starts_with(said), |said, text| text.contains(said)];

/// Texts shorter than this must fit wholly: a single sign is contained in everything.
const SHORTEST_PART: usize = 2;

fn fits(fit: usize, said: &str, text: &str) -> bool {
    let long_enough = fit == 0 || said.chars().count() >= SHORTEST_PART;
    long_enough && FITS.get(fit).is_some_and(|fits| fits(said, &normal(text)))
}

/// Whether a number that was given is this weight: percent, as tables write it, or a fraction of one.
pub(super) fn is_weight(number: &str, option: &FactorOption) -> bool {
    match option.value {
        OptionValue::Weight(weight) => {
            Share::from_percent(number) == Ok(weight) || Share::from_times(number) == Ok(weight)
        }
        OptionValue::Grade(grade) => number.trim() == grade.to_string(),
        OptionValue::Condition => true,
    }
}

/// What a name could mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A factor, by its place.
    Factor(usize),
    /// An option of a factor, by their places.
    Option(usize, usize),
}

/// What `said` means in `table`; `weight` is what was given with it.
///
/// # Errors
/// If it fits several options, or one that weighs something else. `None` if it fits nothing.
pub(super) fn meaning(
    table: &DiscretionTable,
    said: &str,
    weight: Option<&str>,
) -> Result<Option<Meaning>, LawRefusal> {
    // As the table has it, the usual case of a program that asks.
    if let Some(factor) = table.factors.iter().position(|factor| factor.key == said) {
        return Ok(Some(Meaning::Factor(factor)));
    }
    let normal_said = normal(said);
    if let Some(factor) = factor_named(table, &normal_said) {
        return Ok(Some(Meaning::Factor(factor)));
    }
    for fit in 0..FITS.len() {
        let mut found = Vec::new();
        let mut heavier = None;
        for (place, factor) in table.factors.iter().enumerate() {
            for option in options_fitting(factor, fit, &normal_said) {
                let Some(candidate) = factor.options.get(option) else { continue };
                if weight.is_none_or(|weight| is_weight(weight, candidate)) {
                    found.push((place, option));
                } else if fit == 0 {
                    heavier = Some(candidate);
                }
            }
        }
        match (found.as_slice(), heavier) {
            ([(factor, option)], _) => return Ok(Some(Meaning::Option(*factor, *option))),
            ([], Some(candidate)) => return Err(weighs_otherwise(said, candidate)),
            ([], None) => {}
            (several, _) => return Err(ambiguous(table, said, several)),
        }
    }
    let contained: Vec<usize> = table
        .factors
        .iter()
        .enumerate()
        .filter(|(_, factor)| fits(2, &normal_said, &factor.name))
        .map(|(place, _)| place)
        .collect();
    match contained.as_slice() {
        [factor] => Ok(Some(Meaning::Factor(*factor))),
        _ => Ok(None),
    }
}

/// The factor of this key, name or alias, a remark in brackets after it left out.
fn factor_named(table: &DiscretionTable, said: &str) -> Option<usize> {
    let bare = said.split_once('(').map_or(said, |(name, _)| name);
    table.factors.iter().position(|factor| {
        let names = [&factor.key, &factor.name].into_iter().chain(&factor.aliases);
        names.into_iter().map(|name| normal(name)).any(|name| {
            name == said
                || (!bare.is_empty()
                    && (name == bare || name.split_once('(').is_some_and(|(n, _)| n == bare)))
        })
    })
}

fn options_fitting<'a>(
    factor: &'a DiscretionFactor,
    fit: usize,
    said: &'a str,
) -> impl Iterator<Item = usize> + 'a {
    let option_fits = move |option: &FactorOption| {
        std::iter::once(&option.label).chain(&option.aliases).any(|text| fits(fit, said, text))
    };
    factor.options.iter().enumerate().filter(move |(_, option)| option_fits(option)).map(|(place, _)| place)
}

/// The option of `factor` that `said` means.
///
/// # Errors
/// If it fits none or several.
pub(super) fn option(
    table: &DiscretionTable,
    factor: &DiscretionFactor,
    said: &str,
) -> Result<usize, LawRefusal> {
    if let Some(place) = factor.options.iter().position(|option| option.label == said) {
        return Ok(place);
    }
    let normal_said = normal(said);
    for fit in 0..FITS.len() {
        let found: Vec<usize> = options_fitting(factor, fit, &normal_said).collect();
        match found.as_slice() {
            [option] => return Ok(*option),
            [] => {}
            several => {
                let labels = several.iter().filter_map(|option| factor.options.get(*option));
                let labels = labels.map(|option| option.label.clone());
                let message = format!("{said:?} fits several options");
                return Err(LawRefusal::new(RefusalCode::Ambiguous, &factor.key, message).possible(labels));
            }
        }
    }
    Err(no_such_option(table, factor, said))
}

/// The option of `factor` that weighs what was given.
///
/// # Errors
/// If none or several do.
pub(super) fn option_of_weight(
    table: &DiscretionTable,
    factor: &DiscretionFactor,
    number: &str,
) -> Result<usize, LawRefusal> {
    let weighs = |option: &&(usize, &FactorOption)| is_weight(number, option.1);
    let found: Vec<(usize, &FactorOption)> =
        factor.options.iter().enumerate().collect::<Vec<_>>().iter().filter(weighs).copied().collect();
    match found.as_slice() {
        [(place, _)] => Ok(*place),
        [] => Err(no_such_option(table, factor, number)),
        several => {
            let labels = several.iter().map(|(_, option)| option.label.clone());
            let message = format!("several options weigh {number}: name one");
            Err(LawRefusal::new(RefusalCode::Ambiguous, &factor.key, message).possible(labels))
        }
    }
}

fn no_such_option(table: &DiscretionTable, factor: &DiscretionFactor, said: &str) -> LawRefusal {
    let (code, message) = match table.cells {
        super::Cells::Known => (RefusalCode::UnknownOption, format!("there is no option {said:?}")),
        super::Cells::Partial | super::Cells::Unknown => (
            RefusalCode::CellUnknown,
            format!("the cell {said:?} of this table is not known: only some of its cells were found"),
        ),
    };
    LawRefusal::new(code, &factor.key, message).possible(labels(factor))
}

fn weighs_otherwise(said: &str, option: &FactorOption) -> LawRefusal {
    let message = format!("the option {:?} weighs {}", option.label, option.weight());
    LawRefusal::new(RefusalCode::Contradiction, said, message)
}

fn ambiguous(table: &DiscretionTable, said: &str, several: &[(usize, usize)]) -> LawRefusal {
    let text = |(factor, option): &(usize, usize)| {
        let factor = table.factors.get(*factor)?;
        Some(format!("{}: {}", factor.key, factor.options.get(*option)?.label))
    };
    LawRefusal::new(RefusalCode::Ambiguous, said, "this fits several options")
        .possible(several.iter().filter_map(text))
}

pub(super) fn labels(factor: &DiscretionFactor) -> impl Iterator<Item = String> {
    factor.options.iter().map(|option| match option.value {
        OptionValue::Weight(weight) => format!("{} ({weight})", option.label),
        OptionValue::Grade(grade) => format!("{} ({grade})", option.label),
        OptionValue::Condition => option.label.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_spaces_do_not_matter() {
        assert_eq!(normal(" 仅ｐH （2＜pH＜5） "), normal("仅ｐh(2<ph<5)"));
        assert_eq!(normal("50～200 吨"), normal("50-200吨"));
    }
}
