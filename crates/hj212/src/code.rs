//! The coded values of the protocol that the program acts on. What no standard has assigned is kept, not refused; what
//! every code means, in which version and how certain that is, stands in [`vocabulary`](crate::vocabulary).

use std::fmt;
use std::str::FromStr;

/// A text that is not of the form its field demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not of the form the field demands")
    }
}

impl std::error::Error for Malformed {}

/// A command number CN, four digits (HJ 212-2017 table 9, with those of 2005 and 2025).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Command(u16);

macro_rules! commands {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal;)+) => {
        impl Command {
            $($(#[doc = $doc])+ pub const $name: Command = Command($number);)+

            /// Every command that has a name here.
            pub const ALL: &[Command] = &[$(Command::$name,)+];
        }
    };
}

commands! {
    /// 1000: the host sets time limit and number of repetitions.
    SET_TIMEOUT = 1000;
    /// 1001: 2005: the host sets the alarm time; 2025: the logger tells its hardware numbers.
    HARDWARE_SERIAL = 1001;
    /// 1002: 2025: the host sets MN.
    SET_MN = 1002;
    /// 1011: get, or tell, the time of the device.
    DEVICE_TIME = 1011;
    /// 1012: the host sets the time of the device.
    SET_DEVICE_TIME = 1012;
    /// 1013: the logger asks for its clock to be set.
    ASK_DEVICE_TIME = 1013;
    /// 1014: 2025: the logger asks for a key, or the host sets it.
    KEY = 1014;
    /// 1021: 2005: get the alarm limits.
    ALARM_LIMITS = 1021;
    /// 1022: 2005: set the alarm limits.
    SET_ALARM_LIMITS = 1022;
    /// 1031: 2005: get the address of the host.
    HOST_ADDRESS = 1031;
    /// 1032: 2005: set the address of the host.
    SET_HOST_ADDRESS = 1032;
    /// 1041: 2005: get the time of reporting.
    REPORT_TIME = 1041;
    /// 1042: 2005: set the time of reporting.
    SET_REPORT_TIME = 1042;
    /// 1061: get, or tell, the interval of real-time data.
    REALTIME_INTERVAL = 1061;
    /// 1062: set the interval of real-time data.
    SET_REALTIME_INTERVAL = 1062;
    /// 1063: get, or tell, the interval of minute data.
    MINUTE_INTERVAL = 1063;
    /// 1064: set the interval of minute data.
    SET_MINUTE_INTERVAL = 1064;
    /// 1072: set the password.
    SET_PASSWORD = 1072;
    /// 2011: start, or upload, real-time data.
    REALTIME_DATA = 2011;
    /// 2012: stop real-time data.
    STOP_REALTIME_DATA = 2012;
    /// 2013: 2025: raw or periodic monitoring data.
    RAW_DATA = 2013;
    /// 2021: start, or upload, the state of treatment facilities.
    FACILITY_STATE = 2021;
    /// 2022: stop the state of treatment facilities.
    STOP_FACILITY_STATE = 2022;
    /// 2031: day data.
    DAY_DATA = 2031;
    /// 2041: hours of run of treatment facilities in the day.
    FACILITY_DAY_DATA = 2041;
    /// 2051: minute data.
    MINUTE_DATA = 2051;
    /// 2052: 2025: one noise measurement.
    NOISE_MEASUREMENT = 2052;
    /// 2061: hour data.
    HOUR_DATA = 2061;
    /// 2062: 2025: check with a standard sample.
    STANDARD_SAMPLE_DATA = 2062;
    /// 2071: 2005: get the records of alarms.
    ALARM_RECORDS = 2071;
    /// 2072: 2005: upload an alarm.
    ALARM_EVENT = 2072;
    /// 2081: the logger tells when it started.
    START_TIME = 2081;
    /// 2111: 2025: five-minute mean of the furnace temperature.
    FURNACE_TEMPERATURE = 2111;
    /// 3011: calibrate zero and span.
    CALIBRATE = 3011;
    /// 3012: sample now.
    SAMPLE_NOW = 3012;
    /// 3013: clean or blow back.
    CLEAN = 3013;
    /// 3014: sample for comparison.
    SAMPLE_FOR_COMPARISON = 3014;
    /// 3015: keep a sample of an exceedance, or tell its bottle.
    KEEP_SAMPLE = 3015;
    /// 3016: set the sampling period.
    SET_SAMPLING_PERIOD = 3016;
    /// 3017: get, or tell, the sampling period.
    SAMPLING_PERIOD = 3017;
    /// 3018: get, or tell, the time one sample takes.
    SAMPLING_TIME = 3018;
    /// 3019: get, or tell, the serial number.
    SERIAL_NUMBER = 3019;
    /// 3020: get, or tell, log, state and parameters of an instrument.
    INSTRUMENT_INFO = 3020;
    /// 3021: set a parameter of an instrument.
    SET_INSTRUMENT_PARAMETER = 3021;
    /// 3022: 2025: keep a sample now.
    KEEP_SAMPLE_NOW = 3022;
    /// 3024: 2025: check with a standard sample now.
    CHECK_STANDARD_SAMPLE = 3024;
    /// 9011: a request is accepted or refused (QnRtn).
    REQUEST_ACK = 9011;
    /// 9012: the outcome of a request (ExeRtn).
    EXECUTION_RESULT = 9012;
    /// 9013: a notice was received.
    NOTICE_ACK = 9013;
    /// 9014: data was received.
    DATA_ACK = 9014;
    /// 9015: 2025: heart-beat of the logger.
    HEARTBEAT = 9015;
}

impl Command {
    /// The command with this number, if it has at most four digits.
    #[must_use]
    pub const fn new(number: u16) -> Option<Command> {
        if number <= 9999 { Some(Command(number)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }

    /// Whether the number lies in the range of data, 2000 to 2999.
    #[must_use]
    pub const fn is_data(self) -> bool {
        self.0 / 1000 == 2
    }

    /// Whether a device of 2025 encrypts the data area of what it sends with this command: 2000 to
    /// 2999, 1014 and 3020 (HJ 212-2025, 6.4.4). What the host sends stays plain.
    #[must_use]
    pub const fn is_encrypted(self) -> bool {
        self.is_data() || matches!(self, Command::KEY | Command::INSTRUMENT_INFO)
    }
}

impl FromStr for Command {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Malformed);
        }
        text.parse().map(Command).map_err(|_| Malformed)
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// A system code ST, two characters of 0-9 and A-Z (HJ 212-2017 table 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SystemCode([u8; 2]);

macro_rules! systems {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal;)+) => {
        impl SystemCode {
            $($(#[doc = $doc])+ pub const $name: SystemCode = SystemCode(*$code);)+

            /// Every system code that has a name here.
            pub const ALL: &[SystemCode] = &[$(SystemCode::$name,)+];
        }
    };
}

systems! {
    /// 21: quality of surface water.
    SURFACE_WATER = b"21";
    /// 22: quality of air.
    AIR = b"22";
    /// 23: acoustic environment.
    ACOUSTIC = b"23";
    /// 24: ground water.
    GROUND_WATER = b"24";
    /// 25: soil.
    SOIL = b"25";
    /// 26: sea water.
    SEA = b"26";
    /// 27: volatile organic compounds in air.
    VOC = b"27";
    /// 31: source of air pollution.
    AIR_SOURCE = b"31";
    /// 32: source of surface-water pollution.
    WATER_SOURCE = b"32";
    /// 33: source of ground-water pollution.
    GROUND_WATER_SOURCE = b"33";
    /// 34: source of sea pollution.
    SEA_SOURCE = b"34";
    /// 35: source of soil pollution.
    SOIL_SOURCE = b"35";
    /// 36: source of noise.
    NOISE_SOURCE = b"36";
    /// 37: source of vibration.
    VIBRATION_SOURCE = b"37";
    /// 38: source of radioactivity.
    RADIOACTIVE_SOURCE = b"38";
    /// 39: dust of a construction site.
    CONSTRUCTION_DUST = b"39";
    /// 41: source of electromagnetic radiation.
    ELECTROMAGNETIC_SOURCE = b"41";
    /// 44: monitoring of power use (2025).
    POWER_USE = b"44";
    /// 45: key conditions of production (2025).
    PRODUCTION_CONDITIONS = b"45";
    /// 51: process of flue gas.
    FLUE_GAS_PROCESS = b"51";
    /// 52: process of waste water.
    WASTE_WATER_PROCESS = b"52";
    /// 91: interaction of systems: every reply.
    INTERACTION = b"91";
}

impl SystemCode {
    /// The two characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Both bytes are ASCII: every constructor checks them or writes them out.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for SystemCode {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        match *text.as_bytes() {
            [a, b] if [a, b].iter().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'Z')) => {
                Ok(SystemCode([a, b]))
            }
            _ => Err(Malformed),
        }
    }
}

impl fmt::Display for SystemCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

macro_rules! results {
    ($(#[doc = $head:literal])+ $type:ident { $($(#[doc = $doc:literal])+ $name:ident = $number:literal,)+ }) => {
        $(#[doc = $head])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $type {
            $($(#[doc = $doc])+ $name,)+
            /// A number the standard does not assign.
            Other(u16),
        }

        impl $type {
            /// Every result that the standard assigns.
            pub const ALL: &[$type] = &[$($type::$name,)+];

            /// The result with this number.
            #[must_use]
            pub const fn new(number: u16) -> Self {
                match number {
                    $($number => Self::$name,)+
                    other => Self::Other(other),
                }
            }

            /// The number.
            #[must_use]
            pub const fn number(self) -> u16 {
                match self {
                    $(Self::$name => $number,)+
                    Self::Other(number) => number,
                }
            }
        }
    };
}

results! {
    /// The answer to a request, in the reply 9011 (HJ 212-2017 table 7).
    QnRtn {
        /// 1: ready to execute.
        Ready = 1,
        /// 2: refused.
        Refused = 2,
        /// 3: wrong password.
        PasswordError = 3,
        /// 4: wrong MN.
        MnError = 4,
        /// 5: wrong ST.
        StError = 5,
        /// 6: wrong Flag.
        FlagError = 6,
        /// 7: wrong QN.
        QnError = 7,
        /// 8: wrong CN.
        CnError = 8,
        /// 9: wrong CRC.
        CrcError = 9,
        /// 100: unknown error.
        Unknown = 100,
    }
}

results! {
    /// The outcome of a request, in the reply 9012 (HJ 212-2017 table 6).
    ExeRtn {
        /// 1: done.
        Done = 1,
        /// 2: failed, nobody knows why.
        Failed = 2,
        /// 3: a condition of the command is wrong.
        ConditionError = 3,
        /// 4: time ran out.
        Timeout = 4,
        /// 5: the system is busy.
        Busy = 5,
        /// 6: the system has a fault.
        SystemFault = 6,
        /// 100: no data.
        NoData = 100,
    }
}

/// A data mark, the value of `xxxxxx-Flag` (HJ 212-2017 table 8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mark<'a> {
    /// N: the instrument works normally.
    Normal,
    /// F: the source or the instrument is stopped.
    Stopped,
    /// M: the instrument is under maintenance.
    Maintenance,
    /// S: the value was set by hand.
    SetByHand,
    /// D: the instrument is faulty.
    Fault,
    /// C: the instrument is being calibrated.
    Calibration,
    /// T: the value is outside of the measuring range.
    OverRange,
    /// B: instrument and logger do not communicate.
    NoCommunication,
    /// Any other text: marks of vendors, and of 2025.
    Other(&'a str),
}

impl<'a> Mark<'a> {
    /// Every mark of the standard.
    pub const ALL: &'static [Mark<'static>] = &[
        Mark::Normal,
        Mark::Stopped,
        Mark::Maintenance,
        Mark::SetByHand,
        Mark::Fault,
        Mark::Calibration,
        Mark::OverRange,
        Mark::NoCommunication,
    ];

    /// Reads a mark; letters are upper case.
    #[must_use]
    pub fn new(text: &'a str) -> Mark<'a> {
        match text {
            "N" => Mark::Normal,
            "F" => Mark::Stopped,
            "M" => Mark::Maintenance,
            "S" => Mark::SetByHand,
            "D" => Mark::Fault,
            "C" => Mark::Calibration,
            "T" => Mark::OverRange,
            "B" => Mark::NoCommunication,
            other => Mark::Other(other),
        }
    }

    /// The text as sent.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        match self {
            Mark::Normal => "N",
            Mark::Stopped => "F",
            Mark::Maintenance => "M",
            Mark::SetByHand => "S",
            Mark::Fault => "D",
            Mark::Calibration => "C",
            Mark::OverRange => "T",
            Mark::NoCommunication => "B",
            Mark::Other(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_four_digits() {
        assert_eq!("2011".parse(), Ok(Command::REALTIME_DATA));
        assert_eq!("0001".parse::<Command>().unwrap().to_string(), "0001");
        for bad in ["", "201", "20110", "2O11", "+201", "-201"] {
            assert_eq!(bad.parse::<Command>(), Err(Malformed), "{bad}");
        }
        assert_eq!(Command::new(10_000), None);
    }

    #[test]
    fn system_codes_are_two_characters() {
        assert_eq!("91".parse(), Ok(SystemCode::INTERACTION));
        assert_eq!("A0".parse::<SystemCode>().unwrap().as_str(), "A0");
        for bad in ["", "9", "101", "a0", "气"] {
            assert_eq!(bad.parse::<SystemCode>(), Err(Malformed), "{bad}");
        }
    }

    #[test]
    fn numbers_and_marks_survive() {
        for number in 0..=200 {
            assert_eq!(QnRtn::new(number).number(), number);
            assert_eq!(ExeRtn::new(number).number(), number);
        }
        for mark in ["N", "F", "M", "S", "D", "C", "T", "B", "J", "St", "", "n"] {
            assert_eq!(Mark::new(mark).as_str(), mark);
        }
        assert_eq!(Mark::new("J"), Mark::Other("J"));
    }
}
