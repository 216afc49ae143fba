use model::Unit;

/// What is wrong with a value that somebody gave to a parameter.
#[derive(Debug, Clone, PartialEq)]
pub enum ParameterProblem {
    /// The kind of finding has no such parameter.
    Unknown {
        /// As it was written.
        code: String,
        /// What was probably meant.
        nearest: Option<&'static str>,
    },
    /// It is no number within the parameter's bounds.
    OutOfBounds {
        /// Which parameter.
        code: String,
        /// The value.
        value: f64,
        /// The smallest that makes sense.
        least: f64,
        /// The largest.
        most: f64,
        /// The unit of the three.
        unit: Unit,
    },
    /// The parameter takes whole numbers.
    NotWhole {
        /// Which parameter.
        code: String,
        /// The value.
        value: f64,
    },
    /// One parameter may not exceed another, and does.
    Contradiction {
        /// The one that may not exceed.
        lower: String,
        /// Its value.
        lower_value: f64,
        /// The one that may not be exceeded.
        upper: String,
        /// Its value.
        upper_value: f64,
    },
}

impl ParameterProblem {
    /// The parameters that it is about.
    pub fn codes(&self) -> Vec<&str> {
        match self {
            ParameterProblem::Unknown { code, .. }
            | ParameterProblem::OutOfBounds { code, .. }
            | ParameterProblem::NotWhole { code, .. } => vec![code],
            ParameterProblem::Contradiction { lower, upper, .. } => vec![lower, upper],
        }
    }

    /// One sentence in Chinese.
    pub fn message_zh(&self) -> String {
        match self {
            ParameterProblem::Unknown { code, nearest: Some(nearest) } => {
                format!("没有参数 {code}，是否为 {nearest}")
            }
            ParameterProblem::Unknown { code, nearest: None } => format!("没有参数 {code}"),
            ParameterProblem::OutOfBounds { code, value, least, most, unit } => {
                format!("参数 {code} 为 {value}，须在 {least} 至 {most} {}之间", unit.text())
            }
            ParameterProblem::NotWhole { code, value } => format!("参数 {code} 为 {value}，须为整数"),
            ParameterProblem::Contradiction { lower, lower_value, upper, upper_value } => {
                format!("{lower}（{lower_value}）不得大于 {upper}（{upper_value}）")
            }
        }
    }

    /// One sentence in English.
    pub fn message_en(&self) -> String {
        match self {
            ParameterProblem::Unknown { code, nearest: Some(nearest) } => {
                format!("there is no parameter {code}; is {nearest} meant?")
            }
            ParameterProblem::Unknown { code, nearest: None } => format!("there is no parameter {code}"),
            ParameterProblem::OutOfBounds { code, value, least, most, unit } => {
                let unit = unit.text();
                format!("{code} is {value} and has to lie between {least} and {most} {unit}")
                    .trim_end()
                    .to_owned()
            }
            ParameterProblem::NotWhole { code, value } => {
                format!("{code} is {value} and has to be a whole number")
            }
            ParameterProblem::Contradiction { lower, lower_value, upper, upper_value } => {
                format!("{lower} ({lower_value}) may not exceed {upper} ({upper_value})")
            }
        }
    }
}
