//! A past period judged again by a rule, for the page: one at a time, with progress, and nothing is changed by it.
//! What came of it is kept until the next one, or until the process ends.

use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use model::{Actor, FindingKey, RuleId, Severity, Timestamp};

/// What is judged again. The roof implements it, because detectors and stored readings meet only there.
pub trait Rejudging: Send + Sync {
    /// Judges a past period by the rules in force without `rule`, and with it. `tell` hears which part is done, 0 to
    /// 1, and may break off, which gives `None`.
    ///
    /// # Errors
    /// Why it cannot be judged, for the operator.
    fn rejudge(
        &self,
        question: &ReplayQuestion,
        tell: &(dyn Fn(f64) -> ControlFlow<()> + Sync),
    ) -> Result<Option<ReplayOutcome>, String>;
}

/// Which rule over which period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplayQuestion {
    /// The rule.
    pub rule: RuleId,
    /// Alarms count that are raised from here on.
    pub from: Timestamp,
    /// And before this.
    pub to: Timestamp,
}

/// What the rule would change.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReplayOutcome {
    /// Readings that were judged, those before the period from which the detectors learned included.
    pub readings: u64,
    /// Alarms with and without it.
    pub stay: u64,
    /// Alarms only with it, the first one first.
    pub appear: Vec<ReplayedAlarm>,
    /// Alarms only without it, the first one first.
    pub vanish: Vec<ReplayedAlarm>,
}

/// An alarm as it would have been raised.
#[derive(Debug, Clone, PartialEq)]
pub struct ReplayedAlarm {
    /// What it is about.
    pub key: FindingKey,
    /// How much it would have pressed at most.
    pub severity: Severity,
    /// When it began, by the readings.
    pub began: Timestamp,
    /// When it would have been raised, by the readings.
    pub raised_at: Timestamp,
    /// When it was over; absent where it held to the end of the period.
    pub cleared_at: Option<Timestamp>,
}

/// How far a replay is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ReplayState {
    Running,
    Done(Arc<ReplayOutcome>),
    /// Somebody broke it off.
    Stopped,
    Failed(String),
}

/// One replay.
pub(crate) struct Replay {
    pub(crate) question: ReplayQuestion,
    pub(crate) by: Actor,
    pub(crate) at: Timestamp,
    state: Mutex<ReplayState>,
    /// In 10,000.
    done: AtomicU32,
    stop: AtomicBool,
}

impl Replay {
    pub(crate) fn state(&self) -> ReplayState {
        locked(&self.state).clone()
    }

    /// Which part is done, 0 to 1.
    pub(crate) fn done(&self) -> f64 {
        f64::from(self.done.load(Ordering::Relaxed)) / 10_000.0
    }

    fn run(&self, rejudging: &dyn Rejudging) {
        let tell = |done: f64| {
            self.done.fetch_max((done.clamp(0.0, 1.0) * 10_000.0) as u32, Ordering::Relaxed);
            if self.stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        let judged = std::panic::AssertUnwindSafe(|| rejudging.rejudge(&self.question, &tell));
        let state = match std::panic::catch_unwind(judged) {
            Ok(Ok(Some(outcome))) => ReplayState::Done(Arc::new(outcome)),
            Ok(Ok(None)) => ReplayState::Stopped,
            Ok(Err(why)) => ReplayState::Failed(why),
            Err(_) => ReplayState::Failed("the detectors failed; the log has more".to_owned()),
        };
        if let ReplayState::Failed(why) = &state {
            tracing::error!(rule.id = %self.question.rule, why, "a past period could not be judged again");
        }
        *locked(&self.state) = state;
    }
}

/// Where replays are asked for.
pub struct Replays {
    rejudging: Arc<dyn Rejudging>,
    last: Mutex<Option<Arc<Replay>>>,
}

/// Another replay is running.
pub(crate) struct Busy;

impl Replays {
    /// With nothing asked yet.
    pub fn new(rejudging: Arc<dyn Rejudging>) -> Self {
        Self { rejudging, last: Mutex::default() }
    }

    /// Begins one on a thread of its own.
    pub(crate) fn begin(
        &self,
        question: ReplayQuestion,
        by: Actor,
        at: Timestamp,
    ) -> Result<Arc<Replay>, Busy> {
        let mut last = locked(&self.last);
        if last.as_ref().is_some_and(|last| last.state() == ReplayState::Running) {
            return Err(Busy);
        }
        let (state, done, stop) =
            (Mutex::new(ReplayState::Running), AtomicU32::new(0), AtomicBool::new(false));
        let replay = Arc::new(Replay { question, by, at, state, done, stop });
        *last = Some(Arc::clone(&replay));
        let (running, rejudging) = (Arc::clone(&replay), Arc::clone(&self.rejudging));
        std::thread::spawn(move || running.run(&*rejudging));
        Ok(replay)
    }

    /// Whether one is running.
    pub fn is_running(&self) -> bool {
        locked(&self.last).as_ref().is_some_and(|last| last.state() == ReplayState::Running)
    }

    /// The last one of a rule, if no other rule was judged since.
    pub(crate) fn of_rule(&self, rule: &RuleId) -> Option<Arc<Replay>> {
        locked(&self.last).clone().filter(|last| last.question.rule == *rule)
    }

    /// Breaks off the one of a rule, if it is running; it says so when it has ended.
    pub(crate) fn stop(&self, rule: &RuleId) -> Option<Arc<Replay>> {
        let replay = self.of_rule(rule)?;
        replay.stop.store(true, Ordering::Relaxed);
        Some(replay)
    }

    /// Breaks off whatever is running: the process ends.
    pub fn stop_all(&self) {
        if let Some(last) = &*locked(&self.last) {
            last.stop.store(true, Ordering::Relaxed);
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
