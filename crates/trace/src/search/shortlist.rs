//! Which candidates are looked at closely: all of a small register, the most promising of a large one.

use crate::exposure;

use super::Search;

/// So many candidates are looked at closely.
const CLOSE: usize = 48;

/// The candidates to look at closely, in ascending order.
pub(super) fn shortlist(search: &Search<'_>) -> Vec<usize> {
    let count = search.candidates.len();
    if count <= CLOSE {
        return (0..count).collect();
    }
    // A few settings that differ most in what they reach.
    let few: Vec<_> = search.settings.iter().skip(1).step_by(6).copied().collect();
    let nothing = search.evidence.nothing();
    let numbers: Vec<usize> = (0..count).collect();
    let gain = |number: &usize| {
        let hits = exposure::hits(search.world, &search.candidates.get(*number)?.source());
        let gains = few.iter().filter_map(|setting| {
            let effects = search.effects_under(&hits, setting);
            search.evidence.profile(&nothing, &effects).best().map(|(_, gain)| gain)
        });
        gains.max_by(f64::total_cmp).map(|gain| (gain, *number))
    };
    let mut promising: Vec<(f64, usize)> =
        crate::parallel::map(&numbers, gain).into_iter().flatten().collect();
    promising.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut close: Vec<usize> = promising.into_iter().take(CLOSE).map(|(_, number)| number).collect();
    close.sort_unstable();
    close
}
