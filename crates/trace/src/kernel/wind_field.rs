//! The wind as a function of time and place, and how far air has come.

use crate::input::{Position, Wind};

/// A row without a length of its own holds so long at most, s.
const LONGEST_ROW_S: f64 = 3_600.0;

/// Wind at rest, and wind whose vane stood still, is below this, m/s.
const CALM_M_S: f64 = 0.3;

/// The rows of one site, in the order of time.
#[derive(Debug)]
struct Site {
    position: Option<Position>,
    rows: Vec<Row>,
    /// What has been blown by until each row's beginning: east, north, m, and time with known wind, s.
    blown: Vec<[f64; 3]>,
}

/// A row of wind between two instants (seconds of the tracing's clock).
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    from_s: f64,
    until_s: f64,
    /// Towards where it blows, m/s.
    east_m_s: f64,
    north_m_s: f64,
    pub(crate) sigma_theta: Option<f64>,
    pub(crate) sigma_phi: Option<f64>,
}

/// A row and when it began, seconds of the tracing's clock.
type TimedWind = (f64, Wind);

/// Wind of all sites.
#[derive(Debug)]
pub(crate) struct WindField {
    sites: Vec<Site>,
    /// How high it was measured, m.
    pub(crate) height_m: f64,
    /// The usual speed, m/s.
    pub(crate) usual_speed_m_s: f64,
    /// The usual length of a row, s.
    pub(crate) step_s: f64,
}

impl WindField {
    /// The field of these rows; `seconds` gives an instant on the tracing's clock.
    pub(crate) fn new(wind: &[Wind], seconds: impl Fn(model::Timestamp) -> f64) -> Self {
        let mut sites: Vec<(Option<Position>, Vec<TimedWind>)> = Vec::new();
        for row in wind {
            let timed = (seconds(row.at), *row);
            match sites.iter_mut().find(|(position, _)| *position == row.position) {
                Some((_, rows)) => rows.push(timed),
                None => sites.push((row.position, vec![timed])),
            }
        }
        let middle = |of: &dyn Fn(&Wind) -> f64| crate::robust::median(wind.iter().map(of).collect());
        let sites = sites.into_iter().map(|(position, rows)| Site::new(position, rows));
        Self {
            height_m: middle(&|row| row.height_m).unwrap_or(10.0).max(1.0),
            usual_speed_m_s: middle(&|row| row.speed_m_s).unwrap_or(0.0),
            sites: sites.collect(),
            step_s: middle(&|row| row.averaging_s).unwrap_or(0.0),
        }
    }

    /// The wind's row at a time, of the site next to a place.
    pub(crate) fn row(&self, at_s: f64, place: Position) -> Option<Row> {
        let away = |site: &Site| site.position.map_or(0.0, |of| distance_m(of, place));
        let there = self.sites.iter().filter_map(|site| Some((away(site), site.row(at_s)?)));
        there.min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, row)| row)
    }

    /// How far the air that is at `place` was carried between two instants, east and north, m; `None` where the
    /// wind of more than half of that time is not known. Several sites are weighed by their distance's square.
    pub(crate) fn carried(&self, from_s: f64, until_s: f64, place: Position) -> Option<[f64; 2]> {
        let mut sum = [0.0; 2];
        let mut weights = 0.0;
        for site in &self.sites {
            let (before, after) = (site.blown_until(from_s), site.blown_until(until_s));
            let known_s = after[2] - before[2];
            if known_s < 0.5 * (until_s - from_s) || known_s <= 0.0 {
                continue;
            }
            let away_m = site.position.map_or(1.0, |of| distance_m(of, place).max(1.0));
            let weight = 1.0 / (away_m * away_m);
            let filled = (until_s - from_s) / known_s * weight;
            sum[0] += (after[0] - before[0]) * filled;
            sum[1] += (after[1] - before[1]) * filled;
            weights += weight;
        }
        (weights > 0.0).then(|| sum.map(|part| part / weights))
    }
}

impl Site {
    fn new(position: Option<Position>, mut timed: Vec<TimedWind>) -> Self {
        timed.sort_by(|a, b| a.0.total_cmp(&b.0));
        timed.dedup_by(|later, earlier| later.0 == earlier.0);
        // A vane that stood still in moving air has told nothing; in calm air there was nothing to tell.
        timed.retain(|(_, row)| row.from_deg.is_some() || row.speed_m_s < CALM_M_S);
        let mut rows = Vec::with_capacity(timed.len());
        for (number, (from_s, wind)) in timed.iter().enumerate() {
            let next_s = timed.get(number + 1).map_or(f64::INFINITY, |next| next.0);
            let length_s = if wind.averaging_s > 0.0 { 1.5 * wind.averaging_s } else { LONGEST_ROW_S };
            let towards = wind.from_deg.unwrap_or(0.0).to_radians();
            let speed = if wind.from_deg.is_some() { wind.speed_m_s } else { 0.0 };
            rows.push(Row {
                from_s: *from_s,
                until_s: next_s.min(from_s + length_s),
                east_m_s: -speed * towards.sin(),
                north_m_s: -speed * towards.cos(),
                sigma_theta: wind.sigma_theta_deg.filter(|s| *s > 0.0).map(f64::to_radians),
                sigma_phi: wind.sigma_phi_deg.filter(|s| *s > 0.0).map(f64::to_radians),
            });
        }
        let mut blown = vec![[0.0; 3]];
        let mut so_far = [0.0; 3];
        for row in &rows {
            let length_s = row.until_s - row.from_s;
            so_far = [
                so_far[0] + row.east_m_s * length_s,
                so_far[1] + row.north_m_s * length_s,
                so_far[2] + length_s,
            ];
            blown.push(so_far);
        }
        Self { position, rows, blown }
    }

    fn row(&self, at_s: f64) -> Option<Row> {
        let number = self.rows.partition_point(|row| row.from_s <= at_s);
        self.rows.get(number.checked_sub(1)?).filter(|row| at_s < row.until_s).copied()
    }

    fn blown_until(&self, at_s: f64) -> [f64; 3] {
        let number = self.rows.partition_point(|row| row.from_s <= at_s);
        let Some(number) = number.checked_sub(1) else { return [0.0; 3] };
        let (Some(row), Some(before)) = (self.rows.get(number), self.blown.get(number)) else {
            return [0.0; 3];
        };
        let within_s = at_s.min(row.until_s) - row.from_s;
        [before[0] + row.east_m_s * within_s, before[1] + row.north_m_s * within_s, before[2] + within_s]
    }
}

pub(crate) fn distance_m(a: Position, b: Position) -> f64 {
    (a.east_m - b.east_m).hypot(a.north_m - b.north_m)
}
