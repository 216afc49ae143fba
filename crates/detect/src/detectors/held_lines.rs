//! Production where it is held: against an order to stop or to limit it (停限产期间生产), and outside the hours that the
//! permit gives a line (非许可时段生产), as at night.
//!
//! That a line produces, its meter says: it runs by its own levels of power (see [`crate::power`]). A limit is a share
//! of rated power; where the register has none, a limit cannot be held against anything and nothing is told. A meter
//! that is silent or not yet understood neither begins nor ends anything.

use std::collections::BTreeMap;

use model::china::plus_seconds;
use model::{
    DailySpan, Fact, Finding, FindingKey, FindingKind, LineId, MeterId, MeterTarget, OrderId,
    ProductionOrder, Reading, Restraint, Source, Subject, Timestamp, Unit,
};

use super::lasting::{Change, Lasting, Ongoing, Patience, Verdict};
use super::{Context, Detector};
use crate::power::line_facts;
use crate::series::Series;
use crate::{HeldParameters, MeterState, Parameters, PowerState};

const ID: &str = "held_lines/1";

/// The lines that are held, by their meters.
#[derive(Debug, Default)]
pub(crate) struct HeldLines {
    held: BTreeMap<MeterId, Held>,
}

/// One line, what holds it, and what was told of it.
#[derive(Debug)]
struct Held {
    line: LineId,
    orders: Vec<OrderId>,
    under_order: Lasting,
    off_hours: Lasting,
}

impl Detector for HeldLines {
    fn observe(&mut self, context: &Context<'_>, _: &Series, reading: &Reading, findings: &mut Vec<Finding>) {
        let (Source::Meter(meter), Some(now)) = (&reading.series.source, context.sampled) else { return };
        let Some(held) = self.held.get_mut(meter) else { return };
        let Some(state) = context.meters.state(meter) else { return };
        held.judge(context, meter, Some(state), now, findings);
    }

    /// What is told ends when nothing holds the line any more, whether its meter speaks or not.
    fn tick(&mut self, context: &Context<'_>, now: Timestamp, findings: &mut Vec<Finding>) {
        for (meter, held) in &mut self.held {
            if held.is_told() {
                let context = &context.of_source(&Source::Meter(meter.clone()));
                held.judge(context, meter, None, now, findings);
            }
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        let register = context.register;
        self.held.retain(|id, held| {
            held.orders.clear();
            // What is told is ended by the passing of time, where nothing holds the line any more.
            register.meters.contains_key(id) && held.is_told() || held_of(context, id).is_some()
        });
        for id in register.meters.keys() {
            let Some((line, orders)) = held_of(context, id) else { continue };
            let held = self.held.entry(id.clone()).or_insert_with(|| Held::new(line.clone()));
            (held.line, held.orders) = (line, orders);
        }
    }

    fn resume(&mut self, context: &Context<'_>, _: Option<&Series>, finding: &Finding) {
        let Subject::Meter(id) = &finding.key.subject else { return };
        let Some(MeterTarget::Line(line)) = context.register.meters.get(id).map(|meter| &meter.target) else {
            return;
        };
        if ![FindingKind::ProductionUnderOrder, FindingKind::OffHoursProduction].contains(&finding.key.kind) {
            return;
        }
        let held = self.held.entry(id.clone()).or_insert_with(|| Held::new(line.clone()));
        if finding.key.kind == FindingKind::ProductionUnderOrder {
            held.under_order.resume(finding);
        } else {
            held.off_hours.resume(finding);
        }
    }
}

/// The line of a meter with the orders that bind it, if anything holds it at any time.
fn held_of(context: &Context<'_>, meter: &MeterId) -> Option<(LineId, Vec<OrderId>)> {
    let register = context.register;
    let entry = register.meters.get(meter)?;
    let MeterTarget::Line(id) = &entry.target else { return None };
    let orders =
        register.orders.values().filter(|order| order.enterprise == entry.enterprise && order.binds(id));
    let orders: Vec<OrderId> = orders.map(|order| order.id.clone()).collect();
    let has_hours = register.lines.get(id).is_some_and(|line| line.permitted_hours.is_some());
    (has_hours || !orders.is_empty()).then(|| (id.clone(), orders))
}

impl Held {
    fn new(line: LineId) -> Self {
        Self { line, orders: Vec::new(), under_order: Lasting::default(), off_hours: Lasting::default() }
    }

    fn is_told(&self) -> bool {
        self.under_order.is_told() || self.off_hours.is_told()
    }

    /// Judges the line at `now` by what its meter says; `None`: by the passing of time alone.
    fn judge(
        &mut self,
        context: &Context<'_>,
        meter: &MeterId,
        said: Option<MeterState>,
        now: Timestamp,
        findings: &mut Vec<Finding>,
    ) {
        let Parameters { under_order, off_hours, .. } = context.parameters;
        let rated_kw = context.register.meters.get(meter).and_then(|meter| meter.rated_kw);
        let order = self.strictest_order(context, now);
        let hours = context.register.lines.get(&self.line).and_then(|line| line.permitted_hours.as_deref());
        let by_order = order.map_or(Verdict::Over, |order| held_to(under_order, order, rated_kw, said, now));
        let by_hours = hours.map_or(Verdict::Over, |hours| held_within(off_hours, hours, said, now));
        let said = said.or_else(|| context.meters.state(meter));
        let mut tell = |kind, (state, ongoing, lasted_s): Change, held_by: Vec<Fact>| {
            let mut facts = said.map(|said| line_facts(&self.line, said)).unwrap_or_default();
            facts.extend(held_by);
            facts.push(Fact::span("lasted", lasted_s));
            let key = FindingKey { kind, subject: Subject::Meter(meter.clone()), factor: None };
            let Ongoing { began, severity } = ongoing;
            findings.push(Finding {
                key,
                severity,
                state,
                began,
                seen: now.max(began),
                facts,
                detector: ID.into(),
            });
        };
        if let Some(change) = self.under_order.advance(&patience(under_order), by_order, now) {
            let facts = order.map(|order| order_facts(order, rated_kw)).unwrap_or_default();
            tell(FindingKind::ProductionUnderOrder, change, facts);
        }
        if let Some(change) = self.off_hours.advance(&patience(off_hours), by_hours, now) {
            let facts = hours.map(|hours| vec![hours_fact(hours)]).unwrap_or_default();
            tell(FindingKind::OffHoursProduction, change, facts);
        }
    }

    /// The order that holds the line to the least at `now`.
    fn strictest_order<'c>(&self, context: &Context<'c>, now: Timestamp) -> Option<&'c ProductionOrder> {
        let orders = self.orders.iter().filter_map(|id| context.register.orders.get(id));
        let holding = orders.filter(|order| order.holds_at(now));
        holding.min_by(|a, b| allowed_share(a).total_cmp(&allowed_share(b)))
    }
}

fn patience(parameters: &HeldParameters) -> Patience<'_> {
    let HeldParameters { hold_s, clear_s, by_minutes, .. } = parameters;
    Patience { hold_s: *hold_s, clear_s: *clear_s, by_minutes }
}

fn allowed_share(order: &ProductionOrder) -> f64 {
    match order.restraint {
        Restraint::Stop => 0.0,
        Restraint::Limit(share) => share,
    }
}

/// Whether a line keeps to an order that holds at `now`.
fn held_to(
    parameters: &HeldParameters,
    order: &ProductionOrder,
    rated_kw: Option<f64>,
    said: Option<MeterState>,
    now: Timestamp,
) -> Verdict {
    let Some(said) = said else { return Verdict::Unclear };
    if now < plus_seconds(order.from, parameters.grace_s) {
        return Verdict::Unclear;
    }
    match (order.restraint, rated_kw) {
        (Restraint::Stop, _) => of_state(said),
        (Restraint::Limit(share), Some(rated_kw)) => {
            let is_beyond = said.smoothed_kw > rated_kw * share * (1.0 + parameters.tolerance);
            if is_beyond { Verdict::Shows } else { Verdict::Calm }
        }
        (Restraint::Limit(_), None) => Verdict::Unclear,
    }
}

/// Whether a line keeps to its hours at `now`.
fn held_within(
    parameters: &HeldParameters,
    hours: &[DailySpan],
    said: Option<MeterState>,
    now: Timestamp,
) -> Verdict {
    let is_permitted = |at: Timestamp| hours.iter().any(|span| span.contains(at));
    if is_permitted(now) {
        return Verdict::Over;
    }
    match said {
        Some(said) if !is_permitted(plus_seconds(now, -parameters.grace_s)) => of_state(said),
        Some(_) | None => Verdict::Unclear,
    }
}

fn of_state(said: MeterState) -> Verdict {
    match said.state {
        PowerState::Running => Verdict::Shows,
        PowerState::Idle | PowerState::Standby => Verdict::Calm,
        PowerState::Unknown => Verdict::Unclear,
    }
}

fn order_facts(order: &ProductionOrder, rated_kw: Option<f64>) -> Vec<Fact> {
    let mut facts = vec![Fact::text("order", &*order.document)];
    match order.restraint {
        Restraint::Stop => facts.push(Fact::text("restraint", "stop")),
        Restraint::Limit(share) => {
            facts.push(Fact::text("restraint", "limit"));
            facts.push(Fact::figure("allowed_share", share * 100.0, Unit::Percent));
            facts.extend(
                rated_kw.map(|rated_kw| Fact::figure("allowed_power", share * rated_kw, Unit::Kilowatt)),
            );
        }
    }
    facts.push(Fact::time("order_from", order.from));
    facts.push(Fact::time("order_to", order.to));
    facts
}

fn hours_fact(hours: &[DailySpan]) -> Fact {
    let spans = hours.iter().map(|DailySpan { from, to }| {
        format!("{:02}:{:02}–{:02}:{:02}", from.hour(), from.minute(), to.hour(), to.minute())
    });
    Fact::text("permitted_hours", spans.collect::<Vec<_>>().join(", "))
}
