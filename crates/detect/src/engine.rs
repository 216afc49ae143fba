use std::collections::BTreeMap;

use model::{
    Finding, LineId, LoggerTarget, MeterId, MeterTarget, Mn, Reading, Register, Source, Timestamp,
    TreatmentUnitId,
};

use crate::detectors::{Context, Detectors};
use crate::{MeterState, Parameters};

/// All detectors over one city.
///
/// Cheap to feed: a reading costs a few look-ups in ordered maps. State is kept for what the register names;
/// readings of anything else are passed over.
#[derive(Debug)]
pub struct Engine {
    register: Register,
    loggers_by_source: BTreeMap<Source, Mn>,
    parameters: Parameters,
    detectors: Detectors,
}

impl Engine {
    /// An engine that has seen nothing yet.
    pub fn new(register: &Register, parameters: Parameters) -> Self {
        let mut engine = Self {
            register: Register::default(),
            loggers_by_source: BTreeMap::new(),
            parameters,
            detectors: Detectors::default(),
        };
        engine.replace_register(register);
        engine
    }

    /// What the detectors are tuned by.
    pub fn parameters(&self) -> &Parameters {
        &self.parameters
    }

    /// Takes the register as it now stands. What was learned of series that are still in it stays.
    pub fn replace_register(&mut self, register: &Register) {
        self.register = register.clone();
        self.loggers_by_source = register
            .loggers
            .values()
            .map(|logger| {
                let source = match &logger.target {
                    LoggerTarget::Outlet(id) => Source::Outlet(id.clone()),
                    LoggerTarget::Station(id) => Source::Station(id.clone()),
                };
                (source, logger.mn.clone())
            })
            .collect();
        let context = Context { register: &self.register, parameters: &self.parameters };
        for detector in self.detectors.list() {
            detector.register_changed(&context);
        }
    }

    /// Takes one committed reading and appends what it makes known to `findings`.
    ///
    /// A new engine learns from stored readings in the same way. Give those of one source in the order of their
    /// time, and those of all meters in the order of time over all of them: meters are judged together. Sources
    /// that are no meters may come one after the other.
    pub fn observe(&mut self, reading: &Reading, findings: &mut Vec<Finding>) {
        let context = Context { register: &self.register, parameters: &self.parameters };
        if let Some(mn) = self.loggers_by_source.get(&reading.series.source) {
            self.detectors.logger_silent.heard(&context, mn, reading.received_at, findings);
        }
        for detector in self.detectors.list() {
            detector.observe(&context, reading, findings);
        }
    }

    /// A frame of logger `mn` arrived at `at`, whatever it held: the gateway knows of frames that bring no
    /// reading. Also tells a new engine when a logger was last heard.
    pub fn heard(&mut self, mn: &Mn, at: Timestamp, findings: &mut Vec<Finding>) {
        let context = Context { register: &self.register, parameters: &self.parameters };
        self.detectors.logger_silent.heard(&context, mn, at, findings);
    }

    /// From `at` on devices could reach the gateway (again): before that, silence says nothing about a logger.
    /// What an engine before this one has told as silent stays so.
    pub fn listening_since(&mut self, at: Timestamp) {
        self.detectors.logger_silent.listening_since(at);
    }

    /// Appends what the passing of time makes known by `now`. Call it about once a minute; a `now` before an
    /// earlier one is passed over.
    pub fn tick(&mut self, now: Timestamp, findings: &mut Vec<Finding>) {
        let context = Context { register: &self.register, parameters: &self.parameters };
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
        if finding.state == model::FindingState::Ongoing {
            for detector in self.detectors.list() {
                detector.resume(finding);
            }
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
        self.detectors.treatment_off.meter_state(meter)
    }

    fn target_state(&self, target: &MeterTarget) -> Option<MeterState> {
        self.meter_state(&self.register.meter_of(target)?.id)
    }
}
