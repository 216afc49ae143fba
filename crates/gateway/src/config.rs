use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::requests::RequestLimits;
use crate::tls::TlsPort;

/// Where the gateway listens and how much it lets one device take.
#[derive(Debug, Clone)]
pub struct GatewayConfig {
    /// Where HJ 212 is spoken over TCP. Port 0 lets the system choose.
    pub tcp: SocketAddr,
    /// Where MQTT is spoken. Port 0 lets the system choose.
    pub mqtt: SocketAddr,
    /// Who may speak MQTT, and how.
    pub mqtt_access: MqttAccess,
    /// What one connection may take.
    pub limits: ConnectionLimits,
    /// How the times that devices send are judged.
    pub times: TimeRules,
    /// How much unknown loggers may leave behind.
    pub waiting: WaitingLimits,
    /// How much of what is refused is kept.
    pub refused: RefusedLimits,
    /// How requests to loggers are handled.
    pub requests: RequestLimits,
}

impl Default for GatewayConfig {
    /// Loopback, ports chosen by the system.
    fn default() -> Self {
        let any_port = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            tcp: any_port,
            mqtt: any_port,
            mqtt_access: MqttAccess::default(),
            limits: ConnectionLimits::default(),
            times: TimeRules::default(),
            waiting: WaitingLimits::default(),
            refused: RefusedLimits::default(),
            requests: RequestLimits::default(),
        }
    }
}

/// Who may speak MQTT, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MqttAccess {
    /// Whether there is a port without TLS.
    pub plain: bool,
    /// The port with TLS.
    pub tls: Option<TlsPort>,
    /// Whether every connection has to show a meter's credential. Otherwise meters that have one have to, and
    /// others are believed.
    pub credentials_required: bool,
}

impl Default for MqttAccess {
    fn default() -> Self {
        Self { plain: true, tls: None, credentials_required: false }
    }
}

/// What one connection may take, so that a slow or lying device cannot hurt the others.
#[derive(Debug, Clone)]
pub struct ConnectionLimits {
    /// Connections of each protocol at one time. A further one takes the place of the oldest that has
    /// not yet sent anything usable, or is closed.
    pub connections: usize,
    /// How long a connection may stay without its first usable frame.
    pub introduce_within: Duration,
    /// How long a connection that has sent usable frames may be silent. Loggers may report once an hour.
    pub idle: Duration,
    /// How long the rest of a frame may take, counted from its first byte.
    pub rest_of_frame: Duration,
    /// How long to wait for the line end of a frame that is complete without it.
    pub tail: Duration,
    /// How long writing an acknowledgement may take.
    pub write: Duration,
    /// Bytes a second that are read from one connection in the long run; twice this at once.
    pub bytes_per_second: u32,
    /// Frames a second that are taken from one connection in the long run; twenty times this at once,
    /// because loggers send what they kept during an outage in one go.
    pub frames_per_second: u32,
    /// Frames of one connection that may wait for the lake.
    pub frames_in_flight: usize,
    /// Bytes of frames, of all connections together, that may wait for the lake.
    pub bytes_in_flight: u32,
    /// Bytes without a frame after which a connection is closed.
    pub garbage_bytes: u64,
    /// Bytes of one MQTT packet.
    pub mqtt_packet_bytes: usize,
    /// How long frames are held while the lake cannot write, before they are given up without an
    /// acknowledgement.
    pub hold_unwritable: Duration,
    /// How long a graceful stop may take.
    pub stop: Duration,
}

impl Default for ConnectionLimits {
    fn default() -> Self {
        Self {
            connections: 4096,
            introduce_within: Duration::from_secs(300),
            idle: Duration::from_secs(2 * 3600),
            rest_of_frame: Duration::from_secs(30),
            tail: Duration::from_millis(300),
            write: Duration::from_secs(10),
            bytes_per_second: 256 * 1024,
            frames_per_second: 200,
            frames_in_flight: 64,
            bytes_in_flight: 8 * 1024 * 1024,
            garbage_bytes: 64 * 1024,
            mqtt_packet_bytes: 64 * 1024,
            hold_unwritable: Duration::from_secs(60),
            stop: Duration::from_secs(10),
        }
    }
}

/// How the times that devices send are judged against the time of arrival.
#[derive(Debug, Clone, Copy)]
pub struct TimeRules {
    /// A reading further in the future than this is refused, s.
    pub future_tolerance_s: u32,
    /// A device's clock that is further off than this is noted on its readings, s.
    pub clock_skew_s: u32,
    /// A reading that arrives later than this after it was due is a back-fill, s.
    pub backfill_after_s: u32,
    /// Two connections with one MN are in conflict while both speak within this time, s. Twice the
    /// logger's reporting interval counts, where that is longer.
    pub sharing_window_s: u32,
}

impl Default for TimeRules {
    fn default() -> Self {
        Self { future_tolerance_s: 600, clock_skew_s: 180, backfill_after_s: 600, sharing_window_s: 300 }
    }
}

/// How much loggers that the register does not know may leave behind.
#[derive(Debug, Clone, Copy)]
pub struct WaitingLimits {
    /// Unknown loggers at one time.
    pub loggers: usize,
    /// Unknown loggers that one connection may bring.
    pub loggers_per_connection: usize,
    /// Frames kept of one logger.
    pub frames_per_logger: u64,
    /// Bytes kept of all together.
    pub bytes: u64,
    /// Factors listed of one logger.
    pub factors_per_logger: usize,
    /// An unknown logger silent for longer gives up its place when another needs it, s.
    pub forget_after_s: u32,
}

impl Default for WaitingLimits {
    fn default() -> Self {
        Self {
            loggers: 256,
            loggers_per_connection: 64,
            frames_per_logger: 4_000,
            bytes: 64 * 1024 * 1024,
            factors_per_logger: 64,
            forget_after_s: 7 * 86_400,
        }
    }
}

/// How much of what is refused is kept for people to look at.
#[derive(Debug, Clone, Copy)]
pub struct RefusedLimits {
    /// Bytes kept of one frame.
    pub bytes_per_frame: usize,
    /// Bytes kept of one device in an hour.
    pub bytes_per_device_hour: u64,
    /// Bytes kept of all devices in an hour.
    pub bytes_per_hour: u64,
    /// Addresses of unidentified peers that have an account of their own; further ones share one.
    pub peers: usize,
    /// Unknown meters that have an account of their own; further ones share one.
    pub unknown_meters: usize,
}

impl Default for RefusedLimits {
    fn default() -> Self {
        Self {
            bytes_per_frame: 2048,
            bytes_per_device_hour: 64 * 1024,
            bytes_per_hour: 4 * 1024 * 1024,
            peers: 256,
            unknown_meters: 256,
        }
    }
}
