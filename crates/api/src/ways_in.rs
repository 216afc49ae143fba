//! The port to the ways in that need a secret: meters over MQTT, programs over HTTP.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;
use std::time::Duration;

use model::{PushClientId, Source};

use crate::dto::device::DeviceState;

/// What a token begins with, so that a leaked one is recognised as what it is; the client's id, a dot and the
/// secret follow.
pub const TOKEN_PREFIX: &str = "jw_";

/// A program whose token was good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushClient {
    /// Which.
    pub id: PushClientId,
    /// For which sources it may send.
    pub sources: Vec<Source>,
}

/// How a pushed body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BodyFormat {
    /// `application/json`.
    Json,
    /// `text/csv`.
    Csv,
}

/// What became of one pushed reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PushedReading {
    /// It is stored.
    Stored,
    /// It is stored beside another value, and stands.
    Revised,
    /// It was there already.
    Duplicate,
    /// It is not stored, with a stable code that says why.
    Refused(&'static str),
}

/// Why nothing of a request was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PushFailure {
    /// Its body cannot be read: a stable code and where.
    Unreadable(&'static str, String),
    /// It holds too many readings.
    TooMany,
    /// Its client sends more than its share.
    Busy(Duration),
    /// It could not be made durable; the client should send it again.
    NotDurable(String),
}

/// What comes of a push.
pub type Pushing<'p> = Pin<Box<dyn Future<Output = Result<Vec<PushedReading>, PushFailure>> + Send + 'p>>;

/// The ways in. The roof implements it, so that this room needs no gateway.
pub trait WaysIn: Send + Sync {
    /// The client that `token` belongs to, if it holds now. Must be quick.
    fn client_of(&self, token: &str) -> Option<PushClient>;

    /// The account of a client, if it was ever heard.
    fn client_account(&self, client: &PushClientId) -> Option<DeviceState>;

    /// Takes what a client pushes; durable when it resolves.
    fn push(&self, client: PushClient, format: BodyFormat, body: Vec<u8>, peer: SocketAddr) -> Pushing<'_>;

    /// The vault's credentials have changed: they hold from now on. May block on the disk.
    fn credentials_changed(&self);
}
