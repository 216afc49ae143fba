//! Whether a ranking can be made again from what was frozen.

use model::BlobHash;

use super::{Found, Frozen, compute};

/// Figures of two machines may differ by this, relative: their functions of elementary mathematics do.
const ALIKE: f64 = 1e-6;

/// What came of making a ranking again.
#[derive(Debug, Clone, PartialEq)]
pub enum Checked {
    /// Byte for byte the same.
    Same,
    /// The same but for the last digits, as between two kinds of machines.
    Alike {
        /// The greatest difference of two probabilities.
        most: f64,
    },
    /// Another one.
    Differs(Difference),
    /// What was kept cannot be read.
    Unreadable {
        /// Why.
        why: String,
    },
}

/// How a ranking that was made again differs.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// How it was made then.
    pub method: String,
    /// How it is made now.
    pub method_now: String,
    /// The greatest difference of two probabilities.
    pub most: f64,
}

/// Makes the ranking of `frozen` again, whose hash is `input`, and holds it against `found`: both as the bytes that were
/// kept, held against their hashes by whoever read them.
pub fn check(frozen: &[u8], input: &BlobHash, found: &[u8]) -> Checked {
    let unreadable = |why: String| Checked::Unreadable { why };
    let kept = match Found::read(found) {
        Ok(kept) => kept,
        Err(error) => return unreadable(error.to_string()),
    };
    let again = Frozen::read(frozen).map_err(|error| error.to_string());
    let again = again.and_then(|frozen| compute(&frozen, input).map_err(|error| error.to_string()));
    let again = match again {
        Ok(again) => again,
        Err(why) => return unreadable(why),
    };
    if again.to_bytes() == found {
        return Checked::Same;
    }
    match greatest_difference(&kept, &again) {
        most if most <= ALIKE && kept.method == again.method => Checked::Alike { most },
        most => Checked::Differs(Difference { method: kept.method, method_now: again.method, most }),
    }
}

fn greatest_difference(a: &Found, b: &Found) -> f64 {
    let (a, b) = (&a.outcome, &b.outcome);
    if a.candidates.len() != b.candidates.len() {
        return 1.0;
    }
    let pairs = a.candidates.iter().zip(&b.candidates).map(|(a, b)| match a.id == b.id {
        true => (a.probability - b.probability).abs(),
        false => 1.0,
    });
    let others = [a.none - b.none, a.unregistered.probability - b.unregistered.probability].map(f64::abs);
    pairs.chain(others).fold(0.0, f64::max)
}
