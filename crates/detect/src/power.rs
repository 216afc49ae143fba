//! What a meter's own history says about idle, standby and running.

use std::collections::{BTreeMap, VecDeque};

use model::china::{plus_seconds, seconds_between};
use model::{
    Fact, Granularity, LineId, MeterId, MeterTarget, Origin, PowerMeter, Problem, Reading, Register, Source,
    Timestamp, Unit, power, problem_bounds,
};

use crate::detectors::is_believable;
use crate::{Parameters, PowerParameters};

mod hours;
mod levels;

pub use hours::PowerHours;
pub(crate) use levels::History;
pub use levels::PowerLevels;

/// What a metered circuit does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PowerState {
    /// Its history does not tell yet.
    Unknown,
    /// Nothing is on.
    Idle,
    /// On, but not at work: waiting, or idling far below its usual power.
    Standby,
    /// At work.
    Running,
}

impl PowerState {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            PowerState::Unknown => "unknown",
            PowerState::Idle => "idle",
            PowerState::Standby => "standby",
            PowerState::Running => "running",
        }
    }
}

/// What a meter says, at its latest reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MeterState {
    /// The state.
    pub state: PowerState,
    /// From when it has held; `None` if it is unknown.
    pub since: Option<Timestamp>,
    /// The latest reading that was judged.
    pub seen: Timestamp,
    /// The latest active power, kW.
    pub power_kw: f64,
    /// The averaged power that the state follows, kW.
    pub smoothed_kw: f64,
    /// The boundaries between the states, as learned; `None` if not yet known.
    pub levels: Option<PowerLevels>,
}

/// Every meter that was heard.
#[derive(Debug, Default)]
pub(crate) struct Meters(BTreeMap<MeterId, Meter>);

impl Meters {
    /// Takes a reading, if it is a meter's power. When it was taken, if it is the newest of its meter: an older one only
    /// teaches.
    pub(crate) fn observe(
        &mut self,
        register: &Register,
        parameters: &Parameters,
        reading: &Reading,
    ) -> Option<Timestamp> {
        let (entry, time, kw) = sample_of(register, parameters, reading)?;
        let smoothing_s = match &entry.target {
            MeterTarget::Line(_) => parameters.power.smoothing_s,
            MeterTarget::TreatmentUnit(_) => parameters.power.treatment_smoothing_s,
        };
        let meter = self.0.entry(entry.id.clone()).or_insert_with(Meter::new);
        meter.observe(&parameters.power, smoothing_s, entry.rated_kw, time, kw).then_some(time)
    }

    /// Forgets what the register does not name any more.
    pub(crate) fn register_changed(&mut self, register: &Register) {
        self.0.retain(|id, _| register.meters.contains_key(id));
    }

    pub(crate) fn get(&self, meter: &MeterId) -> Option<&Meter> {
        self.0.get(meter)
    }

    /// What `meter` says.
    pub(crate) fn state(&self, meter: &MeterId) -> Option<MeterState> {
        self.get(meter)?.state()
    }

    /// What `meter` says, if that still holds at `now`.
    pub(crate) fn fresh(
        &self,
        parameters: &PowerParameters,
        meter: &MeterId,
        now: Timestamp,
    ) -> Option<MeterState> {
        let meter = self.get(meter)?;
        meter.state().filter(|_| meter.is_fresh(parameters, now))
    }
}

/// The power that a reading of a registered meter says, kW, and when that was so; `None` for means over hours and days, and
/// for what cannot be believed.
fn sample_of<'a>(
    register: &'a Register,
    parameters: &Parameters,
    reading: &Reading,
) -> Option<(&'a PowerMeter, Timestamp, f64)> {
    let is_sample = matches!(reading.granularity, Granularity::Realtime | Granularity::Minute);
    let (entry, kw) = power_of(register, reading).filter(|_| is_sample)?;
    Some((entry, time_of(parameters, reading)?, kw))
}

/// The power that a reading of a registered meter says, kW.
pub(crate) fn power_of<'a>(register: &'a Register, reading: &Reading) -> Option<(&'a PowerMeter, f64)> {
    let Source::Meter(id) = &reading.series.source else { return None };
    if reading.series.factor.as_str() != power::ACTIVE_POWER {
        return None;
    }
    let kw = reading.evidence().and_then(|value| reading.unit.convert(value, Unit::Kilowatt).ok())?;
    let (least, most) = problem_bounds(&reading.series.factor, Unit::Kilowatt);
    let entry = register.meters.get(id).filter(|_| (least..=most).contains(&kw))?;
    Some((entry, kw))
}

/// Kilowatts to the watt, which is as much as meters know.
pub(crate) fn in_watts(kw: f64) -> f64 {
    (kw * 1000.0).round() / 1000.0
}

/// When a power reading was taken: by the meter's clock, or by ours where the meter's is known to be off.
fn time_of(parameters: &Parameters, reading: &Reading) -> Option<Timestamp> {
    if reading.origin == Origin::Live && reading.problems.contains(Problem::ClockSkew) {
        return Some(reading.received_at);
    }
    is_believable(&parameters.time, reading).then_some(reading.time)
}

/// What the meter of a line says, as facts.
pub(crate) fn line_facts(line: &LineId, said: MeterState) -> Vec<Fact> {
    let mut facts = vec![
        Fact::text("line", line.as_str()),
        Fact::text("production_state", said.state.code()),
        Fact::figure("production_power", said.smoothed_kw, Unit::Kilowatt),
    ];
    facts.extend(
        said.levels
            .map(|levels| Fact::figure("production_running_from", levels.running_from_kw, Unit::Kilowatt)),
    );
    facts.extend(said.since.map(|since| Fact::time("production_since", since)));
    facts
}

/// One meter's recent samples, history and state.
#[derive(Debug)]
pub(crate) struct Meter {
    history: History,
    recent: VecDeque<(Timestamp, f64)>,
    /// The usual time between samples, s.
    interval_s: f64,
    current: Option<MeterState>,
    /// The boundaries between states as last learned, and how much time is to be observed before they are
    /// learned again, s.
    levels: Option<PowerLevels>,
    levels_due_s: f64,
}

/// More samples than these inside the smoothing window are not remembered.
const MOST_RECENT: usize = 1024;

impl Meter {
    pub(crate) fn new() -> Self {
        Self {
            history: History::new(),
            recent: VecDeque::new(),
            interval_s: 300.0,
            current: None,
            levels: None,
            levels_due_s: 0.0,
        }
    }

    /// The power that it stays below in all but one of twenty hours, kW.
    pub(crate) fn usual_most_kw(&self) -> f64 {
        self.history.quantile_kw(0.95)
    }

    pub(crate) fn state(&self) -> Option<MeterState> {
        self.current
    }

    /// The usual time between samples, s.
    pub(crate) fn interval_s(&self) -> f64 {
        self.interval_s
    }

    /// Whether the meter's state still says something about `now`.
    pub(crate) fn is_fresh(&self, parameters: &PowerParameters, now: Timestamp) -> bool {
        let stale_s = (self.interval_s * parameters.stale_intervals as f64).min(86_400.0) as i64;
        self.current.is_some_and(|current| {
            seconds_between(current.seen, now) <= stale_s.max(parameters.stale_floor_s)
        })
    }

    /// Takes one sample, averaged over `smoothing_s`. `true` if it is the newest and the state was judged; an older one only teaches.
    pub(crate) fn observe(
        &mut self,
        parameters: &PowerParameters,
        smoothing_s: i64,
        rated_kw: Option<f64>,
        time: Timestamp,
        power_kw: f64,
    ) -> bool {
        let Some(before) = self.current else {
            self.judge(parameters, smoothing_s, rated_kw, time, power_kw);
            return true;
        };
        let gap_s = seconds_between(before.seen, time);
        if gap_s < 0 {
            self.history.learn(parameters, power_kw, self.interval_s);
            return false;
        }
        if gap_s == 0 {
            return false;
        }
        let gap_s = gap_s as f64;
        // Follows the meter's own pace, and is not carried away by outages.
        self.interval_s += (gap_s.min(self.interval_s * 3.0) - self.interval_s) * 0.05;
        let lasted_s = gap_s.min(self.interval_s * 2.0);
        self.history.learn(parameters, before.smoothed_kw, lasted_s);
        self.levels_due_s -= lasted_s;
        self.judge(parameters, smoothing_s, rated_kw, time, power_kw);
        true
    }

    fn judge(
        &mut self,
        parameters: &PowerParameters,
        smoothing_s: i64,
        rated_kw: Option<f64>,
        time: Timestamp,
        power_kw: f64,
    ) {
        self.recent.push_back((time, power_kw));
        let from = plus_seconds(time, -smoothing_s);
        while self.recent.len() > MOST_RECENT || self.recent.front().is_some_and(|(first, _)| *first <= from)
        {
            self.recent.pop_front();
        }
        let sum: f64 = self.recent.iter().map(|(_, kw)| kw).sum();
        let smoothed_kw = if self.recent.is_empty() { power_kw } else { sum / self.recent.len() as f64 };
        let levels = self.levels(parameters, rated_kw);
        let held = self.current.filter(|before| before.state != PowerState::Unknown);
        let state = levels.map_or(PowerState::Unknown, |levels| {
            levels.state_of(smoothed_kw, held.map(|before| before.state), parameters.hysteresis)
        });
        let since = match held {
            Some(before) if before.state == state => before.since,
            _ => (state != PowerState::Unknown).then_some(time),
        };
        self.current = Some(MeterState { state, since, seen: time, power_kw, smoothed_kw, levels });
    }

    /// The boundaries between states. They move slowly once there is some history, and are learned again
    /// now and then.
    fn levels(&mut self, parameters: &PowerParameters, rated_kw: Option<f64>) -> Option<PowerLevels> {
        if self.levels_due_s <= 0.0 {
            self.levels = self.history.levels(parameters, rated_kw);
            self.levels_due_s = (self.history.total_s() / 64.0).min(parameters.relearn_s);
        }
        self.levels
    }
}
