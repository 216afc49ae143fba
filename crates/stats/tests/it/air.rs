use std::collections::BTreeMap;

use jiff::civil::date;
use law::{AirQualityIndex, Pollutant};
use proptest::prelude::*;
use stats::air::{DayHours, GoodDays, Index, Standing, day_index, greatest_eight_hours, hour_index};

use crate::law;

fn clean() -> BTreeMap<Pollutant, f64> {
    BTreeMap::from([
        (Pollutant::Pm25, 30.0),
        (Pollutant::Pm10, 45.0),
        (Pollutant::So2, 8.0),
        (Pollutant::No2, 30.0),
        (Pollutant::Co, 0.6),
        (Pollutant::O3, 90.0),
    ])
}

fn day(means: &BTreeMap<Pollutant, f64>) -> BTreeMap<Pollutant, DayHours> {
    means.iter().map(|(pollutant, mean)| (*pollutant, [Some(*mean); 24])).collect()
}

fn with<T>(year: i16, work: impl FnOnce(&AirQualityIndex) -> T) -> T {
    let law = law();
    work(law.air_quality_index(date(year, 6, 1)).unwrap())
}

#[test]
fn the_greatest_part_is_the_index() {
    let mut means = clean();
    means.insert(Pollutant::Pm25, 75.0);
    let old = with(2020, |rule| hour_index(rule, &means));
    assert_eq!((old.index, old.standing), (Some(100), Standing::Published));
    assert_eq!((old.primary, old.exceeding), (vec![Pollutant::Pm25], vec![]));
    let new = with(2026, |rule| hour_index(rule, &means));
    assert_eq!(
        (new.index, new.primary, new.exceeding),
        (Some(114), vec![Pollutant::Pm25], vec![Pollutant::Pm25])
    );
}

#[test]
fn up_to_fifty_nothing_is_primary_and_ties_are_all_primary() {
    let mut means = clean();
    means.insert(Pollutant::Pm25, 35.0);
    let fifty = with(2020, |rule| hour_index(rule, &means));
    assert_eq!((fifty.index, fifty.primary), (Some(50), vec![]));
    means.insert(Pollutant::Pm25, 75.0);
    means.insert(Pollutant::Pm10, 150.0);
    let tie = with(2020, |rule| hour_index(rule, &means));
    assert_eq!(tie.primary, [Pollutant::Pm25, Pollutant::Pm10]);
}

#[test]
fn with_pollutants_missing_each_version_says_what_it_says() {
    let mut means = clean();
    means.remove(&Pollutant::Co);
    let standing =
        |year, means: &BTreeMap<Pollutant, f64>| with(year, |rule| hour_index(rule, means)).standing;
    assert_eq!(standing(2026, &means), Standing::NotAvailable, "5.3: up to 100 it is NA");
    assert_eq!(standing(2020, &means), Standing::Unknown, "of 2012 it is not known");
    means.insert(Pollutant::Pm25, 60.1);
    assert_eq!(standing(2026, &means), Standing::Published, "5.3: above 100 it is published");
    assert_eq!(standing(2020, &means), Standing::Unknown);
    assert_eq!(standing(2026, &BTreeMap::new()), Standing::NoData);
}

#[test]
fn beyond_a_short_list_the_versions_differ() {
    let mut means = clean();
    means.insert(Pollutant::So2, 900.0);
    let old = with(2020, |rule| hour_index(rule, &means));
    assert_eq!(
        old.missing,
        [Pollutant::So2],
        "2012 looks at the mean of 24 hours, which one hour does not give"
    );
    let new = with(2026, |rule| hour_index(rule, &means));
    assert_eq!((new.index, new.standing), (Some(200), Standing::Published));
    let mut ozone = clean();
    ozone.insert(Pollutant::O3, 900.0);
    assert_eq!(with(2026, |rule| day_index(rule, &day(&ozone))).index, Some(300));
    assert_eq!(
        with(2020, |rule| day_index(rule, &day(&ozone))).index,
        Some(350),
        "of one hour: halfway from 800 to 1000"
    );
}

#[test]
fn a_day_that_lacks_an_hour_is_provisional_while_no_rule_says_how_many_it_needs() {
    let whole = day(&clean());
    assert_eq!(with(2020, |rule| day_index(rule, &whole)).standing, Standing::Published);
    let mut short = whole.clone();
    short.get_mut(&Pollutant::No2).unwrap()[7] = None;
    let index = with(2020, |rule| day_index(rule, &short));
    assert_eq!(index.standing, Standing::Provisional);
    let part = index.partials.iter().find(|part| part.pollutant == Pollutant::No2).unwrap();
    assert_eq!((part.hours, part.provisional, part.concentration), (23, true, 30.0));
    assert_eq!(with(2020, |rule| day_index(rule, &BTreeMap::new())).standing, Standing::NoData);
}

#[test]
fn eight_hours_need_all_eight_unless_a_rule_says_less() {
    let mut hours: DayHours = [Some(100.0); 24];
    hours[12] = Some(180.0);
    assert_eq!(greatest_eight_hours(&hours, None), Some(110.0));
    let mut seven: DayHours = [None; 24];
    seven[..7].fill(Some(100.0));
    assert_eq!(greatest_eight_hours(&seven, None), None);
    assert_eq!(greatest_eight_hours(&seven, Some(6)), Some(100.0));
    assert_eq!(greatest_eight_hours(&[None; 24], Some(1)), None, "of nothing there is no mean");
}

#[test]
fn good_days_count_only_what_may_be_published() {
    let mut dirty = clean();
    dirty.insert(Pollutant::Pm25, 120.0);
    let mut short = day(&clean());
    short.get_mut(&Pollutant::So2).unwrap()[0] = None;
    with(2020, |rule| {
        let days: Vec<Index> = [day(&clean()), day(&clean()), day(&dirty), short, BTreeMap::new()]
            .iter()
            .map(|hours| day_index(rule, hours))
            .collect();
        let count = GoodDays::of(days.iter().map(|day| (rule, day)));
        assert_eq!((count.counted, count.good), (3, 2));
        assert_eq!(count.rate_percent(), Some(200.0 / 3.0));
        assert_eq!(count.by_level, BTreeMap::from([(1, 2), (4, 1)]));
        assert_eq!(count.left_out, BTreeMap::from([(Standing::Provisional, 1), (Standing::NoData, 1)]));
        assert_eq!(count.by_level.values().sum::<u32>(), count.counted);
    });
    assert_eq!(GoodDays::of([]).rate_percent(), None, "no day, no rate");
}

proptest! {
    #[test]
    fn dirtier_air_never_has_a_lower_index(
        base in prop::collection::vec(0.0..400.0f64, 6), more in prop::collection::vec(0.0..200.0f64, 6), year in prop::sample::select(vec![2020i16, 2026]),
    ) {
        let means = |extra: bool| -> BTreeMap<Pollutant, f64> {
            let figure = |i: usize| base[i] + if extra { more[i] } else { 0.0 };
            Pollutant::ALL.into_iter().enumerate().map(|(i, pollutant)| (pollutant, figure(i))).collect()
        };
        let (low, high) = with(year, |rule| {
            (day_index(rule, &day(&means(false))), day_index(rule, &day(&means(true))))
        });
        prop_assert!(low.index <= high.index);
        prop_assert_eq!(high.standing, Standing::Published);
    }
}
