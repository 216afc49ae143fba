//! The chance: what a beacon or several parties give after the plan is frozen.

use model::Timestamp;
use serde::{Deserialize, Serialize};

use crate::beacon;
use crate::commitment::{Commitment, share};
use crate::encode::Encoder;
use crate::plan::{Party, Source};
use crate::words::{Digest, Id, InvalidWord, Second, Secret, from_hex, to_hex};

/// The chance of one attempt, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Entropy {
    /// A round of the beacon.
    Beacon(Round),
    /// What the parties have revealed, in the order in which they did.
    Reveals(Vec<Reveal>),
}

/// A round of the beacon with what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Which.
    #[serde(deserialize_with = "crate::words::exact")]
    pub round: u64,
    /// The chain's signature of it.
    pub signature: Signature,
}

/// A signature of the beacon, written as 96 lower-case hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Signature(pub [u8; 48]);

impl std::str::FromStr for Signature {
    type Err = InvalidWord;

    fn from_str(text: &str) -> Result<Self, InvalidWord> {
        let bytes = from_hex(text).and_then(|bytes| bytes.try_into().ok());
        bytes
            .map(Self)
            .ok_or_else(|| InvalidWord::new("a signature of 96 lower-case hexadecimal digits", text))
    }
}

impl TryFrom<String> for Signature {
    type Error = InvalidWord;

    fn try_from(text: String) -> Result<Self, InvalidWord> {
        text.parse()
    }
}

impl From<Signature> for String {
    fn from(signature: Signature) -> String {
        to_hex(&signature.0)
    }
}

/// What one party has revealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reveal {
    /// Who.
    pub party: Id,
    /// The secret.
    pub secret: Secret,
    /// When.
    pub at: Second,
}

/// Why chance is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntropyRefusal {
    /// The plan names another source.
    #[error("the plan takes its chance from elsewhere")]
    OtherSource,
    /// The plan names another round.
    #[error("this is round {given}, and the plan names round {wanted}")]
    OtherRound {
        /// The plan's.
        wanted: u64,
        /// The one given.
        given: u64,
    },
    /// The round is not out yet.
    #[error("round {round} is due at {due}")]
    NotOutYet {
        /// Which round.
        round: u64,
        /// When it is due.
        due: Second,
    },
    /// The signature is not that of the beacon.
    #[error("the beacon has not signed this")]
    Forged,
    /// Nobody of that id takes part.
    #[error("{party} takes no part")]
    UnknownParty {
        /// Who.
        party: Id,
    },
    /// The party has revealed already.
    #[error("{party} has revealed already")]
    AlreadyRevealed {
        /// Who.
        party: Id,
    },
    /// Who holds the plan reveals first: it could tell the outcome from the others' secrets.
    #[error("{holder} holds the plan and reveals first")]
    HolderFirst {
        /// Who does.
        holder: Id,
    },
    /// The secret is not the one that was committed.
    #[error("this is not the secret to which {party} is committed")]
    Mismatch {
        /// Whose.
        party: Id,
    },
    /// It comes before the freezing or before the reveal before it.
    #[error("the reveal of {party} comes before what it follows")]
    TooEarly {
        /// Whose.
        party: Id,
    },
    /// The time for revealing is over.
    #[error("the time for revealing was over at {deadline}")]
    TooLate {
        /// When it was over.
        deadline: Second,
    },
    /// Not everybody has revealed.
    #[error("not everybody has revealed: {}", .parties.iter().map(Id::as_str).collect::<Vec<_>>().join(", "))]
    Missing {
        /// Who has not.
        parties: Vec<Id>,
    },
}

impl EntropyRefusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            EntropyRefusal::OtherSource => "other_source",
            EntropyRefusal::OtherRound { .. } => "other_round",
            EntropyRefusal::NotOutYet { .. } => "not_out_yet",
            EntropyRefusal::Forged => "beacon_forged",
            EntropyRefusal::UnknownParty { .. } => "unknown_party",
            EntropyRefusal::AlreadyRevealed { .. } => "already_revealed",
            EntropyRefusal::HolderFirst { .. } => "holder_first",
            EntropyRefusal::Mismatch { .. } => "reveal_mismatch",
            EntropyRefusal::TooEarly { .. } => "reveal_too_early",
            EntropyRefusal::TooLate { .. } => "reveal_too_late",
            EntropyRefusal::Missing { .. } => "reveal_missing",
        }
    }
}

impl Commitment {
    /// Takes a round of the beacon at the time `now`.
    ///
    /// # Errors
    /// If it is not the round that the plan names, not out yet, or not signed by the beacon.
    pub fn accept_round(&self, round: &Round, now: Timestamp) -> Result<(), EntropyRefusal> {
        let due = beacon::due(round.round);
        match (&self.plan().source, due) {
            (Source::Beacon { round: wanted, .. }, Some(due))
                if *wanted == round.round && Second::of(now) < due =>
            {
                Err(EntropyRefusal::NotOutYet { round: round.round, due })
            }
            _ => self.check_round(round),
        }
    }

    /// Takes what a party reveals after `so_far`.
    ///
    /// # Errors
    /// If it does not take part, has revealed, must wait for the holder of the plan, is too late, or reveals
    /// something else than it was committed to.
    pub fn accept_reveal(&self, so_far: &[Reveal], reveal: &Reveal) -> Result<(), EntropyRefusal> {
        let (deadline, parties) = self.parties()?;
        let holder = parties.first().map(|party| &party.id);
        let party = reveal.party.clone();
        let Some(known) = parties.iter().find(|known| known.id == party) else {
            return Err(EntropyRefusal::UnknownParty { party });
        };
        if so_far.iter().any(|earlier| earlier.party == party) {
            return Err(EntropyRefusal::AlreadyRevealed { party });
        }
        if let Some(holder) = holder.filter(|holder| so_far.is_empty() && **holder != party) {
            return Err(EntropyRefusal::HolderFirst { holder: holder.clone() });
        }
        if reveal.at < so_far.last().map_or(self.plan().committed_at, |last| last.at) {
            return Err(EntropyRefusal::TooEarly { party });
        }
        if reveal.at > deadline {
            return Err(EntropyRefusal::TooLate { deadline });
        }
        let plan = self.plan();
        match share(&plan.occasion, plan.attempt, &party, &reveal.secret) == known.share {
            true => Ok(()),
            false => Err(EntropyRefusal::Mismatch { party }),
        }
    }

    /// Checks what is known of the chance, which need not be all.
    ///
    /// # Errors
    /// As [`Commitment::accept_round`] and [`Commitment::accept_reveal`], but without a clock: what is signed is out.
    pub fn check_entropy(&self, entropy: &Entropy) -> Result<(), EntropyRefusal> {
        match entropy {
            Entropy::Beacon(round) => self.check_round(round),
            Entropy::Reveals(reveals) => {
                self.parties()?;
                let mut so_far = reveals.iter().enumerate();
                so_far.try_for_each(|(index, reveal)| self.accept_reveal(&reveals[..index], reveal))
            }
        }
    }

    /// Who has not revealed yet, in the order of the plan; nobody where the chance comes from the beacon.
    pub fn silent(&self, entropy: Option<&Entropy>) -> Vec<Id> {
        let Ok((_, parties)) = self.parties() else { return Vec::new() };
        let revealed = |id: &Id| match entropy {
            Some(Entropy::Reveals(reveals)) => reveals.iter().any(|reveal| reveal.party == *id),
            Some(Entropy::Beacon(_)) | None => false,
        };
        parties.iter().map(|party| &party.id).filter(|id| !revealed(id)).cloned().collect()
    }

    /// The seed of the draw (docs/draw.md §4.3).
    pub(crate) fn seed(&self, entropy: &Entropy) -> Result<Digest, EntropyRefusal> {
        self.check_entropy(entropy)?;
        let mut encoder = Encoder::new("entropy");
        match entropy {
            Entropy::Beacon(round) => {
                encoder.put(1u8);
                encoder.put(beacon::chain());
                encoder.put(round.round);
                encoder.put(beacon::randomness(&round.signature.0));
            }
            Entropy::Reveals(reveals) => {
                let parties = self.silent(Some(entropy));
                if !parties.is_empty() {
                    return Err(EntropyRefusal::Missing { parties });
                }
                let mut in_order: Vec<&Reveal> = reveals.iter().collect();
                in_order.sort_by(|a, b| a.party.cmp(&b.party));
                encoder.put(2u8);
                encoder.list(
                    in_order.into_iter().map(|reveal| (&reveal.party, reveal.secret)),
                    |to, (party, secret)| {
                        to.put(party);
                        to.put(secret);
                    },
                );
            }
        }
        let entropy = encoder.finish();
        let mut encoder = Encoder::new("seed");
        encoder.put(self.plan().salt);
        encoder.put(self.hash());
        encoder.put(entropy);
        Ok(encoder.finish())
    }

    fn check_round(&self, round: &Round) -> Result<(), EntropyRefusal> {
        let Source::Beacon { round: wanted, .. } = &self.plan().source else {
            return Err(EntropyRefusal::OtherSource);
        };
        if *wanted != round.round {
            return Err(EntropyRefusal::OtherRound { wanted: *wanted, given: round.round });
        }
        match beacon::verify(round.round, &round.signature.0) {
            true => Ok(()),
            false => Err(EntropyRefusal::Forged),
        }
    }

    fn parties(&self) -> Result<(Second, &[Party]), EntropyRefusal> {
        match &self.plan().source {
            Source::Reveals { deadline, parties } => Ok((*deadline, parties)),
            Source::Beacon { .. } => Err(EntropyRefusal::OtherSource),
        }
    }
}
