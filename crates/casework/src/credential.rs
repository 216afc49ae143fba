//! The lifecycle of device credentials: who was given a secret, when it was changed, when it was taken away.
//! The secrets themselves are in the vault and never here.

use std::collections::BTreeMap;

use model::{Actor, CredentialHolder, PushClientId, Register, Role, Scope, Source, Timestamp};
use serde::{Deserialize, Serialize};

use crate::stored::kinds;

/// The stream of all credentials.
pub const STREAM: &str = "credentials";

/// Sources that one push client may send for.
const MAX_SOURCES: usize = 200;

/// What somebody wants to do with a credential.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Give a first secret, or one after a revocation.
    Issue {
        /// Whom.
        holder: CredentialHolder,
        /// For which sources a push client may send; none for a meter.
        sources: Vec<Source>,
        /// From when on it no longer holds.
        expires_at: Option<Timestamp>,
    },
    /// Replace the secret; the former one holds no longer.
    Rotate {
        /// Whose.
        holder: CredentialHolder,
    },
    /// Take the secret away.
    Revoke {
        /// Whose.
        holder: CredentialHolder,
        /// Why.
        reason: String,
    },
}

/// What happened to a credential.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A secret was given.
    Issued(Issued),
    /// It was replaced.
    Rotated(Rotated),
    /// It was taken away.
    Revoked(Revoked),
}

/// See [`Event::Issued`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issued {
    /// Whom.
    pub holder: CredentialHolder,
    /// For which sources a push client may send.
    pub sources: Vec<Source>,
    /// From when on it no longer holds.
    pub expires_at: Option<Timestamp>,
}

/// See [`Event::Rotated`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rotated {
    /// Whose.
    pub holder: CredentialHolder,
}

/// See [`Event::Revoked`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoked {
    /// Whose.
    pub holder: CredentialHolder,
    /// Why.
    pub reason: String,
}

/// A credential as its events leave it.
#[derive(Debug, Clone, PartialEq)]
pub enum Credential {
    /// It holds, as far as it has not expired.
    Issued {
        /// For which sources a push client may send.
        sources: Vec<Source>,
        /// From when on it no longer holds.
        expires_at: Option<Timestamp>,
    },
    /// It was taken away.
    Revoked,
}

/// All credentials that ever were.
pub type Credentials = BTreeMap<CredentialHolder, Credential>;

/// Why a command on a credential is not done. It changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message_en())]
pub enum Refusal {
    /// Only administrators of the whole city may.
    NotAdministrator,
    /// The register has no such meter or source.
    NotRegistered {
        /// Which.
        missing: String,
    },
    /// It holds already: rotate it.
    AlreadyIssued,
    /// There is none that holds.
    NotIssued,
    /// A push client needs 1 to 200 sources, a meter none.
    BadSources,
    /// It would end before it begins.
    AlreadyExpired,
    /// A revocation needs a reason.
    ReasonMissing,
}

impl Refusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::NotAdministrator => "role_may_not",
            Refusal::NotRegistered { .. } => "not_registered",
            Refusal::AlreadyIssued => "already_issued",
            Refusal::NotIssued => "not_issued",
            Refusal::BadSources => "bad_sources",
            Refusal::AlreadyExpired => "already_expired",
            Refusal::ReasonMissing => "reason_missing",
        }
    }

    /// Whether the actor may not; otherwise the command itself cannot be done.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Refusal::NotAdministrator)
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            Refusal::NotAdministrator => "只有系统管理员可以管理设备凭据".into(),
            Refusal::NotRegistered { missing } => format!("登记册中没有 {missing}"),
            Refusal::AlreadyIssued => "该设备已有凭据，请更换而不是新建".into(),
            Refusal::NotIssued => "该设备没有有效的凭据".into(),
            Refusal::BadSources => format!("推送客户端须指定1至{MAX_SOURCES}个数据来源，电表不指定"),
            Refusal::AlreadyExpired => "到期时间已过".into(),
            Refusal::ReasonMissing => "请填写吊销理由".into(),
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            Refusal::NotAdministrator => "only administrators keep device credentials".into(),
            Refusal::NotRegistered { missing } => format!("the register has no {missing}"),
            Refusal::AlreadyIssued => "it has a credential already: rotate it instead".into(),
            Refusal::NotIssued => "it has no credential that holds".into(),
            Refusal::BadSources => {
                format!("a push client needs 1 to {MAX_SOURCES} sources, a meter names none")
            }
            Refusal::AlreadyExpired => "the time of expiry is past".into(),
            Refusal::ReasonMissing => "a revocation needs a reason".into(),
        }
    }
}

/// What happens when `actor` gives `command` at `now`.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(
    state: &Credentials,
    register: &Register,
    command: &Command,
    actor: &Actor,
    now: Timestamp,
) -> Result<Vec<Event>, Refusal> {
    match actor {
        Actor::User { role: Role::Administrator, scope: Scope::City, .. } => {}
        Actor::User { .. } | Actor::System { .. } => return Err(Refusal::NotAdministrator),
    }
    let event = match command {
        Command::Issue { holder, sources, expires_at } => {
            if matches!(state.get(holder), Some(Credential::Issued { .. })) {
                return Err(Refusal::AlreadyIssued);
            }
            check_holder(register, holder, sources)?;
            if expires_at.is_some_and(|end| end <= now) {
                return Err(Refusal::AlreadyExpired);
            }
            Event::Issued(Issued {
                holder: holder.clone(),
                sources: sources.clone(),
                expires_at: *expires_at,
            })
        }
        Command::Rotate { holder } => {
            issued(state, holder)?;
            Event::Rotated(Rotated { holder: holder.clone() })
        }
        Command::Revoke { holder, reason } => {
            issued(state, holder)?;
            let reason = reason.trim();
            if reason.is_empty() {
                return Err(Refusal::ReasonMissing);
            }
            Event::Revoked(Revoked { holder: holder.clone(), reason: reason.to_owned() })
        }
    };
    Ok(vec![event])
}

fn issued(state: &Credentials, holder: &CredentialHolder) -> Result<(), Refusal> {
    match state.get(holder) {
        Some(Credential::Issued { .. }) => Ok(()),
        Some(Credential::Revoked) | None => Err(Refusal::NotIssued),
    }
}

fn check_holder(register: &Register, holder: &CredentialHolder, sources: &[Source]) -> Result<(), Refusal> {
    match holder {
        CredentialHolder::Meter(id) => match (register.meters.contains_key(id), sources) {
            (true, []) => Ok(()),
            (true, _) => Err(Refusal::BadSources),
            (false, _) => Err(Refusal::NotRegistered { missing: holder.to_string() }),
        },
        CredentialHolder::PushClient(_) => {
            if !(1..=MAX_SOURCES).contains(&sources.len()) {
                return Err(Refusal::BadSources);
            }
            let missing = sources.iter().find(|source| !is_registered(register, source));
            missing.map_or(Ok(()), |source| Err(Refusal::NotRegistered { missing: source.to_string() }))
        }
    }
}

/// Whether readings of `source` may be sent by a program. Measuring vehicles are in no register.
fn is_registered(register: &Register, source: &Source) -> bool {
    match source {
        Source::Outlet(id) => register.outlets.contains_key(id),
        Source::Meter(id) => register.meters.contains_key(id),
        Source::Station(id) => register.stations.contains_key(id),
        Source::Cruise(_) => true,
        Source::Waiting(_) => false,
    }
}

/// Folds `event` into `state`.
pub fn apply(state: &mut Credentials, event: &Event) {
    match event {
        Event::Issued(Issued { holder, sources, expires_at }) => {
            let issued = Credential::Issued { sources: sources.clone(), expires_at: *expires_at };
            state.insert(holder.clone(), issued);
        }
        Event::Rotated(_) => {}
        Event::Revoked(Revoked { holder, .. }) => {
            state.insert(holder.clone(), Credential::Revoked);
        }
    }
}

/// The sources of a push client that holds a credential.
pub fn sources_of<'s>(state: &'s Credentials, client: &PushClientId) -> &'s [Source] {
    match state.get(&CredentialHolder::PushClient(client.clone())) {
        Some(Credential::Issued { sources, .. }) => sources,
        Some(Credential::Revoked) | None => &[],
    }
}

kinds! {
    Issued = "credential.issued",
    Rotated = "credential.rotated",
    Revoked = "credential.revoked",
}
