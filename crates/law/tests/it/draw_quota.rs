use jiff::civil::date;
use law::QuotaPeriod;
use proptest::prelude::*;

use crate::law;
use crate::loading::check;

#[test]
fn a_ratio_is_rounded_up_and_staff_counts_where_it_is_said() {
    let law = law();
    let day = date(2020, 8, 31);
    let key = law.draw_quota("key", day).unwrap();
    assert_eq!((key.period, key.basis.illustrative), (QuotaPeriod::Quarter, true));
    for (objects, wanted) in [(0, 0), (1, 1), (4, 1), (5, 2), (100, 25)] {
        assert_eq!(key.wanted(objects, 40), wanted, "{objects}");
    }
    let registered = law.draw_quota("registered", day).unwrap();
    assert_eq!((registered.wanted(1_000, 0), registered.wanted(1_000, 3)), (0, 15));
    assert!(law.draw_quota("unclassified", day).is_none());
    assert!(law.draw_quota("key", date(2019, 12, 31)).is_none());
}

#[test]
fn quarters_and_years_begin_with_the_calendar() {
    let (june, july) = (date(2020, 6, 30), date(2020, 7, 1));
    assert!(!QuotaPeriod::Quarter.holds_both(june, july) && QuotaPeriod::Year.holds_both(june, july));
    assert!(QuotaPeriod::Quarter.holds_both(july, date(2020, 9, 30)));
    assert!(!QuotaPeriod::Quarter.holds_both(july, date(2021, 7, 1)));
    assert!(!QuotaPeriod::Year.holds_both(date(2020, 12, 31), date(2021, 1, 1)));
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let quota = |rest: &str| {
        format!("[[draw_quota]]\nid = \"q\"\nsource = \"s\"\nconfidence = \"low\"\nperiod = \"year\"\n{rest}")
    };
    check(&quota("pool = \"special\"\npercent = 5\n"), 9, "special");
    check(&quota("pool = \"key\"\n"), 9, "needs `percent`");
    check(&quota("pool = \"key\"\npercent = 0\n"), 9, "between 1 and 100");
    check(&quota("pool = \"key\"\nper_officer = 0\n"), 9, "between 1 and 1000");
    let example =
        "[[draw_quota_example]]\nday = 2020-08-31\npool = \"key\"\nobjects = 10\nofficers = 0\nwanted = 4\n";
    check(&format!("{}{example}", quota("pool = \"key\"\npercent = 25\n")), 16, "the quota gives 3");
}

proptest! {
    /// Nobody is drawn who is not there, and more objects never mean fewer that are drawn.
    #[test]
    fn a_quota_grows_with_its_pool(objects in 0u32..u32::MAX, officers in 0u32..10_000) {
        let law = law();
        for pool in ["key", "simplified", "registered"] {
            let quota = law.draw_quota(pool, date(2020, 8, 31)).unwrap();
            let wanted = quota.wanted(objects, officers);
            prop_assert!(wanted <= objects && wanted <= quota.wanted(objects + 1, officers));
        }
    }
}
