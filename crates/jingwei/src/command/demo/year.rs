//! The bureau's year before the story, as its people would have done it: every act is a command that casework may refuse,
//! by the account of somebody, at its own time. Many of one person and hour enter the ledger together (docs/adr/0018).

mod drawing;
mod inspecting;
mod listing;

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, bail};
use api::{Done, Office, OfficeError};
use jiff::civil::{Date, date};
use model::{Actor, Clock, DistrictCode, ManualClock, Role, Scope, Timestamp, UserId, china};
use sim::City;

use super::accounts;
use crate::process::Keepers;
use drawing::Drawn;
use listing::Proposed;

/// The year of the calendar's pack, of which everything here is told.
const YEAR: i16 = 2020;

/// A day of the year, and what was done on it. Days on or after the story's are not told.
type Chapter = fn(&mut Diary<'_>) -> anyhow::Result<()>;

/// What happened, in the order of time.
const CHAPTERS: [((i8, i8), Chapter); 29] = [
    ((1, 7), |diary| diary.propose(0..260)),
    ((1, 8), |diary| diary.approve(0..260)),
    ((1, 20), |diary| diary.enter(0..260)),
    ((3, 3), |diary| diary.draw(0)),
    ((3, 5), |diary| diary.open(0)),
    ((3, 10), |diary| diary.work(0, 0)),
    ((3, 18), |diary| diary.work(0, 1)),
    ((3, 26), |diary| diary.work(0, 2)),
    ((4, 2), |diary| diary.look_into_records("L-demo-records-1", date(YEAR, 3, 31))),
    ((4, 7), |diary| diary.propose(260..440)),
    ((4, 8), |diary| diary.approve(260..440)),
    ((4, 20), |diary| diary.enter(260..440)),
    ((5, 5), |diary| diary.publish(0)),
    ((5, 6), |diary| diary.draw(1)),
    ((5, 8), |diary| diary.open(1)),
    ((5, 12), |diary| diary.work(1, 0)),
    ((5, 20), |diary| diary.work(1, 1)),
    ((5, 28), |diary| diary.work(1, 2)),
    ((6, 15), |diary| diary.take_off()),
    ((7, 1), |diary| diary.look_into_records("L-demo-records-2", date(YEAR, 6, 30))),
    ((7, 2), |diary| diary.propose(440..566)),
    ((7, 3), |diary| diary.approve(440..566)),
    ((7, 15), |diary| diary.enter(440..566)),
    ((7, 20), |diary| diary.publish(1)),
    ((7, 21), |diary| diary.draw(2)),
    ((7, 23), |diary| diary.open(2)),
    ((7, 27), |diary| diary.work(2, 0)),
    ((8, 4), |diary| diary.work(2, 1)),
    ((8, 11), |diary| diary.work(2, 2)),
];

/// Work that is begun on a day is done within so many more.
const WORK_DAYS: i64 = 5;

/// Tells the year up to the story's day. `meanwhile` is told to enter what else was done until a time, so that the ledger
/// goes forward in time. Years without a calendar have no year.
pub(super) fn tell(
    keepers: &Keepers,
    city: &City,
    meanwhile: &mut dyn FnMut(Timestamp) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if city.new_year().year() != YEAR {
        return meanwhile(city.start());
    }
    let until = china::civil(city.start()).date().saturating_sub(jiff::Span::new().days(WORK_DAYS));
    let mut diary = Diary::new(keepers, city)?;
    for ((month, day), chapter) in CHAPTERS {
        let day = date(YEAR, month, day);
        if until <= day {
            break;
        }
        diary.at(day, 9);
        meanwhile(diary.clock.now())?;
        chapter(&mut diary).with_context(|| format!("the demo's {day}"))?;
    }
    meanwhile(city.start())
}

/// Who writes the year, and what is known so far.
struct Diary<'a> {
    keepers: &'a Keepers,
    city: &'a City,
    clock: Arc<ManualClock>,
    office: Office,
    duty: Actor,
    leader: Actor,
    inspector: Actor,
    branches: BTreeMap<DistrictCode, Actor>,
    proposed: Vec<Proposed>,
    draws: Vec<Drawn>,
}

impl<'a> Diary<'a> {
    fn new(keepers: &'a Keepers, city: &'a City) -> anyhow::Result<Self> {
        let clock = Arc::new(ManualClock::new(china::instant(date(YEAR, 1, 6).at(10, 0, 0, 0))));
        let branch = |account: vault::Account| match (&account.role, &account.scope) {
            (Role::BranchOfficer, Scope::District(district)) => {
                let actor = Actor::User { id: account.id, role: account.role, scope: account.scope.clone() };
                Some((district.clone(), actor))
            }
            _ => None,
        };
        Ok(Self {
            keepers,
            city,
            office: keepers.office(clock.clone()),
            clock,
            duty: accounts::of(&keepers.vault, Role::DutyOfficer)?,
            leader: accounts::of(&keepers.vault, Role::Leader)?,
            inspector: accounts::of(&keepers.vault, Role::InspectorGeneral)?,
            branches: keepers.vault.accounts()?.into_iter().filter_map(branch).collect(),
            proposed: listing::proposed(city),
            draws: Vec::new(),
        })
    }

    /// Moves the clock to an hour of a day.
    fn at(&self, day: Date, hour: i8) {
        self.clock.set(china::instant(day.at(hour, 0, 0, 0)));
    }

    /// The officer of a district's branch.
    fn branch(&self, district: &DistrictCode) -> anyhow::Result<&Actor> {
        self.branches.get(district).with_context(|| format!("district {district} has no officer"))
    }
}

/// The account of an actor.
fn account(actor: &Actor) -> anyhow::Result<&UserId> {
    match actor {
        Actor::User { id, .. } => Ok(id),
        Actor::System { name } => bail!("{name} has no account"),
    }
}

/// Everything was done; the demo has no acts that are refused.
fn all_done(outcomes: Vec<Result<Done, OfficeError>>) -> anyhow::Result<()> {
    outcomes.into_iter().try_for_each(|outcome| outcome.map(|_| ()).map_err(anyhow::Error::from))
}

#[cfg(test)]
mod tests {
    use casework::positive_list::is_in_force;
    use model::Timestamp;

    use super::*;
    use crate::command::demo::libraries;
    use crate::config::Config;

    /// A bureau whose story starts at `start`.
    fn bureau(start: &str, look: impl FnOnce(&Keepers, Timestamp)) {
        let folder = tempfile::tempdir().unwrap();
        let mut config = Config::resolve("", &BTreeMap::new()).unwrap();
        config.data_folder = folder.path().join("data");
        let start: Timestamp = start.parse().unwrap();
        let city = City::build(7, start);
        let keepers = Keepers::open(&config).unwrap();
        accounts::create(&keepers.vault, &city).unwrap();
        libraries::fill(&keepers, &city).unwrap();
        tell(&keepers, &city, &mut |_| Ok(())).unwrap();
        look(&keepers, start);
    }

    #[test]
    fn by_the_morning_of_the_story_562_are_listed_and_256_were_spared_a_visit() {
        bureau("2020-08-30T08:00:00+08:00", |keepers, start| {
            let today = china::civil(start).date();
            let list = keepers.views.positive_list().unwrap();
            let in_force = list.iter().filter_map(|row| row.standing.last());
            let in_force = in_force.filter(|entry| is_in_force(entry, &keepers.law, today));
            assert_eq!(in_force.count(), 562);
            let inspections = keepers.views.inspections().unwrap();
            let avoided = inspections.iter().filter(|row| row.inspection.avoided_a_visit()).count();
            let off_site = inspections
                .iter()
                .filter(|row| row.inspection.opened.way == casework::inspection::Way::OffSite);
            assert_eq!((avoided, off_site.count()), (256, 270));
            assert!(inspections.iter().any(|row| !row.inspection.is_over()), "something is left to do");
            assert_eq!(keepers.views.skipped().unwrap(), []);
            let last = keepers.ledger.read_from(keepers.ledger.head().size - 1, 1).unwrap();
            assert!(last[0].at < start, "nothing happened after the story began");
        });
    }

    #[test]
    fn a_story_that_starts_earlier_has_less_of_a_year_and_another_year_has_none() {
        bureau("2020-03-12T08:00:00+08:00", |keepers, start| {
            let inspections = keepers.views.inspections().unwrap();
            assert_eq!(inspections.len(), 203, "the first draw is open");
            assert!(inspections.iter().all(|row| !row.inspection.is_over()));
            let last = keepers.ledger.read_from(keepers.ledger.head().size - 1, 1).unwrap();
            assert!(last[0].at < start);
        });
        bureau("2021-05-01T08:00:00+08:00", |keepers, _| {
            assert_eq!(keepers.views.positive_list().unwrap().len(), 0);
            assert_eq!(keepers.views.inspection_objects().unwrap().len(), 3_000);
        });
    }
}
