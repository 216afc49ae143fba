use trial::Figures;

#[test]
fn violations_of_the_reference_set_are_found() {
    let Some(folder) = crate::reference_set("sim_power_offtreat") else { return };
    let Figures::Power(figures) = trial::run(&folder).unwrap() else { panic!("not a set of power") };
    assert!(figures.recall.unwrap() >= 0.96, "{figures:?}");
    assert!(figures.precision.unwrap() >= 0.95, "{figures:?}");
    assert!(figures.median_delay_min.unwrap() <= 25.0, "{figures:?}");
    assert!(figures.peer.precision < figures.precision, "{figures:?}");
}
