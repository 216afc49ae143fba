use jiff::civil::date;
use law::{Law, ListRegime, ListTest, OfficeHours, RemainingCheck};

use crate::law;
use crate::loading::check;

#[test]
fn the_illustration_has_six_categories_of_which_the_sixth_only_reduces() {
    let law = law();
    let day = date(2020, 8, 31);
    let categories = law.positive_categories(day);
    let regimes: Vec<_> = categories.iter().map(|category| (category.number, category.regime)).collect();
    let wanted: Vec<_> =
        (1..=6).map(|n| (n, if n < 6 { ListRegime::Exempt } else { ListRegime::Reduced })).collect();
    assert_eq!(regimes, wanted);
    for category in &categories {
        assert!(category.basis.illustrative && category.basis.unverified);
        let criteria: Vec<_> = law.positive_criteria(category, day).collect();
        assert_eq!(criteria.len(), category.criteria.len(), "{}", category.basis.rule);
    }
    let rule = law.positive_list(day).unwrap();
    assert!(rule.notice_working_days >= 7 && rule.remaining.contains(&RemainingCheck::Complaint));
    assert_eq!(law.positive_category("livelihood", day).unwrap().number, 2);
    assert!(law.positive_categories(date(2019, 12, 31)).is_empty());
    assert!(Law::empty(OfficeHours::default()).positive_list(day).is_none());
}

#[test]
fn trades_belong_with_and_without_their_letter() {
    let law = law();
    let category = law.positive_category("low-pollution-jobs", date(2020, 8, 31)).unwrap();
    for (trade, belongs) in [("C2319", true), ("3985", true), ("C3012", false), ("", false), ("C", false)] {
        assert_eq!(category.has_trade(trade), belongs, "{trade}");
    }
    let criteria: Vec<_> = law.positive_criteria(category, date(2020, 8, 31)).map(|c| &c.test).collect();
    assert!(criteria.contains(&&ListTest::NoPenalty(12)));
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let criterion = |rest: &str| {
        format!(
            "[[positive_criterion]]\nid = \"c\"\nsource = \"s\"\nconfidence = \"low\"\nname = \"甲\"\nname_en = \"a\"\n{rest}"
        )
    };
    check(&criterion("test = \"no_penalty\"\n"), 9, "needs `months`");
    check(&criterion("test = \"monitored\"\nmonths = 1\n"), 9, "takes no `months`");
    check(&criterion("test = \"no_penalty\"\nmonths = 0\n"), 9, "between 1 and 120");
    check(&criterion("test = \"transmission_at_least\"\npercent = 101\n"), 9, "between 1 and 100");
    check(&criterion("test = \"permit\"\npermits = [\"special\"]\n"), 9, "special");
    check(&criterion("test = \"trade_not\"\ntrades = [\"paper\"]\n"), 9, "paper");
    check(&criterion("test = \"envy\"\n"), 15, "envy");
    let category = |rest: &str| {
        format!(
            "[[positive_category]]\nid = \"k\"\nsource = \"s\"\nconfidence = \"low\"\nname = \"甲\"\nname_en = \"a\"\nregime = \"exempt\"\n{rest}"
        )
    };
    check(&category("number = 1\ncriteria = [\"c\"]\n"), 9, "no criterion `c`");
    check(&category("number = 1\n"), 9, "to which everybody belongs");
    check(&category("number = 0\ndesignation = \"d\"\n"), 9, "counts from 1");
    let twice = format!(
        "{}{}",
        category("number = 1\ndesignation = \"d\"\n"),
        category("number = 1\ndesignation = \"d\"\n").replace("id = \"k\"", "id = \"l\"")
    );
    check(&twice, 18, "says what another entry says already");
    let rule = |days: u8| {
        format!(
            "[[positive_list]]\nid = \"r\"\nsource = \"s\"\nconfidence = \"low\"\nnotice_working_days = {days}\nvalid_months = 12\nrecord_days = 30\nremaining = [\"complaint\"]\n"
        )
    };
    check(&rule(0), 9, "between 1 and 60");
    check(&rule(7).replace("[\"complaint\"]", "[]"), 9, "at least one check");
}
