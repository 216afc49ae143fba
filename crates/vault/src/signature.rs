use hmac::{Hmac, KeyInit, Mac};
use model::{BlobHash, Timestamp};
use sha2::Sha256;

/// The secret with which addresses of files are signed.
#[derive(Clone)]
pub struct SignatureKey([u8; 32]);

impl std::fmt::Debug for SignatureKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SignatureKey(…)")
    }
}

/// What an address of a file carries so that it works for a while and for this file only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedAddress {
    /// Second of the epoch after which it no longer works.
    pub expires: i64,
    /// HMAC-SHA256 over hash and expiry, lower-case hexadecimal.
    pub signature: String,
}

impl SignatureKey {
    /// A key of 32 random bytes.
    pub fn new(secret: [u8; 32]) -> Self {
        Self(secret)
    }

    fn mac(&self, hash: &BlobHash, expires: i64) -> Hmac<Sha256> {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.0)
            .expect("HMAC takes keys of any length (RFC 2104)");
        mac.update(hash.as_str().as_bytes());
        mac.update(&expires.to_be_bytes());
        mac
    }

    /// Signs the address of `hash` until `expires`.
    pub fn sign(&self, hash: &BlobHash, expires: Timestamp) -> SignedAddress {
        let expires = expires.as_second();
        let tag = self.mac(hash, expires).finalize().into_bytes();
        SignedAddress { expires, signature: tag.iter().map(|byte| format!("{byte:02x}")).collect() }
    }

    /// Whether the address was signed by this key for `hash` and still works at `now`.
    pub fn check(&self, hash: &BlobHash, address: &SignedAddress, now: Timestamp) -> bool {
        let tag = bytes_of(&address.signature);
        let genuine = tag.is_some_and(|tag| self.mac(hash, address.expires).verify_slice(&tag).is_ok());
        genuine && now.as_second() <= address.expires
    }
}

/// The bytes of lower-case hexadecimal digits; one text for one tag, so that an address has one spelling.
fn bytes_of(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let bytes = pairs.iter().map(|[high, low]| Some(value(*high)? << 4 | value(*low)?));
    rest.is_empty().then(|| bytes.collect()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_works_for_its_file_until_it_expires() {
        let key = SignatureKey::new([7; 32]);
        let hash: BlobHash = "ab".repeat(32).parse().unwrap();
        let other: BlobHash = "cd".repeat(32).parse().unwrap();
        let at = |second| Timestamp::from_second(second).unwrap();
        let address = key.sign(&hash, at(1000));
        assert!(key.check(&hash, &address, at(1000)));
        assert!(!key.check(&hash, &address, at(1001)));
        assert!(!key.check(&other, &address, at(1)));
        assert!(!key.check(&hash, &SignedAddress { expires: 2000, ..address.clone() }, at(1)));
        assert!(!SignatureKey::new([8; 32]).check(&hash, &address, at(1)));
        assert!(!key.check(&hash, &SignedAddress { signature: "zz".into(), ..address }, at(1)));
    }

    #[test]
    fn a_signature_has_one_spelling() {
        let key = SignatureKey::new([7; 32]);
        let hash: BlobHash = "ab".repeat(32).parse().unwrap();
        let now = Timestamp::from_second(1000).unwrap();
        let address = key.sign(&hash, now);
        let spelled = |signature: String| SignedAddress { signature, ..address.clone() };
        assert!(address.signature.contains(['a', 'b', 'c', 'd', 'e', 'f']), "upper case must differ");
        let upper = address.signature.to_uppercase();
        let signed: String =
            address.signature.as_bytes().chunks(2).map(|pair| format!("+{}", char::from(pair[1]))).collect();
        let texts =
            [upper, signed, format!("{}0", address.signature), address.signature[..62].into(), "".into()];
        for text in texts {
            assert!(!key.check(&hash, &spelled(text.clone()), now), "{text:?}");
        }
    }
}
