//! The watch over rules in shadow: detectors of its own judge as if those rules held. What they find is kept, and
//! nobody is sent anything.
//!
//! It runs on a thread of its own with its own ear at the lake, so that no rule that is being tried can hold up an
//! alarm; and only while there is such a rule.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use casework::rule::shadow::{Episode, Event, Found, Shadow};
use casework::rule::{self, Extent};
use model::{Actor, Finding, FindingKey, FindingKind, FindingState, RuleId, Timestamp};

use super::learning::still_matters;
use super::pending::{Keep, Told};
use super::{IDLE, RESTART, Rooms, TICK, Watch, is_stale_warning};

/// Between two looks at whether there is a rule in shadow, machine time.
const LOOK: Duration = Duration::from_secs(1);
/// Between two entries in the ledger of what was found, machine time.
const SAVE: Duration = Duration::from_secs(10);

/// Runs until `stop` is set, on the calling thread; what fails is begun again.
pub(crate) fn run(rooms: &Rooms, stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        let watched = std::panic::catch_unwind(AssertUnwindSafe(|| {
            if let Some(mut shadows) = Shadows::begin(rooms) {
                shadows.learn(stop);
                shadows.repeat(stop);
            }
        }));
        let pause = if watched.is_ok() { LOOK } else { RESTART };
        if watched.is_err() {
            tracing::error!("the watch over rules in shadow failed; it begins again");
        }
        let since = Instant::now();
        while since.elapsed() < pause && !stop.load(Ordering::Relaxed) {
            std::thread::sleep(IDLE);
        }
    }
}

/// What one rule in shadow has found.
struct Book {
    id: RuleId,
    /// Whom it would judge: others are not its business.
    extent: Extent,
    /// When it was proposed: what began before that is not its business.
    since: Timestamp,
    shadow: Shadow,
    /// What the ledger does not have yet, by anomaly and beginning.
    unsaved: BTreeMap<(FindingKey, Timestamp), Episode>,
    /// Anomalies that are only counted, while they hold.
    counted: BTreeSet<FindingKey>,
    more: u64,
}

impl Book {
    fn is_open(&self, key: &FindingKey) -> bool {
        self.shadow.of_key(key).last().is_some_and(|episode| !episode.ended)
    }

    fn take(&mut self, finding: &Finding, now: Timestamp) {
        let is_open = self.is_open(&finding.key);
        if !is_open && (finding.began < self.since || is_stale_warning(finding, now)) {
            return;
        }
        let Some(episode) = self.shadow.news(finding) else {
            self.counted.remove(&finding.key);
            return;
        };
        if !is_open && !self.shadow.has_room() {
            self.more += u64::from(self.counted.insert(finding.key.clone()));
            return;
        }
        self.shadow.apply(&Event::Found(Found { episodes: vec![episode.clone()], more: 0 }));
        self.unsaved.insert((episode.key.clone(), episode.began), episode);
    }

    /// Enters in the ledger what it does not have; what cannot be entered stays for the next time.
    fn save(&mut self, rooms: &Rooms) {
        if self.unsaved.is_empty() && self.more == 0 {
            return;
        }
        let episodes: Vec<Episode> = self.unsaved.values().cloned().collect();
        match rooms.office.shadow_found(&Actor::system("watch"), &self.id, episodes, self.more) {
            Ok(()) => {
                self.shadow.apply(&Event::Found(Found { episodes: Vec::new(), more: self.more }));
                self.unsaved.clear();
                self.more = 0;
            }
            Err(error) => {
                let error = anyhow::Error::new(error);
                tracing::error!(error = format!("{error:#}"), rule.id = %self.id, "what a shadow found cannot be kept");
            }
        }
    }
}

/// A watch that judges by rules in shadow, with a book for each of them.
pub(super) struct Shadows {
    watch: Watch,
    books: BTreeMap<FindingKind, Book>,
}

impl Shadows {
    /// `None` where no rule is in shadow, or what they have found cannot be read now.
    pub(super) fn begin(rooms: &Rooms) -> Option<Self> {
        let rules =
            rooms.office.rules().inspect_err(|error| tracing::error!(%error, "the rules cannot be read"));
        let rules = rules.ok()?;
        let shadows = rule::in_shadow(&rules, rooms.clock.now());
        let mut books = BTreeMap::new();
        for (kind, id) in shadows {
            let (since, extent) = rules.get(&id).map(|rule| (rule.proposed_at, rule.extent.clone()))?;
            let shadow = rooms.office.shadow(&id);
            let shadow =
                shadow.inspect_err(|error| tracing::error!(%error, "a shadow cannot be read")).ok()?;
            let (unsaved, counted) = (BTreeMap::new(), BTreeSet::new());
            books.insert(kind, Book { id, extent, since, shadow, unsaved, counted, more: 0 });
        }
        // Only now: a watch keeps state for the whole city.
        if books.is_empty() {
            return None;
        }
        Some(Self { watch: Watch::new(rooms.clone(), rule::shadow_parameters), books })
    }

    /// Sees the lake's recent history, as the watch over alarms does.
    pub(super) fn learn(&mut self, stop: &AtomicBool) {
        for book in self.books.values() {
            book.shadow.ongoing().for_each(|episode| self.watch.engine.resume(&finding_of(episode)));
        }
        self.watch.catch_up(stop);
        let books = &self.books;
        self.watch.pending.keep_last(|last| match books.get(&last.key.kind) {
            Some(book) => still_matters(last, book.is_open(&last.key), || true),
            None => Keep::Nothing,
        });
    }

    /// Until there are other rules in shadow, or none.
    fn repeat(&mut self, stop: &AtomicBool) {
        self.watch.now = self.watch.rooms.clock.now();
        let (mut ticked, mut saved) = (Instant::now(), Instant::now());
        while !stop.load(Ordering::Relaxed) && self.are_current() {
            let came = self.watch.observe();
            if self.watch.missed {
                self.watch.catch_up(stop);
            }
            self.watch.follow_register();
            let elapsed = ticked.elapsed();
            if elapsed >= TICK {
                ticked = Instant::now();
                self.watch.tick(elapsed);
            }
            self.tell();
            if saved.elapsed() >= SAVE {
                saved = Instant::now();
                self.save();
            }
            if !came {
                std::thread::sleep(IDLE);
            }
        }
        self.save();
    }

    fn are_current(&self) -> bool {
        let shadows = rule::in_shadow(&self.watch.rules, self.watch.now);
        shadows
            .iter()
            .map(|(kind, id)| (*kind, id))
            .eq(self.books.iter().map(|(kind, book)| (*kind, &book.id)))
    }

    /// Writes findings into the books of their rules.
    fn tell(&mut self) {
        let now = self.watch.rooms.clock.now();
        let register = Arc::clone(&self.watch.register);
        self.watch.pending.tell(|findings| {
            for finding in findings {
                let book = self.books.get_mut(&finding.key.kind);
                let judges = |book: &&mut Book| rule::judges(&book.extent, &finding.key.subject, &register);
                if let Some(book) = book.filter(judges) {
                    book.take(finding, now);
                }
            }
            vec![Told::Done; findings.len()]
        });
    }

    fn save(&mut self) {
        self.books.values_mut().for_each(|book| book.save(&self.watch.rooms));
    }
}

#[cfg(test)]
impl Shadows {
    /// Everything that came, into the ledger.
    pub(super) fn settle(&mut self) {
        while self.watch.observe() {}
        if self.watch.missed {
            self.watch.catch_up(&AtomicBool::new(false));
            while self.watch.observe() {}
        }
        self.tell();
        self.save();
    }
}

/// The last finding of an episode, as far as it is kept.
fn finding_of(episode: &Episode) -> Finding {
    Finding {
        key: episode.key.clone(),
        severity: episode.severity,
        state: if episode.ended { FindingState::Cleared } else { FindingState::Ongoing },
        began: episode.began,
        seen: episode.seen,
        facts: Vec::new(),
        detector: "shadow".into(),
    }
}
