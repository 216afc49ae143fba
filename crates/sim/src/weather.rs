//! The weather of hot late-August days: clear mornings, light southerly wind, ozone in the afternoon.
//!
//! Every figure is a pure function of the city's seed, a place's own stream and the time (seconds since
//! 1970, UTC).

use crate::random::{Stream, ease, hump};

/// Seconds of China's wall clock since 1970-01-01 00:00 on that clock.
pub(crate) fn local_s(time_s: i64) -> i64 {
    time_s + 8 * 3600
}

/// Hour of the day on China's wall clock, 0 to 24.
fn hour(time_s: i64) -> f64 {
    local_s(time_s).rem_euclid(86_400) as f64 / 3600.0
}

/// How warm it is within the day: 0 at 06:00, 1 at 15:00.
fn warmth(time_s: i64) -> f64 {
    let since_six = (hour(time_s) + 18.0) % 24.0;
    if since_six < 9.0 { ease(since_six / 9.0) } else { 1.0 - ease((since_six - 9.0) / 15.0) }
}

/// What the air is like, for one place or for the whole city.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weather {
    city: Stream,
}

impl Weather {
    pub(crate) fn new(seed: u64) -> Self {
        Self { city: Stream::new(seed).child("weather") }
    }

    /// Air temperature, ℃.
    pub(crate) fn temperature(self, time_s: i64) -> f64 {
        25.4 + 9.4 * warmth(time_s) + 0.4 * self.city.child("temperature").smooth(time_s as f64, 5400.0)
    }

    /// Relative humidity, %.
    pub(crate) fn humidity(self, time_s: i64) -> f64 {
        let value =
            86.0 - 36.0 * warmth(time_s) + 2.0 * self.city.child("humidity").smooth(time_s as f64, 5400.0);
        value.clamp(20.0, 99.0)
    }

    /// Air pressure, kPa.
    pub(crate) fn pressure(self, time_s: i64) -> f64 {
        let tide = 0.12 * (hump((hour(time_s) - 5.0) / 9.0) - hump((hour(time_s) - 13.0) / 8.0));
        100.15 + tide + 0.05 * self.city.child("pressure").smooth(time_s as f64, 20_000.0)
    }

    /// Wind speed, m/s.
    pub(crate) fn wind_speed(self, time_s: i64) -> f64 {
        let gust = 0.35 * self.city.child("wind").smooth(time_s as f64, 1200.0);
        (1.2 + 1.7 * warmth(time_s) + gust).max(0.2)
    }

    /// Where the wind comes from, degrees from north.
    pub(crate) fn wind_direction(self, time_s: i64) -> f64 {
        let turn = 22.0 * self.city.child("direction").smooth(time_s as f64, 7200.0);
        (162.0 + 28.0 * warmth(time_s) + turn).rem_euclid(360.0)
    }

    /// Ambient concentration of a factor (µg/m³; CO in mg/m³) at a place of its own stream, or `None` for
    /// a factor that is not of ambient air.
    pub(crate) fn ambient(self, factor: &str, place: Stream, time_s: i64) -> Option<f64> {
        let rush = hump((hour(time_s) - 6.0) / 4.5) + 0.9 * hump((hour(time_s) - 17.0) / 5.0);
        let sun = hump((hour(time_s) - 7.5) / 14.0);
        let (background, local) = match factor {
            "a34004" => (21.0 + 8.0 * rush, 3.0),
            "a34002" => (39.0 + 15.0 * rush, 5.0),
            "a21026" => (5.5 + 2.0 * sun, 0.8),
            "a21004" => (17.0 + 19.0 * rush - 5.0 * sun, 3.0),
            "a21005" => (0.55 + 0.25 * rush, 0.06),
            "a05024" => (38.0 + 122.0 * sun - 10.0 * rush, 7.0),
            _ => return None,
        };
        let stream = place.child(factor);
        let share = stream.between(0, 0.88, 1.14);
        let regional = 1.0 + 0.06 * self.city.child(factor).smooth(time_s as f64, 10_800.0);
        Some((background * share * regional + local * stream.smooth(time_s as f64, 2400.0)).max(0.1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2020-08-30 at an hour of China's clock.
    fn at(hour: i64) -> i64 {
        1_598_716_800 + hour * 3600
    }

    #[test]
    fn the_day_is_a_hot_one() {
        let weather = Weather::new(1);
        assert!((23.0..28.0).contains(&weather.temperature(at(6))));
        assert!((33.0..37.0).contains(&weather.temperature(at(15))));
        let place = Stream::new(1).child("place");
        let ozone = |hour| weather.ambient("a05024", place, at(hour)).unwrap();
        assert!(ozone(14) > 2.0 * ozone(7), "{} {}", ozone(14), ozone(7));
        assert_eq!(weather.ambient("w01018", place, at(8)), None);
    }
}
