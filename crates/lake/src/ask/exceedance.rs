use std::collections::{BTreeMap, BTreeSet};

use model::{Granularity, SeriesKey, Timestamp, china};

use crate::hot::series_between;
use crate::key::ReadingKey;
use crate::sealed::{POINT_COLUMNS, Point, Rows, SealedKind, Stretch, TALLY_COLUMNS, TallyRows, Wanted};
use crate::{Lake, LakeError};

/// A series and what its values must keep to, in the unit of its readings.
#[derive(Debug, Clone, PartialEq)]
pub struct Watched {
    /// The series.
    pub series: SeriesKey,
    /// A value below it exceeds.
    pub lower: Option<f64>,
    /// A value above it exceeds.
    pub upper: Option<f64>,
}

/// The values of one series that exceeded.
#[derive(Debug, Clone, PartialEq)]
pub struct Exceedance {
    /// The series.
    pub series: SeriesKey,
    /// How many values.
    pub count: u64,
    /// The time of the first.
    pub first: Timestamp,
    /// The time of the last.
    pub last: Timestamp,
    /// The one that is farthest outside.
    pub worst: f64,
    /// And its time, the first if there are several.
    pub worst_at: Timestamp,
}

impl Watched {
    /// How far a figure is outside; `None` if it keeps to the limits.
    fn excess(&self, figure: f64) -> Option<f64> {
        let above = self.upper.map(|upper| figure - upper).filter(|excess| *excess > 0.0);
        above.or_else(|| self.lower.map(|lower| lower - figure).filter(|excess| *excess > 0.0))
    }

    fn exceeds(&self, figure: Option<f64>) -> bool {
        figure.is_some_and(|figure| self.excess(figure).is_some())
    }
}

/// The watched series of one factor by the text of their source, with the number of each.
type BySource<'a> = BTreeMap<String, (usize, &'a Watched)>;

impl Lake {
    /// The series among `watched` of which values that stand, and may be used as evidence, exceed from `from`
    /// (inclusive) to `to` (exclusive); in the order of `watched`, each series named once there.
    ///
    /// Roll-ups tell in which sealed files nothing can exceed; of the others only the pages of series that do
    /// are read, each once.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn exceedances(
        &self,
        watched: &[Watched],
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Exceedance>, LakeError> {
        let mut found = Found::default();
        let catalogue = self.shared().sealed.catalogue();
        let mut at = from;
        for stretch in catalogue.stretches(granularity, from, to) {
            self.exceedances_by_series(watched, granularity, at, stretch.from, &mut found)?;
            // What has come since the stretch was sealed makes those series be read value by value.
            let hot =
                self.exceedances_by_series(watched, granularity, stretch.from, stretch.to, &mut found)?;
            let mut quiet: BTreeMap<&str, BySource<'_>> = BTreeMap::new();
            for (number, one) in watched.iter().enumerate().filter(|(_, one)| !hot.contains(&one.series)) {
                let of_factor = quiet.entry(one.series.factor.as_str()).or_default();
                of_factor.insert(one.series.source.to_string(), (number, one));
            }
            for (factor, by_source) in &quiet {
                let candidates = self.candidates(factor, by_source, stretch)?;
                if !candidates.is_empty() {
                    self.exceedances_of(factor, by_source, &candidates, stretch, &mut found)?;
                }
            }
            at = stretch.to;
        }
        self.exceedances_by_series(watched, granularity, at, to, &mut found)?;
        Ok(found.finish())
    }

    /// Judges every value of the series that have something in the hot store, and says which those are.
    fn exceedances_by_series(
        &self,
        watched: &[Watched],
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
        found: &mut Found,
    ) -> Result<BTreeSet<SeriesKey>, LakeError> {
        let hot = self.hot_series(granularity, from, to)?;
        for (number, one) in watched.iter().enumerate().filter(|(_, one)| hot.contains(&one.series)) {
            for reading in self.range_current(&one.series, granularity, from, to, usize::MAX)? {
                found.note(number, one, Point { time: reading.time, evidence: reading.evidence() });
            }
        }
        Ok(hot)
    }

    /// The series with anything in the hot store from `from` to `to`.
    fn hot_series(
        &self,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<BTreeSet<SeriesKey>, LakeError> {
        if from >= to {
            return Ok(BTreeSet::new());
        }
        let key = |time| ReadingKey::new(granularity, 0, time, 0);
        let all = self.shared().index().all_series_by_id();
        let known = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let found = self.shared().with_engine(|engine| series_between(engine, key(from), key(to), known))?;
        Ok(found.into_iter().filter_map(|id| all.get(id as usize).cloned()).collect())
    }

    /// The sources of which the roll-ups say that something exceeds. Days that are only partly asked for count
    /// whole here.
    fn candidates(
        &self,
        factor: &str,
        by_source: &BySource<'_>,
        stretch: Stretch<'_>,
    ) -> Result<BTreeSet<String>, LakeError> {
        let mut candidates = BTreeSet::new();
        let wanted = Wanted::of_factor(factor, china::day_start(stretch.from), stretch.to);
        for file in stretch.edition.files_of(SealedKind::Rollup) {
            self.shared().sealed.with_file(file, |open| {
                open.batches(wanted, Some(&TALLY_COLUMNS), &mut |batch| {
                    let rows = TallyRows::of(batch)?;
                    let mut one = None;
                    for row in 0..batch.num_rows() {
                        if !(rows.source.same_as_before(row) && rows.factor.same_as_before(row)) {
                            let ours = rows.factor.get(row) == factor;
                            one = by_source.get_key_value(rows.source.get(row)).filter(|_| ours);
                        }
                        let Some((source, (_, watched))) = one else { continue };
                        let (_, tally) = rows.get(row)?;
                        if watched.exceeds(tally.max) || watched.exceeds(tally.min) {
                            candidates.insert(source.clone());
                        }
                    }
                    Ok(())
                })
            })?;
        }
        Ok(candidates)
    }

    fn exceedances_of(
        &self,
        factor: &str,
        by_source: &BySource<'_>,
        candidates: &BTreeSet<String>,
        stretch: Stretch<'_>,
        found: &mut Found,
    ) -> Result<(), LakeError> {
        let Stretch { from, to, edition } = stretch;
        let wanted = Wanted { any_source: Some(candidates), ..Wanted::of_factor(factor, from, to) };
        let files = edition.files_of(SealedKind::Values).filter(|file| {
            let mut inside = candidates.range(file.first_source.clone()..=file.last_source.clone());
            inside.next().is_some()
        });
        for file in files {
            self.shared().sealed.with_file(file, |open| {
                open.batches(wanted, Some(&POINT_COLUMNS), &mut |batch| {
                    let rows = Rows::of(batch)?;
                    let mut one = None;
                    for row in 0..rows.len() {
                        if !(rows.source.same_as_before(row) && rows.factor.same_as_before(row)) {
                            let source = rows.source.get(row);
                            let ours = rows.factor.get(row) == factor && candidates.contains(source);
                            one = by_source.get(source).filter(|_| ours);
                        }
                        let Some((number, watched)) = one else { continue };
                        let point = rows.point(row)?;
                        if (from..to).contains(&point.time) {
                            found.note(*number, watched, point);
                        }
                    }
                    Ok(())
                })
            })?;
        }
        Ok(())
    }
}

#[derive(Default)]
struct Found {
    /// By number of the watched series: what was found, and how far out its worst is.
    by_number: BTreeMap<usize, (Exceedance, f64)>,
}

impl Found {
    /// Takes the next value of a series, in the order of time.
    fn note(&mut self, number: usize, watched: &Watched, point: Point) {
        // An infinite figure is no measurement, and the roll-ups leave it out too.
        let Some(figure) = point.evidence.filter(|figure| figure.is_finite()) else { return };
        let Some(excess) = watched.excess(figure) else { return };
        let (found, worst) = self.by_number.entry(number).or_insert_with(|| {
            let (series, time) = (watched.series.clone(), point.time);
            let none =
                Exceedance { series, count: 0, first: time, last: time, worst: figure, worst_at: time };
            (none, excess)
        });
        found.count += 1;
        found.last = point.time;
        if excess > *worst {
            (*worst, found.worst, found.worst_at) = (excess, figure, point.time);
        }
    }

    fn finish(self) -> Vec<Exceedance> {
        self.by_number.into_values().map(|(exceedance, _)| exceedance).collect()
    }
}
