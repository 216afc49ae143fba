//! The sections of a pack as they are written. Unknown keys are refused everywhere.

use std::collections::BTreeMap;

use jiff::civil;
use model::{DistrictCode, FactorCode, FindingKind, Role, Severity};
use serde::{Deserialize, Deserializer, de::Error};

use crate::air_quality::AirTable;
use crate::alarm_service::{AlarmStep, TermClock, TermUnit};
use crate::data_marking::MarkingKind;
use crate::pack::{Basis, Confidence, Layer, PackHead, Validity};
use crate::water_class::WaterBody;

/// A local date of TOML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day(pub(super) civil::Date);

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        let toml::value::Datetime { date: Some(date), time: None, offset: None } = written else {
            return Err(D::Error::custom(format!("{written} is not a date alone, as in 2020-01-31")));
        };
        let parts = (i16::try_from(date.year), i8::try_from(date.month), i8::try_from(date.day));
        let (Ok(year), Ok(month), Ok(day)) = parts else {
            return Err(D::Error::custom(format!("{written} is not a date")));
        };
        civil::Date::new(year, month, day).map(Day).map_err(D::Error::custom)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Pack {
    id: String,
    version: String,
    title: String,
    title_en: String,
    layer: Layer,
    region: Option<String>,
    valid_from: Day,
    valid_to: Option<Day>,
    #[serde(default)]
    illustrative: bool,
}

impl Pack {
    pub(super) fn check(self, file: String) -> Result<PackHead, String> {
        for (key, text) in [("id", &self.id), ("version", &self.version)] {
            let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
            if text.is_empty() || !text.chars().all(allowed) {
                return Err(format!("`{key}` must be letters, digits, '-', '_' and '.', not {text:?}"));
            }
        }
        if self.title.trim().is_empty() || self.title_en.trim().is_empty() {
            return Err("`title` and `title_en` must not be empty".into());
        }
        let digits = |text: &String| text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(region) = self.region.as_ref().filter(|r| !digits(r) || ![2, 4, 6].contains(&r.len())) {
            return Err(format!(
                "`region` must be the first 2, 4 or 6 digits of district codes, not {region:?}"
            ));
        }
        Ok(PackHead {
            region: self.region,
            id: self.id,
            version: self.version,
            title: self.title,
            title_en: self.title_en,
            layer: self.layer,
            validity: validity(self.valid_from.0, self.valid_to)?,
            illustrative: self.illustrative,
            file,
        })
    }
}

/// What every entry says of itself.
#[derive(Debug, Clone)]
pub(super) struct Common {
    pub(super) id: String,
    source: String,
    confidence: Confidence,
    valid_from: Option<Day>,
    valid_to: Option<Day>,
}

impl Common {
    /// The basis and validity of an entry of `pack`: the pack's own validity, narrowed.
    pub(super) fn check(&self, pack: &PackHead) -> Result<(Basis, Validity), String> {
        if self.id.trim().is_empty() || self.source.trim().is_empty() {
            return Err("`id` and `source` must not be empty".into());
        }
        let own = validity(self.valid_from.map_or(pack.validity.from, |day| day.0), self.valid_to)?;
        let Some(narrowed) = own.intersection(pack.validity) else {
            return Err("the entry holds on no day on which its pack holds".into());
        };
        let basis = Basis {
            rule: self.id.clone(),
            pack: pack.id.clone(),
            version: pack.version.clone(),
            source: self.source.clone(),
            unverified: self.confidence.is_unverified(),
            illustrative: pack.illustrative,
        };
        Ok((basis, narrowed))
    }
}

fn validity(from: civil::Date, to: Option<Day>) -> Result<Validity, String> {
    match to {
        Some(Day(end)) if end <= from => {
            Err(format!("`valid_to` {end} (the first day on which it no longer holds) is not after {from}"))
        }
        Some(Day(end)) => Ok(Validity { from, to: Some(end) }),
        None => Ok(Validity { from, to: None }),
    }
}

/// Declares a section's entry with the keys that every entry has.
macro_rules! entry {
    ($(#[$doc:meta])* $name:ident { $($(#[$attribute:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(in crate::load) struct $name {
            id: String,
            source: String,
            confidence: Confidence,
            valid_from: Option<Day>,
            valid_to: Option<Day>,
            $($(#[$attribute])* pub(in crate::load) $field: $type,)*
        }

        impl $name {
            pub(in crate::load) fn common(&self) -> Common {
                Common {
                    id: self.id.clone(),
                    source: self.source.clone(),
                    confidence: self.confidence,
                    valid_from: self.valid_from,
                    valid_to: self.valid_to,
                }
            }
        }
    };
}

pub(super) mod discretion;
pub(super) mod draw_quota;
pub(super) mod exemption;
pub(super) mod positive_list;
pub(super) mod procedure;
pub(super) mod publication;
pub(super) mod term;
pub(super) mod visit_cap;

/// A local date and time of TOML: wall time in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment(pub(super) civil::DateTime);

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        let form = || D::Error::custom(format!("{written} is not wall time, as in 2020-01-31T09:00:00"));
        if written.offset.is_some() || written.date.is_none() || written.time.is_none() {
            return Err(form());
        }
        written.to_string().parse().map(Moment).map_err(|_| form())
    }
}

/// `[[alarm_reminder_example]]`: a term from `since` (which a share needs) to `due`, and the minute from which it is
/// reminded of.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlarmReminderExample {
    pub(super) office_hours: String,
    pub(super) step: AlarmStep,
    pub(super) severity: Severity,
    pub(super) since: Option<Moment>,
    pub(super) due: Moment,
    pub(super) from: Moment,
}

/// `[[alarm_snooze_example]]`: an alarm that is put aside, and until when at most.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlarmSnoozeExample {
    pub(super) office_hours: String,
    pub(super) severity: Severity,
    pub(super) from: Moment,
    pub(super) until: Moment,
}

/// `[[calendar_example]]`: an amount of time and when it is over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CalendarExample {
    pub(super) office_hours: String,
    pub(super) from: Moment,
    pub(super) amount: u32,
    pub(super) unit: TermUnit,
    pub(super) clock: TermClock,
    pub(super) until: Moment,
}

/// `[[alarm_example]]`: a step of an alarm that begins, and when it is due.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AlarmExample {
    pub(super) office_hours: String,
    pub(super) step: AlarmStep,
    pub(super) severity: Severity,
    pub(super) from: Moment,
    pub(super) until: Moment,
}

entry!(
    /// `[[calendar]]`: this pack describes a year completely.
    Calendar { year: i16, }
);
entry!(
    /// `[[calendar_days]]`: days that are not what their weekday says.
    CalendarDays {
        name: String,
        name_en: String,
        first: Day,
        last: Option<Day>,
        off: bool,
        #[serde(default)]
        amends: bool,
    }
);
entry!(
    /// `[[alarm_term]]`
    AlarmTerm {
        step: AlarmStep,
        #[serde(default)]
        severity: Vec<Severity>,
        amount: u32,
        unit: TermUnit,
        clock: TermClock,
    }
);
entry!(
    /// `[[alarm_snooze]]`
    AlarmSnooze {
        #[serde(default)]
        severity: Vec<Severity>,
        amount: u32,
        unit: TermUnit,
        clock: TermClock,
    }
);
entry!(
    /// `[[alarm_reminder]]`
    AlarmReminder {
        #[serde(default)]
        step: Vec<AlarmStep>,
        #[serde(default)]
        severity: Vec<Severity>,
        /// With a unit, or else a share.
        amount: Option<u32>,
        unit: Option<TermUnit>,
        /// Of the term, per cent.
        share_percent: Option<u8>,
        clock: TermClock,
    }
);
entry!(
    /// `[[alarm_group]]`
    AlarmGroup {
        kind: Vec<FindingKind>,
        at_least: u32,
        amount: u32,
        unit: TermUnit,
        clock: TermClock,
    }
);
entry!(
    /// `[[alarm_cause]]`
    AlarmCause {
        leading: Vec<FindingKind>,
        explains: Vec<FindingKind>,
        #[serde(default)]
        same_factor: bool,
        amount: u32,
        unit: TermUnit,
        clock: TermClock,
    }
);
entry!(
    /// `[[alarm_assignment]]`
    AlarmAssignment {
        #[serde(default)]
        kind: Vec<FindingKind>,
        #[serde(default)]
        district: Vec<DistrictCode>,
        branch: Branch,
    }
);
entry!(
    /// `[[alarm_escalation]]`
    AlarmEscalation { level: u8, to: Role, amount: u32, unit: TermUnit, clock: TermClock, }
);

entry!(
    /// `[[air_quality_index]]`
    AirQualityIndex {
        index: Vec<u16>,
        over_top: u16,
        primary_above: u16,
        exceeding_above: u16,
        good_up_to: u16,
        incomplete_na_up_to: Option<u16>,
        day_hours_least: Option<u8>,
        eight_hours_least: Option<u8>,
        breakpoints: BTreeMap<AirTable, Vec<f64>>,
        above: BTreeMap<AirTable, Above>,
        level: Vec<AirLevel>,
    }
);
entry!(
    /// `[[water_limit]]`
    WaterLimit {
        factor: Vec<FactorCode>,
        unit: String,
        direction: Direction,
        limits: Vec<f64>,
        water: Option<WaterBody>,
        #[serde(default = "yes")]
        assessed: bool,
    }
);
entry!(
    /// `[[water_assessment]]`
    WaterAssessment { good_up_to: u8, indicators: u8, }
);
entry!(
    /// `[[data_validity]]`
    DataValidity {
        medium: model::Medium,
        hour_minutes_least: u8,
        day_hours_least: u8,
        month_days_least: u8,
        february_days_least: u8,
    }
);
entry!(
    /// `[[transmission_target]]`
    TransmissionTarget { percent: f64, }
);

entry!(
    /// `[[data_marking]]`
    DataMarking { kinds: Vec<MarkingKind>, due_days_after: u8, due_time: Clock, }
);
entry!(
    /// `[[marking_limit]]`
    MarkingLimit {
        facility: String,
        facility_en: String,
        trades: Vec<String>,
        kinds: Vec<MarkingKind>,
        #[serde(default)]
        factors: Vec<FactorCode>,
        hours: u8,
        extended_hours: Option<u8>,
    }
);
entry!(
    /// `[[false_marking]]`
    FalseMarking {}
);

/// A local time of TOML: wall time in China.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock(pub(super) civil::Time);

impl<'de> Deserialize<'de> for Clock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = toml::value::Datetime::deserialize(deserializer)?;
        let form = || D::Error::custom(format!("{written} is not a time alone, as in 12:00:00"));
        if written.offset.is_some() || written.date.is_some() || written.time.is_none() {
            return Err(form());
        }
        written.to_string().parse().map(Clock).map_err(|_| form())
    }
}

/// `[[marking_deadline_example]]`: a day of data and until when it is marked; no `until` where no rule holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkingDeadlineExample {
    pub(super) day: Day,
    pub(super) until: Option<Moment>,
}

/// `[[marking_limit_example]]`: a condition in a trade and how many hours it excuses; no `hours` where no limit is
/// known.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkingLimitExample {
    pub(super) day: Day,
    pub(super) trade: String,
    pub(super) kind: MarkingKind,
    pub(super) factor: Option<FactorCode>,
    pub(super) hours: Option<u8>,
}

fn yes() -> bool {
    true
}

/// A level of the air quality index.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AirLevel {
    pub(super) name: String,
    pub(super) name_en: String,
    pub(super) up_to: u16,
    pub(super) colour: String,
}

/// `"none"`, or an index.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
pub(super) enum Above {
    Index(u16),
    Nothing(Nothing),
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Nothing {
    None,
}

/// How figures are compared with limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Direction {
    UpTo,
    AtLeast,
    Within,
}

/// `[[air_example]]`: a concentration and its partial index; none where the list gives none.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AirExample {
    pub(super) date: Day,
    pub(super) table: AirTable,
    pub(super) concentration: f64,
    pub(super) index: Option<u16>,
}

/// `[[water_example]]`: a figure in the limits' unit and its class, 1 to 6.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WaterExample {
    pub(super) date: Day,
    pub(super) water: WaterBody,
    pub(super) factor: FactorCode,
    pub(super) value: f64,
    pub(super) class: u8,
}

/// `[[validity_example]]`: minutes of an hour, hours of a day or days of a month that are valid, and whether
/// the whole is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ValidityExample {
    pub(super) date: Day,
    pub(super) medium: model::Medium,
    pub(super) minutes: Option<u8>,
    pub(super) hours: Option<u8>,
    pub(super) days: Option<u8>,
    pub(super) valid: bool,
}

/// `of_subject`, or the code of a district.
#[derive(Debug)]
pub(super) enum Branch {
    OfSubject,
    Of(DistrictCode),
}

impl<'de> Deserialize<'de> for Branch {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        if written == "of_subject" {
            return Ok(Branch::OfSubject);
        }
        written
            .parse()
            .map(Branch::Of)
            .map_err(|_| D::Error::custom(format!("{written:?} is neither `of_subject` nor a district code")))
    }
}
