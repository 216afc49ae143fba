//! What was remarkable in the rows, for people.

use std::fmt;

/// How often something was met, and in which line of the file first.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Occurrences {
    count: u64,
    first_line: u64,
}

impl Occurrences {
    pub(super) fn note(&mut self, line: u64) {
        if self.count == 0 {
            self.first_line = line;
        }
        self.count += 1;
    }
}

/// What one run came to.
#[derive(Debug, Clone, Default)]
pub(super) struct Summary {
    pub(super) rows: u64,
    /// Values that are empty, NaN, infinite or words: their score is 0.
    pub(super) not_numbers: Occurrences,
    /// Rows with the time of the row before.
    pub(super) repeated: Occurrences,
    /// Rows with a time before that of the row before.
    pub(super) backwards: Occurrences,
    /// Times in no form that is read.
    pub(super) unreadable_times: Occurrences,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} rows scored", self.rows)?;
        let remarks = [
            (self.not_numbers, "with a value that is no number: score 0"),
            (self.repeated, "with the time of the row before: scored where they stand"),
            (self.backwards, "with a time before that of the row before: scored where they stand"),
            (self.unreadable_times, "with a time that could not be read: scored where they stand"),
        ];
        for (Occurrences { count, first_line }, what) in remarks.iter().filter(|(met, _)| met.count > 0) {
            writeln!(f, "{count} rows {what} (first in line {first_line})")?;
        }
        Ok(())
    }
}
