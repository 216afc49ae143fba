//! Questions that are answered with few numbers about many readings, from roll-ups where they will do.

mod exceedance;
mod summary;

pub use exceedance::{Exceedance, Watched};
pub use summary::Summary;
