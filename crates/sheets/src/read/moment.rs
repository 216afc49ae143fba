//! When a row was: from one column of times, or from columns of dates, parts of dates and times of day.

use jiff::civil::DateTime;
use model::{Granularity, Timestamp, china};

use super::Reason;
use crate::cell::{Cell, Row};
use crate::mapping::{ColumnUse, Mapping, Stamp};
use crate::{figure, time};

/// When `row` was, as its start.
pub(crate) fn moment(row: &Row, mapping: &Mapping, since_1904: bool) -> Result<Timestamp, Reason> {
    let wall = wall_time(row, mapping, since_1904)?;
    let instant = china::instant(wall);
    let span_s = match (mapping.stamp, mapping.granularity) {
        (Stamp::Start, _) | (Stamp::End, Granularity::Realtime) => 0,
        (Stamp::End, Granularity::Minute) => 60,
        (Stamp::End, Granularity::Hour) => 3600,
        (Stamp::End, Granularity::Day) => 86_400,
    };
    Ok(china::plus_seconds(instant, -span_s))
}

fn wall_time(row: &Row, mapping: &Mapping, since_1904: bool) -> Result<DateTime, Reason> {
    let cell_of = |wanted: &ColumnUse| {
        let column = mapping.columns.iter().position(|column| column == wanted)?;
        Some(row.cell(column).named()).filter(|cell| !cell.is_empty())
    };
    if let Some(cell) = cell_of(&ColumnUse::Time {}) {
        return moment_of(cell, since_1904).ok_or(Reason::TimeUnreadable);
    }
    let date = match cell_of(&ColumnUse::Date {}) {
        Some(cell) => Some(moment_of(cell, since_1904).ok_or(Reason::TimeUnreadable)?.date()),
        None => {
            let part = |wanted: &ColumnUse| {
                cell_of(wanted).map(|cell| whole(cell).ok_or(Reason::TimeUnreadable)).transpose()
            };
            match (part(&ColumnUse::Year {})?, part(&ColumnUse::Month {})?, part(&ColumnUse::Day {})?) {
                (Some(year), Some(month), Some(day)) => {
                    Some(time::date(year, month, day).ok_or(Reason::TimeUnreadable)?)
                }
                _ => None,
            }
        }
    };
    let date = date.ok_or(Reason::TimeMissing)?;
    let seconds = match (cell_of(&ColumnUse::TimeOfDay {}), cell_of(&ColumnUse::Hour {})) {
        (Some(cell), _) => seconds_of(cell).ok_or(Reason::TimeUnreadable)?,
        (None, Some(cell)) => whole(cell).map(|hour| hour as f64 * 3600.0).ok_or(Reason::TimeUnreadable)?,
        (None, None) => 0.0,
    };
    time::at(date, seconds).ok_or(Reason::TimeUnreadable)
}

fn moment_of(cell: &Cell, since_1904: bool) -> Option<DateTime> {
    match cell {
        Cell::Moment(moment) => Some(*moment),
        Cell::Text(text) => time::parse(text),
        Cell::Number(days) => time::serial(*days, since_1904)
            // 20200830 and 2020083008 as numbers.
            .or_else(|| {
                (*days >= 19_000_101.0 && days.fract() == 0.0)
                    .then(|| time::parse(&format!("{days:.0}")))
                    .flatten()
            }),
        Cell::Empty
        | Cell::Span(_)
        | Cell::Truth(_)
        | Cell::Fault(_)
        | Cell::FormulaWithoutValue
        | Cell::Merged(_) => None,
    }
}

fn seconds_of(cell: &Cell) -> Option<f64> {
    match cell {
        Cell::Span(seconds) => Some(*seconds),
        Cell::Moment(moment) => {
            let time = moment.time();
            Some(f64::from(time.hour()) * 3600.0 + f64::from(time.minute()) * 60.0 + f64::from(time.second()))
        }
        Cell::Text(text) => time::seconds_of_day(text),
        Cell::Number(days) if (0.0..=1.0).contains(days) => Some(days * 86_400.0),
        Cell::Number(_)
        | Cell::Empty
        | Cell::Truth(_)
        | Cell::Fault(_)
        | Cell::FormulaWithoutValue
        | Cell::Merged(_) => None,
    }
}

fn whole(cell: &Cell) -> Option<i64> {
    let number = match cell {
        Cell::Number(number) => *number,
        Cell::Text(text) => {
            figure::half_width(text).trim_end_matches(['年', '月', '日', '时']).parse().ok()?
        }
        Cell::Empty
        | Cell::Moment(_)
        | Cell::Span(_)
        | Cell::Truth(_)
        | Cell::Fault(_)
        | Cell::FormulaWithoutValue
        | Cell::Merged(_) => return None,
    };
    // Parts of a date are small.
    (number.fract() == 0.0 && number.abs() < 1e5).then_some(number as i64)
}
