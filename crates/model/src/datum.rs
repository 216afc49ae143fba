use serde::{Deserialize, Serialize};

use crate::Place;

/// The datum of a pair of degrees. Maps made in China shift places by some hundred metres; a place is never taken for
/// WGS-84 unless somebody says that it is.
///
/// The shift of GCJ-02 is secret; what stands here is the reconstruction that all open converters share (metres apart
/// from the official one at most), on the ellipsoid of Krasovsky 1940. BD-09 is Baidu's own shift on top of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Datum {
    /// WGS-84, what satellites give; CGCS2000 is the same within a metre.
    Wgs84,
    /// GCJ-02, of Gaode, Tencent and all printed web maps.
    Gcj02,
    /// BD-09, of Baidu.
    Bd09,
}

/// Krasovsky 1940: half of the long axis, m, and the first eccentricity's square.
const AXIS_M: f64 = 6_378_245.0;
const ECCENTRICITY_SQUARE: f64 = 0.006_693_421_622_965_943;
/// Baidu's angle, degrees times 3000.
const BAIDU: f64 = std::f64::consts::PI * 3_000.0 / 180.0;

impl Datum {
    /// The place in WGS-84; `None` where the degrees are not on the globe.
    pub fn to_wgs84(self, longitude: f64, latitude: f64) -> Option<Place> {
        Place::new(longitude, latitude)?;
        let (longitude, latitude) = match self {
            Datum::Wgs84 => (longitude, latitude),
            Datum::Gcj02 => unshifted(longitude, latitude),
            Datum::Bd09 => {
                let (longitude, latitude) = from_baidu(longitude, latitude);
                unshifted(longitude, latitude)
            }
        };
        Place::new(longitude, latitude)
    }

    /// Longitude and latitude of `place` in this datum, degrees.
    pub fn from_wgs84(self, place: Place) -> (f64, f64) {
        let shift = |place: Place| shifted(place.longitude, place.latitude);
        match self {
            Datum::Wgs84 => (place.longitude, place.latitude),
            Datum::Gcj02 => shift(place),
            Datum::Bd09 => {
                let (longitude, latitude) = shift(place);
                to_baidu(longitude, latitude)
            }
        }
    }
}

/// Outside of this rectangle nothing is shifted.
fn is_shifted(longitude: f64, latitude: f64) -> bool {
    (73.66..=135.05).contains(&longitude) && (3.86..=53.55).contains(&latitude)
}

fn shifted(longitude: f64, latitude: f64) -> (f64, f64) {
    if !is_shifted(longitude, latitude) {
        return (longitude, latitude);
    }
    let (x, y) = (longitude - 105.0, latitude - 35.0);
    let sine = |part: f64| (part * std::f64::consts::PI).sin();
    let common = (20.0 * sine(6.0 * x) + 20.0 * sine(2.0 * x)) * 2.0 / 3.0;
    let north_m = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + common
        + (20.0 * sine(y) + 40.0 * sine(y / 3.0)) * 2.0 / 3.0
        + (160.0 * sine(y / 12.0) + 320.0 * sine(y / 30.0)) * 2.0 / 3.0;
    let east_m = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + common
        + (20.0 * sine(x) + 40.0 * sine(x / 3.0)) * 2.0 / 3.0
        + (150.0 * sine(x / 12.0) + 300.0 * sine(x / 30.0)) * 2.0 / 3.0;
    let radians = latitude.to_radians();
    let square = 1.0 - ECCENTRICITY_SQUARE * radians.sin().powi(2);
    let along_meridian_m = AXIS_M * (1.0 - ECCENTRICITY_SQUARE) / (square * square.sqrt());
    let along_parallel_m = AXIS_M / square.sqrt() * radians.cos();
    (
        longitude + (east_m / along_parallel_m).to_degrees(),
        latitude + (north_m / along_meridian_m).to_degrees(),
    )
}

/// The shift undone: by turns, since it changes slowly with place.
fn unshifted(longitude: f64, latitude: f64) -> (f64, f64) {
    let mut found = (longitude, latitude);
    for _ in 0..6 {
        let there = shifted(found.0, found.1);
        found = (found.0 + longitude - there.0, found.1 + latitude - there.1);
    }
    found
}

fn to_baidu(longitude: f64, latitude: f64) -> (f64, f64) {
    let distance = longitude.hypot(latitude) + 0.000_02 * (latitude * BAIDU).sin();
    let angle = latitude.atan2(longitude) + 0.000_003 * (longitude * BAIDU).cos();
    (distance * angle.cos() + 0.006_5, distance * angle.sin() + 0.006)
}

fn from_baidu(longitude: f64, latitude: f64) -> (f64, f64) {
    let (x, y) = (longitude - 0.006_5, latitude - 0.006);
    let distance = x.hypot(y) - 0.000_02 * (y * BAIDU).sin();
    let angle = y.atan2(x) - 0.000_003 * (x * BAIDU).cos();
    (distance * angle.cos(), distance * angle.sin())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(got: (f64, f64), wanted: (f64, f64), degrees: f64) {
        assert!(
            (got.0 - wanted.0).abs() < degrees && (got.1 - wanted.1).abs() < degrees,
            "{got:?} {wanted:?}"
        );
    }

    #[test]
    fn the_shift_is_what_other_converters_make_it() {
        let place = Place::new(116.404, 39.915).unwrap();
        near(Datum::Gcj02.from_wgs84(place), (116.410_244_499_169_38, 39.916_404_281_501_64), 1e-7);
        near(to_baidu(116.404, 39.915), (116.410_369_493_710_29, 39.921_336_993_510_22), 1e-7);
        near(from_baidu(116.404, 39.915), (116.397_627_291_193_15, 39.908_656_739_576_31), 1e-7);
    }

    #[test]
    fn there_and_back_is_the_same_place_within_a_centimetre() {
        for (longitude, latitude) in
            [(112.95, 28.2), (121.5, 31.2), (75.9, 39.4), (126.6, 45.7), (2.35, 48.85)]
        {
            let place = Place::new(longitude, latitude).unwrap();
            for datum in [Datum::Wgs84, Datum::Gcj02, Datum::Bd09] {
                let (there_longitude, there_latitude) = datum.from_wgs84(place);
                let back = datum.to_wgs84(there_longitude, there_latitude).unwrap();
                // Baidu's own shift is undone to a metre.
                let apart_m = if datum == Datum::Bd09 { 1.0 } else { 0.01 };
                assert!(back.distance_m(place) < apart_m, "{datum:?}: {} m", back.distance_m(place));
            }
        }
    }

    #[test]
    fn taking_one_datum_for_another_is_hundreds_of_metres_wrong() {
        let place = Place::new(112.95, 28.2).unwrap();
        let (longitude, latitude) = Datum::Gcj02.from_wgs84(place);
        let mistaken = Place::new(longitude, latitude).unwrap();
        assert!((300.0..900.0).contains(&mistaken.distance_m(place)));
        assert_eq!(Datum::Gcj02.to_wgs84(200.0, 28.0), None);
    }
}
