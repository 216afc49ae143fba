use crate::words::{Id, Second};

/// Why a plan cannot be drawn by.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanRefusal {
    /// There is no pool.
    #[error("there is no pool to draw from")]
    NoPool,
    /// A pool has no object that may be drawn.
    #[error("pool {pool} has no object that may be drawn")]
    EmptyPool {
        /// Which.
        pool: Id,
    },
    /// Nothing is to be drawn from a pool.
    #[error("nothing is to be drawn from pool {pool}")]
    NoQuota {
        /// Which.
        pool: Id,
    },
    /// More is to be drawn than may be.
    #[error("{quota} are to be drawn from pool {pool}, which has {eligible} that may be")]
    QuotaExceedsPool {
        /// From which pool.
        pool: Id,
        /// How many.
        quota: u32,
        /// How many may be drawn.
        eligible: u32,
    },
    /// A weight is not from 1 to [`crate::MAX_WEIGHT`].
    #[error("class {class} of pool {pool} weighs {weight}, and a weight is from 1 to 1000000")]
    BadWeight {
        /// Of which pool.
        pool: Id,
        /// Of which class.
        class: Id,
        /// What it weighs.
        weight: u32,
    },
    /// An object's class does not exist.
    #[error("object {object} is of class {class}, which its pool does not have")]
    UnknownClass {
        /// Which object.
        object: Id,
        /// Of which class.
        class: Id,
    },
    /// Something stands twice in a list, or an object in two pools.
    #[error("{id} stands twice among the {list}")]
    Twice {
        /// In which list.
        list: &'static str,
        /// What.
        id: Id,
    },
    /// A list is not in order of its ids.
    #[error("the {list} are not in order: {id} comes too late")]
    NotInOrder {
        /// Which list.
        list: &'static str,
        /// What comes too late.
        id: Id,
    },
    /// Fewer than two officers may be drawn.
    #[error("{eligible} officers may be drawn, and two must go")]
    TooFewOfficers {
        /// How many may.
        eligible: u32,
    },
    /// No two officers may go to an object: too few without a ground for recusal, or none of them trained.
    #[error("no two officers could go to object {object}")]
    NoTeam {
        /// To which.
        object: Id,
    },
    /// None of the officers who may be drawn is trained in what a pool asks for.
    #[error("no officer who may be drawn is trained in {speciality}, which pool {pool} asks for")]
    NoSpecialist {
        /// Which pool.
        pool: Id,
        /// In what.
        speciality: Id,
    },
    /// A recusal or pairing is of an officer who is not among the officers.
    #[error("{officer} is not among the officers")]
    UnknownOfficer {
        /// Who.
        officer: Id,
    },
    /// A recusal is from an object that is in no pool.
    #[error("{object} is in no pool")]
    UnknownObject {
        /// Which.
        object: Id,
    },
    /// A pairing is of nobody with himself, and at least once.
    #[error("{first} with {second} is no pairing")]
    BadPairing {
        /// The one.
        first: Id,
        /// The other.
        second: Id,
    },
    /// The last day of the visits is before the first.
    #[error("the last day of the visits is before the first")]
    BadVisits,
    /// Attempts are counted from 1, and exactly the first has no predecessor.
    #[error("attempt {attempt} must {} name its predecessor", if *.attempt == 1 { "not" } else { "count from 1 and" })]
    BadAttempt {
        /// Which.
        attempt: u32,
    },
    /// Fewer than two parties, or more than [`crate::MAX_PARTIES`].
    #[error("{parties} parties add chance, and there must be from 2 to 16")]
    BadParties {
        /// How many.
        parties: usize,
    },
    /// The time limit of the reveals is not after the freezing.
    #[error("the time for revealing ends at {deadline}, which is not after the freezing")]
    BadDeadline {
        /// When.
        deadline: Second,
    },
    /// The chain of the beacon is not known here.
    #[error("the beacon's chain is not known")]
    UnknownChain,
    /// The round of the beacon may be out when the plan is frozen, so that its chance could be known.
    #[error("round {round} is due at {due}, which is less than a minute after the freezing")]
    RoundTooSoon {
        /// Which round.
        round: u64,
        /// When it is due.
        due: Second,
    },
    /// There are more objects, officers, pools or classes than this form takes.
    #[error("there are {count} {list}, and at most {most} can be drawn by")]
    TooMany {
        /// Of what.
        list: &'static str,
        /// How many.
        count: usize,
        /// How many can be.
        most: usize,
    },
}

impl PlanRefusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            PlanRefusal::NoPool => "no_pool",
            PlanRefusal::EmptyPool { .. } => "empty_pool",
            PlanRefusal::NoQuota { .. } => "no_quota",
            PlanRefusal::QuotaExceedsPool { .. } => "quota_exceeds_pool",
            PlanRefusal::BadWeight { .. } => "bad_weight",
            PlanRefusal::UnknownClass { .. } => "unknown_class",
            PlanRefusal::Twice { .. } => "twice",
            PlanRefusal::NotInOrder { .. } => "not_in_order",
            PlanRefusal::TooFewOfficers { .. } => "too_few_officers",
            PlanRefusal::NoTeam { .. } => "no_team",
            PlanRefusal::NoSpecialist { .. } => "no_specialist",
            PlanRefusal::UnknownOfficer { .. } => "unknown_officer",
            PlanRefusal::UnknownObject { .. } => "unknown_object",
            PlanRefusal::BadPairing { .. } => "bad_pairing",
            PlanRefusal::BadVisits => "bad_visits",
            PlanRefusal::BadAttempt { .. } => "bad_attempt",
            PlanRefusal::BadParties { .. } => "bad_parties",
            PlanRefusal::BadDeadline { .. } => "bad_deadline",
            PlanRefusal::UnknownChain => "unknown_chain",
            PlanRefusal::RoundTooSoon { .. } => "round_too_soon",
            PlanRefusal::TooMany { .. } => "too_many",
        }
    }
}
