//! Prints the figures of the set in each folder that is named.

use std::path::Path;

fn main() {
    for folder in std::env::args().skip(1) {
        match trial::run(Path::new(&folder)) {
            Ok(figures) => println!("{folder}: {figures:#?}"),
            Err(error) => println!("{folder}: {error}"),
        }
    }
}
