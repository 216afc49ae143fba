//! Gives readings to the detectors; to a sample that people took, what the instrument said at its time.

use detect::{Automatic, Engine};
use lake::{Lake, LakeError};
use model::{Beside, Finding, Granularity, Reading, SeriesKey, Timestamp, china};

/// Between a sample and what an instrument said, at most, where there is no mean over the time of the sample, s.
const NEAR_S: i64 = 300;

/// Gives `reading` to `engine`. Where the lake cannot be read a sample is passed over, and that is logged.
pub(crate) fn give(engine: &mut Engine, lake: &Lake, reading: &Reading, findings: &mut Vec<Finding>) {
    let Some((factor, Beside::ManualSample)) = Beside::read(&reading.series.factor) else {
        return engine.observe(reading, findings);
    };
    let series = SeriesKey { source: reading.series.source.clone(), factor };
    match said_at(lake, &series, reading.time) {
        Ok(Some(automatic)) => engine.compare(reading, automatic, findings),
        Ok(None) => {
            tracing::info!(series = %reading.series.source, factor = %series.factor, sampled = %reading.time,
                "a sample has nothing to be compared with: the instrument said nothing that counts then");
        }
        Err(error) => tracing::error!(%error, "a sample cannot be compared: the lake cannot be read"),
    }
}

/// What the instrument said at `time`: the mean of the hour, or else of the minutes in which that lies, or else the nearest
/// sample.
fn said_at(lake: &Lake, series: &SeriesKey, time: Timestamp) -> Result<Option<Automatic>, LakeError> {
    for (granularity, span_s) in [(Granularity::Hour, 3600), (Granularity::Minute, 600)] {
        let from = china::plus_seconds(time, 1 - span_s);
        let means = lake.range_current(series, granularity, from, china::plus_seconds(time, 1), 1000)?;
        let evidence = means.iter().rev().find_map(|mean| Some((mean, mean.evidence()?)));
        if let Some((mean, value)) = evidence {
            return Ok(Some(Automatic { value, unit: mean.unit, from: mean.time, span_s }));
        }
    }
    let (from, to) = (china::plus_seconds(time, -NEAR_S), china::plus_seconds(time, NEAR_S + 1));
    let samples = lake.range_current(series, Granularity::Realtime, from, to, 1000)?;
    let nearest = samples
        .iter()
        .filter_map(|sample| Some((sample, sample.evidence()?)))
        .min_by_key(|(sample, _)| china::seconds_between(time, sample.time).abs());
    let automatic = |(sample, value): (&Reading, f64)| Automatic {
        value,
        unit: sample.unit,
        from: sample.time,
        span_s: 0,
    };
    Ok(nearest.map(automatic))
}
