use crate::FactorCode;

/// What is told of a factor beside its own figures, and kept as a series of its own: `w01018_manual` are the samples that
/// people took of `w01018`. No standard has codes for that; these are ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beside {
    /// A sample that people took and a laboratory measured (手工监测), at the time at which it was taken.
    ManualSample,
    /// A parameter of the instrument, at the time at which it was told.
    Parameter(InstrumentParameter),
}

/// What an instrument is set to (HJ 212-2017 table B.10, command 3020).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum InstrumentParameter {
    /// Slope of its curve (斜率, `i13008`).
    Slope,
    /// Intercept of its curve (截距, `i13007`).
    Intercept,
    /// Its measuring range (测量量程, `i13001`).
    Range,
}

impl InstrumentParameter {
    /// All three.
    pub const ALL: [InstrumentParameter; 3] =
        [InstrumentParameter::Slope, InstrumentParameter::Intercept, InstrumentParameter::Range];

    /// The code of the standard.
    pub fn code(self) -> &'static str {
        match self {
            InstrumentParameter::Slope => "i13008",
            InstrumentParameter::Intercept => "i13007",
            InstrumentParameter::Range => "i13001",
        }
    }

    /// The parameter of a code.
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|parameter| parameter.code() == code)
    }
}

impl Beside {
    fn suffix(self) -> &'static str {
        match self {
            Beside::ManualSample => "manual",
            Beside::Parameter(parameter) => parameter.code(),
        }
    }

    /// The code of the series that tells this of `factor`; none where that would be too long.
    pub fn of(self, factor: &FactorCode) -> Option<FactorCode> {
        format!("{factor}_{}", self.suffix()).parse().ok()
    }

    /// Of which factor a code tells what.
    pub fn read(code: &FactorCode) -> Option<(FactorCode, Beside)> {
        let (factor, suffix) = code.as_str().rsplit_once('_')?;
        let beside = match suffix {
            "manual" => Beside::ManualSample,
            other => Beside::Parameter(InstrumentParameter::of_code(other)?),
        };
        Some((factor.parse().ok()?, beside))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back() {
        let cod: FactorCode = "w01018".parse().unwrap();
        let parameters = InstrumentParameter::ALL.map(Beside::Parameter);
        for beside in parameters.into_iter().chain([Beside::ManualSample]) {
            assert_eq!(Beside::read(&beside.of(&cod).unwrap()), Some((cod.clone(), beside)));
        }
        for other in ["w01018", "w01018_RawAvg", "power_active", "voltage_a", "_manual"] {
            assert_eq!(Beside::read(&other.parse().unwrap()), None, "{other}");
        }
    }
}
