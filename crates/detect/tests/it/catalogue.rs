//! What can be tuned, and what is said of values that cannot hold.

use std::collections::{BTreeMap, BTreeSet};

use detect::{ParameterForm, ParameterProblem, ParameterValues, Parameters, tunables};
use model::FindingKind;

fn values(values: &[(&str, f64)]) -> ParameterValues {
    values.iter().map(|(code, value)| ((*code).to_owned(), *value)).collect()
}

#[test]
fn every_default_lies_within_its_bounds_and_every_code_is_there_once() {
    let mut codes = BTreeSet::new();
    for tunable in FindingKind::ALL.into_iter().flat_map(tunables) {
        let default = tunable.default_value();
        assert!((tunable.least..=tunable.most).contains(&default), "{}: {default}", tunable.code);
        assert!(codes.insert(tunable.code), "{} is there twice", tunable.code);
        assert!(!tunable.name.is_empty() && !tunable.name_en.is_empty(), "{}", tunable.code);
        if tunable.form == ParameterForm::Switch {
            assert_eq!((tunable.least, tunable.most), (0.0, 1.0), "{}", tunable.code);
        }
    }
}

#[test]
fn what_is_put_over_is_what_is_read_back_and_nothing_else_changes() {
    for kind in FindingKind::ALL {
        for tunable in tunables(kind) {
            let before = Parameters::default();
            let value = if tunable.default_value() == tunable.most { tunable.least } else { tunable.most };
            // One alone may contradict its neighbour; what matters here is that it reaches its own field.
            let (after, problems) = before.tuned(kind, &values(&[(tunable.code, value)]));
            if problems.is_empty() {
                assert_eq!(tunable.value(&after), value, "{}", tunable.code);
                let others = FindingKind::ALL.into_iter().flat_map(tunables);
                for other in others.filter(|other| other.code != tunable.code) {
                    assert_eq!(
                        other.value(&after),
                        other.value(&before),
                        "{} moved {}",
                        tunable.code,
                        other.code
                    );
                }
            } else {
                assert_eq!(after, before);
            }
        }
    }
}

#[test]
fn the_defaults_as_values_change_nothing() {
    for kind in FindingKind::ALL {
        let all: BTreeMap<String, f64> =
            tunables(kind).map(|tunable| (tunable.code.to_owned(), tunable.default_value())).collect();
        assert_eq!(Parameters::default().tuned(kind, &all), (Parameters::default(), Vec::new()));
    }
}

#[test]
fn a_typo_is_answered_with_what_was_meant() {
    let (parameters, problems) =
        Parameters::default().tuned(FindingKind::ExceedanceRealtime, &values(&[("realtime.hold", 300.0)]));
    assert_eq!(parameters, Parameters::default());
    assert_eq!(
        problems,
        [ParameterProblem::Unknown { code: "realtime.hold".into(), nearest: Some("realtime.hold_s") }]
    );
    let (_, problems) =
        Parameters::default().tuned(FindingKind::ExceedanceRealtime, &values(&[("阈值", 300.0)]));
    assert_eq!(problems, [ParameterProblem::Unknown { code: "阈值".into(), nearest: None }]);
}

#[test]
fn zero_what_is_no_number_and_halves_of_whole_numbers_are_refused() {
    let kind = FindingKind::LoggerSilent;
    for bad in [0.0, -3.0, f64::NAN, f64::INFINITY, 1e300] {
        let (parameters, problems) =
            Parameters::default().tuned(kind, &values(&[("silence.intervals", bad)]));
        assert_eq!(parameters, Parameters::default());
        assert!(matches!(problems.as_slice(), [ParameterProblem::OutOfBounds { .. }]), "{bad}: {problems:?}");
    }
    let (_, problems) = Parameters::default().tuned(kind, &values(&[("silence.intervals", 2.5)]));
    assert!(matches!(problems.as_slice(), [ParameterProblem::NotWhole { .. }]), "{problems:?}");
}

#[test]
fn values_that_contradict_each_other_are_refused_with_both_named() {
    let kind = FindingKind::ProductionOnTreatmentOff;
    let given = values(&[("treatment_off.start_debounce_least_s", 7200.0), ("treatment_off.clear_s", 120.0)]);
    let (parameters, problems) = Parameters::default().tuned(kind, &given);
    assert_eq!(parameters, Parameters::default(), "none of them is put over");
    let [problem @ ParameterProblem::Contradiction { .. }] = problems.as_slice() else {
        panic!("{problems:?}")
    };
    assert_eq!(
        problem.codes(),
        ["treatment_off.start_debounce_least_s", "treatment_off.start_debounce_most_s"]
    );
    assert!(problem.message_en().contains("7200") && problem.message_zh().contains("3600"));
}
