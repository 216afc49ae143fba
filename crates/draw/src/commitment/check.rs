//! What must hold of a plan before it is frozen. What could go wrong in the draw itself goes wrong here: a frozen
//! plan can always be drawn by.

use std::collections::{BTreeMap, BTreeSet};

use super::PlanRefusal;
use crate::beacon;
use crate::plan::{Officer, Plan, Pool, Source};
use crate::words::Id;
use crate::{MAX_CLASSES, MAX_OBJECTS, MAX_OFFICERS, MAX_PARTIES, MAX_POOLS, MAX_WEIGHT};

/// In the order of docs/draw.md §3.2; the first thing that does not hold is told.
pub(super) fn check(plan: &Plan) -> Result<(), PlanRefusal> {
    sizes(plan)?;
    head(plan)?;
    source(plan)?;
    in_order("pools", plan.pools.iter().map(|pool| &pool.id))?;
    for pool in &plan.pools {
        check_pool(pool)?;
    }
    objects_stand_once(plan)?;
    in_order("officers", plan.officers.iter().map(|officer| &officer.id))?;
    for officer in &plan.officers {
        in_order("specialities", officer.specialities.iter())?;
    }
    recusals(plan)?;
    pairings(plan)?;
    teams(plan)
}

pub(super) fn may_be_drawn(plan: &Plan, officer: &Officer) -> bool {
    officer.excluded.is_none() && officer.certified(plan.visits_from, plan.visits_until)
}

fn sizes(plan: &Plan) -> Result<(), PlanRefusal> {
    let objects = plan.pools.iter().map(|pool| pool.candidates.len()).sum();
    let classes = plan.pools.iter().map(|pool| pool.classes.len()).max().unwrap_or(0);
    let counts = [
        ("pools", plan.pools.len(), MAX_POOLS),
        ("objects", objects, MAX_OBJECTS),
        ("classes", classes, MAX_CLASSES),
        ("officers", plan.officers.len(), MAX_OFFICERS),
        ("recusals", plan.recusals.len(), MAX_OBJECTS),
        ("pairings", plan.pairings.len(), MAX_OBJECTS),
    ];
    match counts.into_iter().find(|(_, count, most)| count > most) {
        Some((list, count, most)) => Err(PlanRefusal::TooMany { list, count, most }),
        None => Ok(()),
    }
}

fn head(plan: &Plan) -> Result<(), PlanRefusal> {
    if plan.attempt == 0 || (plan.attempt == 1) == plan.predecessor.is_some() {
        return Err(PlanRefusal::BadAttempt { attempt: plan.attempt });
    }
    if plan.visits_until < plan.visits_from {
        return Err(PlanRefusal::BadVisits);
    }
    match plan.pools.is_empty() {
        true => Err(PlanRefusal::NoPool),
        false => Ok(()),
    }
}

fn source(plan: &Plan) -> Result<(), PlanRefusal> {
    match &plan.source {
        Source::Beacon { chain, round } => {
            if *chain != beacon::chain() {
                return Err(PlanRefusal::UnknownChain);
            }
            match beacon::due(*round) {
                Some(due) if due.since_1970() >= plan.committed_at.since_1970() + beacon::LEAD_S => Ok(()),
                Some(due) => Err(PlanRefusal::RoundTooSoon { round: *round, due }),
                None => Err(PlanRefusal::RoundTooSoon { round: *round, due: plan.committed_at }),
            }
        }
        Source::Reveals { deadline, parties } => {
            if !(2..=MAX_PARTIES).contains(&parties.len()) {
                return Err(PlanRefusal::BadParties { parties: parties.len() });
            }
            let mut seen = BTreeSet::new();
            if let Some(party) = parties.iter().find(|party| !seen.insert(&party.id)) {
                return Err(PlanRefusal::Twice { list: "parties", id: party.id.clone() });
            }
            match *deadline > plan.committed_at {
                true => Ok(()),
                false => Err(PlanRefusal::BadDeadline { deadline: *deadline }),
            }
        }
    }
}

/// Every id after the one before it.
fn in_order<'a>(list: &'static str, ids: impl Iterator<Item = &'a Id>) -> Result<(), PlanRefusal> {
    let mut last: Option<&Id> = None;
    for id in ids {
        match last.map(|last| last.cmp(id)) {
            None | Some(std::cmp::Ordering::Less) => last = Some(id),
            Some(std::cmp::Ordering::Equal) => return Err(PlanRefusal::Twice { list, id: id.clone() }),
            Some(std::cmp::Ordering::Greater) => {
                return Err(PlanRefusal::NotInOrder { list, id: id.clone() });
            }
        }
    }
    Ok(())
}

fn check_pool(pool: &Pool) -> Result<(), PlanRefusal> {
    in_order("classes", pool.classes.iter().map(|class| &class.id))?;
    if let Some(class) = pool.classes.iter().find(|class| !(1..=MAX_WEIGHT).contains(&class.weight)) {
        let (pool, class, weight) = (pool.id.clone(), class.id.clone(), class.weight);
        return Err(PlanRefusal::BadWeight { pool, class, weight });
    }
    in_order("objects", pool.candidates.iter().map(|candidate| &candidate.id))?;
    let known = |class: &Id| pool.classes.binary_search_by(|known| known.id.cmp(class)).is_ok();
    if let Some(candidate) = pool.candidates.iter().find(|candidate| !known(&candidate.class)) {
        let (object, class) = (candidate.id.clone(), candidate.class.clone());
        return Err(PlanRefusal::UnknownClass { object, class });
    }
    let eligible = pool.candidates.iter().filter(|candidate| candidate.excluded.is_none()).count() as u32;
    let (id, quota) = (pool.id.clone(), pool.quota);
    match (eligible, quota) {
        (0, _) => Err(PlanRefusal::EmptyPool { pool: id }),
        (_, 0) => Err(PlanRefusal::NoQuota { pool: id }),
        _ if quota > eligible => Err(PlanRefusal::QuotaExceedsPool { pool: id, quota, eligible }),
        _ => Ok(()),
    }
}

/// No object in two pools. Each pool is in order already, which makes sorting them together quick.
fn objects_stand_once(plan: &Plan) -> Result<(), PlanRefusal> {
    if plan.pools.len() == 1 {
        return Ok(());
    }
    let mut ids: Vec<&Id> = plan.pools.iter().flat_map(|pool| &pool.candidates).map(|c| &c.id).collect();
    ids.sort();
    in_order("objects", ids.into_iter())
}

fn officer<'a>(plan: &'a Plan, id: &Id) -> Result<&'a Officer, PlanRefusal> {
    match plan.officers.binary_search_by(|officer| officer.id.cmp(id)) {
        Ok(index) => Ok(&plan.officers[index]),
        Err(_) => Err(PlanRefusal::UnknownOfficer { officer: id.clone() }),
    }
}

fn pool_of<'a>(plan: &'a Plan, object: &Id) -> Result<&'a Pool, PlanRefusal> {
    let holds = |pool: &&Pool| pool.candidates.binary_search_by(|c| c.id.cmp(object)).is_ok();
    plan.pools.iter().find(holds).ok_or_else(|| PlanRefusal::UnknownObject { object: object.clone() })
}

fn recusals(plan: &Plan) -> Result<(), PlanRefusal> {
    for recusal in &plan.recusals {
        officer(plan, &recusal.officer)?;
        pool_of(plan, &recusal.object)?;
    }
    pairs_in_order("recusals", plan.recusals.iter().map(|recusal| (&recusal.officer, &recusal.object)))
}

fn pairings(plan: &Plan) -> Result<(), PlanRefusal> {
    for pairing in &plan.pairings {
        officer(plan, &pairing.first)?;
        officer(plan, &pairing.second)?;
        if pairing.first >= pairing.second || pairing.times == 0 {
            let (first, second) = (pairing.first.clone(), pairing.second.clone());
            return Err(PlanRefusal::BadPairing { first, second });
        }
    }
    pairs_in_order("pairings", plan.pairings.iter().map(|pairing| (&pairing.first, &pairing.second)))
}

fn pairs_in_order<'a>(
    list: &'static str,
    pairs: impl Iterator<Item = (&'a Id, &'a Id)>,
) -> Result<(), PlanRefusal> {
    let mut last: Option<(&Id, &Id)> = None;
    for pair in pairs {
        match last.map(|last| last.cmp(&pair)) {
            None | Some(std::cmp::Ordering::Less) => last = Some(pair),
            Some(std::cmp::Ordering::Equal) => return Err(PlanRefusal::Twice { list, id: pair.0.clone() }),
            Some(std::cmp::Ordering::Greater) => {
                return Err(PlanRefusal::NotInOrder { list, id: pair.0.clone() });
            }
        }
    }
    Ok(())
}

/// Two officers for every object that may be drawn, one of them trained where the pool asks for it.
fn teams(plan: &Plan) -> Result<(), PlanRefusal> {
    let eligible: Vec<&Officer> = plan.officers.iter().filter(|o| may_be_drawn(plan, o)).collect();
    if eligible.len() < 2 {
        return Err(PlanRefusal::TooFewOfficers { eligible: eligible.len() as u32 });
    }
    for pool in &plan.pools {
        if let Some(speciality) = &pool.speciality
            && !eligible.iter().any(|officer| officer.specialities.contains(speciality))
        {
            let (pool, speciality) = (pool.id.clone(), speciality.clone());
            return Err(PlanRefusal::NoSpecialist { pool, speciality });
        }
    }
    let mut recused: BTreeMap<&Id, BTreeSet<&Id>> = BTreeMap::new();
    for recusal in &plan.recusals {
        recused.entry(&recusal.object).or_default().insert(&recusal.officer);
    }
    for (object, officers) in recused {
        let pool = pool_of(plan, object)?;
        let left: Vec<_> = eligible.iter().filter(|officer| !officers.contains(&officer.id)).collect();
        let trained = |speciality| left.iter().any(|officer| officer.specialities.contains(speciality));
        let can_go = left.len() >= 2 && pool.speciality.as_ref().is_none_or(trained);
        let excluded = pool
            .candidates
            .binary_search_by(|candidate| candidate.id.cmp(object))
            .is_ok_and(|index| pool.candidates[index].excluded.is_some());
        if !can_go && !excluded {
            return Err(PlanRefusal::NoTeam { object: object.clone() });
        }
    }
    Ok(())
}
