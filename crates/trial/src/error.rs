use std::path::PathBuf;

/// Why a set cannot be judged.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// None of the known kinds' files are in the folder.
    #[error("{} holds no labelled set of a known kind", folder.display())]
    NoSet {
        /// The folder.
        folder: PathBuf,
    },
    /// A file is missing or cannot be read.
    #[error("cannot read {}", file.display())]
    File {
        /// The file, without the `.gz` that it may have.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A row has not as many fields as the header, or is no text.
    #[error("cannot read a row of {}", file.display())]
    Row {
        /// The file.
        file: PathBuf,
        /// Why.
        #[source]
        source: csv::Error,
    },
    /// A column is missing.
    #[error("{} has no column {column}; it has {}", file.display(), there.join(", "))]
    NoColumn {
        /// The file.
        file: PathBuf,
        /// The column that was looked for.
        column: String,
        /// Those that there are.
        there: Vec<String>,
    },
    /// A field is not what its column says.
    #[error("line {line} of {}, column {column}: {text:?} is no {wanted}", file.display())]
    Field {
        /// The file.
        file: PathBuf,
        /// The line, the header being 1.
        line: u64,
        /// The column.
        column: String,
        /// What stands there.
        text: String,
        /// What should.
        wanted: &'static str,
    },
    /// A file is no JSON of the kind that is wanted.
    #[error("cannot read {}", file.display())]
    Json {
        /// The file.
        file: PathBuf,
        /// Why, with line and column.
        #[source]
        source: serde_json::Error,
    },
    /// The city that stands for the set cannot be registered.
    #[error("the set's names cannot be registered: {reason}")]
    Register {
        /// Why.
        reason: String,
    },
}
