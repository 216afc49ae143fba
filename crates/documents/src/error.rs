/// Why a document could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// No font that was given has these characters: a box in a name would make the document worthless.
    #[error("no font has the characters {characters}")]
    NoGlyph {
        /// The characters, each once, at most 20.
        characters: String,
    },
    /// A row has more or fewer cells than the table has columns.
    #[error("row {row} of the table has {cells} cells for {columns} columns")]
    Cells {
        /// From 1.
        row: usize,
        /// Cells that it has.
        cells: usize,
        /// Columns of the table.
        columns: usize,
    },
    /// It could not be laid out.
    #[error("the document cannot be laid out: {0}")]
    Layout(String),
    /// It could not be written as Word.
    #[error("the document cannot be written as Word: {0}")]
    Word(String),
}
