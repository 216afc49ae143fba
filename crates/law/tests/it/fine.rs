//! Fines by the tables of the repository's packs, and by packs that are made up here.

use law::{
    Cells, DiscretionTable, FineReckoning, FineStep, Formula, Given, Law, LawRefusal, OfficeHours, PackFile,
    RefusalCode, Share,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::law;

const GUANGDONG: &str = "guangdong-2021";

fn given(value: &Value) -> Given {
    serde_json::from_value(value.clone()).unwrap()
}

fn fine(pack: &str, table: &str, input: &Value) -> Result<FineReckoning, LawRefusal> {
    law().fine(pack, table, &given(input))
}

/// Checks that an input is refused, by which field, and that the refusal names what would be possible.
fn refused(pack: &str, table: &str, input: Value, code: RefusalCode, field: &str) {
    let refusal = fine(pack, table, &input).unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_str()), (code, field), "{input}: {refusal}");
}

fn weighted(law: &Law) -> Vec<&DiscretionTable> {
    let known =
        |table: &&DiscretionTable| table.formula == Formula::ShareOfGreatest && table.cells == Cells::Known;
    law.discretion_tables().iter().filter(|table| table.basis.pack == GUANGDONG).filter(known).collect()
}

#[test]
fn the_nine_tables_make_the_whole() {
    let law = law();
    let tables = weighted(law);
    assert_eq!(tables.len(), 9);
    for table in tables {
        assert_eq!(table.heaviest_sum(), Share::WHOLE, "{}", table.basis.rule);
    }
}

#[test]
fn a_fine_is_built_up_step_by_step() {
    let input = json!({
        "mode": "整体", "pollutant": "其他污染物", "region": "一般区域", "duration": "1-5天",
        "repeat2y": "1次", "coop": "配合调查", "act_date": "2022-08-30",
    });
    let reckoning = fine(GUANGDONG, "GD-3.5.1", &input).unwrap();
    assert_eq!(reckoning.fine.to_string(), "220000.00");
    let range = reckoning.range;
    assert_eq!(range.least.unwrap().to_string(), "100000.00");
    assert_eq!(range.greatest.unwrap().to_string(), "1000000.00");
    let codes: Vec<String> = reckoning
        .steps
        .iter()
        .map(|step| serde_json::to_value(step).unwrap()["code"].as_str().unwrap().to_owned())
        .collect();
    let factors = ["factor"; 6];
    assert_eq!(codes, [&["statute", "start"][..], &factors, &["formula", "fine"]].concat());
    assert_eq!(
        reckoning.steps[2].text_zh(),
        "行为表现形式:整体污染防治设施不正常运行（含为逃避检查临时停产、非紧急开启应急排放通道） +10%,累计 20%"
    );
    assert!(!reckoning.unverified && !reckoning.illustrative);
    assert_eq!(reckoning.sources[0].rule, "GD-3.5.1");
}

#[test]
fn steps_are_stored_and_read_back() {
    let input =
        json!({ "mode": "偷排", "others": 0, "adjust": { "kind": "apology", "percent": 50, "ground": "g" } });
    for step in fine(GUANGDONG, "GD-3.5.1", &input).unwrap().steps {
        let stored = serde_json::to_string(&step).unwrap();
        assert_eq!(serde_json::from_str::<FineStep>(&stored).unwrap(), step);
        assert!(!step.text_zh().is_empty() && !step.text_en().is_empty());
    }
}

#[test]
fn the_same_case_may_be_said_in_several_ways() {
    let ways = [
        json!({ "inputs": { "start": 7, "1个因子": 0, "A类": 10, "一般区域": 0, "50-200吨": 3, "超标3倍以下": 5, "1次": 0 } }),
        json!({ "n_factors": "1个", "pollutant": "排放A类水污染物（除有毒有害水污染物）", "region": "一般区域",
                "volume": "50吨以上200吨以下", "exceed": "超标3倍以下或超量30%以下", "repeat2y": "1次" }),
        json!({ "factors": { "超标因子数目": 0, "排污情况": 10, "排放口所在区域": 0, "废水日排放量": 3, "超标情况": 5,
                "近二年同类违法行为情况（含本次）": 0 }, "table": "GD-2.7.1", "fine": 250000, "note": "n" }),
        json!({ "A类": 0.1, "volume": "0.03", "exceed": 5, "others": 0 }),
        json!({ "pollutant": ["A类", "B类"], "volume": 3, "exceed": 5, "n_factors": null }),
        json!({ "超标3倍以下": true, "50～200 吨": true, "A类": true }),
    ];
    for input in &ways {
        let reckoning = fine(GUANGDONG, "GD-2.7.1", input).unwrap();
        assert_eq!(reckoning.fine.to_string(), "250000.00", "{input}");
    }
    assert_eq!(fine(GUANGDONG, "2.7.1", &ways[0]).unwrap().fine.to_string(), "250000.00");
}

#[test]
fn what_cannot_be_read_names_the_field_and_what_is_possible() {
    use RefusalCode::*;
    let water = |input| (GUANGDONG, "GD-2.7.1", input);
    for ((pack, table, input), code, field) in [
        (("guangdong", "GD-2.7.1", json!({})), UnknownPack, "pack"),
        ((GUANGDONG, "GD-9.9", json!({})), UnknownTable, "table"),
        (water(json!({ "colour": "red" })), UnknownField, "colour"),
        (water(json!({ "region": "海上" })), UnknownOption, "region"),
        (water(json!({ "region": 4 })), UnknownOption, "region"),
        (water(json!({ "A类": 11 })), Contradiction, "A类"),
        (water(json!({ "start": 8 })), Contradiction, "start"),
        (water(json!({ "table": "GD-2.7.2" })), Contradiction, "table"),
        (water(json!({ "1次": 0, "2次": 3 })), Twice, "2次"),
        (water(json!({ "repeat2y": "1次", "2次": 3 })), Twice, "repeat2y"),
        (water(json!({ "region": true })), WrongKind, "region"),
        (water(json!({ "others": 3 })), WrongKind, "others"),
        (water(json!([1])), WrongKind, "input"),
        (water(json!({ "repeat2y": ["1次", "2次"] })), Contradiction, "repeat2y"),
        (water(json!({ "max": 900000 })), Contradiction, "max"),
        (water(json!({ "act_date": "30 August 2022" })), Date, "act_date"),
        (water(json!({ "act_date": "2022-02-30" })), Date, "act_date"),
        (water(json!({ "act_date": "2021-12-31" })), NotInForce, "act_date"),
        (water(json!({ "act_date": "2027-01-01" })), NotInForce, "act_date"),
        (water(json!({ "act_date": "2022-08-30", "decision_date": "2022-08-29" })), Date, "decision_date"),
        (water(json!({ "amount": 200000 })), Contradiction, "amount"),
        (water(json!({ "degree": "从重" })), Contradiction, "degree"),
        (water(json!({ "degree": "harsh" })), UnknownOption, "degree"),
        (
            water(json!({ "adjust": { "kind": "heavier", "percent": 5, "ground": "g" } })),
            Adjustment,
            "adjust.kind",
        ),
        (
            water(json!({ "adjust": { "kind": "apology", "percent": 51, "ground": "g" } })),
            Adjustment,
            "adjust.percent",
        ),
        (water(json!({ "adjust": { "kind": "apology", "ground": "g" } })), Missing, "adjust.percent"),
        (
            water(json!({ "adjust": { "kind": "apology", "percent": 40, "ground": " " } })),
            Missing,
            "adjust.ground",
        ),
        (
            water(json!({ "adjust": { "kind": "apology", "percent": 40, "reason": "g" } })),
            UnknownField,
            "adjust.reason",
        ),
        (water(json!({ "偷排": 20 })), UnknownField, "偷排"),
        ((GUANGDONG, "GD-3.5.1", json!({ "mode": 20 })), Ambiguous, "mode"),
        ((GUANGDONG, "GD-1.1", json!({ "others": 0 })), Missing, "base"),
        ((GUANGDONG, "GD-1.1", json!({ "总投资": "3,000,000" })), Money, "总投资"),
        ((GUANGDONG, "GD-1.1", json!({ "总投资": -1 })), Money, "总投资"),
        ((GUANGDONG, "GD-1.1", json!({ "总投资": "0.001" })), Money, "总投资"),
        ((GUANGDONG, "GD-3.14", json!({ "mode": "已密闭,未按规定安装使用" })), Missing, "place"),
        ((GUANGDONG, "GD-ART12", json!({ "max": 5 })), Missing, "min"),
        (("hunan-2021", "HN-13", json!({ "min": 20000, "max": 200000 })), Missing, "region"),
        (("hunan-2021", "HN-13", json!({ "min": 20000, "max": 200000, "Y": 0.2 })), Contradiction, "Y"),
        ((GUANGDONG, "GD-ART12", json!({ "min": 3, "max": 2 })), Contradiction, "min"),
        (("hunan-2021", "HN-13", json!({ "repeat2y": "4次" })), CellUnknown, "repeat2y"),
        (("hunan-2021", "表13", json!({ "两年内3次": 0.1 })), CellUnknown, "两年内3次"),
        (("hunan-2021", "HN-6-1", json!({})), CellsUnknown, "HN-6-1"),
        (("mee-2019", "MEE-EVASION", json!({ "min": 1, "max": 2 })), FormulaUnknown, "MEE-EVASION"),
    ] {
        refused(pack, table, input, code, field);
    }
}

#[test]
fn a_refusal_lists_what_is_possible() {
    let refusal = fine(GUANGDONG, "GD-2.7.1", &json!({ "region": "海上" })).unwrap_err();
    assert_eq!(refusal.possible.len(), 4);
    assert!(refusal.to_string().contains("限批区或人居环境敏感区 (3)"), "{refusal}");
    let refusal = fine("x", "y", &json!({})).unwrap_err();
    assert!(refusal.possible.contains(&GUANGDONG.to_owned()));
    let twice: Given = serde_json::from_str(r#"{"region": 0, "region": 3}"#).unwrap();
    assert_eq!(law().fine(GUANGDONG, "GD-2.7.1", &twice).unwrap_err().code, RefusalCode::Twice);
    assert!(serde_json::from_str::<Given>(r#"{"总投资": 12345678901234567.89}"#).is_err());
}

#[test]
fn amounts_are_exact_to_the_fen() {
    let input = json!({ "总投资": "33333333.33", "others": 0 });
    let reckoning = fine(GUANGDONG, "GD-1.1", &input).unwrap();
    // 20 % of 5 % of the investment is 333,333.3333 yuan.
    assert_eq!(reckoning.fine.to_string(), "333333.33");
    assert!(reckoning.steps.contains(&FineStep::FractionDropped));
    let most = json!({ "总投资": "1000000000000000", "others": 0 });
    assert_eq!(fine(GUANGDONG, "GD-1.1", &most).unwrap().fine.to_string(), "10000000000000.00");
}

#[test]
fn a_span_is_decided_within_its_degree() {
    let base = json!({ "mode": "移动、改变", "place": "敏感区或限批区" });
    let with = |more: Value| {
        let mut input = base.clone();
        for (key, value) in more.as_object().unwrap() {
            input[key] = value.clone();
        }
        fine(GUANGDONG, "GD-3.6", &input).map(|reckoning| reckoning.fine.to_string())
    };
    assert_eq!(with(json!({})).unwrap(), "75000.00");
    assert_eq!(with(json!({ "degree": "从轻", "amount": "74999.99" })).unwrap(), "74999.99");
    assert_eq!(with(json!({ "degree": "从重", "amount": 75000 })).unwrap(), "75000.00");
    let refusal = with(json!({ "degree": "从轻", "amount": 75000 })).unwrap_err();
    assert_eq!(refusal.possible, ["50000.00..75000.00 (below)"]);
    assert_eq!(with(json!({ "degree": "从重" })).unwrap_err().code, RefusalCode::Undecided);
    let fixed = json!({ "mode": "造成重大生态环境影响或不良社会影响", "degree": "从重" });
    assert_eq!(fine(GUANGDONG, "GD-3.6", &fixed).unwrap().fine.to_string(), "200000.00");
    let one_bound = |input: Value| fine(GUANGDONG, "GD-ART12", &input).unwrap().fine.to_string();
    assert_eq!(one_bound(json!({ "min": null, "max": 100000 })), "50000.00");
    assert_eq!(one_bound(json!({ "min": null, "max": 100000, "degree": "从轻" })), "20000.00");
}

#[test]
fn marks_are_carried_to_every_answer() {
    let demo = json!({ "mode": "偷排", "act_date": "2020-08-30" });
    let reckoning = fine("changsha-discretion-demo", "CS-AIR-EVASION", &demo).unwrap();
    assert!(reckoning.illustrative && reckoning.unverified);
    let hunan = json!({ "min": 20000, "max": 200000, "region": 0, "duration": 0, "place": 0, "repeat2y": 5, "impact": 0 });
    let reckoning = fine("hunan-2021", "HN-13", &hunan).unwrap();
    assert!(reckoning.unverified && !reckoning.illustrative);
}

#[test]
fn another_provision_on_the_day_of_the_decision_is_told() {
    let case = |decision: &str| {
        let input = json!({ "others": 0, "act_date": "2026-07-01", "decision_date": decision });
        fine(GUANGDONG, "GD-2.7.2", &input).unwrap()
    };
    let differs = |reckoning: &FineReckoning| {
        reckoning.steps.iter().any(|step| {
            matches!(step, FineStep::StatuteDiffers { statute, .. } if statute == "生态环境法典1103条")
        })
    };
    let (before, after) = (case("2026-08-14"), case("2026-09-01"));
    assert!(!differs(&before) && !before.unverified);
    assert!(differs(&after) && after.unverified);
}

/// Two versions of a pack whose table weighs the only factor by `weights`.
fn two_versions(weights: [u8; 2]) -> Law {
    let pack = |version: u8, from: &str, to: &str, weight: u8| {
        format!(
            "[pack]\nid = \"p\"\nversion = \"{version}\"\nlayer = \"province\"\ntitle = \"题\"\ntitle_en = \"t\"\n\
             valid_from = {from}\n{to}\n[[discretion_table]]\nid = \"T\"\nviolation = \"v\"\nviolation_en = \"v\"\n\
             statute = \"s\"\nformula = \"share_of_greatest\"\nleast = 100\ngreatest = 1000\nstart = 10\nsource = \"s\"\n\
             confidence = \"high\"\nfactor = [{{ key = \"f\", name = \"因\", options = [{{ label = \"甲\", weight = {weight} }}] }}]\n"
        )
    };
    let old = pack(1, "2020-01-01", "valid_to = 2022-01-01", weights[0]);
    let new = pack(2, "2022-01-01", "", weights[1]);
    let files = [PackFile { name: "old.toml", text: &old }, PackFile { name: "new.toml", text: &new }];
    Law::load(&files, OfficeHours::default()).unwrap()
}

#[test]
fn the_law_of_the_act_stands_unless_a_later_one_is_lighter() {
    let ask = |weights, act: &str, decision: &str| {
        let input = json!({ "f": "甲", "act_date": act, "decision_date": decision });
        let reckoning = two_versions(weights).fine("p", "T", &given(&input)).unwrap();
        (reckoning.fine.to_string(), reckoning.sources[0].version.clone(), reckoning.steps)
    };
    let (fine, version, steps) = ask([50, 20], "2021-12-31", "2022-03-01");
    assert_eq!((fine.as_str(), version.as_str()), ("300.00", "2"));
    assert!(steps.iter().any(|step| matches!(step, FineStep::LaterIsLighter { .. })));
    let (fine, version, steps) = ask([20, 50], "2021-12-31", "2022-03-01");
    assert_eq!((fine.as_str(), version.as_str()), ("300.00", "1"));
    assert!(steps.iter().any(|step| matches!(step, FineStep::EarlierStands { .. })));
    let (fine, version, _) = ask([20, 20], "2021-12-31", "2022-03-01");
    assert_eq!((fine.as_str(), version.as_str()), ("300.00", "1"));
    let (_, version, _) = ask([20, 50], "2022-01-01", "2022-03-01");
    assert_eq!(version, "2");
}

#[test]
fn provisions_that_cannot_be_compared_are_for_a_person() {
    let range = |id: &str, from: &str, to: &str, bounds: &str| {
        format!(
            "[[penalty_range]]\nid = \"{id}\"\nact = \"a\"\nviolation = \"v\"\nviolation_en = \"v\"\nstatute = \"{id}\"\n\
             rank = \"law\"\nvalid_from = {from}\n{to}\n{bounds}\nsource = \"s\"\nconfidence = \"high\"\n"
        )
    };
    let law = |later: &str| {
        let text = format!(
            "[pack]\nid = \"p\"\nversion = \"1\"\nlayer = \"national\"\ntitle = \"题\"\ntitle_en = \"t\"\nvalid_from = 2000-01-01\n{}{}",
            range("old", "2000-01-01", "valid_to = 2020-01-01", "least = 10\ngreatest = 100"),
            range("new", "2020-01-01", "", later),
        );
        Law::load(&[PackFile { name: "p.toml", text: &text }], OfficeHours::default()).unwrap()
    };
    let applies = |later: &str| {
        let law = law(later);
        let found = law.applicable_penalty("a", "2019-06-01".parse().unwrap(), "2020-06-01".parse().unwrap());
        found.and_then(|found| found.applies().map(|range| range.statute.clone())).map_err(|error| error.code)
    };
    assert_eq!(applies("least = 5\ngreatest = 100"), Ok("new".into()));
    assert_eq!(applies("least = 10\ngreatest = 90"), Ok("new".into()));
    assert_eq!(applies("least = 10\ngreatest = 101"), Ok("old".into()));
    assert_eq!(applies("least = 10\ngreatest = 100"), Ok("old".into()));
    assert_eq!(applies("greatest = 100"), Ok("new".into()));
    assert_eq!(applies("least = 10"), Ok("old".into()));
    assert_eq!(applies("least = 5\ngreatest = 200"), Err(RefusalCode::Undecided));
    assert_eq!(applies("base = \"b\"\ngreatest_times = 5"), Err(RefusalCode::Undecided));
    let law = law("least = 5\ngreatest = 100");
    let day = |text: &str| text.parse().unwrap();
    let code = |act, from, to| law.applicable_penalty(act, day(from), day(to)).unwrap_err().code;
    assert_eq!(code("b", "2019-01-01", "2019-01-01"), RefusalCode::UnknownOption);
    assert_eq!(code("a", "1999-01-01", "2019-01-01"), RefusalCode::NotInForce);
    assert_eq!(code("a", "2019-01-02", "2019-01-01"), RefusalCode::Date);
}

/// A choice for every factor of a table, as places of options.
fn places(table: &DiscretionTable, seeds: &[u16]) -> Vec<usize> {
    table.factors.iter().zip(seeds).map(|(factor, seed)| usize::from(*seed) % factor.options.len()).collect()
}

fn input_of(table: &DiscretionTable, places: &[usize], base: u64, backwards: bool) -> Given {
    let mut entries: Vec<(String, Given)> = table
        .factors
        .iter()
        .zip(places)
        .map(|(factor, place)| (factor.key.clone(), Given::Text(factor.options[*place].label.clone())))
        .collect();
    if matches!(table.scale, law::Scale::OfBase { .. }) {
        entries.push(("base".into(), Given::Number(base.to_string())));
    }
    if backwards {
        entries.reverse();
    }
    Given::Map(entries)
}

proptest! {
    #[test]
    fn fines_follow_the_plain_formula_and_do_not_depend_on_order(
        table in 0_usize..9, seeds in prop::collection::vec(any::<u16>(), 8), base in 1_u64..10_000_000_000,
    ) {
        let law = law();
        let tables = weighted(law);
        let table = tables[table];
        let places = places(table, &seeds);
        let reckon = |backwards| {
            law.fine(GUANGDONG, &table.basis.rule, &input_of(table, &places, base, backwards)).unwrap()
        };
        let reckoning = reckon(false);
        prop_assert_eq!(reckon(true).fine, reckoning.fine);
        // The formula once more, in whole numbers: hundredths of a per cent of fen.
        let weights: i64 = table.factors.iter().zip(&places).map(|(f, p)| f.options[*p].weight().millionths()).sum();
        let sum = (table.start.millionths() + weights).min(1_000_000);
        let sum = i128::from(sum.max(table.floor.map_or(0, Share::millionths)));
        let (least, greatest) = match &table.scale {
            law::Scale::Fixed { least, greatest } => {
                (i128::from(least.unwrap().fen()), i128::from(greatest.unwrap().fen()))
            }
            law::Scale::OfBase { .. } => (i128::from(base), i128::from(base) * 5),
            law::Scale::Asked => unreachable!(),
        };
        let plain = (greatest * sum / 1_000_000).clamp(least, greatest);
        prop_assert_eq!(i128::from(reckoning.fine.fen()), plain);
    }

    #[test]
    fn a_heavier_option_never_has_a_smaller_fine(
        table in 0_usize..9, seeds in prop::collection::vec(any::<u16>(), 8), which in any::<u16>(), to in any::<u16>(),
    ) {
        let law = law();
        let tables = weighted(law);
        let table = tables[table];
        let before = places(table, &seeds);
        let factor = usize::from(which) % before.len();
        let mut after = before.clone();
        after[factor] = usize::from(to) % table.factors[factor].options.len();
        let weight = |places: &[usize]| table.factors[factor].options[places[factor]].weight();
        let fine = |places: &[usize]| {
            law.fine(GUANGDONG, &table.basis.rule, &input_of(table, places, 1_000_000, false)).unwrap().fine
        };
        let (fine_before, fine_after) = (fine(&before), fine(&after));
        match weight(&before).cmp(&weight(&after)) {
            std::cmp::Ordering::Less => prop_assert!(fine_before <= fine_after),
            std::cmp::Ordering::Equal => prop_assert_eq!(fine_before, fine_after),
            std::cmp::Ordering::Greater => prop_assert!(fine_before >= fine_after),
        }
    }
}

/// Anything that JSON can say, with names and words that mean something among them.
fn anything() -> impl Strategy<Value = Given> {
    let words = [
        "mode",
        "region",
        "排污情况",
        "A类",
        "1次",
        "超标",
        "others",
        "start",
        "min",
        "max",
        "Y",
        "base",
        "adjust",
        "kind",
        "percent",
        "ground",
        "degree",
        "amount",
        "act_date",
        "decision_date",
        "inputs",
        "row",
        "variant",
        "2022-03-01",
        "heavier",
        "从轻",
        "mitigated",
        "偷排",
        "50-200吨",
        "0",
        "7",
        "0.05",
        "-1",
        "1e9",
        "",
        "(",
        "未密闭,已装且按规定使用",
    ];
    let word = prop::sample::select(words.to_vec()).prop_map(str::to_owned);
    let leaf = prop_oneof![
        Just(Given::Nothing),
        any::<bool>().prop_map(Given::Flag),
        any::<i64>().prop_map(|number| Given::Number(number.to_string())),
        word.clone().prop_map(Given::Text),
        ".{0,6}".prop_map(Given::Text),
    ];
    leaf.prop_recursive(3, 24, 6, move |inner| {
        let name = prop_oneof![4 => word.clone(), 1 => ".{0,6}"];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Given::List),
            prop::collection::vec((name, inner), 0..6).prop_map(Given::Map),
        ]
    })
}

proptest! {
    #[test]
    fn whatever_is_given_is_a_fine_within_the_law_or_a_refusal(given in anything(), table in any::<prop::sample::Index>()) {
        let law = law();
        let table = table.get(law.discretion_tables());
        match law.fine(&table.basis.pack, &table.basis.rule, &given) {
            Ok(reckoning) => {
                let below = reckoning.steps.iter().any(|step| matches!(step, FineStep::BelowLeast { .. }));
                prop_assert!(below || reckoning.range.least.is_none_or(|least| least <= reckoning.fine));
                prop_assert!(reckoning.range.greatest.is_none_or(|greatest| reckoning.fine <= greatest));
            }
            Err(refusal) => prop_assert!(!refusal.field.is_empty() || !refusal.message.is_empty()),
        }
    }
}
