//! The story's four parts as ground truth.

use model::{Subject, china};

use super::super::{City, Watched};
use super::id;
use crate::catalogue::{STORY_FAULT, STORY_PRINTER, STORY_SEWAGE, STORY_SILENT};
use crate::emission;
use crate::story::{self, Truth, TruthKind};

/// Usual ammonia nitrogen at the story's outfall, mg/L (its plant deviates in nothing from its trade).
const USUAL_AMMONIA: f64 = 0.9;

pub(super) fn of(city: &City) -> Vec<Truth> {
    let event = |kind, subject, (from_s, to_s): (i64, i64)| Truth {
        kind,
        subject,
        start: china::plus_seconds(city.start, from_s),
        end: china::plus_seconds(city.start, to_s),
    };
    let minutes = |from_min: i64, to_min: i64| (from_min * 60, to_min * 60);
    let unit = id(&format!("{}-T1", code(city, STORY_PRINTER)));
    let sewage = id(&format!("{}-DW001", code(city, STORY_SEWAGE)));
    let stack = id(&format!("{}-DA001", code(city, STORY_FAULT)));
    vec![
        event(
            TruthKind::ProductionOnTreatmentOff,
            Subject::TreatmentUnit(unit),
            minutes(story::PRESSES_ON_MIN, story::TREATMENT_ON_MIN),
        ),
        event(
            TruthKind::Exceedance { factor: id("w21003") },
            Subject::Outlet(sewage),
            emission::ammonia_over_limit_s(USUAL_AMMONIA),
        ),
        event(
            TruthKind::InstrumentFault { factor: id("a24088") },
            Subject::Outlet(stack),
            minutes(story::FAULT_SPIKES.from_min, story::FAULT_REPAIR.to_min),
        ),
        event(
            TruthKind::LoggerSilent,
            silent_logger(city),
            minutes(story::SILENCE.from_min, story::SILENCE.to_min),
        ),
    ]
}

fn code(city: &City, number: u32) -> &str {
    let plant = city.plants.iter().find(|plant| plant.number == number);
    plant.expect("the story's plants are in the catalogue (tested)").code.as_str()
}

fn silent_logger(city: &City) -> Subject {
    let watches = |watched: &Watched| matches!(watched, Watched::Outlet { plant, .. } if city.plants[*plant].number == STORY_SILENT);
    let logger = city.loggers.iter().find(|logger| watches(&logger.watched));
    Subject::Logger(logger.expect("the story's plants are monitored (tested)").mn.clone())
}
