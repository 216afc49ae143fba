//! The Jingwei binary.

fn main() {}
