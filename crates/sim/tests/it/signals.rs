use model::{LimitBasis, Mark, MeterTarget, Subject, Timestamp, TreatmentUnitId, china};
use sim::{City, Truth, TruthKind};

use crate::{city, minute};

fn truth(city: &City, wanted: impl Fn(&TruthKind) -> bool) -> &Truth {
    city.truth().iter().find(|truth| wanted(&truth.kind)).expect("the story has four parts")
}

fn minutes(from: i64, to: i64) -> impl Iterator<Item = Timestamp> {
    (from..to).map(minute)
}

#[test]
fn honest_plants_stay_under_their_limits_all_morning() {
    for seed in 0..3 {
        let city = city(seed);
        let story: Vec<&Subject> = city.truth().iter().map(|truth| &truth.subject).collect();
        for outlet in city.register().outlets.values() {
            if story.contains(&&Subject::Outlet(outlet.id.clone())) {
                continue;
            }
            for limit in outlet.limits.iter().filter(|limit| limit.basis == LimitBasis::Realtime) {
                for time in minutes(0, 240) {
                    let shown = city.shown(&outlet.id, limit.factor.as_str(), time).unwrap();
                    let inside = (limit.lower.unwrap_or(0.0)..limit.upper * 0.97).contains(&shown.compared());
                    assert!(
                        inside || !shown.mark.is_evidence(),
                        "seed {seed} {} {} at {}: {shown:?} against {}",
                        outlet.id,
                        limit.factor,
                        china::minute_text(time),
                        limit.upper
                    );
                    assert_eq!(shown.converted.is_some(), limit.converted);
                }
            }
        }
    }
}

#[test]
fn honest_treatment_runs_while_production_does() {
    for seed in 0..3 {
        let city = city(seed);
        let violation = truth(&city, |kind| *kind == TruthKind::ProductionOnTreatmentOff);
        for unit in city.register().treatment_units.values() {
            if violation.subject == Subject::TreatmentUnit(unit.id.clone()) {
                continue;
            }
            // From three days before the story to the end of its day.
            let mut untreated = 0;
            for time in minutes(-3 * 1440, 960) {
                let (production, treatment) = city.running(&unit.id, time).unwrap();
                untreated = if production && !treatment { untreated + 1 } else { 0 };
                assert!(untreated <= 2, "seed {seed} {} {}", unit.id, china::minute_text(time));
            }
        }
    }
}

fn story_unit(city: &City) -> TreatmentUnitId {
    let told = truth(city, |kind| *kind == TruthKind::ProductionOnTreatmentOff);
    let treatment_units = city.register().treatment_units;
    let found = treatment_units.into_keys().find(|id| told.subject == Subject::TreatmentUnit(id.clone()));
    found.expect("the story's subject is of the register")
}

#[test]
fn the_printer_starts_its_presses_at_8_40_and_the_power_shows_it() {
    let city = city(5);
    let register = city.register();
    let unit = &register.treatment_units[&story_unit(&city)];
    let line = register.meter_of(&MeterTarget::Line(unit.treats[0].clone())).unwrap();
    let treatment = register.meter_of(&MeterTarget::TreatmentUnit(unit.id.clone())).unwrap();
    let share =
        |meter: &model::PowerMeter, at| city.power_kw(&meter.id, at).unwrap() / meter.rated_kw.unwrap();

    assert!(share(line, minute(20)) < 0.02);
    assert!((0.05..0.2).contains(&share(line, minute(35))), "warming up");
    assert!((0.05..0.2).contains(&share(line, china::plus_seconds(minute(40), -1))));
    assert!(share(line, minute(44)) > 0.5);
    assert!(minutes(0, 210).all(|time| share(treatment, time) < 0.01));
    assert!(share(treatment, minute(215)) > 0.5);
    // On the days before it was honest: both states of both machines can be learned.
    let day_before = |at: i64| at - 1440;
    assert!(share(line, minute(day_before(150))) > 0.5 && share(treatment, minute(day_before(150))) > 0.5);
    assert!(
        share(line, minute(day_before(-180))) < 0.02 && share(treatment, minute(day_before(-180))) < 0.01
    );

    let told = truth(&city, |kind| *kind == TruthKind::ProductionOnTreatmentOff);
    assert_eq!((told.start, told.end), (minute(40), minute(210)));
    // Its stack stays under the limit: nothing but the meters tells.
    let outlet = unit.outlet.as_ref().unwrap();
    let limit = register.outlets[outlet].limits[0].upper;
    let peak =
        minutes(40, 210).map(|time| city.shown(outlet, "a24088", time).unwrap().value).fold(0.0, f64::max);
    assert!(peak > 0.5 * limit && peak < limit, "{peak}");
}

#[test]
fn ammonia_goes_over_its_limit_in_the_hour_from_eight() {
    for seed in 0..5 {
        let city = city(seed);
        let told = truth(&city, |kind| matches!(kind, TruthKind::Exceedance { .. }));
        let Subject::Outlet(outlet) = &told.subject else { panic!("{told:?}") };
        let shown = |time| city.shown(outlet, "w21003", time).unwrap();
        assert!(minutes(0, 20).all(|time| shown(time).value < 2.0));
        assert!(shown(minute(33)).value > 5.0, "visible in real time before the hour is over");
        let mean = |at| city.hour_mean(outlet, "w21003", minute(at)).unwrap();
        assert!(mean(0).value > 5.5 && mean(0).mark == Mark::Normal, "{:?}", mean(0));
        assert!(mean(-60).value < 2.0 && mean(60).value > 8.0 && mean(240).value < 2.0);
        for time in [told.start, told.end] {
            let emitted = city.emitted(outlet, "w21003", time).unwrap();
            assert!((4.5..5.5).contains(&emitted), "{emitted}");
        }
    }
}

#[test]
fn the_broken_analyser_spikes_then_freezes_then_is_marked() {
    let city = city(5);
    let told = truth(&city, |kind| matches!(kind, TruthKind::InstrumentFault { .. }));
    let Subject::Outlet(outlet) = &told.subject else { panic!("{told:?}") };
    let shown = |at| city.shown(outlet, "a24088", minute(at)).unwrap();
    let limit = 60.0;

    let spikes = (12..50).filter(|at| shown(*at).value > limit).count();
    assert!((8..20).contains(&spikes), "{spikes}");
    assert!((12..85).all(|at| shown(at).mark == Mark::Normal));
    assert!((50..85).all(|at| shown(at).value == shown(50).value && shown(at).value > limit));
    assert!((85..185).all(|at| shown(at).mark == Mark::Fault));
    assert_eq!((shown(190).mark, shown(225).mark), (Mark::Maintenance, Mark::Normal));
    // What is emitted is fine all the while.
    assert!(minutes(0, 240).all(|time| city.emitted(outlet, "a24088", time).unwrap() < limit));
    assert_eq!((told.start, told.end), (minute(12), minute(220)));
}

#[test]
fn the_silent_logger_sends_nothing_from_8_25() {
    let city = city(5);
    let told = truth(&city, |kind| *kind == TruthKind::LoggerSilent);
    let Subject::Logger(mn) = &told.subject else { panic!("{told:?}") };
    assert_eq!(told.start, minute(25));
    let times: Vec<_> =
        city.frames_until(minute(330)).into_iter().filter(|f| f.mn == *mn).map(|f| f.due).collect();
    assert!(times.iter().any(|time| *time > minute(23) && *time < told.start));
    assert!(!times.iter().any(|time| (told.start..told.end).contains(time)));
    assert!(times.iter().any(|time| *time > told.end));
}

#[test]
fn life_goes_on_as_it_does() {
    // Over some seeds the honest part of the city shows calibration, service, faults and stops.
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..3 {
        let city = city(seed);
        for outlet in city.register().outlets.values() {
            let factor = outlet.limits[0].factor.as_str();
            seen.extend((0..24).map(|step| city.shown(&outlet.id, factor, minute(step * 10)).unwrap().mark));
        }
    }
    for mark in [Mark::Normal, Mark::Calibration, Mark::Maintenance, Mark::Fault, Mark::Stopped] {
        assert!(seen.contains(&mark), "{mark:?} not in {seen:?}");
    }
}
