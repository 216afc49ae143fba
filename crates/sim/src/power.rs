//! What the meters see.

use crate::city::{Circuit, City, MeterModel};
use crate::production::State;
use crate::random::{Stream, ease};

/// One power reading.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PowerSample {
    /// Active power, kW.
    pub(crate) power_kw: f64,
    /// Phase voltages, V.
    pub(crate) voltage_v: [f64; 3],
    /// Phase currents, A.
    pub(crate) current_a: [f64; 3],
}

fn rounded(value: f64, per_unit: f64) -> f64 {
    (value * per_unit).round() / per_unit
}

/// What `meter` reads at `time_s`.
pub(crate) fn sample(city: &City, meter: &MeterModel, time_s: i64) -> PowerSample {
    let power_kw = rounded(power(city, meter, time_s), 100.0);
    let phase = |phase: i64| {
        let stream = meter.key.child("voltage").at(phase);
        rounded(230.0 + 2.2 * stream.smooth(time_s as f64, 1800.0) + 0.3 * stream.bell(time_s), 10.0)
    };
    let voltage_v = [phase(0), phase(1), phase(2)];
    // Three phases at a power factor of 0.86, not quite balanced.
    let current = |index: usize| {
        let balance = meter.key.child("balance").between(index as i64, 0.97, 1.03);
        rounded(power_kw * 1000.0 / 3.0 / voltage_v[index] / 0.86 * balance, 10.0)
    };
    PowerSample { power_kw, voltage_v, current_a: [current(0), current(1), current(2)] }
}

/// Active power, kW: a few watts when off, a tenth to a sixth of the rated power on standby, and when
/// running a load that starts with a surge, ramps up, wanders and flickers.
fn power(city: &City, meter: &MeterModel, time_s: i64) -> f64 {
    let plant = &city.plants[meter.plant];
    let (state, standby_share, load) = match meter.circuit {
        Circuit::Line(line) => {
            (plant.line_state(line, time_s), meter.key.child("standby").between(0, 0.09, 0.16), 0.70)
        }
        Circuit::Unit(_) => (plant.unit_state(time_s), 0.0, 0.78),
    };
    let flicker = |share: f64| 1.0 + share * meter.key.child("flicker").bell(time_s.div_euclid(20));
    let off = meter.rated_kw * meter.key.child("off").between(0, 0.001, 0.004);
    match state {
        State::Off => off * flicker(0.05),
        State::Standby => (off + meter.rated_kw * standby_share) * flicker(0.02),
        State::Running { since_s } => {
            let full = meter.rated_kw * running_load(meter.key, load, time_s);
            let surge = if since_s < 40 { 0.12 * meter.rated_kw } else { 0.0 };
            let ramp_s = meter.key.child("ramp").between(0, 60.0, 200.0);
            let up = 0.45 + 0.55 * ease(since_s as f64 / ramp_s);
            (full * up + surge) * flicker(0.012)
        }
    }
}

fn running_load(key: Stream, load: f64, time_s: i64) -> f64 {
    let own = key.child("load").between(0, 0.9, 1.08);
    let slow = 0.025 * key.child("slow").smooth(time_s as f64, 3600.0);
    let cycle = 0.015 * key.child("cycle").smooth(time_s as f64, 240.0);
    load * own * (1.0 + slow + cycle)
}

/// An energy counter: it adds up its meter's power minute by minute from a fixed beginning, so it reads the
/// same at the same time however often it is asked.
#[derive(Debug)]
pub(crate) struct EnergyCounter {
    next_minute: i64,
    energy_kwh: f64,
}

impl EnergyCounter {
    /// The counter of `meter`, which begins at `from_s`.
    pub(crate) fn new(meter: &MeterModel, from_s: i64) -> Self {
        let energy_kwh = meter.key.child("energy").between(0, 1e4, 5e5).floor();
        Self { next_minute: from_s.div_euclid(60), energy_kwh }
    }

    /// The counter at `time_s`, kWh to two decimals. Going back in time is not possible: the counter then
    /// stays where it is.
    pub(crate) fn advance(&mut self, city: &City, meter: &MeterModel, time_s: i64) -> f64 {
        while self.next_minute * 60 < time_s {
            self.energy_kwh += power(city, meter, self.next_minute * 60) / 60.0;
            self.next_minute += 1;
        }
        rounded(self.energy_kwh, 100.0)
    }
}
