//! How a logger answers its host: 9011, what was asked for, 9012 (HJ 212-2017, 6.6 and annex C).
//!
//! What a request changes stays with the device until it stops: the offset of its clock, its interval, its
//! password. Answers depend on the device, the request and the time alone; when they go out is counted on the
//! machine's clock, because a network and a valve do not run faster with the scenario.

mod deed;
mod history;
mod temper;

use std::collections::BTreeMap;
use std::time::Duration;

use hj212::{Command, Message, MessageBuilder, QnRtn, reply};

use crate::city::LoggerModel;
use crate::frames;
use crate::schedule::{Due, Schedule};

use deed::Deed;
pub use temper::Temper;

/// How long an ordinary logger takes to say that it heard.
const PROMPT: Duration = Duration::from_millis(50);
/// How long after the frame before it the next one of a history goes out.
const BETWEEN_FRAMES: Duration = Duration::from_millis(10);

/// Something that a logger is going to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Answer {
    /// How long after what stands before it, or after the request.
    pub(crate) after: Duration,
    pub(crate) say: Say,
}

/// What it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Say {
    /// A reply, or what a question asked for.
    Frame(Vec<u8>),
    /// Data of the past.
    Data(Due),
}

/// What a logger remembers of its host's requests.
#[derive(Debug, Clone)]
pub(crate) struct Attendant {
    temper: Option<Temper>,
    /// From when on it has data, s since 1970.
    kept_from_s: i64,
    /// Whether it sends real-time data.
    pub(crate) realtime: bool,
    sampling: BTreeMap<String, (String, String)>,
    information: BTreeMap<(String, String), String>,
    vase: u32,
    last_qn: Option<String>,
}

impl Attendant {
    /// Of a logger of this temper, which has data since then.
    pub(crate) fn new(temper: Option<Temper>, kept_from_s: i64) -> Self {
        Self {
            temper,
            kept_from_s,
            realtime: true,
            sampling: BTreeMap::new(),
            information: BTreeMap::new(),
            vase: 0,
            last_qn: None,
        }
    }

    /// Hears a message of the host at `now_s` by the true time, and gives what it says to it, in order.
    pub(crate) fn hear(
        &mut self,
        logger: &mut LoggerModel,
        schedule: &mut Schedule,
        message: &Message<'_>,
        now_s: i64,
    ) -> Vec<Answer> {
        let Some(command) = message.command().filter(|_| message.answer_required()) else {
            return Vec::new();
        };
        let known = message.qn().is_some() && message.qn() == self.last_qn.as_deref();
        if known || self.temper == Some(Temper::Deaf) {
            // What is sent again is being done already.
            return Vec::new();
        }
        self.last_qn = message.qn().map(str::to_owned);
        let deed = match refusal(logger, self.temper, message, command) {
            Some(result) => Deed::Refuse(result),
            None => self.deed(logger, schedule, message, now_s),
        };
        self.answers(logger, message, deed)
    }

    fn answers(&self, logger: &LoggerModel, message: &Message<'_>, deed: Deed) -> Vec<Answer> {
        let (hearing, doing) = match self.temper {
            Some(Temper::Slow) => (temper::SLOW_ANSWER, temper::SLOW_RESULT),
            _ => (PROMPT, PROMPT),
        };
        // A request that was read can be answered; if it could not, the logger would stay silent.
        let frame = |after: Duration, built: Result<Vec<u8>, hj212::EncodeError>| {
            let bytes = frames::deviate(built.ok()?, logger.deviation);
            Some(Answer { after, say: Say::Frame(bytes) })
        };
        match deed {
            Deed::Notice => frame(hearing, reply::notice_ack(message)).into_iter().collect(),
            Deed::Refuse(result) => frame(hearing, reply::request_ack(message, result)).into_iter().collect(),
            Deed::Do { tell, data, takes, result } => {
                let accepted = frame(hearing, reply::request_ack(message, QnRtn::Ready));
                let told = tell.and_then(|items| frame(doing, told(logger, message, items)));
                let data = data.into_iter().map(|due| Answer { after: BETWEEN_FRAMES, say: Say::Data(due) });
                let done = frame(doing + takes, reply::execution_result(message, result));
                accepted.into_iter().chain(told).chain(data).chain(done).collect()
            }
        }
    }
}

/// Why a logger does not take a request on.
fn refusal(
    logger: &LoggerModel,
    temper: Option<Temper>,
    message: &Message<'_>,
    command: Command,
) -> Option<QnRtn> {
    if message.mn() != Some(logger.mn.as_str()) {
        return Some(QnRtn::MnError);
    }
    if message.pw() != Some(logger.pw.as_str()) {
        return Some(QnRtn::PasswordError);
    }
    temper.and_then(|temper| temper.refuses(command))
}

/// The answer to a question: the command of the request, with its QN.
fn told(
    logger: &LoggerModel,
    message: &Message<'_>,
    items: Vec<(String, String)>,
) -> Result<Vec<u8>, hj212::EncodeError> {
    let mut answer = MessageBuilder::new(message.version())
        .st(frames::system(logger))
        .pw(logger.pw.as_str())
        .mn(logger.mn.as_str());
    if let Some(command) = message.command() {
        answer = answer.cn(command);
    }
    if let Some(qn) = message.qn() {
        answer = answer.qn(qn);
    }
    items.into_iter().fold(answer, |answer, (name, value)| answer.item(name, value)).build()
}

#[cfg(test)]
mod tests;
