use jiff::civil::date;
use proptest::prelude::*;

use crate::law;
use crate::loading::check;

#[test]
fn visits_of_the_period_use_a_cap_up_and_none_is_below_zero() {
    let law = law();
    let day = date(2020, 8, 31);
    let cap = law.visit_cap("city", "routine", day).unwrap();
    assert!(cap.basis.illustrative);
    let visits = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 8, 30), date(2020, 9, 1)];
    assert_eq!([0, 1, 2, 3, 4].map(|count| cap.left(&visits[..count], day)), [2, 2, 1, 0, 0]);
    assert!(law.visit_cap("city", "case", day).is_none(), "a complaint is looked into as often as it comes");
    assert!(law.visit_cap("province", "routine", day).is_none());
    assert!(law.visit_cap("city", "routine", date(2019, 12, 31)).is_none());
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let cap = |rest: &str| {
        format!("[[visit_cap]]\nid = \"c\"\nsource = \"s\"\nconfidence = \"low\"\nperiod = \"year\"\n{rest}")
    };
    check(&cap("level = \"town\"\nclass = \"routine\"\nmost = 2\n"), 9, "town");
    check(&cap("level = \"city\"\nclass = \"case\"\nmost = 2\n"), 9, "`class` must be one of");
    check(&cap("level = \"city\"\nclass = \"routine\"\nmost = 0\n"), 9, "at least 1");
    let whole = cap("level = \"city\"\nclass = \"routine\"\nmost = 2\n");
    let example = "[[visit_cap_example]]\nday = 2020-08-31\nlevel = \"city\"\nclass = \"routine\"\nvisits = []\nleft = 1\n";
    check(&format!("{whole}{example}"), 17, "the cap leaves 2");
}

proptest! {
    /// Each visit in the period takes one, and those of another year none.
    #[test]
    fn each_visit_of_the_year_takes_one(
        here in proptest::collection::vec(1i8..=12, 0..5),
        elsewhere in proptest::collection::vec(2017i16..2020, 0..5),
    ) {
        let law = law();
        let cap = law.visit_cap("city", "routine", date(2020, 8, 31)).unwrap();
        let mut days: Vec<_> = here.iter().map(|month| date(2020, *month, 7)).collect();
        days.extend(elsewhere.iter().map(|year| date(*year, 8, 31)));
        prop_assert_eq!(cap.left(&days, date(2020, 8, 31)), 2u32.saturating_sub(here.len() as u32));
    }
}
