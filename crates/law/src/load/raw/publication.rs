//! The section on what is left out of publications.

use serde::Deserialize;

use super::{Common, Confidence, Day};
use crate::publication::LeftOut;

entry! {
    /// `[[publication_omission]]`
    Omission {
        what: LeftOut,
        reason: String,
        reason_en: String,
    }
}
