//! The nearest earlier decisions.

use casework::case::{Case, DecidedFine, Outlier, nearest, outlier, reckon};

use super::support::*;

/// A decided case of another party's name, by what its table says.
fn decided(id: &str, json: &str) -> Case {
    let mut case = Dossier::decided(by_table(json)).case.unwrap();
    case.id = id.parse().unwrap();
    case
}

fn fines(cases: &[Case]) -> Vec<DecidedFine> {
    cases.iter().filter_map(DecidedFine::of).collect()
}

#[test]
fn those_with_most_in_common_go_first_and_say_what_differs() {
    let dossier = Dossier::reviewed();
    let fine = reckon(
        dossier.state(),
        &by_table(r#"{"mode": "部分不正常运行", "duration": "1-5天"}"#),
        &dossier.here(),
    );
    let fine = fine.unwrap();
    let far = decided("C-7", r#"{"mode": "部分不正常运行"}"#);
    let near = decided("C-8", r#"{"mode": "部分不正常运行", "duration": "1-5天"}"#);
    let own = {
        let mut own = near.clone();
        own.id = dossier.state().id.clone();
        own
    };
    let found = nearest(dossier.state(), &fine, fines(&[far, near, own]));
    let ids: Vec<_> = found.iter().map(|precedent| precedent.id.as_str()).collect();
    assert_eq!(ids, ["C-8", "C-7"], "and never the case itself");
    assert!(found[0].differing.is_empty());
    assert_eq!(found[1].differing, [("违法行为持续时间".to_owned(), "1天以下".to_owned())]);
    assert_eq!(outlier(&fine, &found), None, "two are too few to say so");
}

#[test]
fn a_fine_unlike_all_of_its_nearest_is_marked() {
    let dossier = Dossier::reviewed();
    let low = |id: &str| decided(id, r#"{"mode": "部分不正常运行"}"#);
    let earlier = [low("C-7"), low("C-8"), low("C-9")];
    let of = |json: &str| {
        let fine = reckon(dossier.state(), &by_table(json), &dossier.here()).unwrap();
        let found = nearest(dossier.state(), &fine, fines(&earlier));
        (found.len(), outlier(&fine, &found))
    };
    assert_eq!(of(r#"{"mode": "部分不正常运行"}"#), (3, None));
    assert_eq!(of(r#"{"mode": "偷排"}"#), (3, Some(Outlier::Above)));
}

#[test]
fn what_was_annulled_or_not_established_is_no_precedent() {
    let dossier = Dossier::reviewed();
    let fine = reckon(dossier.state(), &by_table(r#"{"mode": "部分不正常运行"}"#), &dossier.here()).unwrap();
    let open = {
        let mut open = Dossier::filed().case.unwrap();
        open.id = "C-7".parse().unwrap();
        open
    };
    assert!(nearest(dossier.state(), &fine, fines(&[open])).is_empty());
}
