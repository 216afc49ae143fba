//! Puts the SQL engine behind `api`'s port, where the binary was built with one.

use std::sync::Arc;

use lake::Lake;
use model::Clock;

use crate::config::Config;
use crate::process::Keepers;

#[cfg(feature = "sql")]
mod engine;

/// The lab; none in a binary without the feature `sql`.
///
/// # Errors
/// If the system gives no threads.
#[cfg(feature = "sql")]
pub(crate) fn open(
    config: &Config,
    keepers: &Keepers,
    lake: &Lake,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Option<Arc<dyn api::Lab>>> {
    Ok(Some(Arc::new(engine::Engine::open(config, keepers, lake, Arc::clone(clock))?)))
}

/// The lab; none in a binary without the feature `sql`.
///
/// # Errors
/// Never here: the other build's signature.
#[cfg(not(feature = "sql"))]
pub(crate) fn open(
    config: &Config,
    _: &Keepers,
    _: &Lake,
    _: &Arc<dyn Clock>,
) -> anyhow::Result<Option<Arc<dyn api::Lab>>> {
    let Config { lab_time, lab_memory_bytes, lab_rows, lab_at_once, .. } = config;
    tracing::debug!(
        ?lab_time,
        lab_memory_bytes,
        lab_rows,
        lab_at_once,
        "built without the lab: its limits rest"
    );
    Ok(None)
}
