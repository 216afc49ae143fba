//! Doors to parsers of what devices and programs send, for the targets in `fuzz/` alone.
//!
//! Each panics where something that was sent is neither a reading nor refused nor counted.
#![expect(clippy::unwrap_used, reason = "a target that cannot begin must fail")]

use bytes::BytesMut;
use hj212::Message;
use model::{Channel, CreditCode, MeterTarget, PowerMeter, Register, Source, Timestamp, Unit};

use crate::config::TimeRules;
use crate::mapping::{self, Circumstances, Mapped, Target};
use crate::push::PushFormat;
use crate::{judge, mqtt, power, push};

/// The data of a segment of HJ 212, mapped to readings of an outlet.
pub fn hj212_data(segment: &[u8], now: Timestamp) {
    let outlet = "OUT-1".parse().unwrap();
    let channels = channels();
    let target = Target { source: Source::Outlet(outlet), channels: &channels, medium: None };
    let message = Message::parse(segment);
    let mapped = mapping::map(&message, &target, circumstances(now, &TimeRules::default()));
    check(&mapped);
}

/// The payload of a power meter.
pub fn power_payload(payload: &[u8], now: Timestamp) {
    if let Ok(mapped) = power::map(payload, &meter(), circumstances(now, &TimeRules::default())) {
        check(&mapped);
    }
}

/// The body of a push.
pub fn push_body(format: PushFormat, body: &[u8], now: Timestamp) {
    let Ok(items) = push::read_body(format, body) else { return };
    assert!(items.len() <= push::MAX_PUSHED + 1, "a body is read no further than it may be long");
    for item in items.iter().flatten() {
        if let Ok(reading) = judge::reading(item, &Register::default(), now, &TimeRules::default()) {
            assert!(reading.values.value.is_none_or(f64::is_finite), "a stored figure is finite");
        }
    }
}

/// The packets of an MQTT connection.
pub fn mqtt_packets(bytes: &[u8]) {
    let mut buffer = BytesMut::from(bytes);
    let mut left = buffer.len();
    while mqtt::read_packet(&mut buffer, 1 << 16).is_ok() {
        assert!(buffer.len() < left, "every packet takes bytes");
        left = buffer.len();
    }
}

fn check(mapped: &Mapped) {
    for reading in &mapped.readings {
        let values = &reading.values;
        for figure in [values.value, values.min, values.max, values.total].into_iter().flatten() {
            assert!(figure.is_finite(), "a stored figure is finite");
        }
    }
}

fn circumstances<'r>(received_at: Timestamp, rules: &'r TimeRules) -> Circumstances<'r> {
    Circumstances { received_at, rules, shared_mn: false }
}

fn channels() -> Vec<Channel> {
    let (milligram, microgram) = (Unit::MilligramPerCubicMetre, Unit::MicrogramPerCubicMetre);
    [("a34013", milligram), ("a34001", microgram), ("w01018", Unit::MilligramPerLitre)]
        .map(|(factor, sent_unit)| Channel {
            factor: factor.parse().unwrap(),
            sent_unit,
            unit: milligram,
            range: None,
        })
        .into()
}

fn meter() -> PowerMeter {
    PowerMeter {
        id: "M-1".parse().unwrap(),
        enterprise: CreditCode::from_body("91430105MA4L00001").unwrap(),
        target: MeterTarget::Line("L-1".parse().unwrap()),
        rated_kw: None,
    }
}
