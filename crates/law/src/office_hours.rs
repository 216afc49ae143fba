use std::fmt;
use std::str::FromStr;

use jiff::civil::Time;

/// The hours of a working day in which working time runs: the bureau's configuration, not law.
///
/// One or more spans within a day, in order, apart from each other: `09:00-12:00, 13:00-17:00`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficeHours {
    spans: Vec<(Time, Time)>,
}

/// Why a text is not a description of office hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OfficeHoursError {
    /// No span at all.
    #[error("office hours need at least one span, as in 09:00-12:00")]
    Empty,
    /// Not of the form `HH:MM-HH:MM`.
    #[error("{text:?} is not a span of the form HH:MM-HH:MM")]
    Form {
        /// The span as it was given.
        text: String,
    },
    /// A span that ends before or when it begins, or that begins before or when the one before it ends.
    #[error("spans must be in order and apart: {begin} does not come after {before}")]
    Order {
        /// The later bound.
        begin: Time,
        /// The bound that it must come after.
        before: Time,
    },
}

impl OfficeHours {
    /// Office hours of these spans (begin, end).
    ///
    /// # Errors
    /// If there is no span, or they are not in order and apart.
    pub fn new(spans: Vec<(Time, Time)>) -> Result<Self, OfficeHoursError> {
        if spans.is_empty() {
            return Err(OfficeHoursError::Empty);
        }
        let bounds: Vec<Time> = spans.iter().flat_map(|(begin, end)| [*begin, *end]).collect();
        for pair in bounds.windows(2) {
            if let [before, begin] = *pair
                && begin <= before
            {
                return Err(OfficeHoursError::Order { begin, before });
            }
        }
        Ok(Self { spans })
    }

    /// The spans (begin, end), in order.
    pub fn spans(&self) -> &[(Time, Time)] {
        &self.spans
    }

    /// When the working day ends.
    pub fn closing(&self) -> Time {
        self.spans.last().map_or(Time::MAX, |(_, end)| *end)
    }
}

impl Default for OfficeHours {
    /// 09:00-12:00 and 13:00-17:00, where the bureau has configured nothing else.
    fn default() -> Self {
        Self {
            spans: vec![
                (Time::constant(9, 0, 0, 0), Time::constant(12, 0, 0, 0)),
                (Time::constant(13, 0, 0, 0), Time::constant(17, 0, 0, 0)),
            ],
        }
    }
}

impl FromStr for OfficeHours {
    type Err = OfficeHoursError;

    fn from_str(text: &str) -> Result<Self, OfficeHoursError> {
        if text.trim().is_empty() {
            return Err(OfficeHoursError::Empty);
        }
        let span = |part: &str| {
            let form = || OfficeHoursError::Form { text: part.trim().into() };
            let (begin, end) = part.split_once('-').ok_or_else(form)?;
            let time = |text: &str| Time::strptime("%H:%M", text.trim()).map_err(|_| form());
            Ok((time(begin)?, time(end)?))
        };
        Self::new(text.split(',').map(span).collect::<Result<_, _>>()?)
    }
}

impl fmt::Display for OfficeHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (begin, end)) in self.spans.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{}-{}", begin.strftime("%H:%M"), end.strftime("%H:%M"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_back_from_their_text() {
        for text in ["09:00-12:00, 13:00-17:00", "08:30-17:30"] {
            assert_eq!(text.parse::<OfficeHours>().unwrap().to_string(), text);
        }
        assert_eq!(OfficeHours::default().to_string(), "09:00-12:00, 13:00-17:00");
    }

    #[test]
    fn hours_that_make_no_sense_are_refused() {
        assert_eq!(" ".parse::<OfficeHours>(), Err(OfficeHoursError::Empty));
        for text in ["9 to 5", "09:00-25:00", "09:00-12:00,"] {
            assert!(matches!(text.parse::<OfficeHours>(), Err(OfficeHoursError::Form { .. })), "{text}");
        }
        for text in ["12:00-09:00", "09:00-09:00", "09:00-12:00, 11:00-17:00", "09:00-12:00, 12:00-17:00"] {
            assert!(matches!(text.parse::<OfficeHours>(), Err(OfficeHoursError::Order { .. })), "{text}");
        }
    }
}
