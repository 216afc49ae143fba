use serde::{Deserialize, Serialize};

use crate::Mn;

/// By which rule a logger computes the check sum of its frames.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CrcMode {
    /// As HJ 212-2017 annex A says.
    #[default]
    Hj212,
    /// CRC-16/MODBUS.
    Modbus,
    /// CRC-16/MODBUS, low byte first.
    ModbusSwapped,
    /// By none that is known: the check sum is not looked at, and damage goes unseen.
    Off,
}

impl CrcMode {
    /// All of them.
    pub const ALL: [CrcMode; 4] = [CrcMode::Hj212, CrcMode::Modbus, CrcMode::ModbusSwapped, CrcMode::Off];

    /// The stable code of API, database and pages.
    pub fn code(self) -> &'static str {
        match self {
            CrcMode::Hj212 => "hj212",
            CrcMode::Modbus => "modbus",
            CrcMode::ModbusSwapped => "modbus-swapped",
            CrcMode::Off => "off",
        }
    }

    /// The mode of a stable code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.code() == code)
    }
}

/// In what a logger deviates from the standard, always and in the same way, so that its frames can be read all
/// the same. Frames as the standard has them are read with any profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceProfile {
    /// Which logger.
    pub mn: Mn,
    /// How it computes its check sums.
    #[serde(default)]
    pub crc: CrcMode,
    /// The length that it declares less the bytes that are there, as where it counts the check sum in.
    #[serde(default)]
    pub length_offset: i32,
}

impl DeviceProfile {
    /// The greatest difference between declared and true length that is believed to be a habit, bytes: head,
    /// length, check sum and line end together are twelve.
    pub const MAX_LENGTH_OFFSET: i32 = 12;

    /// The profile of a logger that does as the standard says.
    pub fn standard(mn: Mn) -> Self {
        Self { mn, crc: CrcMode::Hj212, length_offset: 0 }
    }

    /// Whether it says anything beyond the standard.
    pub fn is_standard(&self) -> bool {
        self.crc == CrcMode::Hj212 && self.length_offset == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_back_and_are_those_of_the_stored_form() {
        for mode in CrcMode::ALL {
            assert_eq!(CrcMode::from_code(mode.code()), Some(mode));
            assert_eq!(serde_json::to_value(mode).unwrap(), mode.code());
        }
        assert_eq!(CrcMode::from_code("crc32"), None);
    }
}
