//! From rows to scores.

use std::io::Write;

use ::detect::methods::series_score::SeriesScore;
use anyhow::Context;
use jiff::civil::DateTime;
use model::china;

use super::summary::Summary;
use super::table::Table;

/// Numbers from here on are milliseconds since 1970 (from 1973 on), smaller ones seconds (until the year 5138).
const SMALLEST_MILLISECONDS: f64 = 1e11;

/// Writes the time column and the score of every row, in the order of the file. Nothing but the last row's time and the
/// score's own memory is kept.
pub(super) fn write_scores(
    mut table: Table,
    mut output: impl Write,
    summary: &mut Summary,
) -> anyhow::Result<()> {
    let mut score = SeriesScore::new();
    let mut last = None;
    let has_decimal_commas = table.has_decimal_commas();
    write_field(&mut output, table.heading())?;
    output.write_all(b",score\n")?;
    while let Some(fields) = table.next().context("a row cannot be read")? {
        summary.rows += 1;
        let value = fields.value.and_then(|value| number(value, has_decimal_commas));
        if value.is_none() {
            summary.not_numbers.note(fields.line);
        }
        match time(fields.time) {
            None => summary.unreadable_times.note(fields.line),
            Some(time) => {
                match last {
                    Some(last) if time == last => summary.repeated.note(fields.line),
                    Some(last) if time < last => summary.backwards.note(fields.line),
                    _ => {}
                }
                last = Some(time);
            }
        }
        let figure = value.map_or(0.0, |value| score.push(value));
        write_field(&mut output, fields.time)?;
        writeln!(output, ",{figure:.6}")?;
    }
    output.flush()?;
    Ok(())
}

/// A field as it came; in quotes where it would otherwise not be one field.
fn write_field(output: &mut impl Write, field: &[u8]) -> std::io::Result<()> {
    if !field.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        return output.write_all(field);
    }
    output.write_all(b"\"")?;
    for part in field.split_inclusive(|byte| *byte == b'"') {
        output.write_all(part)?;
        if part.ends_with(b"\"") {
            output.write_all(b"\"")?;
        }
    }
    output.write_all(b"\"")
}

/// The finite number that `text` says.
fn number(text: &[u8], has_decimal_commas: bool) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let parsed = match text.parse::<f64>() {
        Err(_) if has_decimal_commas && !text.contains('.') => text.replacen(',', ".", 1).parse(),
        parsed => parsed,
    };
    parsed.ok().filter(|number| number.is_finite())
}

/// Where `text` stands in time, in seconds since 1970: wall time in China, an instant with its offset, or seconds or
/// milliseconds since 1970. Other numbers (of rows, of hours) stand in their order.
fn time(text: &[u8]) -> Option<f64> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let number = text.parse::<f64>().ok();
    let may_be_date = match text.len() {
        // In ten digits a date with its hour begins with 20, and seconds since 1970 will not before 2033.
        10 => text.starts_with("20"),
        length => matches!(length, 8 | 12 | 14),
    };
    if (number.is_none() || may_be_date)
        && let Some(wall) = sheets::wall_time(text)
    {
        return Some(seconds(wall));
    }
    let number = number.filter(|number| number.is_finite())?;
    Some(if number.abs() >= SMALLEST_MILLISECONDS { number / 1000.0 } else { number })
}

fn seconds(wall: DateTime) -> f64 {
    let instant = china::instant(wall);
    instant.as_second() as f64 + f64::from(instant.subsec_nanosecond()) / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_all_forms_are_the_same_instant() {
        for text in [
            "2020-08-30T08:00:00+08:00",
            "2020-08-30T00:00:00Z",
            "2020-08-30 08:00:00",
            "2020/8/30 8:00",
            "20200830080000",
            "2020083008",
            "1598745600",
            "1598745600000",
            " 1598745600.0 ",
        ] {
            assert_eq!(time(text.as_bytes()), Some(1_598_745_600.0), "{text}");
        }
        assert_eq!(time(b"7"), Some(7.0));
        assert_eq!(time(b"12345678"), Some(12_345_678.0));
        for text in ["", "yesterday", "NaN", "30/8/2020", "\u{fffd}"] {
            assert_eq!(time(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn only_finite_numbers_are_values() {
        assert_eq!(number(b" 1.5e3 ", false), Some(1500.0));
        assert_eq!(number(b"1,5", true), Some(1.5));
        for text in ["", "NaN", "inf", "-", "1,5", "12 mg", "\u{ff11}"] {
            assert_eq!(number(text.as_bytes(), false), None, "{text}");
        }
        assert_eq!(number(b"1.234,5", true), None);
    }
}
