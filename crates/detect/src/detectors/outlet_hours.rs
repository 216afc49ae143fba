//! Hour means of an outlet, each concentration beside everything else that is measured there: constant, impossible
//! and copied values, steps, drifts, ceilings, and values that load and process do not explain.
//!
//! An hour is judged once, when everything that usually comes has come, or when a later hour begins. What comes
//! after that is not judged: it is stored, and the hour has been told of as it was known.

use std::collections::BTreeMap;

use model::{Finding, FindingKind, Granularity, OutletId, Reading, Source, Subject, Timestamp, Unit};

use self::row::Row;
use self::target::Target;
use super::{Context, Detector, time_is_believable};
use crate::kept::{Kept, SharedShelf};
use crate::methods::outlet::OutletSeries;
use crate::series::Series;

mod facts;
mod row;
mod target;
mod times;

const ID: &str = "outlet_hours/1";

/// More channels of one outlet than these explain nothing.
const MOST_CHANNELS: usize = 24;

/// Every outlet that sent hour means.
#[derive(Debug, Default)]
pub(crate) struct OutletHours {
    outlets: BTreeMap<OutletId, Outlet>,
    /// Most of a city's memory would be here.
    known: Kept<Known>,
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
        let Source::Outlet(id) = &reading.series.source else { return };
        let Some(outlet) = outlet(&mut self.outlets, context, id) else { return };
        if outlet.row.is_over_at(reading.time) {
            outlet.judge(context, id, &mut self.known, findings);
        }
        if outlet.row.put(reading) && outlet.row.is_complete() {
            outlet.judge(context, id, &mut self.known, findings);
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.outlets.retain(|id, outlet| {
            context.register.outlets.get(id).is_some_and(|entry| outlet.row.is_of(&channels(entry)))
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

    /// Judges the hour that is waiting, once.
    fn judge(
        &mut self,
        context: &Context<'_>,
        id: &OutletId,
        known: &mut Kept<Known>,
        findings: &mut Vec<Finding>,
    ) {
        let Some(time) = self.row.close() else { return };
        let width = self.row.width();
        let known = known.at_hand(id);
        for place in 0..width {
            let Some((factor, value, unit)) = self.row.figure(place) else { continue };
            if !is_judged(context, id, factor, unit) {
                continue;
            }
            let is_flat = self.row.is_flat(place);
            let hour = Hour { context, id, factor: &factor.clone(), time, value, is_flat, unit };
            let companions = self.row.companions(place);
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
