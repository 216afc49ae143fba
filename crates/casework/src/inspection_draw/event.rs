use draw::{Digest, Round, Second, Secret, Source, Text};
use jiff::civil::Date;
use model::{BlobHash, DrawId, UserId};
use serde::{Deserialize, Serialize};

use crate::stored::kinds;

/// What happened to a draw.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// An attempt was opened.
    Opened(Opened),
    /// A party committed itself to its secret.
    ShareGiven(ShareGiven),
    /// It was given up before anything was frozen.
    Abandoned(Abandoned),
    /// The plan was frozen.
    Committed(Committed),
    /// A party revealed its secret.
    Revealed(Revealed),
    /// The beacon's round came in.
    RoundTaken(RoundTaken),
    /// The outcome followed.
    Drawn(Drawn),
    /// The record of everything so far was published.
    Published(Published),
    /// It does not count.
    Voided(Voided),
}

kinds! {
    Opened = "inspection_draw.opened",
    ShareGiven = "inspection_draw.share_given",
    Abandoned = "inspection_draw.abandoned",
    Committed = "inspection_draw.committed",
    Revealed = "inspection_draw.revealed",
    RoundTaken = "inspection_draw.round_taken",
    Drawn = "inspection_draw.drawn",
    Published = "inspection_draw.published",
    Voided = "inspection_draw.voided",
}

/// See [`Event::Opened`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opened {
    /// The occasion.
    pub id: DrawId,
    /// What people call it.
    pub title: Text,
    /// The first day on which a drawn object may be visited.
    pub visits_from: Date,
    /// The last.
    pub visits_until: Date,
    /// Where chance will come from.
    pub chance: Chance,
    /// The year of the plan under which it is drawn, if it is under one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<i16>,
}

/// Where chance will come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Chance {
    /// A round of the beacon.
    Beacon,
    /// Secrets of these; the first one is the bureau's, which holds the plan.
    Parties(Vec<Seat>),
}

/// A party and the account that speaks for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seat {
    /// The party.
    pub party: draw::Id,
    /// As what it takes part, as in 派驻纪检监察组.
    pub role: Text,
    /// The account that speaks for it.
    pub account: UserId,
}

/// See [`Event::ShareGiven`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShareGiven {
    /// Which party.
    pub party: draw::Id,
    /// The hash of its secret.
    pub share: Digest,
}

/// See [`Event::Abandoned`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Abandoned {
    /// Why.
    pub reason: String,
}

/// See [`Event::Committed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Committed {
    /// The plan's hash.
    pub commitment: Digest,
    /// When it was frozen, to the second that the plan names.
    pub at: Second,
    /// The plan itself, in the vault.
    pub plan: BlobHash,
    /// Where chance comes from.
    pub source: Source,
    /// How many objects the pools have.
    pub objects: u64,
    /// How many of them are drawn.
    pub quota: u64,
    /// How many officers there are.
    pub officers: u64,
}

/// See [`Event::Revealed`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revealed {
    /// Which party.
    pub party: draw::Id,
    /// Its secret.
    pub secret: Secret,
    /// When, to the second that the record names.
    pub at: Second,
}

/// See [`Event::RoundTaken`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundTaken {
    /// The round.
    pub round: Round,
}

/// See [`Event::Drawn`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drawn {
    /// The hash of the attempt's record.
    pub hash: Digest,
}

/// See [`Event::Published`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The record, in the vault.
    pub record: BlobHash,
}

/// See [`Event::Voided`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voided {
    /// Why.
    pub reason: Text,
    /// Who had not revealed in time.
    pub silent: Vec<draw::Id>,
    /// When, to the second that the record names.
    pub at: Second,
    /// The hash of the attempt's record.
    pub hash: Digest,
}

impl Opened {
    /// The parties; none where chance comes from the beacon.
    pub fn seats(&self) -> &[Seat] {
        match &self.chance {
            Chance::Beacon => &[],
            Chance::Parties(seats) => seats,
        }
    }
}
