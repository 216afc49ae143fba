//! The machine's own look at the positive list: a condition that breaks is told within minutes, and a person decides.

use std::sync::Arc;
use std::time::Duration;

use api::Services;

/// Between two looks. Each reads the alarms and the last month's hours of everybody who is on the list.
const PAUSE: Duration = Duration::from_secs(600);

/// Looks, again and again, until it is aborted.
pub(crate) async fn run(services: Arc<Services>) {
    let mut pause = tokio::time::interval(PAUSE);
    loop {
        pause.tick().await;
        let services = Arc::clone(&services);
        let looked =
            tokio::task::spawn_blocking(move || api::look_again_at_the_positive_list(&services)).await;
        match looked {
            Ok(Ok(0)) => {}
            Ok(Ok(proposed)) => tracing::info!(proposed, "conditions of the positive list are broken"),
            Ok(Err(error)) => tracing::error!(?error, "the positive list could not be looked at"),
            Err(error) => tracing::error!(%error, "the look at the positive list ended with a panic"),
        }
    }
}
