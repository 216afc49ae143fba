use trial::prairie_grass;

/// The aims that the project has set itself for this experiment.
#[test]
fn arc_maxima_of_prairie_grass_are_predicted() {
    let Some(set) = crate::reference_set("prairie_grass") else { return };
    let figures = prairie_grass::run(&set).unwrap();
    let arcs = figures.arc_maxima;
    assert_eq!(arcs.pairs, 265);
    assert!(arcs.fac2 >= 0.8 && arcs.fractional_bias.abs() <= 0.1 && arcs.nmse <= 0.58, "{arcs:?}");
    let with_loss = figures.arc_maxima_with_loss;
    assert!(with_loss.fac2 >= 0.8 && with_loss.fractional_bias.abs() <= 0.1, "{with_loss:?}");
    assert!(figures.samplers_about_middle.fac2 > figures.samplers.fac2, "{figures:?}");
}
