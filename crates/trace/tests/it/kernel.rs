use proptest::prelude::*;
use trace::kernel::PasquillClass;
use trace::kernel::similarity::VerticalSpread;

/// What flows through a plane behind the source, over the emission: the sum of density and wind over height.
fn flux(class: PasquillClass, release_m: f64, distance_m: f64) -> f64 {
    let layer = class.surface_layer(0.1);
    let spread = VerticalSpread::new(layer, release_m, 1_000.0);
    // Slices that grow upwards, to the lid.
    let edge = |slice: i32| 0.05 * (1_000.0f64 / 0.05).powf(f64::from(slice) / 200.0);
    let slices = (0..200).map(|slice| (0.5 * (edge(slice) + edge(slice + 1)), edge(slice + 1) - edge(slice)));
    let wind = |z: f64| layer.wind(z) / layer.wind(10.0);
    slices.map(|(z, thick)| spread.integrated(distance_m, z, 10.0) * wind(z) * thick).sum()
}

#[test]
fn what_is_emitted_passes_by() {
    for class in PasquillClass::ALL {
        for distance_m in [50.0, 300.0, 1_500.0] {
            let flux = flux(class, 2.0, distance_m);
            // The wind that carries the plume is taken at one height of it, which is not its mean exactly.
            assert!((0.8..1.25).contains(&flux), "{class:?} at {distance_m} m: {flux}");
        }
    }
}

#[test]
fn stable_air_keeps_a_plume_together() {
    let at = |class: PasquillClass| {
        VerticalSpread::new(class.surface_layer(0.1), 1.0, 1_000.0).integrated(400.0, 1.5, 10.0)
    };
    let figures: Vec<f64> = PasquillClass::ALL.map(at).to_vec();
    assert!(figures.windows(2).all(|pair| pair[0] < pair[1]), "{figures:?}");
}

proptest! {
    #[test]
    fn figures_are_finite_and_not_negative(
        class in 0usize..6, release_m in 0.0f64..150.0, receptor_m in 0.0f64..60.0,
        distance_m in 0.0f64..80_000.0, roughness_m in 0.001f64..2.0,
    ) {
        let layer = PasquillClass::ALL[class].surface_layer(roughness_m);
        let spread = VerticalSpread::new(layer, release_m, 500.0);
        let figure = spread.integrated(distance_m, receptor_m, 10.0);
        prop_assert!(figure.is_finite() && figure >= 0.0, "{figure}");
    }
}
