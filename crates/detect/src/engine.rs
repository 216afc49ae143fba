use std::sync::Arc;

use model::{
    Beside, Finding, LineId, MeterId, MeterTarget, Mn, Reading, Register, SeriesKey, Source, Subject,
    Timestamp, TreatmentUnitId,
};

use crate::detectors::{Automatic, Context, Detectors};
use crate::kept::SharedShelf;
use crate::power::Meters;
use crate::series::AllSeries;
use crate::{Judging, MeterState, Shelf};

/// All detectors over one city.
///
/// Cheap to feed: the name of a reading's series is looked up once. State is kept for what the register names;
/// readings of anything else are passed over.
#[derive(Debug)]
pub struct Engine {
    city: City,
    detectors: Detectors,
}

/// What all detectors look at.
#[derive(Debug)]
struct City {
    /// Shared: that of a city is some megabytes, and others hold it too.
    register: Arc<Register>,
    series: AllSeries,
    meters: Meters,
    judging: Judging,
}

impl City {
    /// By the city's parameters, until it is known whom it is about.
    ///
    /// `sampled`: when the sample was taken that was just found to be the newest of its meter.
    fn context(&self, sampled: Option<Timestamp>) -> Context<'_> {
        let Self { register, series, meters, judging } = self;
        Context { register, parameters: judging.city(), judging, all: series, meters, sampled }
    }
}

impl Engine {
    /// An engine that has seen nothing yet.
    pub fn new(register: &Register, judging: impl Into<Judging>) -> Self {
        let city = City {
            register: Arc::default(),
            series: AllSeries::default(),
            meters: Meters::default(),
            judging: judging.into(),
        };
        let mut engine = Self { city, detectors: Detectors::default() };
        engine.replace_register(register);
        engine
    }

    /// From now on what is known of outlets lies on `shelf` between their hours. It changes what memory holds and
    /// nothing that is found. Without a shelf, memory holds all.
    #[must_use]
    pub fn with_shelf(mut self, shelf: Box<dyn Shelf>) -> Self {
        self.detectors.use_shelf(&SharedShelf::new(shelf));
        self
    }

    /// By what the detectors judge.
    pub fn judging(&self) -> &Judging {
        &self.city.judging
    }

    /// From now on the detectors judge by `judging`. What they have learned and what is ongoing stays: a
    /// finding that was told is not told again, and ends by the new parameters.
    pub fn replace_parameters(&mut self, judging: impl Into<Judging>) {
        self.city.judging = judging.into();
        self.city.series.judge_by(&self.city.register, &self.city.judging);
    }

    /// Takes the register as it now stands. What was learned of series that are still in it stays.
    pub fn replace_register(&mut self, register: &Register) {
        self.share_register(Arc::new(register.clone()));
    }

    /// The same with a register that others hold too.
    pub fn share_register(&mut self, register: Arc<Register>) {
        self.city.series.register_changed(&register, &self.city.judging);
        self.city.meters.register_changed(&register);
        self.city.register = register;
        let context = self.city.context(None);
        for detector in self.detectors.list() {
            detector.register_changed(&context);
        }
    }

    /// Takes one committed reading and appends what it makes known to `findings`.
    ///
    /// A new engine learns from stored readings in the same way. Give those of one source in the order of their
    /// time, those of all meters in the order of time over all of them, and those of all stations as well: meters
    /// and stations are judged together. Outlets may come one after the other, each with the hour means of the meters
    /// beside it ([`crate::meters_beside_outlets`]).
    pub fn observe(&mut self, reading: &Reading, findings: &mut Vec<Finding>) {
        let City { register, series, meters, judging } = &mut self.city;
        let Some(slot) = series.slot_of(register, judging, &reading.series) else { return };
        let Some(known) = series.get(slot).filter(|series| !series.is_manual()) else { return };
        let sampled = meters.observe(register, judging.at(known.judged_by), reading);
        let Some(series) = self.city.series.get(slot) else { return };
        let context = self.city.context(sampled).of_series(series);
        if let Some(logger) = series.logger {
            self.detectors.logger_silent.heard(&context, logger, reading.received_at, findings);
        }
        for detector in self.detectors.list() {
            detector.observe(&context, series, reading, findings);
        }
    }

    /// Takes a sample that people took, with what the instrument said at its time; nothing for other readings. What a
    /// laboratory finds is known long after; who calls this looks up what was said then. [`Engine::observe`] passes over
    /// such samples.
    pub fn compare(&mut self, sample: &Reading, automatic: Automatic, findings: &mut Vec<Finding>) {
        let Some((factor, Beside::ManualSample)) = Beside::read(&sample.series.factor) else { return };
        let context = self.city.context(None).of_source(&sample.series.source);
        self.detectors.sample_at_odds.compare(&context, &factor, sample, automatic, findings);
    }

    /// A frame of logger `mn` arrived at `at`, whatever it held: the gateway knows of frames that bring no
    /// reading. Also tells a new engine when a logger was last heard.
    pub fn heard(&mut self, mn: &Mn, at: Timestamp, findings: &mut Vec<Finding>) {
        let context = self.city.context(None);
        if let Some(logger) = context.all.loggers().number(mn) {
            let context = context.of_logger(logger);
            self.detectors.logger_silent.heard(&context, logger, at, findings);
        }
    }

    /// The clock of logger `mn` was `ahead_s` before ours in its latest frame, which arrived at `at`. Only a clock that is
    /// so far ahead that nothing it says is believed is judged by this; others are judged by their readings.
    pub fn clock_ahead(&mut self, mn: &Mn, at: Timestamp, ahead_s: i64, findings: &mut Vec<Finding>) {
        let context = self.city.context(None);
        if let Some(logger) = context.all.loggers().number(mn) {
            let context = context.of_logger(logger);
            self.detectors.clock_error.ahead(&context, logger, at, ahead_s, findings);
        }
    }

    /// From `at` on devices could reach the gateway (again): before that, silence says nothing about a logger.
    /// What an engine before this one has told as silent stays so.
    pub fn listening_since(&mut self, at: Timestamp) {
        self.detectors.logger_silent.listening_since(at);
    }

    /// Appends what the passing of time makes known by `now`. Call it about once a minute; a `now` before an
    /// earlier one is passed over.
    pub fn tick(&mut self, now: Timestamp, findings: &mut Vec<Finding>) {
        let context = self.city.context(None);
        for detector in self.detectors.list() {
            detector.tick(&context, now, findings);
        }
    }

    /// Tells a new engine of an anomaly that was ongoing when an earlier one stopped, so that this one can
    /// end it. `finding` is the last one given out for its key; cleared ones change nothing.
    ///
    /// Call it before any reading is observed, stored ones included: what the earlier engine judged is then
    /// learned from and not told again.
    pub fn resume(&mut self, finding: &Finding) {
        if finding.state != model::FindingState::Ongoing {
            return;
        }
        let City { register, series, judging, .. } = &mut self.city;
        let slot = series_of(finding).and_then(|key| series.slot_of(register, judging, &key));
        let series = slot.and_then(|slot| self.city.series.get(slot));
        let context = self.city.context(None);
        for detector in self.detectors.list() {
            detector.resume(&context, series, finding);
        }
    }

    /// What the meter of a production line says; `None` if the line has no meter that was heard.
    pub fn line_state(&self, line: &LineId) -> Option<MeterState> {
        self.target_state(&MeterTarget::Line(line.clone()))
    }

    /// What the meter of a treatment unit says; `None` if the unit has no meter that was heard.
    pub fn unit_state(&self, unit: &TreatmentUnitId) -> Option<MeterState> {
        self.target_state(&MeterTarget::TreatmentUnit(unit.clone()))
    }

    /// What a meter says; `None` if it was never heard.
    pub fn meter_state(&self, meter: &MeterId) -> Option<MeterState> {
        self.city.meters.state(meter)
    }

    fn target_state(&self, target: &MeterTarget) -> Option<MeterState> {
        self.meter_state(&self.city.register.meter_of(target)?.id)
    }
}

/// The series that a finding is about, where it is about one.
fn series_of(finding: &Finding) -> Option<SeriesKey> {
    let source = match &finding.key.subject {
        Subject::Outlet(id) => Source::Outlet(id.clone()),
        Subject::Station(id) => Source::Station(id.clone()),
        Subject::Meter(id) => Source::Meter(id.clone()),
        Subject::TreatmentUnit(_) | Subject::Logger(_) => return None,
    };
    Some(SeriesKey { source, factor: finding.key.factor.clone()? })
}
