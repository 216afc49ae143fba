//! Tracings that open by themselves. The watch knows nothing of them: whatever alarms it raised are looked for here.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use api::Services;

/// Between two looks. One is made only where the ledger grew meanwhile.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks, again and again, until it is aborted.
pub(crate) async fn run(services: Arc<Services>) {
    let mut pause = tokio::time::interval(PAUSE);
    let (mut given_up, mut seen) = (BTreeSet::new(), None);
    loop {
        pause.tick().await;
        let size = services.ledger.head().size;
        if seen == Some(size) {
            continue;
        }
        let services = Arc::clone(&services);
        let mut told = std::mem::take(&mut given_up);
        let looked = tokio::task::spawn_blocking(move || {
            let opened = api::trace_alarms(&services, &mut told);
            (opened, told)
        });
        match looked.await {
            Ok((Ok(opened), told)) => {
                given_up = told;
                seen = Some(size);
                if opened > 0 {
                    tracing::info!(opened, "alarms of stations are traced");
                }
            }
            Ok((Err(error), told)) => {
                given_up = told;
                tracing::error!(?error, "alarms to be traced could not be looked for");
            }
            Err(error) => tracing::error!(%error, "the look for alarms to be traced ended with a panic"),
        }
    }
}
