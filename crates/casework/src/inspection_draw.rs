//! The lifecycle of a draw by lot (双随机抽查): opened, its parties give shares, the plan is frozen, chance comes in, the
//! outcome follows, the record is published; or the attempt is void, in public, before there is another one.
//!
//! The plan and the outcome are no part of the ledger: it holds the plan's commitment and the hash of the record, so
//! that nobody who reads it is warned, and nobody can change either. Plan and record lie in the vault by their hashes.
//! What a draw is, and how it is checked, is docs/draw.md and the crate `draw`.

mod apply;
mod decide;
mod event;
mod refusal;

use std::collections::BTreeMap;

use draw::{Digest, Entropy, Second, Source};
use jiff::civil::Date;
use model::{Actor, BlobHash, DrawId, Timestamp, UserId, china};
use serde::{Deserialize, Serialize};

pub use apply::{ApplyError, apply};
pub use decide::{Case, Command, decide, may_manage, may_void};
pub use event::{
    Abandoned, Chance, Committed, Drawn, Event, Opened, Published, Revealed, RoundTaken, Seat, ShareGiven,
    Voided,
};
pub use refusal::Refusal;

/// The streams of draws begin so; the id of the occasion follows.
pub const STREAMS: &str = "inspection-draw/";

/// The longest title, party's role or reason, characters.
pub const MAX_WORDS: usize = 500;

/// Everything that happened for one occasion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InspectionDraw {
    /// For what.
    pub id: DrawId,
    /// In their order; every one but the last is over and void.
    pub attempts: Vec<Attempt>,
}

/// Why an attempt is void without anybody's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lapse {
    /// The time to reveal is over, and not everybody did.
    NotRevealed,
    /// The last day of the visits is over, and nothing was drawn.
    VisitsOver,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// As what it was opened.
    pub opened: Opened,
    /// By whom.
    pub opened_by: Actor,
    /// When.
    pub opened_at: Timestamp,
    /// The shares that parties have given, by the party's id.
    pub shares: BTreeMap<draw::Id, Digest>,
    /// How far it is.
    pub stage: Stage,
}

/// How far an attempt is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Stage {
    /// Nothing is frozen: parties give shares, pools are put together.
    Open,
    /// It was given up before anything was frozen, with the reason.
    Abandoned(String),
    /// The plan is frozen, and chance comes in.
    Committed(Frozen),
    /// Everybody's fate is known.
    Drawn(Frozen, Done),
    /// It does not count.
    Void(Frozen, Over),
}

/// A frozen plan and the chance that has come in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// What was frozen.
    pub committed: Committed,
    /// Which attempt of the protocol it is, from 1: those that were abandoned do not count.
    pub number: u32,
    /// What is known of the chance.
    pub entropy: Option<Entropy>,
}

/// That an attempt was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The hash of its record.
    pub hash: Digest,
    /// When.
    pub at: Timestamp,
    /// The record in which it was published, if it was.
    pub published: Option<BlobHash>,
}

/// That an attempt does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Over {
    /// The hash of its record, which the next attempt names.
    pub hash: Digest,
    /// When, to the second that the record names.
    pub at: Second,
    /// Why.
    pub reason: draw::Text,
    /// Who had not revealed in time.
    pub silent: Vec<draw::Id>,
    /// Whether it had been drawn.
    pub drawn: bool,
    /// The record in which it was published before it was void, if it was.
    pub published_before: Option<BlobHash>,
    /// The record in which it was published, if it was.
    pub published: Option<BlobHash>,
}

impl InspectionDraw {
    /// The attempt that counts, or would.
    pub fn last(&self) -> Option<&Attempt> {
        self.attempts.last()
    }

    /// Which attempt of the protocol the next plan is, and what it names as its predecessor.
    pub fn next_number(&self) -> (u32, Option<Digest>) {
        let mut over = self.attempts.iter().filter_map(|attempt| match &attempt.stage {
            Stage::Void(frozen, over) => Some((frozen.number + 1, Some(over.hash))),
            Stage::Open | Stage::Abandoned(_) | Stage::Committed(_) | Stage::Drawn(..) => None,
        });
        over.next_back().unwrap_or((1, None))
    }

    /// The plans that were frozen, in their order: what a record of all of it needs.
    pub fn frozen(&self) -> impl Iterator<Item = &Frozen> {
        self.attempts.iter().filter_map(Attempt::frozen)
    }
}

impl Attempt {
    /// Its frozen plan, if it has one.
    pub fn frozen(&self) -> Option<&Frozen> {
        match &self.stage {
            Stage::Open | Stage::Abandoned(_) => None,
            Stage::Committed(frozen) | Stage::Drawn(frozen, _) | Stage::Void(frozen, _) => Some(frozen),
        }
    }

    /// The seat of an account among the parties, if it has one.
    pub fn seat(&self, account: &UserId) -> Option<&Seat> {
        self.opened.seats().iter().find(|seat| seat.account == *account)
    }

    /// The parties that have given no share yet.
    pub fn without_share(&self) -> Vec<draw::Id> {
        let seats = self.opened.seats().iter();
        seats.map(|seat| &seat.party).filter(|party| !self.shares.contains_key(party)).cloned().collect()
    }

    /// Why it can no longer be drawn at `now`, if it waits for its chance and its time is over.
    pub fn overdue(&self, now: Timestamp) -> Option<Lapse> {
        let Stage::Committed(frozen) = &self.stage else { return None };
        match &frozen.committed.source {
            // Whoever has the last word on the second has it in time.
            Source::Reveals { deadline, .. } if Second::of(now) > *deadline => Some(Lapse::NotRevealed),
            Source::Reveals { .. } | Source::Beacon { .. } => {
                (china::civil(now).date() > self.opened.visits_until).then_some(Lapse::VisitsOver)
            }
        }
    }

    /// Whether it is void, was never drawn, and could not have been any more: what the machine makes public by itself.
    pub fn has_lapsed(&self) -> bool {
        match &self.stage {
            Stage::Open | Stage::Abandoned(_) | Stage::Committed(_) | Stage::Drawn(..) => false,
            Stage::Void(_, over) => {
                let visits_over = china::civil(over.at.instant()).date() > self.opened.visits_until;
                !over.drawn && (visits_over || !over.silent.is_empty())
            }
        }
    }

    /// The record that was published last, if any was.
    pub fn published(&self) -> Option<&BlobHash> {
        match &self.stage {
            Stage::Open | Stage::Abandoned(_) | Stage::Committed(_) => None,
            Stage::Drawn(_, done) => done.published.as_ref(),
            Stage::Void(_, over) => over.published.as_ref().or(over.published_before.as_ref()),
        }
    }

    /// Its record, out of its frozen plan; none before one is frozen.
    ///
    /// # Errors
    /// If the chance does not fit the plan, which is then not the one that was frozen.
    pub fn record(
        &self,
        commitment: draw::Commitment,
    ) -> Result<Option<draw::Attempt>, draw::EntropyRefusal> {
        let Some(frozen) = self.frozen() else { return Ok(None) };
        let (drawn, void) = match &self.stage {
            Stage::Open | Stage::Abandoned(_) | Stage::Committed(_) => (false, None),
            Stage::Drawn(..) => (true, None),
            Stage::Void(_, over) => (
                over.drawn,
                Some(draw::Void { at: over.at, reason: over.reason.clone(), silent: over.silent.clone() }),
            ),
        };
        let outcome = match &frozen.entropy {
            Some(entropy) if drawn => Some(commitment.draw(entropy)?),
            Some(_) | None => None,
        };
        Ok(Some(draw::Attempt::new(commitment, frozen.entropy.clone(), outcome, void)))
    }
}

impl Lapse {
    /// What the public record says, in both languages: nobody translates it afterwards.
    pub fn reason(self) -> &'static str {
        match self {
            Lapse::NotRevealed => {
                "公布密值的期限已过，未全部公布，自动作废 (void by itself: the time to reveal is over, and not everybody did)"
            }
            Lapse::VisitsOver => {
                "检查的最后一日已过，尚未抽取，自动作废 (void by itself: the last day of the visits is over, and nothing was drawn)"
            }
        }
    }
}

/// A day as the protocol writes it.
pub(crate) fn day(date: Date) -> draw::Day {
    draw::Day(date)
}
