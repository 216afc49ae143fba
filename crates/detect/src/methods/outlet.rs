//! One measured series of an outlet with its companions: all of its methods together, so that one cause is told
//! once and nothing learns from what is suspected.

use serde::{Deserialize, Serialize};

use super::bounds::{Beyond, Bounds, BoundsParameters};
use super::ceiling::{Ceiling, CeilingParameters, Top};
use super::collapse::{Calm, Collapse, CollapseParameters};
use super::constant::{Constant, ConstantParameters};
use super::expectation::{Expectation, ExpectationParameters, Expected};
use super::flat::{Flat, FlatParameters};
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
    /// Of values within which nothing moved.
    pub flat: FlatParameters,
    /// Of impossible values.
    pub bounds: BoundsParameters,
    /// Of copied stretches.
    pub replay: ReplayParameters,
    /// Of what is expected.
    pub expectation: ExpectationParameters,
    /// Of ceilings.
    pub ceiling: CeilingParameters,
    /// Of collapsed variation.
    pub collapse: CollapseParameters,
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
    /// When their variation has collapsed, by [`Calm::score`].
    pub collapse_watch: WatchParameters,
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
            flat: FlatParameters::default(),
            bounds: BoundsParameters::default(),
            replay: ReplayParameters::default(),
            expectation: ExpectationParameters::default(),
            ceiling: CeilingParameters::default(),
            collapse: CollapseParameters::default(),
            levels: LevelParameters::default(),
            impossible_watch: watch(0.25, 0.15, 1.0, 168),
            replay_watch: watch(9.0, 0.3, 0.5, 2000),
            step_watch: watch(3.5, 1.1, 0.5, 72),
            drift_watch: watch(1.0, 2.0, 0.5, 240),
            ceiling_watch: watch(4.0, 0.4, 0.5, 120),
            collapse_watch: watch(5.0, 0.2, 0.5, 336),
            rest: 4,
        }
    }
}

/// What is wrong with a series now; several things may be.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Verdict {
    /// So many equal values.
    pub constant: Option<u32>,
    /// So many values in a row within which nothing moved.
    pub flat: Option<u32>,
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
    /// A variation that collapsed, as it was when that was seen.
    pub calm: Option<Calm>,
    /// What was expected of this value.
    pub expected: Option<Expected>,
}

/// The methods of one series.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OutletSeries {
    constant: Constant,
    flat: Flat,
    bounds: Bounds,
    replay: Replay,
    expectation: Expectation,
    impossible_watch: Watch,
    replay_watch: Watch,
    /// The usual size of values.
    size: f64,
    /// Made when something is expected for the first time, which takes days: a city that has just started has
    /// thousands of series.
    shape: Option<Box<Shape>>,
    rest: u32,
}

/// How the values lie about what is expected of them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Shape {
    ceiling: Ceiling,
    steps: Steps,
    drifts: Drifts,
    step_watch: Watch,
    drift_watch: Watch,
    ceiling_watch: Watch,
    collapse: Collapse,
    collapse_watch: Watch,
    calm: Option<Calm>,
    step: Option<Off>,
    drift: Option<Off>,
    top: Option<Top>,
}

impl OutletSeries {
    /// Nothing seen.
    pub fn new(companions: usize) -> Self {
        Self {
            constant: Constant::default(),
            flat: Flat::default(),
            bounds: Bounds::default(),
            replay: Replay::default(),
            expectation: Expectation::new(companions),
            impossible_watch: Watch::default(),
            replay_watch: Watch::default(),
            size: 0.0,
            shape: None,
            rest: 0,
        }
    }

    /// Takes the next value, finite, with what was measured beside it at `hour_of_day` (0 to 24). `is_flat`: whether all
    /// that it is the mean of was equal.
    pub fn push(
        &mut self,
        parameters: &OutletParameters,
        value: f64,
        is_flat: bool,
        companions: &[f64],
        hour_of_day: f64,
    ) -> Verdict {
        let expected = self.expectation.expect(&parameters.expectation, companions, hour_of_day);
        let mut verdict = self.judge_value(parameters, value);
        verdict.expected = expected;
        verdict.flat = self.flat.push(&parameters.flat, is_flat);
        let is_certain = verdict.constant.or(verdict.flat).is_some()
            || verdict.impossible.is_some()
            || verdict.copied.is_some();
        if is_certain {
            self.rest = parameters.rest;
        } else if let Some(expected) = expected {
            self.judge_shape(parameters, value, &expected);
        }
        if let Some(shape) = &self.shape {
            verdict.step = shape.step;
            verdict.drift = shape.drift;
            verdict.ceiling = shape.top;
            verdict.calm = shape.calm;
        }
        if verdict.constant.is_none() {
            self.bounds.learn(&parameters.bounds, value, verdict.impossible.is_none());
        }
        if !is_certain && verdict.step.is_none() && verdict.ceiling.is_none() {
            self.expectation.learn(&parameters.expectation, value);
            let gain = if self.size > 0.0 { 0.001 } else { 1.0 };
            self.size += gain * (value.abs() - self.size);
        }
        verdict
    }

    /// So many values are missing before the next one: no change is the change of one hour, and after a day or more
    /// nothing is held against what came before but what is usual.
    pub fn gap(&mut self, parameters: &OutletParameters, missing: u64) {
        self.replay.gap();
        if missing >= FORGET_AFTER {
            self.constant.gap();
            self.flat.gap();
            if let Some(shape) = &mut self.shape {
                shape.ceiling.gap();
                shape.steps.gap();
                shape.collapse.gap();
            }
            self.rest = parameters.rest;
        }
    }

    /// What the value shows by itself and beside the series' own past.
    fn judge_value(&mut self, parameters: &OutletParameters, value: f64) -> Verdict {
        let constant = self.constant.push(&parameters.constant, value);
        let beyond = self.bounds.judge(&parameters.bounds, value);
        self.impossible_watch.judge(&parameters.impossible_watch, beyond.score, constant.is_none(), None);
        let copied = self.replay.push(&parameters.replay, value);
        let surprise = copied.map_or(0.0, |copied| copied.surprise);
        self.replay_watch.judge(&parameters.replay_watch, surprise, constant.is_none(), None);
        Verdict {
            constant,
            impossible: self.impossible_watch.is_on().then_some(beyond),
            copied: copied.filter(|_| self.replay_watch.is_on()),
            ..Verdict::default()
        }
    }

    /// What it shows beside what is expected of it.
    fn judge_shape(&mut self, parameters: &OutletParameters, value: f64, expected: &Expected) {
        let explained = self.expectation.has_companions().then_some(expected.now);
        let size = expected.steady.abs().max(0.3 * self.size).max(f64::MIN_POSITIVE);
        let is_rested = self.rest == 0;
        self.rest = self.rest.saturating_sub(1);
        let shape = self.shape.get_or_insert_default();
        if shape.judge(parameters, &Beside { value, expected, explained, size }, is_rested) {
            self.rest = parameters.rest;
        }
    }
}

/// One value and what is expected of it.
struct Beside<'a> {
    value: f64,
    expected: &'a Expected,
    /// By companions; `None` without any.
    explained: Option<f64>,
    /// What a drift is a share of.
    size: f64,
}

impl Shape {
    /// Takes the next value; whether an anomaly ended with it.
    fn judge(&mut self, parameters: &OutletParameters, beside: &Beside<'_>, is_rested: bool) -> bool {
        let residual = beside.value - beside.expected.now;
        let is_quiet = self.step.is_none() && self.top.is_none();
        let top = self.ceiling.push(&parameters.ceiling, beside.value, beside.explained, is_quiet);
        let off = self.steps.push(&parameters.levels, residual, beside.value);
        let crept =
            self.drifts.push(&parameters.levels, (beside.value - beside.expected.steady) / beside.size);
        let may_begin = is_quiet && is_rested;

        let still = self.step.map(|step| residual * step.by.signum() > 0.5 * step.by.abs());
        let score = off.map_or(0.0, |off| off.score);
        let step = self.step_watch.judge(&parameters.step_watch, score, may_begin, still);
        self.step = held(self.step, off, step);

        let may_stop = may_begin && self.step.is_none();
        let score = top.map_or(0.0, |top| top.score);
        let stopped = self.ceiling_watch.judge(&parameters.ceiling_watch, score, may_stop, None);
        self.top = held(self.top, top, stopped);

        let calm = beside.explained.and_then(|explained| {
            let is_usual = is_quiet && self.calm.is_none();
            self.collapse.push(&parameters.collapse, beside.value, explained, is_usual)
        });
        let may_calm = may_begin && self.step.is_none() && self.top.is_none();
        let score = calm.map_or(0.0, |calm| calm.score);
        let calmed = self.collapse_watch.judge(&parameters.collapse_watch, score, may_calm, None);
        self.calm = held(self.calm, calm, calmed);

        let may_drift = may_begin && self.step.is_none() && self.top.is_none();
        let score = crept.map_or(0.0, |off| off.score);
        let drift = self.drift_watch.judge(&parameters.drift_watch, score, may_drift, None);
        self.drift = held(self.drift, crept, drift);
        if drift == Change::Spent {
            self.drifts.accept();
        }
        if self.step.is_some() || self.top.is_some() {
            self.steps.pass_over(&parameters.levels);
        } else {
            self.steps.learn(&parameters.levels);
        }
        [step, stopped, drift].iter().any(|change| matches!(change, Change::Ended | Change::Spent))
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
