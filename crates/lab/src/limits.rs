use std::time::Duration;

/// What a query may take. The defaults leave a small machine free for its devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A query ends after so long.
    pub time: Duration,
    /// Bytes that sorting, joining and grouping may hold at once; nothing is written to disk instead.
    pub memory_bytes: usize,
    /// Rows of an answer; a query may ask for fewer.
    pub rows: usize,
    /// Bytes of an answer, counted as text.
    pub answer_bytes: usize,
    /// Bytes of a query's text.
    pub text_bytes: usize,
    /// Queries that run at once.
    pub at_once: usize,
    /// How long a further one waits for its place before it is refused.
    pub wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(30),
            memory_bytes: 256 << 20,
            rows: 100_000,
            answer_bytes: 32 << 20,
            text_bytes: 20_000,
            at_once: 2,
            wait: Duration::from_secs(5),
        }
    }
}
