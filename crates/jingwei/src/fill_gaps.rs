//! Asks loggers by itself for what is missing of their data, where the configuration lets it.

use std::time::Duration;

use api::missing_of;
use gateway::{Device, Gateway};
use lake::Lake;
use model::{Clock, LoggerTarget, Mn, Outlet, china};
use views::Views;

use crate::device_requests::RequestDesk;

/// How often is looked, of the machine's time.
const EVERY: Duration = Duration::from_secs(600);
/// How far back, s: as long as loggers of the standard surely keep their data.
const BACK_S: i64 = 7 * 86_400;
/// What is younger is still on its way, s: loggers back-fill by themselves when a line comes back.
const YOUNG_S: i64 = 2 * 3600;

/// What it works with.
pub(crate) struct GapFiller {
    pub(crate) gateway: Gateway,
    pub(crate) lake: Lake,
    pub(crate) views: Views,
    pub(crate) clock: std::sync::Arc<dyn Clock>,
    pub(crate) desk: RequestDesk,
    /// Requests to one logger in 24 hours; 0 asks for nothing.
    pub(crate) daily_cap: u64,
}

impl GapFiller {
    /// Asks for what is missing, for ever.
    pub(crate) async fn run(self) {
        if self.daily_cap == 0 {
            return;
        }
        let mut round = tokio::time::interval(EVERY);
        loop {
            round.tick().await;
            self.look().await;
        }
    }

    /// Looks at every connected logger once.
    async fn look(&self) {
        let register = self.views.register();
        for logger in register.loggers.values() {
            let LoggerTarget::Outlet(id) = &logger.target else { continue };
            let device = self.gateway.device(&Device::Logger(logger.mn.clone()));
            let connected = device.is_some_and(|device| !device.peers.is_empty());
            if let (true, Some(outlet)) = (connected, register.outlets.get(id)) {
                self.ask_for(&logger.mn, outlet).await;
            }
        }
    }

    /// Asks a logger for the latest that is missing, as far as the day's number allows.
    async fn ask_for(&self, mn: &Mn, outlet: &Outlet) {
        let now = self.clock.now();
        let asked = match self.views.automatic_requests_since(mn, china::plus_seconds(now, -86_400)) {
            Ok(asked) => asked,
            Err(error) => return tracing::warn!(%error, "missing data is not asked for"),
        };
        let left = usize::try_from(self.daily_cap.saturating_sub(asked)).unwrap_or(usize::MAX);
        if left == 0 {
            return;
        }
        let (lake, outlet) = (self.lake.clone(), outlet.clone());
        let (from, to) = (china::plus_seconds(now, -BACK_S), china::plus_seconds(now, -YOUNG_S));
        let missing = tokio::task::spawn_blocking(move || missing_of(&lake, &outlet, from, to)).await;
        let Ok(Ok(missing)) = missing else {
            return tracing::warn!(logger.mn = %mn, "missing data cannot be looked for");
        };
        let known = self.views.device_requests_of(mn, 200).unwrap_or_default();
        let fresh = missing.into_iter().filter(|piece| {
            // What a logger was asked for once and did not have, it will not have later either.
            let values = piece.values();
            !known.iter().any(|row| row.request.kind == piece.kind.code() && row.request.values == values)
        });
        for piece in fresh.take(left) {
            if let Ok(request) = piece.request() {
                self.desk.ask_by_itself("gap-filler", mn, request).await;
            }
        }
    }
}
