//! How many bytes of refused frames are kept: enough for a person to see what a device does wrong, too few
//! to fill a disk.

use std::collections::BTreeMap;

use model::{Timestamp, china};

use crate::config::RefusedLimits;
use crate::device::Device;

/// What was kept in the present hour.
#[derive(Debug, Default)]
pub(crate) struct RefusedBudget {
    hour: Option<Timestamp>,
    all: u64,
    by_device: BTreeMap<Device, u64>,
}

impl RefusedBudget {
    /// The part of `bytes` that may be kept; nothing if the hour's share is used up.
    pub(crate) fn keep<'b>(
        &mut self,
        device: &Device,
        bytes: &'b [u8],
        now: Timestamp,
        limits: &RefusedLimits,
    ) -> Option<&'b [u8]> {
        let hour = china::hour_start(now);
        if self.hour != Some(hour) {
            *self = Self { hour: Some(hour), ..Self::default() };
        }
        let kept = bytes.get(..limits.bytes_per_frame).unwrap_or(bytes);
        let size = u64::try_from(kept.len()).unwrap_or(u64::MAX);
        let own = self.by_device.entry(device.clone()).or_default();
        if *own + size > limits.bytes_per_device_hour || self.all + size > limits.bytes_per_hour {
            return None;
        }
        *own += size;
        self.all += size;
        Some(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_device_and_all_together_have_an_hours_share() {
        let limits = RefusedLimits {
            bytes_per_frame: 4,
            bytes_per_device_hour: 8,
            bytes_per_hour: 14,
            ..RefusedLimits::default()
        };
        let at = |second| Timestamp::from_second(second).unwrap();
        let [one, other]: [Device; 2] = ["mn:1", "mn:2"].map(|text| text.parse().unwrap());
        let mut budget = RefusedBudget::default();
        assert_eq!(budget.keep(&one, b"123456", at(0), &limits), Some(&b"1234"[..]));
        assert!(budget.keep(&one, b"123456", at(1), &limits).is_some());
        assert_eq!(budget.keep(&one, b"1", at(2), &limits), None);
        assert!(budget.keep(&other, b"123456", at(3), &limits).is_some());
        assert_eq!(budget.keep(&other, b"123", at(4), &limits), None);
        assert!(budget.keep(&one, b"123456", at(3600), &limits).is_some());
    }
}
