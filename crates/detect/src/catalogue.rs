//! What people may tune: for every kind of finding its parameters with unit, bounds and default. The entries
//! of each struct of [`Parameters`] stand in a file of their own; here is how values are held against them.

mod balance;
mod calibration;
mod clock;
mod exceedance;
mod exceedance_day;
mod held;
mod outlet_hours;
mod pairing;
mod power;
mod range;
mod realtime;
mod samples;
mod silence;
mod stations;
mod treatment_off;

use std::collections::BTreeMap;

use model::{FindingKind, Severity, Unit};

use crate::methods::outlet::OutletParameters;
use crate::parameters::{
    BalanceParameters, CalibrationParameters, ClockParameters, ExceedanceDayParameters, ExceedanceParameters,
    HeldParameters, PairingParameters, PowerParameters, RangeParameters, RealtimeParameters,
    SampleParameters, SeverityTable, SilenceParameters, StationParticlesParameters, StationSpikeParameters,
    StationStuckParameters, TreatmentOffParameters,
};
use crate::{ParameterProblem, Parameters};

/// Values that people gave, by the code of their parameter. What is not named keeps its default.
pub type ParameterValues = BTreeMap<String, f64>;

/// What values a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParameterForm {
    /// Any number within its bounds.
    Number,
    /// Whole numbers.
    Whole,
    /// 0 for no, 1 for yes.
    Switch,
}

/// One thing that a kind of finding is tuned by.
#[derive(Debug, Clone, Copy)]
pub struct Tunable {
    /// Its stable code, as in `realtime.hold_s`: the group of [`Parameters`] and the field, or a shorter one of its own.
    pub code: &'static str,
    /// What it means, in Chinese.
    pub name: &'static str,
    /// What it means, in English.
    pub name_en: &'static str,
    /// The unit of its values.
    pub unit: Unit,
    /// What values it takes.
    pub form: ParameterForm,
    /// The smallest value that makes sense. Beyond the bounds a detector would tell everything or nothing.
    pub least: f64,
    /// The largest.
    pub most: f64,
    pub(crate) get: fn(&Parameters) -> f64,
    pub(crate) set: fn(&mut Parameters, f64),
}

impl Tunable {
    /// The value that holds where no rule says another.
    pub fn default_value(&self) -> f64 {
        (self.get)(&Parameters::default())
    }

    /// The value in `parameters`.
    pub fn value(&self, parameters: &Parameters) -> f64 {
        (self.get)(parameters)
    }

    /// Whether it is about stations, which belong to no enterprise and are judged together.
    pub fn is_of_stations(&self) -> bool {
        self.code.starts_with("station_")
    }

    fn check(&self, value: f64) -> Option<ParameterProblem> {
        let code = self.code.to_owned();
        if !value.is_finite() || value < self.least || value > self.most {
            let (least, most, unit) = (self.least, self.most, self.unit);
            return Some(ParameterProblem::OutOfBounds { code, value, least, most, unit });
        }
        match self.form {
            ParameterForm::Whole | ParameterForm::Switch if value.fract() != 0.0 => {
                Some(ParameterProblem::NotWhole { code, value })
            }
            ParameterForm::Whole | ParameterForm::Switch | ParameterForm::Number => None,
        }
    }
}

/// Two parameters of which the first may not exceed the second.
pub(crate) type Ordered = (&'static str, &'static str);

/// What a struct of [`Parameters`] offers to be tuned, and what of it must stay in order.
pub(crate) type Group = (&'static [Tunable], &'static [Ordered]);

/// The groups that a kind of finding is judged by.
fn groups(kind: FindingKind) -> &'static [Group] {
    match kind {
        FindingKind::ExceedanceHour => &[ExceedanceParameters::GROUP],
        FindingKind::ExceedanceDay => &[ExceedanceDayParameters::GROUP],
        FindingKind::ExceedanceRealtime => &[RealtimeParameters::GROUP],
        FindingKind::LoggerSilent => &[SilenceParameters::GROUP],
        FindingKind::ClockError => &[ClockParameters::GROUP],
        FindingKind::ProductionOnTreatmentOff => {
            &[TreatmentOffParameters::GROUP, PairingParameters::GROUP, PowerParameters::GROUP]
        }
        FindingKind::ProductionUnderOrder => &[HeldParameters::UNDER_ORDER],
        FindingKind::OffHoursProduction => &[HeldParameters::OFF_HOURS],
        FindingKind::ConstantValue => &[OutletParameters::CONSTANT, StationStuckParameters::GROUP],
        FindingKind::ImpossibleValue => &[OutletParameters::IMPOSSIBLE, StationParticlesParameters::GROUP],
        FindingKind::StationSpike => &[StationSpikeParameters::GROUP],
        FindingKind::RangeClipping => &[RangeParameters::GROUP],
        FindingKind::MassBalance => &[BalanceParameters::GROUP],
        FindingKind::CalibrationAltered => &[CalibrationParameters::GROUP],
        FindingKind::SampleAtOdds => &[SampleParameters::GROUP],
        FindingKind::Replay => &[OutletParameters::REPLAY],
        FindingKind::Step => &[OutletParameters::STEP],
        FindingKind::Drift => &[OutletParameters::DRIFT],
        FindingKind::LimitHugging => &[OutletParameters::CEILING],
        FindingKind::VarianceCollapse => &[OutletParameters::COLLAPSE],
        // They are steps of the residual, and judged by what steps are judged by.
        FindingKind::Unexplained => &[],
    }
}

/// What a kind of finding can be tuned by, in the order in which a person would look at it.
pub fn tunables(kind: FindingKind) -> impl Iterator<Item = &'static Tunable> {
    groups(kind).iter().flat_map(|(tunables, _)| tunables.iter())
}

impl Parameters {
    /// These parameters with `values` for `kind` put over them, and what is wrong with the values: those that have a
    /// problem of their own are left out, and where two contradict each other none is put over.
    pub fn tuned(&self, kind: FindingKind, values: &ParameterValues) -> (Self, Vec<ParameterProblem>) {
        let mut tuned = self.clone();
        let mut problems = Vec::new();
        for (code, value) in values {
            let Some(tunable) = tunables(kind).find(|tunable| tunable.code == code) else {
                let nearest = nearest(code, tunables(kind).map(|tunable| tunable.code));
                problems.push(ParameterProblem::Unknown { code: code.clone(), nearest });
                continue;
            };
            match tunable.check(*value) {
                Some(problem) => problems.push(problem),
                None => (tunable.set)(&mut tuned, *value),
            }
        }
        let contradictions: Vec<ParameterProblem> = contradictions(kind, &tuned).collect();
        if !contradictions.is_empty() {
            problems.extend(contradictions);
            return (self.clone(), problems);
        }
        (tuned, problems)
    }
}

fn contradictions(kind: FindingKind, tuned: &Parameters) -> impl Iterator<Item = ParameterProblem> {
    let value = move |code: &str| {
        tunables(kind).find(|tunable| tunable.code == code).map(|tunable| tunable.value(tuned))
    };
    groups(kind).iter().flat_map(|(_, ordered)| ordered.iter()).filter_map(move |(lower, upper)| {
        let (lower_value, upper_value) = (value(lower)?, value(upper)?);
        (lower_value > upper_value).then(|| ParameterProblem::Contradiction {
            lower: (*lower).to_owned(),
            lower_value,
            upper: (*upper).to_owned(),
            upper_value,
        })
    })
}

/// The code that was most likely meant: the one that takes the fewest changes, if they are few.
fn nearest(code: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let few = (code.chars().count() / 3).max(2);
    known
        .map(|known| (changes(code, known), known))
        .filter(|(changes, _)| *changes <= few)
        .min()
        .map(|it| it.1)
}

/// How many letters must be put in, left out or changed to make `b` of `a` (Levenshtein).
fn changes(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (number, letter) in a.chars().take(80).enumerate() {
        let mut diagonal = number;
        let mut left = number + 1;
        for (cell, other) in row.iter_mut().skip(1).zip(b.chars()) {
            let cost = diagonal + usize::from(letter != other);
            diagonal = *cell;
            left = cost.min(*cell + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = number + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

impl SeverityTable {
    /// From what size on `severity` holds; infinity where the table has no such step.
    pub(crate) fn step(&self, severity: Severity) -> f64 {
        let step = self.steps.iter().find(|(_, of_step)| *of_step == severity);
        step.map_or(f64::INFINITY, |(from, _)| *from)
    }

    /// Moves the step of `severity`. A table without such a step stays as it is.
    pub(crate) fn set_step(&mut self, severity: Severity, from: f64) {
        if let Some(step) = self.steps.iter_mut().find(|(_, of_step)| *of_step == severity) {
            step.0 = from;
        }
    }
}

/// A type of parameters' fields.
pub(crate) trait Tuned: Copy {
    const FORM: ParameterForm;
    fn to_number(self) -> f64;
    fn of_number(number: f64) -> Self;
}

macro_rules! tuned {
    ($($type:ty, $form:ident;)*) => {
        $(impl Tuned for $type {
            const FORM: ParameterForm = ParameterForm::$form;
            fn to_number(self) -> f64 {
                self as f64
            }
            fn of_number(number: f64) -> Self {
                number as $type
            }
        })*
    };
}
tuned! {
    f64, Number;
    i64, Whole;
    u32, Whole;
    usize, Whole;
}

impl Tuned for bool {
    const FORM: ParameterForm = ParameterForm::Switch;

    fn to_number(self) -> f64 {
        f64::from(u8::from(self))
    }

    fn of_number(number: f64) -> Self {
        number != 0.0
    }
}

/// The form of a field's type.
pub(crate) const fn form_of<T: Tuned>(_get: fn(&Parameters) -> T) -> ParameterForm {
    T::FORM
}

/// An entry of the catalogue: `tunable!(realtime.hold_s, Second, 60.0, 7200.0, "中文", "English")`, or for a step of
/// a table of severities `tunable!(realtime.by_multiple[Serious "serious"], One, 0.0, 100.0, "中文", "English")`. What lies
/// deeper gets a code of its own: `tunable!("step.floor": outlet_hours.step_watch.peaks.floor, One, 1.0, 20.0, …)`.
macro_rules! tunable {
    ($group:ident.$field:ident, $unit:ident, $least:literal, $most:literal, $zh:literal, $en:literal) => {
        $crate::catalogue::Tunable {
            code: concat!(stringify!($group), ".", stringify!($field)),
            name: $zh,
            name_en: $en,
            unit: model::Unit::$unit,
            form: $crate::catalogue::form_of(|parameters| parameters.$group.$field),
            least: $least,
            most: $most,
            get: |parameters| $crate::catalogue::Tuned::to_number(parameters.$group.$field),
            set: |parameters, number| {
                parameters.$group.$field = $crate::catalogue::Tuned::of_number(number);
            },
        }
    };
    ($code:literal: $group:ident$(.$field:ident)+, $unit:ident, $least:literal, $most:literal, $zh:literal, $en:literal) => {
        $crate::catalogue::Tunable {
            code: $code,
            name: $zh,
            name_en: $en,
            unit: model::Unit::$unit,
            form: $crate::catalogue::form_of(|parameters| parameters.$group$(.$field)+),
            least: $least,
            most: $most,
            get: |parameters| $crate::catalogue::Tuned::to_number(parameters.$group$(.$field)+),
            set: |parameters, number| {
                parameters.$group$(.$field)+ = $crate::catalogue::Tuned::of_number(number);
            },
        }
    };
    ($group:ident.$field:ident[$severity:ident $suffix:literal], $unit:ident, $least:literal, $most:literal, $zh:literal, $en:literal) => {
        $crate::catalogue::Tunable {
            code: concat!(stringify!($group), ".", stringify!($field), ".", $suffix),
            name: $zh,
            name_en: $en,
            unit: model::Unit::$unit,
            form: $crate::catalogue::ParameterForm::Number,
            least: $least,
            most: $most,
            get: |parameters| parameters.$group.$field.step(model::Severity::$severity),
            set: |parameters, number| {
                parameters.$group.$field.set_step(model::Severity::$severity, number);
            },
        }
    };
}
pub(crate) use tunable;
