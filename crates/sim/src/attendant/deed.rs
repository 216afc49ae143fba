//! What a logger does about a request that it takes on.

use std::time::Duration;

use hj212::{Command, ExeRtn, Message, QnRtn};

use super::{Attendant, history};
use crate::city::LoggerModel;
use crate::frames;
use crate::schedule::{Due, Kind, MINUTE_INTERVAL_S, Schedule};

/// How long an instrument takes for a calibration, a cleaning or a sample.
const INSTRUMENT_WORK: Duration = Duration::from_secs(8);
/// How long one analysis takes, min (the answer to 3018).
const SAMPLE_MINUTES: u32 = 45;

/// A request in the logger's eyes.
pub(super) enum Deed {
    /// 9013 and nothing else.
    Notice,
    /// 9011 that says no.
    Refuse(QnRtn),
    /// 9011, then what it has to tell, then 9012.
    Do {
        /// The answer to a question.
        tell: Option<Vec<(String, String)>>,
        /// Data of the past.
        data: Vec<Due>,
        /// How long it takes.
        takes: Duration,
        result: ExeRtn,
    },
}

impl Deed {
    fn done() -> Deed {
        Deed::with(ExeRtn::Done)
    }

    fn with(result: ExeRtn) -> Deed {
        Deed::Do { tell: None, data: Vec::new(), takes: Duration::ZERO, result }
    }

    fn tell<const N: usize>(items: [(&str, String); N]) -> Deed {
        let items = items.map(|(name, value)| (name.to_owned(), value)).into();
        Deed::Do { tell: Some(items), data: Vec::new(), takes: Duration::ZERO, result: ExeRtn::Done }
    }

    fn of_instrument() -> Deed {
        Deed::Do { tell: None, data: Vec::new(), takes: INSTRUMENT_WORK, result: ExeRtn::Done }
    }

    /// Done if a value could be used.
    fn done_if(used: Option<()>) -> Deed {
        Deed::with(used.map_or(ExeRtn::ConditionError, |()| ExeRtn::Done))
    }
}

impl Attendant {
    /// Does what a request asks; its settings take hold at once.
    pub(super) fn deed(
        &mut self,
        logger: &mut LoggerModel,
        schedule: &mut Schedule,
        message: &Message<'_>,
        now_s: i64,
    ) -> Deed {
        let Some(command) = message.command() else { return Deed::Refuse(QnRtn::CnError) };
        let value = |name: &str| message.value(name);
        match command {
            Command::SET_TIMEOUT => Deed::done_if(value("OverTime").and(value("ReCount")).map(drop)),
            Command::DEVICE_TIME => Deed::tell([("SystemTime", frames::wall(now_s + logger.skew_s))]),
            Command::SET_DEVICE_TIME => Deed::done_if(value("SystemTime").and_then(|text| {
                logger.skew_s = history::wall_s(text)? - now_s;
                Some(())
            })),
            Command::REALTIME_INTERVAL => Deed::tell([("RtdInterval", schedule.interval_s().to_string())]),
            Command::SET_REALTIME_INTERVAL => Deed::done_if(value("RtdInterval").and_then(|text| {
                schedule
                    .set_interval(text.parse().ok().filter(|seconds| (30..=3600).contains(seconds))?, now_s);
                Some(())
            })),
            Command::MINUTE_INTERVAL => Deed::tell([("MinInterval", (MINUTE_INTERVAL_S / 60).to_string())]),
            // The intervals of its means are those that it was built with.
            Command::SET_MINUTE_INTERVAL => Deed::done_if(
                value("MinInterval").filter(|text| text.parse() == Ok(MINUTE_INTERVAL_S / 60)).map(drop),
            ),
            Command::SET_PASSWORD => {
                Deed::done_if(value("NewPW").map(|text| text.clone_into(&mut logger.pw)))
            }
            Command::REALTIME_DATA => {
                self.realtime = true;
                Deed::done()
            }
            Command::STOP_REALTIME_DATA => {
                self.realtime = false;
                Deed::Notice
            }
            Command::MINUTE_DATA => self.history(logger, message, Kind::Minute, now_s),
            Command::HOUR_DATA => self.history(logger, message, Kind::Hour, now_s),
            Command::DAY_DATA => self.history(logger, message, Kind::Day, now_s),
            _ => self.deed_of_instrument(logger, message, command, now_s),
        }
    }

    fn history(&self, logger: &LoggerModel, message: &Message<'_>, kind: Kind, now_s: i64) -> Deed {
        let asked = history::asked_for(message, kind, self.kept_from_s, logger.skew_s, now_s);
        match asked {
            None => Deed::with(ExeRtn::ConditionError),
            Some(data) if data.is_empty() => Deed::with(ExeRtn::NoData),
            Some(data) => Deed::Do { tell: None, data, takes: Duration::ZERO, result: ExeRtn::Done },
        }
    }

    fn deed_of_instrument(
        &mut self,
        logger: &LoggerModel,
        message: &Message<'_>,
        command: Command,
        now_s: i64,
    ) -> Deed {
        if let Some(result) = self.temper.and_then(|temper| temper.fails(command)) {
            return Deed::with(result);
        }
        let needs_none = matches!(command, Command::KEEP_SAMPLE | Command::KEEP_SAMPLE_NOW);
        let instrument = message.value("PolId").unwrap_or_default().to_owned();
        let known = logger.sent.iter().any(|sent| [sent.factor, sent.sent_as].contains(&instrument.as_str()));
        if command.number() / 1000 == 3 && !needs_none && !known {
            return Deed::with(ExeRtn::ConditionError);
        }
        let value = |name: &str| message.value(name).map(str::to_owned);
        match command {
            Command::CALIBRATE | Command::SAMPLE_NOW | Command::CLEAN | Command::SAMPLE_FOR_COMPARISON => {
                Deed::of_instrument()
            }
            Command::KEEP_SAMPLE | Command::KEEP_SAMPLE_NOW => {
                self.vase = self.vase % 24 + 1;
                Deed::tell([("VaseNo", self.vase.to_string())])
            }
            Command::SET_SAMPLING_PERIOD => {
                let period = value("CstartTime").zip(value("Ctime"));
                Deed::done_if(period.map(|period| drop(self.sampling.insert(instrument, period))))
            }
            Command::SAMPLING_PERIOD => {
                let usual = || ("000000".to_owned(), "2".to_owned());
                let (start, hours) = self.sampling.get(&instrument).cloned().unwrap_or_else(usual);
                Deed::tell([("PolId", instrument), ("CstartTime", start), ("Ctime", hours)])
            }
            Command::SAMPLING_TIME => {
                Deed::tell([("PolId", instrument), ("Stime", SAMPLE_MINUTES.to_string())])
            }
            Command::SERIAL_NUMBER => {
                let serial = format!("SIM{:06}", (logger.key.child("serial").uniform(0) * 1e6) as u32);
                let name = format!("{instrument}-SN");
                Deed::tell([("PolId", instrument), (&name, serial)])
            }
            Command::INSTRUMENT_INFO => self.information(instrument, value("InfoId"), now_s + logger.skew_s),
            Command::SET_INSTRUMENT_PARAMETER => self.inform(instrument, message),
            // Facilities, comparisons of 2025 and the rest of the numbers: it has no such thing.
            _ => Deed::Refuse(QnRtn::CnError),
        }
    }

    /// What an instrument is set to at `time_s`: as it came, a slope of 1 and nothing else, until somebody sets it.
    fn information(&self, instrument: String, id: Option<String>, time_s: i64) -> Deed {
        let Some(id) = id else { return Deed::with(ExeRtn::ConditionError) };
        let known = self.information.get(&(instrument.clone(), id.clone())).cloned();
        let as_it_came = if id == "i13008" { "1" } else { "0" };
        let name = format!("{id}-Info");
        let value = known.unwrap_or_else(|| as_it_came.to_owned());
        Deed::tell([("DataTime", frames::wall(time_s)), ("PolId", instrument), (&name, value)])
    }

    fn inform(&mut self, instrument: String, message: &Message<'_>) -> Deed {
        let id = message.value("InfoId");
        let told = id.and_then(|id| Some((id.to_owned(), message.value(&format!("{id}-Info"))?.to_owned())));
        Deed::done_if(told.map(|(id, value)| drop(self.information.insert((instrument, id), value))))
    }
}
