//! Sans-IO codec for HJ/T 212-2005, HJ 212-2017 and HJ 212-2025 with its encryption ([`cipher`]):
//! the protocol by which data loggers of pollution sources and stations speak to an authority.
//!
//! Bytes go into a [`Decoder`]; [`Frame`]s come out; [`Frame::message`] gives the fields and the
//! data area, borrowed from the decoder's buffer. [`MessageBuilder`] and [`reply`] go the other way.
//!
//! ```
//! use hj212::{Decoder, Limits};
//!
//! let mut decoder = Decoder::new(Limits::default());
//! let mut input: &[u8] = b"##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;\
//!     MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";
//! while !input.is_empty() {
//!     let taken = decoder.push(input);
//!     input = &input[taken..];
//!     while let Some(frame) = decoder.next_frame() {
//!         let message = frame.message();
//!         assert!(message.usable());
//!         assert_eq!(message.cn(), Some("1062"));
//!         assert_eq!(message.value("RtdInterval"), Some("30"));
//!     }
//! }
//! ```
//!
//! What this crate must never do: read a clock, a socket or a file; panic on any bytes; grow its
//! buffer past a fixed bound; drop a byte in silence. Loggers in the field deviate from the
//! standard in many small ways, so a deviation is data: it is tolerated where the meaning is clear
//! and reported as a [`Problem`]. Framing follows the declared length, because an encrypted data
//! area of 2025 is binary; only where the length lies does the decoder look at the bytes.
#![cfg_attr(
    not(test),
    deny(clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)
)]

mod bytes;
pub mod cipher;
mod code;
pub mod crc;
mod data_area;
mod decimal;
mod decoder;
pub mod dialogue;
mod encode;
mod first_connection;
mod flag;
mod frame;
mod framing;
mod message;
mod problem;
pub mod reassembly;
pub mod reply;
mod request;
mod scan;
mod time;
pub mod vocabulary;

pub use code::{Command, ExeRtn, Malformed, Mark, QnRtn, SystemCode};
pub use data_area::{DataArea, Group, Groups, Item, Items, split_name};
pub use decimal::Decimal;
pub use decoder::{Awaiting, Decoder, Frames, Limits, frames};
pub use encode::{EncodeError, MessageBuilder};
pub use first_connection::FirstConnection;
pub use flag::{Flag, Version};
pub use frame::{CrcCheck, CrcVariant, Frame};
pub use message::Message;
pub use problem::{Problem, Problems};
pub use request::{Course, Form, Parameter, Request, RequestError, RequestKind};
pub use time::{WallTime, parse_time};

/// The longest data segment the four digits of the length field can announce, in bytes.
pub const LONGEST_SEGMENT: usize = 9999;

/// The longest data segment the standard allows, in bytes (HJ 212-2017, 6.3.1).
pub const STANDARD_SEGMENT: usize = 1024;
