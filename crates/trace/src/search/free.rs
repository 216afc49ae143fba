//! A source that is in no register: anywhere in what is looked at, its place summed over.

use std::sync::OnceLock;

use crate::exposure::{self, Effect, Hits, Source};
use crate::input::Position;
use crate::likelihood::{Field, Profile};
use crate::setting::UNKNOWN_HEIGHT_M;
use crate::world::World;

use super::{Fit, Hypothesis, Search};

/// The first look has so many cells along each side …
const CELLS: usize = 18;
/// … and follows the air of every so many-th instant back.
const FIRST_LOOK_AT_EVERY: usize = 2;
/// Each look after it cuts the best cells into so many along each side …
const CUT: usize = 3;
/// … so many of them, look by look.
const CUT_CELLS: [usize; 2] = [12, 5];

/// Where a source that nobody knows would be.
#[derive(Debug, Clone)]
pub(crate) struct Region {
    /// Its most likely place.
    pub(crate) position: Position,
    /// Places with what they weigh, unnormalised logarithms; for maps and for the radius.
    pub(crate) cells: Vec<(Position, f64)>,
}

impl Region {
    /// The distance from its most likely place that holds half of the probability, m.
    pub(crate) fn radius_m(&self) -> f64 {
        let away = |place: &Position| crate::kernel::wind_field::distance_m(*place, self.position);
        let mut by_distance: Vec<(f64, f64)> =
            self.cells.iter().map(|(place, weight)| (away(place), weight.exp())).collect();
        by_distance.sort_by(|a, b| a.0.total_cmp(&b.0));
        let whole: f64 = by_distance.iter().map(|(_, weight)| weight).sum();
        let mut within = 0.0;
        let reaches = |(_, weight): &&(f64, f64)| {
            within += weight;
            within >= 0.5 * whole
        };
        by_distance.iter().find(reaches).map_or(0.0, |(away_m, _)| *away_m)
    }
}

/// One cell of the plane.
#[derive(Debug, Clone)]
struct Cell {
    position: Position,
    /// Half its sides.
    half: [f64; 2],
    gain: f64,
    profile: Profile,
}

impl Search<'_> {
    /// One source in no register and no other; `singles` tell which settings make sense.
    pub(super) fn free(&self, singles: &[Hypothesis]) -> Option<Hypothesis> {
        let best = singles.iter().filter_map(Hypothesis::best).max_by(|a, b| a.gain.total_cmp(&b.gain));
        let setting = best.map_or(self.middle_setting(), |fit| fit.setting);
        let nothing = self.evidence.nothing();
        let mut found = self.place(&nothing, setting)?;
        let middle = self.middle_setting();
        if middle != setting
            && let Some(other) = self.place(&nothing, middle)
            && other.1.gain > found.1.gain
        {
            found = other;
        }
        let (region, at_best) = found;
        let position = region.position;
        let log_places = at_best.log_places;
        let fits = (0..self.settings.len()).filter_map(|setting| {
            let profile = self.evidence.profile(&nothing, &self.free_effects(position, setting));
            let (rate, gain) = profile.best()?;
            Some(Fit {
                setting,
                gain,
                rates: vec![rate],
                profiles: vec![profile],
                courses: vec![Vec::new()],
                log_places,
            })
        });
        let fits = fits.collect();
        Some(Hypothesis { members: Vec::new(), free: Some(region), fits })
    }

    /// `base` with a source in no register beside it.
    pub(super) fn with_free(&self, base: &Hypothesis) -> Option<Hypothesis> {
        let fit = base.best()?;
        let field = self.field(base, fit);
        let (region, of_free) = self.place(&field, fit.setting)?;
        let (Some(rate), Some(profile)) = (of_free.rates.first(), of_free.profiles.first()) else {
            return None;
        };
        let (mut rates, mut profiles, mut courses) =
            (fit.rates.clone(), fit.profiles.clone(), fit.courses.clone());
        courses.push(Vec::new());
        rates.push(*rate);
        profiles.push(profile.clone());
        let gain = fit.gain + of_free.gain;
        let both =
            Fit { setting: fit.setting, gain, rates, profiles, courses, log_places: of_free.log_places };
        Some(Hypothesis { members: base.members.clone(), free: Some(region), fits: vec![both] })
    }

    pub(super) fn free_effects(&self, position: Position, setting: usize) -> Vec<Effect> {
        let Some(setting) = self.settings.get(setting) else { return Vec::new() };
        let hits = exposure::hits(self.world, &free_source(position));
        self.effects_under(&hits, setting)
    }

    fn middle_setting(&self) -> usize {
        // Settings are ordered by vertical class, then by wandering.
        self.settings.len() / 2
    }

    /// Looks over the plane, and closer where it pays.
    fn place(&self, field: &Field, setting: usize) -> Option<(Region, Fit)> {
        let (_, whole) = extent(self.world);
        let area = 4.0 * whole[0] * whole[1];
        let half = whole.map(|half| half / CELLS as f64);
        let mut done: Vec<Cell> = Vec::new();
        let judged =
            |looked: &Looked| self.judge(field, looked.position, half, looked.effects(self, setting));
        let mut open: Vec<Cell> = crate::parallel::map(self.threads, &self.grid, judged);
        for cut_cells in CUT_CELLS {
            open.sort_by(|a, b| b.gain.total_cmp(&a.gain));
            done.extend(open.split_off(open.len().min(cut_cells)));
            let cut = |cell: &Cell| {
                self.cut(field, setting, cell.position, cell.half.map(|half| half / CUT as f64), CUT)
            };
            open = crate::parallel::map(self.threads, &open, cut).into_iter().flatten().collect();
        }
        done.append(&mut open);
        let best = done.iter().max_by(|a, b| a.gain.total_cmp(&b.gain))?.clone();
        let weight = |cell: &Cell| {
            let part = 4.0 * cell.half[0] * cell.half[1] / area;
            part.ln() + cell.profile.log_mean(best.gain, self.usual_rate)
        };
        let cells: Vec<(Position, f64)> = done.iter().map(|cell| (cell.position, weight(cell))).collect();
        let sum: f64 = cells.iter().map(|(_, weight)| weight.exp()).sum();
        let log_places = sum.max(1e-300).ln() - best.profile.log_mean(best.gain, self.usual_rate);
        let (rate, gain) = best.profile.best()?;
        let fit = Fit {
            setting,
            gain,
            rates: vec![rate],
            profiles: vec![best.profile],
            courses: vec![Vec::new()],
            log_places,
        };
        Some((Region { position: best.position, cells }, fit))
    }

    /// A square of cells around `middle`, each judged at its own middle.
    fn cut(
        &self,
        field: &Field,
        setting: usize,
        middle: Position,
        half: [f64; 2],
        along: usize,
    ) -> Vec<Cell> {
        let judged = square(middle, half, along)
            .map(|position| self.judge(field, position, half, &self.free_effects(position, setting)));
        judged.collect()
    }

    fn judge(&self, field: &Field, position: Position, half: [f64; 2], effects: &[Effect]) -> Cell {
        let profile = self.evidence.profile(field, effects);
        let gain = profile.best().map_or(f64::NEG_INFINITY, |(_, gain)| gain);
        Cell { position, half, gain, profile }
    }
}

/// A cell of the first look, with its effects under those settings that were asked for.
pub(super) struct Looked {
    position: Position,
    hits: Hits,
    by_setting: Vec<OnceLock<Vec<Effect>>>,
}

impl Looked {
    pub(super) fn effects(&self, search: &Search<'_>, number: usize) -> &[Effect] {
        let (Some(place), Some(setting)) = (self.by_setting.get(number), search.settings.get(number)) else {
            return &[];
        };
        place.get_or_init(|| search.effects_under(&self.hits, setting))
    }
}

/// The cells of the first look.
pub(super) fn grid(search: &Search<'_>) -> Vec<Looked> {
    let (middle, whole) = extent(search.world);
    let places = square(middle, whole.map(|half| half / CELLS as f64), CELLS);
    let places: Vec<Position> = places.collect();
    crate::parallel::map(search.threads, &places, |position| Looked {
        position: *position,
        hits: exposure::hits_of_some(search.world, &free_source(*position), FIRST_LOOK_AT_EVERY),
        by_setting: vec![OnceLock::new(); search.settings.len()],
    })
}

/// The middle of what is looked at, and half of its sides.
fn extent(world: &World) -> (Position, [f64; 2]) {
    let [low, high] = world.corners;
    let middle =
        Position { east_m: 0.5 * (low.east_m + high.east_m), north_m: 0.5 * (low.north_m + high.north_m) };
    (middle, [0.5 * (high.east_m - low.east_m), 0.5 * (high.north_m - low.north_m)])
}

/// The middles of `along` by `along` cells with these half sides around `middle`.
fn square(middle: Position, half: [f64; 2], along: usize) -> impl Iterator<Item = Position> {
    let offset = move |number: usize, half: f64| (2 * number + 1) as f64 * half - along as f64 * half;
    let places = (0..along).flat_map(move |east| (0..along).map(move |north| (east, north)));
    places.map(move |(east, north)| Position {
        east_m: middle.east_m + offset(east, half[0]),
        north_m: middle.north_m + offset(north, half[1]),
    })
}

fn free_source(position: Position) -> Source<'static> {
    Source { position, height_m: UNKNOWN_HEIGHT_M, shares: &[], activity: &[] }
}
