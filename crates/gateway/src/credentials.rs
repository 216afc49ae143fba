//! The port to the credentials of meters, which the vault keeps.

use model::MeterId;

/// Which secret of a meter; another one after every change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant(pub i64);

/// Who may speak for a meter. Called for every connection and every payload: must be quick.
pub trait MeterCredentials: Send + Sync {
    /// The grant that `password` is good for, if it is the secret of `meter`.
    fn check(&self, meter: &MeterId, password: &str) -> Option<Grant>;

    /// The grant that holds for `meter` now; none where it has no credential.
    fn grant(&self, meter: &MeterId) -> Option<Grant>;
}

/// No meter has a credential.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct NoCredentials;

impl MeterCredentials for NoCredentials {
    fn check(&self, _meter: &MeterId, _password: &str) -> Option<Grant> {
        None
    }

    fn grant(&self, _meter: &MeterId) -> Option<Grant> {
        None
    }
}
