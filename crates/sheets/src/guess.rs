//! A first mapping of a sheet, for a person to correct.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use model::{Granularity, Source, Timestamp, china};

use crate::catalogue::Catalogue;
use crate::cell::{Cell, Row};
use crate::error::ReadError;
use crate::figure::{self, Decimal, Figure};
use crate::heading;
use crate::mapping::{ColumnUse, Kind, Mapping, Stamp};
use crate::read::moment;
use crate::workbook::Workbook;

/// So many rows show what a sheet is.
const ROWS: usize = 200;
/// Headings and titles take at most so many rows.
const MAX_HEADING_ROWS: usize = 10;

/// A proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct Guess {
    /// What the sheet seems to mean.
    pub mapping: Mapping,
    /// The heading of each column, its rows joined.
    pub headings: Vec<String>,
    /// The first rows below the headings.
    pub first_rows: Vec<Row>,
}

/// Proposes what `sheet` of `workbook` means when it tells of `kind`.
///
/// # Errors
/// If the sheet cannot be read as far as its first rows.
pub fn guess(
    workbook: &Workbook<'_>,
    sheet: usize,
    kind: Kind,
    catalogue: &Catalogue,
) -> Result<Guess, ReadError> {
    let mut rows = Vec::new();
    workbook.rows(sheet, |row| {
        if !row.is_blank() {
            rows.push(row);
        }
        if rows.len() < ROWS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    let heading_count = rows.iter().take(MAX_HEADING_ROWS + 1).position(is_data).unwrap_or(rows.len().min(1));
    let (heads, data) = rows.split_at(heading_count);
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let columns: Vec<ColumnUse> =
        (0..width).map(|column| column_use(heads, data, column, kind, catalogue)).collect();
    let mut mapping = Mapping {
        kind,
        heading_rows: heads.last().map_or(0, |row| row.number),
        granularity: Granularity::Realtime,
        stamp: Stamp::Start,
        source: None,
        decimal: decimal(data, &columns),
        columns,
    };
    settle_columns(&mut mapping);
    mapping.granularity = granularity(&mapping, data, workbook.since_1904());
    let headings = (0..width).map(|column| texts(heads, column).join(" ")).collect();
    Ok(Guess { mapping, headings, first_rows: data.iter().take(20).cloned().collect() })
}

/// A row of data has a number or a time beside something else. A bad row of data must not pass for a heading:
/// headings are not read, so it would be lost without a word.
fn is_data(row: &Row) -> bool {
    let says_when_or_how_much = |cell: &Cell| match cell {
        Cell::Moment(_) | Cell::Span(_) | Cell::Number(_) => true,
        Cell::Text(text) => {
            let figure =
                |decimal| matches!(figure::read(text, decimal), Figure::Number(_) | Figure::BelowDetection);
            crate::time::parse(text).is_some() || figure(Decimal::Point) || figure(Decimal::Comma)
        }
        Cell::Empty | Cell::Truth(_) | Cell::Fault(_) | Cell::FormulaWithoutValue | Cell::Merged(_) => false,
    };
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    filled >= 2 && row.cells.iter().any(says_when_or_how_much)
}

/// The headings of a column from the top, without titles that span the sheet.
fn texts(heads: &[Row], column: usize) -> Vec<String> {
    let mut texts: Vec<String> = heads
        .iter()
        .filter(|row| !is_title(row))
        .map(|row| row.cell(column).named().shown())
        .filter(|text| !text.is_empty())
        .collect();
    texts.dedup();
    texts
}

/// One text over everything.
fn is_title(row: &Row) -> bool {
    let mut filled = row.cells.iter().map(Cell::named).filter(|cell| !cell.is_empty());
    let Some(first) = filled.next() else { return true };
    row.cells.len() > 1 && filled.all(|cell| cell == first)
}

fn column_use(heads: &[Row], data: &[Row], column: usize, kind: Kind, catalogue: &Catalogue) -> ColumnUse {
    let texts = texts(heads, column);
    let headings: Vec<&str> = texts.iter().map(String::as_str).collect();
    let meaning = heading::meaning(&headings);
    if meaning != ColumnUse::IGNORE {
        return meaning;
    }
    // A station, outlet or meter has a column of its own: the factor stands in another column or is asked for.
    let named = headings.last().and_then(|heading| own_source(kind, heading, catalogue));
    if let Some(source) = named {
        return ColumnUse::Figure {
            factor: None,
            slot: crate::Slot::Value,
            unit: None,
            source: Some(source),
        };
    }
    let moments = data.iter().filter(|row| matches!(row.cell(column).named(), Cell::Moment(_))).count();
    if headings.is_empty() && moments > 0 && moments * 2 > data.len() {
        ColumnUse::Time {}
    } else {
        ColumnUse::IGNORE
    }
}

fn own_source(kind: Kind, heading: &str, catalogue: &Catalogue) -> Option<Source> {
    if kind == Kind::Cruise { None } else { catalogue.source(kind, heading) }
}

/// Of columns that seem to mean the same the first is kept; date and hour go together, time alone goes alone.
fn settle_columns(mapping: &mut Mapping) {
    let has = |columns: &[ColumnUse], wanted: &ColumnUse| columns.contains(wanted);
    let columns = &mapping.columns;
    if !has(columns, &ColumnUse::Time {})
        && !has(columns, &ColumnUse::Date {})
        && has(columns, &ColumnUse::TimeOfDay {})
    {
        replace(&mut mapping.columns, &ColumnUse::TimeOfDay {}, &ColumnUse::Time {});
    }
    let columns = &mapping.columns;
    if has(columns, &ColumnUse::Date {}) && has(columns, &ColumnUse::Time {}) {
        replace(&mut mapping.columns, &ColumnUse::Time {}, &ColumnUse::TimeOfDay {});
    }
    if has(&mapping.columns, &ColumnUse::Time {}) {
        for part in [ColumnUse::Year {}, ColumnUse::Month {}, ColumnUse::Day {}, ColumnUse::Hour {}] {
            replace(&mut mapping.columns, &part, &ColumnUse::IGNORE);
        }
    }
    let mut seen: Vec<ColumnUse> = Vec::new();
    for column in &mut mapping.columns {
        if *column == ColumnUse::IGNORE {
            continue;
        }
        let key = without_unit(column);
        if seen.contains(&key) {
            *column = ColumnUse::IGNORE;
        } else {
            seen.push(key);
        }
    }
}

fn without_unit(column: &ColumnUse) -> ColumnUse {
    match column {
        ColumnUse::Figure { factor, slot, source, .. } => {
            ColumnUse::Figure { factor: factor.clone(), slot: *slot, unit: None, source: source.clone() }
        }
        other => other.clone(),
    }
}

fn replace(columns: &mut [ColumnUse], from: &ColumnUse, to: &ColumnUse) {
    for column in columns.iter_mut().filter(|column| *column == from) {
        *column = to.clone();
    }
}

/// The way of writing decimals that reads more of the figures.
fn decimal(data: &[Row], columns: &[ColumnUse]) -> Decimal {
    let readable = |decimal: Decimal| {
        let mut count = 0;
        for row in data {
            for (index, _) in
                columns.iter().enumerate().filter(|(_, c)| matches!(c, ColumnUse::Figure { .. }))
            {
                if let Cell::Text(text) = row.cell(index)
                    && matches!(figure::read(text, decimal), Figure::Number(_))
                {
                    count += 1;
                }
            }
        }
        count
    };
    if readable(Decimal::Comma) > readable(Decimal::Point) { Decimal::Comma } else { Decimal::Point }
}

/// The span that rows stand for, from the step that is most frequent between the rows of one source.
fn granularity(mapping: &Mapping, data: &[Row], since_1904: bool) -> Granularity {
    if matches!(mapping.kind, Kind::Meter | Kind::Cruise) {
        return Granularity::Realtime;
    }
    let mut last: BTreeMap<String, Timestamp> = BTreeMap::new();
    let mut steps: BTreeMap<i64, usize> = BTreeMap::new();
    for row in data {
        let Ok(time) = moment(row, mapping, since_1904) else { continue };
        let whose: String = mapping
            .columns
            .iter()
            .enumerate()
            .filter(|(_, c)| matches!(c, ColumnUse::Source {} | ColumnUse::Factor {}))
            .map(|(index, _)| row.cell(index).named().shown() + "|")
            .collect();
        if let Some(before) = last.insert(whose, time) {
            *steps.entry(china::seconds_between(before, time).abs()).or_default() += 1;
        }
    }
    steps.remove(&0);
    match steps.into_iter().max_by_key(|(step, count)| (*count, -step)).map(|(step, _)| step) {
        Some(86_400..) => Granularity::Day,
        Some(3_600..86_400) => Granularity::Hour,
        Some(60..3_600) => Granularity::Minute,
        Some(_) => Granularity::Realtime,
        // A single time says nothing; stations publish hours.
        None if mapping.kind == Kind::Station => Granularity::Hour,
        None => Granularity::Minute,
    }
}
