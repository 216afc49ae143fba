use jiff::Timestamp;
use jiff::civil::Date;
use model::china;
use serde::{Deserialize, Serialize};

use super::LegalUnit;
use crate::pack::Basis;
use crate::step::Step;

/// One step of the reasoning that led to a due day: of the counting itself, or of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TermStep {
    /// Of the counting.
    Count(CountStep),
    /// Of the working calendar.
    Calendar(Step),
}

/// A step of counting a term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code", deny_unknown_fields)]
pub enum CountStep {
    /// The term ends with another one.
    EndsWith {
        /// That one.
        term: String,
        /// From which event to which.
        span: String,
    },
    /// Counting begins; the day or hour itself does not count.
    Begins {
        /// The day.
        day: Date,
        /// The moment, where the term is that exact.
        moment: Option<Timestamp>,
        /// From which event to which.
        span: String,
        /// The same in English.
        span_en: String,
        /// Whether it is counted back.
        backwards: bool,
    },
    /// This much is counted.
    Length {
        /// How many units, with what was granted.
        amount: u32,
        /// Of what.
        unit: LegalUnit,
    },
    /// The source is in force only later than the term begins: whether the older text says the same is not known.
    BeforeSource {
        /// From when.
        source_from: Date,
    },
    /// Time was granted.
    Extended {
        /// How many units.
        amount: u32,
        /// By whom, or why.
        ground: String,
    },
    /// The source names nothing that would stop the clock of this term.
    NoGroundToStop,
    /// Natural days that count.
    Days {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
        /// How many.
        days: u32,
    },
    /// Days on which the clock stood still.
    StoodStill {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// Time in which the clock stood still, to the second.
    Paused {
        /// From when.
        from: Timestamp,
        /// To when.
        to: Timestamp,
    },
    /// Months or years end on a day that their last month does not have.
    MonthEnd {
        /// The last day of the month.
        day: Date,
    },
    /// Months or years end on this day, before suspensions.
    SameDay {
        /// The day.
        day: Date,
    },
    /// Days by which suspensions move the end.
    Moved {
        /// How many days.
        days: u32,
    },
    /// The last day is a day off.
    DayOff {
        /// The last day.
        day: Date,
        /// The working day with which it ends; `None`: it stays.
        moved_to: Option<Date>,
        /// The rule; `None`: no source says whether the end moves.
        rule: Option<Basis>,
    },
    /// The result.
    Due {
        /// The day.
        day: Date,
        /// The moment, where it is that exact.
        moment: Option<Timestamp>,
    },
}

impl TermStep {
    /// The step in Chinese.
    pub fn text_zh(&self) -> String {
        match self {
            Self::Count(step) => step.text_zh(),
            Self::Calendar(step) => step.text_zh(),
        }
    }

    /// The step in English.
    pub fn text_en(&self) -> String {
        match self {
            Self::Count(step) => step.text_en(),
            Self::Calendar(step) => step.text_en(),
        }
    }
}

impl CountStep {
    fn text_zh(&self) -> String {
        match self {
            Self::EndsWith { term, span } => format!("{span}:与期限 {term} 同时届满"),
            Self::Begins { day, moment, span, backwards, .. } => {
                let when = when(*day, *moment);
                let direction = if *backwards { "向前倒推" } else { "起算" };
                format!("{span}:自{when} {direction},当日(时)不计")
            }
            Self::Length { amount, unit } => format!("期限 {amount}{}", unit_zh(*unit)),
            Self::BeforeSource { source_from } => {
                format!("依据自{source_from}起施行,此前的规定未核对:未核实")
            }
            Self::Extended { amount, ground } => format!("延长 {amount}:{ground}"),
            Self::NoGroundToStop => "依据未列明本期限可以中止:未核实".into(),
            Self::Days { first, last, days } => format!("{} 计{days}日", days_text(*first, *last)),
            Self::StoodStill { first, last } => format!("{} 中止,不计", days_text(*first, *last)),
            Self::Paused { from, to } => {
                format!("{} 至 {} 中止,不计", china::minute_text(*from), china::minute_text(*to))
            }
            Self::MonthEnd { day } => format!("届满月份无对应日,以月末 {day} 为最后一日"),
            Self::SameDay { day } => format!("届满月份的对应日 {day}"),
            Self::Moved { days } => format!("中止{days}日,顺延{days}日"),
            Self::DayOff { day, moved_to: Some(next), .. } => {
                format!("最后一日 {day} 为休息日,以其后第一个工作日 {next} 为届满日")
            }
            Self::DayOff { day, rule: Some(_), .. } => format!("最后一日 {day} 为休息日,不顺延"),
            Self::DayOff { day, rule: None, .. } => {
                format!("最后一日 {day} 为休息日,依据未说明是否顺延:未顺延,未核实")
            }
            Self::Due { day, moment } => format!("届满 {}", when(*day, *moment)),
        }
    }

    fn text_en(&self) -> String {
        match self {
            Self::EndsWith { term, .. } => format!("ends with the term {term}"),
            Self::Begins { day, moment, span_en, backwards, .. } => {
                let direction = if *backwards { "counted back from" } else { "counted from" };
                format!("{span_en}: {direction} {}, which does not count", when(*day, *moment))
            }
            Self::Length { amount, unit } => format!("term: {amount} {}", unit_en(*unit)),
            Self::BeforeSource { source_from } => {
                format!(
                    "the source is in force since {source_from}; the older text was not compared: unverified"
                )
            }
            Self::Extended { amount, ground } => format!("extended by {amount}: {ground}"),
            Self::NoGroundToStop => {
                "the source names nothing that stops the clock of this term: unverified".into()
            }
            Self::Days { first, last, days } => format!("{}: {days} day(s)", days_text(*first, *last)),
            Self::StoodStill { first, last } => {
                format!("{}: suspended, not counted", days_text(*first, *last))
            }
            Self::Paused { from, to } => format!(
                "{} to {}: suspended, not counted",
                china::minute_text(*from),
                china::minute_text(*to)
            ),
            Self::MonthEnd { day } => format!("the last month has no such day: {day}, its last"),
            Self::SameDay { day } => format!("the same day of the last month: {day}"),
            Self::Moved { days } => format!("suspended for {days} day(s): moved by as many"),
            Self::DayOff { day, moved_to: Some(next), .. } => {
                format!("the last day {day} is a day off: ends with the next working day {next}")
            }
            Self::DayOff { day, rule: Some(_), .. } => format!("the last day {day} is a day off: it stays"),
            Self::DayOff { day, rule: None, .. } => format!(
                "the last day {day} is a day off; no source says whether the end moves: it stays, unverified"
            ),
            Self::Due { day, moment } => format!("due {}", when(*day, *moment)),
        }
    }
}

fn when(day: Date, moment: Option<Timestamp>) -> String {
    moment.map_or_else(|| day.to_string(), china::minute_text)
}

fn days_text(first: Date, last: Date) -> String {
    if first == last { first.to_string() } else { format!("{first}..{last}") }
}

fn unit_zh(unit: LegalUnit) -> &'static str {
    match unit {
        LegalUnit::Hours => "小时",
        LegalUnit::Days => "日(自然日)",
        LegalUnit::WorkingDays => "个工作日",
        LegalUnit::Months => "个月",
        LegalUnit::Years => "年",
    }
}

fn unit_en(unit: LegalUnit) -> &'static str {
    match unit {
        LegalUnit::Hours => "hour(s)",
        LegalUnit::Days => "natural day(s)",
        LegalUnit::WorkingDays => "working day(s)",
        LegalUnit::Months => "month(s)",
        LegalUnit::Years => "year(s)",
    }
}
