//! Rows to readings. Every cell that holds something becomes part of a reading, or a refusal with its reason.

mod moment;

use std::ops::ControlFlow;

use model::{
    Beside, FactorCode, FactorTable, Granularity, Mark, Origin, Problem, Problems, Reading, SeriesKey,
    Source, Timestamp, Unit, Values, china, problem_bounds,
};
use serde::{Deserialize, Serialize};

use crate::catalogue::Catalogue;
use crate::cell::{Cell, Row};
use crate::error::ReadError;
use crate::figure::{self, Figure};
use crate::heading;
use crate::mapping::{ColumnUse, Kind, Mapping, Slot};
use crate::workbook::Workbook;

pub(crate) use moment::moment;

/// The earliest time that is believed (UTC): 2000-01-01 in China.
const EARLIEST_S: i64 = 946_656_000;
/// A file may be ahead of our clock by so much, s.
const FUTURE_TOLERANCE_S: i64 = 600;

/// Why something of a file is not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// No time in the row.
    TimeMissing,
    /// The time is written in a form that is not read, or could mean two days.
    TimeUnreadable,
    /// The time is before 2000 or in the future.
    TimeImpossible,
    /// The row does not say whose it is.
    SourceMissing,
    /// The register knows no such station, outlet or meter, or several of that name.
    SourceUnknown,
    /// The row does not say what was measured.
    FactorMissing,
    /// The factor is in no table and is no code.
    FactorUnknown,
    /// The row's unit is not understood.
    UnitUnreadable,
    /// The cell is no number.
    NotANumber,
    /// Below the detection limit: not a figure that may be computed with.
    BelowDetection,
    /// The cell belongs to a merged region; whose row the figure is cannot be known.
    Merged,
    /// A formula whose value the file does not carry.
    FormulaWithoutValue,
    /// An error of the sheet's own (`#REF!`, `#DIV/0!`).
    SheetError,
    /// A place of a cruise that is not on Earth, or missing.
    PlaceImpossible,
}

impl Reason {
    /// Every reason.
    pub const ALL: &'static [Reason] = &[
        Reason::TimeMissing,
        Reason::TimeUnreadable,
        Reason::TimeImpossible,
        Reason::SourceMissing,
        Reason::SourceUnknown,
        Reason::FactorMissing,
        Reason::FactorUnknown,
        Reason::UnitUnreadable,
        Reason::NotANumber,
        Reason::BelowDetection,
        Reason::Merged,
        Reason::FormulaWithoutValue,
        Reason::SheetError,
        Reason::PlaceImpossible,
    ];

    /// The stable code of API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            Reason::TimeMissing => "time_missing",
            Reason::TimeUnreadable => "time_unreadable",
            Reason::TimeImpossible => "time_impossible",
            Reason::SourceMissing => "source_missing",
            Reason::SourceUnknown => "source_unknown",
            Reason::FactorMissing => "factor_missing",
            Reason::FactorUnknown => "factor_unknown",
            Reason::UnitUnreadable => "unit_unreadable",
            Reason::NotANumber => "not_a_number",
            Reason::BelowDetection => "below_detection",
            Reason::Merged => "merged",
            Reason::FormulaWithoutValue => "formula_without_value",
            Reason::SheetError => "sheet_error",
            Reason::PlaceImpossible => "place_impossible",
        }
    }
}

/// What was done that a person should know, by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// The stored value of a formula was used.
    FormulaValueUsed,
    /// A name or time was taken from the head of its merged region.
    MergedNameUsed,
    /// Neither file nor register names the unit; the standard's was assumed and the reading marked.
    UnitAssumed,
    /// A word for "no value" stands in a cell of figures.
    MissingValue,
}

/// Something of a file that is not stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The row's number in the file.
    pub row: u32,
    /// The column, from 0; the whole row if absent.
    pub column: Option<u16>,
    /// Why.
    pub reason: Reason,
    /// What stands there, shortened.
    pub text: String,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RowResult {
    /// Its number in the file.
    pub row: u32,
    /// What would be stored.
    pub readings: Vec<Reading>,
    /// What not, and why. A refusal of the whole row stands alone.
    pub refusals: Vec<Refusal>,
    /// What a person should know, each as often as it happened.
    pub notes: Vec<Note>,
    /// Whether it holds nothing at all.
    pub blank: bool,
}

/// Reads the rows of a sheet below its headings.
///
/// `now` is when the file is read: readings are received then, and times after it are impossible.
///
/// # Errors
/// As [`Workbook::rows`].
pub fn read(
    workbook: &Workbook<'_>,
    sheet: usize,
    mapping: &Mapping,
    catalogue: &Catalogue,
    now: Timestamp,
    mut each: impl FnMut(RowResult) -> ControlFlow<()>,
) -> Result<(), ReadError> {
    let reader = Reader { mapping, catalogue, now, since_1904: workbook.since_1904() };
    workbook.rows(sheet, |row| {
        if row.number <= mapping.heading_rows {
            return ControlFlow::Continue(());
        }
        each(reader.row(&row))
    })
}

struct Reader<'r> {
    mapping: &'r Mapping,
    catalogue: &'r Catalogue,
    now: Timestamp,
    since_1904: bool,
}

/// What the cells of a row that name things say.
struct Names {
    time: Timestamp,
    source: Option<Source>,
    factor: Option<FactorCode>,
    unit: Option<Unit>,
    mark: Mark,
}

/// A reading in the making.
struct Draft {
    source: Source,
    factor: FactorCode,
    unit: Unit,
    problems: Problems,
    values: Values,
}

impl Reader<'_> {
    fn row(&self, row: &Row) -> RowResult {
        let mut result = RowResult { row: row.number, blank: row.is_blank(), ..RowResult::default() };
        if result.blank {
            return result;
        }
        result.notes.extend((0..row.formulas).map(|_| Note::FormulaValueUsed));
        let names = match self.names(row, &mut result) {
            Ok(names) => names,
            Err(refusal) => {
                result.refusals.push(refusal);
                return result;
            }
        };
        let mut drafts: Vec<Draft> = Vec::new();
        for (column, meaning) in self.mapping.columns.iter().enumerate() {
            if let ColumnUse::Figure { factor, slot, unit, source } = meaning {
                let figure = Wanted {
                    column,
                    factor: factor.as_ref(),
                    slot: *slot,
                    unit: *unit,
                    source: source.as_ref(),
                };
                if let Err(reason) = self.figure(row, figure, &names, &mut drafts, &mut result.notes) {
                    result.refusals.push(refusal(row, Some(column), reason));
                }
            }
        }
        if self.mapping.kind == Kind::Cruise && !has_place(&drafts) && !drafts.is_empty() {
            result.refusals = vec![refusal(row, None, Reason::PlaceImpossible)];
            return result;
        }
        result.readings = drafts.into_iter().map(|draft| self.reading(draft, &names)).collect();
        result
    }

    fn names(&self, row: &Row, result: &mut RowResult) -> Result<Names, Refusal> {
        let column_of = |wanted: &ColumnUse| self.mapping.columns.iter().position(|column| column == wanted);
        let time_column =
            [ColumnUse::Time {}, ColumnUse::Date {}, ColumnUse::Year {}].iter().find_map(column_of);
        let time =
            moment(row, self.mapping, self.since_1904).map_err(|reason| refusal(row, time_column, reason))?;
        if time_column.is_some_and(|column| matches!(row.cell(column), Cell::Merged(_))) {
            result.notes.push(Note::MergedNameUsed);
        }
        let latest = china::plus_seconds(self.now, FUTURE_TOLERANCE_S);
        if time.as_second() < EARLIEST_S || time > latest {
            return Err(refusal(row, time_column, Reason::TimeImpossible));
        }
        let mut text_of = |wanted: &ColumnUse| {
            let column = column_of(wanted)?;
            if matches!(row.cell(column), Cell::Merged(_)) {
                result.notes.push(Note::MergedNameUsed);
            }
            Some(row.cell(column).named()).filter(|cell| !cell.is_empty()).map(|cell| (column, cell.shown()))
        };
        let source = match text_of(&ColumnUse::Source {}) {
            Some((column, text)) => {
                let known = self.catalogue.source(self.mapping.kind, &text);
                Some(known.ok_or_else(|| refusal(row, Some(column), Reason::SourceUnknown))?)
            }
            None => self.mapping.source.clone(),
        };
        let factor = match text_of(&ColumnUse::Factor {}) {
            Some((column, text)) => {
                let known = heading::factor(&text).or_else(|| text.parse().ok());
                Some(known.ok_or_else(|| refusal(row, Some(column), Reason::FactorUnknown))?)
            }
            None => None,
        };
        let unit = match text_of(&ColumnUse::Unit {}) {
            Some((column, text)) if !matches!(figure::read(&text, self.mapping.decimal), Figure::Missing) => {
                let known = heading::unit_of(&text).or_else(|| (text == "无量纲").then_some(Unit::One));
                Some(known.ok_or_else(|| refusal(row, Some(column), Reason::UnitUnreadable))?)
            }
            Some(_) | None => None,
        };
        let mark = text_of(&ColumnUse::Mark {}).map_or(Mark::Absent, |(_, text)| Mark::from(text.as_str()));
        Ok(Names { time, source, factor, unit, mark })
    }

    /// Puts the figure of one cell into the reading it belongs to.
    fn figure(
        &self,
        row: &Row,
        wanted: Wanted<'_>,
        names: &Names,
        drafts: &mut Vec<Draft>,
        notes: &mut Vec<Note>,
    ) -> Result<(), Reason> {
        let Some(sent) = self.number(row.cell(wanted.column), notes)? else { return Ok(()) };
        let source = wanted.source.or(names.source.as_ref()).ok_or(Reason::SourceMissing)?;
        let factor = wanted.factor.or(names.factor.as_ref()).ok_or(Reason::FactorMissing)?;
        if let Some(limit) = place_limit(factor)
            && sent.abs() > limit
        {
            return Err(Reason::PlaceImpossible);
        }
        let code = match wanted.slot {
            Slot::Manual => Beside::ManualSample.of(factor).ok_or(Reason::FactorUnknown)?,
            Slot::Value | Slot::Min | Slot::Max | Slot::Total | Slot::Converted => factor.clone(),
        };
        let index = match drafts.iter().position(|draft| draft.source == *source && draft.factor == code) {
            Some(index) => index,
            None => {
                let draft = self.draft(source, factor, wanted.unit.or(names.unit), notes);
                drafts.push(Draft { factor: code, ..draft });
                drafts.len() - 1
            }
        };
        let Some(draft) = drafts.get_mut(index) else { return Ok(()) };
        let from = wanted.unit.or(names.unit).unwrap_or(draft.unit);
        let (value, place) = (from.convert(sent, draft.unit).unwrap_or(sent), &mut draft.values);
        match wanted.slot {
            Slot::Value => place.value = Some(value),
            Slot::Min => place.min = Some(value),
            Slot::Max => place.max = Some(value),
            // The emitted amount has a unit of its own.
            Slot::Total => place.total = Some(sent),
            Slot::Converted => place.converted = Some(value),
            // A reading of its own, whose figure it is.
            Slot::Manual => place.value = Some(value),
        }
        Ok(())
    }

    fn number(&self, cell: &Cell, notes: &mut Vec<Note>) -> Result<Option<f64>, Reason> {
        match cell {
            Cell::Empty => Ok(None),
            Cell::Number(number) if number.is_finite() => Ok(Some(*number)),
            Cell::Text(text) => match figure::read(text, self.mapping.decimal) {
                Figure::Number(number) => Ok(Some(number)),
                Figure::Missing => {
                    notes.push(Note::MissingValue);
                    Ok(None)
                }
                Figure::BelowDetection => Err(Reason::BelowDetection),
                Figure::Unreadable => Err(Reason::NotANumber),
            },
            Cell::Number(_) | Cell::Moment(_) | Cell::Span(_) | Cell::Truth(_) => Err(Reason::NotANumber),
            Cell::Fault(_) => Err(Reason::SheetError),
            Cell::FormulaWithoutValue => Err(Reason::FormulaWithoutValue),
            Cell::Merged(_) => Err(Reason::Merged),
        }
    }

    /// A reading without figures, in the unit in which it is kept.
    fn draft(
        &self,
        source: &Source,
        factor: &FactorCode,
        sent: Option<Unit>,
        notes: &mut Vec<Note>,
    ) -> Draft {
        let known = FactorTable::standard().get(factor);
        let registered = self.catalogue.unit(source, factor);
        let mut problems = Problems::NONE;
        if known.is_none() && registered.is_none() {
            problems.insert(Problem::UnknownFactor);
        }
        let standard = known.map_or(Unit::Other, |factor| factor.unit);
        let kept = registered.or(sent).unwrap_or(standard);
        let convertible = sent.is_none_or(|sent| sent.convert(1.0, kept).is_ok());
        let is_place = place_limit(factor).is_some();
        if !convertible || (sent.is_none() && registered.is_none() && !is_place) {
            problems.insert(Problem::UnitUnknown);
            notes.push(Note::UnitAssumed);
        }
        let unit = if convertible { kept } else { sent.unwrap_or(kept) };
        Draft { source: source.clone(), factor: factor.clone(), unit, problems, values: Values::default() }
    }

    fn reading(&self, draft: Draft, names: &Names) -> Reading {
        let Draft { source, factor, unit, mut problems, values } = draft;
        let manual = Beside::read(&factor).filter(|(_, beside)| *beside == Beside::ManualSample);
        let of = manual.as_ref().map_or(&factor, |(of, _)| of);
        let (least, greatest) = problem_bounds(of, unit);
        let outside = |figure: f64| figure < least || figure > greatest;
        if values.value.is_some_and(outside) || values.converted.is_some_and(outside) {
            problems.insert(Problem::OutOfBounds);
        }
        if matches!(names.mark, Mark::Other(_)) {
            problems.insert(Problem::UnknownMark);
        }
        // A sample was taken at an instant, whatever span the rows stand for.
        let granularity = if manual.is_some() { Granularity::Realtime } else { self.mapping.granularity };
        Reading {
            series: SeriesKey { source, factor },
            granularity,
            time: names.time,
            unit,
            values,
            mark: names.mark.clone(),
            problems,
            origin: Origin::Backfill,
            received_at: self.now,
        }
    }
}

/// One column of figures.
#[derive(Clone, Copy)]
struct Wanted<'m> {
    column: usize,
    factor: Option<&'m FactorCode>,
    slot: Slot,
    unit: Option<Unit>,
    source: Option<&'m Source>,
}

fn refusal(row: &Row, column: Option<usize>, reason: Reason) -> Refusal {
    let text = column.map_or_else(String::new, |column| row.cell(column).shown());
    Refusal { row: row.number, column: column.and_then(|column| u16::try_from(column).ok()), reason, text }
}

/// The greatest degree of a longitude or latitude.
fn place_limit(factor: &FactorCode) -> Option<f64> {
    match factor.as_str() {
        "longitude" => Some(180.0),
        "latitude" => Some(90.0),
        _ => None,
    }
}

fn has_place(drafts: &[Draft]) -> bool {
    ["longitude", "latitude"].iter().all(|code| drafts.iter().any(|draft| draft.factor.as_str() == *code))
}
