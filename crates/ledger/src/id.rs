use serde::{Deserialize, Serialize};

/// Why a text cannot name a stream, a kind or a command.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a valid {what}: {reason}")]
pub struct InvalidText {
    /// What it should have named.
    pub what: &'static str,
    /// The text, cut to 80 characters.
    pub text: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal, $allowed:expr, $reason:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidText;

            fn from_str(text: &str) -> Result<Self, InvalidText> {
                let allowed: fn(u8) -> bool = $allowed;
                if (1..=$max).contains(&text.len()) && text.bytes().all(allowed) {
                    Ok(Self(text.into()))
                } else {
                    Err(InvalidText { what: $what, text: text.chars().take(80).collect(), reason: $reason })
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidText;

            fn try_from(text: String) -> Result<Self, InvalidText> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0.into()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(
    /// The name of a stream, as in `alarm/A20200830-0007` or `register`: the events of one thing, numbered
    /// from 1 without gaps.
    StreamId, "stream", 128,
    |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'),
    "it must have 1 to 128 ASCII letters, digits, '-', '_', '.' and '/'"
);

text_id!(
    /// The caller's name for one command (an idempotency key, as a rule a UUID): a ledger carries it out once.
    CommandId, "command id", 128,
    |b| b.is_ascii_graphic(),
    "it must have 1 to 128 printable ASCII characters without spaces"
);

text_id!(
    /// The checked form of an event's kind, as in `alarm_raised`.
    Kind, "event kind", 64,
    |b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'/'),
    "it must have 1 to 64 ASCII letters, digits, '-', '_', '.' and '/'"
);
