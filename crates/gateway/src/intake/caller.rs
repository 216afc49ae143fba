use std::collections::BTreeSet;
use std::net::SocketAddr;

use model::Timestamp;
use tokio::time::Instant;

use super::known::KnownLogger;
use super::meter::Speaker;
use crate::device::Device;
use crate::presence::{ConnectionId, Presence};

/// A connection, as far as its frames are concerned.
#[derive(Debug)]
pub(crate) struct Caller {
    pub(crate) connection: ConnectionId,
    pub(crate) peer: SocketAddr,
    /// When the latest bytes came.
    pub(crate) heard_at: Instant,
    /// Devices that have spoken on it.
    pub(super) spoke: BTreeSet<Device>,
    /// The logger that spoke last, which nearly always speaks again.
    pub(super) last: Option<Box<KnownLogger>>,
    /// How many unknown loggers it brought.
    pub(super) unknown_loggers: usize,
    /// For whom it may speak; MQTT only.
    pub(super) speaker: Speaker,
}

impl Caller {
    pub(crate) fn new(connection: ConnectionId, peer: SocketAddr) -> Self {
        Self {
            connection,
            peer,
            heard_at: Instant::now(),
            spoke: BTreeSet::new(),
            last: None,
            unknown_loggers: 0,
            speaker: Speaker::default(),
        }
    }

    /// Notes that `device` spoke; says whether another connection speaks with the same name.
    pub(super) fn spoke(
        &mut self,
        device: &Device,
        presence: &mut Presence,
        now: Timestamp,
        window_s: i64,
    ) -> bool {
        if !self.spoke.contains(device) {
            self.spoke.insert(device.clone());
        }
        presence.spoke(self.connection, self.peer, now, window_s)
    }
}
