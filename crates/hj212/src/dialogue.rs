//! The host's side of one request to a logger, sans IO.
//!
//! A host sends a request with bit 0 of Flag set; the logger answers 9011 (QnRtn), perhaps sends data with the
//! same command, and ends with 9012 (ExeRtn). A notice (2012, 2022) is answered by 9013 alone (HJ 212-2017,
//! 6.6 and annex C). Without an answer the host sends again, with the same QN, and gives up after the last
//! repetition (table 1: 10 s and three repetitions on mobile networks).
//!
//! Loggers in the field answer in another order, twice, late, or under another QN: what can be told apart is
//! taken, everything else is [`Heard::Foreign`] and changes nothing.

use crate::code::{Command, ExeRtn, QnRtn, SystemCode};
use crate::request::{Course, Request, RequestError};
use crate::{EncodeError, Flag, Message, MessageBuilder, Version};

/// How long a host waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For the answer 9011 (or 9013), ms.
    pub answer_ms: u64,
    /// How often the request is sent again.
    pub retries: u32,
    /// For the next sign of a logger that executes a request, ms. The standard has no such limit: to
    /// calibrate takes minutes.
    pub execution_ms: u64,
}

impl Default for Patience {
    /// Table 1 for mobile networks; five minutes of execution.
    fn default() -> Self {
        Patience { answer_ms: 10_000, retries: 3, execution_ms: 300_000 }
    }
}

/// To whom a request goes, as the logger names itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Addressee {
    /// The system code of its data.
    pub st: SystemCode,
    /// Its password.
    pub pw: String,
    /// Its number.
    pub mn: String,
    /// The version that it speaks.
    pub version: Version,
}

impl std::fmt::Debug for Addressee {
    /// Without the password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Addressee")
            .field("mn", &self.mn)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}

/// Why a dialogue cannot begin.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DialogueError {
    /// The logger's version does not have the request.
    Request(RequestError),
    /// The frame cannot be written.
    Encode(EncodeError),
}

impl std::fmt::Display for DialogueError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            DialogueError::Request(error) => error.fmt(f),
            DialogueError::Encode(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for DialogueError {}

/// For what a logger was waited for in vain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Awaited {
    /// 9011, or 9013 to a notice.
    Answer,
    /// 9012.
    Execution,
}

/// How a dialogue ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 9012 came.
    Executed(ExeRtn),
    /// 9013 came: the notice was heard.
    Noticed,
    /// 9011 said no.
    Refused(QnRtn),
    /// Nothing came in time.
    TimedOut(Awaited),
}

/// What a message meant for a dialogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The logger took the request on (9011).
    Answered(QnRtn),
    /// A frame of the data that was asked for.
    Data,
    /// The dialogue is over.
    Ended(Outcome),
    /// Something of this dialogue that was heard before, or comes after its end.
    Again,
    /// Nothing of this dialogue.
    Foreign,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// To be sent, or sent and not answered.
    Asking {
        attempts: u32,
        until_ms: u64,
        to_send: bool,
    },
    /// Answered by 9011, or by data alone.
    Executing {
        until_ms: u64,
    },
    Over(Outcome),
}

/// So many items of what a logger tells are kept.
const MAX_TOLD: usize = 64;

/// One request of a host with everything that belongs to it.
///
/// [`poll_transmit`](Self::poll_transmit) gives what is to be sent; what comes from the logger goes into
/// [`handle`](Self::handle); [`handle_timeout`](Self::handle_timeout) is called at
/// [`poll_timeout`](Self::poll_timeout). Milliseconds count from any one moment.
#[derive(Clone, Debug)]
pub struct Dialogue {
    request: Request,
    addressee: Addressee,
    qn: String,
    patience: Patience,
    stage: Stage,
    answer: Option<QnRtn>,
    data_frames: u32,
    told: Vec<(String, String)>,
}

impl Dialogue {
    /// Begins a dialogue. `qn` must be unique among the requests to this logger: a time of 17 digits.
    ///
    /// # Errors
    /// If the logger's version does not have the request, or a text would break the frame.
    pub fn new(
        request: Request,
        addressee: Addressee,
        qn: &str,
        patience: Patience,
        now_ms: u64,
    ) -> Result<Dialogue, DialogueError> {
        request.check_version(addressee.version).map_err(DialogueError::Request)?;
        let stage = Stage::Asking { attempts: 0, until_ms: now_ms + patience.answer_ms, to_send: true };
        let (answer, data_frames, told) = (None, 0, Vec::new());
        let qn = qn.to_owned();
        let dialogue = Dialogue { request, addressee, qn, patience, stage, answer, data_frames, told };
        dialogue.frame("20000101000000").map_err(DialogueError::Encode)?;
        Ok(dialogue)
    }

    /// The frame that is to be sent now, if one is. `time` is the time of the sending in fourteen digits: a
    /// request that sets the clock carries it, also when it is sent again.
    pub fn poll_transmit(&mut self, time: &str) -> Option<Vec<u8>> {
        let Stage::Asking { attempts, to_send: to_send @ true, .. } = &mut self.stage else { return None };
        *to_send = false;
        *attempts += 1;
        self.frame(time).ok()
    }

    /// When [`handle_timeout`](Self::handle_timeout) has something to do; never after the end.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<u64> {
        match self.stage {
            Stage::Asking { until_ms, .. } | Stage::Executing { until_ms } => Some(until_ms),
            Stage::Over(_) => None,
        }
    }

    /// Lets time pass: sends again, or gives up.
    pub fn handle_timeout(&mut self, now_ms: u64) {
        match self.stage {
            Stage::Asking { attempts, until_ms, .. } if now_ms >= until_ms => {
                self.stage = if attempts > self.patience.retries {
                    Stage::Over(Outcome::TimedOut(Awaited::Answer))
                } else {
                    Stage::Asking { attempts, until_ms: now_ms + self.patience.answer_ms, to_send: true }
                };
            }
            Stage::Executing { until_ms } if now_ms >= until_ms => {
                self.stage = Stage::Over(Outcome::TimedOut(Awaited::Execution));
            }
            Stage::Asking { .. } | Stage::Executing { .. } | Stage::Over(_) => {}
        }
    }

    /// Takes a message of the logger.
    pub fn handle(&mut self, message: &Message<'_>, now_ms: u64) -> Heard {
        let own = match message.qn() {
            Some(qn) => qn == self.qn,
            // In 2005 replies may come without; one request at a time makes it plain whose they are.
            None => self.addressee.version == Version::V2005,
        };
        match message.command() {
            Some(Command::REQUEST_ACK) if own => self.answered(message, now_ms),
            Some(Command::EXECUTION_RESULT) if own => {
                let result = number(message, "ExeRtn").map_or(ExeRtn::Other(0), ExeRtn::new);
                self.end(Outcome::Executed(result))
            }
            Some(Command::NOTICE_ACK) if own && self.request.kind().course() == Course::Notice => {
                self.end(Outcome::Noticed)
            }
            Some(command) if command == self.request.kind().command() && self.is_wanted(message, own) => {
                self.data(message, now_ms)
            }
            Some(_) | None => Heard::Foreign,
        }
    }

    /// How it ended, if it did.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self.stage {
            Stage::Over(outcome) => Some(outcome),
            Stage::Asking { .. } | Stage::Executing { .. } => None,
        }
    }

    /// What is asked.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// The request's number.
    #[must_use]
    pub fn qn(&self) -> &str {
        &self.qn
    }

    /// What 9011 said, if it came.
    #[must_use]
    pub fn answer(&self) -> Option<QnRtn> {
        self.answer
    }

    /// How many frames of data came.
    #[must_use]
    pub fn data_frames(&self) -> u32 {
        self.data_frames
    }

    /// What the logger told in answer to a question, by the names of its items.
    #[must_use]
    pub fn told(&self) -> &[(String, String)] {
        &self.told
    }

    fn answered(&mut self, message: &Message<'_>, now_ms: u64) -> Heard {
        if self.answer.is_some() || self.outcome().is_some() {
            return Heard::Again;
        }
        let result = number(message, "QnRtn").map_or(QnRtn::Other(0), QnRtn::new);
        self.answer = Some(result);
        if result != QnRtn::Ready {
            return self.end(Outcome::Refused(result));
        }
        // It may come after the first data.
        self.stage = Stage::Executing { until_ms: now_ms + self.patience.execution_ms };
        Heard::Answered(result)
    }

    fn data(&mut self, message: &Message<'_>, now_ms: u64) -> Heard {
        if self.outcome().is_some() {
            return Heard::Again;
        }
        self.data_frames = self.data_frames.saturating_add(1);
        if self.request.kind().is_question() {
            let items = message.cp().into_iter().flat_map(crate::DataArea::items);
            let room = MAX_TOLD.saturating_sub(self.told.len());
            self.told.extend(items.map(|item| (item.name.to_owned(), item.value.to_owned())).take(room));
        }
        self.stage = Stage::Executing { until_ms: now_ms + self.patience.execution_ms };
        Heard::Data
    }

    /// Whether a frame with the request's command is data that was asked for: it has the request's QN, it
    /// answers a question, or it lies within the span. Data of a span comes under QNs of its own (annex C.20).
    fn is_wanted(&self, message: &Message<'_>, own: bool) -> bool {
        if message.cp().is_none_or(|area| area.items().next().is_none()) {
            return false;
        }
        let time = message.value("DataTime");
        match (self.request.value("BeginTime"), self.request.value("EndTime"), time) {
            (Some(from), Some(to), Some(time)) if self.request.kind().is_history() => {
                time.len() == from.len() && from <= time && time <= to
            }
            _ => (own && message.qn().is_some()) || self.request.kind().is_question(),
        }
    }

    fn end(&mut self, outcome: Outcome) -> Heard {
        if self.outcome().is_some() {
            return Heard::Again;
        }
        self.stage = Stage::Over(outcome);
        Heard::Ended(outcome)
    }

    fn frame(&self, time: &str) -> Result<Vec<u8>, EncodeError> {
        let Addressee { st, pw, mn, version } = &self.addressee;
        let mut message = MessageBuilder::new(*version)
            .qn(self.qn.as_str())
            .st(self.request.kind().system().unwrap_or(*st))
            .cn(self.request.kind().command())
            .pw(pw.as_str())
            .mn(mn.as_str())
            .flag(Some(Flag::of(*version).with_answer(true)));
        for (name, value) in self.request.items(time) {
            message = message.item(name, value);
        }
        message.build()
    }
}

fn number(message: &Message<'_>, name: &str) -> Option<u16> {
    message.value(name)?.trim().parse().ok()
}
