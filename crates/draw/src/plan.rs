//! What is fixed before anybody can know the outcome: the plan of one draw.

use serde::{Deserialize, Serialize};

use crate::words::{Day, Digest, Id, Second, Secret, Text};

/// One draw: out of which pools how many objects, and which officers may go there.
///
/// The order of the lists does not matter to [`crate::Commitment::freeze`]; a record has them in order of their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// What is drawn for, the same in every attempt: as in `changsha/2020-Q3/routine`.
    pub occasion: Id,
    /// The how manyeth attempt at the occasion this is, from 1.
    pub attempt: u32,
    /// The hash of the record of the attempt before, which is void; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predecessor: Option<Digest>,
    /// What people call the draw.
    pub title: Text,
    /// Who draws.
    pub authority: Text,
    /// When the plan was frozen.
    pub committed_at: Second,
    /// The first day on which a drawn object may be visited.
    pub visits_from: Day,
    /// The last.
    pub visits_until: Day,
    /// Keeps the plan, and with it the outcome, hidden until the record is published.
    pub salt: Secret,
    /// Where the chance comes from.
    pub source: Source,
    /// The objects.
    pub pools: Vec<Pool>,
    /// The officers.
    pub officers: Vec<Officer>,
    /// Which officer must not go to which object.
    pub recusals: Vec<Recusal>,
    /// How often officers have gone together before.
    pub pairings: Vec<Pairing>,
}

/// Where the chance comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Source {
    /// A round of the drand beacon that is not out yet.
    Beacon {
        /// Which chain, by its hash.
        chain: Digest,
        /// Which round.
        #[serde(deserialize_with = "crate::words::exact")]
        round: u64,
    },
    /// Secrets of several parties, each committed before and revealed after.
    Reveals {
        /// Until when every party has revealed; later it is too late.
        deadline: Second,
        /// Who takes part. The first one holds the plan and its salt, and reveals first.
        parties: Vec<Party>,
    },
}

/// Somebody who adds chance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Party {
    /// By which id.
    pub id: Id,
    /// As what, as in 派驻纪检监察组.
    pub role: Text,
    /// The hash of the party's secret ([`crate::share`]).
    pub share: Digest,
}

/// Objects of which a number is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pool {
    /// By which id.
    pub id: Id,
    /// What people call it, as in 重点排污单位.
    pub title: Text,
    /// How many are drawn.
    pub quota: u32,
    /// Why so many: the rule, its pack and version, and the figures.
    pub basis: Text,
    /// What one of the two officers must be trained in, if anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speciality: Option<Id>,
    /// The weights.
    pub classes: Vec<Class>,
    /// The objects.
    pub candidates: Vec<Candidate>,
}

/// A weight, and what earns it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// By which id.
    pub id: Id,
    /// What earns it, as in 风险高、信用差.
    pub title: Text,
    /// From 1 to [`crate::MAX_WEIGHT`]: at each single draw an object of weight 3 is three times as likely as one of
    /// weight 1.
    pub weight: u32,
}

/// An object of a pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// By which id; in no other pool.
    pub id: Id,
    /// Of which class.
    pub class: Id,
    /// Why it cannot be drawn, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Text>,
}

/// An officer. Only an id: names are no part of a public record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// By which id.
    pub id: Id,
    /// The first day of the certificate.
    pub certified_from: Day,
    /// The last day of the certificate.
    pub certified_until: Day,
    /// In what trained.
    pub specialities: Vec<Id>,
    /// How many visits the officer has already in the period over which work is balanced.
    pub load: u32,
    /// Why not to be drawn at all, if so, as leave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Text>,
}

/// Why an officer must not go to an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    /// Who.
    pub officer: Id,
    /// Where not.
    pub object: Id,
    /// Why not.
    pub ground: Text,
}

/// How often two officers have gone together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pairing {
    /// The one whose id comes first.
    pub first: Id,
    /// The other.
    pub second: Id,
    /// How often, at least once.
    pub times: u32,
}

impl Officer {
    /// Whether the certificate holds on every day from `from` to `until`.
    pub fn certified(&self, from: Day, until: Day) -> bool {
        self.certified_from <= from && until <= self.certified_until
    }
}
