//! Dated packs of legal and service facts: working calendars, terms, the air quality index, classes of surface
//! water, validity and marking of data; every number with its source, its validity and how sure somebody is of it.
//!
//! A pack is a TOML text of `law/` at the repository's root; [`Law::load`] merges many of them and reports
//! every mistake with file and line. What is asked of a [`Law`] answers with a [`Basis`] (which rule of which
//! pack, from which source, unverified or not) and with the [`Step`]s of its reasoning, because a decision
//! stores both.
//!
//! This crate must never hold a legal number in code, and it reads no clock, file or environment: texts and
//! times are parameters. A year that no pack describes is an explicit [`Step::UnknownYear`], never silence.
//!
//! Start at [`Law`]; [`Calendar`] counts working time, [`AlarmTerm`] and its neighbours are the terms of the
//! alarm service, [`AirQualityIndex`], [`WaterLimit`] and [`DataValidity`] the figures that statistics are made by.

mod air_quality;
mod alarm_service;
mod calendar;
mod data_marking;
mod data_validity;
mod diff;
mod discretion;
mod draw_quota;
mod enforcement;
mod exemption;
mod given;
mod load;
mod office_hours;
mod pack;
mod payment;
mod penalty;
mod positive_list;
mod procedure;
mod publication;
mod refusal;
mod share;
mod step;
mod term;
mod tier;
mod visit_cap;
mod water_class;
mod worked;

pub use air_quality::{Above, AirLevel, AirQualityIndex, AirTable, Breakpoints, Pollutant};
pub use alarm_service::{
    AlarmAssignment, AlarmBranch, AlarmCause, AlarmEscalation, AlarmGroup, AlarmReminder, AlarmSnooze,
    AlarmStep, AlarmTerm, Amount, ReminderLead, Since, TermClock, TermUnit,
};
pub use calendar::{Calendar, Day, DayReason, Reckoning};
pub use data_marking::{DataMarking, FalseMarking, MarkingClass, MarkingKind, MarkingLimit};
pub use data_validity::{DataValidity, TransmissionTarget};
pub use diff::{AnswerChange, EntryChange, FieldChange, LawDiff, PackChange, answer_changes, with_packs};
pub use discretion::{
    AdjustmentGiven, AdjustmentKind, AdjustmentMeasure, Base, Cells, Choice, ChoiceReason, Degree,
    DiscretionFactor, DiscretionRule, DiscretionTable, FactorOption, FineAdjustment, FineReckoning,
    FineRequest, FineStep, Formula, OptionValue, RangeRow, Scale, ScaleVariant, ShareOf, StatutoryRange,
};
pub use draw_quota::{DrawQuota, QuotaPeriod};
pub use enforcement::CaseDates;
pub use exemption::{
    CaseFact, CaseFactKind, CaseFacts, Condition, ConditionOutcome, Exemption, ExemptionEffect,
    ExemptionMatch, FactTest, LookBack, Truth, Wanted,
};
pub use given::Given;
pub use load::{LONGEST_LIMIT_H, PackErrors, PackFile, PackMistake};
pub use office_hours::{OfficeHours, OfficeHoursError};
pub use pack::{Basis, Confidence, Law, Layer, PackHead, PackScope, Validity};
pub use payment::{DailyPenalty, DailyPenaltyRule, Freeze, Surcharge, SurchargeRule};
pub use penalty::{ApplicablePenalty, Comparison, PenaltyBounds, PenaltyRange, Rank};
pub use positive_list::{
    ListRegime, ListTest, PositiveCategory, PositiveCriterion, PositiveListRule, RemainingCheck, is_of_trades,
};
pub use procedure::{
    FactorSource, KnownFactor, PartyKind, ProcedureFacts, ProcedureGround, ProcedureRule, ProcedureStep,
};
pub use publication::{LeftOut, PublicationOmission};
pub use refusal::{LawRefusal, RefusalCode};
pub use share::{ParseShareError, Share};
pub use step::Step;
pub use term::{
    CountStep, DayOrMoment, Due, DueQuestion, LegalTerm, LegalUnit, Suspension, TermBound, TermEnd,
    TermExtension, TermLength, TermStep,
};
pub use tier::{Rung, TierMatch, TierRule};
pub use visit_cap::VisitCap;
pub use water_class::{WaterAssessment, WaterBody, WaterClass, WaterLimit, WaterLimits};
pub use worked::{Question, WorkedExample};
