//! Which candidates are looked at closely: all of a small register, the most promising of a large one.

use std::ops::Range;

use crate::exposure;

use super::Search;

/// So many candidates are looked at closely.
const CLOSE: usize = 48;
/// So many are left of a first look, which is a coarse one.
const AFTER_FIRST_LOOK: usize = 3 * CLOSE;
/// The first look follows the air of every so many-th instant back.
const FIRST_LOOK_AT_EVERY: usize = 4;
/// The second look, under all settings, that of as many.
const SECOND_LOOK_AT_EVERY: usize = 4;

/// The candidates to look at closely, in ascending order.
pub(super) fn shortlist(search: &Search<'_>) -> Vec<usize> {
    let all: Vec<usize> = (0..search.candidates.len()).collect();
    if all.len() <= CLOSE {
        return all;
    }
    let middle = search.settings.len() / 2;
    let coarse = most_promising(search, &all, middle..middle + 2, FIRST_LOOK_AT_EVERY, AFTER_FIRST_LOOK);
    let mut close = most_promising(search, &coarse, 0..search.settings.len(), SECOND_LOOK_AT_EVERY, CLOSE);
    close.sort_unstable();
    close
}

/// Of these candidates the `count` that gain most as the only source under the settings.
fn most_promising(
    search: &Search<'_>,
    candidates: &[usize],
    settings: Range<usize>,
    every: usize,
    count: usize,
) -> Vec<usize> {
    let few: Vec<_> = settings.filter_map(|number| search.settings.get(number)).collect();
    let nothing = search.evidence.nothing();
    let gain = |number: &usize| {
        let source = search.candidates.get(*number)?.source();
        let hits = exposure::hits_of_some(search.world, &source, every);
        let gains = few.iter().filter_map(|setting| {
            let effects = search.effects_under(&hits, setting);
            search.evidence.profile(&nothing, &effects).best().map(|(_, gain)| gain)
        });
        gains.max_by(f64::total_cmp).map(|gain| (gain, *number))
    };
    let gains = crate::parallel::map(search.threads, candidates, gain);
    let mut promising: Vec<(f64, usize)> = gains.into_iter().flatten().collect();
    promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    promising.into_iter().take(count).map(|(_, number)| number).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::{Candidate, Input, Instrument, Observation, Position, Wind};
    use crate::world::World;
    use model::Timestamp;

    /// Four stations, wind that goes round once, and 600 candidates in a spiral; one station's value is high while the
    /// air comes from `from_deg`.
    fn input(from_deg: f64) -> Input {
        let at = |step: i64| Timestamp::from_second(1_600_000_000 + 300 * step).unwrap();
        let place = |east_m: f64, north_m: f64| Position { east_m, north_m };
        let stations = [place(0.0, 0.0), place(800.0, 0.0), place(800.0, 800.0), place(0.0, 800.0)];
        let turn = |step: i64| (step as f64 * 7.5).rem_euclid(360.0);
        let wind = (0..48).map(|step| Wind {
            at: at(step),
            averaging_s: 300.0,
            position: None,
            height_m: 10.0,
            from_deg: Some(turn(step)),
            speed_m_s: 3.0,
            sigma_theta_deg: None,
            sigma_phi_deg: None,
        });
        let seen = (0..48).flat_map(|step| (0..4).map(move |instrument| (step, instrument)));
        let observations = seen.map(|(step, instrument)| {
            let towards =
                (turn(step) - from_deg - 90.0 * instrument as f64 + 180.0).rem_euclid(360.0) - 180.0;
            let plume = 200.0 * (-0.5 * (towards / 12.0).powi(2)).exp();
            Observation {
                instrument,
                at: at(step),
                averaging_s: 300.0,
                position: stations[instrument],
                height_m: 3.0,
                value_ug_m3: 50.0 + plume + f64::from(step as i32 * 7 % 5),
            }
        });
        let candidates = (0..600).map(|number| {
            let (turn, away) = (2.4 * f64::from(number), 23.0 * f64::from(number).sqrt());
            Candidate {
                id: number.to_string(),
                position: place(400.0 + away * turn.cos(), 400.0 + away * turn.sin()),
                height_m: Some(10.0),
                profile: None,
                activity: None,
            }
        });
        let instrument = |number: usize| Instrument {
            id: number.to_string(),
            factor: "gas".to_owned(),
            noise_ug_m3: None,
            detection_limit_ug_m3: None,
        };
        Input {
            instruments: (0..4).map(instrument).collect(),
            observations: observations.collect(),
            wind: wind.collect(),
            candidates: candidates.collect(),
            terrain: None,
        }
    }

    #[test]
    fn those_that_an_exact_look_at_all_puts_first_are_kept() {
        for from_deg in [20.0, 45.0, 70.0] {
            let input = input(from_deg);
            let world = World::new(&input);
            let search = Search::new(&input, &world);
            let close = shortlist(&search);
            assert_eq!(close.len(), CLOSE);
            let exact = |candidate: &super::super::KnownSource| {
                let nothing = search.evidence.nothing();
                let under = search.effects_of(&candidate.source());
                let gains =
                    under.iter().filter_map(|effects| search.evidence.profile(&nothing, effects).best());
                gains.map(|(_, gain)| gain).fold(f64::NEG_INFINITY, f64::max)
            };
            let mut all: Vec<(f64, usize)> = search
                .candidates
                .iter()
                .map(exact)
                .enumerate()
                .map(|(number, gain)| (gain, number))
                .collect();
            all.sort_by(|a, b| b.0.total_cmp(&a.0));
            for (gain, number) in all.iter().take(10) {
                assert!(close.contains(number), "{number} with {gain} of {:?} at {from_deg}", &all[..3]);
            }
        }
    }
}
