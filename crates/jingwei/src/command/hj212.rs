//! `jingwei hj212 decode` and `encode`: frames as lines of JSON, and back.
//!
//! The form of a line is described for users in `docs/hj212.md`. The codec itself knows nothing of
//! JSON; the conversion is here.

mod decode;
mod encode;
mod words;

use std::fmt;
use std::io;

pub(crate) use decode::{Output, decode};
pub(crate) use encode::encode;
pub(crate) use words::Language;

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExitSummary {
    /// Lines, or frames, written.
    pub(crate) written: u64,
    /// `encode`: lines that are no frame and were refused.
    pub(crate) refused: u64,
    /// `decode`: bytes that belong to no frame.
    pub(crate) skipped_bytes: u64,
}

impl ExitSummary {
    /// Whether the process may end with 0. A bad frame is data and no failure of `decode`.
    pub(crate) fn is_success(self) -> bool {
        self.refused == 0
    }
}

impl fmt::Display for ExitSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} written", self.written)?;
        if self.refused > 0 {
            write!(f, ", {} lines refused", self.refused)?;
        }
        if self.skipped_bytes > 0 {
            write!(f, ", {} bytes outside of frames", self.skipped_bytes)?;
        }
        Ok(())
    }
}

/// A reader that went away is the end, not a failure.
fn end_quietly(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

#[cfg(test)]
mod tests;
