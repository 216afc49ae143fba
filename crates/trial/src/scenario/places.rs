//! Places of the tables in one plane: as metres they are taken as they are, degrees are laid out around their middle.

use model::Datum;
use trace::Position;

use super::columns::Columns;
use crate::TrialError;
use crate::files::Table;

const EAST: [&str; 3] = ["east", "x", "easting"];
const NORTH: [&str; 3] = ["north", "y", "northing"];
const LONGITUDE: [&str; 3] = ["longitude", "lon", "lng"];
const LATITUDE: [&str; 2] = ["latitude", "lat"];
const METRES: [(&str, f64); 3] = [("", 1.0), ("_m", 1.0), ("_km", 1e3)];
const DEGREES: [(&str, f64); 2] = [("", 1.0), ("_deg", 1.0)];
/// Metres of a degree of latitude (mean radius of the Earth).
const METRES_A_DEGREE: f64 = 111_195.08;

/// How places become metres.
pub(super) struct Plane {
    /// Longitude and latitude of the origin, where places are in degrees.
    origin: Option<(f64, f64)>,
    datum: Datum,
}

impl Plane {
    /// The plane of all places in `tables`.
    pub(super) fn of(tables: &[&Table], datum: Datum) -> Result<Self, TrialError> {
        let (mut sum, mut count) = ((0.0, 0.0), 0.0);
        for table in tables {
            let columns = Columns::of(table);
            if columns.find(&EAST, &METRES).is_some() {
                continue;
            }
            let (Some((longitude, _)), Some((latitude, _))) =
                (columns.find(&LONGITUDE, &DEGREES), columns.find(&LATITUDE, &DEGREES))
            else {
                continue;
            };
            for (longitude, latitude) in table.numbers(longitude)?.into_iter().zip(table.numbers(latitude)?) {
                if let (Some(longitude), Some(latitude)) = (longitude, latitude) {
                    let (longitude, latitude) = in_wgs84(datum, longitude, latitude);
                    sum = (sum.0 + longitude, sum.1 + latitude);
                    count += 1.0;
                }
            }
        }
        Ok(Self { origin: (count > 0.0).then(|| (sum.0 / count, sum.1 / count)), datum })
    }

    /// Whether places are in degrees.
    pub(super) fn is_in_degrees(&self) -> bool {
        self.origin.is_some()
    }

    /// Where each row is.
    pub(super) fn positions(&self, table: &Table) -> Result<Vec<Position>, TrialError> {
        let columns = Columns::of(table);
        // Where one table is in degrees, metres of another have no origin: it is asked for degrees.
        let in_degrees = self.origin.is_some();
        let (names, endings): ([&[&str]; 2], &[(&str, f64)]) = match in_degrees {
            true => ([&LONGITUDE, &LATITUDE], &DEGREES),
            false => ([&EAST, &NORTH], &METRES),
        };
        let column = |names: &[&str]| -> Result<Vec<f64>, TrialError> {
            let (name, factor) = columns.find(names, endings).unwrap_or((names[0], 1.0));
            let number =
                |text: &str| text.trim().parse().ok().filter(|n: &f64| n.is_finite()).map(|n| n * factor);
            table.parsed(name, "number", number)
        };
        let places = column(names[0])?.into_iter().zip(column(names[1])?);
        let (longitude, latitude) = self.origin.unwrap_or_default();
        let position = |(east, north): (f64, f64)| match in_degrees {
            false => Position { east_m: east, north_m: north },
            true => {
                let (east, north) = in_wgs84(self.datum, east, north);
                Position {
                    east_m: (east - longitude) * METRES_A_DEGREE * latitude.to_radians().cos(),
                    north_m: (north - latitude) * METRES_A_DEGREE,
                }
            }
        };
        Ok(places.map(position).collect())
    }

    /// The same, if the table has places at all.
    pub(super) fn positions_if_there(&self, table: &Table) -> Result<Option<Vec<Position>>, TrialError> {
        let columns = Columns::of(table);
        let has = columns.find(&EAST, &METRES).is_some() || columns.find(&LONGITUDE, &DEGREES).is_some();
        has.then(|| self.positions(table)).transpose()
    }
}

/// Degrees off the globe stay what they are: whoever wrote them sees them far away.
fn in_wgs84(datum: Datum, longitude: f64, latitude: f64) -> (f64, f64) {
    datum
        .to_wgs84(longitude, latitude)
        .map_or((longitude, latitude), |place| (place.longitude, place.latitude))
}
