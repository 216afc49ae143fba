//! How a logger sends a channel: unit, code, digits, interval, deviations from the standard.

use model::Unit;

use super::super::{Deviation, SentFactor};
use crate::random::Stream;
use crate::trade::ChannelSpec;

/// The password of the standard's examples, which nobody changes.
pub(super) const PASSWORD: &str = "123456";

/// Real-time interval, s: most loggers send once a minute, some twice. Not those without a line end, for
/// whose frames the host must wait a while before it can answer.
pub(super) fn interval_s(key: Stream, deviation: Deviation) -> u32 {
    let hurried = key.child("interval").uniform(0) < 0.25 && deviation != Deviation::MissingLineEnd;
    if hurried { 30 } else { 60 }
}

/// About one logger in six deviates.
pub(super) fn deviation(key: Stream) -> Deviation {
    match key.child("deviation").uniform(0) {
        u if u < 0.07 => Deviation::LowerCaseCrc,
        u if u < 0.10 => Deviation::MissingLineEnd,
        u if u < 0.13 => Deviation::LineFeedOnly,
        u if u < 0.16 => Deviation::ShortCrc,
        _ => Deviation::None,
    }
}

/// About one clock in twelve is off, by up to 50 s.
pub(super) fn skew_s(key: Stream) -> i64 {
    let stream = key.child("skew");
    if stream.uniform(0) < 0.08 { stream.between(1, -50.0, 50.0) as i64 } else { 0 }
}

/// The unit on the wire. Some loggers send metals in µg/L and flow by the hour.
pub(super) fn sent_unit(channel: &ChannelSpec, key: Stream) -> Unit {
    let odd = key.child("sent unit").child(channel.factor).uniform(0);
    match (channel.factor, channel.unit) {
        ("w20122" | "w20121", Unit::MilligramPerLitre) if odd < 0.25 => Unit::MicrogramPerLitre,
        ("w00000", Unit::LitrePerSecond) if odd < 0.15 => Unit::CubicMetrePerHour,
        ("a00000", Unit::CubicMetrePerSecond) if odd < 0.15 => Unit::CubicMetrePerHour,
        (_, unit) => unit,
    }
}

pub(super) fn sent_factor(channel: &ChannelSpec, key: Stream, old_protocol: bool) -> SentFactor {
    let unit = sent_unit(channel, key);
    SentFactor {
        factor: channel.factor,
        sent_as: if old_protocol { code_2005(channel.factor) } else { channel.factor },
        scale: channel.unit.convert(1.0, unit).unwrap_or(1.0),
        digits: digits(channel.level * channel.unit.convert(1.0, unit).unwrap_or(1.0)),
    }
}

/// Three significant digits at the usual level.
pub(super) fn digits(level: f64) -> usize {
    match level {
        l if l < 1.0 => 3,
        l if l < 100.0 => 2,
        _ => 1,
    }
}

/// The code of HJ/T 212-2005 (annex B of HJ 212-2017 lists both); the code itself where there is none.
fn code_2005(factor: &'static str) -> &'static str {
    match factor {
        "w01018" => "011",
        "w21003" => "060",
        "w21001" => "065",
        "w21011" => "101",
        "w01001" => "001",
        "w20121" => "028",
        "w20122" => "029",
        "w00000" => "B01",
        other => other,
    }
}
