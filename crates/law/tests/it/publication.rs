use jiff::civil::date;
use law::LeftOut;

use crate::law;
use crate::loading::check;

#[test]
fn what_is_left_out_has_its_ground_or_none_is_known() {
    let law = law();
    let day = date(2020, 8, 31);
    let rule = law.publication_omission(LeftOut::Individual, day).unwrap();
    assert!(rule.basis.unverified && rule.reason.contains("个体工商户"), "{rule:?}");
    assert!(law.publication_omission(LeftOut::Officers, day).is_none(), "no pack says");
    assert!(law.publication_omission(LeftOut::Individual, date(2019, 5, 14)).is_none());
    assert_eq!(LeftOut::ALL.map(LeftOut::code), ["individual", "words", "officers", "case"]);
}

#[test]
fn mistakes_are_found_where_they_stand() {
    let rule = |rest: &str| {
        format!("[[publication_omission]]\nid = \"o\"\nsource = \"s\"\nconfidence = \"low\"\n{rest}")
    };
    check(&rule("what = \"words\"\nreason = \" \"\nreason_en = \"x\"\n"), 9, "neither is empty");
    check(&rule("what = \"weather\"\nreason = \"x\"\nreason_en = \"x\"\n"), 13, "weather");
}
