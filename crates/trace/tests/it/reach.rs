//! Where the air came from, and what sources would have made instruments show.

use proptest::prelude::*;
use trace::{Explanation, Reach, modelled, reach, trace};

use crate::support::{at, place, site, wind};

const HOUR: i64 = 30;

/// The reach of the origin over the last of two hours of wind from `from_deg`.
fn under(from_deg: f64) -> Reach {
    let rows: Vec<_> = (0..2 * HOUR).map(|step| wind(step, from_deg)).collect();
    reach(&rows, place(0.0, 0.0), at(HOUR), at(2 * HOUR), 5_000.0)
}

#[test]
fn air_comes_from_where_the_wind_blows_from() {
    let reach = under(90.0);
    assert_eq!(reach.unknown, 0);
    assert_eq!(reach.share(place(2_000.0, 0.0)), 1.0);
    assert_eq!(reach.share(place(-2_000.0, 0.0)), 0.0);
    assert_eq!(reach.share(place(0.0, 2_000.0)), 0.0);
}

#[test]
fn the_strip_widens_with_the_way() {
    let reach = under(0.0);
    // 16.4 degrees to each side, and what light air drifts.
    assert_eq!(reach.share(place(0.25 * 3_000.0, 3_000.0)), 1.0);
    assert_eq!(reach.share(place(0.4 * 3_000.0, 3_000.0)), 0.0);
    for way in &reach.ways {
        assert!(way.points.windows(2).all(|pair| pair[0].half_width_m < pair[1].half_width_m));
        assert!(way.points.windows(2).all(|pair| pair[0].age_s < pair[1].age_s));
    }
}

#[test]
fn without_wind_nothing_is_in_reach() {
    let reach = reach(&[], place(0.0, 0.0), at(0), at(HOUR), 5_000.0);
    assert!(reach.ways.is_empty() && reach.unknown > 0);
    assert_eq!(reach.share(place(10.0, 10.0)), 0.0);
}

#[test]
fn a_wind_that_turns_reaches_both_sides_at_times() {
    let rows: Vec<_> =
        (0..4 * HOUR).map(|step| wind(step, if step < 2 * HOUR { 0.0 } else { 90.0 })).collect();
    let reach = reach(&rows, place(0.0, 0.0), at(HOUR), at(4 * HOUR), 2_000.0);
    for source in [place(0.0, 1_000.0), place(1_000.0, 0.0)] {
        assert!((0.2..0.9).contains(&reach.share(source)), "{}", reach.share(source));
    }
}

proptest! {
    #[test]
    fn a_share_is_a_part(from_deg in 0.0..360.0, east in -6e3..6e3, north in -6e3..6e3) {
        prop_assert!((0.0..=1.0).contains(&under(from_deg).share(place(east, north))));
    }
}

#[test]
fn the_true_source_explains_more_of_what_was_measured_than_a_neighbour() {
    let input = site(&[(4, 3.0)]);
    let outcome = trace(&input).unwrap();
    let off = |id: &str| {
        let rate = outcome.candidates.iter().find(|candidate| candidate.id == id).unwrap().rate.unwrap();
        let explanation = Explanation {
            ids: vec![id.to_owned()],
            rates_g_s: vec![rate.middle_g_s],
            unregistered_rate_g_s: None,
            probability: 1.0,
        };
        let blocks = modelled(&input, &explanation, None).unwrap();
        assert!(blocks.iter().all(|block| block.added_ug_m3 >= 0.0));
        let off = |block: &trace::ModelledBlock| {
            (block.measured_ug_m3 - block.background_ug_m3 - block.added_ug_m3).abs()
        };
        blocks.iter().map(off).sum::<f64>()
    };
    let nothing =
        Explanation { ids: Vec::new(), rates_g_s: Vec::new(), unregistered_rate_g_s: None, probability: 1.0 };
    let without: f64 = modelled(&input, &nothing, None)
        .unwrap()
        .iter()
        .map(|block| (block.measured_ug_m3 - block.background_ug_m3).abs())
        .sum();
    assert!(off("C4") < off("C0"), "{} {}", off("C4"), off("C0"));
    assert!(off("C4") < without, "{} {without}", off("C4"));
}
