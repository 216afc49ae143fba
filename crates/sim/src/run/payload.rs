//! What meters send: JSON over MQTT.

use model::{Timestamp, china};
use serde_json::{Value, json};

use crate::city::{City, MeterModel};
use crate::power::{self, EnergyCounter};

/// The topic of a meter.
pub(super) fn topic(meter: &MeterModel) -> String {
    format!("jingwei/power/{}", meter.id)
}

fn time_text(time_s: i64) -> String {
    china::rfc3339(Timestamp::from_second(time_s).unwrap_or(Timestamp::MAX))
}

/// One reading with everything the meter knows.
pub(super) fn reading(city: &City, meter: &MeterModel, counter: &mut EnergyCounter, time_s: i64) -> String {
    let sample = power::sample(city, meter, time_s);
    json!({
        "time": time_text(time_s),
        "power_kw": sample.power_kw,
        "energy_kwh": counter.advance(city, meter, time_s),
        "voltage_v": sample.voltage_v,
        "current_a": sample.current_a,
    })
    .to_string()
}

/// A back-filled span as an array: power and energy every `step_s`.
pub(super) fn history(
    city: &City,
    meter: &MeterModel,
    counter: &mut EnergyCounter,
    times_s: impl Iterator<Item = i64>,
) -> String {
    let reading = |time_s| {
        json!({
            "time": time_text(time_s),
            "power_kw": power::sample(city, meter, time_s).power_kw,
            "energy_kwh": counter.advance(city, meter, time_s),
        })
    };
    Value::Array(times_s.map(reading).collect()).to_string()
}
