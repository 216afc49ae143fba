//! Rules of procedure and of the ladder.

use law::{CaseFacts, Given, PartyKind, ProcedureFacts, ProcedureGround, ProcedureStep, Rung, Truth};
use model::DistrictCode;

use crate::law;

fn kaifu() -> DistrictCode {
    "430105".parse().unwrap()
}

fn facts(json: &str) -> CaseFacts {
    let given: Given = serde_json::from_str(json).unwrap();
    law().read_case_facts(&given).unwrap()
}

fn steps(
    step: ProcedureStep,
    party: PartyKind,
    fine: &str,
    grounds: &[ProcedureGround],
    on: &str,
) -> Vec<String> {
    let fine = (!fine.is_empty()).then(|| fine.parse().unwrap());
    let facts = ProcedureFacts { party, fine, grounds: grounds.iter().copied().collect() };
    let rules = law().procedure(step, &facts, &kaifu(), on.parse().unwrap());
    rules.iter().map(|(rule, _)| rule.basis.rule.clone()).collect()
}

#[test]
fn a_hearing_is_offered_from_the_amount_of_the_day() {
    let hearing = |party, fine, on| steps(ProcedureStep::Hearing, party, fine, &[], on);
    assert_eq!(hearing(PartyKind::Entity, "50000", "2020-10-01"), ["hearing-entity-2010"]);
    assert!(hearing(PartyKind::Entity, "49999.99", "2020-10-01").is_empty());
    assert!(hearing(PartyKind::Entity, "50000", "2023-07-01").is_empty());
    assert_eq!(hearing(PartyKind::Entity, "200000", "2023-07-01"), ["hearing-entity-2023"]);
    assert_eq!(hearing(PartyKind::Person, "5000", "2024-01-01"), ["hearing-person-2023"]);
    assert!(hearing(PartyKind::Entity, "", "2020-10-01").is_empty());
}

#[test]
fn on_the_spot_only_up_to_the_amount_of_the_day() {
    let spot = |fine, on| steps(ProcedureStep::OnTheSpot, PartyKind::Entity, fine, &[], on);
    assert_eq!(spot("1000", "2020-10-01"), ["spot-entity-1996"]);
    assert!(spot("1000.01", "2020-10-01").is_empty());
    assert_eq!(spot("3000", "2021-07-15"), ["spot-entity-2021"]);
    assert_eq!(spot("", "2021-07-15"), ["spot-entity-2021"], "a warning without a fine");
}

#[test]
fn a_city_says_what_is_discussed_collectively() {
    let discussed = |fine, grounds: &[ProcedureGround]| {
        steps(ProcedureStep::Deliberation, PartyKind::Entity, fine, grounds, "2020-10-01")
    };
    assert!(discussed("199999.99", &[]).is_empty());
    assert_eq!(discussed("200000", &[]), ["deliberation"]);
    assert_eq!(discussed("10", &[ProcedureGround::DepartsFromTable]), ["deliberation"]);
    assert_eq!(discussed("10", &[ProcedureGround::ExtendedTwice]), ["extended-twice"]);
}

fn rungs(json: &str, on: &str) -> Vec<(Rung, Truth)> {
    let matches = law().match_tiers(&facts(json), &kaifu(), on.parse().unwrap());
    let decided = matches.iter().filter(|found| found.truth == Truth::Holds);
    decided.map(|found| (found.rule.rung, found.truth)).collect()
}

#[test]
fn facts_lead_to_rungs() {
    assert_eq!(rungs(r#"{"night_discharge": true}"#, "2020-09-01"), [(Rung::Heavier, Truth::Holds)]);
    assert_eq!(rungs(r#"{"data_fraud": true}"#, "2020-09-01"), [(Rung::Referral, Truth::Holds)]);
    assert_eq!(rungs(r#"{"refused_correction": true}"#, "2020-09-01"), [(Rung::Measures, Truth::Holds)]);
    assert_eq!(rungs(r#"{"waste_dumped_t": 2.9}"#, "2024-01-01"), []);
    assert_eq!(rungs(r#"{"waste_dumped_t": 3}"#, "2024-01-01"), [(Rung::Referral, Truth::Holds)]);
    assert_eq!(rungs("{}", "2020-09-01"), []);
}

#[test]
fn what_is_not_known_stays_open_and_is_named() {
    let known = facts(r#"{"first_violation": true, "minor_violation": true, "corrected_at_once": true}"#);
    let date = "2020-09-01".parse().unwrap();
    let matches = law().match_tiers(&known, &kaifu(), date);
    let guide = matches.iter().find(|found| found.rule.rung == Rung::Guide).unwrap();
    assert_eq!((guide.truth, guide.unknown()), (Truth::Unknown, vec!["no_harm"]));
}

#[test]
fn mistakes_of_these_sections_are_told_with_their_line() {
    let pack = |entry: &str| {
        format!(
            "[pack]\nid = \"p\"\nversion = \"1\"\nlayer = \"city\"\ntitle = \"t\"\ntitle_en = \"t\"\nvalid_from = 2020-01-01\n{entry}"
        )
    };
    let load = |entry: &str| {
        let text = pack(entry);
        let file = law::PackFile { name: "p.toml", text: &text };
        law::Law::load(&[file], law::OfficeHours::default()).unwrap_err().to_string()
    };
    let rule = "[[procedure_rule]]\nid = \"r\"\nstep = \"hearing\"\nwhen = [\"fine_at_least\"]\ntext = \"t\"\ntext_en = \"t\"\nsource = \"s\"\nconfidence = \"high\"\n";
    assert!(load(rule).starts_with("p.toml:8: `when` names a ground"), "{}", load(rule));
    let tier = "[[tier_rule]]\nid = \"r\"\nrung = \"heavier\"\ntext = \"t\"\ntext_en = \"t\"\nsource = \"s\"\nconfidence = \"high\"\n[[tier_rule.way]]\nall = [{ text = \"x\", any = [[{ fact = \"nobody_knows\", is = true }]] }]\n";
    assert!(load(tier).contains("there is no [[case_fact]] `nobody_knows`"), "{}", load(tier));
}
