//! The machine's own look at draws by lot: one that can no longer be drawn in time is void, in public, within a minute.

use std::sync::Arc;
use std::time::Duration;

use api::Services;

/// Between two looks. Each reads the draws, of which there are some dozens a year.
const PAUSE: Duration = Duration::from_secs(30);

/// Looks, again and again, until it is aborted.
pub(crate) async fn run(services: Arc<Services>) {
    let mut pause = tokio::time::interval(PAUSE);
    loop {
        pause.tick().await;
        let services = Arc::clone(&services);
        match tokio::task::spawn_blocking(move || api::void_overdue_draws(&services)).await {
            Ok(Ok(0)) => {}
            Ok(Ok(voided)) => tracing::info!(voided, "draws that nobody finished in time are void"),
            Ok(Err(error)) => tracing::error!(?error, "the draws could not be looked at"),
            Err(error) => tracing::error!(%error, "the look at the draws ended with a panic"),
        }
    }
}
