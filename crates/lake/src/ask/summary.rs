use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::ops::{ControlFlow, Range};

use jiff::civil::Date;
use model::{Granularity, SeriesKey, Timestamp, china};

use crate::sealed::{Edition, SealedKind, Stretch, Tally, day_of, evidence, merge};
use crate::{Lake, LakeError};

const DAY_S: i64 = 86_400;

/// What the values of a series that stand come to over one step of time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Summary {
    /// When the step begins.
    pub start: Timestamp,
    /// Values in it.
    pub count: u64,
    /// Of these, finite figures that may be used as evidence ([`model::Reading::evidence`]). What is below is
    /// over these.
    pub evidence: u64,
    /// Their arithmetic mean, in the unit of the readings; `None` where there are none, as for the two below.
    pub mean: Option<f64>,
    /// The least.
    pub min: Option<f64>,
    /// The greatest.
    pub max: Option<f64>,
}

impl Lake {
    /// Summarises a series from `from` (inclusive) to `to` (exclusive) in steps of `step_s` seconds, counted
    /// from `from`. Steps without a value are left out; revisions that were replaced do not count.
    ///
    /// Whole days of sealed data are answered from roll-ups where steps are days or multiples of days and
    /// begin at midnight in China; otherwise only the columns needed are read. The answer is the same to the
    /// last bit, hot or sealed: sums are made day by day in the order of time.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn summarise(
        &self,
        series: &SeriesKey,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
        step_s: NonZeroU32,
    ) -> Result<Vec<Summary>, LakeError> {
        let step_s = i64::from(step_s.get());
        let whole_days = step_s % DAY_S == 0 && china::day_start(from) == from;
        let mut steps = Steps { from, step_s, tallies: BTreeMap::new(), current: None };
        let catalogue = self.shared().sealed.catalogue();
        let mut at = from;
        for stretch in catalogue.stretches(granularity, from, to) {
            self.summarise_hot(series, granularity, at, stretch.from, &mut steps)?;
            self.summarise_sealed(series, stretch, whole_days, &mut steps)?;
            at = stretch.to;
        }
        self.summarise_hot(series, granularity, at, to, &mut steps)?;
        Ok(steps.finish())
    }

    fn summarise_hot(
        &self,
        series: &SeriesKey,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
        steps: &mut Steps,
    ) -> Result<(), LakeError> {
        let mut standing: Option<(Timestamp, Option<f64>)> = None;
        let _ = self.visit_hot(series, granularity, from, to, &mut |row| {
            if let Some((time, evidence)) = standing.filter(|(time, _)| *time != row.time) {
                steps.add(time, evidence);
            }
            standing = Some((row.time, evidence(&row.record)));
            ControlFlow::Continue(())
        })?;
        if let Some((time, evidence)) = standing {
            steps.add(time, evidence);
        }
        Ok(())
    }

    /// Days for which something has come since they were sealed are read whole, the others as cheaply as the
    /// steps allow.
    fn summarise_sealed(
        &self,
        series: &SeriesKey,
        stretch: Stretch<'_>,
        whole_days: bool,
        steps: &mut Steps,
    ) -> Result<(), LakeError> {
        let granularity = stretch.edition.granularity;
        let mut hot = self.hot_rows(series, granularity, stretch.from, stretch.to)?;
        let mut at = stretch.from;
        while let Some(first) = hot.first() {
            let day = day_of(first.time);
            let rest = hot.split_off(hot.partition_point(|row| day_of(row.time) == day));
            let (start, end) = span(day, stretch);
            self.summarise_quiet(series, Stretch { from: at, to: start, ..stretch }, whole_days, steps)?;
            let sealed = self.shared().sealed.rows(series, Stretch { from: start, to: end, ..stretch })?;
            let rows = merge(sealed, hot);
            for (index, row) in rows.iter().enumerate() {
                if rows.get(index + 1).is_none_or(|next| next.time != row.time) {
                    steps.add(row.time, evidence(&row.record));
                }
            }
            (at, hot) = (end, rest);
        }
        self.summarise_quiet(series, Stretch { from: at, ..stretch }, whole_days, steps)
    }

    fn summarise_quiet(
        &self,
        series: &SeriesKey,
        stretch: Stretch<'_>,
        whole_days: bool,
        steps: &mut Steps,
    ) -> Result<(), LakeError> {
        let Stretch { from, to, edition } = stretch;
        // Up to here whole days, if the steps are whole days: `from` is a midnight then.
        let midnight = if whole_days { china::day_start(to) } else { from };
        if from < midnight {
            self.each_tally(series, edition, from, midnight, steps)?;
        }
        let rest = from.max(midnight);
        if rest < to {
            let source = series.source.to_string();
            let files = edition.files_of(SealedKind::Values).filter(|file| file.may_have(&source));
            for file in files {
                self.shared().sealed.with_file(file, |open| {
                    open.points(series, rest, to, &mut |point| steps.add(point.time, point.evidence))
                })?;
            }
        }
        Ok(())
    }

    fn each_tally(
        &self,
        series: &SeriesKey,
        edition: &Edition,
        from: Timestamp,
        to: Timestamp,
        steps: &mut Steps,
    ) -> Result<(), LakeError> {
        for file in edition.files_of(SealedKind::Rollup) {
            self.shared().sealed.with_file(file, |open| {
                open.tallies(series, from, to, &mut |day, tally| steps.merge(day, &tally))
            })?;
        }
        Ok(())
    }
}

fn span(day: Date, stretch: Stretch<'_>) -> (Timestamp, Timestamp) {
    let period = crate::Period::Day(day);
    (period.start().max(stretch.from), period.end().min(stretch.to))
}

/// Tallies by step, and within a step by day.
struct Steps {
    from: Timestamp,
    step_s: i64,
    tallies: BTreeMap<(i64, Timestamp), Tally>,
    /// That of the last value: the next is mostly of the same.
    current: Option<Current>,
}

/// A part of a step that is within one day, in seconds: a tally of its own.
struct Current {
    seconds: Range<i64>,
    slot: (i64, Timestamp),
    tally: Tally,
}

impl Steps {
    fn add(&mut self, time: Timestamp, evidence: Option<f64>) {
        let second = time.as_second();
        match &mut self.current {
            Some(current) if current.seconds.contains(&second) => current.tally.add(evidence),
            Some(_) | None => {
                self.end_current();
                let slot = self.slot(time);
                let mut tally = self.tallies.remove(&slot).unwrap_or_default();
                tally.add(evidence);
                self.current = Some(Current { seconds: self.seconds(slot), slot, tally });
            }
        }
    }

    fn merge(&mut self, day: Timestamp, tally: &Tally) {
        self.end_current();
        self.tallies.entry(self.slot(day)).or_default().merge(tally);
    }

    fn end_current(&mut self) {
        if let Some(Current { slot, tally, .. }) = self.current.take() {
            self.tallies.insert(slot, tally);
        }
    }

    fn slot(&self, time: Timestamp) -> (i64, Timestamp) {
        let since = time.as_nanosecond() - self.from.as_nanosecond();
        let step = since.div_euclid(i128::from(self.step_s) * 1_000_000_000);
        // Representable instants are less than 2^40 seconds apart.
        (step as i64, china::day_start(time))
    }

    /// The whole seconds that are in a slot for sure; none where a step begins within a second.
    fn seconds(&self, (step, day): (i64, Timestamp)) -> Range<i64> {
        if self.from.subsec_nanosecond() != 0 || day.subsec_nanosecond() != 0 {
            return 0..0;
        }
        let start = self.from.as_second().saturating_add(step.saturating_mul(self.step_s));
        let day = day.as_second();
        start.max(day)..start.saturating_add(self.step_s).min(day.saturating_add(DAY_S))
    }

    fn finish(mut self) -> Vec<Summary> {
        self.end_current();
        let mut steps: BTreeMap<i64, Tally> = BTreeMap::new();
        for ((step, _), tally) in self.tallies {
            steps.entry(step).or_default().merge(&tally);
        }
        let summary = |(step, tally): (i64, Tally)| Summary {
            start: china::plus_seconds(self.from, step.saturating_mul(self.step_s)),
            count: tally.count,
            evidence: tally.evidence,
            mean: (tally.evidence > 0).then(|| tally.sum / tally.evidence as f64),
            min: tally.min,
            max: tally.max,
        };
        steps.into_iter().map(summary).collect()
    }
}
