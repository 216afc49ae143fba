use std::fmt;
use std::fmt::Write as _;
use std::net::IpAddr;
use std::str::FromStr;

use compact_str::CompactString;
use model::{MeterId, Mn, PushClientId};

/// Who sent something, as the gateway keeps accounts. The text form names it in the lake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Device {
    /// A logger, by the number it names itself with, known to the register or not. `mn:…`
    Logger(Mn),
    /// A power meter, by the id in its topic, known to the register or not. `meter:…`
    Meter(MeterId),
    /// A program that pushes readings over HTTP, by its token. `push:…`
    PushClient(PushClientId),
    /// Somebody whose frames name no sender, by address. `peer:…`
    Peer(IpAddr),
    /// All further meters that the register does not know. `meters:other`
    OtherMeters,
    /// All further addresses and senders without a name. `peers:other`
    OtherPeers,
}

impl Device {
    /// What the lake knows it by: its text.
    pub(crate) fn name(&self) -> CompactString {
        let mut name = CompactString::const_new("");
        match self {
            // Nearly all are loggers, and formatting costs.
            Device::Logger(mn) => {
                name.push_str("mn:");
                name.push_str(mn.as_str());
            }
            Device::Meter(_)
            | Device::PushClient(_)
            | Device::Peer(_)
            | Device::OtherMeters
            | Device::OtherPeers => {
                // Writing to a string cannot fail.
                let _ = write!(name, "{self}");
            }
        }
        name
    }
}

impl fmt::Display for Device {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Device::Logger(mn) => write!(f, "mn:{mn}"),
            Device::Meter(id) => write!(f, "meter:{id}"),
            Device::PushClient(id) => write!(f, "push:{id}"),
            Device::Peer(address) => write!(f, "peer:{address}"),
            Device::OtherMeters => f.write_str("meters:other"),
            Device::OtherPeers => f.write_str("peers:other"),
        }
    }
}

/// A text that names no device.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} names no device")]
pub struct UnknownDevice(String);

impl FromStr for Device {
    type Err = UnknownDevice;

    fn from_str(text: &str) -> Result<Self, UnknownDevice> {
        let unknown = || UnknownDevice(text.chars().take(80).collect());
        match text.split_once(':').unwrap_or(("", text)) {
            ("mn", mn) => mn.parse().map(Device::Logger).map_err(|_| unknown()),
            ("meter", id) => id.parse().map(Device::Meter).map_err(|_| unknown()),
            ("push", id) => id.parse().map(Device::PushClient).map_err(|_| unknown()),
            ("peer", address) => address.parse().map(Device::Peer).map_err(|_| unknown()),
            ("meters", "other") => Ok(Device::OtherMeters),
            ("peers", "other") => Ok(Device::OtherPeers),
            _ => Err(unknown()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_read_back_from_its_text() {
        for text in [
            "mn:88888880000001",
            "meter:M-1",
            "push:lab",
            "peer:127.0.0.1",
            "peer:::1",
            "meters:other",
            "peers:other",
        ] {
            let device: Device = text.parse().unwrap();
            assert_eq!((device.to_string().as_str(), device.name().as_str()), (text, text));
        }
        for text in ["", "mn:", "mn:a;b", "peer:here", "peers:1", "boat:1"] {
            assert!(text.parse::<Device>().is_err(), "{text}");
        }
    }
}
