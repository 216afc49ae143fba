//! Sockets: HJ 212 over TCP and MQTT to readings in the lake, acknowledged when durable.
//!
//! The only crate that knows device sockets. A device is acknowledged only after the lake has what it sent;
//! everything it sent is accounted for (received = stored + waiting + refused); what is refused has a reason
//! that a person can see; and one slow or lying device cannot hurt the others. It must never interpret frame
//! bytes itself (`hj212` does), keep readings anywhere but in the lake, or decide who is known (the register
//! does).
//!
//! Start at [`Gateway`]. The path of a frame: `tcp` or `mqtt` (reads, within limits) → `intake` (stored,
//! waiting or refused; `mapping` and `power` are the pure parts of it) → `line` (a bounded queue) → `commit`
//! (the lake, then the reply). The other way: [`Gateway::request`] → `requests` → the same connection.

mod account;
mod adoption;
mod commit;
mod config;
mod connections;
mod credentials;
mod device;
mod dialect;
mod figures;
mod file_limit;
#[doc(hidden)]
pub mod fuzzing;
mod gateway;
mod intake;
mod judge;
mod keys;
mod line;
mod listener;
mod mapping;
mod metrics;
mod mqtt;
mod packs;
mod power;
mod presence;
mod push;
mod recall;
mod refused;
mod repeats;
mod requests;
mod tcp;
mod throttle;
mod timing;
mod tls;
mod understanding;
mod waiting;

pub use account::{FrameCounts, ReadingCounts};
pub use adoption::{AdoptError, Adopted};
pub use config::{ConnectionLimits, GatewayConfig, MqttAccess, RefusedLimits, TimeRules, WaitingLimits};
pub use credentials::{Grant, MeterCredentials};
pub use device::{Device, UnknownDevice};
pub use dialect::Dialect;
pub use gateway::{DeviceStatus, Gateway, GatewayError, Heard, Ports};
pub use keys::{KeyRing, KeyStore, KeyStoreError};
pub use metrics::{ConnectionCounts, GatewayStatus, Histogram};
pub use presence::Refusal;
pub use push::{MAX_PUSH_BYTES, MAX_PUSHED, PushError, PushFormat, PushOutcome, PushRequest, Unreadable};
pub use requests::{RequestHandle, RequestLimits, RequestOutcome, RequestState, TooManyRequests};
pub use tls::{TlsError, TlsPort};
pub use understanding::{Deviation, ReadableAs};
pub use waiting::{WaitingFactor, WaitingLogger};

/// A map for the path of every frame, by names that devices choose: each draws a seed of its own, so that nobody outside
/// can choose names that meet. It has no order.
type QuickMap<K, V> = std::collections::HashMap<K, V, foldhash::fast::RandomState>;
