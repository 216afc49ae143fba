//! A past period judged again by other parameters: which alarms would appear, and which would vanish.
//!
//! Nothing is changed and nobody is told: the stored readings go through two engines, one with each set of
//! parameters, and what they tell is compared.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use detect::{Engine, Judging};
use lake::Lake;
use model::{Finding, FindingKey, FindingKind, FindingState, Reading, Register, Severity, Timestamp};

use crate::feed;
use crate::history::{Sources, Span, read_alone, read_together};

/// What is judged.
pub(crate) struct Case<'a> {
    pub(crate) lake: &'a Lake,
    pub(crate) register: &'a Register,
    /// From when readings are given to the engines, which learn from those before `from`.
    pub(crate) learn_from: Timestamp,
    /// Alarms count that are raised from here on.
    pub(crate) from: Timestamp,
    /// And before this.
    pub(crate) to: Timestamp,
    /// Which of them count.
    pub(crate) counts: &'a (dyn Fn(&FindingKey) -> bool + Sync),
    /// By what the rules as they are judge, and as they would be.
    pub(crate) judging: [&'a Judging; 2],
}

/// An alarm, as one set of parameters has it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Episode {
    pub(crate) key: FindingKey,
    pub(crate) began: Timestamp,
    /// When it was told, by the readings.
    pub(crate) raised: Timestamp,
    /// Absent where it held to the end of the period.
    pub(crate) cleared: Option<Timestamp>,
    pub(crate) severity: Severity,
}

impl Episode {
    /// Whether the two tell of the same matter: the same key, and a time in common.
    fn is_same(&self, other: &Self) -> bool {
        let end = |episode: &Self| episode.cleared.unwrap_or(Timestamp::MAX);
        self.key == other.key && self.began <= end(other) && other.began <= end(self)
    }
}

/// What a change of parameters comes to.
#[derive(Debug, Default)]
pub(crate) struct Change {
    /// Readings that were judged, those learned from included.
    pub(crate) readings: u64,
    /// Alarms under both, by kind.
    pub(crate) stay: BTreeMap<FindingKind, u64>,
    /// Alarms only under the new parameters, in the order of time.
    pub(crate) appear: Vec<Episode>,
    /// Alarms only under the old ones, in the order of time.
    pub(crate) vanish: Vec<Episode>,
}

/// Judges `case` on so many threads; `progress` hears which part is done, 0 to 1, and may break off, which gives
/// nothing.
pub(crate) fn rejudge(
    case: &Case<'_>,
    threads: usize,
    progress: &(dyn Fn(f64) -> ControlFlow<()> + Sync),
) -> Option<Change> {
    let sources = Sources::of(case.lake, case.register);
    let span = Span { from: case.learn_from, now: case.to, to: case.to };
    let (next, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
    let all = (sources.alone.len() + sources.together.len()).max(1) as f64;
    let told = |done: f64| {
        let is_wanted = !is_over.load(Ordering::Relaxed) && progress(done / all).is_continue();
        if is_wanted { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let sum = Mutex::new(Change::default());
    let work = |of_one: &dyn Fn(&mut Judges<'_>) -> ControlFlow<()>| {
        let mut judges = Judges::new(case);
        if of_one(&mut judges).is_break() {
            is_over.store(true, Ordering::Relaxed);
        }
        judges.add_to(&mut sum.lock().unwrap_or_else(PoisonError::into_inner));
    };
    let alone = |judges: &mut Judges<'_>| {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(source) = sources.alone.get(number) else { return ControlFlow::Continue(()) };
            read_alone(case.lake, source, span, &mut |readings| {
                judges.take(&readings);
                told(number as f64)
            })?;
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| work(&alone));
        }
    });
    let together = |judges: &mut Judges<'_>| {
        read_together(case.lake, &sources.together, span, &mut |piece| {
            judges.take(&piece.readings);
            told(sources.alone.len() as f64 + piece.done * sources.together.len() as f64)
        })
    };
    if !is_over.load(Ordering::Relaxed) {
        work(&together);
    }
    let mut change = sum.into_inner().unwrap_or_else(PoisonError::into_inner);
    for episodes in [&mut change.appear, &mut change.vanish] {
        episodes.sort_by(|a, b| (a.raised, &a.key).cmp(&(b.raised, &b.key)));
    }
    (!is_over.into_inner()).then_some(change)
}

/// Two engines over the same readings.
struct Judges<'a> {
    case: &'a Case<'a>,
    readings: u64,
    judges: [Judge; 2],
}

struct Judge {
    engine: Engine,
    findings: Vec<Finding>,
    open: BTreeMap<FindingKey, Episode>,
    episodes: Vec<Episode>,
}

impl<'a> Judges<'a> {
    fn new(case: &'a Case<'a>) -> Self {
        let judge = |judging: &Judging| Judge {
            engine: Engine::new(case.register, judging.clone()),
            findings: Vec::new(),
            open: BTreeMap::new(),
            episodes: Vec::new(),
        };
        Self { case, readings: 0, judges: case.judging.map(judge) }
    }

    fn take(&mut self, readings: &[Reading]) {
        self.readings += readings.len() as u64;
        for judge in &mut self.judges {
            for reading in readings {
                feed::give(&mut judge.engine, self.case.lake, reading, &mut judge.findings);
                if !judge.findings.is_empty() {
                    judge.keep(reading.time);
                }
            }
        }
    }

    /// Adds what became of the readings.
    fn add_to(self, change: &mut Change) {
        let Self { case, readings, judges: [before, after] } = self;
        let counts =
            |episode: &Episode| (case.from..case.to).contains(&episode.raised) && (case.counts)(&episode.key);
        let [before, after] = [before, after].map(Judge::episodes);
        let only = |of: &[Episode], others: &[Episode]| -> Vec<Episode> {
            let is_alone = |episode: &&Episode| {
                let same_key = others.partition_point(|other| other.key < episode.key);
                let rest = others.get(same_key..).unwrap_or_default();
                !rest.iter().take_while(|other| other.key == episode.key).any(|other| other.is_same(episode))
            };
            of.iter().filter(|episode| counts(episode)).filter(is_alone).cloned().collect()
        };
        let (appear, vanish) = (only(&after, &before), only(&before, &after));
        change.readings += readings;
        for episode in after.iter().filter(|episode| counts(episode)) {
            *change.stay.entry(episode.key.kind).or_default() += 1;
        }
        for episode in &appear {
            // It was counted with all that are raised by the new ones.
            if let Some(stay) = change.stay.get_mut(&episode.key.kind) {
                *stay -= 1;
            }
        }
        change.appear.extend(appear);
        change.vanish.extend(vanish);
    }
}

impl Judge {
    fn keep(&mut self, now: Timestamp) {
        for Finding { key, severity, state, began, .. } in self.findings.drain(..) {
            match state {
                FindingState::Ongoing => {
                    let new = Episode { key: key.clone(), began, raised: now, cleared: None, severity };
                    let open = self.open.entry(key).or_insert(new);
                    open.severity = open.severity.max(severity);
                    open.began = open.began.min(began);
                }
                FindingState::Cleared => {
                    let open = self.open.remove(&key);
                    self.episodes.extend(open.map(|open| Episode { cleared: Some(now), ..open }));
                }
            }
        }
    }

    /// All episodes, by key.
    fn episodes(mut self) -> Vec<Episode> {
        self.episodes.extend(self.open.into_values());
        self.episodes.sort_by(|a, b| (&a.key, a.raised).cmp(&(&b.key, b.raised)));
        self.episodes
    }
}

#[cfg(test)]
mod tests;
