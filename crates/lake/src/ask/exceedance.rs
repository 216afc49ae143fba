use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use model::{Granularity, SeriesKey, Timestamp, china};

use crate::hot::series_between;
use crate::key::ReadingKey;
use crate::sealed::{
    Candidates, EXTREME_COLUMNS, Extremes, POINT_COLUMNS, Point, Rows, SealedFile, SealedKind, Stretch,
    Wanted,
};
use crate::{Lake, LakeError};

/// Rows of a file that one thread judges in one go.
const PART_ROWS: u64 = 2_000_000;

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

/// The watched series by the texts of factor and source, with the number of each.
type Quiet<'a> = BTreeMap<&'a str, BTreeMap<String, (usize, &'a Watched)>>;

impl Lake {
    /// The series among `watched` of which values that stand, and may be used as evidence, exceed from `from`
    /// (inclusive) to `to` (exclusive); in the order of `watched`, each series named once there.
    ///
    /// Roll-ups tell on which days of which series nothing can exceed; of the others the pages are read, each once, by
    /// as many threads as there are processors.
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
            let mut quiet = Quiet::new();
            for (number, one) in watched.iter().enumerate().filter(|(_, one)| !hot.contains(&one.series)) {
                let of_factor = quiet.entry(one.series.factor.as_str()).or_default();
                of_factor.insert(one.series.source.to_string(), (number, one));
            }
            let mut candidates = Candidates::default();
            for of_factor in shared_out(quiet.iter().collect(), &|one| self.candidates(one, stretch))? {
                candidates.absorb(of_factor);
            }
            let files = stretch.edition.files_of(SealedKind::Values);
            let files = files.filter(|file| candidates.has_source(&file.first_source, &file.last_source));
            let judge = |(file, part)| {
                let (candidates, time) = (Some(&candidates), Some((stretch.from, stretch.to)));
                let wanted = Wanted { candidates, time, part: Some(part), ..Wanted::default() };
                self.exceedances_in(file, &quiet, wanted)
            };
            for of_part in shared_out(files.flat_map(parts).collect(), &judge)? {
                found.absorb(of_part);
            }
            at = stretch.to;
        }
        self.exceedances_by_series(watched, granularity, at, to, &mut found)?;
        Ok(found.finish(watched))
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

    /// The days on which, say the roll-ups, something of a factor exceeds. Days that are only partly asked for count
    /// whole here.
    fn candidates(
        &self,
        (factor, by_source): (&&str, &BTreeMap<String, (usize, &Watched)>),
        stretch: Stretch<'_>,
    ) -> Result<Candidates, LakeError> {
        let mut candidates = Candidates::default();
        let wanted = Wanted::of_factor(factor, china::day_start(stretch.from), stretch.to);
        for file in stretch.edition.files_of(SealedKind::Rollup) {
            self.shared().sealed.with_file(file, |open| {
                open.batches(wanted, Some(&EXTREME_COLUMNS), &mut |batch| {
                    let rows = Extremes::of(batch)?;
                    let mut one = None;
                    for row in 0..batch.num_rows() {
                        if !(rows.source.same_as_before(row) && rows.factor.same_as_before(row)) {
                            let ours = rows.factor.get(row) == *factor;
                            one = by_source.get_key_value(rows.source.get(row)).filter(|_| ours);
                        }
                        let Some((source, (_, watched))) = one else { continue };
                        let (day, extremes) = rows.get(row);
                        if extremes.into_iter().any(|figure| watched.exceeds(figure)) {
                            candidates.insert(source, factor, day);
                        }
                    }
                    Ok(())
                })
            })?;
        }
        Ok(candidates)
    }

    fn exceedances_in(
        &self,
        file: &SealedFile,
        quiet: &Quiet<'_>,
        wanted: Wanted<'_>,
    ) -> Result<Found, LakeError> {
        let mut found = Found::default();
        self.shared().sealed.with_file(file, |open| {
            open.batches(wanted, Some(&POINT_COLUMNS), &mut |batch| {
                let rows = Rows::of(batch)?;
                for run in rows.runs() {
                    let of_factor = quiet.get(rows.factor.get(run.start));
                    let one = of_factor.and_then(|by_source| by_source.get(rows.source.get(run.start)));
                    let Some((number, watched)) = one else { continue };
                    rows.near_or_outside(run, (watched.lower, watched.upper), &mut |row| {
                        let point = rows.point(row)?;
                        if wanted.time.is_none_or(|(from, to)| (from..to).contains(&point.time)) {
                            found.note(*number, watched, point);
                        }
                        Ok(())
                    })?;
                }
                Ok(())
            })
        })?;
        Ok(found)
    }
}

/// A file in parts of about [`PART_ROWS`] rows, each by its number, of so many.
fn parts(file: &SealedFile) -> impl Iterator<Item = (&SealedFile, (usize, usize))> {
    let parts = usize::try_from(file.rows.div_ceil(PART_ROWS)).unwrap_or(1);
    (0..parts).map(move |number| (file, (number, parts)))
}

/// Does `work` on every task, on as many threads as there are processors; gives the results in no order.
fn shared_out<T: Send + Copy, R: Send>(
    tasks: Vec<T>,
    work: &(dyn Fn(T) -> Result<R, LakeError> + Sync),
) -> Result<Vec<R>, LakeError> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(tasks.len());
    let tasks = Mutex::new(tasks.into_iter());
    let next = || tasks.lock().unwrap_or_else(PoisonError::into_inner).next();
    let turns = || std::iter::from_fn(next).map(work).collect::<Result<Vec<R>, LakeError>>();
    std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(turns)).collect();
        let mut results = turns()?;
        for other in others {
            // Whoever panicked there has said why; here it goes on.
            results.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
        }
        Ok(results)
    })
}

/// By number of the watched series.
#[derive(Default)]
struct Found {
    by_number: BTreeMap<usize, Outside>,
}

/// Values of one series that are outside; as [`Exceedance`].
struct Outside {
    count: u64,
    first: Timestamp,
    last: Timestamp,
    worst: f64,
    worst_at: Timestamp,
    /// How far out the worst is.
    excess: f64,
}

impl Found {
    /// Takes a value of a series.
    fn note(&mut self, number: usize, watched: &Watched, point: Point) {
        // An infinite figure is no measurement, and the roll-ups leave it out too.
        let Some(worst) = point.evidence.filter(|figure| figure.is_finite()) else { return };
        let Some(excess) = watched.excess(worst) else { return };
        let time = point.time;
        self.add(number, Outside { count: 1, first: time, last: time, worst, worst_at: time, excess });
    }

    /// Adds what was found elsewhere.
    fn absorb(&mut self, other: Found) {
        for (number, more) in other.by_number {
            self.add(number, more);
        }
    }

    fn add(&mut self, number: usize, more: Outside) {
        let Some(found) = self.by_number.get_mut(&number) else {
            self.by_number.insert(number, more);
            return;
        };
        found.count += more.count;
        found.first = found.first.min(more.first);
        found.last = found.last.max(more.last);
        if more.excess > found.excess || (more.excess == found.excess && more.worst_at < found.worst_at) {
            (found.excess, found.worst, found.worst_at) = (more.excess, more.worst, more.worst_at);
        }
    }

    fn finish(self, watched: &[Watched]) -> Vec<Exceedance> {
        let exceedance = |(number, found): (usize, Outside)| {
            let Outside { count, first, last, worst, worst_at, .. } = found;
            let series = watched.get(number)?.series.clone();
            Some(Exceedance { series, count, first, last, worst, worst_at })
        };
        self.by_number.into_iter().filter_map(exceedance).collect()
    }
}
