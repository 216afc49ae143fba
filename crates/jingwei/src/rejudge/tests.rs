use detect::{Parameters, RealtimeParameters};
use lake::{Batch, LakeOptions};
use model::{FindingKind, Granularity};

use super::*;
use crate::watch::tests::{entries, hour, minutes_after_start, reading};

struct Store {
    lake: Lake,
    register: Register,
    _folder: tempfile::TempDir,
}

impl Store {
    fn new(readings: Vec<Reading>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = LakeOptions { min_free_bytes: 0, ..LakeOptions::default() };
        let lake = Lake::open(&folder.path().join("lake"), options).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(lake.append(Batch { readings, ..Batch::default() })).unwrap();
        let mut register = Register::default();
        entries().into_iter().for_each(|entry| register.put(entry).unwrap());
        Self { lake, register, _folder: folder }
    }

    fn judge(&self, from: Timestamp, parameters: [&Parameters; 2]) -> Change {
        let (lake, register) = (&self.lake, &self.register);
        let [before, after] = parameters.map(|parameters| Judging::from(parameters.clone()));
        let (counts, judging) = (&|_: &FindingKey| true, [&before, &after]);
        let case = Case { lake, register, learn_from: hour(-24), from, to: hour(24), counts, judging };
        rejudge(&case, 2, &|_| ControlFlow::Continue(())).unwrap()
    }
}

/// A quarter of an hour beyond the limit, by minutes, and the hour mean of it.
fn bout() -> Vec<Reading> {
    let figure = |minute: i64| if (30..46).contains(&minute) { 25.0 } else { 4.0 };
    let minutes =
        (0..120).map(|minute| reading(Granularity::Minute, minutes_after_start(minute), figure(minute)));
    let hours = [hour(0), hour(1)].into_iter().zip([11.0, 4.0]);
    minutes.chain(hours.map(|(time, figure)| reading(Granularity::Hour, time, figure))).collect()
}

fn patient() -> Parameters {
    let realtime = RealtimeParameters { hold_s: 3600, ..RealtimeParameters::default() };
    Parameters { realtime, ..Parameters::default() }
}

fn kinds(episodes: &[Episode]) -> Vec<FindingKind> {
    episodes.iter().map(|episode| episode.key.kind).collect()
}

fn stays(change: &Change) -> u64 {
    change.stay.values().sum()
}

#[test]
fn what_would_vanish_and_what_would_appear_is_told_apart_from_what_stays() {
    let store = Store::new(bout());
    let change = store.judge(hour(-1), [&Parameters::default(), &patient()]);
    assert_eq!(change.readings, 122);
    assert_eq!(
        (kinds(&change.vanish), change.appear.len(), stays(&change)),
        (vec![FindingKind::ExceedanceRealtime], 0, 1)
    );
    assert_eq!(change.vanish[0].began, minutes_after_start(30));
    assert!(change.vanish[0].cleared.is_some());
    let back = store.judge(hour(-1), [&patient(), &Parameters::default()]);
    assert_eq!((kinds(&back.appear), back.vanish.len()), (vec![FindingKind::ExceedanceRealtime], 0));
}

#[test]
fn the_same_parameters_change_nothing() {
    let store = Store::new(bout());
    let change = store.judge(hour(-1), [&patient(), &patient()]);
    assert!(change.appear.is_empty() && change.vanish.is_empty());
    assert_eq!(stays(&change), 1);
}

#[test]
fn alarms_before_the_period_are_learned_from_and_not_counted() {
    let store = Store::new(bout());
    let change = store.judge(hour(3), [&Parameters::default(), &patient()]);
    assert_eq!((stays(&change), change.appear.len(), change.vanish.len()), (0, 0, 0));
}

#[test]
fn it_can_be_broken_off() {
    let store = Store::new(bout());
    let judging = Judging::from(Parameters::default());
    let case = Case {
        lake: &store.lake,
        register: &store.register,
        learn_from: hour(-24),
        from: hour(-1),
        to: hour(24),
        counts: &|_| true,
        judging: [&judging, &judging],
    };
    assert!(rejudge(&case, 2, &|_| ControlFlow::Break(())).is_none());
}
