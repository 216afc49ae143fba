use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// Why a text is not an id of the wanted kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a valid {what}: {reason}")]
pub struct ParseIdError {
    /// The kind of id, in words.
    pub what: &'static str,
    /// The text as it was given, cut to 80 characters.
    pub text: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl ParseIdError {
    pub(crate) fn new(what: &'static str, text: &str, reason: &'static str) -> Self {
        Self { what, text: text.chars().take(80).collect(), reason }
    }
}

/// One text id: a private field, one constructor, the same checks for parsing and deserialising. A logger's
/// number and an outlet's id have 24 characters, which is what `CompactString` keeps in place: every reading
/// carries its ids, and none of them costs an allocation.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $check:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name($crate::id::IdText);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = ParseIdError;

            fn from_str(text: &str) -> Result<Self, ParseIdError> {
                match $check(text) {
                    Ok(()) => Ok(Self(text.into())),
                    Err(reason) => Err(ParseIdError::new($what, text, reason)),
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = ParseIdError;

            fn try_from(text: String) -> Result<Self, ParseIdError> {
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

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }
    };
}
pub(crate) use text_id;

/// The text of an id.
pub(crate) type IdText = CompactString;

text_id!(
    /// Unified social credit code of an enterprise (统一社会信用代码, GB 32100-2015): 18 characters of
    /// `0-9A-HJ-NPQRTUWXY`, the last one a check character.
    CreditCode, "unified social credit code", check_credit_code
);
text_id!(
    /// An outlet (排放口): the enterprise's credit code and the outlet's number in its permit, as in
    /// `91430105MA4L00001X-DA001`.
    OutletId, "outlet id", check_slug
);
text_id!(
    /// A production line (生产线).
    LineId, "production line id", check_slug
);
text_id!(
    /// A treatment facility (治理设施).
    TreatmentUnitId, "treatment unit id", check_slug
);
text_id!(
    /// A power meter (用电监控终端的一路表).
    MeterId, "meter id", check_slug
);
text_id!(
    /// An air-quality station.
    StationId, "station id", check_slug
);
text_id!(
    /// A mobile cruise (走航): one drive of one vehicle, as in `C20200729-1`.
    CruiseId, "cruise id", check_slug
);
text_id!(
    /// Somebody's program that pushes readings over HTTP.
    PushClientId, "push client id", check_slug
);
text_id!(
    /// One import of a file of readings.
    ImportId, "import id", check_slug
);
text_id!(
    /// A change of who is who in the library of objects (更名、合并), as in `W-3f9a0c12d4e5`.
    LibraryChangeId, "library change id", check_slug
);
text_id!(
    /// An account's id; never a person's name, since events carry it for ever.
    UserId, "user id", check_slug
);
text_id!(
    /// An alarm episode (预警), as in `A20200830-0007`: the day it was raised and its number that day.
    AlarmId, "alarm id", check_slug
);
text_id!(
    /// A request to a device (设备指令), as in `R-3f9a0c12d4e5`.
    DeviceRequestId, "device request id", check_slug
);
text_id!(
    /// A stop of an outlet that somebody declared (停运报备), as in `S-3f9a0c12d4e5`.
    StopId, "declared stop id", check_slug
);
text_id!(
    /// A case (案件), as in `C-3f9a0c12d4e5`.
    CaseId, "case id", check_slug
);
text_id!(
    /// A marking of monitoring data by an enterprise (自动监测数据标记), as in `M-3f9a0c12d4e5`.
    MarkingId, "marking id", check_slug
);
text_id!(
    /// An order to limit or stop production (停限产令), as in `O-3f9a0c12d4e5`.
    OrderId, "production order id", check_slug
);
text_id!(
    /// A rule by which a kind of finding is judged (预警规则), as in `P-3f9a0c12d4e5`.
    RuleId, "rule id", check_slug
);
text_id!(
    /// An occasion for which objects and officers are drawn by lot (双随机抽查), as in `2020-Q3-routine`.
    DrawId, "draw id", check_slug
);
text_id!(
    /// An enforcement officer of the library (执法人员), by the bureau's own number, as in `ZF-0012`; never a name, since
    /// events and public records carry it for ever.
    EnforcerId, "enforcer id", check_slug
);
text_id!(
    /// An inspection of one enterprise (检查).
    InspectionId, "inspection id", check_slug
);
text_id!(
    /// A tracing (溯源): from an anomaly in the air to its likely source, as in `T-3f9a0c12d4e5`.
    TracingId, "tracing id", check_slug
);
text_id!(
    /// Something that may be inspected (检查事项), as in `SX-012`.
    InspectionItemId, "inspection item id", check_slug
);
text_id!(
    /// The number by which a data logger names itself (MN号). The standards ask for 24 hexadecimal
    /// characters (2017) or 14 (2005); the field sends 4 to 30 of other letters too, so it is kept as an
    /// opaque text: 1 to 64 printable ASCII characters without `;`, `,`, `=`, `&` and spaces.
    Mn, "logger number (MN)", check_mn
);
text_id!(
    /// Code of a county-level division (GB/T 2260): six digits, as in `430105`.
    DistrictCode, "district code", check_district
);
text_id!(
    /// SHA-256 of a file's content, as 64 lower-case hexadecimal digits.
    BlobHash, "content hash", check_hash
);

fn check_slug(text: &str) -> Result<(), &'static str> {
    if text.is_empty() || text.len() > 64 {
        return Err("it must have 1 to 64 characters");
    }
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.')) {
        Ok(())
    } else {
        Err("only ASCII letters, digits, '-', '_' and '.' are allowed")
    }
}

fn check_mn(text: &str) -> Result<(), &'static str> {
    if text.is_empty() || text.len() > 64 {
        return Err("it must have 1 to 64 characters");
    }
    if text.bytes().all(|b| b.is_ascii_graphic() && !matches!(b, b';' | b',' | b'=' | b'&')) {
        Ok(())
    } else {
        Err("only printable ASCII without ';', ',', '=', '&' is allowed")
    }
}

fn check_district(text: &str) -> Result<(), &'static str> {
    if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) {
        Ok(())
    } else {
        Err("it must be six digits")
    }
}

fn check_hash(text: &str) -> Result<(), &'static str> {
    if text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        Ok(())
    } else {
        Err("it must be 64 lower-case hexadecimal digits")
    }
}

const CREDIT_ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

fn check_credit_code(text: &str) -> Result<(), &'static str> {
    let bytes = text.as_bytes();
    let (Some(body), Some(&last), 18) = (bytes.get(..17), bytes.get(17), bytes.len()) else {
        return Err("it must have 18 characters");
    };
    match credit_check_character(body) {
        None => Err("only digits and the letters A-H, J-N, P-R, T, U, W-Y are allowed"),
        Some(expected) if expected == last => Ok(()),
        Some(_) => Err("its check character is wrong"),
    }
}

/// The check character of GB 32100-2015 §6: 31 − Σ cᵢ·3^(i−1) mod 31 over the first 17 characters.
fn credit_check_character(body: &[u8]) -> Option<u8> {
    let mut sum = 0usize;
    let mut weight = 1usize;
    for byte in body {
        let value = CREDIT_ALPHABET.iter().position(|a| a == byte)?;
        sum = (sum + value * weight) % 31;
        weight = weight * 3 % 31;
    }
    CREDIT_ALPHABET.get((31 - sum) % 31).copied()
}

impl CreditCode {
    /// Completes the first 17 characters with their check character.
    ///
    /// # Errors
    /// If `body` is not 17 characters of the code's alphabet.
    pub fn from_body(body: &str) -> Result<Self, ParseIdError> {
        let what = "unified social credit code";
        if body.len() != 17 {
            return Err(ParseIdError::new(what, body, "its body must have 17 characters"));
        }
        match credit_check_character(body.as_bytes()) {
            Some(check) => format!("{body}{}", char::from(check)).parse(),
            None => Err(ParseIdError::new(what, body, "a character is not of its alphabet")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_code_is_checked() {
        // The specimen of GB 32100-2015, annex A.
        assert!("91350100M000100Y43".parse::<CreditCode>().is_ok());
        let wrong = "91350100M000100Y44".parse::<CreditCode>().unwrap_err();
        assert_eq!(wrong.reason, "its check character is wrong");
        assert_eq!(CreditCode::from_body("91350100M000100Y4").unwrap().as_str(), "91350100M000100Y43");
        assert!("91350100M000100YI3".parse::<CreditCode>().is_err());
        assert!("长沙长沙长沙".parse::<CreditCode>().is_err());
    }

    #[test]
    fn deserialising_goes_through_the_same_check() {
        assert!(serde_json::from_str::<DistrictCode>("\"430105\"").is_ok());
        assert!(serde_json::from_str::<DistrictCode>("\"4301\"").is_err());
        assert!(serde_json::from_str::<Mn>("\"A;B\"").is_err());
    }
}
