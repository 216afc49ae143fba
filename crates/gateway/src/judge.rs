//! Judging readings that come as figures with names, not as frames: pushed over HTTP or imported from files.

use model::{
    Channel, FactorTable, Granularity, Medium, Problem, Reading, Register, SeriesKey, Source, Timestamp,
    Unit, problem_bounds,
};

use crate::config::TimeRules;
use crate::figures::{Draft, Slot, Units};
use crate::timing::{self, Times};

/// One reading as somebody wrote it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    pub(crate) source: Source,
    /// A code of the factor table, of 2017 or 2005.
    pub(crate) factor: String,
    pub(crate) time: Timestamp,
    pub(crate) granularity: Granularity,
    pub(crate) value: f64,
    pub(crate) min: Option<f64>,
    pub(crate) max: Option<f64>,
    /// The unit of the figures; that of the register or the factor table unless said.
    pub(crate) unit: Option<String>,
    pub(crate) mark: String,
    /// Whether it is known to be late, whatever its time.
    pub(crate) backfill: bool,
}

/// The reading that an item means.
///
/// # Errors
/// A stable code that says why it cannot be used.
pub(crate) fn reading(
    item: &Item,
    register: &Register,
    now: Timestamp,
    rules: &TimeRules,
) -> Result<Reading, &'static str> {
    let (channels, medium) = channels_of(&item.source, register).ok_or("source_unknown")?;
    let table = FactorTable::standard();
    let factor = table.resolve(&item.factor, medium).ok_or("factor_unknown")?;
    let channel = channels.iter().find(|channel| channel.factor == factor.code);
    let kept = channel.map_or(factor.unit, |channel| channel.unit);
    let sent = match &item.unit {
        Some(text) => Unit::parse(text).ok_or("unit_unknown")?,
        None => kept,
    };
    if sent.convert(1.0, kept).is_err() {
        return Err("unit_mismatch");
    }
    let times = Times {
        time: item.time,
        granularity: item.granularity,
        sent_at: None,
        declared_backfill: item.backfill,
    };
    let judged = timing::judge(times, now, rules).ok_or("time_impossible")?;
    let mut draft = Draft::new(Units { sent, kept, registered: true });
    draft.put(Slot::Value, Some(item.value));
    for (slot, figure) in [(Slot::Min, item.min), (Slot::Max, item.max)] {
        if figure.is_some() {
            draft.put(slot, figure);
        }
    }
    if !item.mark.is_empty() {
        draft.put_mark(&item.mark);
    }
    draft.check_bounds(problem_bounds(&factor.code, kept));
    if judged.skewed {
        draft.problems.insert(Problem::ClockSkew);
    }
    Ok(Reading {
        series: SeriesKey { source: item.source.clone(), factor: factor.code.clone() },
        granularity: item.granularity,
        time: item.time,
        unit: draft.unit(),
        values: draft.values,
        mark: draft.mark,
        problems: draft.problems,
        origin: judged.origin,
        received_at: now,
    })
}

/// The channels of a source and what is measured there; nothing if the register does not know it. Measuring
/// vehicles are in no register and need none.
fn channels_of<'r>(source: &Source, register: &'r Register) -> Option<(&'r [Channel], Medium)> {
    match source {
        Source::Outlet(id) => {
            register.outlets.get(id).map(|outlet| (outlet.channels.as_slice(), outlet.medium))
        }
        Source::Station(id) => {
            register.stations.get(id).map(|station| (station.channels.as_slice(), Medium::Air))
        }
        Source::Meter(id) => register.meters.get(id).map(|_| (&[][..], Medium::Power)),
        Source::Cruise(_) => Some((&[], Medium::Air)),
        Source::Waiting(_) => None,
    }
}
