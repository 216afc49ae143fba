//! What the machine looks at by itself, again and again, while the server runs.

use std::sync::Arc;
use std::time::Duration;

use api::{ApiError, Services};

/// One thing that is looked at.
pub(crate) struct Look {
    /// What it is, for the log.
    name: &'static str,
    /// Between two looks.
    pause: Duration,
    /// Looks once; what changed by it.
    once: fn(&Services) -> Result<usize, ApiError>,
}

/// Draws by lot: one that can no longer be drawn in time is void, in public, within a minute. Each look reads the draws, of
/// which there are some dozens a year.
pub(crate) const OVERDUE_DRAWS: Look =
    Look { name: "overdue draws", pause: Duration::from_secs(30), once: api::void_overdue_draws };

/// The positive list: a condition that breaks is told within minutes, and a person decides. Each look reads the alarms and the
/// last month's hours of everybody who is on the list.
pub(crate) const POSITIVE_LIST: Look = Look {
    name: "broken conditions of the positive list",
    pause: Duration::from_secs(600),
    once: api::look_again_at_the_positive_list,
};

/// Looks until it is aborted. What goes wrong is logged, and looked at again.
pub(crate) async fn run(look: Look, services: Arc<Services>) {
    let Look { name, pause, once } = look;
    let mut pause = tokio::time::interval(pause);
    loop {
        pause.tick().await;
        let services = Arc::clone(&services);
        match tokio::task::spawn_blocking(move || once(&services)).await {
            Ok(Ok(0)) => {}
            Ok(Ok(changed)) => tracing::info!(look = name, changed, "the machine's own look found something"),
            Ok(Err(error)) => tracing::error!(look = name, ?error, "the machine's own look failed"),
            Err(error) => tracing::error!(look = name, %error, "the machine's own look ended with a panic"),
        }
    }
}
