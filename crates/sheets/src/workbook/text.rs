//! Separated text: encodings, separators, quotes.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::EachRow;
use crate::cell::{Cell, Row};
use crate::error::{OpenError, ReadError};

/// So many bytes of the beginning show what a file is.
const BEGINNING: usize = 64 * 1024;

/// The text of `bytes` and the name of its encoding: by its byte order mark, else UTF-8 if it is valid, else
/// GB18030, which Chinese Excel writes.
pub(crate) fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, &'static str), OpenError> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        let (text, had_errors) = encoding.decode_without_bom_handling(rest);
        return if had_errors { Err(not_text(&text)) } else { Ok((text, name(encoding))) };
    }
    let beginning = bytes.get(..bytes.len().min(BEGINNING)).unwrap_or_default();
    // A zero byte is in no text of an encoding without a mark: pictures, programs, PDF.
    if beginning.contains(&0) || beginning.starts_with(b"%PDF") || is_markup(beginning) {
        return Err(OpenError::NotATable);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((Cow::Borrowed(text), name(UTF_8)));
    }
    let (text, had_errors) = GB18030.decode_without_bom_handling(bytes);
    if had_errors { Err(not_text(&text)) } else { Ok((text, name(GB18030))) }
}

fn name(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "gb18030" => "GB18030",
        other if encoding == UTF_8 || encoding == UTF_16LE || encoding == UTF_16BE => other,
        other => other,
    }
}

/// Systems export web pages under the name of Excel.
fn is_markup(beginning: &[u8]) -> bool {
    let start = beginning.trim_ascii_start();
    let lower: Vec<u8> = start.iter().take(9).map(u8::to_ascii_lowercase).collect();
    [&b"<html"[..], b"<!doctype", b"<?xml", b"<table"].iter().any(|tag| lower.starts_with(tag))
}

fn not_text(decoded: &str) -> OpenError {
    let before = decoded.split('\u{fffd}').next().unwrap_or_default();
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    OpenError::Encoding { line: u32::try_from(line).unwrap_or(u32::MAX) }
}

/// What separates the columns: the sign that the first lines have most evenly, the comma where none has any.
pub(super) fn separator(text: &str) -> char {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(20).collect();
    let evenness = |sign: char| {
        let counts: Vec<usize> = lines.iter().map(|line| outside_quotes(line, sign)).collect();
        let most = counts.iter().copied().max().unwrap_or(0);
        let agreeing = counts.iter().filter(|count| **count == most).count();
        (if most == 0 { 0 } else { agreeing }, most)
    };
    // Where two are as even, the later one wins: a decimal comma stands beside a semicolon, not the reverse.
    [',', '|', '\t', ';']
        .into_iter()
        .max_by_key(|sign| evenness(*sign))
        .filter(|sign| evenness(*sign).1 > 0)
        .unwrap_or(',')
}

fn outside_quotes(line: &str, sign: char) -> usize {
    let mut quoted = false;
    let counted = line.chars().filter(|c| {
        quoted ^= *c == '"';
        !quoted && *c == sign
    });
    counted.count()
}

/// Reads the lines of `text`.
pub(super) fn rows(
    text: &str,
    separator: char,
    cell_bytes: usize,
    each: EachRow<'_>,
) -> Result<(), ReadError> {
    let separator = u8::try_from(separator).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut last = 0;
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(()),
            Err(error) => return Err(ReadError::Damaged { row: last, detail: error.to_string() }),
            Ok(true) => {}
        }
        let line = record.position().map_or(u64::from(last) + 1, csv::Position::line);
        let number = u32::try_from(line).unwrap_or(u32::MAX);
        if record.iter().any(|cell| cell.len() > cell_bytes) {
            return Err(ReadError::CellTooLong { row: number, most: cell_bytes });
        }
        last = number;
        let cells = record.iter().map(Cell::text).collect();
        if each(Row { number, cells, formulas: 0 })?.is_break() {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found_by_their_bytes() {
        let (gb, _, _) = GB18030.encode("站点,浓度\n马坡岭,12");
        assert_eq!(decode(&gb).unwrap().1, "GB18030");
        assert_eq!(decode(&gb).unwrap().0, "站点,浓度\n马坡岭,12");
        assert_eq!(decode("站点".as_bytes()).unwrap().1, "UTF-8");
        let marked = decode(b"\xef\xbb\xbfa,b").unwrap();
        assert_eq!((marked.0.as_ref(), marked.1), ("a,b", "UTF-8"));
        let utf16: Vec<u8> =
            [0xfeff].into_iter().chain("时间\t值".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&utf16).unwrap().0, "时间\t值");
    }

    #[test]
    fn what_is_no_text_is_said_to_be_none() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0").unwrap_err(), OpenError::NotATable);
        assert_eq!(decode(b"<html><table>").unwrap_err(), OpenError::NotATable);
        assert_eq!(decode(b"%PDF-1.7 ...").unwrap_err(), OpenError::NotATable);
        assert_eq!(decode(b"a,b\nc,\xff\xff\n").unwrap_err(), OpenError::Encoding { line: 2 });
    }

    #[test]
    fn separators_are_those_that_lines_agree_in() {
        assert_eq!(separator("a,b\n1,2\n"), ',');
        assert_eq!(separator("时间;值\n2020-08-30 08:00;1,5\n2020-08-30 09:00;2,5\n"), ';');
        assert_eq!(separator("a\tb, c\n1\t2\n"), '\t');
        assert_eq!(separator("\"a;b\",c\n\"d;e\",f\n"), ',');
        assert_eq!(separator("one column\n1\n"), ',');
    }
}
