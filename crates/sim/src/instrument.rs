//! What an instrument makes of the truth: noise, drift, analysis cycles, calibrations, maintenance, faults.

use model::Mark;

use crate::catalogue::STORY_FAULT;
use crate::city::{City, LoggerModel, Watched};
use crate::emission;
use crate::story;
use crate::trade::{ChannelSpec, OutletKind};
use crate::weather::{Weather, local_s};

/// One sample as the logger takes it, in the channel's unit, before rounding.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sample {
    /// The value.
    pub(crate) value: f64,
    /// The converted value, where the outlet's pollutants are converted.
    pub(crate) converted: Option<f64>,
    /// The mark.
    pub(crate) mark: Mark,
}

/// Sample of the channel with this index at `time_s`.
pub(crate) fn sample(city: &City, logger: &LoggerModel, channel: usize, time_s: i64) -> Sample {
    match &logger.watched {
        Watched::Outlet { plant, kind, .. } => outlet_sample(city, logger, *plant, kind, channel, time_s),
        Watched::Station(station) => station_sample(city, logger, *station, channel, time_s),
    }
}

fn station_sample(city: &City, logger: &LoggerModel, station: usize, channel: usize, time_s: i64) -> Sample {
    let (weather, station) = (Weather::new(city.seed), &city.stations[station]);
    let factor = logger.sent[channel].factor;
    let noise = station.key.child("instrument").child(factor).bell(time_s);
    let share = if station.micro { 0.05 } else { 0.02 };
    let value = match factor {
        "a01001" => weather.temperature(time_s) + 0.1 * noise,
        "a01002" => weather.humidity(time_s) + 0.4 * noise,
        "a01006" => weather.pressure(time_s) + 0.01 * noise,
        "a01007" => (weather.wind_speed(time_s) + 0.15 * noise).max(0.0),
        "a01008" => (weather.wind_direction(time_s) + 6.0 * noise).rem_euclid(360.0),
        _ => weather.ambient(factor, station.key, time_s).unwrap_or(0.0) * (1.0 + share * noise),
    };
    // Gas analysers of national stations are checked against zero gas at a quarter to one at night.
    let minute = local_s(time_s).rem_euclid(86_400) / 60;
    let gas = matches!(factor, "a21026" | "a21004" | "a21005" | "a05024");
    if !station.micro && gas && (45..65).contains(&minute) {
        return Sample { value: (0.4 + 0.1 * noise).max(0.0), converted: None, mark: Mark::Calibration };
    }
    Sample { value, converted: None, mark: Mark::Normal }
}

fn outlet_sample(
    city: &City,
    logger: &LoggerModel,
    plant: usize,
    kind: &OutletKind,
    channel: usize,
    time_s: i64,
) -> Sample {
    let plant = &city.plants[plant];
    let spec = &kind.channels[channel];
    let mark = mark(city, logger, plant.of_the_story, spec, time_s);
    let analysed_s = analysed_at(logger, plant.of_the_story, spec, time_s);
    let healthy = |spec: &ChannelSpec| {
        let truth = emission::true_value(plant, kind, spec, analysed_s);
        measured(logger, spec, truth, analysed_s)
    };
    if plant.number == STORY_FAULT
        && spec.factor == "a24088"
        && let Some(sample) = broken(logger, spec, healthy(spec), time_s - city.start.as_second())
    {
        return sample;
    }
    let value = match &mark {
        Mark::Calibration => calibration_value(logger, spec, time_s),
        Mark::Maintenance => spec.level * logger.key.child("maintenance").between(time_s, 0.0, 1.6),
        Mark::Fault => 0.0,
        _ => healthy(spec),
    };
    let mark = match mark {
        Mark::Normal if emission::stands_still(plant, kind, time_s) => Mark::Stopped,
        other => other,
    };
    let oxygen = kind.channels.iter().find(|channel| channel.factor == "a19001");
    let converted = match (kind.reference_oxygen, oxygen) {
        (Some(reference), Some(oxygen)) if spec.limit.is_some() => {
            Some(emission::converted(value, reference, healthy(oxygen)))
        }
        _ => None,
    };
    Sample { value, converted, mark }
}

/// When the shown value was analysed: water analysers work in cycles and show the last result meanwhile.
fn analysed_at(logger: &LoggerModel, of_the_story: bool, spec: &ChannelSpec, time_s: i64) -> i64 {
    let cycle_s = match spec.factor {
        // An ion-selective electrode; the story's outfall has one.
        "w21003" if of_the_story => 60,
        "w00000" | "w01001" => 1,
        factor if factor.starts_with('w') => 600,
        _ => 1,
    };
    let phase_s = logger.key.child("cycle").between(0, 0.0, f64::from(cycle_s as i32)) as i64;
    (time_s - phase_s).div_euclid(cycle_s) * cycle_s + phase_s
}

/// The truth with noise of 1 % and a drift that grows over the day to at most 1.5 % of the usual level.
fn measured(logger: &LoggerModel, spec: &ChannelSpec, truth: f64, time_s: i64) -> f64 {
    let stream = logger.key.child("instrument").child(spec.factor);
    let since_calibration_s = local_s(time_s) - calibration_minute(logger) * 60;
    let (day, part) =
        (since_calibration_s.div_euclid(86_400), since_calibration_s.rem_euclid(86_400) as f64 / 86_400.0);
    let noise = if spec.factor == "w01001" { 0.003 } else { 0.01 };
    let drift = if spec.factor == "w01001" { 0.001 } else { 0.005 };
    (truth * (1.0 + noise * stream.bell(time_s))
        + spec.level * drift * part * stream.child("drift").bell(day))
    .max(0.0)
}

/// Minute of the local day at which the daily calibration begins.
fn calibration_minute(logger: &LoggerModel) -> i64 {
    logger.key.child("calibration").between(0, 10.0, 1400.0) as i64
}

/// Daily calibration (mark C): ten minutes of zero gas, then twelve of span gas, which lies above the limit.
fn calibration_value(logger: &LoggerModel, spec: &ChannelSpec, time_s: i64) -> f64 {
    let noise = logger.key.child("gas").child(spec.factor).bell(time_s);
    let span = spec.limit.as_ref().map_or(spec.level * 2.0, |limit| limit.upper * 1.6);
    let minute = local_s(time_s).rem_euclid(86_400) / 60 - calibration_minute(logger);
    if minute < 10 { (0.02 + 0.005 * noise) * span } else { span * (1.0 + 0.004 * noise) }
}

/// The mark an honest logger sets, apart from [`Mark::Stopped`].
fn mark(city: &City, logger: &LoggerModel, of_the_story: bool, spec: &ChannelSpec, time_s: i64) -> Mark {
    let since_start_s = time_s - city.start.as_second();
    let story_time = of_the_story && (-3600..8 * 3600).contains(&since_start_s);
    let pollutant = spec.limit.is_some() && spec.factor != "w01001";
    if story_time || !pollutant {
        return Mark::Normal;
    }
    let fate = logger.key.child("fate").uniform(0);
    // One logger in twenty has a broken and duly marked instrument, one in twelve is serviced.
    let broken_from_s = (logger.key.child("fate").between(1, -9.0, 1.0) * 3600.0) as i64;
    if fate < 0.05 && (broken_from_s..broken_from_s + 6 * 3600).contains(&since_start_s) {
        return Mark::Fault;
    }
    let service_from_s = (logger.key.child("fate").between(2, 0.2, 3.5) * 3600.0) as i64;
    if (0.05..0.13).contains(&fate) && (service_from_s..service_from_s + 2400).contains(&since_start_s) {
        return Mark::Maintenance;
    }
    let minute = local_s(time_s).rem_euclid(86_400) / 60 - calibration_minute(logger);
    if (0..22).contains(&minute) { Mark::Calibration } else { Mark::Normal }
}

/// The story's broken analyser, if it is broken `seconds` after the start: spikes with mark N, then one
/// frozen figure above the limit with mark N, then mark D, then repair.
fn broken(logger: &LoggerModel, spec: &ChannelSpec, healthy: f64, seconds: i64) -> Option<Sample> {
    let limit = spec.limit.as_ref()?.upper;
    let stream = logger.key.child("broken");
    let sample = |value, mark| Some(Sample { value, converted: None, mark });
    if story::FAULT_SPIKES.contains(seconds) {
        // About every fourth minute shows a spike of up to six times the limit.
        let minute = seconds.div_euclid(60);
        let spike = minute % 4 == 1 || stream.uniform(minute) < 0.08;
        let value = if spike { limit * stream.between(minute + 10_000, 1.8, 6.0) } else { healthy };
        return sample(value, Mark::Normal);
    }
    if story::FAULT_FROZEN.contains(seconds) {
        return sample(limit * 2.37, Mark::Normal);
    }
    if story::FAULT_MARKED.contains(seconds) {
        return sample(limit * stream.between(seconds, 0.0, 6.0), Mark::Fault);
    }
    if story::FAULT_REPAIR.contains(seconds) {
        return sample(limit * stream.between(seconds, 0.0, 1.5), Mark::Maintenance);
    }
    None
}
