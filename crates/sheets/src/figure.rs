//! Numbers as people and machines write them into cells.

use serde::{Deserialize, Serialize};

/// What stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimal {
    /// `1,234.5`
    #[default]
    Point,
    /// `1.234,5`
    Comma,
}

/// What a text in a column of figures says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Figure {
    /// A finite number.
    Number(f64),
    /// That there is none: `-`, `NA`, 无, `****`.
    Missing,
    /// That it is below the detection limit: `<0.05`, `0.05L`, 未检出. Not a figure that may be computed with.
    BelowDetection,
    /// Something else.
    Unreadable,
}

const MISSING: &[&str] = &[
    "-",
    "--",
    "---",
    "—",
    "——",
    "/",
    "\\",
    "na",
    "n/a",
    "nan",
    "null",
    "none",
    "无",
    "无数据",
    "缺测",
    "缺失",
];

/// Reads a text.
pub(crate) fn read(text: &str, decimal: Decimal) -> Figure {
    let plain = half_width(text);
    let lower = plain.to_lowercase();
    if MISSING.contains(&lower.as_str()) || plain.chars().all(|c| c == '*') {
        return Figure::Missing;
    }
    let trace = plain.strip_prefix(['<', '≤', '＜']).or_else(|| plain.strip_suffix(['L', 'l']));
    if lower == "nd" || plain == "未检出" || trace.is_some_and(|rest| number(rest.trim(), decimal).is_some())
    {
        return Figure::BelowDetection;
    }
    number(&plain, decimal).map_or(Figure::Unreadable, Figure::Number)
}

/// The finite number that `text` says, if it says one.
fn number(text: &str, decimal: Decimal) -> Option<f64> {
    let (mark, group) = match decimal {
        Decimal::Point => ('.', ','),
        Decimal::Comma => (',', '.'),
    };
    let (whole, rest) = text.split_once(mark).map_or((text, None), |(whole, rest)| (whole, Some(rest)));
    if rest.is_some_and(|rest| rest.contains([mark, group])) {
        return None;
    }
    let whole = ungrouped(whole, group)?;
    let joined = rest.map_or_else(|| whole.clone(), |rest| format!("{whole}.{rest}"));
    // Rust reads "inf" and "nan" too; a figure begins with a digit, a sign or the mark.
    let digits = joined.trim_start_matches(['+', '-']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return None;
    }
    joined.parse::<f64>().ok().filter(|figure| figure.is_finite())
}

/// Without the marks between thousands, if they stand where they should.
fn ungrouped(whole: &str, group: char) -> Option<String> {
    if !whole.contains(group) {
        return Some(whole.to_owned());
    }
    let mut parts = whole.split(group);
    let first = parts.next()?.trim_start_matches(['+', '-']);
    let first_is_sound = (1..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_digit());
    let rest_is_sound = parts.all(|part| part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()));
    (first_is_sound && rest_is_sound).then(|| whole.chars().filter(|c| *c != group).collect())
}

/// Full-width letters, digits and signs as their ASCII forms.
pub(crate) fn half_width(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' => '-',
        other => other,
    };
    text.chars().map(narrow).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, decimal: Decimal, expected: Figure) {
        assert_eq!(read(text, decimal), expected, "{text} {decimal:?}");
    }

    #[test]
    fn numbers_of_both_kinds() {
        for (text, figure) in [
            ("1.5", 1.5),
            ("-0.20", -0.2),
            ("+3", 3.0),
            ("1,234.5", 1234.5),
            ("1e3", 1000.0),
            ("１２．５", 12.5),
            (".5", 0.5),
        ] {
            check(text, Decimal::Point, Figure::Number(figure));
        }
        for (text, figure) in [("1,5", 1.5), ("1.234,5", 1234.5), ("12", 12.0)] {
            check(text, Decimal::Comma, Figure::Number(figure));
        }
        for text in ["1,5", "1.2.3", "1,23,456", "12abc", "inf", "1e999", "2020-08-30", "１２mg"] {
            check(text, Decimal::Point, Figure::Unreadable);
        }
    }

    #[test]
    fn words_for_nothing_and_for_too_little() {
        for text in ["-", "—", "NA", "无数据", "***", "NaN", "null"] {
            check(text, Decimal::Point, Figure::Missing);
        }
        for text in ["<0.05", "0.05L", "未检出", "ND", "＜0.3"] {
            check(text, Decimal::Point, Figure::BelowDetection);
        }
    }
}
