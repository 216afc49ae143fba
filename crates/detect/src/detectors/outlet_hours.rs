//! Hour means of an outlet, each concentration beside everything else that is measured there: constant, impossible
//! and copied values, steps, drifts, ceilings, and values that load and process do not explain.
//!
//! An hour is judged once, when everything that usually comes has come, or when a later hour begins. What comes
//! after that is not judged: it is stored, and the hour has been told of as it was known.

use std::collections::{BTreeMap, VecDeque};

use model::{Finding, FindingKind, Granularity, OutletId, Reading, Source, Subject, Timestamp, Unit};

use self::memory::Memory;
use self::row::Row;
use self::target::Target;
use super::{Context, Detector, time_is_believable};
use crate::Shelf;
use crate::methods::outlet::OutletSeries;
use crate::series::Series;

mod facts;
mod memory;
mod row;
mod target;
mod times;

const ID: &str = "outlet_hours/1";

/// More channels of one outlet than these explain nothing.
const MOST_CHANNELS: usize = 24;
/// So many outlets are at hand at once where there is a shelf: stored hours come outlet by outlet, live ones once an hour.
const AT_HAND: usize = 16;

/// Every outlet that sent hour means.
#[derive(Debug, Default)]
pub(crate) struct OutletHours {
    outlets: BTreeMap<OutletId, Outlet>,
    shelf: Option<Box<dyn Shelf>>,
    /// Those that do not lie on the shelf, the first that goes there first.
    at_hand: VecDeque<OutletId>,
}

#[derive(Debug)]
struct Outlet {
    row: Row,
    /// What was told, by the place of the channel in the row.
    targets: Vec<Option<Box<Target>>>,
    /// Most of a city's memory is here.
    memory: Memory,
    /// Whether it stands among those that will be laid down.
    is_listed: bool,
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
        let shelf = &mut self.shelf;
        let mut is_judged = false;
        if outlet.row.is_over_at(reading.time) {
            is_judged |= outlet.judge(context, id, shelf.as_deref_mut(), findings);
        }
        if outlet.row.put(reading) && outlet.row.is_complete() {
            is_judged |= outlet.judge(context, id, shelf.as_deref_mut(), findings);
        }
        if is_judged && !std::mem::replace(&mut outlet.is_listed, true) {
            self.at_hand.push_back(id.clone());
            self.lay_down();
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        let shelf = &mut self.shelf;
        self.outlets.retain(|id, outlet| {
            let stays =
                context.register.outlets.get(id).is_some_and(|entry| outlet.row.is_of(&channels(entry)));
            if !stays {
                // Its place on the shelf is free for others.
                outlet.memory.at_hand(shelf.as_deref_mut());
            }
            stays
        });
        self.at_hand.retain(|id| self.outlets.get(id).is_some_and(|outlet| outlet.is_listed));
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
    /// From now on outlets lie on `shelf` between their hours.
    pub(crate) fn use_shelf(&mut self, shelf: Box<dyn Shelf>) {
        self.shelf = Some(shelf);
    }

    /// Lays down what has been at hand for longest, where there is a shelf.
    fn lay_down(&mut self) {
        let Some(shelf) = self.shelf.as_deref_mut() else {
            self.at_hand.clear();
            return;
        };
        while self.at_hand.len() > AT_HAND {
            let Some(id) = self.at_hand.pop_front() else { return };
            if let Some(outlet) = self.outlets.get_mut(&id) {
                outlet.is_listed = false;
                outlet.memory.lay(shelf);
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
        let outlet = Outlet { row, targets: Vec::new(), memory: Memory::default(), is_listed: false };
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

    /// Judges the hour that is waiting, once; whether there was one.
    fn judge(
        &mut self,
        context: &Context<'_>,
        id: &OutletId,
        shelf: Option<&mut (dyn Shelf + 'static)>,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let Some(time) = self.row.close() else { return false };
        let width = self.row.width();
        let known = self.memory.at_hand(shelf);
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
        true
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
