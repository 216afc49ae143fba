//! Hour means of an outlet, each concentration beside everything else that is measured there and the power of the lines
//! whose emission it is: constant, impossible and copied values, steps, drifts, ceilings, and values that load and process
//! do not explain.
//!
//! An hour is judged once, when everything that usually comes has come, or when a later hour of the outlet begins. What
//! comes after that is not judged: it is stored, and the hour has been told of as it was known. Hour means of power are made
//! by [`crate::PowerHours`].

use std::collections::BTreeMap;

use model::{Finding, FindingKind, Granularity, OutletId, Reading, Source, Subject, Timestamp, Unit};

use self::lines::{Lines, LinesOf};
use self::row::Row;
use self::target::Target;
use super::{Context, Detector, time_is_believable};
use crate::kept::{Kept, SharedShelf};
use crate::methods::outlet::OutletSeries;
use crate::power::power_of;
use crate::series::Series;

mod facts;
mod lines;
mod row;
mod target;
mod times;

pub use lines::meters_beside_outlets;

const ID: &str = "outlet_hours/1";

/// More channels of one outlet than these explain nothing.
const MOST_CHANNELS: usize = 24;

/// Every outlet that sent hour means.
#[derive(Debug, Default)]
pub(crate) struct OutletHours {
    outlets: BTreeMap<OutletId, Outlet>,
    /// Most of a city's memory would be here.
    known: Kept<Known>,
    lines: Lines,
}

/// What is known of the figures of one outlet by the place of a channel in its row; much that is measured is not judged.
type Known = Vec<Option<Box<OutletSeries>>>;

#[derive(Debug)]
struct Outlet {
    row: Row,
    /// What was told, by the place of the channel in the row.
    targets: Vec<Option<Box<Target>>>,
}

impl Detector for OutletHours {
    fn observe(
        &mut self,
        context: &Context<'_>,
        _series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        if reading.granularity != Granularity::Hour || !time_is_believable(context, reading) {
            return;
        }
        match &reading.series.source {
            Source::Outlet(id) => self.of_outlet(context, id, reading, findings),
            Source::Meter(_) => self.of_meter(context, reading, findings),
            Source::Station(_) | Source::Cruise(_) | Source::Waiting(_) => {}
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        let altered = self.lines.register_changed(context.register);
        self.outlets.retain(|id, outlet| {
            let entry = context.register.outlets.get(id).filter(|_| !altered.contains(id));
            entry.is_some_and(|entry| outlet.row.is_of(&channels(entry)))
        });
        self.known.retain(|id| self.outlets.contains_key(id));
    }

    fn resume(&mut self, context: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let Subject::Outlet(id) = &finding.key.subject else { return };
        let Some(factor) = &finding.key.factor else { return };
        if !is_ours(finding.key.kind) {
            return;
        }
        let Some(outlet) = outlet(&mut self.outlets, context, id) else { return };
        if let Some(place) = outlet.row.place(factor) {
            outlet.target(place).resume(finding);
        }
    }
}

impl OutletHours {
    /// From now on what is known of outlets lies on `shelf` between their hours.
    pub(crate) fn use_shelf(&mut self, shelf: SharedShelf) {
        self.known.use_shelf(shelf);
    }

    /// One figure of an outlet's hour.
    fn of_outlet(
        &mut self,
        context: &Context<'_>,
        id: &OutletId,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        let Self { outlets, known, lines } = self;
        let Some(outlet) = outlet(outlets, context, id) else { return };
        if outlet.row.is_over_at(reading.time) {
            outlet.judge(context, id, known, lines, findings);
        }
        if outlet.row.put(reading) && outlet.is_complete(id, lines) {
            outlet.judge(context, id, known, lines, findings);
        }
    }

    /// The power of one meter in an hour: outlets may have waited for it.
    fn of_meter(&mut self, context: &Context<'_>, reading: &Reading, findings: &mut Vec<Finding>) {
        let Some((meter, kw)) = power_of(context.register, reading) else { return };
        let Self { outlets, known, lines } = self;
        for id in lines.put(&meter.id, reading.time, kw) {
            let Some(outlet) = outlets.get_mut(&id) else { continue };
            if outlet.is_complete(&id, lines) {
                outlet.judge(context, &id, known, lines, findings);
            }
        }
    }
}

fn outlet<'a>(
    outlets: &'a mut BTreeMap<OutletId, Outlet>,
    context: &Context<'_>,
    id: &OutletId,
) -> Option<&'a mut Outlet> {
    let entry = context.register.outlets.get(id)?;
    if !outlets.contains_key(id) {
        let row = Row::new(channels(entry));
        let outlet = Outlet { row, targets: Vec::new() };
        outlets.insert(id.clone(), outlet);
    }
    outlets.get_mut(id)
}

/// What stands at `place` of `width`, made where there is nothing yet.
fn entry<T>(all: &mut Vec<Option<Box<T>>>, place: usize, width: usize, new: impl FnOnce() -> T) -> &mut T {
    if place >= all.len() {
        all.reserve_exact(width.saturating_sub(all.len()));
        all.resize_with(width.max(place + 1), || None);
    }
    #[expect(clippy::indexing_slicing, reason = "the lines before make the place")]
    all[place].get_or_insert_with(|| Box::new(new()))
}

impl Outlet {
    fn target(&mut self, place: usize) -> &mut Target {
        entry(&mut self.targets, place, self.row.width(), Target::default)
    }

    /// Whether all that usually comes for the hour that is waiting has come.
    fn is_complete(&self, id: &OutletId, lines: &Lines) -> bool {
        self.row.is_complete() && self.row.waiting().is_some_and(|time| lines.are_ready(id, time))
    }

    /// Judges the hour that is waiting, once.
    fn judge(
        &mut self,
        context: &Context<'_>,
        id: &OutletId,
        known: &mut Kept<Known>,
        lines: &mut Lines,
        findings: &mut Vec<Finding>,
    ) {
        let Some(time) = self.row.close() else { return };
        lines.close(id, time);
        let lines = lines.of(id);
        let width = self.row.width();
        let known = known.at_hand(id);
        for place in 0..width {
            let Some((factor, value, unit)) = self.row.figure(place) else { continue };
            if !is_judged(context, id, factor, unit) {
                continue;
            }
            let is_flat = self.row.is_flat(place);
            let hour = Hour { context, id, factor: &factor.clone(), time, value, is_flat, unit, lines };
            let mut companions = self.row.companions(place);
            companions.extend(lines.iter().flat_map(|lines| lines.companions(time)));
            let series = entry(known, place, width, || OutletSeries::new(width.saturating_sub(1)));
            entry(&mut self.targets, place, width, Target::default).judge(
                &hour,
                series,
                &companions,
                findings,
            );
        }
    }
}

/// One figure of one hour.
struct Hour<'a> {
    context: &'a Context<'a>,
    id: &'a OutletId,
    factor: &'a model::FactorCode,
    time: Timestamp,
    value: f64,
    is_flat: bool,
    unit: Unit,
    /// Whose emission it is, where their power is metered.
    lines: Option<LinesOf<'a>>,
}

fn channels(outlet: &model::Outlet) -> Vec<model::FactorCode> {
    let mut factors: Vec<_> = outlet.channels.iter().map(|channel| channel.factor.clone()).collect();
    factors.sort();
    factors.dedup();
    factors.truncate(MOST_CHANNELS);
    factors
}

/// Concentrations are judged, and what a limit holds for; the rest only explains.
fn is_judged(context: &Context<'_>, id: &OutletId, factor: &model::FactorCode, unit: Unit) -> bool {
    let has_limit = || {
        let limits = context.register.outlets.get(id).map(|outlet| &outlet.limits);
        limits.is_some_and(|limits| limits.iter().any(|limit| limit.factor == *factor))
    };
    unit.is_concentration() || has_limit()
}

/// The kinds that this detector tells.
const KINDS: [FindingKind; 8] = [
    FindingKind::ConstantValue,
    FindingKind::ImpossibleValue,
    FindingKind::Replay,
    FindingKind::Step,
    FindingKind::Unexplained,
    FindingKind::Drift,
    FindingKind::LimitHugging,
    FindingKind::VarianceCollapse,
];

fn is_ours(kind: FindingKind) -> bool {
    KINDS.contains(&kind)
}
