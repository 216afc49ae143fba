//! The enterprise that stands for a set.

use model::{CreditCode, District, Enterprise, Place, Register, RegisterEntry};

use crate::TrialError;

/// Why a name of the set cannot be registered.
pub(crate) fn register_error(error: impl std::fmt::Display) -> TrialError {
    TrialError::Register { reason: error.to_string() }
}

/// Where everything of a set is.
pub(crate) fn place() -> Result<Place, TrialError> {
    Place::new(112.9, 28.2).ok_or_else(|| register_error("no place"))
}

/// A register with one enterprise, and its code.
pub(crate) fn register() -> Result<(Register, CreditCode), TrialError> {
    let code = CreditCode::from_body("91430105MA4L00001").map_err(register_error)?;
    let place = place()?;
    let district = District {
        code: "430105".parse().map_err(register_error)?,
        name: "样例区".into(),
        name_en: "Sample district".into(),
        center: place,
    };
    let enterprise = Enterprise {
        code: code.clone(),
        name: "样例".into(),
        name_en: "Sample".into(),
        trade_code: "C33".into(),
        trade: "金属制品业".into(),
        trade_en: "metal products".into(),
        district: district.code.clone(),
        place,
    };
    let mut register = Register::default();
    for entry in [RegisterEntry::District(district), RegisterEntry::Enterprise(enterprise)] {
        register.put(entry).map_err(register_error)?;
    }
    Ok((register, code))
}
