//! Compacting a month: the files of its days as few files by source, so that a long span of one source is few
//! pages.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use jiff::civil::Date;
use model::{FactorCode, Granularity, SeriesKey, Source, Timestamp};

use super::Row;
use super::catalogue::{Catalogue, Edition, Period, SealedFile, SealedKind, Stretch, day_of, day_start};
use super::content::{ValuesFile, split_revisions, write_tallies};
use super::files::Sealed;
use super::rollup::{DayTally, Tallies};
use super::seal::{Damage, Seal, WriteError, next_edition, remove_remains};
use crate::{Lake, LakeError, SeriesValue};

/// A part ends with the source that brings it here: a city month of minute data makes about 64.
const PART_ROWS: u64 = 12_000_000;
/// A row group ends with the source that brings it here: a month of minutes of one outlet.
const GROUP_ROWS: u64 = 250_000;
/// Rows of neighbouring sources that are in memory at once.
const CHUNK_ROWS: u64 = 500_000;

/// All rows of one source in a month, by factor.
type SourceRows = BTreeMap<FactorCode, Vec<Row>>;

impl Lake {
    /// Makes one set of files of a finished month's sealed days; what they say stays the same. `None` if no day
    /// of it is sealed by itself. Settle it as a day ([`Lake::settle`]).
    ///
    /// # Errors
    /// `Internal` if the month is not over at `now` or one of its days is not settled, otherwise as
    /// [`Lake::seal`].
    pub fn compact(
        &self,
        granularity: Granularity,
        month: Date,
        now: Timestamp,
    ) -> Result<Option<Seal>, LakeError> {
        let sealed = &self.shared().sealed;
        let _act = sealed.act.lock().unwrap_or_else(PoisonError::into_inner);
        let catalogue = sealed.catalogue();
        let period = Period::Month(month.first_of_month());
        let mut days = catalogue.days_of(granularity, period.first_day()).peekable();
        if days.peek().is_none() {
            return Ok(None);
        }
        if now < period.end() {
            return Err(LakeError::NotOver { period });
        }
        if days.any(|day| !day.settled) {
            return Err(LakeError::Occupied { period });
        }
        self.check_room()?;
        let edition = self.rewrite_month(&catalogue, granularity, period, now, Damage::Refuse)?;
        Ok(Some(Seal::of(&edition)))
    }

    /// Writes the month's rows that count into files of a new edition, which replaces that of its days.
    pub(super) fn rewrite_month(
        &self,
        catalogue: &Catalogue,
        granularity: Granularity,
        period: Period,
        now: Timestamp,
        damage: Damage,
    ) -> Result<Edition, LakeError> {
        let sealed = &self.shared().sealed;
        let mut edition = next_edition(catalogue, granularity, period, now);
        remove_remains(sealed, &edition);
        let mut replaced = Vec::new();
        for day in catalogue.days_of(granularity, period.first_day()) {
            replaced.push(day.period);
            edition.old.extend(day.files.iter().map(|file| file.name.clone()));
            edition.old.extend(day.old.iter().cloned());
        }
        let written = self.write_month(catalogue, &edition, damage).map_err(WriteError::into_lake)?;
        edition.files = written;
        self.commit_edition(catalogue, &edition, &replaced)?;
        Ok(edition)
    }

    fn write_month(
        &self,
        catalogue: &Catalogue,
        edition: &Edition,
        damage: Damage,
    ) -> Result<Vec<SealedFile>, WriteError> {
        let mut factors_of: BTreeMap<String, Vec<SeriesKey>> = BTreeMap::new();
        for series in self.series() {
            factors_of.entry(series.source.to_string()).or_default().push(series);
        }
        let stretches =
            catalogue.stretches(edition.granularity, edition.period.start(), edition.period.end());
        let mut writer = MonthWriter::new(&self.shared().sealed, edition);
        let mut chunk: Vec<(String, Vec<SeriesKey>)> = Vec::new();
        let rows: u64 =
            stretches.iter().flat_map(|s| s.edition.files_of(SealedKind::Values)).map(|f| f.rows).sum();
        let sources_of_chunk = CHUNK_ROWS * factors_of.len() as u64 / rows.max(1);
        for source in factors_of {
            chunk.push(source);
            if chunk.len() as u64 >= sources_of_chunk.clamp(1, 64) {
                self.write_chunk(&stretches, &std::mem::take(&mut chunk), damage, &mut writer)?;
            }
        }
        self.write_chunk(&stretches, &chunk, damage, &mut writer)?;
        writer.finish()
    }

    /// Neighbouring sources share pages in the files of days: reading them together reads each page less often.
    fn write_chunk(
        &self,
        stretches: &[Stretch<'_>],
        chunk: &[(String, Vec<SeriesKey>)],
        damage: Damage,
        writer: &mut MonthWriter<'_>,
    ) -> Result<(), WriteError> {
        let sealed = &self.shared().sealed;
        let (Some((first, _)), Some((last, _))) = (chunk.first(), chunk.last()) else { return Ok(()) };
        let mut by_factor: BTreeMap<FactorCode, BTreeMap<String, Vec<Row>>> = BTreeMap::new();
        for series in chunk.iter().flat_map(|(_, series)| series) {
            by_factor.entry(series.factor.clone()).or_default();
        }
        for (factor, found) in &mut by_factor {
            for stretch in stretches {
                match damage {
                    Damage::Refuse => {
                        rows_of_chunk(sealed, (first, last), factor, *stretch, found)
                            .map_err(WriteError::Lake)?;
                    }
                    Damage::Skip => {
                        for (source, series) in chunk {
                            for one in series.iter().filter(|one| one.factor == *factor) {
                                let rows = sealed.rows_despite(one, *stretch, damage);
                                found
                                    .entry(source.clone())
                                    .or_default()
                                    .extend(rows.map_err(WriteError::Lake)?);
                            }
                        }
                    }
                }
            }
        }
        for (text, series) in chunk {
            let mut rows = SourceRows::new();
            for (factor, found) in &mut by_factor {
                let mut of_source = found.remove(text).unwrap_or_default();
                of_source.sort_by_key(|row| (row.time, row.revision));
                rows.insert(factor.clone(), of_source);
            }
            if let Some(one) = series.first() {
                writer.source(&one.source, text, &rows)?;
            }
        }
        Ok(())
    }

    /// Writes a whole month of which the lake has no sealed file yet straight into sealed files: history of
    /// another system, or of a simulation. `sources` gives one source after the other in the order of their
    /// text, each with the values of a factor in the order of time.
    ///
    /// The lake finds only series that it knows: append one reading of each series first, as its last one.
    /// Then write the seal into the ledger and call [`Lake::settle`].
    ///
    /// # Errors
    /// `Internal` if the month is not over at `now` or something of it is sealed, `Corrupt` if sources or
    /// times are out of order, otherwise as [`Lake::seal`].
    pub fn seal_bulk(
        &self,
        granularity: Granularity,
        month: Date,
        now: Timestamp,
        sources: &mut dyn Iterator<Item = (Source, BTreeMap<FactorCode, Vec<SeriesValue>>)>,
    ) -> Result<Seal, LakeError> {
        let sealed = &self.shared().sealed;
        let _act = sealed.act.lock().unwrap_or_else(PoisonError::into_inner);
        let period = Period::Month(month.first_of_month());
        let catalogue = sealed.catalogue();
        if now < period.end() {
            return Err(LakeError::NotOver { period });
        }
        if !catalogue.stretches(granularity, period.start(), period.end()).is_empty() {
            return Err(LakeError::Occupied { period });
        }
        self.check_room()?;
        let mut edition = next_edition(&catalogue, granularity, period, now);
        remove_remains(sealed, &edition);
        let mut writer = MonthWriter::new(sealed, &edition);
        let mut before: Option<String> = None;
        for (source, values) in sources {
            let text = source.to_string();
            let rows = rows_of_values(period, values).filter(|_| before.as_ref() < Some(&text));
            let rows =
                rows.ok_or_else(|| LakeError::corrupt("month", format!("{source} is out of order")))?;
            writer.source(&source, &text, &rows).map_err(WriteError::into_lake)?;
            before = Some(text);
        }
        edition.files = writer.finish().map_err(WriteError::into_lake)?;
        self.commit_edition(&catalogue, &edition, &[])?;
        Ok(Seal::of(&edition))
    }
}

/// The rows of values that are in order and of the period.
fn rows_of_values(period: Period, values: BTreeMap<FactorCode, Vec<SeriesValue>>) -> Option<SourceRows> {
    let span = period.start()..period.end();
    let mut rows = SourceRows::new();
    for (factor, values) in values {
        let inside = |value: Option<&SeriesValue>| value.is_none_or(|value| span.contains(&value.time));
        let ordered = values.is_sorted_by(|a, b| a.time < b.time);
        if !(ordered && inside(values.first()) && inside(values.last())) {
            return None;
        }
        rows.insert(factor, values.into_iter().map(Row::from).collect());
    }
    Some(rows)
}

/// Rows in the order of time, cut where days of China begin.
fn by_day(mut rows: &[Row]) -> impl Iterator<Item = (Timestamp, &[Row])> {
    std::iter::from_fn(move || {
        let day = day_of(rows.first()?.time);
        let end = Period::Day(day).end();
        let (of_day, rest) = rows.split_at(rows.partition_point(|row| row.time < end));
        rows = rest;
        Some((day_start(day), of_day))
    })
}

fn rows_of_chunk(
    sealed: &Sealed,
    sources: (&str, &str),
    factor: &FactorCode,
    stretch: Stretch<'_>,
    found: &mut BTreeMap<String, Vec<Row>>,
) -> Result<(), LakeError> {
    let Stretch { from, to, edition } = stretch;
    for kind in [SealedKind::Values, SealedKind::Former] {
        for file in edition.files_of(kind) {
            if file.first_source.as_str() <= sources.1 && sources.0 <= file.last_source.as_str() {
                sealed.with_file(file, |open| {
                    open.rows_of_sources(sources, factor.as_str(), from, to, found)
                })?;
            }
        }
    }
    Ok(())
}

/// The files of a month, written source by source.
struct MonthWriter<'a> {
    sealed: &'a Sealed,
    edition: &'a Edition,
    part: usize,
    values: ValuesFile<'a>,
    former: ValuesFile<'a>,
    with_exact: bool,
    group_rows: u64,
    tallies: BTreeMap<FactorCode, Tallies>,
    files: Vec<SealedFile>,
}

impl<'a> MonthWriter<'a> {
    fn new(sealed: &'a Sealed, edition: &'a Edition) -> Self {
        let file = |kind| ValuesFile::new(sealed, edition, kind, Some(0), false);
        Self {
            sealed,
            edition,
            part: 0,
            values: file(SealedKind::Values),
            former: file(SealedKind::Former),
            with_exact: false,
            group_rows: 0,
            tallies: BTreeMap::new(),
            files: Vec::new(),
        }
    }

    fn source(&mut self, source: &Source, text: &str, rows: &SourceRows) -> Result<(), WriteError> {
        if rows.values().all(Vec::is_empty) {
            return Ok(());
        }
        let needs_exact =
            rows.values().any(|rows| super::figures::needs_exact(rows.iter().map(|row| &row.record.values)));
        let full = self.values.rows() >= PART_ROWS;
        if full || (needs_exact && !self.with_exact) {
            self.next_part(needs_exact)?;
        } else if self.group_rows >= GROUP_ROWS {
            self.values.end_group()?;
            self.group_rows = 0;
        }
        for (factor, rows) in rows {
            let series = SeriesKey { source: source.clone(), factor: factor.clone() };
            let (standing, former) = split_revisions(rows);
            self.group_rows += standing.len() as u64;
            let tallies = self.tallies.entry(factor.clone()).or_default();
            for (day, of_day) in by_day(&standing) {
                if let Some(tally) = DayTally::of(day, of_day.iter()) {
                    tallies.push_text(text, &series, tally);
                }
            }
            self.values.push(&series, &standing)?;
            self.former.push(&series, &former)?;
        }
        Ok(())
    }

    fn next_part(&mut self, with_exact: bool) -> Result<(), WriteError> {
        let before = self.values.rows() + self.former.rows();
        if before > 0 {
            self.part += 1;
        }
        let file = |kind| ValuesFile::new(self.sealed, self.edition, kind, Some(self.part), with_exact);
        let values = std::mem::replace(&mut self.values, file(SealedKind::Values));
        let former = std::mem::replace(&mut self.former, file(SealedKind::Former));
        self.files.extend(values.finish()?);
        self.files.extend(former.finish()?);
        (self.group_rows, self.with_exact) = (0, with_exact);
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<SealedFile>, WriteError> {
        self.next_part(false)?;
        let tallies = self.tallies.into_values();
        self.files.extend(write_tallies(self.sealed, self.edition, tallies)?);
        Ok(self.files)
    }
}
