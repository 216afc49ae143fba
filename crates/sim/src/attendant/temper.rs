//! Loggers that do not answer as the standard has it, so that a user sees each way in which a request ends.

use std::collections::BTreeMap;
use std::time::Duration;

use hj212::{Command, ExeRtn, QnRtn};
use model::Mn;

use crate::city::{City, LoggerModel, Watched};

/// How long a slow logger takes to say that it heard: longer than the host waits before it asks again.
pub(super) const SLOW_ANSWER: Duration = Duration::from_secs(12);
/// How long it then takes for the rest.
pub(super) const SLOW_RESULT: Duration = Duration::from_secs(20);

/// How a logger takes what its host asks. Those without one do as the standard says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Temper {
    /// Answers after 12 s, so that the host has asked twice, and is ready after 20 s more.
    Slow,
    /// Tells everything and lets nobody change anything (QnRtn 2).
    Guarded,
    /// Knows times, intervals and history; no command for instruments (QnRtn 8).
    Plain,
    /// Its instruments are always in use (ExeRtn 5).
    Busy,
    /// Hears nothing.
    Deaf,
}

impl Temper {
    /// Of a logger: those of the story and of stations have none, of the others one in four.
    fn of(city: &City, logger: &LoggerModel) -> Option<Temper> {
        match &logger.watched {
            Watched::Outlet { plant, .. } if !city.plants[*plant].of_the_story => {}
            Watched::Outlet { .. } | Watched::Station(_) => return None,
        }
        match logger.key.child("temper").uniform(0) {
            u if u < 0.05 => Some(Temper::Slow),
            u if u < 0.10 => Some(Temper::Guarded),
            u if u < 0.15 => Some(Temper::Plain),
            u if u < 0.20 => Some(Temper::Busy),
            u if u < 0.25 => Some(Temper::Deaf),
            _ => None,
        }
    }

    /// The refusal of a request that it does not even begin.
    pub(super) fn refuses(self, command: Command) -> Option<QnRtn> {
        match self {
            Temper::Guarded if changes(command) => Some(QnRtn::Refused),
            Temper::Plain if is_for_instruments(command) => Some(QnRtn::CnError),
            Temper::Slow | Temper::Guarded | Temper::Plain | Temper::Busy | Temper::Deaf => None,
        }
    }

    /// The result of a request that it begins and cannot do.
    pub(super) fn fails(self, command: Command) -> Option<ExeRtn> {
        (self == Temper::Busy && is_for_instruments(command)).then_some(ExeRtn::Busy)
    }
}

fn is_for_instruments(command: Command) -> bool {
    command.number() / 1000 == 3
}

fn changes(command: Command) -> bool {
    matches!(
        command,
        Command::SET_TIMEOUT
            | Command::SET_DEVICE_TIME
            | Command::SET_REALTIME_INTERVAL
            | Command::SET_MINUTE_INTERVAL
            | Command::SET_PASSWORD
            | Command::CALIBRATE
            | Command::SAMPLE_NOW
            | Command::CLEAN
            | Command::SAMPLE_FOR_COMPARISON
            | Command::KEEP_SAMPLE
            | Command::KEEP_SAMPLE_NOW
            | Command::SET_SAMPLING_PERIOD
            | Command::SET_INSTRUMENT_PARAMETER
            | Command::CHECK_STANDARD_SAMPLE
    )
}

impl City {
    /// The loggers that do not answer as the standard has it.
    pub fn tempers(&self) -> BTreeMap<Mn, Temper> {
        let tempers = self.loggers.iter().map(|logger| Some((logger.mn.clone(), Temper::of(self, logger)?)));
        tempers.flatten().collect()
    }

    pub(crate) fn temper(&self, logger: &LoggerModel) -> Option<Temper> {
        Temper::of(self, logger)
    }
}
