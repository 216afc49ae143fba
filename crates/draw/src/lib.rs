//! Double-random selection (双随机) that anybody can check: objects and officers are both drawn, by a plan that was
//! frozen and published as a hash before the chance could be known, and everybody's fate is told.
//!
//! A plan is frozen to a [`Commitment`]; a round of a public beacon or the secrets of several parties are its
//! [`Entropy`]; [`Commitment::draw`] makes the [`Outcome`] of both. The [`Record`] that is published holds all of it,
//! and every attempt before that was declared void, so that no draw can be repeated unseen. [`verify`](fn@verify)
//! checks a record from its bytes alone.
//!
//! docs/draw.md specifies every byte and step, so that others can write a verifier of their own; its test vectors are
//! docs/draw-vectors.json. Nothing here reads a clock or a random source: secrets, salts and times come from the
//! caller, and only whole numbers decide.
//!
//! Start at [`Commitment::freeze`] and [`verify()`](fn@verify).

pub mod beacon;
mod commitment;
mod encode;
mod entropy;
mod outcome;
mod plan;
mod record;
mod select;
mod stream;
mod teams;
pub mod verify;
mod words;

pub use commitment::{Commitment, PlanRefusal, share};
pub use entropy::{Entropy, EntropyRefusal, Reveal, Round, Signature};
pub use outcome::{Drawn, Excluded, OfficerFate, OfficerOutcome, Outcome, PoolOutcome};
pub use plan::{Candidate, Class, Officer, Pairing, Party, Plan, Pool, Recusal, Source};
pub use record::{Attempt, Record, Void};
pub use select::select;
pub use stream::Stream;
pub use verify::{Checked, Fault, Report, State, verify, verify_against, verify_record};
pub use words::{Day, Digest, Id, InvalidWord, MAX_ID, MAX_TEXT, Second, Secret, Text};

/// The name of the protocol and of its record's form. Another algorithm is another name.
pub const FORMAT: &str = "jingwei-draw/1";

/// The greatest weight of a class. With [`MAX_OBJECTS`] all weights together stay below 2⁵³, which a JavaScript number
/// still counts exactly.
pub const MAX_WEIGHT: u32 = 1_000_000;

/// How many objects all pools of a draw can have.
pub const MAX_OBJECTS: usize = 2_000_000;

/// How many officers a draw can have.
pub const MAX_OFFICERS: usize = 2_000;

/// How many pools a draw can have.
pub const MAX_POOLS: usize = 1_000;

/// How many classes a pool can have.
pub const MAX_CLASSES: usize = 1_000;

/// How many parties can add chance.
pub const MAX_PARTIES: usize = 16;
