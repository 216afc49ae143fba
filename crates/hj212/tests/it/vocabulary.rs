//! The table of codes knows every code that the program acts on.

use hj212::vocabulary::{Kind, look_up, table};
use hj212::{Command, ExeRtn, Mark, QnRtn, RequestKind, SystemCode, Version};

const VERSIONS: [Version; 3] = [Version::V2005, Version::V2017, Version::V2025];

/// Every code of a kind that is defined in some version.
fn defined(kind: Kind) -> Vec<&'static str> {
    let mut codes: Vec<&str> = table()
        .iter()
        .filter(|entry| entry.kind == kind && !entry.versions().is_empty())
        .map(|entry| entry.code)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn sorted(codes: impl Iterator<Item = String>) -> Vec<String> {
    let mut codes: Vec<String> = codes.collect();
    codes.sort();
    codes
}

#[test]
fn commands_systems_and_results_are_those_of_the_types() {
    assert_eq!(defined(Kind::Command), sorted(Command::ALL.iter().map(ToString::to_string)));
    assert_eq!(defined(Kind::System), sorted(SystemCode::ALL.iter().map(ToString::to_string)));
    assert_eq!(defined(Kind::QnRtn), sorted(QnRtn::ALL.iter().map(|result| result.number().to_string())));
    assert_eq!(defined(Kind::ExeRtn), sorted(ExeRtn::ALL.iter().map(|result| result.number().to_string())));
}

#[test]
fn every_mark_that_has_a_type_has_a_row_and_2017_has_no_other() {
    for mark in Mark::ALL {
        assert!(look_up(Kind::Mark, mark.as_str(), Version::V2017).unwrap().defined, "{mark:?}");
        assert_eq!(Mark::new(mark.as_str()), *mark);
    }
    let of_2017 = table().iter().filter(|row| row.kind == Kind::Mark && row.is_defined_in(Version::V2017));
    assert_eq!(of_2017.count(), Mark::ALL.len());
}

#[test]
fn every_request_is_a_command_of_its_versions() {
    for kind in RequestKind::ALL {
        for version in VERSIONS {
            let found = look_up(Kind::Command, &kind.command().to_string(), version).unwrap();
            assert!(found.defined || !kind.exists_in(version), "{kind:?} in {version}: {found:?}");
        }
    }
}

#[test]
fn a_code_of_two_meanings_is_read_by_version() {
    let of = |code, version| look_up(Kind::Command, code, version).unwrap();
    assert!(of("1001", Version::V2005).entry.en.contains("alarm"));
    assert!(of("1001", Version::V2025).entry.en.contains("hardware"));
    let elsewhere = of("1001", Version::V2017);
    assert_eq!((elsewhere.defined, elsewhere.entry.versions()), (false, &[Version::V2025][..]));
    let state = look_up(Kind::FacilityState, "1", Version::V2005).unwrap();
    assert!(!state.defined && !state.entry.unverified, "{state:?}");
    // What no version defines, and a version nobody knows.
    assert_eq!(
        (of("9021", Version::V2017).defined, of("9021", Version::V2017).entry.unverified),
        (false, true)
    );
    assert!(of("9015", Version::Unknown(9)).defined);
    assert_eq!(look_up(Kind::System, "101", Version::V2017), None);
}

#[test]
fn items_that_hold_codes_are_known_by_name() {
    for (item, kind) in [
        ("a21026-Flag", Some(Kind::Mark)),
        ("SB1-RS", Some(Kind::FacilityState)),
        ("w01018-ResultType", Some(Kind::ResultType)),
        ("QnRtn", Some(Kind::QnRtn)),
        ("ExeRtn", Some(Kind::ExeRtn)),
        ("CalibrationType", Some(Kind::CalibrationType)),
        ("a21026-Rtd", None),
        ("DataTime", None),
        ("Flag", None),
        ("", None),
    ] {
        assert_eq!(Kind::of_item(item), kind, "{item}");
    }
}
