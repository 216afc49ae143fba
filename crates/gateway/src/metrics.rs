use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::time::Instant;

/// Upper bounds of the buckets of [`Histogram`], ms.
const BOUNDS_MS: [u64; 12] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000, 30_000];

/// How long acknowledgements took, as Prometheus histograms count.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histogram {
    /// For each bound, ms: how many took at most so long.
    pub buckets: Vec<(u64, u64)>,
    /// How many there were.
    pub count: u64,
    /// How long they took together, µs.
    pub sum_us: u64,
}

/// Connections of one protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConnectionCounts {
    /// Open now.
    pub open: u64,
    /// Accepted since the start.
    pub accepted: u64,
    /// Closed at once, because there were too many.
    pub refused: u64,
    /// Closed to make room, because nothing usable had come on them.
    pub displaced: u64,
    /// Closed because the other end did not take its acknowledgements in time, or broke the line.
    pub write_failed: u64,
}

/// The gateway as a whole, for `/metrics` and `/healthz`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GatewayStatus {
    /// Connections by protocol: `hj212` and `mqtt`.
    pub connections: BTreeMap<&'static str, ConnectionCounts>,
    /// Frames and payloads of all devices.
    pub frames: crate::FrameCounts,
    /// Readings of all devices.
    pub readings: crate::ReadingCounts,
    /// Loggers in the waiting room.
    pub waiting_loggers: usize,
    /// From the arrival of a frame to its acknowledgement on the way.
    pub ack_latency: Histogram,
    /// Why the lake does not take what comes, while it does not.
    pub lake_trouble: Option<String>,
}

/// What is counted without a lock.
#[derive(Debug, Default)]
pub(crate) struct Metrics {
    /// How many took at most so long, and longer than the bound before.
    buckets: [AtomicU64; BOUNDS_MS.len()],
    count: AtomicU64,
    sum_us: AtomicU64,
}

impl Metrics {
    /// Counts acknowledgements of what arrived at these times.
    pub(crate) fn acknowledged(&self, arrived: &[Instant], now: Instant) {
        for arrived in arrived {
            self.took(now.saturating_duration_since(*arrived));
        }
    }

    fn took(&self, took: Duration) {
        let took_ms = took.as_millis();
        let fits = BOUNDS_MS.iter().position(|bound| took_ms <= u128::from(*bound));
        if let Some(bucket) = fits.and_then(|bucket| self.buckets.get(bucket)) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        self.count.fetch_add(1, Ordering::Relaxed);
        let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.sum_us.fetch_add(took_us, Ordering::Relaxed);
    }

    pub(crate) fn histogram(&self) -> Histogram {
        let read = |sum: &AtomicU64| sum.load(Ordering::Relaxed);
        let mut so_far = 0;
        let at_most = self.buckets.iter().map(|bucket| {
            so_far += read(bucket);
            so_far
        });
        Histogram {
            buckets: BOUNDS_MS.into_iter().zip(at_most).collect(),
            count: read(&self.count),
            sum_us: read(&self.sum_us),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_cumulative() {
        let metrics = Metrics::default();
        for took_ms in [1, 15, 60_000] {
            metrics.took(Duration::from_millis(took_ms));
        }
        let histogram = metrics.histogram();
        assert_eq!(histogram.buckets[0], (1, 1));
        assert_eq!(histogram.buckets[4], (20, 2));
        assert_eq!(histogram.buckets[11], (30_000, 2));
        assert_eq!((histogram.count, histogram.sum_us), (3, 60_016_000));
    }
}
