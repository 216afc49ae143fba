//! How an enterprise marks the data of its automatic monitoring, until when, and what a mark does.

use jiff::civil::{Date, Time};
use model::{FactorCode, Timestamp, china};
use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Law, Validity};

/// What an enterprise says of hours of an outlet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkingKind {
    /// The instrument is broken (设备故障).
    DeviceFault,
    /// The instrument is under maintenance (设备维护).
    DeviceMaintenance,
    /// The instrument is calibrated or checked (设备校准).
    DeviceCalibration,
    /// Instrument and logger do not hear each other (通讯故障).
    DeviceCommunication,
    /// What is monitored starts from cold (冷启动).
    ColdStart,
    /// What is monitored starts while it is still hot (热启动).
    HotStart,
    /// What is monitored is being stopped (停运过程).
    Stop,
    /// What is monitored, or its treatment, is broken (工艺或治理设施故障).
    FacilityFault,
}

/// What a kind of mark speaks of, and so what it may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkingClass {
    /// The monitoring itself (自动监测设备标记): the data are invalid.
    Device,
    /// What is monitored (工况标记): the data are valid, and for a limited time not counted as over the limit.
    WorkCondition,
}

impl MarkingKind {
    /// All kinds, in the order in which pages offer them.
    pub const ALL: [MarkingKind; 8] = [
        MarkingKind::DeviceFault,
        MarkingKind::DeviceMaintenance,
        MarkingKind::DeviceCalibration,
        MarkingKind::DeviceCommunication,
        MarkingKind::ColdStart,
        MarkingKind::HotStart,
        MarkingKind::Stop,
        MarkingKind::FacilityFault,
    ];

    /// The stable code of packs, API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            MarkingKind::DeviceFault => "device_fault",
            MarkingKind::DeviceMaintenance => "device_maintenance",
            MarkingKind::DeviceCalibration => "device_calibration",
            MarkingKind::DeviceCommunication => "device_communication",
            MarkingKind::ColdStart => "cold_start",
            MarkingKind::HotStart => "hot_start",
            MarkingKind::Stop => "stop",
            MarkingKind::FacilityFault => "facility_fault",
        }
    }

    /// What it speaks of.
    pub fn class(self) -> MarkingClass {
        match self {
            MarkingKind::DeviceFault
            | MarkingKind::DeviceMaintenance
            | MarkingKind::DeviceCalibration
            | MarkingKind::DeviceCommunication => MarkingClass::Device,
            MarkingKind::ColdStart
            | MarkingKind::HotStart
            | MarkingKind::Stop
            | MarkingKind::FacilityFault => MarkingClass::WorkCondition,
        }
    }
}

impl MarkingClass {
    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            MarkingClass::Device => "device",
            MarkingClass::WorkCondition => "work_condition",
        }
    }
}

/// The rule on marking: which marks there are, and until when a day's data are marked. What is not marked by then
/// counts as it came, without objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataMarking {
    /// On what it rests.
    pub basis: Basis,
    /// For data of which days it holds.
    pub validity: Validity,
    /// The kinds of marks that there are.
    pub kinds: Vec<MarkingKind>,
    /// How many days after the day of the data marking ends.
    pub due_days_after: u8,
    /// At what time of that day, in China.
    pub due_time: Time,
}

impl DataMarking {
    /// Until when (exclusive) the data of `day` may be marked.
    pub fn deadline(&self, day: Date) -> Timestamp {
        let after = jiff::Span::new().days(i64::from(self.due_days_after));
        china::instant(day.saturating_add(after).to_datetime(self.due_time))
    }

    /// The earliest day whose data may still be marked at `now`.
    pub fn earliest_open_day(&self, now: Timestamp) -> Date {
        let today = china::civil(now).date();
        let back = |days: u8| today.saturating_sub(jiff::Span::new().days(i64::from(days)));
        (0..=self.due_days_after).rev().map(back).find(|day| now < self.deadline(*day)).unwrap_or(today)
    }
}

/// For how long data under a condition are not counted as over the limit, in some trades.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkingLimit {
    /// On what it rests.
    pub basis: Basis,
    /// For data of which days it holds.
    pub validity: Validity,
    /// What the limit is for, in Chinese: 燃煤锅炉.
    pub facility: String,
    /// The same in English.
    pub facility_en: String,
    /// The trades (GB/T 4754, or how their codes begin) whose outlets it is applied to.
    pub trades: Vec<String>,
    /// Under which marks.
    pub kinds: Vec<MarkingKind>,
    /// Of which factors; of all, if empty.
    pub factors: Vec<FactorCode>,
    /// The hours from the beginning of the condition that are excused.
    pub hours: u8,
    /// How many hours the source gives where something applies that nobody of the project has read.
    pub extended_hours: Option<u8>,
}

impl MarkingLimit {
    /// Whether it is for a trade: the register writes codes with and without the letter of their section.
    pub fn is_for_trade(&self, trade_code: &str) -> bool {
        let bare = |code: &str| code.trim_start_matches(|c: char| c.is_ascii_uppercase()).to_owned();
        let code = bare(trade_code);
        !code.is_empty() && self.trades.iter().any(|trade| code.starts_with(&bare(trade)))
    }

    /// Whether it is for a factor.
    pub fn is_for_factor(&self, factor: &FactorCode) -> bool {
        self.factors.is_empty() || self.factors.contains(factor)
    }
}

/// What a false mark is in law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FalseMarking {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
}

impl Law {
    /// The rule on marking the data of `day`; none where no pack has one.
    pub fn data_marking(&self, day: Date) -> Option<&DataMarking> {
        self.data_markings.iter().find(|rule| rule.validity.holds_on(day))
    }

    /// For how long a condition excuses in a trade: none where no pack knows. `factor`: the limit for one factor,
    /// or any where it is not given.
    pub fn marking_limit(
        &self,
        trade_code: &str,
        kind: MarkingKind,
        factor: Option<&FactorCode>,
        day: Date,
    ) -> Option<&MarkingLimit> {
        self.marking_limits.iter().find(|limit| {
            limit.kinds.contains(&kind)
                && limit.is_for_trade(trade_code)
                && factor.is_none_or(|factor| limit.is_for_factor(factor))
                && limit.validity.holds_on(day)
        })
    }

    /// What a false mark made on `day` is in law; none where no pack says.
    pub fn false_marking(&self, day: Date) -> Option<&FalseMarking> {
        self.false_markings.iter().find(|rule| rule.validity.holds_on(day))
    }
}
