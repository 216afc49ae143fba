//! The lab at its face.

#![allow(clippy::unwrap_used, clippy::panic)]

mod answers;
mod hostile;
mod other_programs;
mod support;
