//! The series that came, each with a small number, so that what is known of one is found without comparing names.

use foldhash::fast::FixedState;
use model::{
    Beside, FactorCode, Limit, LimitBasis, LoggerTarget, MeasuringRange, Mn, Register, SeriesKey, Source,
    Timestamp, Unit,
};

/// More series than these are passed over: a city has tens of thousands, and a device can make names up.
const MOST_SERIES: usize = 1 << 20;

/// Looked up, never iterated: its order says nothing.
#[expect(clippy::disallowed_types, reason = "never iterated, so that its order can reach no finding")]
type Lookup<K> = std::collections::HashMap<K, usize, FixedState>;

/// One series, with what the register says of it.
#[derive(Debug)]
pub(crate) struct Series {
    /// Its number, the same for as long as the engine lives.
    pub(crate) slot: usize,
    /// Its name.
    pub(crate) key: SeriesKey,
    /// The number of the logger that sends it.
    pub(crate) logger: Option<usize>,
    /// Whether the register names its source.
    pub(crate) is_registered: bool,
    /// Of which factor it tells something beside the figures, and what.
    pub(crate) beside: Option<Box<(FactorCode, Beside)>>,
    /// What its instrument can measure, and the unit of that.
    pub(crate) range: Option<(MeasuringRange, Unit)>,
    /// Of its factor, whatever their basis and time.
    limits: Vec<Limit>,
}

impl Series {
    /// The limit of `basis` that holds at `time`; the strictest, where several do.
    pub(crate) fn limit_in_force(&self, basis: LimitBasis, time: Timestamp) -> Option<&Limit> {
        let holding = self.limits.iter().filter(|limit| limit.basis == basis && limit.holds_at(time));
        holding.min_by(|a, b| a.upper.total_cmp(&b.upper))
    }

    /// Whether it holds samples that people took.
    pub(crate) fn is_manual(&self) -> bool {
        matches!(self.beside.as_deref(), Some((_, Beside::ManualSample)))
    }

    fn resolve(&mut self, register: &Register, loggers: &Loggers) {
        let Self { key, logger, is_registered, limits, range, .. } = self;
        limits.clear();
        *range = None;
        *is_registered = match &key.source {
            Source::Outlet(id) => register.outlets.get(id).is_some_and(|outlet| {
                limits.extend(outlet.limits.iter().filter(|limit| limit.factor == key.factor).cloned());
                let channel = outlet.channels.iter().find(|channel| channel.factor == key.factor);
                *range = channel.and_then(|channel| Some((channel.range?, channel.unit)));
                true
            }),
            Source::Meter(id) => register.meters.contains_key(id),
            Source::Station(id) => register.stations.contains_key(id),
            Source::Cruise(_) | Source::Waiting(_) => false,
        };
        // Growing leaves room for four where there are two, and a city has tens of thousands of series.
        limits.shrink_to_fit();
        *logger = loggers.by_source.get(&key.source).copied();
    }
}

/// The loggers of the register, numbered in the order in which they became known.
#[derive(Debug, Default)]
pub(crate) struct Loggers {
    names: Vec<Mn>,
    by_mn: Lookup<Mn>,
    by_source: Lookup<Source>,
}

impl Loggers {
    /// The number of `mn`, if the register names or has named it.
    pub(crate) fn number(&self, mn: &Mn) -> Option<usize> {
        self.by_mn.get(mn).copied()
    }

    /// The name of logger `number`.
    pub(crate) fn name(&self, number: usize) -> Option<&Mn> {
        self.names.get(number)
    }

    fn replace(&mut self, register: &Register) {
        self.by_source.clear();
        for logger in register.loggers.values() {
            let number = self.number(&logger.mn).unwrap_or_else(|| {
                self.by_mn.insert(logger.mn.clone(), self.names.len());
                self.names.push(logger.mn.clone());
                self.names.len() - 1
            });
            let source = match &logger.target {
                LoggerTarget::Outlet(id) => Source::Outlet(id.clone()),
                LoggerTarget::Station(id) => Source::Station(id.clone()),
            };
            self.by_source.insert(source, number);
        }
    }
}

/// Every series that came.
#[derive(Debug, Default)]
pub(crate) struct AllSeries {
    slots: Lookup<SeriesKey>,
    all: Vec<Series>,
    loggers: Loggers,
    /// The one that was asked for last: readings of one series often come together.
    last: usize,
}

impl AllSeries {
    /// The loggers of the register.
    pub(crate) fn loggers(&self) -> &Loggers {
        &self.loggers
    }

    /// The series of `slot`.
    pub(crate) fn get(&self, slot: usize) -> Option<&Series> {
        self.all.get(slot)
    }

    /// The slot of the series named `key`; `None` if the register does not name its source.
    pub(crate) fn slot_of(&mut self, register: &Register, key: &SeriesKey) -> Option<usize> {
        let is_last = self.all.get(self.last).is_some_and(|last| last.key == *key);
        if !is_last {
            self.last = match self.slots.get(key) {
                Some(slot) => *slot,
                None => self.add(register, key)?,
            };
        }
        self.all.get(self.last).filter(|series| series.is_registered).map(|series| series.slot)
    }

    fn add(&mut self, register: &Register, key: &SeriesKey) -> Option<usize> {
        let slot = self.all.len();
        let mut series = Series {
            slot,
            key: key.clone(),
            logger: None,
            is_registered: false,
            beside: Beside::read(&key.factor).map(Box::new),
            range: None,
            limits: Vec::new(),
        };
        series.resolve(register, &self.loggers);
        (series.is_registered && slot < MOST_SERIES).then_some(())?;
        self.slots.insert(key.clone(), slot);
        self.all.push(series);
        Some(slot)
    }

    /// Takes the register as it now stands.
    pub(crate) fn register_changed(&mut self, register: &Register) {
        self.loggers.replace(register);
        for series in &mut self.all {
            series.resolve(register, &self.loggers);
        }
    }
}

/// What a detector keeps for each series, by slot.
#[derive(Debug)]
pub(crate) struct PerSeries<T>(Vec<Option<Box<T>>>);

impl<T> Default for PerSeries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> PerSeries<T> {
    /// What is kept for `slot`; made by `new` where nothing is.
    pub(crate) fn entry(&mut self, slot: usize, new: impl FnOnce() -> T) -> &mut T {
        if slot >= self.0.len() {
            self.0.resize_with(slot + 1, || None);
        }
        #[expect(clippy::indexing_slicing, reason = "the line before makes the place")]
        self.0[slot].get_or_insert_with(|| Box::new(new()))
    }

    /// Everything that is kept, by slot.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (usize, &mut T)> {
        self.0.iter_mut().enumerate().filter_map(|(slot, kept)| Some((slot, kept.as_deref_mut()?)))
    }

    /// Forgets what the register does not name any more.
    pub(crate) fn register_changed(&mut self, series: &AllSeries) {
        for (slot, kept) in self.0.iter_mut().enumerate() {
            if !series.get(slot).is_some_and(|series| series.is_registered) {
                *kept = None;
            }
        }
    }
}
