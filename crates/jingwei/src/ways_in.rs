//! The ways in that need a secret: the book of credentials, and the port `api::WaysIn` over the gateway.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, PoisonError, RwLock};

use anyhow::Context;
use api::{BodyFormat, DeviceState, Office, PushClient, PushFailure, PushedReading, Pushing};
use casework::credential;
use gateway::{Device, Gateway, Grant, MeterCredentials, PushError, PushFormat, PushOutcome, PushRequest};
use model::{Clock, CredentialHolder, MeterId, PushClientId};
use vault::{Credential, Vault};

/// The vault's credentials in memory: asked for every connection, payload and request.
pub(crate) struct CredentialBook {
    vault: Vault,
    clock: Arc<dyn Clock>,
    credentials: RwLock<BTreeMap<CredentialHolder, Credential>>,
}

impl CredentialBook {
    /// Opens the book. What the ledger says was revoked is revoked in the vault too, should a crash have come
    /// between the two.
    ///
    /// # Errors
    /// If ledger or vault fail.
    pub(crate) fn open(vault: Vault, office: &Office, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        for (holder, credential) in office.credentials().context("credentials cannot be read")? {
            if credential == credential::Credential::Revoked {
                vault.revoke_credential(&holder, clock.now())?;
            }
        }
        let book = Self { vault, clock, credentials: RwLock::default() };
        book.reload()?;
        Ok(book)
    }

    fn reload(&self) -> Result<(), vault::VaultError> {
        let all = self.vault.credentials()?;
        let all = all.into_iter().map(|credential| (credential.holder.clone(), credential)).collect();
        *self.credentials.write().unwrap_or_else(PoisonError::into_inner) = all;
        Ok(())
    }

    fn with<T>(&self, holder: &CredentialHolder, look: impl FnOnce(&Credential) -> T) -> Option<T> {
        let credentials = self.credentials.read().unwrap_or_else(PoisonError::into_inner);
        credentials.get(holder).map(look)
    }
}

impl MeterCredentials for CredentialBook {
    fn check(&self, meter: &MeterId, password: &str) -> Option<Grant> {
        let now = self.clock.now();
        self.with(&CredentialHolder::Meter(meter.clone()), |credential| {
            (credential.holds(now) && credential.matches(password)).then(|| grant(credential))
        })?
    }

    fn grant(&self, meter: &MeterId) -> Option<Grant> {
        let now = self.clock.now();
        self.with(&CredentialHolder::Meter(meter.clone()), |credential| {
            credential.holds(now).then(|| grant(credential))
        })?
    }
}

fn grant(credential: &Credential) -> Grant {
    Grant(credential.issued_at.as_nanosecond() as i64)
}

/// The gateway's ways in, as the API sees them.
pub(crate) struct GatewayWaysIn {
    gateway: Gateway,
    book: Arc<CredentialBook>,
}

impl GatewayWaysIn {
    pub(crate) fn new(gateway: Gateway, book: Arc<CredentialBook>) -> Self {
        Self { gateway, book }
    }
}

impl api::WaysIn for GatewayWaysIn {
    fn client_of(&self, token: &str) -> Option<PushClient> {
        // A secret has no dot in it, a client's id may.
        let (id, secret) = token.strip_prefix(api::TOKEN_PREFIX)?.rsplit_once('.')?;
        let id: PushClientId = id.parse().ok()?;
        let now = self.book.clock.now();
        self.book.with(&CredentialHolder::PushClient(id.clone()), |credential| {
            let good = credential.holds(now) && credential.matches(secret);
            good.then(|| PushClient { id, sources: credential.sources.clone() })
        })?
    }

    fn client_account(&self, client: &PushClientId) -> Option<DeviceState> {
        self.gateway.device(&Device::PushClient(client.clone())).map(crate::devices::state)
    }

    fn push(&self, client: PushClient, format: BodyFormat, body: Vec<u8>, peer: SocketAddr) -> Pushing<'_> {
        let request = PushRequest {
            client: client.id,
            sources: client.sources,
            format: match format {
                BodyFormat::Json => PushFormat::Json,
                BodyFormat::Csv => PushFormat::Csv,
            },
            body,
            peer,
        };
        Box::pin(async move {
            let outcomes = self.gateway.push(request).await.map_err(failure)?;
            Ok(outcomes.into_iter().map(outcome).collect())
        })
    }

    fn credentials_changed(&self) {
        if let Err(error) = self.book.reload() {
            // The former secrets hold until the vault can be read again: the next change tries anew.
            tracing::error!(error = &error as &dyn std::error::Error, "credentials cannot be read again");
        }
    }
}

fn outcome(outcome: PushOutcome) -> PushedReading {
    match outcome {
        PushOutcome::Stored => PushedReading::Stored,
        PushOutcome::Revised => PushedReading::Revised,
        PushOutcome::Duplicate => PushedReading::Duplicate,
        PushOutcome::Refused(reason) => PushedReading::Refused(reason),
    }
}

fn failure(error: PushError) -> PushFailure {
    match error {
        PushError::Unreadable(unreadable) => PushFailure::Unreadable(unreadable.reason, unreadable.detail),
        PushError::TooMany => PushFailure::TooMany,
        PushError::Busy { retry_after } => PushFailure::Busy(retry_after),
        error @ (PushError::NotDurable | PushError::Lake(_)) => PushFailure::NotDurable(error.to_string()),
    }
}
