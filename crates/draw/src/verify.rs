//! Verification from the published record alone.
//!
//! # What it cannot find
//! - That the commitment was public before the chance was: the times are the bureau's word. Whoever kept the hash, or
//!   a checkpoint of the ledger from then, compares ([`verify_against`]).
//! - That a plan was frozen twice for one occasion and one of the two never published. The ledger has one stream for
//!   each occasion; again a checkpoint that somebody kept shows it.
//! - That an object is missing in the pools, or a weight was given wrongly. But both stand there for everybody to see.

use serde::Serialize;

use crate::FORMAT;
use crate::commitment::Commitment;
use crate::outcome::Outcome;
use crate::record::{Attempt, Record, hash, silent};
use crate::words::{Digest, Id, Text};

/// How many differences of an outcome are listed.
const LISTED: usize = 100;

/// What verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Whether nothing is wrong.
    pub ok: bool,
    /// The attempts that were read.
    pub attempts: Vec<Checked>,
    /// What is wrong, in the order in which it was found.
    pub faults: Vec<Fault>,
}

/// What an attempt came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Its occasion.
    pub occasion: Id,
    /// Its commitment, as the plan gives it; none where the plan is not in order.
    pub commitment: Option<Digest>,
    /// What it came to.
    pub state: State,
    /// How many objects its pools have.
    pub objects: usize,
    /// How many were drawn.
    pub drawn: usize,
    /// Why it is void.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub void: Option<Text>,
}

/// What an attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It is frozen and waits for its chance.
    Committed,
    /// It was drawn.
    Drawn,
    /// It does not count.
    Void,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// In which attempt, from 1; none where the record as a whole is meant.
    pub attempt: Option<usize>,
    /// The stable code (docs/draw.md §10).
    pub code: &'static str,
    /// The particulars, for a person.
    pub detail: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(attempt) = self.attempt {
            write!(f, "attempt {attempt}: ")?;
        }
        write!(f, "{} ({})", self.detail, self.code)
    }
}

/// Verifies the bytes of a published record. There is always a report: what cannot be read is a fault.
pub fn verify(bytes: &[u8]) -> Report {
    match serde_json::from_slice(bytes) {
        Ok(record) => verify_record(record),
        Err(error) => {
            let mut report = Report { ok: true, attempts: Vec::new(), faults: Vec::new() };
            report.fault(None, "unreadable", error.to_string());
            report
        }
    }
}

/// Verifies, and that one of the attempts has the commitment that somebody kept from before the chance was known.
pub fn verify_against(bytes: &[u8], kept: Digest) -> Report {
    let mut report = verify(bytes);
    if !report.attempts.iter().any(|attempt| attempt.commitment == Some(kept)) {
        report.fault(None, "other_commitment", format!("no attempt has the commitment {kept}"));
    }
    report
}

/// Verifies a record that was read already.
pub fn verify_record(record: Record) -> Report {
    let mut report = Report { ok: true, attempts: Vec::new(), faults: Vec::new() };
    if record.format != FORMAT {
        report.fault(None, "unknown_format", format!("the format is {:?}, not {FORMAT:?}", record.format));
        return report;
    }
    if record.attempts.is_empty() {
        report.fault(None, "no_attempts", "there is no attempt".to_owned());
    }
    let count = record.attempts.len();
    let mut before: Option<(Id, Digest)> = None;
    for (index, attempt) in record.attempts.into_iter().enumerate() {
        let number = index + 1;
        report.chain(number, &attempt, before.as_ref());
        if number < count && attempt.void.is_none() {
            let detail = "another attempt follows, and this one is not void".to_owned();
            report.fault(Some(number), "not_void", detail);
        }
        before = Some((attempt.plan.occasion.clone(), attempt.hash));
        report.attempt(number, attempt);
    }
    report
}

impl Report {
    fn fault(&mut self, attempt: Option<usize>, code: &'static str, detail: String) {
        self.ok = false;
        self.faults.push(Fault { attempt, code, detail });
    }

    /// Whether the attempt goes on from the one before.
    fn chain(&mut self, number: usize, attempt: &Attempt, before: Option<&(Id, Digest)>) {
        let plan = &attempt.plan;
        if plan.attempt as usize != number {
            self.fault(Some(number), "attempt_number", format!("it calls itself attempt {}", plan.attempt));
        }
        if before.is_some_and(|(occasion, _)| *occasion != plan.occasion) {
            let detail = format!("it is for another occasion, {}", plan.occasion);
            self.fault(Some(number), "other_occasion", detail);
        }
        if before.map(|(_, hash)| *hash) != plan.predecessor {
            let detail = "it does not name the attempt before as its predecessor".to_owned();
            self.fault(Some(number), "predecessor", detail);
        }
    }

    fn attempt(&mut self, number: usize, attempt: Attempt) {
        let Attempt { plan, commitment: claimed, entropy, outcome, void, hash: claimed_hash } = attempt;
        let state = match (&void, &outcome) {
            (Some(_), _) => State::Void,
            (None, Some(_)) => State::Drawn,
            (None, None) => State::Committed,
        };
        let mut checked = Checked {
            occasion: plan.occasion.clone(),
            commitment: None,
            state,
            objects: plan.pools.iter().map(|pool| pool.candidates.len()).sum(),
            drawn: outcome.iter().flat_map(|outcome| &outcome.pools).map(|pool| pool.drawn.len()).sum(),
            void: void.as_ref().map(|void| void.reason.clone()),
        };
        if hash(claimed, entropy.as_ref(), outcome.as_ref(), void.as_ref()) != claimed_hash {
            self.fault(Some(number), "record_hash", "the record does not have its hash".to_owned());
        }
        match Commitment::adopt(plan) {
            Err(refusal) => self.fault(Some(number), refusal.code(), refusal.to_string()),
            Ok(commitment) => {
                checked.commitment = Some(commitment.hash());
                if commitment.hash() != claimed {
                    let detail = format!("the plan's hash is {}, not {claimed}", commitment.hash());
                    self.fault(Some(number), "commitment", detail);
                }
                if let Some(entropy) = &entropy
                    && let Err(refusal) = commitment.check_entropy(entropy)
                {
                    self.fault(Some(number), refusal.code(), refusal.to_string());
                } else {
                    self.outcome(number, &commitment, entropy.as_ref(), outcome.as_ref());
                }
                if let Some(void) = &void {
                    if void.at < commitment.plan().committed_at {
                        let detail = "it was declared void before it was frozen".to_owned();
                        self.fault(Some(number), "void_too_early", detail);
                    }
                    if void.silent != silent(&commitment, entropy.as_ref(), void.at) {
                        let detail = "it does not name those who did not reveal in time".to_owned();
                        self.fault(Some(number), "void_silent", detail);
                    }
                }
            }
        }
        self.attempts.push(checked);
    }

    /// Whether the outcome is the one that plan and chance give. The chance was checked before.
    fn outcome(
        &mut self,
        number: usize,
        commitment: &Commitment,
        entropy: Option<&crate::Entropy>,
        outcome: Option<&Outcome>,
    ) {
        let Some(claimed) = outcome else { return };
        match entropy.map(|entropy| commitment.draw(entropy)) {
            None => {
                let detail = "there is an outcome, and no chance that it came from".to_owned();
                self.fault(Some(number), "no_entropy", detail);
            }
            Some(Err(refusal)) => self.fault(Some(number), refusal.code(), refusal.to_string()),
            Some(Ok(drawn)) if drawn == *claimed => {}
            Some(Ok(drawn)) => {
                for detail in differences(&drawn, claimed).into_iter().take(LISTED) {
                    self.fault(Some(number), "outcome", detail);
                }
            }
        }
    }
}

/// What the outcome should be and is not, in words; never empty for two that differ.
fn differences(drawn: &Outcome, claimed: &Outcome) -> Vec<String> {
    let mut found = Vec::new();
    for (right, given) in drawn.pools.iter().zip(&claimed.pools) {
        let pool = &right.pool;
        let places = right.drawn.len().max(given.drawn.len());
        for place in (0..places).filter(|place| right.drawn.get(*place) != given.drawn.get(*place)) {
            let name = |drawn: Option<&crate::Drawn>| match drawn {
                Some(crate::Drawn { object, officers: [first, second] }) => {
                    format!("{object} by {first} and {second}")
                }
                None => "nothing".to_owned(),
            };
            let (right, given) = (name(right.drawn.get(place)), name(given.drawn.get(place)));
            found.push(format!("pool {pool}: draw {} gives {right}, not {given}", place + 1));
            if found.len() >= LISTED {
                return found;
            }
        }
        if right.not_drawn != given.not_drawn {
            found.push(format!("pool {pool}: those not drawn are others"));
        }
        if right.excluded != given.excluded {
            found.push(format!("pool {pool}: those excluded are others"));
        }
    }
    for (right, given) in drawn.officers.iter().zip(&claimed.officers).filter(|(right, given)| right != given)
    {
        found.push(format!("officer {}: {:?}, not {:?}", right.officer, right.fate, given.fate));
    }
    if found.is_empty() {
        found.push("pools or officers are missing, too many or named otherwise".to_owned());
    }
    found
}
