//! Argon2id with the parameters of the OWASP Password Storage Cheat Sheet (2023): 19 MiB, two passes, one lane.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::VaultError;

const MIN_CHARACTERS: usize = 8;
const MAX_CHARACTERS: usize = 200;

fn hasher() -> Result<Argon2<'static>, VaultError> {
    let params =
        Params::new(19 * 1024, 2, 1, None).map_err(|error| VaultError::Hashing(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// A random salt and `password`, hashed, in PHC string form.
pub(crate) fn hash(password: &str) -> Result<String, VaultError> {
    let characters = password.chars().count();
    if !(MIN_CHARACTERS..=MAX_CHARACTERS).contains(&characters) {
        return Err(VaultError::PasswordLength { min: MIN_CHARACTERS, max: MAX_CHARACTERS });
    }
    let mut salt = [0u8; 16];
    getrandom::fill(&mut salt).map_err(|error| VaultError::Randomness(error.to_string()))?;
    let hashed = hasher()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| VaultError::Hashing(error.to_string()))?;
    Ok(hashed.to_string())
}

/// Whether `password` is the one that was hashed. Takes the same time whether there is a hash or not, so that
/// nobody learns from the clock which logins exist.
pub(crate) fn verify(password: &str, stored: Option<&str>) -> Result<bool, VaultError> {
    // The hash of a password that nobody has: any answer to it is thrown away.
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA\
                          $AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let parsed =
        PasswordHash::new(stored.unwrap_or(NOBODY)).map_err(|_| VaultError::Row("a password hash".into()))?;
    let hasher = hasher()?;
    // On a thread of its own: allocators keep the 19 MiB for the thread that took them, and in a service every
    // thread of a large pool would check a password at some time.
    let matches = std::thread::scope(|scope| {
        scope.spawn(|| hasher.verify_password(password.as_bytes(), &parsed).is_ok()).join()
    })
    .map_err(|_| VaultError::Hashing("the check panicked".into()))?;
    Ok(matches && stored.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_password_and_no_other() {
        let stored = hash("正确的密码 correct").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("正确的密码 correct", Some(&stored)).unwrap());
        assert!(!verify("wrong password", Some(&stored)).unwrap());
        assert!(!verify("正确的密码 correct", None).unwrap());
        assert_ne!(hash("正确的密码 correct").unwrap(), stored, "the salt must differ");
    }

    #[test]
    fn short_passwords_are_refused() {
        assert!(matches!(hash("seven77"), Err(VaultError::PasswordLength { .. })));
    }
}
