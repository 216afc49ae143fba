use jiff::Timestamp;
use jiff::civil::Time;
use serde::{Deserialize, Serialize};

use crate::{CreditCode, LineId, OrderId, china};

/// A span of every day, by the clock in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DailySpan {
    /// When it begins.
    pub from: Time,
    /// When it ends (exclusive). Not after `from`, it ends on the next day; the same as `from`, a day later.
    pub to: Time,
}

impl DailySpan {
    /// Whether `instant` lies in it.
    pub fn contains(&self, instant: Timestamp) -> bool {
        let time = china::civil(instant).time();
        if self.from < self.to {
            self.from <= time && time < self.to
        } else {
            time >= self.from || time < self.to
        }
    }
}

/// To what an order holds production.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Restraint {
    /// It stops (停产).
    Stop,
    /// It takes at most this share of the rated power, above 0 and below 1 (限产).
    Limit(f64),
}

/// An order to limit or stop production (停限产令) for a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProductionOrder {
    /// Its id.
    pub id: OrderId,
    /// Whom it binds.
    pub enterprise: CreditCode,
    /// Which of its lines; all, if none is named.
    #[serde(default)]
    pub lines: Vec<LineId>,
    /// To what it holds them.
    pub restraint: Restraint,
    /// When it begins.
    pub from: Timestamp,
    /// When it ends (exclusive).
    pub to: Timestamp,
    /// The document that orders it, as in its number (文号).
    pub document: String,
    /// Why it was lifted before its end, if it was: `to` is then when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifted: Option<String>,
}

impl ProductionOrder {
    /// Whether it holds at `time`.
    pub fn holds_at(&self, time: Timestamp) -> bool {
        self.from <= time && time < self.to
    }

    /// Whether it binds `line` of its enterprise.
    pub fn binds(&self, line: &LineId) -> bool {
        self.lines.is_empty() || self.lines.contains(line)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::time;

    use super::*;

    #[test]
    fn a_span_may_go_over_midnight() {
        let at = |text: &str| format!("2020-08-30T{text}:00+08:00").parse::<Timestamp>().unwrap();
        let day = DailySpan { from: time(6, 0, 0, 0), to: time(22, 0, 0, 0) };
        let night = DailySpan { from: time(22, 0, 0, 0), to: time(6, 0, 0, 0) };
        let all = DailySpan { from: time(8, 0, 0, 0), to: time(8, 0, 0, 0) };
        for (text, by_day) in
            [("05:59", false), ("06:00", true), ("21:59", true), ("22:00", false), ("00:00", false)]
        {
            assert_eq!(day.contains(at(text)), by_day, "{text}");
            assert_eq!(night.contains(at(text)), !by_day, "{text}");
            assert!(all.contains(at(text)));
        }
    }

    #[test]
    fn spans_are_read_as_people_write_them() {
        let span: DailySpan = serde_json::from_str(r#"{"from": "06:00", "to": "22:30"}"#).unwrap();
        assert_eq!(span, DailySpan { from: time(6, 0, 0, 0), to: time(22, 30, 0, 0) });
        assert!(serde_json::from_str::<DailySpan>(r#"{"from": "25:00", "to": "22:30"}"#).is_err());
    }
}
