//! What must hold for the workspace and the binary as a whole.

mod architecture;
