//! What else may be known of a scenario: what a candidate's emission is made of, when it worked, and the roads.

use std::collections::BTreeMap;
use std::path::Path;

use trace::{Activity, Candidate, Position, Way};

use super::columns::Columns;
use super::places::Plane;
use crate::TrialError;
use crate::files::{self, Table};

/// What a candidate is called in a table of its own.
const CANDIDATE: [&str; 5] = ["enterprise", "id", "name", "candidate", "source"];
/// A road is cut into pieces of about so much, m: a few minutes of measuring.
const PIECE_M: f64 = 400.0;
/// So far from each other are the points of a piece, m.
const POINT_M: f64 = 50.0;

/// `profiles.csv`, if there: what part (by mass) of an enterprise's emission each factor is.
pub(super) fn read_profiles(folder: &Path, candidates: &mut [Candidate]) -> Result<(), TrialError> {
    if !files::is_there(folder, "profiles") {
        return Ok(());
    }
    let table = Table::read(folder, "profiles")?;
    let columns = Columns::of(&table);
    let ids = columns.texts(&CANDIDATE)?;
    let factors = columns.texts(&["factor", "species", "gas"])?;
    let shares = at_least_zero(&table, &columns, &["share", "part"])?;
    for (row, ((id, factor), share)) in ids.iter().zip(factors).zip(shares).enumerate() {
        let candidate = named(&table, candidates, row, id)?;
        candidate.profile.get_or_insert_with(BTreeMap::new).insert(factor, share);
    }
    Ok(())
}

/// `activity.csv`, if there: from when on an enterprise worked how much of its usual, 0 for standing still.
pub(super) fn read_activity(folder: &Path, candidates: &mut [Candidate]) -> Result<(), TrialError> {
    if !files::is_there(folder, "activity") {
        return Ok(());
    }
    let table = Table::read(folder, "activity")?;
    let columns = Columns::of(&table);
    let ids = columns.texts(&CANDIDATE)?;
    let times = columns.times()?;
    let levels = at_least_zero(&table, &columns, &["level", "load"])?;
    for (row, ((id, from), level)) in ids.iter().zip(times).zip(levels).enumerate() {
        let candidate = named(&table, candidates, row, id)?;
        candidate.activity.get_or_insert_with(Vec::new).push(Activity { from, level });
    }
    for of in candidates.iter_mut().filter_map(|candidate| candidate.activity.as_mut()) {
        of.sort_by_key(|activity| activity.from);
    }
    Ok(())
}

/// `roads.csv`, if there: the points of each road in order; roads are cut into pieces that are driven in some minutes.
pub(super) fn read_roads(folder: &Path, plane: &Plane) -> Result<Vec<Way>, TrialError> {
    if !files::is_there(folder, "roads") {
        return Ok(Vec::new());
    }
    let table = Table::read(folder, "roads")?;
    let names = Columns::of(&table).texts(&["road", "name", "id"])?;
    let mut roads: Vec<(String, Vec<Position>)> = Vec::new();
    for (name, position) in names.into_iter().zip(plane.positions(&table)?) {
        match roads.last_mut() {
            Some((of, points)) if *of == name => points.push(position),
            _ => roads.push((name, vec![position])),
        }
    }
    Ok(roads.iter().flat_map(|(name, points)| pieces(name, points)).collect())
}

fn pieces(name: &str, points: &[Position]) -> Vec<Way> {
    let mut all: Vec<Position> = points.first().copied().into_iter().collect();
    for pair in points.windows(2) {
        let (east_m, north_m) = (pair[1].east_m - pair[0].east_m, pair[1].north_m - pair[0].north_m);
        let count = (east_m.hypot(north_m) / POINT_M).ceil().clamp(1.0, 10_000.0) as usize;
        all.extend((1..=count).map(|number| {
            let part = number as f64 / count as f64;
            Position { east_m: pair[0].east_m + part * east_m, north_m: pair[0].north_m + part * north_m }
        }));
    }
    let of_piece = (PIECE_M / POINT_M) as usize;
    let piece = |(number, points): (usize, &[Position])| Way {
        name: format!("{name}, piece {}", number + 1),
        points: points.to_vec(),
    };
    all.chunks(of_piece).enumerate().map(piece).collect()
}

fn at_least_zero(table: &Table, columns: &Columns<'_>, names: &[&str]) -> Result<Vec<f64>, TrialError> {
    let name = columns.find(names, &[("", 1.0)]).map_or(names[0], |(name, _)| name);
    let number = |text: &str| text.trim().parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0);
    table.parsed(name, "number that is not negative", number)
}

fn named<'a>(
    table: &Table,
    candidates: &'a mut [Candidate],
    row: usize,
    id: &str,
) -> Result<&'a mut Candidate, TrialError> {
    let found = candidates.iter_mut().find(|candidate| candidate.id == id);
    found.ok_or_else(|| table.not_in(row, CANDIDATE[0], id, "name of register.csv"))
}
