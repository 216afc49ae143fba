//! Signed checkpoints: C2SP tlog-checkpoint bodies in C2SP signed notes, with Ed25519 keys.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::{Hash, LedgerError};

const PRIVATE_FILE: &str = "ledger.key";
const PUBLIC_FILE: &str = "ledger.pub";
/// The signature type of Ed25519 in signed notes.
const ED25519: u8 = 1;

/// Why a key or a note cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// A key's name is empty or holds white space or `+`.
    #[error("{0:?} cannot be the name of a key")]
    KeyName(String),
    /// A text is not a key.
    #[error("not a key: {0}")]
    Key(&'static str),
    /// A text is not a checkpoint.
    #[error("not a checkpoint: {0}")]
    Checkpoint(&'static str),
    /// No signature of the wanted key is on the note.
    #[error("no signature by {0} is on the note")]
    NotSigned(String),
    /// The signature does not fit the text.
    #[error("the signature by {0} does not fit the text")]
    Signature(String),
}

/// The key that verifies checkpoints. Its text is a signed-note verifier key:
/// `name+key id in hex+base64(0x01 ‖ public key)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    key: VerifyingKey,
}

impl PublicKey {
    /// The name, which is also the origin of the checkpoints.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key).
    pub fn id(&self) -> [u8; 4] {
        let [a, b, c, d, ..]: [u8; 32] = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', ED25519])
            .chain_update(self.key.as_bytes())
            .finalize()
            .into();
        [a, b, c, d]
    }

    /// Reads the public key file that [`KeyPair::create`] left in `dir`.
    ///
    /// # Errors
    /// If there is none or it is not a key.
    pub fn load(dir: &Path) -> Result<Self, LedgerError> {
        Ok(read_text(&dir.join(PUBLIC_FILE))?.trim().parse()?)
    }
}

impl std::fmt::Display for PublicKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}+{:08x}+", self.name, u32::from_be_bytes(self.id()))?;
        f.write_str(&encode_typed(self.key.as_bytes()))
    }
}

impl std::str::FromStr for PublicKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        let (name, rest) = text.split_once('+').ok_or(NoteError::Key("it has no '+'"))?;
        let (id, encoded) = rest.split_once('+').ok_or(NoteError::Key("it has only one '+'"))?;
        check_name(name)?;
        let key = VerifyingKey::from_bytes(&decode_typed(encoded)?)
            .map_err(|_| NoteError::Key("its bytes are no Ed25519 public key"))?;
        let public = PublicKey { name: name.into(), key };
        if id.len() != 8 || u32::from_str_radix(id, 16) != Ok(u32::from_be_bytes(public.id())) {
            return Err(NoteError::Key("its id does not fit its name and bytes"));
        }
        Ok(public)
    }
}

/// The key that signs checkpoints.
#[derive(Clone)]
pub struct KeyPair {
    name: String,
    key: SigningKey,
}

impl std::fmt::Debug for KeyPair {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyPair").field("public", &self.public().to_string()).finish_non_exhaustive()
    }
}

impl KeyPair {
    /// A key from its seed: 32 bytes from the system's random source, or fixed ones in tests. `name` names
    /// the ledger to the world, as in `changsha.example/jingwei`.
    ///
    /// # Errors
    /// If `name` is empty or holds white space or `+`.
    pub fn from_seed(name: &str, seed: [u8; 32]) -> Result<Self, NoteError> {
        check_name(name)?;
        Ok(Self { name: name.into(), key: SigningKey::from_bytes(&seed) })
    }

    /// Makes a key and writes it to `dir`: `ledger.key` (readable by its owner alone) and `ledger.pub`.
    ///
    /// # Errors
    /// If there is a key already, the name is unusable, or the files cannot be written.
    pub fn create(dir: &Path, name: &str, seed: [u8; 32]) -> Result<Self, LedgerError> {
        let pair = Self::from_seed(name, seed)?;
        let public = pair.public();
        let id = u32::from_be_bytes(public.id());
        let private = format!("PRIVATE+KEY+{name}+{id:08x}+{}\n", encode_typed(&seed));
        write_new(&dir.join(PRIVATE_FILE), 0o600, &private)?;
        write_new(&dir.join(PUBLIC_FILE), 0o644, &format!("{public}\n"))?;
        File::open(dir).and_then(|dir| dir.sync_all()).map_err(|source| LedgerError::File {
            what: "make durable",
            path: dir.into(),
            source,
        })?;
        Ok(pair)
    }

    /// Reads the key that [`create`](Self::create) wrote.
    ///
    /// # Errors
    /// If there is none (of kind `NotFound`) or it is not a key.
    pub fn load(dir: &Path) -> Result<Self, LedgerError> {
        let text = read_text(&dir.join(PRIVATE_FILE))?;
        let rest = text.trim().strip_prefix("PRIVATE+KEY+").ok_or(NoteError::Key("it is no private key"))?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(id), Some(encoded)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(NoteError::Key("a part is missing").into());
        };
        let pair = Self::from_seed(name, decode_typed(encoded)?)?;
        if u32::from_str_radix(id, 16) != Ok(u32::from_be_bytes(pair.public().id())) {
            return Err(NoteError::Key("its id does not fit its name and bytes").into());
        }
        Ok(pair)
    }

    /// The key that verifies what this one signs.
    pub fn public(&self) -> PublicKey {
        PublicKey { name: self.name.clone(), key: self.key.verifying_key() }
    }

    /// The signed note of a checkpoint; its origin is the key's name.
    pub fn sign(&self, size: u64, root: Hash) -> String {
        let text = format!("{}\n{size}\n{root}\n", self.name);
        let mut signature = self.public().id().to_vec();
        signature.extend(self.key.sign(text.as_bytes()).to_bytes());
        format!("{text}\n— {} {}\n", self.name, BASE64_STANDARD.encode(signature))
    }
}

/// What a checkpoint says: how many leaves the tree had and what its root was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose tree.
    pub origin: String,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

impl Checkpoint {
    /// Reads a signed note and verifies the signature of `key` on it. Signatures of others (witnesses) may
    /// stand beside it; extension lines are allowed and covered by the signature.
    ///
    /// # Errors
    /// If it is no checkpoint of the key's origin, or not signed by the key.
    pub fn verify(note: &str, key: &PublicKey) -> Result<Self, NoteError> {
        let at = note.rfind("\n\n").ok_or(NoteError::Checkpoint("no blank line before the signatures"))?;
        // The signature covers the text up to and with the line end before the blank line.
        let (text, signatures) = (&note[..=at], &note[at + 2..]);
        if !signatures.ends_with('\n') {
            return Err(NoteError::Checkpoint("its last line has no end"));
        }
        let checkpoint = Self::parse_text(text)?;
        if checkpoint.origin != key.name {
            return Err(NoteError::NotSigned(key.name.clone()));
        }
        verify_signature(text, signatures, key)?;
        Ok(checkpoint)
    }

    fn parse_text(text: &str) -> Result<Self, NoteError> {
        let mut lines = text.lines();
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(NoteError::Checkpoint("it has fewer than three lines"));
        };
        if origin.is_empty() || lines.any(str::is_empty) {
            return Err(NoteError::Checkpoint("a line is empty"));
        }
        let number: u64 = size.parse().map_err(|_| NoteError::Checkpoint("its size is no number"))?;
        if number.to_string() != size {
            return Err(NoteError::Checkpoint("its size is not in shortest form"));
        }
        let root = Hash::from_base64(root).ok_or(NoteError::Checkpoint("its root is no hash"))?;
        Ok(Self { origin: origin.into(), size: number, root })
    }
}

fn verify_signature(text: &str, signatures: &str, key: &PublicKey) -> Result<(), NoteError> {
    for line in signatures.lines() {
        let Some((name, encoded)) = line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')) else {
            return Err(NoteError::Checkpoint("a signature line is malformed"));
        };
        let bytes =
            BASE64_STANDARD.decode(encoded).map_err(|_| NoteError::Checkpoint("a signature is no base64"))?;
        let Some((id, signature)) = bytes.split_first_chunk::<4>() else {
            return Err(NoteError::Checkpoint("a signature is too short"));
        };
        if name != key.name || *id != key.id() {
            continue;
        }
        let wrong = || NoteError::Signature(key.name.clone());
        let signature = Signature::from_slice(signature).map_err(|_| wrong())?;
        return key.key.verify_strict(text.as_bytes(), &signature).map_err(|_| wrong());
    }
    Err(NoteError::NotSigned(key.name.clone()))
}

fn check_name(name: &str) -> Result<(), NoteError> {
    if name.is_empty() || name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+') {
        return Err(NoteError::KeyName(name.chars().take(80).collect()));
    }
    Ok(())
}

fn encode_typed(key: &[u8; 32]) -> String {
    let mut bytes = vec![ED25519];
    bytes.extend(key);
    BASE64_STANDARD.encode(bytes)
}

fn decode_typed(text: &str) -> Result<[u8; 32], NoteError> {
    let bytes = BASE64_STANDARD.decode(text).map_err(|_| NoteError::Key("it is no base64"))?;
    match bytes.split_first() {
        Some((&ED25519, key)) => key.try_into().map_err(|_| NoteError::Key("it has the wrong length")),
        _ => Err(NoteError::Key("it is not of the Ed25519 type")),
    }
}

fn write_new(path: &Path, mode: u32, text: &str) -> Result<(), LedgerError> {
    let failed = |source| LedgerError::File { what: "create", path: path.into(), source };
    let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(path).map_err(failed)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

fn read_text(path: &Path) -> Result<String, LedgerError> {
    let mut text = String::new();
    File::open(path)
        .and_then(|mut file| file.read_to_string(&mut text))
        .map_err(|source| LedgerError::File { what: "read", path: path.into(), source })?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example of the package golang.org/x/mod/sumdb/note, which defined the format.
    const GO_KEY: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    const GO_SEED: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const GO_TEXT: &str = "If you think cryptography is the answer to your problem,\n\
                           then you don't know what your problem is.\n";
    const GO_SIGNATURE: &str = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    #[test]
    fn keys_and_signatures_are_those_of_other_implementations() {
        let key: PublicKey = GO_KEY.parse().unwrap();
        assert_eq!(key.to_string(), GO_KEY);
        verify_signature(GO_TEXT, GO_SIGNATURE, &key).unwrap();
        let pair = KeyPair::from_seed("PeterNeumann", decode_typed(GO_SEED).unwrap()).unwrap();
        assert_eq!(pair.public(), key);
        let changed = GO_TEXT.replace("your", "my");
        let error = verify_signature(&changed, GO_SIGNATURE, &key).unwrap_err();
        assert_eq!(error, NoteError::Signature("PeterNeumann".into()));
    }

    #[test]
    fn a_checkpoint_is_read_back_and_nothing_of_it_can_be_changed() {
        let pair = KeyPair::from_seed("city.example/ledger", [1; 32]).unwrap();
        let root = crate::merkle::leaf_hash(b"x");
        let note = pair.sign(42, root);
        let checkpoint = Checkpoint::verify(&note, &pair.public()).unwrap();
        assert_eq!(checkpoint, Checkpoint { origin: "city.example/ledger".into(), size: 42, root });
        for index in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[index] ^= 1;
            let changed = String::from_utf8_lossy(&bytes).into_owned();
            assert!(Checkpoint::verify(&changed, &pair.public()).is_err(), "byte {index} of {note:?}");
        }
        let other = KeyPair::from_seed("city.example/ledger", [2; 32]).unwrap();
        assert!(matches!(Checkpoint::verify(&note, &other.public()), Err(NoteError::NotSigned(_))));
    }

    #[test]
    fn signatures_of_witnesses_and_extension_lines_are_allowed() {
        let pair = KeyPair::from_seed("city.example/ledger", [1; 32]).unwrap();
        let root = crate::merkle::empty_root();
        let note = pair.sign(0, root);
        let witnessed = format!("{note}— witness.example/w {}\n", BASE64_STANDARD.encode([0; 76]));
        assert!(Checkpoint::verify(&witnessed, &pair.public()).is_ok());
        let extended = note.replacen("\n\n", "\nextension\n\n", 1);
        assert!(matches!(Checkpoint::verify(&extended, &pair.public()), Err(NoteError::Signature(_))));
        for text in ["", "\n\n", "a\n1\n\n", "a\n01\nx\n\n", "— \n\n— \n"] {
            assert!(Checkpoint::verify(text, &pair.public()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn a_key_is_written_for_its_owner_alone_and_never_shown() {
        use std::os::unix::fs::PermissionsExt as _;
        let dir = tempfile::tempdir().unwrap();
        let pair = KeyPair::create(dir.path(), "city.example/ledger", [9; 32]).unwrap();
        let mode = std::fs::metadata(dir.path().join(PRIVATE_FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(KeyPair::load(dir.path()).unwrap().public(), pair.public());
        assert_eq!(PublicKey::load(dir.path()).unwrap(), pair.public());
        assert!(KeyPair::create(dir.path(), "city.example/ledger", [8; 32]).is_err(), "it was overwritten");
        assert!(!format!("{pair:?}").contains(&BASE64_STANDARD.encode([9; 30])[..20]));
        assert!(KeyPair::from_seed("two words", [0; 32]).is_err());
        let missing = KeyPair::load(&dir.path().join("none")).unwrap_err();
        assert_eq!(missing.kind(), crate::ErrorKind::NotFound);
    }
}
