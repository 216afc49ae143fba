//! From how an outlet releases into the air to the height at which its plume begins.

use model::Release;
use serde::{Deserialize, Serialize};

/// The air around is taken to be so warm, K: the register has no weather.
pub(super) const AMBIENT_K: f64 = 293.15;
/// Of 0 ℃, K.
const ZERO_CELSIUS_K: f64 = 273.15;
/// m/s².
const GRAVITY: f64 = 9.81;
/// Slower winds than this would lift a plume without end, m/s.
const LEAST_WIND_M_S: f64 = 1.0;

/// How high a plume begins.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReleaseSeen {
    /// The height of the mouth as the register has it, m.
    pub stack_m: f64,
    /// How far above the mouth the plume is carried, m, where the register has diameter, temperature and speed.
    pub rise_m: Option<f64>,
}

impl ReleaseSeen {
    /// What the register has of an outlet, in a wind of `wind_m_s`; none without a height.
    pub(super) fn of(release: &Release, wind_m_s: f64) -> Option<Self> {
        Some(Self { stack_m: release.height_m?, rise_m: rise_m(release, wind_m_s) })
    }

    /// Where the plume's middle begins, m.
    pub fn height_m(&self) -> f64 {
        self.stack_m + self.rise_m.unwrap_or(0.0)
    }
}

/// The final rise of a plume in neutral air by Briggs, by buoyancy or by momentum, whichever is more (User's Guide for the
/// Industrial Source Complex Dispersion Models, EPA-454/B-95-003b, equations 1-8 to 1-12).
fn rise_m(release: &Release, wind_m_s: f64) -> Option<f64> {
    let (diameter_m, speed_m_s) = (release.diameter_m?, release.exhaust_m_s?);
    let exhaust_k = release.exhaust_celsius? + ZERO_CELSIUS_K;
    let wind_m_s = wind_m_s.max(LEAST_WIND_M_S);
    let warmer_k = (exhaust_k - AMBIENT_K).max(0.0);
    let buoyancy = GRAVITY * speed_m_s * diameter_m.powi(2) * warmer_k / (4.0 * exhaust_k);
    let by_buoyancy_m = match buoyancy < 55.0 {
        true => 21.425 * buoyancy.powf(0.75) / wind_m_s,
        false => 38.71 * buoyancy.powf(0.6) / wind_m_s,
    };
    let by_momentum_m = 3.0 * diameter_m * speed_m_s / wind_m_s;
    // No plume model near the ground is meant for more.
    Some(by_buoyancy_m.max(by_momentum_m).min(500.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chimney() -> Release {
        Release {
            height_m: Some(60.0),
            diameter_m: Some(2.0),
            exhaust_celsius: Some(130.0),
            exhaust_m_s: Some(15.0),
            ..Release::default()
        }
    }

    #[test]
    fn a_warm_plume_rises_less_in_a_stronger_wind() {
        let at = |wind_m_s| ReleaseSeen::of(&chimney(), wind_m_s).unwrap();
        // 9.81 · 15 · 4 · 110 / (4 · 403.15) = 40.2 m⁴/s³; 21.425 · 40.2^0.75 / 4 = 85.5 m.
        assert!((at(4.0).rise_m.unwrap() - 85.5).abs() < 0.5, "{:?}", at(4.0));
        assert!(at(8.0).height_m() < at(4.0).height_m());
        assert!(at(0.0).height_m().is_finite());
    }

    #[test]
    fn a_cold_jet_rises_by_its_momentum() {
        let cold = Release { exhaust_celsius: Some(15.0), ..chimney() };
        assert_eq!(ReleaseSeen::of(&cold, 5.0).unwrap().rise_m, Some(18.0));
    }

    #[test]
    fn what_is_not_known_is_not_made_up() {
        let mouth = Release { exhaust_m_s: None, ..chimney() };
        assert_eq!(ReleaseSeen::of(&mouth, 4.0), Some(ReleaseSeen { stack_m: 60.0, rise_m: None }));
        assert_eq!(ReleaseSeen::of(&Release { height_m: None, ..chimney() }, 4.0), None);
    }
}
