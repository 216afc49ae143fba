//! What must hold for the workspace and the binary as a whole.

#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

mod architecture;
