//! The replies 9011 to 9014: which one a message demands, and how it is written.
//!
//! A reply has ST=91, the QN, PW and MN of the message it answers, and a Flag with the version of
//! that message and both lower bits clear (HJ 212-2017, 6.6 and annex C). A message of 2005 without
//! QN is answered without QN, and one without Flag without Flag: the MN alone tells the logger
//! that it is meant.

use crate::{Command, EncodeError, ExeRtn, Flag, Message, MessageBuilder, QnRtn, SystemCode};

/// The reply a message demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 9011, by the logger to a request of the host.
    RequestAck,
    /// 9013, to a notice.
    NoticeAck,
    /// 9014, by the host to data.
    DataAck,
}

/// The reply that `message` demands, if it demands one: bit 0 of Flag is set and it is not a
/// reply itself.
///
/// Many commands go both ways, as a request for data and as the data. They are told apart by
/// what they carry: data has DataTime, or the very value that was asked for.
///
/// ```
/// use hj212::{Message, reply};
///
/// let upload = Message::parse(b"ST=31;CN=2011;Flag=5;CP=&&DataTime=20240601085857;a21026-Rtd=1&&");
/// assert_eq!(reply::demanded_by(&upload), Some(reply::Kind::DataAck));
/// ```
#[must_use]
pub fn demanded_by(message: &Message<'_>) -> Option<Kind> {
    let command = message.command()?;
    if !message.answer_required() {
        return None;
    }
    match command {
        Command::REQUEST_ACK | Command::EXECUTION_RESULT | Command::NOTICE_ACK | Command::DATA_ACK => None,
        Command::HEARTBEAT
        | Command::ASK_DEVICE_TIME
        | Command::STOP_REALTIME_DATA
        | Command::STOP_FACILITY_STATE => Some(Kind::NoticeAck),
        // The same number sets the alarm time in 2005.
        Command::HARDWARE_SERIAL if message.value("i23005-Info").is_some() => Some(Kind::NoticeAck),
        _ if is_data(command, message) => Some(Kind::DataAck),
        _ => Some(Kind::RequestAck),
    }
}

fn is_data(command: Command, message: &Message<'_>) -> bool {
    let Some(cp) = message.cp() else {
        // A data area that cannot be read (yet) is no request: those are never encrypted.
        return command.is_data();
    };
    let told = match command {
        Command::DEVICE_TIME => "SystemTime",
        Command::REALTIME_INTERVAL => "RtdInterval",
        Command::MINUTE_INTERVAL => "MinInterval",
        Command::SAMPLING_PERIOD => "CstartTime",
        Command::SAMPLING_TIME => "Stime",
        Command::SERIAL_NUMBER => {
            return cp
                .items()
                .any(|item| item.code_and_attribute().is_some_and(|(_, attribute)| attribute == "SN"));
        }
        _ => "DataTime",
    };
    cp.value(told).is_some()
}

/// The reply 9011: a request was accepted or refused.
///
/// # Errors
/// Where a field of the message cannot be echoed, because it would break the frame.
pub fn request_ack(message: &Message<'_>, result: QnRtn) -> Result<Vec<u8>, EncodeError> {
    reply_to(message, Command::REQUEST_ACK).item("QnRtn", result.number().to_string()).build()
}

/// The reply 9012: how the execution of a request ended.
///
/// # Errors
/// As [`request_ack`].
pub fn execution_result(message: &Message<'_>, result: ExeRtn) -> Result<Vec<u8>, EncodeError> {
    reply_to(message, Command::EXECUTION_RESULT).item("ExeRtn", result.number().to_string()).build()
}

/// The reply 9013: a notice was received.
///
/// # Errors
/// As [`request_ack`].
pub fn notice_ack(message: &Message<'_>) -> Result<Vec<u8>, EncodeError> {
    reply_to(message, Command::NOTICE_ACK).build()
}

/// The reply 9014: data was received. To be sent only when the data is durable.
///
/// # Errors
/// As [`request_ack`].
pub fn data_ack(message: &Message<'_>) -> Result<Vec<u8>, EncodeError> {
    reply_to(message, Command::DATA_ACK).build()
}

fn reply_to(message: &Message<'_>, command: Command) -> MessageBuilder {
    let mut reply = MessageBuilder::new(message.version())
        .st(SystemCode::INTERACTION)
        .cn(command)
        .flag(message.flag().map(|flag| Flag::of(flag.version())));
    if let Some(qn) = message.qn() {
        reply = reply.qn(qn);
    }
    if let Some(pw) = message.pw() {
        reply = reply.pw(pw);
    }
    if let Some(mn) = message.mn() {
        reply = reply.mn(mn);
    }
    reply
}
