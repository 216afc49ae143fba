//! The record of a draw, as it is published: everything that was fixed, the chance, the outcome, and every attempt
//! that was declared void. Its form is docs/draw.md §9.

use serde::{Deserialize, Serialize};

use crate::FORMAT;
use crate::commitment::Commitment;
use crate::encode::Encoder;
use crate::entropy::Entropy;
use crate::outcome::{self, Outcome};
use crate::plan::Plan;
use crate::words::{Digest, Id, Second, Text};

/// Every attempt at one occasion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// [`FORMAT`].
    pub format: String,
    /// In their order; every one but the last is void.
    pub attempts: Vec<Attempt>,
}

/// One attempt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// What was frozen.
    pub plan: Plan,
    /// Its hash, which was published when it was frozen.
    pub commitment: Digest,
    /// The chance, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entropy: Option<Entropy>,
    /// What was drawn, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// That it does not count, if so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void: Option<Void>,
    /// The hash of all of this, which the next attempt names as its predecessor.
    pub hash: Digest,
}

/// That an attempt does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Void {
    /// When that was declared.
    pub at: Second,
    /// Why.
    pub reason: Text,
    /// Who had not revealed when the time for it was over.
    pub silent: Vec<Id>,
}

impl Void {
    /// Declares an attempt void at `at`: whoever should have revealed by then and did not is named.
    pub fn of(commitment: &Commitment, entropy: Option<&Entropy>, at: Second, reason: Text) -> Self {
        Self { at, reason, silent: silent(commitment, entropy, at) }
    }
}

/// Who should have revealed by `at` and did not.
pub(crate) fn silent(commitment: &Commitment, entropy: Option<&Entropy>, at: Second) -> Vec<Id> {
    match &commitment.plan().source {
        crate::plan::Source::Reveals { deadline, .. } if at > *deadline => commitment.silent(entropy),
        crate::plan::Source::Reveals { .. } | crate::plan::Source::Beacon { .. } => Vec::new(),
    }
}

impl Attempt {
    /// The record of an attempt, with its hash.
    pub fn new(
        commitment: Commitment,
        entropy: Option<Entropy>,
        outcome: Option<Outcome>,
        void: Option<Void>,
    ) -> Self {
        let hash = hash(commitment.hash(), entropy.as_ref(), outcome.as_ref(), void.as_ref());
        Self { commitment: commitment.hash(), plan: commitment.into_plan(), entropy, outcome, void, hash }
    }
}

impl Record {
    /// The record of these attempts.
    pub fn new(attempts: Vec<Attempt>) -> Self {
        Self { format: FORMAT.to_owned(), attempts }
    }
}

/// docs/draw.md §8.2.
pub(crate) fn hash(
    commitment: Digest,
    entropy: Option<&Entropy>,
    outcome: Option<&Outcome>,
    void: Option<&Void>,
) -> Digest {
    let mut to = Encoder::new("record");
    to.put(commitment);
    to.option(entropy, |to, entropy| match entropy {
        Entropy::Beacon(round) => {
            to.put(1u8);
            to.put(round.round);
            to.bytes(&round.signature.0);
        }
        Entropy::Reveals(reveals) => {
            to.put(2u8);
            to.list(reveals.iter(), |to, reveal| {
                to.put(&reveal.party);
                to.put(reveal.secret);
                to.put(reveal.at);
            });
        }
    });
    to.option(outcome, outcome::encode);
    to.option(void, |to, void| {
        to.put(void.at);
        to.put(&void.reason);
        to.list(void.silent.iter(), Encoder::put);
    });
    to.finish()
}
