//! Who is reminded of what, and when.

use casework::case::{Document, reminders};

use super::support::*;
use crate::support::{actor, wall};

const LOW: &str = r#"{"mode": "部分不正常运行"}"#;

fn reminded(dossier: &Dossier, who: &str, at: &str) -> Vec<&'static str> {
    let found = reminders(dossier.state(), &actor(who), law(), wall(at));
    found.iter().map(|deadline| deadline.kind.code()).collect()
}

#[test]
fn who_can_act_hears_the_working_day_before_and_from_then_on() {
    // To be filed by Friday 18 September.
    let dossier = Dossier::opened();
    assert!(reminded(&dossier, "leader", "2020-09-16T09:00:00").is_empty());
    assert_eq!(reminded(&dossier, "leader", "2020-09-17T09:00:00"), ["filing"]);
    assert_eq!(reminded(&dossier, "leader", "2020-09-30T09:00:00"), ["filing"], "and when it is over");
    assert!(reminded(&dossier, "inspector", "2020-09-17T09:00:00").is_empty(), "who only looks");
    assert!(reminded(&dossier, "zhao", "2020-09-17T09:00:00").is_empty(), "of another district");
}

#[test]
fn free_days_before_the_day_are_looked_over() {
    // To be published by Monday 21 September: whoever enters that hears on Friday.
    let mut dossier = Dossier::decided(by_table(LOW));
    let all = reminded(&dossier, "li", "2020-10-09T09:00:00");
    assert!(all.contains(&"delivery"), "{all:?}");
    dossier.give("li", &serve(Document::Decision, "2020-09-10")).unwrap();
    assert!(reminded(&dossier, "li", "2020-09-17T09:00:00").is_empty());
    assert_eq!(reminded(&dossier, "li", "2020-09-18T09:00:00"), ["publicity"]);
    let later = reminded(&dossier, "li", "2020-10-09T09:00:00");
    assert_eq!(later, ["publicity"], "the decision was served, and the payment is the party's");
}
