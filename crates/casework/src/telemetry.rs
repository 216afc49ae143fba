//! What is done with stored telemetry: days sealed, months compacted, damage found, old data dropped. Readings
//! never enter the ledger; the hashes of the files that hold them do.

mod event;

pub use event::{Dropped, DroppedKind, Event, FileSeal, Quarantined, Sealed};

use std::collections::BTreeMap;

use model::{Actor, Granularity};

/// Why a command is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Only the system itself keeps telemetry.
    #[error("only the system keeps the telemetry")]
    SystemOnly,
    /// A hash is not one, or a file has no name.
    #[error("the file {name:?} has no name or no SHA-256")]
    BadFile {
        /// Its name.
        name: String,
    },
}

/// What happens when `actor` gives `event` as a command: it is the event, if it is whole.
///
/// # Errors
/// A refusal that says what is in the way.
pub fn decide(event: &Event, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    match actor {
        Actor::System { .. } => {}
        Actor::User { .. } => return Err(Refusal::SystemOnly),
    }
    let files: &[FileSeal] = match event {
        Event::DaySealed(sealed) | Event::MonthCompacted(sealed) => &sealed.files,
        Event::Quarantined(_) => &[],
        Event::Dropped(dropped) => &dropped.files,
    };
    let whole = |file: &&FileSeal| {
        let hash = file.sha256.len() == 64 && file.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        hash && !file.name.is_empty()
    };
    match files.iter().find(|file| !whole(file)) {
        Some(file) => Err(Refusal::BadFile { name: file.name.clone() }),
        None => Ok(vec![event.clone()]),
    }
}

/// Which sealed files there should be, by what the ledger says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SealedFiles {
    /// By granularity and day or month, as in `2020-08-30` or `2020-08`.
    periods: BTreeMap<(Granularity, String), Vec<FileSeal>>,
    /// Files that once were there, by name.
    replaced: BTreeMap<String, FileSeal>,
}

impl SealedFiles {
    /// Folds an event.
    pub fn apply(&mut self, event: &Event) {
        match event {
            Event::DaySealed(sealed) => self.put(sealed),
            Event::MonthCompacted(sealed) => {
                let days = format!("{}-", sealed.period);
                let of_month =
                    |key: &(Granularity, String)| key.0 == sealed.granularity && key.1.starts_with(&days);
                let replaced: Vec<_> = self.periods.keys().filter(|key| of_month(key)).cloned().collect();
                replaced.into_iter().for_each(|key| self.remove(&key));
                self.put(sealed);
            }
            Event::Quarantined(_) => {}
            Event::Dropped(dropped) => match (&dropped.kind, &dropped.period) {
                (DroppedKind::Readings { granularity }, Some(period)) => {
                    self.remove(&(*granularity, period.clone()));
                }
                (DroppedKind::Readings { .. } | DroppedKind::Frames, _) => {}
            },
        }
    }

    fn put(&mut self, sealed: &Sealed) {
        let key = (sealed.granularity, sealed.period.clone());
        self.remove(&key);
        self.periods.insert(key, sealed.files.clone());
    }

    fn remove(&mut self, key: &(Granularity, String)) {
        for file in self.periods.remove(key).unwrap_or_default() {
            self.replaced.insert(file.name.clone(), file);
        }
    }

    /// The files that should be there.
    pub fn files(&self) -> impl Iterator<Item = &FileSeal> {
        self.periods.values().flatten()
    }

    /// A file that was replaced or dropped, and may still be there for a moment.
    pub fn replaced(&self, name: &str) -> Option<&FileSeal> {
        self.replaced.get(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed(period: &str, generation: u32) -> Sealed {
        let name = format!("sealed/minute/2020-08/{period}.{generation}.values.parquet");
        let file = FileSeal { name, rows: 1, bytes: 2, sha256: "0".repeat(64) };
        let files = vec![file];
        Sealed {
            granularity: Granularity::Minute,
            period: period.into(),
            generation,
            rows: 1,
            former_rows: 0,
            files,
        }
    }

    fn names(events: &[Event]) -> Vec<String> {
        let mut state = SealedFiles::default();
        for event in events {
            let read = Event::from_json(event.kind(), &event.to_json()).unwrap();
            assert_eq!(read, *event);
            state.apply(&read);
        }
        state.files().map(|file| file.name.rsplit('/').next().unwrap_or_default().to_owned()).collect()
    }

    #[test]
    fn a_later_seal_replaces_an_earlier_one_and_a_month_its_days() {
        let day = |day: &str, generation| Event::DaySealed(sealed(day, generation));
        let month = Event::MonthCompacted(sealed("2020-08", 3));
        let events = [day("2020-08-01", 1), day("2020-08-01", 2), day("2020-08-02", 1), day("2020-09-01", 1)];
        let files = ["2020-08-01.2", "2020-08-02.1", "2020-09-01.1"].map(|n| format!("{n}.values.parquet"));
        assert_eq!(names(&events), files);
        let events = [events.to_vec(), vec![month, day("2020-08-02", 4)]].concat();
        let files = ["2020-08.3", "2020-08-02.4", "2020-09-01.1"].map(|n| format!("{n}.values.parquet"));
        assert_eq!(names(&events), files);
        let dropped = Event::Dropped(Dropped {
            kind: DroppedKind::Readings { granularity: Granularity::Minute },
            period: Some("2020-08".into()),
            before: "2020-09-01".into(),
            rows: 1,
            files: sealed("2020-08", 3).files,
        });
        let events = [events, vec![dropped]].concat();
        assert_eq!(names(&events), files[1..]);
    }

    #[test]
    fn only_the_system_seals_and_only_with_a_hash() {
        let system = Actor::system("sealing");
        let event = Event::DaySealed(sealed("2020-08-01", 1));
        assert_eq!(decide(&event, &system), Ok(vec![event.clone()]));
        let mut bad = sealed("2020-08-01", 1);
        bad.files[0].sha256 = "12".into();
        assert!(matches!(decide(&Event::DaySealed(bad), &system), Err(Refusal::BadFile { .. })));
    }
}
