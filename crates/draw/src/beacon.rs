//! The drand beacon *quicknet* of the League of Entropy: a signature every three seconds that nobody can know
//! before, and everybody can check after, with one public key (scheme `bls-unchained-g1-rfc9380`).
//!
//! The facts of the chain prove themselves: its hash is that of period, first round's time, public key, group hash
//! and name (`drand`, `chain.Info.Hash`), which a test computes.

use blst::BLST_ERROR;
use blst::min_sig::{PublicKey, Signature};
use model::Timestamp;
use sha2::{Digest as _, Sha256};

use crate::words::{Digest, Second};

/// Seconds from one round to the next.
pub const PERIOD_S: u64 = 3;

/// When round 1 was due, seconds since 1970.
pub const GENESIS_S: u64 = 1_692_803_367;

/// How long before its round is due a plan must be frozen at least, seconds: no clock of a server that is kept at
/// all is as wrong as that.
pub const LEAD_S: u64 = 60;

/// The chain's hash, by which drand's own interfaces name it.
const CHAIN: [u8; 32] = [
    0x52, 0xdb, 0x9b, 0xa7, 0x0e, 0x0c, 0xc0, 0xf6, 0xea, 0xf7, 0x80, 0x3d, 0xd0, 0x74, 0x47, 0xa1, 0xf5,
    0x47, 0x77, 0x35, 0xfd, 0x3f, 0x66, 0x17, 0x92, 0xba, 0x94, 0x60, 0x0c, 0x84, 0xe9, 0x71,
];

/// The chain's public key, a compressed point of G2.
pub const PUBLIC_KEY: &str = "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6\
    a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a";

/// What hashing to the curve is separated by (RFC 9380), as drand's scheme has it.
const DOMAIN: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

/// The chain's hash.
pub fn chain() -> Digest {
    Digest(CHAIN)
}

/// When a round is due; none for round 0, which does not exist, and for what no calendar reaches.
pub fn due(round: u64) -> Option<Second> {
    let second = round.checked_sub(1)?.checked_mul(PERIOD_S)?.checked_add(GENESIS_S)?;
    let instant = Timestamp::from_second(i64::try_from(second).ok()?).ok()?;
    Some(Second::of(instant))
}

/// The first round that is due at `instant` or later.
pub fn round_from(instant: Timestamp) -> u64 {
    let since = u64::try_from(instant.as_second()).unwrap_or(0).saturating_sub(GENESIS_S);
    since.div_ceil(PERIOD_S) + 1
}

/// Whether `signature`, a compressed point of G1 in 48 bytes, is the chain's of `round`.
pub fn verify(round: u64, signature: &[u8]) -> bool {
    let key = crate::words::from_hex(PUBLIC_KEY).unwrap_or_default();
    let (Ok(key), Ok(signature)) = (PublicKey::key_validate(&key), Signature::sig_validate(signature, true))
    else {
        return false;
    };
    let message = Sha256::digest(round.to_be_bytes());
    signature.verify(false, &message, DOMAIN, &[], &key, false) == BLST_ERROR::BLST_SUCCESS
}

/// The randomness of a round: the hash of its signature.
pub(crate) fn randomness(signature: &[u8]) -> Digest {
    Digest(Sha256::digest(signature).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::from_hex;

    /// Round 1000, as drand gives it.
    const ROUND_1000: &str =
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39";

    #[test]
    fn the_facts_of_the_chain_have_the_hash_of_the_chain() {
        let group = from_hex("f477d5c89f21a17c863a7f937c6a6d15859414d2be09cd448d4279af331c5d3e").unwrap();
        let mut hash = Sha256::new();
        hash.update(u32::try_from(PERIOD_S).unwrap().to_be_bytes());
        hash.update(i64::try_from(GENESIS_S).unwrap().to_be_bytes());
        hash.update(from_hex(PUBLIC_KEY).unwrap());
        hash.update(group);
        hash.update("quicknet");
        assert_eq!(Digest(hash.finalize().into()), chain());
    }

    #[test]
    fn a_real_round_is_told_from_any_other_and_from_a_forged_one() {
        let signature = from_hex(ROUND_1000).unwrap();
        assert!(verify(1000, &signature));
        assert!(!verify(1001, &signature));
        for byte in 0..signature.len() {
            let mut forged = signature.clone();
            forged[byte] ^= 1;
            assert!(!verify(1000, &forged), "byte {byte}");
        }
        assert!(!verify(1000, &signature[..47]));
        assert!(!verify(1000, &[]));
    }

    #[test]
    fn the_point_at_infinity_signs_nothing() {
        let mut infinity = [0; 48];
        infinity[0] = 0xc0;
        assert!(!verify(1000, &infinity));
    }

    #[test]
    fn rounds_and_times_answer_each_other() {
        assert_eq!(due(1000).unwrap().to_string(), "2023-08-23T15:59:24Z");
        assert_eq!((due(0), due(u64::MAX)), (None, None));
        assert_eq!(round_from(due(1000).unwrap().instant()), 1000);
        assert_eq!(round_from(due(1000).unwrap().instant() + jiff::SignedDuration::from_secs(1)), 1001);
        assert_eq!(round_from(Timestamp::UNIX_EPOCH), 1);
    }
}
