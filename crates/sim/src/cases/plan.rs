//! Which cases there are: about whom, found when, of what kind, and how each goes.

use std::collections::BTreeSet;

use casework::inspection_library::{InspectionObject, Surroundings};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};

use super::exempt::{SLIGHT, Slight};
use super::kinds::{KINDS, Kind};
use super::{CASES, EXEMPTIONS, YEAR};
use crate::City;
use crate::geography::DISTRICTS;
use crate::random::Stream;

/// How many were found in each month from January on: few while the epidemic kept everybody at home.
const FOUND: [usize; 9] = [24, 6, 24, 32, 34, 36, 36, 37, 34];

/// Prime to the number of cases: what goes another way than most is spread over the year.
const STRIDE: usize = 101;

/// A case of the year.
#[derive(Debug, Clone)]
pub(super) struct Planned {
    /// From 1, in the order of the days on which they were found.
    pub(super) number: usize,
    /// About whom.
    pub(super) object: InspectionObject,
    /// The place of its district.
    pub(super) district: usize,
    /// The day on which the lead was first checked.
    pub(super) found_on: Date,
    /// How it goes.
    pub(super) story: Story,
}

/// How a case goes.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Story {
    /// Not punished: slight, the first, without harm, put right in time.
    Exempt(&'static Slight),
    /// A warning on the spot.
    OnTheSpot,
    /// Punished by a table.
    Punished(Punished),
    /// Another bureau takes it.
    Transferred(&'static Kind),
    /// There was no violation after all.
    Withdrawn(&'static Kind),
    /// It goes on in the case before, of the same party.
    Merged(&'static Kind),
}

/// A case that is punished.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Punished {
    /// Of what kind.
    pub(super) kind: &'static Kind,
    /// In which of its ways.
    pub(super) variant: usize,
    /// Whether the party was punished for the same before in this year.
    pub(super) again: bool,
    /// What is unlike most.
    pub(super) turn: Turn,
}

/// What is unlike most cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing.
    Plain,
    /// The party asks for a hearing.
    Heard,
    /// It happened at night: punished heavier.
    AtNight,
    /// The equipment was seized.
    Seized,
    /// By hidden pipes: referred for detention.
    Referred,
    /// Challenged, and upheld.
    Challenged,
    /// Paid too late.
    PaidLate,
    /// An expert's opinion was waited for.
    Waited,
    /// Decided after its term.
    DecidedLate,
}

/// How many cases take each turn, and the last day on which they were found, so that the year sees their end.
const TURNS: [(Turn, usize, Date); 8] = [
    (Turn::Heard, 6, date(YEAR, 7, 20)),
    (Turn::AtNight, 8, date(YEAR, 8, 20)),
    (Turn::Seized, 4, date(YEAR, 8, 20)),
    (Turn::Referred, 3, date(YEAR, 8, 1)),
    (Turn::Challenged, 3, date(YEAR, 5, 31)),
    (Turn::PaidLate, 5, date(YEAR, 6, 30)),
    (Turn::Waited, 3, date(YEAR, 7, 10)),
    (Turn::DecidedLate, 2, date(YEAR, 5, 10)),
];

/// Every case, by number.
pub(super) fn all(city: &City) -> Vec<Planned> {
    let root = Stream::new(city.seed()).child("case");
    let days = found_days(root);
    let stories = stories(root, &days);
    let known_until = city.new_year().saturating_sub(1.day());
    let mut parties = Parties { objects: city.objects(known_until), used: BTreeSet::new() };
    let mut planned: Vec<Planned> = Vec::with_capacity(days.len());
    for (place, (found_on, story)) in days.into_iter().zip(stories).enumerate() {
        let object = match &story {
            Story::Merged(_) => planned.last().map(|before| before.object.clone()),
            Story::Punished(punished) if punished.again => first_offender(&planned, punished.kind, found_on),
            Story::Exempt(_)
            | Story::OnTheSpot
            | Story::Punished(_)
            | Story::Transferred(_)
            | Story::Withdrawn(_) => None,
        };
        let again = object.is_some();
        let story = settle(story, again);
        let object = object.unwrap_or_else(|| parties.next(words(&story)));
        let district =
            DISTRICTS.iter().position(|district| district.code == object.district.as_str()).unwrap_or(0);
        planned.push(Planned { number: place + 1, object, district, found_on, story });
    }
    planned
}

/// Who was never punished is not punished again.
fn settle(story: Story, again: bool) -> Story {
    match story {
        Story::Punished(punished) => Story::Punished(Punished { again, ..punished }),
        Story::Exempt(_)
        | Story::OnTheSpot
        | Story::Transferred(_)
        | Story::Withdrawn(_)
        | Story::Merged(_) => story,
    }
}

fn words(story: &Story) -> &'static [&'static str] {
    match story {
        Story::Exempt(slight) => slight.at,
        Story::OnTheSpot => &["加油站", "酒店", "仓储物流", "卫生院"],
        Story::Punished(Punished { kind, .. })
        | Story::Transferred(kind)
        | Story::Withdrawn(kind)
        | Story::Merged(kind) => kind.at,
    }
}

/// The days on which leads were first checked, in order.
fn found_days(root: Stream) -> Vec<Date> {
    let mut days = Vec::with_capacity(CASES);
    for (month, count) in (1i8..).zip(FOUND) {
        let first = date(YEAR, month, 1);
        let length = f64::from(first.days_in_month());
        let of_month = root.child("found").at(i64::from(month));
        for place in 0..count {
            let back = of_month.between(place as i64, 0.0, length) as i32;
            days.push(first.saturating_add(back.days()));
        }
    }
    days.sort();
    days
}

fn stories(root: Stream, days: &[Date]) -> Vec<Story> {
    let mut stories: Vec<Option<Story>> = vec![None; days.len()];
    let mut order = (0..days.len()).map(|place| place * STRIDE % days.len());
    let exempt = SLIGHT.iter().flat_map(|slight| std::iter::repeat_n(slight, slight.count));
    let exempt = exempt.take(EXEMPTIONS).map(|slight| (Story::Exempt(slight), date(YEAR, 8, 15)));
    let spot = std::iter::repeat_n((Story::OnTheSpot, date(YEAR, 9, 25)), 22);
    let kind = |place: usize| &KINDS[place % KINDS.len()];
    let gone = (0..3).map(|place| (Story::Transferred(kind(place)), date(YEAR, 9, 1)));
    let none = (0..4).map(|place| (Story::Withdrawn(kind(place + 2)), date(YEAR, 9, 1)));
    let turned = TURNS.iter().flat_map(|(turn, count, last)| {
        (0..*count).map(move |place| (Story::Punished(turned(*turn, place)), *last))
    });
    let mut waiting: Vec<usize> = Vec::new();
    for (story, last) in exempt.chain(gone).chain(none).chain(turned).chain(spot) {
        let fits = |place: &usize| days[*place] <= last;
        let at = match waiting.iter().position(fits) {
            Some(index) => Some(waiting.remove(index)),
            None => loop {
                match order.next() {
                    Some(place) if fits(&place) => break Some(place),
                    Some(place) => waiting.push(place),
                    None => break None,
                }
            },
        };
        if let Some(at) = at {
            stories[at] = Some(story);
        }
    }
    // Two that go on in the case before them, of the same party: in spring and in summer.
    let plain = |place: usize| stories.get(place).is_some_and(Option::is_none);
    let follower = |from: usize| (from..days.len()).find(|place| plain(*place) && plain(place - 1));
    let followers: Vec<usize> = [60, 160].into_iter().filter_map(follower).collect();
    let mut all: Vec<Story> = (0..days.len())
        .map(|place| stories[place].clone().unwrap_or_else(|| plain_story(root, place)))
        .collect();
    for place in followers {
        if let Story::Punished(before) = &all[place - 1] {
            let kind = before.kind;
            all[place] = Story::Merged(kind);
        }
    }
    all
}

/// The kinds in which something unlike most happens.
fn turned(turn: Turn, place: usize) -> Punished {
    let by_act = |act: &str| KINDS.iter().find(|kind| kind.act == act).unwrap_or(&KINDS[0]);
    let acts: &[&str] = match turn {
        Turn::Referred => &["water_evasion", "air_evasion"],
        Turn::AtNight | Turn::Seized => &["air_evasion", "water_evasion"],
        Turn::Heard | Turn::Challenged => &["water_over_limit", "air_over_limit"],
        Turn::Plain | Turn::PaidLate | Turn::Waited | Turn::DecidedLate => {
            &["voc_not_enclosed", "water_over_limit", "air_over_limit"]
        }
    };
    let kind = by_act(acts[place % acts.len()]);
    Punished { kind, variant: place % kind.variants.len(), again: false, turn }
}

fn plain_story(root: Stream, place: usize) -> Story {
    let of_case = root.at(place as i64);
    let mut left = of_case.between(0, 0.0, KINDS.iter().map(|kind| kind.per_cent).sum());
    let kind = KINDS.iter().find(|kind| {
        left -= kind.per_cent;
        left < 0.0
    });
    let kind = kind.unwrap_or(&KINDS[0]);
    // The slight ways are the more frequent ones.
    let ways = kind.variants.len() as f64;
    let variant = (ways * of_case.uniform(1) * of_case.uniform(2)) as usize;
    let again = kind.second.is_some() && of_case.uniform(3) < 0.25;
    let variant = variant.min(kind.variants.len() - 1);
    Story::Punished(Punished { kind, variant, again, turn: Turn::Plain })
}

/// Who was punished for the same, found so long ago that it was decided before this was found.
fn first_offender(planned: &[Planned], kind: &Kind, found_on: Date) -> Option<InspectionObject> {
    let long_ago = found_on.saturating_sub(120.days());
    let before = planned.iter().filter(|case| case.found_on <= long_ago);
    let same = |case: &&Planned| match &case.story {
        Story::Punished(Punished { kind: other, again: false, turn: Turn::Plain, .. }) => {
            other.act == kind.act
        }
        Story::Punished(_)
        | Story::Exempt(_)
        | Story::OnTheSpot
        | Story::Transferred(_)
        | Story::Withdrawn(_)
        | Story::Merged(_) => false,
    };
    let first = before.clone().find(|case| {
        let of_party = planned.iter().filter(|other| other.object.code == case.object.code).count();
        same(case) && of_party == 1
    })?;
    Some(first.object.clone())
}

/// The objects that have no case yet.
struct Parties {
    objects: Vec<InspectionObject>,
    used: BTreeSet<usize>,
}

impl Parties {
    /// The next object with one of these words in its name, that lies nowhere where tables ask for more.
    fn next(&mut self, words: &[&str]) -> InspectionObject {
        let sensitive = [Surroundings::DrinkingWater, Surroundings::ProtectedArea];
        let fits = |object: &InspectionObject| {
            let near = object.surroundings.as_ref();
            words.iter().any(|word| object.name.contains(word))
                && near.is_none_or(|near| sensitive.iter().all(|place| !near.contains(place)))
        };
        let found = (0..self.objects.len()).find(|at| !self.used.contains(at) && fits(&self.objects[*at]));
        let at = found.unwrap_or(0);
        self.used.insert(at);
        self.objects[at].clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_has_its_cases_and_its_exemptions_each_of_another_party_but_repeaters() {
        let start = "2020-08-30T08:00:00+08:00".parse().unwrap();
        for seed in [1, 20_200_830] {
            let planned = all(&City::build(seed, start));
            assert_eq!(planned.len(), CASES);
            let count = |holds: fn(&Story) -> bool| planned.iter().filter(|case| holds(&case.story)).count();
            assert_eq!(count(|story| matches!(story, Story::Exempt(_))), EXEMPTIONS);
            assert_eq!(count(|story| matches!(story, Story::OnTheSpot)), 22);
            for (turn, wanted, _) in TURNS {
                let took = planned
                    .iter()
                    .filter(|case| matches!(&case.story, Story::Punished(punished) if punished.turn == turn));
                assert_eq!(took.count(), wanted, "{turn:?}");
            }
            let again = count(|story| matches!(story, Story::Punished(punished) if punished.again));
            assert!((3..=20).contains(&again), "{again}");
            let of_exempt = planned.iter().filter(|case| matches!(case.story, Story::Exempt(_)));
            for case in of_exempt {
                let same = planned.iter().filter(|other| other.object.code == case.object.code);
                assert_eq!(same.count(), 1, "{} is the first of its party", case.number);
            }
        }
    }
}
