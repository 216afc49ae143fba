//! The service rules of the alarm episode: terms, assignment at birth, escalation.

use std::collections::BTreeSet;

use jiff::Timestamp;
use model::{DistrictCode, FindingKind, Role, Severity, china};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, Reckoning};
use crate::pack::{Basis, Validity};
use crate::step::Step;

/// A step of the alarm episode that has a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmStep {
    /// The branch accepts it (接收).
    Accept,
    /// The duty room assigns what a branch has returned (重新交办).
    Assign,
    /// The enterprise explains (企业说明).
    Explain,
    /// The officer verifies (核查).
    Verify,
    /// The duty room closes it or hands it on (办结).
    Close,
}

impl AlarmStep {
    /// All steps.
    pub const ALL: [AlarmStep; 5] =
        [AlarmStep::Accept, AlarmStep::Assign, AlarmStep::Explain, AlarmStep::Verify, AlarmStep::Close];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            AlarmStep::Accept => "accept",
            AlarmStep::Assign => "assign",
            AlarmStep::Explain => "explain",
            AlarmStep::Verify => "verify",
            AlarmStep::Close => "close",
        }
    }
}

/// What a term counts from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// The alarm was raised.
    Raised,
    /// It was assigned.
    Assigned,
    /// It was accepted.
    Accepted,
    /// It was returned to the duty room.
    Returned,
    /// It was verified.
    Verified,
    /// Its severity rose, after the step had begun.
    SeverityRose,
    /// Another term had run out.
    TermOver,
    /// It was put aside.
    Snoozed,
    /// It was separated from the alarm that led it.
    Separated,
}

/// In what an amount is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermUnit {
    /// Minutes.
    Minutes,
    /// Hours of 60 minutes.
    Hours,
    /// Days of 24 hours.
    Days,
    /// Working days; the day in which the term begins does not count.
    WorkingDays,
}

/// When time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermClock {
    /// Always.
    Continuous,
    /// In office hours of working days.
    Working,
}

/// A length of time as a rule states it. Parsed from packs only: days are always continuous, working days
/// always on the working clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    pub(crate) amount: u32,
    pub(crate) unit: TermUnit,
    pub(crate) clock: TermClock,
}

impl Amount {
    /// How many units.
    pub fn amount(self) -> u32 {
        self.amount
    }

    /// Of what.
    pub fn unit(self) -> TermUnit {
        self.unit
    }

    /// On which clock.
    pub fn clock(self) -> TermClock {
        self.clock
    }

    /// How long it is where it runs around the clock, s; `None` on the working clock.
    pub fn continuous_seconds(self) -> Option<i64> {
        let seconds = i64::from(self.amount)
            * match self.unit {
                TermUnit::Minutes => 60,
                TermUnit::Hours => 3_600,
                TermUnit::Days | TermUnit::WorkingDays => 86_400,
            };
        (self.clock == TermClock::Continuous).then_some(seconds)
    }

    /// When the amount is over, counted from `start`, with every step. Nothing, around the clock, is over at
    /// once and takes no step.
    pub fn after(self, start: Timestamp, since: Since, calendar: &Calendar) -> Reckoning {
        if self.amount == 0 && self.clock == TermClock::Continuous {
            return Reckoning::plain(start);
        }
        let mut steps = vec![
            Step::From { at: start, since },
            Step::Term { amount: self.amount, unit: self.unit, clock: self.clock },
        ];
        let minutes = match self.unit {
            TermUnit::Minutes => self.amount,
            TermUnit::Hours => self.amount.saturating_mul(60),
            TermUnit::Days => self.amount.saturating_mul(24 * 60),
            TermUnit::WorkingDays => 0,
        };
        let mut reckoning = match (self.clock, self.unit) {
            (_, TermUnit::WorkingDays) => calendar.add_working_days(start, self.amount),
            (TermClock::Working, _) => calendar.add_working_minutes(start, minutes),
            (TermClock::Continuous, _) => {
                Reckoning::plain(china::plus_seconds(start, i64::from(minutes) * 60))
            }
        };
        steps.append(&mut reckoning.steps);
        steps.push(Step::Until { at: reckoning.at });
        Reckoning { steps, ..reckoning }
    }
}

/// How long a step may take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmTerm {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// Which step.
    pub step: AlarmStep,
    /// For which severities.
    pub severities: BTreeSet<Severity>,
    /// How long.
    pub amount: Amount,
}

/// How long an alarm may be put aside (暂缓提醒).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmSnooze {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// For which severities.
    pub severities: BTreeSet<Severity>,
    /// At most so long, each time.
    pub longest: Amount,
}

/// When whoever is to act is reminded of a term that runs out (提醒).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmReminder {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// Of which steps.
    pub steps: BTreeSet<AlarmStep>,
    /// For which severities.
    pub severities: BTreeSet<Severity>,
    /// So long before the term is over, and from then on.
    pub before: ReminderLead,
}

/// How long before a term is over it is reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReminderLead {
    /// So long, whatever the term.
    Amount(Amount),
    /// So much of the term.
    Share {
        /// Per cent, 1 to 99.
        percent: u8,
        /// When the term's time counts.
        clock: TermClock,
    },
}

impl AlarmReminder {
    /// Whether a term that runs from `since` to `due` is reminded of at `now`.
    pub fn reminds(&self, now: Timestamp, since: Timestamp, due: Timestamp, calendar: &Calendar) -> bool {
        match self.before {
            // Counted forwards from now, so that working time needs to be counted in one direction only.
            ReminderLead::Amount(amount) => amount.after(now, Since::TermOver, calendar).at >= due,
            ReminderLead::Share { percent, clock } => {
                let length_s = |from| match clock {
                    TermClock::Continuous => china::seconds_between(from, due).max(0),
                    TermClock::Working => calendar.working_seconds(from, due),
                };
                now >= since && length_s(now) * 100 <= length_s(since) * i64::from(percent)
            }
        }
    }
}

/// Which alarms are shown and handled as a group where many begin at once (as after a network cut).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmGroup {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// Of which kinds; alarms of two kinds are never of one group.
    pub kinds: BTreeSet<FindingKind>,
    /// All begin within so long, by the readings.
    pub within: Amount,
    /// At least so many.
    pub at_least: u32,
}

/// Which alarms can explain which others of the same enterprise: grounds for a proposal to merge (并案), never for a
/// decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmCause {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// The kinds of the alarm that explains.
    pub leading: BTreeSet<FindingKind>,
    /// The kinds of the alarms that it explains.
    pub explains: BTreeSet<FindingKind>,
    /// Whether both must be about the same factor.
    pub same_factor: bool,
    /// So long before the cause, by the readings, an effect may seem to begin: means cover the time before.
    pub before: Amount,
}

/// The branch of an [`AlarmAssignment`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlarmBranch {
    /// The branch of the subject's own district.
    OfSubject,
    /// The branch of this district, wherever the subject is.
    Of(DistrictCode),
}

/// To which branch an alarm goes when it is raised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmAssignment {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// For which kinds of finding.
    pub kinds: BTreeSet<FindingKind>,
    /// For subjects in which districts; all if empty.
    pub districts: BTreeSet<DistrictCode>,
    /// To which branch.
    pub branch: AlarmBranch,
}

impl AlarmAssignment {
    /// The branch for a subject in `district`.
    pub fn branch_for<'a>(&'a self, district: &'a DistrictCode) -> &'a DistrictCode {
        match &self.branch {
            AlarmBranch::OfSubject => district,
            AlarmBranch::Of(code) => code,
        }
    }
}

/// To whom an alarm goes up that nobody accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlarmEscalation {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// The level, from 1.
    pub level: u8,
    /// To whom.
    pub to: Role,
    /// How long after the term for accepting is over; may be nothing.
    pub delay: Amount,
}
