//! Rebuilds the crate when the built pages change.

fn main() {
    println!("cargo:rerun-if-changed=../../web/dist");
}
