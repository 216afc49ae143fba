use sim::{Incident, IncidentKind};
use trial::incidents;

/// Few, because each is hours of puffs: `jingwei bench trace` counts hundreds.
#[test]
fn incidents_of_another_model_are_mostly_understood() {
    let figures = incidents::run(10, 77).unwrap();
    assert_eq!(figures.incidents, 10);
    assert!(figures.one_among_three >= 0.6, "{figures:?}");
    assert!(figures.nothing_accused >= 0.5, "{figures:?}");
    let counted: usize = figures.reliability.iter().map(|(count, _, _)| count).sum();
    assert_eq!(counted, 10);
}

#[test]
fn reasons_name_the_instruments_that_saw_the_plume() {
    let incident = Incident::build(IncidentKind::One, 1014);
    let outcome = trace::trace(&incidents::input(&incident)).unwrap();
    let source = &outcome.candidates[incident.sources[0]];
    let first = source.reasons.first().unwrap();
    assert!(
        first.weight > 0.0 && first.blocks > 0 && first.measured_ug_m3 > first.elsewhere_ug_m3,
        "{first:?}"
    );
}
