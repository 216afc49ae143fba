//! What the API may know of devices: the port `api::Devices` over the gateway.

use std::collections::BTreeMap;
use std::sync::Arc;

use api::{
    CodeInWords, DeviceState, DialectState, ReadableAsState, RefusalState, RequestProgress, WaitingState,
};
use casework::device_request::Request;
use gateway::{Device, DeviceStatus, Dialect, Gateway, WaitingLogger};
use hj212::cipher::Key;
use hj212::vocabulary::{Kind, look_up};
use model::{DeviceRequestId, MeterId, Mn};

use crate::device_keys::VaultKeys;
use crate::device_requests::RequestDesk;

/// The gateway as the API sees it.
pub(crate) struct GatewayDevices {
    gateway: Gateway,
    keys: Arc<VaultKeys>,
    runtime: tokio::runtime::Handle,
    desk: RequestDesk,
}

impl GatewayDevices {
    /// Over `gateway`; adoptions run on `runtime`.
    pub(crate) fn new(
        gateway: Gateway,
        keys: Arc<VaultKeys>,
        runtime: tokio::runtime::Handle,
        desk: RequestDesk,
    ) -> Self {
        Self { gateway, keys, runtime, desk }
    }
}

impl api::Devices for GatewayDevices {
    fn logger(&self, mn: &Mn) -> Option<DeviceState> {
        self.gateway.device(&Device::Logger(mn.clone())).map(state)
    }

    fn meter(&self, id: &MeterId) -> Option<DeviceState> {
        self.gateway.device(&Device::Meter(id.clone())).map(state)
    }

    fn strangers(&self) -> Vec<DeviceState> {
        let unregistered = self.gateway.devices().into_iter().filter(|status| !status.registered);
        // Unknown loggers have a list of their own: the waiting room.
        unregistered.filter(|status| !matches!(status.device, Device::Logger(_))).map(state).collect()
    }

    fn waiting(&self) -> Vec<WaitingState> {
        self.gateway.waiting().into_iter().map(waiting).collect()
    }

    fn adopted(&self, mn: &Mn) {
        let (gateway, mn) = (self.gateway.clone(), mn.clone());
        self.runtime.spawn(async move {
            match gateway.adopted(&mn).await {
                Ok(adopted) => tracing::info!(
                    logger.mn = %mn, frames = adopted.frames, readings = adopted.readings,
                    "the frames of an adopted logger were read again"
                ),
                // The gateway tries again by itself.
                Err(error) => tracing::warn!(logger.mn = %mn, %error, "an adopted logger's frames wait"),
            }
        });
    }

    fn check_key(&self, text: &str) -> Result<(), String> {
        key(text).map(drop)
    }

    fn set_key(&self, mn: &Mn, text: &str) -> Result<(), String> {
        self.keys.set(mn, &key(text)?).map_err(|error| error.to_string())
    }

    fn remove_keys(&self, mn: &Mn) -> Result<(), String> {
        self.keys.remove(mn).map_err(|error| error.to_string())
    }

    fn make_key(&self, mn: &Mn) -> Result<(), String> {
        self.keys.make(mn).map(drop).map_err(|error| error.to_string())
    }

    fn ask(&self, id: &DeviceRequestId, mn: &Mn, request: Request) {
        self.desk.send(id, mn, request);
    }

    fn cancel(&self, id: &DeviceRequestId) {
        self.desk.cancel(id);
    }

    fn progress(&self, id: &DeviceRequestId) -> Option<RequestProgress> {
        self.desk.progress(id)
    }

    fn metrics(&self) -> Vec<(&'static str, String, f64)> {
        let status = self.gateway.status();
        let mut figures = vec![
            ("jingwei_gateway_frames_received_total", String::new(), status.frames.received as f64),
            ("jingwei_gateway_frames_stored_total", String::new(), status.frames.stored as f64),
            ("jingwei_gateway_frames_waiting_total", String::new(), status.frames.waiting as f64),
            ("jingwei_gateway_readings_received_total", String::new(), status.readings.received as f64),
            ("jingwei_gateway_readings_stored_total", String::new(), status.readings.stored as f64),
            ("jingwei_gateway_waiting_loggers", String::new(), status.waiting_loggers as f64),
            (
                "jingwei_gateway_lake_trouble",
                String::new(),
                f64::from(u8::from(status.lake_trouble.is_some())),
            ),
        ];
        let by_reason = |name, refused: &BTreeMap<String, u64>| {
            let label =
                |(reason, count): (&String, &u64)| (name, format!("reason=\"{reason}\""), *count as f64);
            refused.iter().map(label).collect::<Vec<_>>()
        };
        figures.extend(by_reason("jingwei_gateway_frames_refused_total", &status.frames.refused));
        figures.extend(by_reason("jingwei_gateway_readings_refused_total", &status.readings.refused));
        for (protocol, counts) in &status.connections {
            let label = format!("protocol=\"{protocol}\"");
            figures.push(("jingwei_gateway_connections", label.clone(), counts.open as f64));
            figures.push(("jingwei_gateway_connections_accepted_total", label, counts.accepted as f64));
        }
        for (bound_ms, count) in &status.ack_latency.buckets {
            let label = format!("le=\"{}\"", *bound_ms as f64 / 1000.0);
            figures.push(("jingwei_gateway_ack_seconds_bucket", label, *count as f64));
        }
        let infinity = "le=\"+Inf\"".to_owned();
        figures.push(("jingwei_gateway_ack_seconds_bucket", infinity, status.ack_latency.count as f64));
        figures.push(("jingwei_gateway_ack_seconds_count", String::new(), status.ack_latency.count as f64));
        let sum_s = status.ack_latency.sum_us as f64 / 1e6;
        figures.push(("jingwei_gateway_ack_seconds_sum", String::new(), sum_s));
        figures
    }
}

fn key(text: &str) -> Result<Key, String> {
    text.trim().parse().map_err(|error: hj212::cipher::KeyError| error.to_string())
}

fn dialect(dialect: &Dialect) -> DialectState {
    let (crc_mode, length_offset) =
        dialect.profile.as_ref().map(|profile| (profile.crc, profile.length_offset)).unwrap_or_default();
    DialectState {
        crc_mode,
        length_offset,
        readable_as: dialect.readable_as.map(|readable| ReadableAsState {
            crc_mode: readable.deviation.crc,
            length_offset: readable.deviation.length_offset,
            frames: readable.frames,
            since: readable.since,
        }),
        key_set: dialect.key_set,
        key_offered: dialect.key_offered,
        last_opened: dialect.last_opened,
        opened: dialect.opened,
        repeated: dialect.repeated,
        replayed: dialect.replayed,
        incomplete: dialect.incomplete,
        held: u64::try_from(dialect.held).unwrap_or(u64::MAX),
    }
}

/// A device as the API shows it.
pub(crate) fn state(status: DeviceStatus) -> DeviceState {
    let (device, transport) = match &status.device {
        Device::Logger(mn) => (mn.to_string(), "hj212"),
        Device::Meter(id) => (id.to_string(), "mqtt"),
        Device::PushClient(id) => (id.to_string(), "http"),
        Device::Peer(address) => (address.to_string(), "hj212"),
        other @ Device::OtherMeters => (other.to_string(), "mqtt"),
        other @ Device::OtherPeers => (other.to_string(), "hj212"),
    };
    DeviceState {
        device,
        transport,
        connected: !status.peers.is_empty(),
        peer: status.peers.first().map(ToString::to_string),
        last_seen: status.last_seen,
        protocol: status.protocol.map(str::to_owned),
        frames_received: status.frames.received,
        frames_stored: status.frames.stored,
        frames_waiting: status.frames.waiting,
        frames_refused: status.frames.refused,
        readings_received: status.readings.received,
        readings_stored: status.readings.stored,
        readings_duplicate: status.readings.duplicates,
        readings_refused: status.readings.refused,
        last_refusal: status.last_refusal.map(|refusal| RefusalState {
            at: refusal.at,
            reason: refusal.reason,
            excerpt: refusal.excerpt,
        }),
        problems: status.problems,
        shared_mn: status.shared,
        dialect: dialect(&status.dialect),
    }
}

fn waiting(logger: WaitingLogger) -> WaitingState {
    let latest = logger.factors.iter().map(|factor| {
        let value = factor.value.map_or_else(|| "–".to_owned(), |value| value.to_string());
        let unit = factor.standard_unit.text();
        (factor.factor.to_string(), format!("{value} {unit} {}", factor.mark.text()).trim().to_owned())
    });
    WaitingState {
        mn: logger.mn,
        peer: logger.peer.map(|peer| peer.to_string()),
        first_seen: logger.first_seen,
        last_seen: logger.last_seen,
        frames: logger.frames,
        system: logger.system.map(system_in_words),
        latest: latest.collect(),
    }
}

/// A system code with its name. Which version its logger speaks is not kept, so that the latest is asked first.
fn system_in_words(code: String) -> CodeInWords {
    let entry = look_up(Kind::System, &code, hj212::Version::V2025).map(|found| found.entry);
    CodeInWords {
        code,
        name: entry.map(|entry| entry.zh.to_owned()),
        name_en: entry.map(|entry| entry.en.to_owned()),
        unverified: entry.is_some_and(|entry| entry.unverified),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_code_has_its_name_and_an_unknown_one_none() {
        let water = system_in_words("32".to_owned());
        assert_eq!((water.name.as_deref(), water.unverified), (Some("地表水体环境污染源"), false));
        assert!(system_in_words("44".to_owned()).unverified);
        assert_eq!(system_in_words("101".to_owned()).name, None);
    }
}
