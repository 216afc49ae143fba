//! Columns by any of their usual names, with the unit at the end of the name.

use model::{Timestamp, china};

use crate::TrialError;
use crate::files::Table;

/// The columns of one table.
pub(super) struct Columns<'a> {
    table: &'a Table,
}

/// Lengths as they end a column's name, in metres.
const LENGTHS: [(&str, f64); 5] = [("", 1.0), ("_m", 1.0), ("_km", 1e3), ("_ft", 0.3048), ("_cm", 0.01)];
/// Speeds, in m/s.
const SPEEDS: [(&str, f64); 7] = [
    ("", 1.0),
    ("_ms", 1.0),
    ("_m_s", 1.0),
    ("_kmh", 1.0 / 3.6),
    ("_km_h", 1.0 / 3.6),
    ("_kn", 0.514_444),
    ("_mph", 0.447_04),
];
/// Angles, in degrees.
const ANGLES: [(&str, f64); 3] = [("", 1.0), ("_deg", 1.0), ("_rad", 57.295_779_513_082_32)];

/// A column's figures, with gaps.
type Figures = Vec<Option<f64>>;

impl<'a> Columns<'a> {
    pub(super) fn of(table: &'a Table) -> Self {
        Self { table }
    }

    /// The column's own name for any of `names` with any of `endings`, and what the ending means.
    pub(super) fn find(&self, names: &[&str], endings: &[(&str, f64)]) -> Option<(&'a str, f64)> {
        let plain = |name: &str| name.trim().trim_start_matches('\u{feff}').to_ascii_lowercase();
        for name in names {
            for (ending, factor) in endings {
                let wanted = format!("{name}{ending}");
                if let Some(there) = self.table.names().find(|there| plain(there) == wanted) {
                    return Some((there, *factor));
                }
            }
        }
        None
    }

    pub(super) fn texts(&self, names: &[&str]) -> Result<Vec<String>, TrialError> {
        let name = self.find(names, &[("", 1.0)]).map_or(names[0], |(name, _)| name);
        Ok(self.table.texts(name)?.map(|text| text.trim().to_owned()).collect())
    }

    pub(super) fn texts_if_there(&self, names: &[&str]) -> Option<Vec<String>> {
        self.find(names, &[("", 1.0)]).and_then(|_| self.texts(names).ok())
    }

    /// Metres; all `None` where there is no such column.
    pub(super) fn lengths_m(&self, names: &[&str]) -> Result<Figures, TrialError> {
        self.figures(names, &LENGTHS)
    }

    /// Degrees; all `None` where there is no such column.
    pub(super) fn angles_deg(&self, names: &[&str]) -> Result<Figures, TrialError> {
        self.figures(names, &ANGLES)
    }

    fn figures(&self, names: &[&str], endings: &[(&str, f64)]) -> Result<Figures, TrialError> {
        let Some((name, factor)) = self.find(names, endings) else { return Ok(vec![None; self.table.len()]) };
        Ok(self.table.numbers(name)?.into_iter().map(|figure| Some(figure? * factor)).collect())
    }

    /// The column `time`: date and time in China, or with an offset of its own, or seconds since 1970.
    pub(super) fn times(&self) -> Result<Vec<Timestamp>, TrialError> {
        let name = self.find(&["time", "timestamp", "datetime", "date"], &[("", 1.0), ("_utc", 0.0)]);
        let (name, in_china) = name.unwrap_or(("time", 1.0));
        self.table.parsed(name, "date and time", |text| instant(text.trim(), in_china > 0.0))
    }

    /// From where the wind blows, degrees, and how fast, m/s.
    pub(super) fn wind(&self) -> Result<(Figures, Figures), TrialError> {
        let east = self.find(&["u", "wind_u", "u_east"], &SPEEDS);
        let north = self.find(&["v", "wind_v", "v_north"], &SPEEDS);
        let from = &["wind_dir_from", "wind_dir", "wind_direction", "wind_from", "direction", "dir", "wd"];
        let towards = &["wind_dir_to", "wind_to"];
        if let (Some((u, by_u)), Some((v, by_v)), None) = (east, north, self.find(from, &ANGLES)) {
            let both = self.table.numbers(u)?.into_iter().zip(self.table.numbers(v)?);
            let polar = both.map(|(u, v)| {
                let (Some(u), Some(v)) = (u, v) else { return (None, None) };
                let (u, v) = (u * by_u, v * by_v);
                (Some((-u).atan2(-v).to_degrees().rem_euclid(360.0)), Some(u.hypot(v)))
            });
            return Ok(polar.unzip());
        }
        let (direction, turn) = match self.find(from, &ANGLES) {
            None if self.find(towards, &ANGLES).is_some() => (self.figures(towards, &ANGLES)?, 180.0),
            _ => (self.required(from, &ANGLES)?, 0.0),
        };
        let speed = self.required(&["wind_speed", "speed", "ws"], &SPEEDS)?;
        let turned = direction.into_iter().map(|degrees| Some((degrees? + turn).rem_euclid(360.0)));
        Ok((turned.collect(), speed))
    }

    fn required(&self, names: &[&str], endings: &[(&str, f64)]) -> Result<Figures, TrialError> {
        match self.find(names, endings) {
            Some(_) => self.figures(names, endings),
            // Asking by the first name gives the error with what is there.
            None => self.table.numbers(&format!("{}{}", names[0], endings[1].0)),
        }
    }
}

fn instant(text: &str, in_china: bool) -> Option<Timestamp> {
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Some(instant);
    }
    if let Ok(wall) = text.parse() {
        let in_zone = china::instant(wall);
        return Some(if in_china { in_zone } else { china::plus_seconds(in_zone, 8 * 3600) });
    }
    let seconds: f64 = text.parse().ok()?;
    Timestamp::from_millisecond((seconds * 1e3) as i64)
        .ok()
        .filter(|_| seconds.is_finite() && seconds.abs() < 1e11)
}
