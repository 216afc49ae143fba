//! The bureau's cases of the year: what was done in them before the story starts stands in the ledger when the city opens, and
//! what is done after comes when its time has come.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use api::{Around, CaseDeed as OfficeDeed, Office};
use casework::case::{Command, Paid, owed};
use ledger::Expected;
use model::{Actor, Clock, CreditCode, ManualClock, Money, Role, Scope, Timestamp, UserId, china};
use sim::{CaseAct, CaseDeed, CaseStaff, City};
use tokio::sync::watch;
use vault::Vault;

use super::accounts;
use crate::clock::MachineClock;
use crate::process::Keepers;

/// How often somebody looks whether the time of an act has come.
const LOOK: Duration = Duration::from_secs(1);

/// What is still to be done in the cases.
pub(super) struct Coming {
    entering: Entering,
    acts: Vec<CaseAct>,
}

/// Everything that is done in the cases; nothing of it is entered yet.
pub(super) fn of(keepers: &Keepers, city: &City) -> anyhow::Result<Coming> {
    let vault = &keepers.vault;
    let staff = staff(vault)?;
    let keeper: UserId = match &staff.duty {
        Actor::User { id, .. } => id.clone(),
        Actor::System { .. } => bail!("the duty officer is no account"),
    };
    let now = MachineClock::default().now();
    let keep = |name: &str, content: Vec<u8>| Ok(vault.put_document(&content, name, &keeper, now)?.hash);
    let acts = city.case_acts::<anyhow::Error>(&staff, keep)?;
    Ok(Coming { entering: Entering { keepers: Access::of(keepers), parties: BTreeMap::new() }, acts })
}

impl Coming {
    /// Enters everything that was done before `until`, many acts of one person in one commit.
    pub(super) fn enter_before(&mut self, keepers: &Keepers, until: Timestamp) -> anyhow::Result<()> {
        let later = self.acts.split_off(self.acts.partition_point(|act| act.at < until));
        let acts = std::mem::replace(&mut self.acts, later);
        let Some(first) = acts.first() else { return Ok(()) };
        let clock = Arc::new(ManualClock::new(first.at));
        let office = keepers.office(clock.clone());
        for together in at_once(&acts) {
            if let Some(act) = together.first() {
                clock.set(act.at);
            }
            self.entering.enter(&office, together)?;
        }
        Ok(())
    }
}

/// Does what comes when its time has come, until it is told to stop.
pub(super) async fn follow(
    coming: Coming,
    office: Office,
    clock: Arc<dyn Clock>,
    stopping: watch::Receiver<bool>,
) {
    let Coming { mut entering, mut acts } = coming;
    while !acts.is_empty() && !*stopping.borrow() {
        tokio::time::sleep(LOOK).await;
        let now = clock.now();
        let rest = acts.split_off(acts.partition_point(|act| act.at <= now));
        let due = std::mem::replace(&mut acts, rest);
        if due.is_empty() {
            continue;
        }
        let office = office.clone();
        let entered = tokio::task::spawn_blocking(move || {
            let outcome = at_once(&due).try_for_each(|together| entering.enter(&office, together));
            (entering, outcome)
        });
        match entered.await {
            Ok((back, Ok(()))) => entering = back,
            // Somebody did something else in one of these cases: it is theirs from then on.
            Ok((back, Err(error))) => {
                tracing::warn!(error = format!("{error:#}"), "an act of the demo's office was not possible");
                entering = back;
            }
            Err(error) => {
                tracing::error!(%error, "the demo's office stopped");
                return;
            }
        }
    }
}

/// Acts of one person at one time.
fn at_once(acts: &[CaseAct]) -> impl Iterator<Item = &[CaseAct]> {
    acts.chunk_by(|one, next| one.at == next.at && one.by == next.by)
}

fn staff(vault: &Vault) -> anyhow::Result<CaseStaff> {
    let branch = |account: vault::Account| match (&account.scope, account.role) {
        (Scope::District(code), Role::BranchOfficer) => {
            let (code, id, role) = (code.clone(), account.id, account.role);
            Some((code, Actor::User { id, role, scope: account.scope }))
        }
        _ => None,
    };
    Ok(CaseStaff {
        duty: accounts::of(vault, Role::DutyOfficer)?,
        leader: accounts::of(vault, Role::Leader)?,
        branches: vault.accounts()?.into_iter().filter_map(branch).collect(),
    })
}

/// What is asked while acts are entered.
struct Access {
    views: views::Views,
    law: Arc<law::Law>,
}

impl Access {
    fn of(keepers: &Keepers) -> Self {
        Self { views: keepers.views.clone(), law: Arc::clone(&keepers.law) }
    }
}

struct Entering {
    keepers: Access,
    /// Whose each case is.
    parties: BTreeMap<model::CaseId, CreditCode>,
}

impl Entering {
    /// Enters acts of one person in one commit.
    fn enter(&mut self, office: &Office, acts: &[CaseAct]) -> anyhow::Result<()> {
        let Some(first) = acts.first() else { return Ok(()) };
        let mut deeds = Vec::with_capacity(acts.len());
        for act in acts {
            let Some(command) = self.command(act)? else { continue };
            if let Command::Open(opened) = &command {
                self.parties.insert(act.case.clone(), opened.party.code.clone());
            }
            let party = self.parties.get(&act.case);
            let earlier = party.map(|party| self.keepers.views.established_cases(party)).transpose()?;
            // The files were kept a moment ago.
            let around = Around { altered: BTreeSet::new(), earlier: earlier.unwrap_or_default() };
            let (id, expected, command_id) = (act.case.clone(), Expected::Any, None);
            deeds.push(OfficeDeed { id, expected, command_id, command, around });
        }
        let outcomes = office.cases(&first.by, &deeds)?;
        for (deed, outcome) in deeds.iter().zip(outcomes) {
            outcome.with_context(|| format!("{} in {}", deed.command.act().code(), deed.id))?;
        }
        Ok(())
    }

    fn command(&self, act: &CaseAct) -> anyhow::Result<Option<Command>> {
        match &act.deed {
            CaseDeed::Give(command) => Ok(Some(command.as_ref().clone())),
            CaseDeed::PayWhatIsOwed => {
                let row =
                    self.keepers.views.case(&act.case)?.context("a payment in a case that is not there")?;
                let on = day_of(act.at);
                let left = owed(&row.case, &self.keepers.law, on).map_or(Money::ZERO, |owed| owed.left);
                let pay = Command::Pay(Paid { on, amount: left, receipt: None, daily: None });
                Ok((left > Money::ZERO).then_some(pay))
            }
        }
    }
}

fn day_of(at: Timestamp) -> jiff::civil::Date {
    china::civil(at).date()
}
