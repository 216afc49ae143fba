//! One measured series of an outlet with its companions: all of its methods together, so that one cause is told
//! once and nothing learns from what is suspected.

use super::bounds::{Beyond, Bounds, BoundsParameters};
use super::ceiling::{Ceiling, CeilingParameters, Top};
use super::constant::{Constant, ConstantParameters};
use super::expectation::{Expectation, ExpectationParameters, Expected};
use super::levels::{Drifts, LevelParameters, Off, Steps};
use super::peaks::PeakParameters;
use super::replay::{Copied, Replay, ReplayParameters};
use super::watch::{Change, Watch, WatchParameters};

/// After so many missing values the latest ones say nothing about the next.
const FORGET_AFTER: u64 = 24;

/// Of all methods on one series.
#[derive(Debug, Clone, PartialEq)]
pub struct OutletParameters {
    /// Of constant values.
    pub constant: ConstantParameters,
    /// Of impossible values.
    pub bounds: BoundsParameters,
    /// Of copied stretches.
    pub replay: ReplayParameters,
    /// Of what is expected.
    pub expectation: ExpectationParameters,
    /// Of ceilings.
    pub ceiling: CeilingParameters,
    /// Of steps and drifts.
    pub levels: LevelParameters,
    /// When values are impossible, by [`Beyond::score`].
    pub impossible_watch: WatchParameters,
    /// When they are copied, by [`Copied::surprise`].
    pub replay_watch: WatchParameters,
    /// When they stepped, by [`Off::score`].
    pub step_watch: WatchParameters,
    /// When they drifted, by [`Off::score`].
    pub drift_watch: WatchParameters,
    /// When they stop at a ceiling, by [`Top::score`].
    pub ceiling_watch: WatchParameters,
    /// So many values after the end of an anomaly no level or ceiling is judged.
    pub rest: u32,
}

impl Default for OutletParameters {
    fn default() -> Self {
        let watch = |floor, budget, release, most| {
            let peaks = PeakParameters { floor, budget };
            WatchParameters { peaks, release, most }
        };
        Self {
            constant: ConstantParameters::default(),
            bounds: BoundsParameters::default(),
            replay: ReplayParameters::default(),
            expectation: ExpectationParameters::default(),
            ceiling: CeilingParameters::default(),
            levels: LevelParameters::default(),
            impossible_watch: watch(0.25, 0.15, 1.0, 168),
            replay_watch: watch(9.0, 0.3, 0.5, 2000),
            step_watch: watch(3.5, 1.1, 0.5, 72),
            drift_watch: watch(1.0, 2.0, 0.5, 240),
            ceiling_watch: watch(4.0, 0.4, 0.5, 120),
            rest: 4,
        }
    }
}

/// What is wrong with a series now; several things may be.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Verdict {
    /// So many equal values.
    pub constant: Option<u32>,
    /// Beyond all that was seen.
    pub impossible: Option<Beyond>,
    /// A copy.
    pub copied: Option<Copied>,
    /// A level that changed at once, as it was when that was seen.
    pub step: Option<Off>,
    /// A level that crept, as it was when that was seen.
    pub drift: Option<Off>,
    /// A ceiling, as it was when that was seen.
    pub ceiling: Option<Top>,
    /// What was expected of this value.
    pub expected: Option<Expected>,
}

/// The methods of one series.
#[derive(Debug, Clone)]
pub struct OutletSeries {
    constant: Constant,
    bounds: Bounds,
    replay: Replay,
    expectation: Expectation,
    ceiling: Ceiling,
    steps: Steps,
    drifts: Drifts,
    /// The usual size of values.
    size: f64,
    impossible_watch: Watch,
    replay_watch: Watch,
    step_watch: Watch,
    drift_watch: Watch,
    ceiling_watch: Watch,
    step: Option<Off>,
    drift: Option<Off>,
    top: Option<Top>,
    rest: u32,
    rest_after: u32,
}

impl OutletSeries {
    /// Nothing seen.
    pub fn new(companions: usize, parameters: &OutletParameters) -> Self {
        Self {
            constant: Constant::new(parameters.constant.clone()),
            bounds: Bounds::new(parameters.bounds.clone()),
            replay: Replay::new(parameters.replay.clone()),
            expectation: Expectation::new(companions, parameters.expectation.clone()),
            ceiling: Ceiling::new(parameters.ceiling.clone()),
            steps: Steps::new(parameters.levels.clone()),
            drifts: Drifts::new(parameters.levels.clone()),
            size: 0.0,
            impossible_watch: Watch::new(parameters.impossible_watch),
            replay_watch: Watch::new(parameters.replay_watch),
            step_watch: Watch::new(parameters.step_watch),
            drift_watch: Watch::new(parameters.drift_watch),
            ceiling_watch: Watch::new(parameters.ceiling_watch),
            step: None,
            drift: None,
            top: None,
            rest: 0,
            rest_after: parameters.rest,
        }
    }

    /// Takes the next value, finite, with what was measured beside it at `hour_of_day` (0 to 24).
    pub fn push(&mut self, value: f64, companions: &[f64], hour_of_day: f64) -> Verdict {
        let expected = self.expectation.expect(companions, hour_of_day);
        let mut verdict = self.judge_value(value);
        verdict.expected = expected;
        let is_certain =
            verdict.constant.is_some() || verdict.impossible.is_some() || verdict.copied.is_some();
        if is_certain {
            self.rest = self.rest_after;
        } else if let Some(expected) = expected {
            self.judge_levels(value, &expected);
        }
        verdict.step = self.step;
        verdict.drift = self.drift;
        verdict.ceiling = self.top;
        if verdict.constant.is_none() {
            self.bounds.learn(value, verdict.impossible.is_none());
        }
        if !is_certain && self.step.is_none() && self.top.is_none() {
            self.expectation.learn(value);
            let gain = if self.size > 0.0 { 0.001 } else { 1.0 };
            self.size += gain * (value.abs() - self.size);
        }
        verdict
    }

    /// So many values are missing before the next one: no change is the change of one hour, and after a day or more
    /// nothing is held against what came before but what is usual.
    pub fn gap(&mut self, missing: u64) {
        self.replay.gap();
        if missing >= FORGET_AFTER {
            self.constant.gap();
            self.ceiling.gap();
            self.steps.gap();
            self.rest = self.rest_after;
        }
    }

    /// What the value shows by itself and beside the series' own past.
    fn judge_value(&mut self, value: f64) -> Verdict {
        let constant = self.constant.push(value);
        let beyond = self.bounds.judge(value);
        self.impossible_watch.judge(beyond.score, constant.is_none(), None);
        let copied = self.replay.push(value);
        let surprise = copied.map_or(0.0, |copied| copied.surprise);
        self.replay_watch.judge(surprise, constant.is_none(), None);
        Verdict {
            constant,
            impossible: self.impossible_watch.is_on().then_some(beyond),
            copied: copied.filter(|_| self.replay_watch.is_on()),
            ..Verdict::default()
        }
    }

    /// What it shows beside what is expected of it.
    fn judge_levels(&mut self, value: f64, expected: &Expected) {
        let residual = value - expected.now;
        let explained = self.expectation.has_companions().then_some(expected.now);
        let is_quiet = self.step.is_none() && self.top.is_none();
        let top = self.ceiling.push(value, explained, is_quiet);
        let off = self.steps.push(residual, value);
        let size = expected.steady.abs().max(0.3 * self.size).max(f64::MIN_POSITIVE);
        let crept = self.drifts.push((value - expected.steady) / size);
        let may_begin = is_quiet && self.rest == 0;
        self.rest = self.rest.saturating_sub(1);

        let still = self.step.map(|step| residual * step.by.signum() > 0.5 * step.by.abs());
        let step = self.step_watch.judge(off.map_or(0.0, |off| off.score), may_begin, still);
        self.step = held(self.step, off, step);

        let may_stop = may_begin && self.step.is_none();
        let stopped = self.ceiling_watch.judge(top.map_or(0.0, |top| top.score), may_stop, None);
        self.top = held(self.top, top, stopped);

        let may_drift = may_begin && self.step.is_none() && self.top.is_none();
        let drift = self.drift_watch.judge(crept.map_or(0.0, |off| off.score), may_drift, None);
        self.drift = held(self.drift, crept, drift);
        if drift == Change::Spent {
            self.drifts.accept();
        }
        if [step, stopped, drift].iter().any(|change| matches!(change, Change::Ended | Change::Spent)) {
            self.rest = self.rest_after;
        }
        if self.step.is_some() || self.top.is_some() {
            self.steps.pass_over();
        } else {
            self.steps.learn();
        }
    }
}

/// The evidence that an anomaly began with, as long as it lasts.
fn held<T>(before: Option<T>, now: Option<T>, change: Change) -> Option<T> {
    match change {
        Change::Began => now,
        Change::None => before,
        Change::Ended | Change::Spent => None,
    }
}
