use std::time::Duration;

use datafusion::common::DataFusionError;

/// Where in a query's text, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: u64,
    /// The character in it.
    pub column: u64,
}

/// Why a query was not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LabError {
    /// The text is too long.
    #[error("a query may have {max} bytes, this one has {bytes}")]
    TooLong {
        /// Its bytes.
        bytes: usize,
        /// The limit.
        max: usize,
    },
    /// Not exactly one statement.
    #[error("one statement is answered at a time, these are {count}")]
    NotOne {
        /// How many there are.
        count: usize,
    },
    /// A statement that does something else than read.
    #[error("only SELECT and EXPLAIN are answered")]
    NotReadOnly,
    /// Something that could grow without bounds.
    #[error("{what} is not available here")]
    NotAvailable {
        /// What, in words of SQL.
        what: &'static str,
    },
    /// The text is no SQL, or names what is not there.
    #[error("{message}")]
    Wrong {
        /// What the engine says of it, in English.
        message: String,
        /// Where, if it is known.
        position: Option<Position>,
    },
    /// It ran out of time.
    #[error("the query was ended after {} s", limit.as_secs())]
    TimeUp {
        /// The limit.
        limit: Duration,
    },
    /// Somebody cancelled it.
    #[error("the query was cancelled")]
    Cancelled,
    /// It needed more memory than a query may have.
    #[error("the query needs more than {} MiB", limit_bytes >> 20)]
    Memory {
        /// The limit.
        limit_bytes: usize,
    },
    /// All places were taken.
    #[error("{at_once} queries are running already")]
    Busy {
        /// How many run at once.
        at_once: usize,
    },
    /// A query with this id is running.
    #[error("a query with this id is running already")]
    Running,
    /// The lake or the views failed.
    #[error("what is stored cannot be read: {0}")]
    Storage(String),
    /// The query failed while it ran, as a division by zero does.
    #[error("{0}")]
    Failed(String),
}

impl LabError {
    /// What the engine said before the query ran.
    pub(crate) fn wrong(error: &DataFusionError) -> Self {
        let diagnostic = error.diagnostic();
        let span = diagnostic.and_then(|diagnostic| diagnostic.span);
        let message = first_line(error);
        let position = span
            .map(|span| Position { line: span.start.line, column: span.start.column })
            .filter(|position| position.line > 0)
            .or_else(|| position_in(&message));
        let message = message.split(" at Line: ").next().unwrap_or_default().to_owned();
        LabError::Wrong { message, position }
    }

    /// What the engine said while the query ran.
    pub(crate) fn failed(error: &DataFusionError, memory_bytes: usize) -> Self {
        match error.find_root() {
            DataFusionError::ResourcesExhausted(_) => LabError::Memory { limit_bytes: memory_bytes },
            DataFusionError::External(cause) => match cause.downcast_ref::<LabError>() {
                Some(known) => known.clone(),
                None => LabError::Failed(first_line(error)),
            },
            DataFusionError::SQL(..) | DataFusionError::Plan(_) | DataFusionError::SchemaError(..) => {
                LabError::wrong(error)
            }
            _ => LabError::Failed(first_line(error)),
        }
    }
}

/// The engine's sentence without its stack of causes.
fn first_line(error: &DataFusionError) -> String {
    // What an optimizer rule says around its cause is not for whoever wrote the query.
    let text = error.find_root().strip_backtrace();
    let line = text.lines().next().unwrap_or_default();
    // The kind of the error is the engine's matter.
    let line =
        ["SQL error: ParserError(\"", "Error during planning: ", "Schema error: ", "Execution error: "]
            .iter()
            .find_map(|kind| line.strip_prefix(kind))
            .unwrap_or(line);
    line.trim_end_matches("\")").to_owned()
}

/// The position that the parser writes into its sentence: `… at Line: 1, Column: 8`.
fn position_in(message: &str) -> Option<Position> {
    let (_, tail) = message.rsplit_once("Line: ")?;
    let (line, tail) = tail.split_once(", Column: ")?;
    let digits: String = tail.chars().take_while(char::is_ascii_digit).collect();
    Some(Position { line: line.parse().ok()?, column: digits.parse().ok()? })
}
