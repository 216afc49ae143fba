//! The watch: committed readings through the detectors to the office, and overdue alarms upwards.
//!
//! The detectors live on one thread of their own. At the start they read the lake's recent history, so that
//! meters' learned states and ongoing anomalies survive a restart without being stored anywhere else. The
//! thread only repeats the steps of [`Watch`]; nothing in them waits.

mod learning;
mod pending;
mod power_hours;
mod shadow;

use std::collections::{BTreeMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use api::{Escalated, Office, OfficeError};
use casework::alarm::Alarm;
use casework::rule::{self, Rules};
use detect::{Engine, Judging, ParameterProblem, Parameters};
use gateway::Heard;
use lake::Lake;
use model::{
    Actor, Clock, Finding, FindingKind, FindingState, Mn, Reading, Register, RuleId, Timestamp, china,
};
use tokio::sync::broadcast::{self, error::TryRecvError};
use views::Views;

use crate::feed;
use crate::shelf;
use pending::{Pending, Told};
use power_hours::PowerBook;
pub(crate) use shadow::run as run_shadow;

/// How long the loop sleeps when nothing came.
const IDLE: Duration = Duration::from_millis(100);
/// Between two looks at the passing of time, machine time; at a fast scenario still several a minute.
const TICK: Duration = Duration::from_millis(500);
/// Between two attempts to tell what could not be told: the first, and the longest.
const RETRY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(10));
/// After the watch has failed, until it begins again.
const RESTART: Duration = Duration::from_secs(5);
/// A clock that ran so much further than the machine's own has jumped, s.
const JUMP_S: i64 = 60;
/// Real-time samples warn of the hour that is running; when they come in after so long, s, the hour means speak.
const WARNING_STALE_S: i64 = 3600;

/// What was freed for less than this is not given back (10 ms by the allocator's own rule).
const GIVEN_BACK_AFTER: Duration = Duration::from_millis(100);

/// When each logger was last heard, whatever it said, and its clock.
pub(crate) type HeardLoggers = Arc<dyn Fn() -> BTreeMap<Mn, Heard> + Send + Sync>;

/// What the watch works with.
#[derive(Clone)]
pub(crate) struct Rooms {
    pub(crate) lake: Lake,
    pub(crate) views: Views,
    pub(crate) office: Office,
    pub(crate) heard: HeardLoggers,
    pub(crate) clock: Arc<dyn Clock>,
    /// How far back the lake is read at the start.
    pub(crate) history: Duration,
    /// How far back the hours of outlets are read at the start: what is usual takes weeks to learn.
    pub(crate) learn: Duration,
    /// Where what the detectors know of outlets lies between their hours, in a file without a name.
    pub(crate) scratch: PathBuf,
    /// Clock seconds a machine second.
    pub(crate) speed: f64,
    /// What is wrong with the watch, if anything; others read it.
    pub(crate) trouble: Arc<Mutex<Option<String>>>,
}

impl Rooms {
    /// What others read of the watch.
    fn say(&self, trouble: Option<&str>) {
        *self.trouble.lock().unwrap_or_else(PoisonError::into_inner) = trouble.map(str::to_owned);
    }
}

/// Runs a watch until `stop` is set, on the calling thread; one that fails is begun again.
pub(crate) fn run(rooms: &Rooms, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let watched = std::panic::catch_unwind(AssertUnwindSafe(|| {
            rooms.say(Some("reading the history; no alarm is raised until that is done"));
            let mut watch = informed(rooms, stop);
            rooms.say(None);
            watch.repeat(stop);
        }));
        if watched.is_err() {
            tracing::error!("the watch failed; it begins again");
            rooms.say(Some("it failed and begins again soon; until then no alarm is raised"));
            let failed = Instant::now();
            while failed.elapsed() < RESTART && !stop.load(Ordering::Relaxed) {
                std::thread::sleep(IDLE);
            }
        }
    }
}

/// A watch that has seen the history. It is read on a thread of its own, because the allocator gives back what a thread
/// has freed when that ends, or else when it goes on to allocate, and the watch sleeps most of the time.
fn informed(rooms: &Rooms, stop: &AtomicBool) -> Watch {
    let read = || {
        let mut watch = Watch::new(rooms.clone(), rule::parameters).with_power_hours();
        watch.learn(stop);
        std::thread::sleep(GIVEN_BACK_AFTER);
        watch
    };
    let watch = std::thread::scope(|scope| scope.spawn(read).join());
    watch.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// By what detectors judge at an instant, and what of the rules cannot be obeyed.
type ByRules = fn(&Rules, &Register, Timestamp) -> (Judging, Vec<(RuleId, ParameterProblem)>);

/// The detectors with what they have seen, and what is still to be told.
struct Watch {
    rooms: Rooms,
    committed: broadcast::Receiver<Arc<[Reading]>>,
    /// Commits that came while older readings were read.
    backlog: VecDeque<Arc<[Reading]>>,
    /// Commits were missed: they must be read from the lake.
    missed: bool,
    /// The lake's write failures that are known here.
    write_failures: u64,
    register: Arc<Register>,
    engine: Engine,
    /// Of one watch of a lake alone: others hear of the means as of any reading.
    power_hours: Option<PowerBook>,
    judging: ByRules,
    rules: Rules,
    /// How many events the ledger had when the rules were read.
    rules_as_of: Option<u64>,
    pending: Pending,
    /// The clock at the last tick.
    now: Timestamp,
    /// What the last look at the alarms that nobody accepts came to.
    escalated: Option<Escalated>,
}

impl Watch {
    /// Hears of every commit from now on.
    fn new(rooms: Rooms, judging: ByRules) -> Self {
        let committed = rooms.lake.subscribe();
        let register = rooms.views.register();
        let engine = Engine::new(&Register::default(), Parameters::default());
        let mut engine = shelf::with_shelf(engine, &rooms.scratch);
        engine.share_register(Arc::clone(&register));
        let now = rooms.clock.now();
        engine.listening_since(now);
        let write_failures = rooms.lake.status().write_failures;
        let mut watch = Self {
            rooms,
            committed,
            backlog: VecDeque::new(),
            missed: false,
            write_failures,
            register,
            engine,
            power_hours: None,
            judging,
            rules: Rules::new(),
            rules_as_of: None,
            pending: Pending::default(),
            now,
            escalated: None,
        };
        watch.follow_rules();
        watch
    }

    /// This one makes hour means of what meters say, and stores them.
    fn with_power_hours(mut self) -> Self {
        self.power_hours = Some(PowerBook::default());
        self
    }

    fn repeat(&mut self, stop: &AtomicBool) {
        // However long the history took, that was no jump of the clock.
        self.now = self.rooms.clock.now();
        let mut ticked = Instant::now();
        let (mut retry_at, mut pause) = (Instant::now(), RETRY.0);
        while !stop.load(Ordering::Relaxed) {
            let came = self.observe();
            if self.missed {
                self.catch_up(stop);
            }
            self.follow_register();
            self.store_power_hours();
            let elapsed = ticked.elapsed();
            if elapsed >= TICK {
                ticked = Instant::now();
                self.tick(elapsed);
                self.escalate();
            }
            if Instant::now() >= retry_at {
                self.tell();
                pause = if self.pending.is_empty() { RETRY.0 } else { (pause * 2).min(RETRY.1) };
                retry_at = Instant::now() + if self.pending.is_empty() { Duration::ZERO } else { pause };
            }
            if !came {
                std::thread::sleep(IDLE);
            }
        }
    }

    /// Gives the next commit to the detectors; whether there was one.
    fn observe(&mut self) -> bool {
        let next = match self.backlog.pop_front() {
            Some(commit) => Some(commit),
            None => self.receive(),
        };
        let Some(commit) = next else { return false };
        let mut findings = Vec::new();
        for reading in commit.iter() {
            self.give(reading, &mut findings);
        }
        findings.into_iter().for_each(|finding| self.pending.push(finding));
        true
    }

    /// Gives a reading to everything that is made of readings here.
    fn give(&mut self, reading: &Reading, findings: &mut Vec<Finding>) {
        feed::give(&mut self.engine, &self.rooms.lake, reading, findings);
        if let Some(book) = &mut self.power_hours {
            book.take(&self.rooms.lake, &self.register, self.engine.judging().city(), reading);
        }
    }

    fn store_power_hours(&mut self) {
        if let Some(book) = &mut self.power_hours {
            book.store(&self.rooms.lake);
        }
    }

    fn receive(&mut self) -> Option<Arc<[Reading]>> {
        match self.committed.try_recv() {
            Ok(commit) => Some(commit),
            Err(TryRecvError::Lagged(commits)) => {
                tracing::warn!(commits, "the watch fell behind and reads the lake");
                // What was missed is read before what is still there: detectors judge best in the order of time.
                self.missed = true;
                None
            }
            Err(TryRecvError::Empty | TryRecvError::Closed) => None,
        }
    }

    fn follow_register(&mut self) {
        let now = self.rooms.views.register();
        if !Arc::ptr_eq(&self.register, &now) {
            self.register = now;
            self.engine.share_register(Arc::clone(&self.register));
            if let Some(book) = &mut self.power_hours {
                book.register_changed(&self.register);
            }
        }
    }

    /// Judges by the rules as they are at this instant. The ledger is read where anything has happened since, and
    /// rules begin and end without anything happening.
    fn follow_rules(&mut self) {
        let events = self.rooms.views.position().ok();
        if self.rules_as_of.is_none() || self.rules_as_of != events {
            match self.rooms.office.rules() {
                Ok(rules) => {
                    self.rules = rules;
                    self.rules_as_of = events;
                }
                Err(error) => tracing::error!(%error, "the rules cannot be read; those known before hold"),
            }
        }
        let (judging, problems) = (self.judging)(&self.rules, &self.register, self.rooms.clock.now());
        if judging != *self.engine.judging() {
            for (id, problem) in problems {
                tracing::warn!(rule.id = %id, problem = problem.message_en(), "a part of a rule cannot be obeyed");
            }
            tracing::info!("the detectors judge by other parameters from now on");
            self.engine.replace_parameters(judging);
        }
    }

    /// What the passing of time brings; `elapsed` by the machine since the last time.
    fn tick(&mut self, elapsed: Duration) {
        let now = self.rooms.clock.now();
        let expected_s = elapsed.as_secs_f64() * self.rooms.speed;
        let jumped_s = china::seconds_between(self.now, now).saturating_sub(expected_s as i64);
        if jumped_s > (JUMP_S as f64 * self.rooms.speed.max(1.0)) as i64 {
            tracing::warn!(
                seconds = jumped_s,
                "the clock has jumped; loggers have their time again to be heard"
            );
            self.engine.listening_since(now);
        }
        self.now = now;
        self.follow_rules();
        let mut findings = Vec::new();
        for (mn, Heard { at, clock_offset_s }) in (self.rooms.heard)() {
            self.engine.heard(&mn, at, &mut findings);
            if let Some(ahead_s) = clock_offset_s {
                self.engine.clock_ahead(&mn, at, ahead_s, &mut findings);
            }
        }
        self.engine.tick(now, &mut findings);
        findings.into_iter().for_each(|finding| self.pending.push(finding));
        let status = self.rooms.lake.status();
        if status.writable && status.write_failures != self.write_failures {
            self.write_failures = status.write_failures;
            self.missed = true;
        }
    }

    /// A city may have thousands of open alarms: they are looked at when one's time has come, or after any event.
    fn escalate(&mut self) {
        let events = self.rooms.views.position().ok();
        let is_as_it_was = self
            .escalated
            .as_ref()
            .is_some_and(|last| events == Some(last.as_of) && last.next_due.is_none_or(|due| due > self.now));
        if is_as_it_was {
            return;
        }
        self.escalated = None;
        self.follow_merged();
        match self.rooms.office.escalate_overdue(&Actor::system("watch")) {
            Ok(escalated) => {
                for id in &escalated.ids {
                    tracing::info!(alarm.id = %id, "nobody accepted the alarm in time: escalated");
                }
                self.escalated = Some(escalated);
            }
            Err(error) => tracing::error!(%error, "overdue alarms could not be escalated"),
        }
    }

    /// A merged alarm that presses more presses its leading one; and where that ended and the process with it, those that
    /// are handled with it still wait.
    fn follow_merged(&self) {
        match self.rooms.office.follow_merged(None, &Actor::system("watch")) {
            Ok(ended) => {
                for id in &ended {
                    tracing::info!(alarm.id = %id, "the alarm ended with its leading one");
                }
            }
            Err(error) => {
                tracing::error!(%error, "merged alarms and their leading ones could not follow each other");
            }
        }
    }

    /// Gives findings to the office; one that could not be told stays for later, so that a full disk loses no
    /// alarm.
    fn tell(&mut self) {
        let (rooms, now) = (&self.rooms, self.rooms.clock.now());
        self.pending.tell(|findings| report(rooms, findings, now));
    }
}

/// A warning of the hour that is running, when that is over.
fn is_stale_warning(finding: &Finding, now: Timestamp) -> bool {
    let is_warning = finding.key.kind == FindingKind::ExceedanceRealtime;
    is_warning && china::seconds_between(finding.seen, now) > WARNING_STALE_S
}

/// Tells findings that are each about another anomaly; what came of each.
fn report(rooms: &Rooms, findings: &[&Finding], now: Timestamp) -> Vec<Told> {
    let mut told = vec![Told::Done; findings.len()];
    let wanted: Vec<(usize, &Finding)> = findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| !is_stale_warning(finding, now) || is_open(rooms, finding))
        .map(|(place, finding)| (place, *finding))
        .collect();
    let wanted_findings: Vec<&Finding> = wanted.iter().map(|(_, finding)| *finding).collect();
    let reported = rooms.office.report_all(&Actor::system("watch"), &wanted_findings);
    for ((place, finding), reported) in wanted.into_iter().zip(reported) {
        match reported {
            Ok(None) => {}
            Ok(Some(id)) => {
                let (kind, severity) = (finding.key.kind.code(), finding.severity);
                tracing::info!(alarm.id = %id, kind, ?severity, "alarm");
            }
            Err(error) => {
                let later = matches!(error, OfficeError::Ledger(_) | OfficeError::Views(_));
                let error = anyhow::Error::new(error);
                tracing::error!(error = format!("{error:#}"), key = ?finding.key, later, "a finding cannot be told");
                if let Some(told) = told.get_mut(place).filter(|_| later) {
                    *told = Told::Later;
                }
            }
        }
    }
    told
}

/// Whether the anomaly is open as an alarm. Where the views fail it is taken to be: what is told twice does less harm than
/// what is not told.
fn is_open(rooms: &Rooms, finding: &Finding) -> bool {
    !matches!(rooms.views.open_alarm(&finding.key), Ok(None))
}

/// The last finding of an episode, as its alarm keeps it.
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

#[cfg(test)]
pub(crate) mod tests;
