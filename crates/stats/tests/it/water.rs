use jiff::civil::date;
use law::{WaterBody, WaterClass};
use model::Unit;
use proptest::prelude::*;
use stats::{FactorMean, section_class};

use crate::law;

fn mean(factor: &str, mean: f64) -> FactorMean {
    let unit = if factor == "w01001" { Unit::One } else { Unit::MilligramPerLitre };
    FactorMean { factor: factor.parse().unwrap(), unit, mean, hours: 24 }
}

#[test]
fn the_worst_factor_decides() {
    let means = [mean("w01001", 7.2), mean("w21003", 0.4), mean("w21011", 0.25), mean("w01019", 5.0)];
    let section = section_class(&law(), date(2020, 8, 30), WaterBody::River, &means);
    assert_eq!(section.class, Some(WaterClass::Iv));
    assert_eq!(section.deciding, ["w21011".parse().unwrap()]);
    assert_eq!((section.is_good, section.assessed, section.indicators), (Some(false), 4, Some(21)));
    let lake = section_class(&law(), date(2020, 8, 30), WaterBody::Lake, &means);
    assert_eq!(lake.class, Some(WaterClass::WorseThanV), "phosphorus has other limits in lakes");
}

#[test]
fn what_has_no_limit_has_no_class() {
    let law = law();
    let day = date(2020, 8, 30);
    let unknown = [mean("w01014", 400.0)];
    let section = section_class(&law, day, WaterBody::River, &unknown);
    assert_eq!((section.class, section.is_good, section.assessed), (None, None, 0));
    assert_eq!(section.factors[0].class, None);
    // Total nitrogen of a lake has a class of its own and no part in the section's.
    let nitrogen = section_class(&law, day, WaterBody::Lake, &[mean("w21001", 3.0), mean("w21003", 0.1)]);
    assert_eq!(nitrogen.class, Some(WaterClass::I));
    assert_eq!(nitrogen.factors[0].class, Some(WaterClass::WorseThanV));
    let wrong_unit = FactorMean { unit: Unit::Celsius, ..mean("w21003", 0.1) };
    assert_eq!(section_class(&law, day, WaterBody::River, &[wrong_unit]).class, None);
    assert_eq!(section_class(&law, date(1999, 1, 1), WaterBody::River, &[mean("w21003", 0.1)]).class, None);
}

#[test]
fn units_of_devices_are_converted_to_those_of_the_limits() {
    let lead = FactorMean { unit: Unit::MicrogramPerLitre, ..mean("w20120", 40.0) };
    let section = section_class(&law(), date(2020, 8, 30), WaterBody::River, &[lead]);
    assert_eq!(section.class, Some(WaterClass::Iii), "0.04 mg/L");
}

proptest! {
    #[test]
    fn order_does_not_matter_and_one_more_factor_never_makes_it_better(
        ammonia in 0.0..4.0f64, phosphorus in 0.0..1.0f64, cod in 0.0..80.0f64, oxygen in 0.0..12.0f64,
    ) {
        let law = law();
        let means = [mean("w21003", ammonia), mean("w21011", phosphorus), mean("w01018", cod), mean("w01009", oxygen)];
        let of = |means: &[FactorMean]| section_class(&law, date(2020, 8, 30), WaterBody::River, means);
        let mut turned = means.clone();
        turned.reverse();
        prop_assert_eq!(of(&means), of(&turned));
        prop_assert!(of(&means[..3]).class <= of(&means).class);
        let class = of(&means).class;
        let best = means.iter().map(|m| of(std::slice::from_ref(m)).class).max().unwrap();
        prop_assert_eq!(class, best);
    }
}
