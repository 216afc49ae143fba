//! The catalogues of minor violations.

use law::{CaseFacts, ExemptionEffect, ExemptionMatch, Given, LawRefusal, PackScope, RefusalCode, Truth};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::law;

fn facts(value: &Value) -> Result<CaseFacts, LawRefusal> {
    law().read_case_facts(&serde_json::from_value::<Given>(value.clone()).unwrap())
}

fn matched(act: &str, value: &Value) -> Vec<ExemptionMatch<'static>> {
    let date = "2022-03-01".parse().unwrap();
    law()
        .match_exemptions(PackScope::Pack("guangdong-2021"), Some(act), &facts(value).unwrap(), date)
        .unwrap()
}

#[test]
fn the_catalogue_has_twenty_entries_in_order_of_its_numbers() {
    let numbers: Vec<u16> = law()
        .exemptions()
        .iter()
        .filter(|entry| entry.basis.pack == "guangdong-2021")
        .filter_map(|entry| entry.number)
        .collect();
    assert_eq!(numbers, (1..=20).collect::<Vec<u16>>());
    let ways =
        |number| law().exemptions().iter().find(|e| e.number == Some(number)).map(|e| e.ways.len()).unwrap();
    assert_eq!((ways(6), ways(10)), (1, 2));
}

#[test]
fn a_match_tells_which_conditions_hold_and_which_facts_lack() {
    let case = json!({ "近一年首次": "是", "only_one_class_b": true, "exceed_times": "0.09" });
    let found = matched("废水超标", &case);
    let entry = &found[0];
    assert_eq!((entry.exemption.number, entry.truth), (Some(6), Truth::Unknown));
    let truths: Vec<Truth> = entry.ways[0].iter().map(|condition| condition.truth).collect();
    assert_eq!(truths, [Truth::Holds, Truth::Holds, Truth::Unknown]);
    assert_eq!(entry.unknown(), ["corrected_in_time", "sensitive_area"]);
    // The law's own grounds come with every act.
    let general: Vec<(&str, ExemptionEffect)> =
        found[1..].iter().map(|m| (m.exemption.basis.rule.as_str(), m.exemption.effect)).collect();
    assert_eq!(
        general,
        [
            ("art-33-minor", ExemptionEffect::NotPunished),
            ("art-33-first", ExemptionEffect::MayNotBePunished),
            ("art-33-no-fault", ExemptionEffect::NotPunished),
        ]
    );
}

#[test]
fn a_district_has_the_catalogues_and_tables_of_its_region() {
    let date = "2022-03-01".parse().unwrap();
    let packs = |district: &str| {
        let district = district.parse().unwrap();
        let scope = PackScope::District(&district);
        let entries = law().match_exemptions(scope, None, &CaseFacts::default(), date).unwrap();
        let mut packs: Vec<&str> = entries.iter().map(|found| found.exemption.basis.pack.as_str()).collect();
        packs.dedup();
        packs
    };
    assert_eq!(packs("430105"), ["changsha-discretion-demo", "cn-exemption"]);
    assert_eq!(packs("440100"), ["guangdong-2021", "cn-exemption"]);
    assert_eq!(packs("430200"), ["cn-exemption"]);
    let tables = |district: &str| -> Vec<&str> {
        let district = district.parse().unwrap();
        let mut packs: Vec<&str> = law()
            .discretion_tables_in(&district, "2022-04-01".parse().unwrap())
            .iter()
            .map(|table| table.basis.pack.as_str())
            .collect();
        packs.dedup();
        packs
    };
    assert_eq!(tables("430105"), ["changsha-discretion-demo", "hunan-2021", "mee-2019"]);
    assert_eq!(tables("440100"), ["guangdong-2021", "mee-2019"]);
}

#[test]
fn one_way_is_enough_and_a_failed_way_asks_for_nothing() {
    let case = json!({ "voc_treatment_used": false, "cannot_be_enclosed": true, "sensitive_area": false });
    let entry = &matched("10", &case)[0];
    assert_eq!(entry.truth, Truth::Unknown);
    assert_eq!(entry.unknown(), ["corrected_in_time", "first_within_year", "not_reduced"]);
    let decided = &matched("GD-X10", &json!({ "first_within_year": false }))[0];
    assert_eq!((decided.truth, decided.unknown()), (Truth::Fails, Vec::<&str>::new()));
}

#[test]
fn facts_that_cannot_be_are_refused() {
    for (value, code, field) in [
        (json!({ "weather": true }), RefusalCode::UnknownField, "weather"),
        (json!({ "first_violation": 1 }), RefusalCode::WrongKind, "first_violation"),
        (json!({ "first_violation": "perhaps" }), RefusalCode::WrongKind, "first_violation"),
        (json!({ "exceed_times": true }), RefusalCode::WrongKind, "exceed_times"),
        (json!({ "exceed_times": -0.1 }), RefusalCode::Number, "exceed_times"),
        (json!({ "exceed_times": "0,1" }), RefusalCode::Number, "exceed_times"),
        (json!({ "exceed_times": "NaN" }), RefusalCode::Number, "exceed_times"),
        (json!({ "first_violation": true, "首次违法": false }), RefusalCode::Twice, "首次违法"),
        (json!(3), RefusalCode::WrongKind, "facts"),
    ] {
        let refusal = facts(&value).unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_str()), (code, field), "{value}");
    }
    let ask = |pack, act, date: &str| {
        let found = law().match_exemptions(pack, act, &CaseFacts::default(), date.parse().unwrap());
        found.unwrap_err().code
    };
    assert_eq!(ask(PackScope::Pack("nowhere"), None, "2022-03-01"), RefusalCode::UnknownPack);
    assert_eq!(
        ask(PackScope::Pack("guangdong-2021"), Some("超速"), "2022-03-01"),
        RefusalCode::UnknownOption
    );
    assert_eq!(
        ask(PackScope::Pack("guangdong-2021"), Some("废水超标"), "2019-01-01"),
        RefusalCode::NotInForce
    );
}

#[test]
fn tests_that_do_not_fit_their_fact_are_refused_where_they_stand() {
    let entry = |test: &str| {
        format!(
            "[[case_fact]]\nid = \"f\"\nname = \"f\"\nname_en = \"f\"\nkind = \"number\"\nsource = \"s\"\nconfidence = \"high\"\n\
             [[exemption]]\nid = \"e\"\neffect = \"not_punished\"\nsource = \"s\"\nconfidence = \"high\"\n\
             way = [{{ all = [{{ text = \"t\", any = [[{test}]] }}] }}]\n"
        )
    };
    crate::loading::check(&entry("{ fact = \"f\", is = true }"), 16, "tested as something that it is not");
    crate::loading::check(&entry("{ fact = \"g\", is = true }"), 16, "no [[case_fact]] `g`");
    crate::loading::check(&entry("{ fact = \"f\", below = 1.0, at_most = 2.0 }"), 16, "has one of");
    crate::loading::check(&entry("{ fact = \"f\" }"), 16, "has one of");
    crate::loading::check(&entry(""), 16, "group without tests");
}

proptest! {
    /// What is decided stays so, whatever is learned: unknown facts never stand for yes or no.
    #[test]
    fn learning_a_fact_never_turns_a_decided_match(known in prop::collection::vec(any::<Option<bool>>(), 30), more in 0_usize..30, flag in any::<bool>()) {
        let law = law();
        let value = |known: &[Option<bool>]| {
            let entries = law.case_facts().iter().zip(known).filter_map(|(fact, flag)| {
                let flag = (*flag)?;
                let value = match fact.kind {
                    law::CaseFactKind::YesNo => json!(flag),
                    law::CaseFactKind::Number => json!(if flag { 0.05 } else { 50.0 }),
                };
                Some((fact.basis.rule.clone(), value))
            });
            Value::Object(entries.collect())
        };
        let mut later = known.clone();
        if later[more].is_none() {
            later[more] = Some(flag);
        }
        let (before, after) = (facts(&value(&known)).unwrap(), facts(&value(&later)).unwrap());
        for entry in law.exemptions() {
            let (before, after) = (entry.held_against(&before), entry.held_against(&after));
            prop_assert!(before.truth == Truth::Unknown || before.truth == after.truth);
            // Unknown exactly where facts lack.
            prop_assert_eq!(before.truth == Truth::Unknown, !before.unknown().is_empty());
        }
    }
}
