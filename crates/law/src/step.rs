use jiff::Timestamp;
use jiff::civil::Date;
use model::china;
use serde::{Deserialize, Serialize};

use crate::alarm_service::{Since, TermClock, TermUnit};

/// One step of the reasoning that led to a time. Stored with decisions and shown to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code", deny_unknown_fields)]
pub enum Step {
    /// Counting begins.
    From {
        /// When.
        at: Timestamp,
        /// With what.
        since: Since,
    },
    /// This much is counted.
    Term {
        /// How many units.
        amount: u32,
        /// Of what.
        unit: TermUnit,
        /// On which clock.
        clock: TermClock,
    },
    /// The working calendar of a year was used.
    Calendar {
        /// The year.
        year: i16,
        /// The pack that describes it.
        pack: String,
        /// The pack's version.
        version: String,
        /// Where the calendar stands.
        source: String,
        /// Whether nobody has checked it at its source.
        unverified: bool,
    },
    /// No pack describes the year: weekends only, holidays unknown.
    UnknownYear {
        /// The year.
        year: i16,
    },
    /// Weekend days that do not count.
    Weekend {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
    },
    /// Holidays that do not count.
    Holiday {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
        /// Which holiday.
        name: String,
        /// Its English name.
        name_en: String,
    },
    /// A weekend day that is a working day by notice (调休上班), and counts.
    ShiftedWorkday {
        /// The day.
        date: Date,
        /// For which holiday.
        name: String,
        /// Its English name.
        name_en: String,
    },
    /// Office hours that count.
    Hours {
        /// From when.
        from: Timestamp,
        /// To when.
        to: Timestamp,
        /// How much of it counts, whole seconds; nights and days off between do not.
        seconds: i64,
    },
    /// Working days that count.
    WorkingDays {
        /// The first.
        first: Date,
        /// The last.
        last: Date,
        /// How many.
        days: u32,
    },
    /// The result.
    Until {
        /// When.
        at: Timestamp,
    },
}

impl Step {
    /// The step in Chinese.
    pub fn text_zh(&self) -> String {
        match self {
            Step::From { at, since } => format!("自{} {}起算", since_zh(*since), china::minute_text(*at)),
            Step::Term { amount, unit, clock } => match (unit, clock) {
                (TermUnit::Minutes, TermClock::Continuous) => format!("时限{amount}分钟(连续计时)"),
                (TermUnit::Minutes, TermClock::Working) => format!("时限{amount}分钟(工作时间)"),
                (TermUnit::Hours, TermClock::Continuous) => format!("时限{amount}小时(连续计时)"),
                (TermUnit::Hours, TermClock::Working) => format!("时限{amount}小时(工作时间)"),
                (TermUnit::Days, _) => format!("时限{amount}日(自然日)"),
                (TermUnit::WorkingDays, _) => format!("时限{amount}个工作日(起算当日不计)"),
            },
            Step::Calendar { year, pack, version, source, unverified } => {
                let mark = if *unverified { ",未核实" } else { "" };
                format!("{year}年工作日历:{source}({pack} {version}{mark})")
            }
            Step::UnknownYear { year } => format!("缺少{year}年工作日历:仅按周末推算,未核实"),
            Step::Weekend { first, last } => format!("{} 周末,不计", days_text(*first, *last)),
            Step::Holiday { first, last, name, .. } => {
                format!("{} {name}放假,不计", days_text(*first, *last))
            }
            Step::ShiftedWorkday { date, name, .. } => format!("{date} {name}调休上班,计入"),
            Step::Hours { from, to, seconds } => {
                let amount = match (seconds / 60, seconds % 60) {
                    (minutes, 0) => format!("{minutes}分钟"),
                    (minutes, rest) => format!("{minutes}分{rest}秒"),
                };
                format!("{} 至 {} 计{amount}", china::minute_text(*from), china::minute_text(*to))
            }
            Step::WorkingDays { first, last, days } => {
                format!("{} 计{days}个工作日", days_text(*first, *last))
            }
            Step::Until { at } => format!("截止 {}", china::minute_text(*at)),
        }
    }

    /// The step in English.
    pub fn text_en(&self) -> String {
        match self {
            Step::From { at, since } => {
                format!("counted from {} ({})", china::minute_text(*at), since_en(*since))
            }
            Step::Term { amount, unit, clock } => {
                let unit_text = match unit {
                    TermUnit::Minutes => "min",
                    TermUnit::Hours => "h",
                    TermUnit::Days => "calendar days",
                    TermUnit::WorkingDays => "working days, the first day not counted",
                };
                let clock_text = match (unit, clock) {
                    (TermUnit::Days | TermUnit::WorkingDays, _) => "",
                    (_, TermClock::Continuous) => " around the clock",
                    (_, TermClock::Working) => " of working time",
                };
                format!("term: {amount} {unit_text}{clock_text}")
            }
            Step::Calendar { year, pack, version, source, unverified } => {
                let mark = if *unverified { ", unverified" } else { "" };
                format!("calendar of {year}: {source} ({pack} {version}{mark})")
            }
            Step::UnknownYear { year } => {
                format!("calendar of {year} unknown: weekends only, unverified")
            }
            Step::Weekend { first, last } => format!("{}: weekend, not counted", days_text(*first, *last)),
            Step::Holiday { first, last, name_en, .. } => {
                format!("{}: {name_en}, not counted", days_text(*first, *last))
            }
            Step::ShiftedWorkday { date, name_en, .. } => {
                format!("{date}: working day in exchange for {name_en}, counted")
            }
            Step::Hours { from, to, seconds } => {
                let amount = match (seconds / 60, seconds % 60) {
                    (minutes, 0) => format!("{minutes} min"),
                    (minutes, rest) => format!("{minutes} min {rest} s"),
                };
                format!("{} to {}: {amount}", china::minute_text(*from), china::minute_text(*to))
            }
            Step::WorkingDays { first, last, days } => {
                format!("{}: {days} working day(s)", days_text(*first, *last))
            }
            Step::Until { at } => format!("until {}", china::minute_text(*at)),
        }
    }
}

fn days_text(first: Date, last: Date) -> String {
    if first == last { first.to_string() } else { format!("{first}..{last}") }
}

fn since_zh(since: Since) -> &'static str {
    match since {
        Since::Raised => "预警生成",
        Since::Assigned => "交办",
        Since::Accepted => "接收",
        Since::Returned => "退回",
        Since::Verified => "核查完成",
        Since::SeverityRose => "预警升级",
        Since::TermOver => "前一时限届满",
        Since::Snoozed => "暂缓",
        Since::Separated => "解除并案",
    }
}

fn since_en(since: Since) -> &'static str {
    match since {
        Since::Raised => "raised",
        Since::Assigned => "assigned",
        Since::Accepted => "accepted",
        Since::Returned => "returned",
        Since::Verified => "verified",
        Since::SeverityRose => "severity rose",
        Since::TermOver => "the term before was over",
        Since::Snoozed => "put aside",
        Since::Separated => "separated",
    }
}
