use crate::hours::{Hour, HourState};

/// Hours counted by how they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct HourCounts {
    /// Hours of the span, up to now.
    pub hours: u32,
    /// Of them stopped.
    pub stopped: u32,
    /// Came, and was not stopped.
    pub received: u32,
    /// Of these valid.
    pub valid: u32,
}

impl HourCounts {
    /// Counts them.
    pub fn of<'a, 'b: 'a>(hours: impl IntoIterator<Item = &'a Hour<'b>>) -> HourCounts {
        let mut counts = HourCounts::default();
        for hour in hours {
            counts.hours += 1;
            match hour.state {
                HourState::Valid => {
                    counts.received += 1;
                    counts.valid += 1;
                }
                HourState::Stopped => counts.stopped += 1,
                HourState::Invalid(_) => counts.received += 1,
                HourState::Missing => {}
            }
        }
        counts
    }
}

/// Whether a figure counts as the rules have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Valid,
    /// Too little of it is valid.
    Short {
        /// Valid hours of a day, or valid days of a month.
        have: u32,
        /// How many it takes.
        least: u32,
    },
    /// All of it was stopped.
    Stopped,
    /// The span is not over.
    Running,
    /// No rule is known by which to judge it.
    NoRule,
    /// Nothing valid came.
    NoData,
}

/// A figure over a day or longer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    /// The mean of the valid hours.
    pub mean: Option<f64>,
    /// Whether it is weighted by flow.
    pub weighted: bool,
    /// The mean of the converted (折算) figures that the device sent.
    pub converted: Option<f64>,
    /// The greatest hour mean.
    pub max: Option<f64>,
    /// What was emitted in the hours of which both concentration and flow are valid: kg, for a flow m³.
    pub total: Option<f64>,
    /// In how many hours that is.
    pub total_hours: u32,
    /// The hours.
    pub counts: HourCounts,
    /// Whether it counts.
    pub standing: Standing,
}
