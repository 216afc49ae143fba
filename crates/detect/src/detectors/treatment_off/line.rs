//! What the past of one line says about when its power calls for treatment.

use std::collections::VecDeque;

use model::Timestamp;
use model::china::{plus_seconds, seconds_between};

use crate::power::History;
use crate::{PairingParameters, Parameters};

/// Samples are gathered into points of at least this length, s.
const POINT_S: i64 = 60;
/// Points that are remembered at most.
const MOST_POINTS: usize = 256;

/// The line's power from one time on.
#[derive(Debug, Clone, Copy)]
struct Point {
    from: Timestamp,
    sum_kw: f64,
    samples: f64,
}

/// What was learned of a power only later, when treatment had run on.
#[derive(Debug, Clone, Copy)]
struct Pending {
    at: Timestamp,
    level_kw: f64,
    lasted_s: f64,
}

/// What a line did while treatment ran, until shortly before it stopped.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Before {
    /// Its mean power, kW.
    mean_kw: f64,
    /// For how long treatment ran of which nothing is learned yet, s.
    ran_s: f64,
}

/// Whether treatment ran when a sample was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Treatment {
    /// It ran.
    Ran,
    /// It had not run since; `told`: as a violation.
    Off { since: Timestamp, told: bool },
    /// Not known.
    Unknown,
}

/// One line beside one treatment unit.
///
/// Two histories are kept of the line's averaged power: while treatment ran and while it did not. A power calls
/// for treatment as far as so much or less was treated rather than so much or more left untreated:
/// `treated_below / (treated_below + untreated_above + doubt)`. That holds for any machine and any unit of
/// power, knows standby from work where the two are near each other, and rises with power by its nature.
#[derive(Debug)]
pub(super) struct LinePast {
    points: VecDeque<Point>,
    treated: History,
    untreated: History,
    pending: VecDeque<Pending>,
    /// When treatment stopped, and what the line did until shortly before.
    stop: Option<(Timestamp, Option<Before>)>,
    level_kw: f64,
    need: f64,
    calls_since: Option<Timestamp>,
}

/// What the past says of the line's power now.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Need {
    /// The averaged power, kW.
    pub(super) level_kw: f64,
    /// How far it calls for treatment, 0 to 1.
    pub(super) need: f64,
    /// How long treatment ran at this power or less, s.
    pub(super) treated_below_s: f64,
    /// How long it did not at this power or more, s.
    pub(super) untreated_above_s: f64,
    /// The rank of this power among the treated ones, 0 to 1; `None` if there are none.
    pub(super) rank: Option<f64>,
}

impl LinePast {
    pub(super) fn new() -> Self {
        Self {
            points: VecDeque::new(),
            treated: History::new(),
            untreated: History::new(),
            pending: VecDeque::new(),
            stop: None,
            level_kw: 0.0,
            need: 0.0,
            calls_since: None,
        }
    }

    /// Whether enough is known for the past to be believed alone.
    pub(super) fn is_trained(&self, parameters: &PairingParameters) -> bool {
        self.treated.total_s() >= parameters.trained_s
    }

    /// From when the line's power has called for treatment.
    pub(super) fn calls_since(&self) -> Option<Timestamp> {
        self.calls_since
    }

    /// How far it does, 0 to 1.
    pub(super) fn need(&self) -> f64 {
        self.need
    }

    /// Treatment runs.
    pub(super) fn treatment_runs(&mut self) {
        self.stop = None;
    }

    /// Treatment stopped at `stopped`, having run for `ran_s`.
    pub(super) fn treatment_stopped(
        &mut self,
        parameters: &PairingParameters,
        stopped: Timestamp,
        ran_s: i64,
    ) {
        let until = plus_seconds(stopped, -parameters.before_stop_s);
        let from = plus_seconds(until, -parameters.reference_s);
        let mean_kw = (ran_s >= parameters.ran_least_s).then(|| self.mean(|at| at >= from && at < until));
        let not_learned = ran_s.min(parameters.learn_delay_s) as f64;
        let before = mean_kw.flatten().map(|mean_kw| Before { mean_kw, ran_s: not_learned });
        self.stop = Some((stopped, before));
        self.pending.clear();
    }

    /// Takes a sample; `usual_most_kw` is what the line usually reaches. `lasted_s` is the time it stands for.
    pub(super) fn take(
        &mut self,
        parameters: &Parameters,
        (time, kw): (Timestamp, f64),
        lasted_s: f64,
        usual_most_kw: f64,
        treatment: Treatment,
    ) {
        let pairing = &parameters.pairing;
        match self.points.back_mut().filter(|point| seconds_between(point.from, time) < POINT_S) {
            Some(point) => {
                point.sum_kw += kw;
                point.samples += 1.0;
                return;
            }
            None => self.points.push_back(Point { from: time, sum_kw: kw, samples: 1.0 }),
        }
        let oldest = plus_seconds(time, -(pairing.reference_s + pairing.before_stop_s + pairing.window_s));
        while self.points.len() > MOST_POINTS || self.points.front().is_some_and(|point| point.from < oldest)
        {
            self.points.pop_front();
        }
        self.judge(parameters, time, usual_most_kw);
        let counts = self.counts(parameters, usual_most_kw);
        // Points are at least a minute apart, whatever the meter's pace.
        self.learn(parameters, time, lasted_s.max(POINT_S as f64), treatment, counts);
    }

    /// What the past says of the power now.
    pub(super) fn facts(&self) -> Need {
        let treated_below_s = self.treated.below_s(self.level_kw);
        let total_s = self.treated.total_s();
        Need {
            level_kw: self.level_kw,
            need: self.need,
            treated_below_s,
            untreated_above_s: self.untreated_above_s(),
            rank: (total_s > 0.0).then(|| (treated_below_s / total_s).clamp(0.0, 1.0)),
        }
    }

    /// Finds how far the power of the window before `now` calls for treatment.
    fn judge(&mut self, parameters: &Parameters, now: Timestamp, usual_most_kw: f64) {
        let pairing = &parameters.pairing;
        let window = plus_seconds(now, -pairing.window_s);
        let since = self.stop.map(|(stopped, _)| plus_seconds(stopped, -pairing.before_stop_s));
        let Some(level_kw) = self.mean(|at| at > window && since.is_none_or(|since| at >= since)) else {
            return;
        };
        self.level_kw = level_kw;
        self.need = if self.counts(parameters, usual_most_kw) { self.need_of_level(pairing) } else { 0.0 };
        if self.need >= pairing.need {
            self.calls_since.get_or_insert(now);
        } else if self.need < pairing.no_need {
            self.calls_since = None;
        }
    }

    fn need_of_level(&self, pairing: &PairingParameters) -> f64 {
        if self.is_trained(pairing) && self.level_kw > self.treated.quantile_kw(0.95) * pairing.beyond_times {
            return 0.0;
        }
        let before = self.stop.and_then(|(_, before)| before);
        let goes_on = before.filter(|before| self.level_kw >= before.mean_kw * pairing.goes_on_share);
        // Treatment that runs on after production is no work of the line; a line that goes on was at work until the stop.
        let treated = self.treated.below_s(self.level_kw) + goes_on.map_or(0.0, |before| before.ran_s);
        let need = treated / (treated + self.untreated_above_s() + pairing.doubt_s.max(f64::MIN_POSITIVE));
        if goes_on.is_some() {
            let odds = need * pairing.goes_on_odds;
            return odds / (odds + 1.0 - need);
        }
        need
    }

    fn untreated_above_s(&self) -> f64 {
        (self.untreated.total_s() - self.untreated.below_s(self.level_kw)).max(0.0)
    }

    /// Whether the power is more than what a line shows at rest.
    fn counts(&self, parameters: &Parameters, usual_most_kw: f64) -> bool {
        let share = parameters.pairing.least_share;
        self.level_kw > (usual_most_kw * share).max(parameters.power.noise_floor_kw)
    }

    fn learn(
        &mut self,
        parameters: &Parameters,
        now: Timestamp,
        lasted_s: f64,
        treatment: Treatment,
        counts: bool,
    ) {
        let pairing = &parameters.pairing;
        match treatment {
            Treatment::Ran => {
                if counts {
                    self.pending.push_back(Pending { at: now, level_kw: self.level_kw, lasted_s });
                }
                let ripe = plus_seconds(now, -pairing.learn_delay_s);
                while self.pending.len() > MOST_POINTS || self.pending.front().is_some_and(|of| of.at <= ripe)
                {
                    let Some(of) = self.pending.pop_front() else { break };
                    self.treated.learn(&parameters.power, of.level_kw, of.lasted_s);
                }
            }
            Treatment::Off { since, told } => {
                if counts && seconds_between(since, now) >= pairing.untreated_delay_s {
                    let weight = if told { pairing.told_weight } else { 1.0 };
                    self.untreated.learn(&parameters.power, self.level_kw, lasted_s * weight);
                }
            }
            Treatment::Unknown => {}
        }
    }

    /// The mean power of the points whose time `is_wanted`; `None` if there are none.
    fn mean(&self, is_wanted: impl Fn(Timestamp) -> bool) -> Option<f64> {
        let points = self.points.iter().filter(|point| is_wanted(point.from));
        let (sum, samples) =
            points.fold((0.0, 0.0), |(sum, count), point| (sum + point.sum_kw, count + point.samples));
        (samples > 0.0).then(|| sum / samples)
    }
}
