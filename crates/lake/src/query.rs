//! What can be asked.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use model::{FactorCode, Granularity, Reading, SeriesKey, Source, Timestamp};

use crate::counters::Counters;
use crate::engine::{Engine, Table};
use crate::hot::{Place, bucket_of_series};
use crate::index::reading;
use crate::key::{ReadingKey, frame_key, frame_of_refused, frame_time, time_bytes};
use crate::record::decode_frame;
use crate::sealed::{Row, merge};
use crate::{FrameRecord, Lake, LakeError, SeriesValue};

impl Lake {
    /// Every stored value of a series from `from` (inclusive) to `to` (exclusive), at most `limit`, in the
    /// order of time. Where values for one time differ all of them are given, in the order of their
    /// arrival; all but the first have [`model::Problem::Revised`]. The last of them is *the* value: see
    /// [`Lake::range_current`].
    ///
    /// # Errors
    /// `Unavailable` if the disk fails, `Corrupt` if what is stored cannot be understood.
    pub fn range(
        &self,
        series: &SeriesKey,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
        limit: usize,
    ) -> Result<Vec<Reading>, LakeError> {
        let mut found = Vec::new();
        self.visit(series, granularity, from, to, |reading| {
            if found.len() >= limit {
                return ControlFlow::Break(());
            }
            found.push(reading);
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// As [`Lake::range`], with one reading for each time: the latest revision, which is the value that
    /// stands until the device says otherwise.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn range_current(
        &self,
        series: &SeriesKey,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
        limit: usize,
    ) -> Result<Vec<Reading>, LakeError> {
        let mut found: Vec<Reading> = Vec::new();
        self.visit(series, granularity, from, to, |reading| {
            if let Some(last) = found.last_mut()
                && last.time == reading.time
            {
                *last = reading;
                return ControlFlow::Continue(());
            }
            if found.len() >= limit {
                return ControlFlow::Break(());
            }
            found.push(reading);
            ControlFlow::Continue(())
        })?;
        Ok(found)
    }

    /// As [`Lake::range_current`] for several factors of one source, each named once, in their order; where they are
    /// stored together they are read together.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn values_current(
        &self,
        source: &Source,
        factors: &[FactorCode],
        granularity: Granularity,
        (from, to): (Timestamp, Timestamp),
        limit: usize,
    ) -> Result<Vec<Vec<SeriesValue>>, LakeError> {
        let mut standing = Standing { limit, by_factor: BTreeMap::new() };
        standing.by_factor.extend(factors.iter().map(|factor| (factor.to_string(), Vec::new())));
        self.visit_source(source, factors, granularity, (from, to), &mut |rows| {
            standing.add(rows);
            if standing.is_full() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        let mut of = |factor: &FactorCode| standing.by_factor.remove(factor.as_str()).unwrap_or_default();
        Ok(factors.iter().map(&mut of).collect())
    }

    /// As [`Lake::range`] for several factors of one source, each named once: all revisions, factor by factor in the
    /// order of their codes, each in the order of time. Where they are stored together they are read together.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn range_of_source(
        &self,
        source: &Source,
        factors: &[FactorCode],
        granularity: Granularity,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<Vec<Reading>, LakeError> {
        let mut found: Vec<(&FactorCode, Vec<Row>)> =
            factors.iter().map(|factor| (factor, Vec::new())).collect();
        found.sort_by_key(|(factor, _)| factor.as_str());
        self.visit_source(source, factors, granularity, (from, to), &mut |mut rows| {
            for (factor, of_factor) in &mut found {
                of_factor.append(rows.get_mut(factor.as_str()).unwrap_or(&mut Vec::new()));
            }
            ControlFlow::Continue(())
        })?;
        let mut readings = Vec::with_capacity(found.iter().map(|(_, rows)| rows.len()).sum());
        for (factor, rows) in found {
            let series = SeriesKey { source: source.clone(), factor: factor.clone() };
            readings.extend(rows.into_iter().map(|row| row.reading(&series, granularity)));
        }
        Ok(readings)
    }

    /// Goes through the values of several factors of one source, a stretch of time after the other: sealed ones
    /// together with what has come for them since, and what is only in the hot store between them.
    fn visit_source(
        &self,
        source: &Source,
        factors: &[FactorCode],
        granularity: Granularity,
        (from, to): (Timestamp, Timestamp),
        each: &mut dyn FnMut(ByFactor) -> ControlFlow<()>,
    ) -> Result<(), LakeError> {
        // Held to the end: what it does not name stays in the hot store meanwhile.
        let catalogue = self.shared().sealed.catalogue();
        let text = source.to_string();
        let mut at = from;
        for stretch in catalogue.stretches(granularity, from, to) {
            if each(self.hot_rows_of(source, factors, granularity, (at, stretch.from))?).is_break() {
                return Ok(());
            }
            let mut hot = self.hot_rows_of(source, factors, granularity, (stretch.from, stretch.to))?;
            let mut rows: ByFactor = factors.iter().map(|factor| (factor.to_string(), Vec::new())).collect();
            self.shared().sealed.rows_of_source(&text, stretch, &mut rows)?;
            for (factor, sealed) in &mut rows {
                let hot = hot.remove(factor).unwrap_or_default();
                *sealed = merge(std::mem::take(sealed), hot);
            }
            if each(rows).is_break() {
                return Ok(());
            }
            at = stretch.to;
        }
        let _ = each(self.hot_rows_of(source, factors, granularity, (at, to))?);
        Ok(())
    }

    /// What the hot store has of several factors of a source.
    fn hot_rows_of(
        &self,
        source: &Source,
        factors: &[FactorCode],
        granularity: Granularity,
        (from, to): (Timestamp, Timestamp),
    ) -> Result<ByFactor, LakeError> {
        let mut found = ByFactor::new();
        let mut groups: BTreeMap<u32, Vec<(u32, &FactorCode)>> = BTreeMap::new();
        for factor in factors {
            let series = SeriesKey { source: source.clone(), factor: factor.clone() };
            if let Some(id) = self.shared().index().series_id(&series) {
                groups.entry(Place::group_of(id)).or_default().push((id, factor));
            }
        }
        for group in groups.values().filter(|_| from < to) {
            self.hot_rows_of_group(group, granularity, (from, to), &mut found)?;
        }
        Ok(found)
    }

    fn hot_rows_of_group(
        &self,
        group: &[(u32, &FactorCode)],
        granularity: Granularity,
        (from, to): (Timestamp, Timestamp),
        found: &mut ByFactor,
    ) -> Result<(), LakeError> {
        let ids: Vec<u32> = group.iter().map(|(id, _)| *id).collect();
        let of = |id, time| ReadingKey::new(granularity, id, time, 0);
        let (mut first, last) = (of(0, from).bucket, of(0, to).bucket);
        self.shared().with_engine(|engine| {
            while let Some((bucket, rows)) = bucket_of_series(engine, granularity, &ids, first, last)? {
                for (key, record) in rows {
                    let Some((_, factor)) = group.iter().find(|(id, _)| *id == key.series) else { continue };
                    if of(key.series, from) <= key && key < of(key.series, to) {
                        let row = Row { time: key.time()?, revision: key.revision, record };
                        match found.get_mut(factor.as_str()) {
                            Some(of_factor) => of_factor.push(row),
                            None => drop(found.insert(factor.to_string(), vec![row])),
                        }
                    }
                }
                first = bucket.saturating_add(1);
            }
            Ok(())
        })
    }

    /// The reading with the greatest time, and of its revisions the latest. From memory.
    pub fn latest(&self, series: &SeriesKey, granularity: Granularity) -> Option<Reading> {
        let index = self.shared().index();
        let latest = index.latest(index.series_id(series)?, granularity)?;
        reading(series.clone(), latest.key, latest.record.clone()).ok()
    }

    /// [`Lake::latest`] of every series and granularity. From memory.
    pub fn latest_all(&self) -> Vec<Reading> {
        let index = self.shared().index();
        let all = index.latest_all();
        all.filter_map(|(series, latest)| reading(series.clone(), latest.key, latest.record.clone()).ok())
            .collect()
    }

    /// [`Lake::latest`] of every series of one source and every granularity. From memory.
    pub fn latest_of_source(&self, source: &Source) -> Vec<Reading> {
        let index = self.shared().index();
        let all = index.latest_all().filter(|(series, _)| series.source == *source);
        all.filter_map(|(series, latest)| reading(series.clone(), latest.key, latest.record.clone()).ok())
            .collect()
    }

    /// Every series, in order. From memory.
    pub fn series(&self) -> Vec<SeriesKey> {
        self.shared().index().all_series()
    }

    /// The series of one source, in order. From memory.
    pub fn series_of(&self, source: &Source) -> Vec<SeriesKey> {
        self.shared().index().series_of(source)
    }

    /// The raw frames of a device that arrived from `from` (inclusive) to `to` (exclusive), the newest
    /// first, at most `limit`.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn frames(
        &self,
        device: &str,
        from: Timestamp,
        to: Timestamp,
        limit: usize,
    ) -> Result<Vec<FrameRecord>, LakeError> {
        let Some(id) = self.shared().index().device_id(device) else { return Ok(Vec::new()) };
        if from >= to {
            return Ok(Vec::new());
        }
        self.shared().with_engine(|engine| {
            let rows = engine.scan(Table::Frames, &frame_key(id, from, 0), &frame_key(id, to, 0));
            rows.rev()
                .take(limit)
                .map(|row| row.and_then(|(key, value)| frame(device, &key, &value)))
                .collect()
        })
    }

    /// The refused frames of all devices that arrived from `from` (inclusive) to `to` (exclusive), the
    /// newest first, at most `limit`.
    ///
    /// # Errors
    /// As [`Lake::range`].
    pub fn refused_frames(
        &self,
        from: Timestamp,
        to: Timestamp,
        limit: usize,
    ) -> Result<Vec<FrameRecord>, LakeError> {
        if from >= to {
            return Ok(Vec::new());
        }
        self.shared().with_engine(|engine| {
            let rows = engine.scan(Table::Refused, &time_bytes(from), &time_bytes(to));
            rows.rev().take(limit).map(|row| self.refused(engine, &row?.0)).collect()
        })
    }

    /// The counters of a device; empty for a device that never had one. From memory.
    pub fn counters(&self, device: &str) -> BTreeMap<String, u64> {
        let index = self.shared().index();
        index.device_id(device).and_then(|id| index.counters(id)).map(Counters::by_name).unwrap_or_default()
    }

    /// Every device that has a frame or a counter, in order. From memory.
    pub fn devices(&self) -> Vec<String> {
        let mut devices = self.shared().index().devices().to_vec();
        devices.sort();
        devices
    }

    fn refused(&self, engine: &Engine, key: &[u8]) -> Result<FrameRecord, LakeError> {
        let (device, key) = frame_of_refused(key)?;
        let name = self.shared().index().device(device).map(str::to_owned);
        let name = name.ok_or_else(|| LakeError::corrupt("refused frame", "its device is unknown"))?;
        let value = engine.get(Table::Frames, &key)?;
        let value = value.ok_or_else(|| LakeError::corrupt("refused frame", "it is missing"))?;
        frame(&name, &key, &value)
    }

    /// Goes through the values of a series in the order of time: sealed stretches together with what has come
    /// for them since, and what is only in the hot store between them.
    fn visit(
        &self,
        series: &SeriesKey,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
        mut each: impl FnMut(Reading) -> ControlFlow<()>,
    ) -> Result<(), LakeError> {
        let sealed = &self.shared().sealed;
        // Held to the end: what it does not name stays in the hot store meanwhile.
        let catalogue = sealed.catalogue();
        let mut at = from;
        let mut each = |row: Row| each(row.reading(series, granularity));
        for stretch in catalogue.stretches(granularity, from, to) {
            if self.visit_hot(series, granularity, at, stretch.from, &mut each)?.is_break() {
                return Ok(());
            }
            let hot = self.hot_rows(series, granularity, stretch.from, stretch.to)?;
            for row in merge(sealed.rows(series, stretch)?, hot) {
                if each(row).is_break() {
                    return Ok(());
                }
            }
            at = stretch.to;
        }
        let _ = self.visit_hot(series, granularity, at, to, &mut each)?;
        Ok(())
    }

    /// What the hot store has of a series, in the order of time.
    pub(crate) fn hot_rows(
        &self,
        series: &SeriesKey,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
    ) -> Result<Vec<Row>, LakeError> {
        let mut rows = Vec::new();
        let flow = self.visit_hot(series, granularity, from, to, &mut |row| {
            rows.push(row);
            ControlFlow::Continue(())
        });
        flow.map(|_| rows)
    }

    /// Goes through the hot values of a series, a bucket at a time. A bucket without it costs one seek, a
    /// stretch without any data one seek in all.
    pub(crate) fn visit_hot(
        &self,
        series: &SeriesKey,
        granularity: Granularity,
        from: Timestamp,
        to: Timestamp,
        each: &mut impl FnMut(Row) -> ControlFlow<()>,
    ) -> Result<ControlFlow<()>, LakeError> {
        let Some(id) = self.shared().index().series_id(series) else { return Ok(ControlFlow::Continue(())) };
        let (start, end) =
            (ReadingKey::new(granularity, id, from, 0), ReadingKey::new(granularity, id, to, 0));
        if start >= end {
            return Ok(ControlFlow::Continue(()));
        }
        self.shared().with_engine(|engine| {
            let mut first = start.bucket;
            while let Some((bucket, rows)) = bucket_of_series(engine, granularity, &[id], first, end.bucket)?
            {
                for (key, record) in rows {
                    let row = Row { time: key.time()?, revision: key.revision, record };
                    if start <= key && key < end && each(row).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                first = bucket.saturating_add(1);
            }
            Ok(ControlFlow::Continue(()))
        })
    }
}

/// Rows by the text of their factor's code, in the order of time and then of arrival.
type ByFactor = BTreeMap<String, Vec<Row>>;

/// Values that stand, as far as they are wanted.
struct Standing {
    limit: usize,
    by_factor: BTreeMap<String, Vec<SeriesValue>>,
}

impl Standing {
    /// Takes the rows of the next stretch of time.
    fn add(&mut self, rows: ByFactor) {
        for (factor, rows) in rows {
            let Some(values) = self.by_factor.get_mut(&factor) else { continue };
            for row in rows {
                let again = values.last().is_some_and(|last| last.time == row.time);
                if again {
                    values.pop();
                } else if values.len() >= self.limit {
                    break;
                }
                values.push(row.into());
            }
        }
    }

    fn is_full(&self) -> bool {
        self.by_factor.values().all(|values| values.len() >= self.limit)
    }
}

fn frame(device: &str, key: &[u8], value: &[u8]) -> Result<FrameRecord, LakeError> {
    let (outcome, bytes) = decode_frame(value)?;
    Ok(FrameRecord { device: device.into(), received_at: frame_time(key)?, outcome, bytes })
}
