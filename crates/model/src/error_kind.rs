/// What a caller can do about the error of a keeper, whatever store is behind it. Callers match the kind, never
/// a driver's error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ErrorKind {
    /// What was asked for is not there.
    NotFound,
    /// Somebody else was first: holds it, changed it, or made it already.
    Conflict,
    /// The caller's input cannot be taken.
    Invalid,
    /// Not now; the same call may succeed later.
    Unavailable,
    /// There is no room left; reading still works.
    Full,
    /// What is stored is not what was written, or cannot be understood.
    Corrupt,
    /// A mistake of the program.
    Internal,
}
