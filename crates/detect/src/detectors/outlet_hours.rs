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
}

#[derive(Debug)]
struct Outlet {
    row: Row,
    /// By the place of their channel in the row; most of a city's memory is here, and much that is measured is not judged.
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
        let Some(outlet) = self.outlet(context, id) else { return };
        if outlet.row.is_over_at(reading.time) {
            outlet.judge(context, id, findings);
        }
        if outlet.row.put(reading) && outlet.row.is_complete() {
            outlet.judge(context, id, findings);
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.outlets.retain(|id, outlet| {
            context.register.outlets.get(id).is_some_and(|entry| outlet.row.is_of(&channels(entry)))
        });
    }

    fn resume(&mut self, context: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let Subject::Outlet(id) = &finding.key.subject else { return };
        let Some(factor) = &finding.key.factor else { return };
        if !is_ours(finding.key.kind) {
            return;
        }
        let Some(outlet) = self.outlet(context, id) else { return };
        if let Some(place) = outlet.row.place(factor) {
            outlet.target(place).resume(finding);
        }
    }
}

impl OutletHours {
    fn outlet(&mut self, context: &Context<'_>, id: &OutletId) -> Option<&mut Outlet> {
        let entry = context.register.outlets.get(id)?;
        if !self.outlets.contains_key(id) {
            let outlet = Outlet { row: Row::new(channels(entry)), targets: Vec::new() };
            self.outlets.insert(id.clone(), outlet);
        }
        self.outlets.get_mut(id)
    }
}

impl Outlet {
    fn target(&mut self, place: usize) -> &mut Target {
        let width = self.row.width();
        if place >= self.targets.len() {
            self.targets.reserve_exact(width.saturating_sub(self.targets.len()));
            self.targets.resize_with(width.max(place + 1), || None);
        }
        #[expect(clippy::indexing_slicing, reason = "the lines before make the place")]
        self.targets[place].get_or_insert_with(|| Box::new(Target::new(width.saturating_sub(1))))
    }

    /// Judges the hour that is waiting, once.
    fn judge(&mut self, context: &Context<'_>, id: &OutletId, findings: &mut Vec<Finding>) {
        let Some(time) = self.row.close() else { return };
        for place in 0..self.row.width() {
            let Some((factor, value, unit)) = self.row.figure(place) else { continue };
            if !is_judged(context, id, factor, unit) {
                continue;
            }
            let is_flat = self.row.is_flat(place);
            let hour = Hour { context, id, factor: &factor.clone(), time, value, is_flat, unit };
            let companions = self.row.companions(place);
            self.target(place).judge(&hour, &companions, findings);
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
