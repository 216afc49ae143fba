//! What the detectors learn of the lake's history when they begin, or when they have missed something.

use std::ops::ControlFlow;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use model::{Finding, FindingKind, FindingState, Timestamp, china};

use super::pending::Keep;
use super::{Watch, finding_of, is_open};
use crate::history::{self, Sources, Span};

/// So far back stations' hours are read at the start, s: which of them move together takes weeks to learn.
const STATIONS_LEARN_S: i64 = 60 * 86_400;
/// Between two words about how far the history is read.
const PROGRESS: Duration = Duration::from_secs(10);

impl Watch {
    /// Sees the lake's recent history. What is found there is told where it still matters: anomalies that
    /// hold, the end of those that are open as alarms, and hour means beyond their limit that nobody heard of.
    pub(super) fn learn(&mut self, stop: &AtomicBool) {
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
        let sources = Sources::of(&lake, &self.register);
        // Whether it was broken off is seen by what comes next.
        let _ = read(&lake, &sources, span, &mut |piece| {
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
    pub(super) fn catch_up(&mut self, stop: &AtomicBool) {
        self.missed = false;
        let history_s = i64::try_from(self.rooms.history.as_secs()).unwrap_or(i64::MAX);
        let now = self.rooms.clock.now();
        let (lake, from) = (self.rooms.lake.clone(), china::plus_seconds(now, -history_s));
        let (began, mut spoke, mut readings) = (Instant::now(), Instant::now(), 0);
        let mut findings = Vec::new();
        let sources = Sources::of(&lake, &self.register);
        let read = history::read(&lake, &sources, Span::since(from, now), &mut |piece| {
            for reading in &piece.readings {
                self.give(reading, &mut findings);
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
pub(super) fn still_matters(last: &Finding, is_open: bool, untold: impl Fn() -> bool) -> Keep {
    match (last.state, last.key.kind) {
        (FindingState::Ongoing, _) => Keep::Last,
        (FindingState::Cleared, _) if is_open => Keep::Last,
        (FindingState::Cleared, FindingKind::ExceedanceHour | FindingKind::ExceedanceDay) if untold() => {
            Keep::Episode
        }
        (FindingState::Cleared, _) => Keep::Nothing,
    }
}
