//! Packs of split messages, of all devices, that wait for others.

use std::collections::BTreeMap;

use hj212::Message;
use hj212::reassembly::{Expired, Judged, Limits, Reading, Reassembly, Refusal};
use model::Mn;

/// Bytes that packs of all devices together may hold.
const ALL_BYTES: usize = 8 * 1024 * 1024;

/// What every device has left unfinished.
#[derive(Debug)]
pub(crate) struct Packs<T> {
    limits: Limits,
    devices: BTreeMap<Mn, Reassembly<T>>,
    bytes: usize,
}

impl<T> Default for Packs<T> {
    fn default() -> Self {
        Self { limits: Limits::default(), devices: BTreeMap::new(), bytes: 0 }
    }
}

impl<T> Packs<T> {
    /// Takes a pack of a device; see [`Reassembly::take`].
    pub(crate) fn take(&mut self, mn: &Mn, message: &Message<'_>, token: T, now_ms: u64) -> Vec<Judged<T>> {
        if self.bytes >= ALL_BYTES && !self.devices.contains_key(mn) {
            return vec![Judged { token, reading: Reading::Refused(Refusal::NoRoom) }];
        }
        let own = self.devices.entry(mn.clone()).or_default();
        let before = own.bytes();
        let judged = own.take(message, token, now_ms, &self.limits);
        self.bytes = self.bytes.saturating_sub(before) + own.bytes();
        if own.is_empty() {
            self.devices.remove(mn);
        }
        judged
    }

    /// Notes a pack that is stored already; see [`Reassembly::recall`].
    pub(crate) fn recall(&mut self, mn: &Mn, message: &Message<'_>, now_ms: u64) {
        if message.pnum().is_none_or(|pnum| pnum < 2) || self.bytes >= ALL_BYTES {
            return;
        }
        let own = self.devices.entry(mn.clone()).or_default();
        let before = own.bytes();
        own.recall(message, now_ms, &self.limits);
        self.bytes = self.bytes.saturating_sub(before) + own.bytes();
        if own.is_empty() {
            self.devices.remove(mn);
        }
    }

    /// Gives up what has not come in time.
    pub(crate) fn expire(&mut self, now_ms: u64) -> Vec<(Mn, Expired<T>)> {
        let limits = self.limits;
        self.give_up(|own| own.expire(now_ms, &limits))
    }

    /// Gives up everything.
    pub(crate) fn flush(&mut self) -> Vec<(Mn, Expired<T>)> {
        self.give_up(Reassembly::flush)
    }

    fn give_up(&mut self, give_up: impl Fn(&mut Reassembly<T>) -> Expired<T>) -> Vec<(Mn, Expired<T>)> {
        let mut all = Vec::new();
        for (mn, own) in &mut self.devices {
            let expired = give_up(own);
            if expired.incomplete > 0 || !expired.given_up.is_empty() {
                all.push((mn.clone(), expired));
            }
        }
        self.devices.retain(|_, own| !own.is_empty());
        self.bytes = self.devices.values().map(Reassembly::bytes).sum();
        all
    }

    /// Packs of a device that wait.
    pub(crate) fn held(&self, mn: &Mn) -> usize {
        self.devices.get(mn).map_or(0, Reassembly::held)
    }
}
