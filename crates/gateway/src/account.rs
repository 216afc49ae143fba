//! Accounts: received = stored + waiting + refused, for frames and for readings, per device and for ever.
//!
//! A frame's counts travel to the lake in the batch of the frame itself, so that a restart continues with
//! the same equation.

use std::borrow::Cow;
use std::collections::BTreeMap;

use compact_str::CompactString;
use lake::Count;

use crate::QuickMap;
use crate::device::Device;

/// A counter's name, as in `frames.refused.crc_mismatch`. Stored for ever.
pub(crate) type Counter = Cow<'static, str>;

pub(crate) const FRAMES_RECEIVED: &str = "frames.received";
pub(crate) const FRAMES_STORED: &str = "frames.stored";
pub(crate) const FRAMES_WAITING: &str = "frames.waiting";
/// Of the frames that waited, those that were read again after the logger's adoption.
pub(crate) const FRAMES_ADOPTED: &str = "frames.adopted";
/// Of the stored frames, those that were durable already: acknowledged once more, not read again.
pub(crate) const FRAMES_REPEATED: &str = "frames.repeated";
/// Of the stored frames, those that are old and brought nothing new: no sign of life.
pub(crate) const FRAMES_REPLAYED: &str = "frames.replayed";
/// Of the stored frames, those that were opened with a key.
pub(crate) const FRAMES_OPENED: &str = "frames.opened";
/// Split messages of which a pack never came.
pub(crate) const MESSAGES_INCOMPLETE: &str = "messages.incomplete";
const FRAMES_REFUSED: &str = "frames.refused.";
pub(crate) const READINGS_RECEIVED: &str = "readings.received";
pub(crate) const READINGS_STORED: &str = "readings.stored";
pub(crate) const READINGS_DUPLICATE: &str = "readings.duplicate";
pub(crate) const READINGS_REVISED: &str = "readings.revised";
pub(crate) const READINGS_SURPLUS: &str = "readings.surplus";
const READINGS_REFUSED: &str = "readings.refused.";
const READING_PROBLEM: &str = "readings.problem.";
const FRAME_PROBLEM: &str = "frames.problem.";
const NOTE: &str = "items.";

/// `frames.refused.{reason}`.
pub(crate) fn frame_refused(reason: &str) -> Counter {
    format!("{FRAMES_REFUSED}{reason}").into()
}

/// `readings.refused.{reason}`.
pub(crate) fn reading_refused(reason: &str) -> Counter {
    format!("{READINGS_REFUSED}{reason}").into()
}

/// `readings.problem.{code}`: readings kept with this problem.
pub(crate) fn reading_problem(code: &str) -> Counter {
    format!("{READING_PROBLEM}{code}").into()
}

/// `frames.problem.{code}`: frames with this deviation from the standard, used or not.
pub(crate) fn frame_problem(code: &str) -> Counter {
    format!("{FRAME_PROBLEM}{code}").into()
}

/// `items.{kind}`: items of messages that are no readings.
pub(crate) fn note(kind: &str) -> Counter {
    format!("{NOTE}{kind}").into()
}

/// Counters that every frame makes; others are few.
const USUAL: [&str; 4] = [FRAMES_RECEIVED, FRAMES_STORED, READINGS_RECEIVED, READINGS_STORED];

/// What to add to one device's counters.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Those of [`USUAL`], at their places.
    usual: [u64; USUAL.len()],
    /// The others by name, in order.
    others: Vec<(Counter, u64)>,
}

impl Tally {
    /// Adds to a counter; zero leaves no trace.
    pub(crate) fn add(&mut self, counter: impl Into<Counter>, amount: u64) {
        if amount == 0 {
            return;
        }
        let counter = counter.into();
        if let Some(sum) = usual(&counter).and_then(|place| self.usual.get_mut(place)) {
            *sum = sum.saturating_add(amount);
            return;
        }
        match self.place(&counter) {
            Ok(place) => {
                if let Some((_, sum)) = self.others.get_mut(place) {
                    *sum = sum.saturating_add(amount);
                }
            }
            Err(place) => self.others.insert(place, (counter, amount)),
        }
    }

    /// Adds all of another.
    pub(crate) fn merge(&mut self, other: &Tally) {
        for (sum, amount) in self.usual.iter_mut().zip(other.usual) {
            *sum = sum.saturating_add(amount);
        }
        for (counter, amount) in &other.others {
            self.add(counter.clone(), *amount);
        }
    }

    pub(crate) fn get(&self, counter: &str) -> u64 {
        if let Some(sum) = usual(counter).and_then(|place| self.usual.get(place)) {
            return *sum;
        }
        self.place(counter).ok().and_then(|place| self.others.get(place)).map_or(0, |(_, sum)| *sum)
    }

    fn place(&self, counter: &str) -> Result<usize, usize> {
        self.others.binary_search_by(|(known, _)| known.as_ref().cmp(counter))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.others.is_empty() && self.usual.iter().all(|sum| *sum == 0)
    }

    /// As the lake takes them, for the device of that name.
    pub(crate) fn counts(&self, device: &CompactString) -> impl Iterator<Item = Count> {
        let usual = USUAL.into_iter().zip(self.usual).filter(|(_, sum)| *sum > 0);
        let usual = usual.map(|(counter, sum)| (Counter::Borrowed(counter), sum));
        usual.chain(self.others.iter().cloned()).map(move |(counter, add)| Count {
            device: device.clone(),
            counter,
            add,
        })
    }

    fn with_prefix(&self, prefix: &str) -> BTreeMap<String, u64> {
        let rest = |(counter, sum): &(Counter, u64)| {
            counter.strip_prefix(prefix).map(|rest| (rest.to_owned(), *sum))
        };
        self.others.iter().filter_map(rest).collect()
    }

    /// The frames of it.
    pub(crate) fn frames(&self) -> FrameCounts {
        let adopted = self.get(FRAMES_ADOPTED);
        FrameCounts {
            received: self.get(FRAMES_RECEIVED),
            stored: self.get(FRAMES_STORED).saturating_add(adopted),
            waiting: self.get(FRAMES_WAITING).saturating_sub(adopted),
            refused: self.with_prefix(FRAMES_REFUSED),
        }
    }

    /// The readings of it.
    pub(crate) fn readings(&self) -> ReadingCounts {
        ReadingCounts {
            received: self.get(READINGS_RECEIVED),
            stored: self.get(READINGS_STORED),
            duplicates: self.get(READINGS_DUPLICATE),
            revisions: self.get(READINGS_REVISED),
            surplus: self.get(READINGS_SURPLUS),
            refused: self.with_prefix(READINGS_REFUSED),
        }
    }

    /// Problems of readings and of frames, and items that were no readings, by code.
    pub(crate) fn problems(&self) -> BTreeMap<String, u64> {
        let mut problems = self.with_prefix(READING_PROBLEM);
        problems.extend(self.with_prefix(FRAME_PROBLEM).into_iter().map(|(k, n)| (format!("frame.{k}"), n)));
        problems.extend(self.with_prefix(NOTE).into_iter().map(|(k, n)| (format!("item.{k}"), n)));
        problems
    }
}

/// Where a counter is among the usual ones.
fn usual(counter: &str) -> Option<usize> {
    USUAL.iter().position(|usual| *usual == counter)
}

impl FromIterator<(String, u64)> for Tally {
    fn from_iter<I: IntoIterator<Item = (String, u64)>>(sums: I) -> Self {
        let mut tally = Self::default();
        sums.into_iter().for_each(|(counter, sum)| tally.add(counter, sum));
        tally
    }
}

/// Frames of one device: `received = stored + waiting + Σ refused`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrameCounts {
    /// All that came.
    pub received: u64,
    /// Used; their readings are in the lake.
    pub stored: u64,
    /// Kept until somebody adopts the logger.
    pub waiting: u64,
    /// Not used, by reason.
    pub refused: BTreeMap<String, u64>,
}

impl FrameCounts {
    /// Adds another device's.
    pub(crate) fn add(&mut self, other: &FrameCounts) {
        self.received += other.received;
        self.stored += other.stored;
        self.waiting += other.waiting;
        add_all(&mut self.refused, &other.refused);
    }

    /// Whether everything that came is accounted for.
    pub fn balance(&self) -> bool {
        self.received == self.stored + self.waiting + self.refused.values().sum::<u64>()
    }
}

/// Readings of one device: `received = stored + Σ refused`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadingCounts {
    /// All that came in frames of adopted loggers and registered meters.
    pub received: u64,
    /// Given to the lake, which has them, but for `surplus`.
    pub stored: u64,
    /// Of the stored ones, those that the lake had already.
    pub duplicates: u64,
    /// Of the stored ones, those for which the lake had other figures; both are kept.
    pub revisions: u64,
    /// Of the stored ones, those the lake left out, because it has too many different figures for the same
    /// series and time; the frames have them.
    pub surplus: u64,
    /// Not stored, by reason.
    pub refused: BTreeMap<String, u64>,
}

impl ReadingCounts {
    /// Adds another device's.
    pub(crate) fn add(&mut self, other: &ReadingCounts) {
        self.received += other.received;
        self.stored += other.stored;
        self.duplicates += other.duplicates;
        self.revisions += other.revisions;
        self.surplus += other.surplus;
        add_all(&mut self.refused, &other.refused);
    }

    /// Whether everything that came is accounted for.
    pub fn balance(&self) -> bool {
        self.received == self.stored + self.refused.values().sum::<u64>()
    }
}

fn add_all(sums: &mut BTreeMap<String, u64>, others: &BTreeMap<String, u64>) {
    for (name, count) in others {
        *sums.entry(name.clone()).or_default() += count;
    }
}

/// The accounts of all devices, with what has still to reach the lake.
#[derive(Debug, Default)]
pub(crate) struct Accounts(QuickMap<Device, Account>);

#[derive(Debug, Default)]
struct Account {
    sums: Tally,
    owed: Tally,
}

impl Accounts {
    fn of(&mut self, device: &Device) -> &mut Account {
        self.0.entry(device.clone()).or_default()
    }

    /// An account as the lake has it.
    pub(crate) fn open(&mut self, device: Device, sums: Tally) {
        self.0.entry(device).or_default().sums = sums;
    }

    /// Adds what the lake has already.
    pub(crate) fn add(&mut self, device: &Device, tally: &Tally) {
        self.of(device).sums.merge(tally);
    }

    /// Adds what the lake has yet to learn, with the device's next batch.
    pub(crate) fn owe(&mut self, device: &Device, tally: &Tally) {
        if tally.is_empty() {
            return;
        }
        let account = self.of(device);
        account.sums.merge(tally);
        account.owed.merge(tally);
    }

    /// Takes what is owed for a device into a batch; [`owe_again`](Self::owe_again) if the batch fails.
    pub(crate) fn take_owed(&mut self, device: &Device) -> Tally {
        self.0.get_mut(device).map(|account| std::mem::take(&mut account.owed)).unwrap_or_default()
    }

    /// Everything that is owed, for the last batch.
    pub(crate) fn take_all_owed(&mut self) -> Vec<(Device, Tally)> {
        let owing = self.0.iter_mut().filter(|(_, account)| !account.owed.is_empty());
        owing.map(|(device, account)| (device.clone(), std::mem::take(&mut account.owed))).collect()
    }

    /// Puts back what [`take_owed`](Self::take_owed) gave.
    pub(crate) fn owe_again(&mut self, device: &Device, tally: &Tally) {
        if !tally.is_empty() {
            self.of(device).owed.merge(tally);
        }
    }

    pub(crate) fn get(&self, device: &Device) -> Option<&Tally> {
        self.0.get(device).map(|account| &account.sums)
    }

    /// All, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Device, &Tally)> {
        self.0.iter().map(|(device, account)| (device, &account.sums))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device() -> Device {
        "mn:1234".parse().unwrap()
    }

    #[test]
    fn an_adopted_frame_moves_from_waiting_to_stored() {
        let mut tally = Tally::default();
        tally.add(FRAMES_RECEIVED, 5);
        tally.add(FRAMES_WAITING, 4);
        tally.add(frame_refused("crc_mismatch"), 1);
        assert!(tally.frames().balance());
        tally.add(FRAMES_ADOPTED, 3);
        let frames = tally.frames();
        assert_eq!((frames.stored, frames.waiting), (3, 1));
        assert_eq!(frames.refused["crc_mismatch"], 1);
        assert!(frames.balance());
    }

    #[test]
    fn what_is_owed_is_counted_at_once_and_paid_once() {
        let mut accounts = Accounts::default();
        let mut tally = Tally::default();
        tally.add(READINGS_DUPLICATE, 2);
        accounts.owe(&device(), &tally);
        assert_eq!(accounts.get(&device()).unwrap().readings().duplicates, 2);
        let owed = accounts.take_owed(&device());
        assert_eq!(owed, tally);
        accounts.owe_again(&device(), &owed);
        assert_eq!(accounts.take_owed(&device()), tally);
        assert!(accounts.take_owed(&device()).is_empty());
        assert_eq!(accounts.get(&device()).unwrap().readings().duplicates, 2);
    }

    #[test]
    fn sums_are_read_back_from_the_lakes_counts() {
        let mut tally = Tally::default();
        tally.add(reading_refused("time_impossible"), 2);
        tally.add(READINGS_RECEIVED, 2);
        tally.add(FRAMES_RECEIVED, 1);
        let back: Tally =
            tally.counts(&"mn:1234".into()).map(|count| (count.counter.into_owned(), count.add)).collect();
        assert_eq!(back, tally);
        assert!(back.readings().balance());
    }
}
