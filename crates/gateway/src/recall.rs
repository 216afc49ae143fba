//! What the lake remembers when the gateway starts: accounts, when devices were last heard, who waits.

use lake::{FrameOutcome, Lake, LakeError};
use model::{Register, Source, Timestamp, china};

use crate::adoption::{decoder_of, latest_waiting};
use crate::config::GatewayConfig;
use crate::device::Device;
use crate::intake::State;
use crate::keys::KeyStore;
use crate::mapping::{self, Circumstances, Target};
use crate::presence::Presence;
use crate::repeats::FrameKey;
use crate::timing;
use crate::waiting::Sighting;

/// Of a device's latest frames, so many are looked at for the last one that could be used.
const LATEST_FRAMES: usize = 16;

/// A pack older than this is not continued any more, s.
const CONTINUED_WITHIN_S: i64 = 45;

/// The state as the lake has it.
pub(crate) fn state(
    lake: &Lake,
    register: &Register,
    config: &GatewayConfig,
    keys: &dyn KeyStore,
    now: Timestamp,
) -> Result<State, LakeError> {
    let mut state = State::default();
    for name in lake.devices() {
        let Ok(device) = name.parse::<Device>() else {
            tracing::debug!(device = name, "the lake knows a device that is none of the gateway's");
            continue;
        };
        state.accounts.open(device.clone(), lake.counters(&name).into_iter().collect());
        match &device {
            Device::Logger(mn) => {
                recall_presence(lake, &device, &mut state, keys, now)?;
                if !register.loggers.contains_key(mn) {
                    recall_waiting(lake, &device, config, &mut state)?;
                }
            }
            Device::Meter(id) => {
                recall_presence(lake, &device, &mut state, keys, now)?;
                if !register.meters.contains_key(id) {
                    state.unknown_meters.insert(id.clone());
                }
            }
            Device::Peer(address) => drop(state.known_peers.insert(*address)),
            Device::PushClient(_) => recall_presence(lake, &device, &mut state, keys, now)?,
            Device::OtherMeters | Device::OtherPeers => {}
        }
    }
    Ok(state)
}

/// Remembers when the last usable frame of a device came.
fn recall_presence(
    lake: &Lake,
    device: &Device,
    state: &mut State,
    keys: &dyn KeyStore,
    now: Timestamp,
) -> Result<(), LakeError> {
    let frames = lake.frames(&device.to_string(), Timestamp::MIN, Timestamp::MAX, LATEST_FRAMES)?;
    let usable = |outcome: &FrameOutcome| !matches!(outcome, FrameOutcome::Refused { .. });
    let last = frames.iter().find(|frame| usable(&frame.outcome));
    let mut presence = Presence::recalled(last.map(|frame| frame.received_at));
    if let Device::Logger(mn) = device {
        // Oldest first, as they came.
        for record in frames.iter().rev().filter(|frame| frame.outcome == FrameOutcome::Stored) {
            let mut decoder = decoder_of(&record.bytes);
            let Some(frame) = decoder.next_frame() else { continue };
            let ring = keys.ring(mn);
            let opened = ring.slots().find_map(|(_, key)| frame.open(key));
            let message =
                opened.as_ref().map_or_else(|| frame.message(), hj212::cipher::OpenedFrame::message);
            let sent = message.qn().and_then(hj212::parse_time).and_then(timing::instant);
            presence.newest.sent = presence.newest.sent.max(sent);
            if let Some(key) = FrameKey::of(&message, frame.raw()) {
                state.repeats.remember(mn, key, record.received_at);
            }
            // What comes next may continue it.
            if china::seconds_between(record.received_at, now) <= CONTINUED_WITHIN_S {
                state.packs.recall(mn, &message, 0);
            }
        }
    }
    state.presences.insert(device.clone(), presence);
    Ok(())
}

/// Lists an unknown logger again.
fn recall_waiting(
    lake: &Lake,
    device: &Device,
    config: &GatewayConfig,
    state: &mut State,
) -> Result<(), LakeError> {
    let Device::Logger(mn) = device else { return Ok(()) };
    let waiting = state.accounts.get(device).map_or(0, |tally| tally.frames().waiting);
    let most = waiting.min(config.waiting.frames_per_logger);
    let count = usize::try_from(most).unwrap_or(usize::MAX);
    for record in latest_waiting(lake, &device.to_string(), count)? {
        let mut decoder = decoder_of(&record.bytes);
        let Some(frame) = decoder.next_frame() else { continue };
        let message = frame.message();
        let target = Target { source: Source::Waiting(mn.clone()), channels: &[], medium: None };
        let circumstances =
            Circumstances { received_at: record.received_at, rules: &config.times, shared_mn: false };
        let mapped = mapping::map(&message, &target, circumstances);
        let sighting = Sighting {
            mn,
            at: record.received_at,
            bytes: u64::try_from(record.bytes.len()).unwrap_or(u64::MAX),
            peer: None,
            system: message.st(),
            readings: &mapped.readings,
        };
        if state.waiting.admit(&sighting, &config.waiting).is_none() {
            break;
        }
    }
    Ok(())
}
