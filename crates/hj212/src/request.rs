//! What a host may ask of a logger: one table of commands with their values, by version of the protocol.
//!
//! The table says which items a request carries and what each may hold (HJ 212-2017, table 9 and annex C; the
//! remarks on 2005 and 2025 are second hand, and what is not certain carries [`RequestKind::is_unverified`]).
//! Requests whose items are not known are not in it: 1002 (the host gives a new MN, 2025) and the address and
//! alarm commands of 2005 (1021 to 1042).

use std::collections::BTreeMap;
use std::fmt;

use crate::code::{Command, SystemCode};
use crate::{Version, parse_time};

/// What a value of a request must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// A whole number within bounds.
    Number {
        /// The least.
        min: u16,
        /// The greatest.
        max: u16,
    },
    /// One of some whole numbers.
    OneOf(&'static [u16]),
    /// A time of fourteen digits (Peking time).
    Time,
    /// A time of day of six digits.
    TimeOfDay,
    /// The code of a factor, an instrument or a piece of information: up to six letters and digits.
    Code,
    /// A password: six letters and digits.
    Password,
    /// Any short text that does not break a frame.
    Text,
}

/// One value that a request carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name in the data area, as in `RtdInterval`.
    pub name: &'static str,
    /// What it may hold.
    pub form: Form,
    /// Whether the request needs it.
    pub required: bool,
    /// Since which version there is such an item.
    pub since: Version,
}

impl Parameter {
    /// Whether the value must never be shown or kept.
    #[must_use]
    pub fn is_secret(&self) -> bool {
        self.form == Form::Password
    }
}

/// How the dialogue about a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// 9011, perhaps data, then 9012.
    Request,
    /// 9013 and nothing else (2012 and 2022).
    Notice,
}

const fn needed(name: &'static str, form: Form) -> Parameter {
    Parameter { name, form, required: true, since: Version::V2005 }
}

const fn optional(name: &'static str, form: Form, since: Version) -> Parameter {
    Parameter { name, form, required: false, since }
}

const INSTRUMENT: Parameter = needed("PolId", Form::Code);
const FROM: Parameter = needed("BeginTime", Form::Time);
const TO: Parameter = needed("EndTime", Form::Time);
const CLOCK_OF: &[Parameter] = &[optional("PolId", Form::Code, Version::V2017)];
const SPAN: &[Parameter] = &[FROM, TO];

/// The real-time intervals that the standard allows, s (HJ 212-2017, table 8).
const REALTIME_INTERVAL: Form = Form::Number { min: 30, max: 3600 };
/// The minute intervals that the standard allows, min (HJ 212-2017, table 8).
const MINUTE_INTERVALS: Form = Form::OneOf(&[1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30]);

/// One row of the table.
struct Row {
    code: &'static str,
    command: Command,
    versions: &'static [Version],
    parameters: &'static [Parameter],
    unverified: bool,
}

const ALL: &[Version] = &[Version::V2005, Version::V2017, Version::V2025];
const SINCE_2017: &[Version] = &[Version::V2017, Version::V2025];
const ONLY_2017: &[Version] = &[Version::V2017];
const ONLY_2025: &[Version] = &[Version::V2025];

macro_rules! requests {
    ($($(#[doc = $doc:literal])+ $kind:ident = $code:literal, $command:ident, $versions:ident, $parameters:expr, $sure:ident;)+) => {
        /// The requests that a host may make.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum RequestKind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl RequestKind {
            /// All of them, in the order of the table.
            pub const ALL: &'static [RequestKind] = &[$(RequestKind::$kind,)+];
        }

        const fn row(kind: RequestKind) -> Row {
            match kind {
                $(RequestKind::$kind => Row {
                    code: $code,
                    command: Command::$command,
                    versions: $versions,
                    parameters: const { $parameters },
                    unverified: requests!(@unverified $sure),
                },)+
            }
        }
    };
    (@unverified sure) => { false };
    (@unverified unsure) => { true };
}

requests! {
    /// 1011: tell the time of the logger, or of an instrument.
    GetTime = "get_time", DEVICE_TIME, ALL, CLOCK_OF, sure;
    /// 1012: set the time of the logger, or of an instrument. The time is that of the sending.
    SetTime = "set_time", SET_DEVICE_TIME, ALL, CLOCK_OF, sure;
    /// 1000: how long the logger waits for an answer, s, and how often it sends again.
    SetTimeouts = "set_timeouts", SET_TIMEOUT, ALL,
        &[needed("OverTime", Form::Number { min: 1, max: 99 }), needed("ReCount", Form::Number { min: 1, max: 99 })], sure;
    /// 1061: tell the interval of real-time data.
    GetRealtimeInterval = "get_realtime_interval", REALTIME_INTERVAL, ALL, &[], sure;
    /// 1062: set the interval of real-time data, s.
    SetRealtimeInterval = "set_realtime_interval", SET_REALTIME_INTERVAL, ALL,
        &[needed("RtdInterval", REALTIME_INTERVAL)], sure;
    /// 1063: tell the interval of minute data.
    GetMinuteInterval = "get_minute_interval", MINUTE_INTERVAL, SINCE_2017, &[], sure;
    /// 1064: set the interval of minute data, min.
    SetMinuteInterval = "set_minute_interval", SET_MINUTE_INTERVAL, SINCE_2017,
        &[needed("MinInterval", MINUTE_INTERVALS)], sure;
    /// 1072: set the password of the logger.
    SetPassword = "set_password", SET_PASSWORD, ALL, &[needed("NewPW", Form::Password)], sure;
    /// 2011: start real-time data.
    StartRealtime = "start_realtime", REALTIME_DATA, ALL, &[], sure;
    /// 2012: stop real-time data.
    StopRealtime = "stop_realtime", STOP_REALTIME_DATA, ALL, &[], sure;
    /// 2021: start the state of treatment facilities.
    StartFacilityState = "start_facility_state", FACILITY_STATE, ALL, &[], sure;
    /// 2022: stop the state of treatment facilities.
    StopFacilityState = "stop_facility_state", STOP_FACILITY_STATE, ALL, &[], sure;
    /// 2051: minute data of a span.
    MinuteHistory = "minute_history", MINUTE_DATA, ALL, SPAN, sure;
    /// 2061: hour data of a span.
    HourHistory = "hour_history", HOUR_DATA, ALL, SPAN, sure;
    /// 2031: day data of a span.
    DayHistory = "day_history", DAY_DATA, ALL, SPAN, sure;
    /// 2041: hours of run of treatment facilities, of a span of days.
    FacilityHistory = "facility_history", FACILITY_DAY_DATA, ALL, SPAN, sure;
    /// 2011 with ST=44: power use of a span.
    PowerHistory = "power_history", REALTIME_DATA, ONLY_2025, SPAN, unsure;
    /// 3011: calibrate an instrument.
    Calibrate = "calibrate", CALIBRATE, ALL,
        &[INSTRUMENT, Parameter { form: Form::OneOf(&[0, 1]), ..optional("CalibrationType", Form::Text, Version::V2025) }], sure;
    /// 3012: sample now.
    SampleNow = "sample_now", SAMPLE_NOW, ALL, &[INSTRUMENT], sure;
    /// 3013: clean, or blow back.
    Clean = "clean", CLEAN, ALL, &[INSTRUMENT], sure;
    /// 3014: sample for a comparison.
    SampleForComparison = "sample_for_comparison", SAMPLE_FOR_COMPARISON, ONLY_2017, &[INSTRUMENT], sure;
    /// 3015: keep a sample of an exceedance.
    KeepSample = "keep_sample", KEEP_SAMPLE, ONLY_2017, &[], sure;
    /// 3022: keep a sample now.
    KeepSampleNow = "keep_sample_now", KEEP_SAMPLE_NOW, ONLY_2025, &[], unsure;
    /// 3016: set when and how often an instrument samples: from a time of day on, every so many hours.
    SetSamplingPeriod = "set_sampling_period", SET_SAMPLING_PERIOD, SINCE_2017,
        &[INSTRUMENT, needed("CstartTime", Form::TimeOfDay), needed("Ctime", Form::Number { min: 0, max: 24 })], sure;
    /// 3017: tell when and how often an instrument samples.
    GetSamplingPeriod = "get_sampling_period", SAMPLING_PERIOD, SINCE_2017, &[INSTRUMENT], sure;
    /// 3018: tell how long one sample takes.
    GetSamplingTime = "get_sampling_time", SAMPLING_TIME, SINCE_2017, &[INSTRUMENT], sure;
    /// 3019: tell the serial number of an instrument.
    GetSerialNumber = "get_serial_number", SERIAL_NUMBER, SINCE_2017, &[INSTRUMENT], sure;
    /// 3020: tell log, state or parameters of an instrument.
    GetInstrumentInfo = "get_instrument_info", INSTRUMENT_INFO, SINCE_2017,
        &[INSTRUMENT, needed("InfoId", Form::Code), optional("BeginTime", Form::Time, Version::V2017),
          optional("EndTime", Form::Time, Version::V2017)], sure;
    /// 3021: set a parameter of an instrument.
    SetInstrumentParameter = "set_instrument_parameter", SET_INSTRUMENT_PARAMETER, SINCE_2017,
        &[INSTRUMENT, needed("InfoId", Form::Code), needed("Info", Form::Text)], sure;
    /// 3024: check an instrument with a standard sample.
    CheckStandardSample = "check_standard_sample", CHECK_STANDARD_SAMPLE, ONLY_2025, &[INSTRUMENT], unsure;
}

impl RequestKind {
    /// The stable code, as in `set_time`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        row(self).code
    }

    /// The kind with this code.
    #[must_use]
    pub fn with_code(code: &str) -> Option<RequestKind> {
        Self::ALL.iter().copied().find(|kind| kind.code() == code)
    }

    /// The command number.
    #[must_use]
    pub const fn command(self) -> Command {
        row(self).command
    }

    /// The values that it carries.
    #[must_use]
    pub const fn parameters(self) -> &'static [Parameter] {
        row(self).parameters
    }

    /// The versions of the protocol that have it.
    #[must_use]
    pub const fn versions(self) -> &'static [Version] {
        row(self).versions
    }

    /// Whether a logger of this version can know it. A version without a name is taken for the latest.
    #[must_use]
    pub fn exists_in(self, version: Version) -> bool {
        self.versions().contains(&known(version))
    }

    /// Whether what is known of its items is second hand.
    #[must_use]
    pub const fn is_unverified(self) -> bool {
        row(self).unverified
    }

    /// How the dialogue about it goes.
    #[must_use]
    pub const fn course(self) -> Course {
        match self {
            RequestKind::StopRealtime | RequestKind::StopFacilityState => Course::Notice,
            _ => Course::Request,
        }
    }

    /// Whether it asks for data of a span.
    #[must_use]
    pub const fn is_history(self) -> bool {
        matches!(
            self,
            RequestKind::MinuteHistory
                | RequestKind::HourHistory
                | RequestKind::DayHistory
                | RequestKind::FacilityHistory
                | RequestKind::PowerHistory
        )
    }

    /// Whether it asks for something that the logger tells once, with the command of the request.
    #[must_use]
    pub const fn is_question(self) -> bool {
        matches!(
            self,
            RequestKind::GetTime
                | RequestKind::GetRealtimeInterval
                | RequestKind::GetMinuteInterval
                | RequestKind::KeepSample
                | RequestKind::GetSamplingPeriod
                | RequestKind::GetSamplingTime
                | RequestKind::GetSerialNumber
                | RequestKind::GetInstrumentInfo
        )
    }

    /// The system code that the request must have whatever the logger measures.
    pub(crate) const fn system(self) -> Option<SystemCode> {
        match self {
            RequestKind::PowerHistory => Some(SystemCode::POWER_USE),
            _ => None,
        }
    }
}

/// The version whose rules hold for a version.
const fn known(version: Version) -> Version {
    match version {
        Version::Unknown(_) => Version::V2025,
        other => other,
    }
}

/// Why a request cannot be made.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// A value that it needs is not there.
    Missing {
        /// Which.
        name: &'static str,
    },
    /// It does not carry such a value.
    Surplus {
        /// Its name.
        name: String,
    },
    /// A value is not of its form.
    Malformed {
        /// Which.
        name: &'static str,
        /// What it must look like.
        form: Form,
    },
    /// The span ends before it begins.
    SpanReversed,
    /// The logger's version has no such request, or no such item.
    NotInVersion {
        /// The version.
        version: Version,
    },
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RequestError::Missing { name } => write!(f, "{name} is missing"),
            RequestError::Surplus { name } => write!(f, "it has no {name}"),
            RequestError::Malformed { name, .. } => write!(f, "{name} is not of its form"),
            RequestError::SpanReversed => f.write_str("EndTime is before BeginTime"),
            RequestError::NotInVersion { version } => write!(f, "version {version} does not have it"),
        }
    }
}

impl std::error::Error for RequestError {}

/// One request with its values, checked.
///
/// ```
/// use hj212::{Request, RequestKind};
///
/// let values = [("RtdInterval".to_owned(), "60".to_owned())];
/// assert!(Request::new(RequestKind::SetRealtimeInterval, values.into_iter().collect()).is_ok());
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    kind: RequestKind,
    values: BTreeMap<String, String>,
}

impl fmt::Debug for Request {
    /// Without what is secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request").field("kind", &self.kind).field("values", &self.open_values()).finish()
    }
}

impl Request {
    /// A request with these values; an empty one counts as not there.
    ///
    /// # Errors
    /// If a value is missing, not of its form, or not of this request.
    pub fn new(kind: RequestKind, mut values: BTreeMap<String, String>) -> Result<Request, RequestError> {
        values.retain(|_, value| {
            *value = value.trim().to_owned();
            !value.is_empty()
        });
        for Parameter { name, form, required, .. } in kind.parameters() {
            match values.get(*name) {
                None if *required => return Err(RequestError::Missing { name }),
                Some(value) if !form.takes(value) => {
                    return Err(RequestError::Malformed { name, form: *form });
                }
                Some(_) | None => {}
            }
        }
        let known = |name: &str| kind.parameters().iter().any(|parameter| parameter.name == name);
        if let Some(name) = values.keys().find(|name| !known(name)) {
            return Err(RequestError::Surplus { name: name.clone() });
        }
        // Fourteen digits each: they compare as text.
        if let (Some(from), Some(to)) = (values.get(FROM.name), values.get(TO.name))
            && to < from
        {
            return Err(RequestError::SpanReversed);
        }
        Ok(Request { kind, values })
    }

    /// What is asked.
    #[must_use]
    pub fn kind(&self) -> RequestKind {
        self.kind
    }

    /// The value of this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// The values that may be shown and kept: all but passwords.
    #[must_use]
    pub fn open_values(&self) -> BTreeMap<String, String> {
        let secret = |name: &str| self.kind.parameters().iter().any(|p| p.name == name && p.is_secret());
        let open = self.values.iter().filter(|(name, _)| !secret(name));
        open.map(|(name, value)| (name.clone(), value.clone())).collect()
    }

    /// Whether a logger of this version can understand it.
    ///
    /// # Errors
    /// If the version has no such request, or not one of its items.
    pub fn check_version(&self, version: Version) -> Result<(), RequestError> {
        let rules = known(version);
        let item = |parameter: &Parameter| {
            self.values.contains_key(parameter.name) && parameter.since.bits() > rules.bits()
        };
        match self.kind.exists_in(version) && !self.kind.parameters().iter().any(item) {
            true => Ok(()),
            false => Err(RequestError::NotInVersion { version }),
        }
    }

    /// The items of the data area; `now` is the time of the sending in fourteen digits.
    pub(crate) fn items(&self, now: &str) -> Vec<(String, String)> {
        let mut items = Vec::new();
        for Parameter { name, .. } in self.kind.parameters() {
            let Some(value) = self.value(name) else { continue };
            let name = match (*name, self.value("InfoId")) {
                ("Info", Some(id)) => format!("{id}-Info"),
                (name, _) => name.to_owned(),
            };
            items.push((name, value.to_owned()));
        }
        if self.kind == RequestKind::SetTime {
            items.push(("SystemTime".to_owned(), now.to_owned()));
        }
        items
    }
}

impl Form {
    /// Whether `value` is of this form.
    #[must_use]
    pub fn takes(&self, value: &str) -> bool {
        let digits = value.bytes().all(|byte| byte.is_ascii_digit()) && value.len() <= 5;
        let number = || digits.then(|| value.parse::<u16>().ok()).flatten();
        match self {
            Form::Number { min, max } => number().is_some_and(|number| (*min..=*max).contains(&number)),
            Form::OneOf(allowed) => number().is_some_and(|number| allowed.contains(&number)),
            Form::Time => value.len() == 14 && parse_time(value).is_some(),
            // Any day will do to read the time of day.
            Form::TimeOfDay => value.len() == 6 && parse_time(&format!("20000101{value}")).is_some(),
            Form::Code => {
                (1..=6).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_alphanumeric())
            }
            Form::Password => value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            Form::Text => {
                (1..=32).contains(&value.len())
                    && value.bytes().all(|byte| byte.is_ascii_graphic() && !b";,=&#".contains(&byte))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_and_found_again() {
        for kind in RequestKind::ALL {
            assert_eq!(RequestKind::with_code(kind.code()), Some(*kind));
        }
    }

    #[test]
    fn forms_take_what_the_standard_allows() {
        let check = |form: Form, good: &[&str], bad: &[&str]| {
            good.iter().for_each(|text| assert!(form.takes(text), "{form:?} {text}"));
            bad.iter().for_each(|text| assert!(!form.takes(text), "{form:?} {text}"));
        };
        check(REALTIME_INTERVAL, &["30", "3600"], &["29", "3601", "", "-30", "30.0", "三十"]);
        check(MINUTE_INTERVALS, &["1", "10", "30"], &["0", "7", "60"]);
        check(Form::Time, &["20240229000000"], &["20230229000000", "2024022900000", "20240229000000123"]);
        check(Form::TimeOfDay, &["000000", "235959"], &["240000", "0000"]);
        check(Form::Password, &["a1B2c3"], &["12345", "1234567", "12345;"]);
        check(Form::Code, &["w01018", "S01"], &["", "w010181", "w;"]);
        check(Form::Text, &["0.5"], &["a&&b", "a;b", "x=1"]);
    }
}
