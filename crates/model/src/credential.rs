use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::id::ParseIdError;
use crate::{MeterId, PushClientId};

/// Whom a device credential belongs to: who has to show a secret before it is heard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum CredentialHolder {
    /// A power meter, by MQTT user name and password. `meter:…`
    Meter(MeterId),
    /// A program that pushes readings, by token. `push:…`
    PushClient(PushClientId),
}

impl fmt::Display for CredentialHolder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CredentialHolder::Meter(id) => write!(f, "meter:{id}"),
            CredentialHolder::PushClient(id) => write!(f, "push:{id}"),
        }
    }
}

impl FromStr for CredentialHolder {
    type Err = ParseIdError;

    fn from_str(text: &str) -> Result<Self, ParseIdError> {
        match text.split_once(':').unwrap_or(("", text)) {
            ("meter", id) => Ok(CredentialHolder::Meter(id.parse()?)),
            ("push", id) => Ok(CredentialHolder::PushClient(id.parse()?)),
            _ => Err(ParseIdError::new("credential holder", text, "it must start with meter: or push:")),
        }
    }
}

impl TryFrom<String> for CredentialHolder {
    type Error = ParseIdError;

    fn try_from(text: String) -> Result<Self, ParseIdError> {
        text.parse()
    }
}

impl From<CredentialHolder> for String {
    fn from(holder: CredentialHolder) -> String {
        holder.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_is_read_back_from_its_text() {
        for text in ["meter:M-1", "push:lab"] {
            assert_eq!(text.parse::<CredentialHolder>().unwrap().to_string(), text);
        }
        assert!("boat:1".parse::<CredentialHolder>().is_err());
    }
}
