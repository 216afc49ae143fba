use trial::Figures;

/// Floors a little below what is reached.
#[test]
fn anomalies_of_the_reference_set_are_found() {
    let Some(folder) = crate::reference_set("sim_cems_anomalies") else { return };
    let Figures::Cems(figures) = trial::run(&folder).unwrap() else { panic!("it is a set of hour means") };
    let floors = [
        ("constant", 1.0),
        ("device_fault", 0.95),
        ("fabricated_replay", 0.93),
        ("exceedance_step", 0.9),
        ("drift", 0.7),
        ("fabricated_capped", 0.75),
    ];
    for (kind, floor) in floors {
        assert!(figures.recall[kind].unwrap() >= floor, "{kind}: {figures:#?}");
    }
    assert!(figures.false_per_1000h.unwrap() <= 4.0, "{figures:#?}");
}
