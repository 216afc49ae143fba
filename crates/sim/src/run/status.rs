use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// Counters that the devices keep while they run, and how late each of them is.
#[derive(Debug)]
pub struct StatusBoard {
    late_ms: Box<[AtomicI64]>,
    pub(super) connected: AtomicU64,
    pub(super) frames_sent: AtomicU64,
    pub(super) frames_acknowledged: AtomicU64,
    pub(super) frames_resent: AtomicU64,
    pub(super) power_sent: AtomicU64,
    pub(super) power_acknowledged: AtomicU64,
    pub(super) history_done: AtomicU64,
    history_total: u64,
}

/// How the simulation is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SimStatus {
    /// Loggers that hold a connection.
    pub connected: u64,
    /// HJ 212 frames sent the first time.
    pub frames_sent: u64,
    /// Of those, acknowledged.
    pub frames_acknowledged: u64,
    /// Frames sent again because no acknowledgement came in time.
    pub frames_resent: u64,
    /// MQTT messages sent.
    pub power_sent: u64,
    /// Of those, acknowledged by the broker.
    pub power_acknowledged: u64,
    /// Devices (loggers and meters) that have delivered their history.
    pub history_done: u64,
    /// Devices that have history to deliver.
    pub history_total: u64,
    /// How late the latest device sends, in milliseconds of the scenario.
    pub latest_ms: i64,
    /// How late the devices send on average, in milliseconds of the scenario.
    pub mean_late_ms: i64,
}

impl StatusBoard {
    /// The board of a simulation with so many sending tasks, and so many devices with history.
    pub(super) fn new(tasks: usize, history_total: usize) -> Self {
        Self {
            late_ms: (0..tasks).map(|_| AtomicI64::new(0)).collect(),
            connected: AtomicU64::new(0),
            frames_sent: AtomicU64::new(0),
            frames_acknowledged: AtomicU64::new(0),
            frames_resent: AtomicU64::new(0),
            power_sent: AtomicU64::new(0),
            power_acknowledged: AtomicU64::new(0),
            history_done: AtomicU64::new(0),
            history_total: history_total as u64,
        }
    }

    pub(super) fn set_late_ms(&self, task: usize, late_ms: i64) {
        if let Some(slot) = self.late_ms.get(task) {
            slot.store(late_ms.max(0), Ordering::Relaxed);
        }
    }

    /// The present figures.
    pub fn snapshot(&self) -> SimStatus {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let late = || self.late_ms.iter().map(|slot| slot.load(Ordering::Relaxed));
        SimStatus {
            connected: read(&self.connected),
            frames_sent: read(&self.frames_sent),
            frames_acknowledged: read(&self.frames_acknowledged),
            frames_resent: read(&self.frames_resent),
            power_sent: read(&self.power_sent),
            power_acknowledged: read(&self.power_acknowledged),
            history_done: read(&self.history_done),
            history_total: self.history_total,
            latest_ms: late().max().unwrap_or(0),
            mean_late_ms: late().sum::<i64>() / (self.late_ms.len() as i64).max(1),
        }
    }
}

/// Adds one.
pub(super) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}
