//! The city's devices, running: every logger a task with one TCP connection, every district a concentrator
//! that carries its meters over MQTT.

mod concentrator;
mod logger;
mod pace;
mod payload;
mod status;

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use model::{Clock, Mn};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use status::{SimStatus, StatusBoard};

use crate::city::City;
use crate::geography::DISTRICTS;

/// Called when a device has delivered its history: how many have, of how many.
pub type HistoryProgress = Arc<dyn Fn(u64, u64) + Send + Sync>;

/// How and where the devices run.
#[derive(Clone)]
pub struct SimOptions {
    /// Where loggers connect (HJ 212 over TCP).
    pub tcp: SocketAddr,
    /// Where concentrators connect (MQTT).
    pub mqtt: SocketAddr,
    /// User and password of the concentrators, if the broker asks for them.
    pub mqtt_credentials: Option<(String, String)>,
    /// The scenario's clock.
    pub clock: Arc<dyn Clock>,
    /// How many times faster than the machine's clock the scenario's clock goes; only how long to sleep
    /// follows from it.
    pub speed: f64,
    /// How many days before the start the devices back-fill first, at most [`HISTORY_DAYS`]; 0 for none.
    pub history_days: u32,
    /// Told as devices finish their history.
    pub on_history: Option<HistoryProgress>,
    /// Only these loggers run, and no concentrator; all devices where none are named.
    pub only: Option<BTreeSet<Mn>>,
}

impl std::fmt::Debug for SimOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The clock and the callback have nothing to show, and the password must not be shown.
        f.debug_struct("SimOptions")
            .field("tcp", &self.tcp)
            .field("mqtt", &self.mqtt)
            .field("speed", &self.speed)
            .field("history_days", &self.history_days)
            .finish_non_exhaustive()
    }
}

/// The longest history that devices keep, days. Energy counters begin there.
pub const HISTORY_DAYS: u32 = 3;

/// What all device tasks share.
pub(crate) struct Shared {
    city: Arc<City>,
    options: SimOptions,
    board: Arc<StatusBoard>,
}

impl Shared {
    /// From when the history is told, s since 1970; the start if none is.
    fn history_from_s(&self) -> i64 {
        let days = i64::from(self.options.history_days.min(HISTORY_DAYS));
        self.city.start.as_second() - days * 86_400
    }

    fn history_delivered(&self, devices: u64) {
        let done = self.board.history_done.fetch_add(devices, Ordering::Relaxed) + devices;
        if let Some(on_history) = &self.options.on_history {
            on_history(done, self.board.snapshot().history_total);
        }
    }
}

/// The board for a run of this city.
pub fn status_board(city: &City) -> Arc<StatusBoard> {
    let devices = city.loggers.len() + city.meters.len();
    Arc::new(StatusBoard::new(city.loggers.len() + DISTRICTS.len(), devices))
}

/// Runs the city's devices until `shutdown` becomes true or its sender is dropped.
///
/// Each device first back-fills its history, then sends what is due on the scenario's clock from the city's
/// start on. A device that cannot connect, or gets no acknowledgement, keeps what it has to send and tries
/// again: no frame is lost, and `board` tells how late the devices are.
pub async fn run(
    city: Arc<City>,
    options: SimOptions,
    board: Arc<StatusBoard>,
    mut shutdown: watch::Receiver<bool>,
) {
    let shared = Arc::new(Shared { city, options, board });
    let mut tasks = JoinSet::new();
    let only = shared.options.only.clone();
    for (index, logger) in shared.city.loggers.iter().enumerate() {
        if only.as_ref().is_none_or(|only| only.contains(&logger.mn)) {
            tasks.spawn(logger::run(Arc::clone(&shared), index));
        }
    }
    let districts = if only.is_none() { DISTRICTS.len() } else { 0 };
    for district in 0..districts {
        tasks.spawn(concentrator::run(Arc::clone(&shared), district));
    }
    // A dropped sender asks for the end as much as a true value does.
    let _ = shutdown.wait_for(|stop| *stop).await;
    tasks.shutdown().await;
}
