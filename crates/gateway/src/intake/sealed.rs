//! Frames that are encrypted (HJ 212-2025), and keys on their way to devices.
//!
//! A rotation may be cut off anywhere: the key that was made for a device is durable before it is told, it is
//! told again until the device uses it, and until then the former one is as good. The device's first frame in
//! the new key ends the rotation.

use std::time::Duration;

use hj212::cipher::Key;
use hj212::{Command, Message, MessageBuilder, Version};
use model::{Timestamp, china};
use tokio::time::Instant;

use super::logger::Heard;
use super::{Arrival, Caller, Intake, KnownLogger};
use crate::keys::{KeyRing, Slot};
use crate::repeats::FrameKey;

/// How long a device is given to take the key that it was told, before it is told again: a request's three
/// repetitions of ten seconds (HJ 212-2017 table 1), and as much again.
const TELL_AGAIN_AFTER: Duration = Duration::from_secs(60);

/// Whether a device asks for a new key (1014 with the time at which the former one was made).
pub(super) fn asks_for_key(message: &Message<'_>) -> bool {
    message.command() == Some(Command::KEY)
        && message.value("SKCreateTime").is_some()
        && message.value("NewSK").is_none()
}

impl Intake {
    /// Takes a frame that one of the device's keys opens; nothing if it is plain, or none does.
    pub(super) fn opened(
        &self,
        frame: &hj212::Frame<'_>,
        logger: &KnownLogger,
        ring: &KeyRing,
        caller: &mut Caller,
        now: Timestamp,
    ) -> Option<Vec<Arrival>> {
        if ring.is_empty() || !frame.may_be_encrypted() {
            return None;
        }
        let open = |(slot, key)| frame.open(key).map(|opened| (slot, key, opened));
        let (slot, key, opened) = ring.slots().find_map(open)?;
        let message = opened.message();
        if !message.usable() {
            return None;
        }
        if slot == Slot::Next
            && let Err(error) = self.keys.used(&logger.logger.mn)
        {
            // The key opens frames all the same; the next frame tries again.
            tracing::warn!(logger.mn = %logger.logger.mn, %error, "a key that a device has taken into use is not noted");
        }
        self.state().presences.entry(logger.device.clone()).or_default().last_opened = Some(now);
        let heard = Heard {
            raw: frame.raw(),
            segment: opened.segment(),
            message: &message,
            key: FrameKey::of(&message, frame.raw()),
            opened_with: Some(key),
            received_at: now,
            arrived: caller.heard_at,
        };
        Some(self.take(&heard, logger, ring, caller))
    }

    /// What tells a device its new key: when it asks for one, and again from time to time while one that was
    /// made for it is not used. Empty if there is nothing to tell.
    pub(super) fn new_key_for(&self, heard: &Heard<'_>, logger: &KnownLogger, ring: &KeyRing) -> Vec<u8> {
        let asks = asks_for_key(heard.message);
        let Some(seal) = heard.opened_with.or(ring.current.as_ref()).filter(|_| asks || ring.next.is_some())
        else {
            return Vec::new();
        };
        // Who has used the new one already needs not be told.
        if ring.next.is_some() && ring.next.as_ref() == heard.opened_with && !asks {
            return Vec::new();
        }
        {
            let mut state = self.state();
            let told = &mut state.presences.entry(logger.device.clone()).or_default().key_told;
            if !asks && told.is_some_and(|told| told.elapsed() < TELL_AGAIN_AFTER) {
                return Vec::new();
            }
            *told = Some(Instant::now());
        }
        match self.keys.offer(&logger.logger.mn) {
            Ok(key) => set_key(heard, &key, seal).unwrap_or_default(),
            Err(error) => {
                tracing::warn!(logger.mn = %logger.logger.mn, %error, "a device gets no new key");
                Vec::new()
            }
        }
    }
}

/// The request that sets a key, sealed with one that the device has.
fn set_key(heard: &Heard<'_>, key: &Key, seal: &Key) -> Option<Vec<u8>> {
    let now = china::civil(heard.received_at).strftime("%Y%m%d%H%M%S").to_string();
    // The milliseconds of QN tell the request from frames of the same second.
    let qn = format!("{now}{:03}", heard.received_at.subsec_millisecond());
    let text = std::str::from_utf8(key.as_bytes()).ok()?;
    let message = MessageBuilder::new(Version::V2025)
        .qn(&qn)
        .st(heard.message.system()?)
        .cn(Command::KEY)
        .pw(heard.message.pw().unwrap_or_default())
        .mn(heard.message.mn()?)
        .answer_required(true)
        .group([("SKCreateTime", qn.as_str()), ("NewSK", text)])
        .encrypt(seal);
    message.build().inspect_err(|error| tracing::debug!(%error, "a key cannot be told")).ok()
}
