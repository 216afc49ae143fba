//! The map of a tracing, drawn to scale: stations, the reach upwind, and who may be a source.

use documents::{Block, Shape, Sketch, Tone};

use crate::dto::Place;
use crate::dto::tracing::{TracingDetail, TracingRanking};

/// Hundredths of a millimetre.
const WIDTH: i32 = 16_500;
const HEIGHT: i32 = 11_000;
/// Metres of a degree of latitude.
const METRES_A_DEGREE: f64 = 111_195.08;
/// Who is at least so probable is named.
const NAMED: f64 = 0.05;

pub(super) fn sketch(detail: &TracingDetail, ranking: &TracingRanking) -> Block {
    let scale = Scale::around(detail, ranking);
    let mut shapes: Vec<Shape> = ranking
        .reach
        .iter()
        .map(|strip| Shape::Area { points: strip.edge.iter().map(|place| scale.point(*place)).collect() })
        .collect();
    for candidate in ranking.candidates.iter().rev() {
        let named = candidate.probability >= NAMED;
        let radius = 60 + (260.0 * candidate.probability.sqrt()) as i32;
        for place in &candidate.places {
            let at = scale.point(*place);
            let tone = if named { Tone::Attention } else { Tone::Faint };
            shapes.push(Shape::Dot { at, radius, tone });
            if named {
                let text = format!("{} {}", candidate.enterprise.name, super::percent(candidate.probability));
                shapes.push(Shape::Label { at: [at[0] + radius + 80, at[1] - 130], text });
            }
        }
    }
    // A cruise is no place.
    for seen in detail.instruments.iter().filter(|seen| seen.granularity != "track") {
        let at = scale.point(seen.place);
        let asked = seen.station.code == detail.summary.station.code;
        shapes.push(Shape::Dot { at, radius: if asked { 180 } else { 110 }, tone: Tone::Clear });
        shapes.push(Shape::Label { at: [at[0] + 230, at[1] - 130], text: seen.station.name.clone() });
    }
    let caption = format!(
        "图：蓝绿点为站点，黄点为概率在{:.0}%以上的企业，灰点为其他企业；浅色带为异常期间到达站点的空气走过的路（90%）。图宽约{:.1}公里，上为北。",
        NAMED * 100.0,
        scale.width_km(),
    );
    Block::Sketch(Sketch { width: WIDTH, height: HEIGHT, shapes, caption })
}

/// From places to the paper.
struct Scale {
    middle: Place,
    /// Hundredths of a millimetre of a metre.
    by: f64,
}

impl Scale {
    /// The stations and whoever is probable, with some room.
    fn around(detail: &TracingDetail, ranking: &TracingRanking) -> Self {
        let probable = ranking.candidates.iter().filter(|candidate| candidate.probability >= NAMED);
        let stations = detail.instruments.iter().take(6).map(|seen| seen.place);
        let places: Vec<Place> = stations
            .chain(probable.flat_map(|one| one.places.iter().copied()))
            .chain([detail.place])
            .collect();
        let ends = |of: fn(&Place) -> f64| {
            let figures = places.iter().map(of);
            let low = figures.clone().fold(f64::INFINITY, f64::min);
            (low, figures.fold(f64::NEG_INFINITY, f64::max))
        };
        let ((west, east), (south, north)) = (ends(Place::longitude), ends(Place::latitude));
        let middle =
            Place::from(model::Place { longitude: 0.5 * (west + east), latitude: 0.5 * (south + north) });
        let shrunk = middle.latitude().to_radians().cos();
        let wide_m = ((east - west) * METRES_A_DEGREE * shrunk).max(500.0);
        let high_m = ((north - south) * METRES_A_DEGREE).max(500.0);
        let by = (f64::from(WIDTH) / wide_m).min(f64::from(HEIGHT) / high_m) * 0.72;
        Self { middle, by }
    }

    fn point(&self, place: Place) -> [i32; 2] {
        let shrunk = self.middle.latitude().to_radians().cos();
        let east_m = (place.longitude() - self.middle.longitude()) * METRES_A_DEGREE * shrunk;
        let north_m = (place.latitude() - self.middle.latitude()) * METRES_A_DEGREE;
        // Far outside nothing is seen, and no figure is too large for the paper.
        let on_paper = |metres: f64| (metres * self.by).clamp(-60_000.0, 60_000.0) as i32;
        [WIDTH / 2 + on_paper(east_m), HEIGHT / 2 - on_paper(north_m)]
    }

    fn width_km(&self) -> f64 {
        f64::from(WIDTH) / self.by / 1e3
    }
}
