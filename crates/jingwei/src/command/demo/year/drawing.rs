//! The draws: real ones, of two parties, whose records anybody can check.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use casework::inspection_draw::{Case, Chance, Command, Opened, Seat, Stage};
use casework::inspection_library::{InspectionObject, PermitClass};
use draw::{Candidate, Class, Commitment, Day, Officer, Party, Plan, Pool, Recusal, Second, Secret, Source};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use ledger::Hash;
use model::{BlobHash, Clock as _, CreditCode, DrawId, china};
use serde::Serialize;

use super::{Diary, YEAR, account};

/// The parties, and as what they take part.
const PARTIES: [(&str, &str); 2] = [("bureau", "市生态环境局"), ("inspectors", "派驻纪检监察组")];
const AUTHORITY: &str = "长沙市生态环境局（演示）";

/// A draw: its id, title, visits, and how many of those who are spared visits are drawn.
struct Occasion {
    id: &'static str,
    title: &'static str,
    visits: (Date, Date),
    exempt: u32,
}

fn occasion(index: usize) -> Option<Occasion> {
    let all = [
        ("2020-1", "2020年第一次双随机抽查", (date(YEAR, 3, 5), date(YEAR, 4, 30)), 70),
        ("2020-2", "2020年第二次双随机抽查", (date(YEAR, 5, 8), date(YEAR, 7, 10)), 100),
        ("2020-3", "2020年第三次双随机抽查", (date(YEAR, 7, 23), date(YEAR, 9, 18)), 100),
    ];
    let (id, title, visits, exempt) = all.into_iter().nth(index)?;
    Some(Occasion { id, title, visits, exempt })
}

/// A draw that is drawn.
pub(super) struct Drawn {
    pub(super) id: DrawId,
    commitment: Commitment,
    pub(super) visits: (Date, Date),
    /// In the order of pools and of drawing, with the officers who go there.
    pub(super) teams: Vec<(CreditCode, [draw::Id; 2])>,
    pub(super) objects: BTreeSet<CreditCode>,
}

impl Diary<'_> {
    /// Two parties draw.
    pub(super) fn draw(&mut self, index: usize) -> anyhow::Result<()> {
        let occasion = occasion(index).context("there is no such draw")?;
        let id: DrawId = occasion.id.parse()?;
        let accounts = [self.duty.clone(), self.inspector.clone()];
        let seats = PARTIES.iter().zip(&accounts).map(|((party, role), actor)| -> anyhow::Result<Seat> {
            Ok(Seat { party: party.parse()?, role: role.parse()?, account: account(actor)?.clone() })
        });
        let opened = Opened {
            id: id.clone(),
            title: occasion.title.parse()?,
            visits_from: occasion.visits.0,
            visits_until: occasion.visits.1,
            plan: None,
            chance: Chance::Parties(seats.collect::<Result<_, _>>()?),
        };
        let bare = Case { commitment: None, now: self.clock.now() };
        self.office.inspection_draw(&id, None, &self.duty, &Command::Open(opened), bare)?;
        let mut parties = Vec::new();
        for ((party, role), actor) in PARTIES.iter().zip(&accounts) {
            let party: draw::Id = party.parse()?;
            let share = draw::share(&id.as_str().parse()?, 1, &party, &self.secret(party.as_str(), &id));
            self.office.inspection_draw(&id, None, actor, &Command::GiveShare { share }, bare)?;
            parties.push(Party { id: party, role: role.parse()?, share });
        }
        let commitment = Commitment::freeze(self.plan(&id, &occasion, parties)?)?;
        let plan = self.keep(commitment.plan(), &format!("{id}-plan.json"))?;
        let case = Case { commitment: Some(&commitment), now: self.clock.now() };
        self.office.inspection_draw(&id, None, &self.duty, &Command::Commit { plan }, case)?;
        for ((party, _), actor) in PARTIES.iter().zip(&accounts) {
            let secret = self.secret(party, &id);
            self.office.inspection_draw(&id, None, actor, &Command::Reveal { secret }, case)?;
        }
        self.remember(id, commitment, occasion.visits)
    }

    /// Reads the outcome of a draw that was just drawn.
    fn remember(&mut self, id: DrawId, commitment: Commitment, visits: (Date, Date)) -> anyhow::Result<()> {
        let record = self.record(&id, &commitment)?;
        let outcome = record.attempts.last().and_then(|attempt| attempt.outcome.as_ref());
        let drawn = outcome.context("the draw has no outcome")?.pools.iter().flat_map(|pool| &pool.drawn);
        let team = |drawn: &draw::Drawn| -> anyhow::Result<_> {
            Ok((drawn.object.as_str().parse::<CreditCode>()?, drawn.officers.clone()))
        };
        let teams = drawn.map(team).collect::<Result<Vec<_>, _>>()?;
        let objects = teams.iter().map(|(code, _)| code.clone()).collect();
        self.draws.push(Drawn { id, commitment, visits, teams, objects });
        Ok(())
    }

    fn record(&self, id: &DrawId, commitment: &Commitment) -> anyhow::Result<draw::Record> {
        let state = self.keepers.views.inspection_draw(id)?.context("the draw is gone")?;
        let attempt = state.last().filter(|attempt| matches!(attempt.stage, Stage::Drawn(..)));
        let attempt = attempt.context("the draw is not drawn")?.record(commitment.clone())?;
        Ok(draw::Record::new(attempt.into_iter().collect()))
    }

    /// The record becomes public once the visits are over.
    pub(super) fn publish(&mut self, index: usize) -> anyhow::Result<()> {
        let drawn = self.draws.get(index).context("there is no such draw")?;
        let record = self.record(&drawn.id, &drawn.commitment)?;
        let record = self.keep(&record, &format!("{}.json", drawn.id))?;
        let case = Case { commitment: Some(&drawn.commitment), now: self.clock.now() };
        self.office.inspection_draw(&drawn.id, None, &self.duty, &Command::Publish { record }, case)?;
        Ok(())
    }

    fn keep(&self, document: &impl Serialize, name: &str) -> anyhow::Result<BlobHash> {
        let bytes = serde_json::to_vec(document)?;
        let maker = account(&self.duty)?;
        Ok(self.keepers.vault.put_document(&bytes, name, maker, self.clock.now())?.hash)
    }

    /// What somebody chooses at random, of the city's seed: the same city draws the same.
    fn secret(&self, whose: &str, id: &DrawId) -> Secret {
        Secret(*Hash::of(format!("{}/{whose}/{id}", self.city.seed()).as_bytes()).as_bytes())
    }

    fn plan(&self, id: &DrawId, occasion: &Occasion, parties: Vec<Party>) -> anyhow::Result<Plan> {
        let now = self.clock.now();
        let deadline = Second::of(china::plus_seconds(now, 3_600));
        Ok(Plan {
            occasion: id.as_str().parse()?,
            attempt: 1,
            predecessor: None,
            title: occasion.title.parse()?,
            authority: AUTHORITY.parse()?,
            committed_at: Second::of(now),
            visits_from: Day(occasion.visits.0),
            visits_until: Day(occasion.visits.1),
            salt: self.secret("salt", id),
            source: Source::Reveals { deadline, parties },
            pools: self.pools(occasion.exempt)?,
            officers: self.officers(occasion.visits)?,
            recusals: self.recusals()?,
            pairings: Vec::new(),
        })
    }

    /// A pool of those who are spared visits, one of those who are visited less often, and one for each class of permit.
    fn pools(&self, exempt: u32) -> anyhow::Result<Vec<Pool>> {
        let listed = self.listed()?;
        let objects = self.keepers.views.inspection_objects()?;
        let mut of_pool: BTreeMap<&str, Vec<&InspectionObject>> = BTreeMap::new();
        for object in &objects {
            let pool = match (listed.get(&object.code), object.permit) {
                (Some(true), _) => "listed-exempt",
                (Some(false), _) => "listed-reduced",
                (None, Some(permit)) => permit.code(),
                // Nobody knows how closely to look: it is told, and not drawn here.
                (None, None) => continue,
            };
            of_pool.entry(pool).or_default().push(object);
        }
        let kinds = [
            ("listed-exempt", "正面清单（免除现场检查）企业", exempt),
            ("listed-reduced", "正面清单（减少现场检查）企业", 3),
            (PermitClass::Key.code(), "重点管理单位", 40),
            (PermitClass::Simplified.code(), "简化管理单位", 40),
            (PermitClass::Registered.code(), "登记管理单位", 50),
        ];
        let pool = |(id, title, quota): (&str, &str, u32)| -> anyhow::Result<Pool> {
            let objects = of_pool.get(id).map(Vec::as_slice).unwrap_or_default();
            let class = |id: &str, title: &str, weight| -> anyhow::Result<Class> {
                Ok(Class { id: id.parse()?, title: title.parse()?, weight })
            };
            Ok(Pool {
                id: id.parse()?,
                title: title.parse()?,
                quota,
                basis: format!("{title}{}家，本次抽{quota}家（演示计划）", objects.len()).parse()?,
                speciality: None,
                classes: vec![
                    class("care", "列入重点名录或周边有敏感目标", 2)?,
                    class("general", "其他", 1)?,
                ],
                candidates: objects.iter().map(|object| self.candidate(object)).collect::<Result<_, _>>()?,
            })
        };
        kinds.into_iter().map(pool).collect()
    }

    fn candidate(&self, object: &InspectionObject) -> anyhow::Result<Candidate> {
        let again = self.draws.iter().any(|draw| draw.objects.contains(&object.code));
        let class = if object.calls_for_care() == Some(true) { "care" } else { "general" };
        Ok(Candidate {
            id: object.code.as_str().parse()?,
            class: class.parse()?,
            excluded: again.then(|| "本年度已抽中".parse()).transpose()?,
        })
    }

    fn officers(&self, (from, until): (Date, Date)) -> anyhow::Result<Vec<Officer>> {
        let load = |id: &draw::Id| {
            let visits = self.draws.iter().flat_map(|draw| &draw.teams);
            u32::try_from(visits.filter(|(_, team)| team.contains(id)).count()).unwrap_or(u32::MAX)
        };
        let officer = |enforcer: &casework::inspection_library::Enforcer| -> anyhow::Result<Officer> {
            let id: draw::Id = enforcer.id.as_str().parse()?;
            let leave = enforcer.leave_within(from, until.saturating_add(1.day()));
            Ok(Officer {
                certified_from: Day(enforcer.certificate.from),
                certified_until: Day(enforcer.certificate.until),
                specialities: Vec::new(),
                load: load(&id),
                excluded: leave.map(|_| "请假".parse()).transpose()?,
                id,
            })
        };
        self.keepers.views.enforcers()?.iter().map(officer).collect()
    }

    fn recusals(&self) -> anyhow::Result<Vec<Recusal>> {
        let mut recusals = Vec::new();
        for enforcer in self.keepers.views.enforcers()? {
            for conflict in &enforcer.conflicts {
                recusals.push(Recusal {
                    officer: enforcer.id.as_str().parse()?,
                    object: conflict.enterprise.as_str().parse()?,
                    ground: conflict.ground.name_zh().parse()?,
                });
            }
        }
        Ok(recusals)
    }
}
