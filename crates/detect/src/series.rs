//! The series that came, each with a small number, so that what is known of one is found without comparing names.

use foldhash::fast::FixedState;
use model::{
    Beside, CreditCode, FactorCode, Limit, LimitBasis, LoggerTarget, MeasuringRange, Mn, Register, SeriesKey,
    Source, Timestamp, Unit,
};

use crate::Judging;

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
    /// Where the parameters stand by which it is judged.
    pub(crate) judged_by: usize,
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

    fn resolve(&mut self, register: &Register, judging: &Judging, loggers: &Loggers) {
        self.judged_by = place_of(register, judging, &self.key.source);
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

/// Where the parameters stand by which a source is judged.
fn place_of(register: &Register, judging: &Judging, source: &Source) -> usize {
    enterprise_of(register, source).map_or(0, |enterprise| judging.place(enterprise))
}

/// Whose source it is; `None` of what is nobody's.
pub(crate) fn enterprise_of<'a>(register: &'a Register, source: &Source) -> Option<&'a CreditCode> {
    match source {
        Source::Outlet(id) => register.outlets.get(id).map(|outlet| &outlet.enterprise),
        Source::Meter(id) => register.meters.get(id).map(|meter| &meter.enterprise),
        Source::Station(_) | Source::Cruise(_) | Source::Waiting(_) => None,
    }
}

/// The loggers of the register, numbered in the order in which they became known.
#[derive(Debug, Default)]
pub(crate) struct Loggers {
    names: Vec<Mn>,
    /// Where the parameters of each stand.
    judged_by: Vec<usize>,
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

    /// Where the parameters stand by which logger `number` is judged.
    pub(crate) fn judged_by(&self, number: usize) -> usize {
        self.judged_by.get(number).copied().unwrap_or_default()
    }

    fn judge_by(&mut self, register: &Register, judging: &Judging) {
        let place = |mn: &Mn| match register.loggers.get(mn).map(|logger| &logger.target) {
            Some(LoggerTarget::Outlet(id)) => place_of(register, judging, &Source::Outlet(id.clone())),
            Some(LoggerTarget::Station(_)) | None => 0,
        };
        self.judged_by = self.names.iter().map(place).collect();
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
    pub(crate) fn slot_of(
        &mut self,
        register: &Register,
        judging: &Judging,
        key: &SeriesKey,
    ) -> Option<usize> {
        let is_last = self.all.get(self.last).is_some_and(|last| last.key == *key);
        if !is_last {
            self.last = match self.slots.get(key) {
                Some(slot) => *slot,
                None => self.add(register, judging, key)?,
            };
        }
        self.all.get(self.last).filter(|series| series.is_registered).map(|series| series.slot)
    }

    fn add(&mut self, register: &Register, judging: &Judging, key: &SeriesKey) -> Option<usize> {
        let slot = self.all.len();
        let mut series = Series {
            slot,
            key: key.clone(),
            logger: None,
            is_registered: false,
            beside: Beside::read(&key.factor).map(Box::new),
            judged_by: 0,
            range: None,
            limits: Vec::new(),
        };
        series.resolve(register, judging, &self.loggers);
        (series.is_registered && slot < MOST_SERIES).then_some(())?;
        self.slots.insert(key.clone(), slot);
        self.all.push(series);
        Some(slot)
    }

    /// Takes the register as it now stands.
    pub(crate) fn register_changed(&mut self, register: &Register, judging: &Judging) {
        self.loggers.replace(register);
        self.loggers.judge_by(register, judging);
        for series in &mut self.all {
            series.resolve(register, judging, &self.loggers);
        }
    }

    /// From now on everything is judged by `judging`.
    pub(crate) fn judge_by(&mut self, register: &Register, judging: &Judging) {
        self.loggers.judge_by(register, judging);
        for series in &mut self.all {
            series.judged_by = place_of(register, judging, &series.key.source);
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
