//! The watch: committed readings through the detectors to the office, and overdue alarms upwards.
//!
//! The detectors live on one thread of their own. At the start they read the lake's recent history, so that
//! meters' learned states and ongoing anomalies survive a restart without being stored anywhere else. The
//! thread only repeats the steps of [`Watch`]; nothing in them waits.

mod pending;
mod shadow;

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use api::{Escalated, Office, OfficeError};
use casework::alarm::Alarm;
use casework::rule::{self, Rules};
use detect::{Engine, ParameterProblem, Parameters};
use gateway::Heard;
use lake::Lake;
use model::{
    Actor, Clock, Finding, FindingKind, FindingState, Mn, Reading, Register, RuleId, Timestamp, china,
};
use tokio::sync::broadcast::{self, error::TryRecvError};
use views::Views;

use crate::feed;
use crate::history::{self, Span};
use crate::shelf;
use pending::{Keep, Pending, Told};
pub(crate) use shadow::run as run_shadow;

/// How long the loop sleeps when nothing came.
const IDLE: Duration = Duration::from_millis(100);
/// So far back stations' hours are read at the start, s: which of them move together takes weeks to learn.
const STATIONS_LEARN_S: i64 = 60 * 86_400;
/// Between two looks at the passing of time, machine time; at a fast scenario still several a minute.
const TICK: Duration = Duration::from_millis(500);
/// Between two attempts to tell what could not be told: the first, and the longest.
const RETRY: (Duration, Duration) = (Duration::from_millis(500), Duration::from_secs(10));
/// After the watch has failed, until it begins again.
const RESTART: Duration = Duration::from_secs(5);
/// Between two words about how far the history is read.
const PROGRESS: Duration = Duration::from_secs(10);
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
        let mut watch = Watch::new(rooms.clone(), rule::parameters);
        watch.learn(stop);
        std::thread::sleep(GIVEN_BACK_AFTER);
        watch
    };
    let watch = std::thread::scope(|scope| scope.spawn(read).join());
    watch.unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// By what detectors judge at an instant, and what of the rules cannot be obeyed.
type Judging = fn(&Rules, Timestamp) -> (Parameters, Vec<(RuleId, ParameterProblem)>);

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
    judging: Judging,
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
    fn new(rooms: Rooms, judging: Judging) -> Self {
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
            feed::give(&mut self.engine, &self.rooms.lake, reading, &mut findings);
        }
        findings.into_iter().for_each(|finding| self.pending.push(finding));
        true
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
        let (parameters, problems) = (self.judging)(&self.rules, self.rooms.clock.now());
        if parameters != *self.engine.parameters() {
            for (id, problem) in problems {
                tracing::warn!(rule.id = %id, problem = problem.message_en(), "a part of a rule cannot be obeyed");
            }
            tracing::info!("the detectors judge by other parameters from now on");
            self.engine.replace_parameters(parameters);
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

    /// Sees the lake's recent history. What is found there is told where it still matters: anomalies that
    /// hold, the end of those that are open as alarms, and hour means beyond their limit that nobody heard of.
    fn learn(&mut self, stop: &AtomicBool) {
        match self.rooms.views.lasting_alarms() {
            Ok(lasting) => lasting.iter().for_each(|row| self.engine.resume(&finding_of(&row.alarm))),
            Err(error) => {
                tracing::error!(%error, "earlier alarms cannot be read; their ends may be told late");
            }
        }
        self.learn_stations(stop);
        self.learn_outlets(stop);
        self.catch_up(stop);
        let rooms = &self.rooms;
        self.pending.keep_last(|last| {
            let known = || rooms.views.alarm_at(&last.key, last.began, Timestamp::MAX);
            still_matters(last, is_open(rooms, last), || !matches!(known(), Ok(Some(_))))
        });
    }

    /// Gives stations' hours of the last weeks, before the history that all detectors see.
    fn learn_stations(&mut self, stop: &AtomicBool) {
        self.learn_hours(STATIONS_LEARN_S, history::read_station_hours, stop);
    }

    /// The same of outlets' hours. What was beyond a limit so long ago has been told, or concerns nobody any more: only
    /// what still holds, and the end of what is open as an alarm, are kept.
    fn learn_outlets(&mut self, stop: &AtomicBool) {
        let learn_s = i64::try_from(self.rooms.learn.as_secs()).unwrap_or(i64::MAX);
        self.learn_hours(learn_s, history::read_outlet_hours, stop);
        let rooms = &self.rooms;
        self.pending.keep_last(|last| still_matters(last, is_open(rooms, last), || false));
    }

    /// Gives the hours of the last `learn_s` seconds to the detectors, up to where the history begins that all see.
    fn learn_hours(&mut self, learn_s: i64, read: history::ReadHours, stop: &AtomicBool) {
        let history_s = i64::try_from(self.rooms.history.as_secs()).unwrap_or(i64::MAX);
        let now = self.rooms.clock.now();
        let to = china::plus_seconds(now, -history_s);
        let span = Span { from: china::plus_seconds(now, -learn_s), now: to, to };
        let lake = self.rooms.lake.clone();
        let (mut findings, mut spoke) = (Vec::new(), Instant::now());
        // Whether it was broken off is seen by what comes next.
        let _ = read(&lake, span, &mut |piece| {
            for reading in &piece.readings {
                self.engine.observe(reading, &mut findings);
            }
            findings.drain(..).for_each(|finding| self.pending.push(finding));
            if spoke.elapsed() >= PROGRESS {
                spoke = Instant::now();
                lake.forget_unused(PROGRESS);
                self.say_how_far(piece.done);
            }
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        lake.forget_unused(Duration::ZERO);
    }

    /// Gives the readings of the last hours to the detectors, which pass over what they know. Commits that come
    /// meanwhile are kept for afterwards.
    fn catch_up(&mut self, stop: &AtomicBool) {
        self.missed = false;
        let history_s = i64::try_from(self.rooms.history.as_secs()).unwrap_or(i64::MAX);
        let now = self.rooms.clock.now();
        let (lake, from) = (self.rooms.lake.clone(), china::plus_seconds(now, -history_s));
        let (began, mut spoke, mut readings) = (Instant::now(), Instant::now(), 0);
        let mut findings = Vec::new();
        let read = history::read(&lake, Span::since(from, now), &mut |piece| {
            for reading in &piece.readings {
                feed::give(&mut self.engine, &lake, reading, &mut findings);
            }
            readings += piece.readings.len();
            findings.drain(..).for_each(|finding| self.pending.push(finding));
            while let Some(commit) = self.receive() {
                self.backlog.push_back(commit);
            }
            if spoke.elapsed() >= PROGRESS {
                spoke = Instant::now();
                // Sources come in the order of the files that hold them: those of the last ones are done with.
                lake.forget_unused(PROGRESS);
                self.say_how_far(piece.done);
            }
            if stop.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        lake.forget_unused(Duration::ZERO);
        if read.is_continue() {
            let elapsed_ms = began.elapsed().as_millis() as u64;
            tracing::info!(readings, elapsed_ms, "the detectors have seen the history");
        }
    }

    /// Where it is known that no alarm is raised meanwhile, it is also known for how long.
    fn say_how_far(&self, done: f64) {
        let percent = (done * 100.0) as u32;
        tracing::info!(percent, "the detectors read the history");
        let mut trouble = self.rooms.trouble.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(trouble) = trouble.as_mut() {
            *trouble =
                format!("reading the history, {percent} % done; no alarm is raised until that is done");
        }
    }
}

/// What of an anomaly that was found in the history, `last` at last, is still to be told.
fn still_matters(last: &Finding, is_open: bool, untold: impl Fn() -> bool) -> Keep {
    match (last.state, last.key.kind) {
        (FindingState::Ongoing, _) => Keep::Last,
        (FindingState::Cleared, _) if is_open => Keep::Last,
        (FindingState::Cleared, FindingKind::ExceedanceHour | FindingKind::ExceedanceDay) if untold() => {
            Keep::Episode
        }
        (FindingState::Cleared, _) => Keep::Nothing,
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
