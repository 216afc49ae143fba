//! A site whose truth is a straight plume with spreads of its own (Pasquill and Smith's power laws): not the model that
//! is tested.

use model::Timestamp;
use trace::{Candidate, Input, Instrument, Observation, Position, Wind};

pub(crate) const STEP_S: i64 = 120;

pub(crate) fn place(east_m: f64, north_m: f64) -> Position {
    Position { east_m, north_m }
}

pub(crate) fn at(step: i64) -> Timestamp {
    Timestamp::from_second(1_600_000_000 + step * STEP_S).unwrap()
}

/// Noise that is the same every time, about −1 to 1.
pub(crate) fn noise(seed: u64) -> f64 {
    let mut z = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 52) as f64 - 1.0
}

/// Eight stations around a square of 600 m with nine candidates, five hours of wind that turns slowly.
pub(crate) fn site(sources: &[(usize, f64)]) -> Input {
    let ring = [(0.0, 0.0), (300.0, -20.0), (600.0, 0.0), (620.0, 300.0), (600.0, 600.0), (300.0, 620.0)];
    let stations: Vec<Position> =
        ring.iter().chain(&[(0.0, 600.0), (-20.0, 300.0)]).map(|p| place(p.0, p.1)).collect();
    let candidates: Vec<Candidate> = (0..9)
        .map(|number| Candidate {
            id: format!("C{number}"),
            position: place(150.0 + 150.0 * f64::from(number % 3), 150.0 + 150.0 * f64::from(number / 3)),
            height_m: Some(8.0),
            profile: None,
            activity: None,
        })
        .collect();
    let wind: Vec<Wind> =
        (0..150).map(|step| wind(step, 360.0 * step as f64 / 150.0 + 8.0 * noise(step as u64))).collect();
    let mut observations = Vec::new();
    for (step, wind) in wind.iter().enumerate() {
        for (instrument, position) in stations.iter().enumerate() {
            let plume: f64 = sources
                .iter()
                .map(|(source, rate)| rate * plume(candidates[*source].position, 8.0, *position, wind))
                .sum();
            let value = 1_300.0 + plume + 12.0 * noise((step * 8 + instrument + 1_000) as u64);
            observations.push(observation(instrument, step as i64, *position, value));
        }
    }
    let instrument = |number: usize| Instrument {
        id: format!("S{number}"),
        factor: "methane".to_owned(),
        noise_ug_m3: None,
        detection_limit_ug_m3: None,
    };
    Input { instruments: (0..8).map(instrument).collect(), observations, wind, candidates, terrain: None }
}

pub(crate) fn observation(instrument: usize, step: i64, position: Position, value_ug_m3: f64) -> Observation {
    Observation { instrument, at: at(step), averaging_s: STEP_S as f64, position, height_m: 3.0, value_ug_m3 }
}

pub(crate) fn wind(step: i64, from_deg: f64) -> Wind {
    Wind {
        at: at(step),
        averaging_s: STEP_S as f64,
        position: None,
        height_m: 10.0,
        from_deg: Some(from_deg.rem_euclid(360.0)),
        speed_m_s: 3.0 + 0.5 * noise(step as u64 + 77),
        sigma_theta_deg: None,
        sigma_phi_deg: None,
    }
}

/// µg/m³ of 1 g/s.
fn plume(source: Position, source_m: f64, sensor: Position, wind: &Wind) -> f64 {
    let towards = wind.from_deg.unwrap().to_radians();
    let (east, north) = (sensor.east_m - source.east_m, sensor.north_m - source.north_m);
    let along = -east * towards.sin() - north * towards.cos();
    let across = -east * towards.cos() + north * towards.sin();
    if along <= 1.0 {
        return 0.0;
    }
    let (wide, high) = (0.14 * along.powf(0.92), 0.09 * along.powf(0.88));
    let upwards = |z: f64| (-0.5 * (z / high).powi(2)).exp();
    1e6 / (2.0 * std::f64::consts::PI * wind.speed_m_s * wide * high)
        * (-0.5 * (across / wide).powi(2)).exp()
        * (upwards(3.0 - source_m) + upwards(3.0 + source_m))
}
