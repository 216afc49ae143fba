use law::{Law, OfficeHours, PackFile};

use crate::{PACKS, law};

const HEAD: &str = r#"[pack]
id = "p"
version = "1"
layer = "city"
title = "题"
title_en = "title"
valid_from = 2020-01-01
valid_to = 2021-01-01
"#;

/// Loads one pack and returns its mistakes, as they are shown.
fn mistakes(text: &str) -> Vec<String> {
    match Law::load(&[PackFile { name: "p.toml", text }], OfficeHours::default()) {
        Ok(_) => Vec::new(),
        Err(errors) => errors.mistakes.iter().map(ToString::to_string).collect(),
    }
}

/// Checks that a section after [`HEAD`] is refused at `line` with a message that contains `needle`.
pub(crate) fn check(section: &str, line: usize, needle: &str) {
    let found = mistakes(&format!("{HEAD}{section}"));
    let place = format!("p.toml:{line}: ");
    let hit = found.iter().any(|mistake| mistake.starts_with(&place) && mistake.contains(needle));
    assert!(hit && found.len() == 1, "expected {place}…{needle}…, found {found:#?}");
}

#[test]
fn the_packs_of_the_repository_load() {
    let law = law();
    let ids: Vec<&str> = law.packs().iter().map(|pack| pack.id.as_str()).collect();
    let expected = [
        "cn-calendar-2019",
        "cn-calendar-2020",
        "cn-calendar-2021",
        "cn-calendar-2022",
        "cn-calendar-2023",
        "cn-calendar-2024",
        "cn-calendar-2025",
        "cn-calendar-2026",
        "changsha-alarm-service",
        "cn-aqi-2012",
        "cn-aqi-2026",
        "cn-surface-water-2002",
        "cn-monitoring-data",
        "cn-data-marking",
        "changsha-data-marking",
        "changsha-positive-list",
        "changsha-draw-quota",
        "cn-publication",
        "changsha-visit-cap",
        "guangdong-2021",
        "cn-penalties-2020",
        "cn-eco-code-2026",
        "mee-2019",
        "hunan-2021",
        "changsha-discretion-demo",
        "cn-procedure",
        "cn-exemption",
        "cn-case-rules",
    ];
    assert_eq!(ids, expected);
    let illustrative: Vec<_> =
        law.packs().iter().filter(|pack| pack.illustrative).map(|pack| &pack.id).collect();
    let shown = [
        "changsha-alarm-service",
        "changsha-data-marking",
        "changsha-positive-list",
        "changsha-draw-quota",
        "changsha-visit-cap",
        "changsha-discretion-demo",
    ];
    assert_eq!(illustrative, shown);
    assert_eq!(law.calendar().known_years().collect::<Vec<_>>(), (2019..=2026).collect::<Vec<_>>());
}

#[test]
fn mistakes_are_found_where_they_stand() {
    assert_eq!(mistakes(HEAD), Vec::<String>::new());
    check("[discretion]\n", 9, "unknown section `discretion`");
    check("[[calendar]]\nid = \"y\"\nyear = 2020\nsource = \"s\"\nconfidence = \"sure\"\n", 13, "sure");
    check(
        "[[calendar]]\nid = \"y\"\nyear = 2020\nsource = \"s\"\nconfidence = \"low\"\nyaer = 1\n",
        14,
        "yaer",
    );
    check("[[calendar]]\nid = \"y\"\nsource = \"s\"\nconfidence = \"low\"\n", 9, "year");
    check("[calendar]\nyear = 2020\n", 9, "list");
    check("[[calendar]]\nid = \" \"\nyear = 2020\nsource = \"s\"\nconfidence = \"low\"\n", 9, "`id`");
}

#[test]
fn terms_that_make_no_sense_are_refused() {
    let term = |amount: &str, unit: &str, clock: &str, more: &str| {
        format!(
            "[[alarm_term]]\nid = \"t\"\nstep = \"accept\"\namount = {amount}\nunit = \"{unit}\"\n\
             clock = \"{clock}\"\nsource = \"s\"\nconfidence = \"low\"\n{more}"
        )
    };
    assert_eq!(mistakes(&format!("{HEAD}{}", term("1", "hours", "working", ""))), Vec::<String>::new());
    check(&term("0", "hours", "working", ""), 9, "between 1 and 10000");
    check(&term("10001", "hours", "working", ""), 9, "between 1 and 10000");
    check(&term("-1", "hours", "working", ""), 12, "-1");
    check(&term("1", "days", "working", ""), 9, "around the clock");
    check(&term("1", "working_days", "continuous", ""), 9, "working_days");
    check(&term("1", "weeks", "continuous", ""), 13, "weeks");
    check(&term("1", "hours", "working", "severity = [\"dire\"]\n"), 17, "dire");
    check(&term("1", "hours", "working", "valid_from = 2021-01-01\n"), 9, "no day");
    check(&term("1", "hours", "working", "valid_to = 2019-01-01\n"), 9, "not after");
    check(&term("1", "hours", "working", "valid_to = 2020-02-01T10:00:00\n"), 17, "not a date alone");
    let twice =
        term("1", "hours", "working", "") + &term("2", "hours", "working", "").replace("\"t\"", "\"u\"");
    check(&twice, 17, "the term `t` holds for the same step and severity");
    let same_id =
        term("1", "hours", "working", "") + &term("2", "hours", "working", "").replace("accept", "verify");
    check(&same_id, 17, "the id `t` stands already in line 9");
}

#[test]
fn reminders_come_after_an_amount_or_a_share() {
    let rule = |lead: &str| {
        format!(
            "[[alarm_reminder]]\nid = \"r\"\nclock = \"working\"\nsource = \"s\"\nconfidence = \"low\"\n{lead}"
        )
    };
    for good in ["share_percent = 1\n", "share_percent = 99\n", "amount = 2\nunit = \"hours\"\n"] {
        assert_eq!(mistakes(&format!("{HEAD}{}", rule(good))), Vec::<String>::new());
    }
    check(&rule("share_percent = 0\n"), 9, "1 to 99");
    check(&rule("share_percent = 100\n"), 9, "1 to 99");
    check(&rule(""), 9, "either `amount` and `unit` or `share_percent`");
    check(&rule("amount = 2\n"), 9, "either");
    check(&rule("amount = 2\nunit = \"hours\"\nshare_percent = 20\n"), 9, "either");
    let example = |since: &str, from: &str| {
        rule("share_percent = 25\n")
            + &format!(
                "[[alarm_reminder_example]]\noffice_hours = \"09:00-17:00\"\nstep = \"verify\"\nseverity = \"grave\"\n\
                 due = 2020-03-03T17:00:00\nfrom = {from}\n{since}"
            )
    };
    let since = "since = 2020-03-03T09:00:00\n";
    let right = example(since, "2020-03-03T15:00:00");
    assert_eq!(mistakes(&format!("{HEAD}{right}")), Vec::<String>::new());
    check(&example(since, "2020-03-03T14:00:00"), 15, "do not remind yet");
    check(&example(since, "2020-03-03T16:00:00"), 15, "remind before");
    check(&example("", "2020-03-03T15:00:00"), 15, "`since` is missing");
}

#[test]
fn contradicting_days_need_an_amendment() {
    let calendar = "[[calendar]]\nid = \"y\"\nyear = 2020\nsource = \"s\"\nconfidence = \"low\"\n";
    let day = |id: &str, first: &str, more: &str| {
        format!(
            "[[calendar_days]]\nid = \"{id}\"\nname = \"n\"\nname_en = \"n\"\nfirst = {first}\noff = true\n\
             source = \"s\"\nconfidence = \"low\"\n{more}"
        )
    };
    let twice = |more| format!("{calendar}{}{}", day("a", "2020-03-03", ""), day("b", "2020-03-03", more));
    check(&twice(""), 22, "2020-03-03 is listed already");
    assert_eq!(mistakes(&format!("{HEAD}{}", twice("amends = true\n"))), Vec::<String>::new());
    check(&format!("{calendar}{}", day("a", "2021-03-03", "")), 14, "which no [[calendar]] describes");
    check(&format!("{calendar}{}", day("a", "2020-03-03", "last = 2020-03-01\n")), 14, "not a span");
    check(&format!("{calendar}{}", calendar.replace("\"y\"", "\"z\"")), 14, "describes 2020 already");
}

#[test]
fn a_region_is_the_beginning_of_district_codes() {
    for (region, fits) in
        [("43", true), ("4301", true), ("430105", true), ("4", false), ("湖南", false), ("43010", false)]
    {
        let text = HEAD.replace("layer", &format!("region = \"{region}\"\nlayer"));
        let found = mistakes(&text);
        assert_eq!(found.is_empty(), fits, "{region}: {found:?}");
    }
}

#[test]
fn all_mistakes_of_all_files_come_at_once() {
    let broken = "[pack\n";
    let headless = "[[alarm_term]]\nid = \"t\"\n";
    let wrong = format!(
        "{HEAD}[[alarm_escalation]]\nid = \"e\"\nlevel = 0\nto = \"leader\"\namount = 0\nunit = \"hours\"\nclock = \"continuous\"\nsource = \"s\"\nconfidence = \"low\"\n[extra]\n"
    );
    let files = [
        PackFile { name: "broken.toml", text: broken },
        PACKS[0],
        PackFile { name: "headless.toml", text: headless },
        PackFile { name: "wrong.toml", text: &wrong },
        PackFile { name: "empty.toml", text: "" },
    ];
    let errors = Law::load(&files, OfficeHours::default()).unwrap_err();
    let places: Vec<String> =
        errors.mistakes.iter().map(|mistake| format!("{}:{}", mistake.file, mistake.line)).collect();
    assert_eq!(places, ["broken.toml:1", "headless.toml:1", "wrong.toml:9", "wrong.toml:18", "empty.toml:1"]);
    assert!(errors.to_string().contains("empty.toml:1: the section [pack] is missing"));
}

#[test]
fn a_pack_is_given_once() {
    let twin = HEAD.replace("title = \"题\"", "title = \"另\"");
    let load = |second: &str| {
        let files = [PackFile { name: "a.toml", text: HEAD }, PackFile { name: "b.toml", text: second }];
        Law::load(&files, OfficeHours::default()).map(drop).map_err(|errors| errors.to_string())
    };
    assert_eq!(load(&twin), Err("b.toml:1: pack `p` is already given by a.toml".into()));
    let next_year = HEAD
        .replace("version = \"1\"", "version = \"2\"")
        .replace("2021-01-01", "2022-01-01")
        .replace("2020-01-01", "2021-01-01");
    assert_eq!(load(&next_year), Ok(()));
}

#[test]
fn worked_examples_are_run() {
    let example = |hours: &str, until: &str| {
        format!(
            "[[calendar_example]]\noffice_hours = \"{hours}\"\nfrom = 2020-03-03T09:00:00\namount = 2\n\
             unit = \"hours\"\nclock = \"working\"\nuntil = {until}\n"
        )
    };
    let right = example("10:00-18:00", "2020-03-03T12:00:00");
    assert_eq!(mistakes(&format!("{HEAD}{right}")), Vec::<String>::new());
    check(&example("10:00-18:00", "2020-03-03T12:00:01"), 9, "the rules at 2020-03-03T12:00:00");
    check(&example("always", "2020-03-03T12:00:00"), 9, "`office_hours`");
    check(&example("10:00-18:00", "2020-03-03"), 15, "not wall time");
    check(&example("10:00-18:00", "2020-03-03T12:00:00+08:00"), 15, "not wall time");
    check(
        "[[alarm_example]]\noffice_hours = \"10:00-18:00\"\nstep = \"accept\"\nseverity = \"grave\"\n\
         from = 2020-03-03T09:00:00\nuntil = 2020-03-03T09:00:00\n",
        9,
        "no term of `accept`",
    );
    for pack in PACKS {
        assert!(pack.text.contains("_example]]"), "{} has worked examples", pack.name);
    }
}
