//! A plan that is in order and can no longer change: its hash is published before the chance is known.

mod check;
mod refusal;

pub use refusal::PlanRefusal;

use crate::encode::Encoder;
use crate::plan::{Officer, Plan, Pool, Source};
use crate::words::{Digest, Id, Secret};

/// A frozen plan and its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    plan: Plan,
    hash: Digest,
}

impl Commitment {
    /// Puts the lists of a plan in order and freezes it.
    ///
    /// # Errors
    /// If a draw by this plan could not be done, or not be checked.
    pub fn freeze(mut plan: Plan) -> Result<Self, PlanRefusal> {
        plan.pools.sort_by(|a, b| a.id.cmp(&b.id));
        for pool in &mut plan.pools {
            pool.classes.sort_by(|a, b| a.id.cmp(&b.id));
            pool.candidates.sort_by(|a, b| a.id.cmp(&b.id));
        }
        plan.officers.sort_by(|a, b| a.id.cmp(&b.id));
        for officer in &mut plan.officers {
            officer.specialities.sort();
        }
        plan.recusals.sort_by(|a, b| (&a.officer, &a.object).cmp(&(&b.officer, &b.object)));
        for pairing in &mut plan.pairings {
            if pairing.first > pairing.second {
                std::mem::swap(&mut pairing.first, &mut pairing.second);
            }
        }
        plan.pairings.sort_by(|a, b| (&a.first, &a.second).cmp(&(&b.first, &b.second)));
        Self::adopt(plan)
    }

    /// Freezes a plan whose lists are in order already, as those of a record are.
    ///
    /// # Errors
    /// As [`Commitment::freeze`], and where a list is not in order.
    pub fn adopt(plan: Plan) -> Result<Self, PlanRefusal> {
        check::check(&plan)?;
        let hash = hash(&plan);
        Ok(Self { plan, hash })
    }

    /// What was frozen.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The plan, given back.
    pub fn into_plan(self) -> Plan {
        self.plan
    }

    /// The hash to publish.
    pub fn hash(&self) -> Digest {
        self.hash
    }

    /// Whether an officer may be drawn: not excluded, and certified on every day of the visits.
    pub(crate) fn may_be_drawn(&self, officer: &Officer) -> bool {
        check::may_be_drawn(&self.plan, officer)
    }
}

/// The hash of a party's secret, which it gives before the plan is frozen. It holds for one attempt at one occasion
/// and for nobody else, so that neither an old share nor another's can be passed off as one's own.
pub fn share(occasion: &Id, attempt: u32, party: &Id, secret: &Secret) -> Digest {
    let mut encoder = Encoder::new("share");
    encoder.put(occasion);
    encoder.put(attempt);
    encoder.put(party);
    encoder.put(*secret);
    encoder.finish()
}

/// docs/draw.md §3.
fn hash(plan: &Plan) -> Digest {
    let mut to = Encoder::new("commitment");
    to.put(&plan.occasion);
    to.put(plan.attempt);
    to.option(plan.predecessor, Encoder::put);
    to.put(&plan.title);
    to.put(&plan.authority);
    to.put(plan.committed_at);
    to.put(plan.visits_from);
    to.put(plan.visits_until);
    to.put(plan.salt);
    source(&mut to, &plan.source);
    to.list(plan.pools.iter(), pool);
    to.list(plan.officers.iter(), officer);
    to.list(plan.recusals.iter(), |to, recusal| {
        to.put(&recusal.officer);
        to.put(&recusal.object);
        to.put(&recusal.ground);
    });
    to.list(plan.pairings.iter(), |to, pairing| {
        to.put(&pairing.first);
        to.put(&pairing.second);
        to.put(pairing.times);
    });
    to.finish()
}

fn source(to: &mut Encoder, source: &Source) {
    match source {
        Source::Beacon { chain, round } => {
            to.put(1u8);
            to.put(*chain);
            to.put(*round);
        }
        Source::Reveals { deadline, parties } => {
            to.put(2u8);
            to.put(*deadline);
            to.list(parties.iter(), |to, party| {
                to.put(&party.id);
                to.put(&party.role);
                to.put(party.share);
            });
        }
    }
}

fn pool(to: &mut Encoder, pool: &Pool) {
    to.put(&pool.id);
    to.put(&pool.title);
    to.put(pool.quota);
    to.put(&pool.basis);
    to.option(pool.speciality.as_ref(), Encoder::put);
    to.list(pool.classes.iter(), |to, class| {
        to.put(&class.id);
        to.put(&class.title);
        to.put(class.weight);
    });
    to.list(pool.candidates.iter(), |to, candidate| {
        to.put(&candidate.id);
        to.put(&candidate.class);
        to.option(candidate.excluded.as_ref(), Encoder::put);
    });
}

fn officer(to: &mut Encoder, officer: &Officer) {
    to.put(&officer.id);
    to.put(officer.certified_from);
    to.put(officer.certified_until);
    to.list(officer.specialities.iter(), Encoder::put);
    to.put(officer.load);
    to.option(officer.excluded.as_ref(), Encoder::put);
}
