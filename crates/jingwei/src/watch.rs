//! The watch loop: committed readings through the detectors to the office, and overdue alarms upwards.
//!
//! The detectors live on one thread of their own. At the start they read the lake's recent history, so that
//! meters' learned states and ongoing anomalies survive a restart without being stored anywhere else.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use api::Office;
use casework::alarm::Alarm;
use detect::{Engine, Parameters};
use gateway::Gateway;
use lake::Lake;
use model::{
    Actor, Clock, Finding, FindingKey, FindingState, Granularity, Reading, Register, Timestamp, china,
};
use tokio::sync::broadcast::error::TryRecvError;
use views::Views;

/// How long the loop sleeps when nothing came.
const IDLE: Duration = Duration::from_millis(100);
/// Between two looks at the passing of time, machine time; at a fast scenario still several a minute.
const TICK: Duration = Duration::from_millis(500);
/// Readings of one series that are read at once at the start.
const HISTORY_PAGE: usize = 200_000;

/// What the loop works with.
pub(crate) struct Watch {
    pub(crate) lake: Lake,
    pub(crate) views: Views,
    pub(crate) office: Office,
    pub(crate) gateway: Gateway,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) history: Duration,
}

impl Watch {
    /// Runs until `stop` is set, on the calling thread.
    pub(crate) fn run(self, stop: &AtomicBool) {
        let mut readings = self.lake.subscribe();
        let mut register = self.views.register();
        let mut engine = self.learned(&register);
        let mut findings = Vec::new();
        let mut pending: BTreeMap<FindingKey, Finding> = BTreeMap::new();
        let mut ticked = Instant::now();
        while !stop.load(Ordering::Relaxed) {
            match readings.try_recv() {
                Ok(stored) => {
                    for reading in stored.iter() {
                        engine.observe(reading, &mut findings);
                    }
                }
                Err(TryRecvError::Empty) => std::thread::sleep(IDLE),
                Err(TryRecvError::Lagged(missed)) => {
                    tracing::warn!(missed, "the watch fell behind and reads the lake again");
                    engine = self.learned(&register);
                }
                Err(TryRecvError::Closed) => return,
            }
            let now_registered = self.views.register();
            if !Arc::ptr_eq(&register, &now_registered) {
                register = now_registered;
                engine.replace_register(&register);
            }
            if ticked.elapsed() >= TICK {
                ticked = Instant::now();
                for (mn, at) in self.gateway.heard() {
                    engine.heard(&mn, at, &mut findings);
                }
                engine.tick(self.clock.now(), &mut findings);
                self.escalate();
            }
            for finding in findings.drain(..) {
                pending.insert(finding.key.clone(), finding);
            }
            self.report(&mut pending);
        }
    }

    /// Gives findings to the office; one that could not be told stays for the next round, so that a full disk
    /// loses no alarm.
    fn report(&self, pending: &mut BTreeMap<FindingKey, Finding>) {
        pending.retain(|key, finding| match self.office.report(&Actor::system("watch"), finding) {
            Ok(Some(id)) => {
                tracing::info!(alarm.id = %id, kind = key.kind.code(), severity = ?finding.severity, "alarm");
                false
            }
            Ok(None) => false,
            Err(error) => {
                let retry = matches!(error, api::OfficeError::Ledger(_) | api::OfficeError::Views(_));
                tracing::error!(%error, ?key, retry, "a finding could not be reported");
                retry
            }
        });
    }

    fn escalate(&self) {
        match self.office.escalate_overdue(&Actor::system("watch")) {
            Ok(ids) => {
                for id in ids {
                    tracing::info!(alarm.id = %id, "nobody accepted the alarm in time: escalated");
                }
            }
            Err(error) => tracing::error!(%error, "overdue alarms could not be escalated"),
        }
    }

    /// An engine that has seen the lake's recent history. What it found there is told only where it still
    /// matters: anomalies that hold, and the end of those that are open as alarms.
    fn learned(&self, register: &Register) -> Engine {
        let mut engine = Engine::new(register, Parameters::default());
        match self.views.open_alarms() {
            Ok(open) => open.iter().for_each(|row| engine.resume(&finding_of(&row.alarm))),
            Err(error) => tracing::error!(%error, "open alarms cannot be read; their ends may be told late"),
        }
        let mut last: BTreeMap<FindingKey, Finding> = BTreeMap::new();
        let mut findings = Vec::new();
        for reading in self.recent() {
            engine.observe(&reading, &mut findings);
            for finding in findings.drain(..) {
                last.insert(finding.key.clone(), finding);
            }
        }
        last.retain(|key, finding| {
            finding.state == FindingState::Ongoing || matches!(self.views.open_alarm(key), Ok(Some(_)))
        });
        self.report(&mut last);
        engine
    }

    /// The readings of the last hours, in the order of time over all series: meters are judged together.
    fn recent(&self) -> Vec<Reading> {
        let to = Timestamp::MAX;
        let history_s = i64::try_from(self.history.as_secs()).unwrap_or(i64::MAX);
        let from = china::plus_seconds(self.clock.now(), -history_s);
        let mut readings = Vec::new();
        for series in self.lake.series() {
            for granularity in Granularity::ALL {
                match self.lake.range(&series, granularity, from, to, HISTORY_PAGE) {
                    Ok(found) => readings.extend(found),
                    Err(error) => tracing::error!(%error, ?series, "history cannot be read"),
                }
            }
        }
        readings.sort_by(|a, b| (a.time, a.received_at, &a.series).cmp(&(b.time, b.received_at, &b.series)));
        readings
    }
}

/// The last finding of an open episode, as its alarm keeps it.
fn finding_of(alarm: &Alarm) -> Finding {
    Finding {
        key: alarm.key.clone(),
        severity: alarm.severity,
        state: if alarm.cleared_at.is_some() { FindingState::Cleared } else { FindingState::Ongoing },
        began: alarm.began,
        seen: alarm.seen,
        facts: alarm.facts.clone(),
        detector: alarm.detector.clone(),
    }
}
