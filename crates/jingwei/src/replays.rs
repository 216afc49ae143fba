//! Puts the judging of past periods behind `api`'s port.

use std::num::NonZeroUsize;
use std::ops::ControlFlow;

use api::{Office, Rejudging, ReplayOutcome, ReplayQuestion, ReplayedAlarm};
use casework::rule;
use lake::Lake;
use model::{FindingKey, FindingKind, china};
use views::Views;

use crate::rejudge::{Case, Episode, rejudge};

/// How many days before a period detectors of a kind learn from.
pub(crate) fn learn_days(kind: FindingKind) -> i64 {
    match kind {
        // What is expected of an hour mean takes 500 hours to learn, and which stations move together two weeks.
        FindingKind::ConstantValue
        | FindingKind::ImpossibleValue
        | FindingKind::Replay
        | FindingKind::Step
        | FindingKind::Drift
        | FindingKind::LimitHugging
        | FindingKind::RangeClipping
        | FindingKind::VarianceCollapse
        | FindingKind::Unexplained
        | FindingKind::MassBalance
        | FindingKind::CalibrationAltered
        | FindingKind::SampleAtOdds
        | FindingKind::StationSpike => 30,
        FindingKind::ExceedanceHour
        | FindingKind::ExceedanceDay
        | FindingKind::ExceedanceRealtime
        | FindingKind::LoggerSilent
        | FindingKind::ClockError
        | FindingKind::ProductionOnTreatmentOff
        | FindingKind::ProductionUnderOrder
        | FindingKind::OffHoursProduction => 7,
    }
}

/// The stored readings and the rules.
pub(crate) struct StoredPeriods {
    pub(crate) lake: Lake,
    pub(crate) views: Views,
    pub(crate) office: Office,
}

impl Rejudging for StoredPeriods {
    fn rejudge(
        &self,
        question: &ReplayQuestion,
        tell: &(dyn Fn(f64) -> ControlFlow<()> + Sync),
    ) -> Result<Option<ReplayOutcome>, String> {
        let rules = self.office.rules().map_err(|error| error.to_string())?;
        let judged = rules.get(&question.rule).ok_or("the rule is gone")?;
        let register = self.views.register();
        let [before, after] =
            rule::parameters_without_and_with(&rules, &question.rule, &register, question.to)
                .ok_or("the rule is gone")?;
        let counts = |key: &FindingKey| {
            key.kind == judged.kind && rule::judges(&judged.extent, &key.subject, &register)
        };
        let case = Case {
            lake: &self.lake,
            register: &register,
            learn_from: china::plus_seconds(question.from, -86_400 * learn_days(judged.kind)),
            from: question.from,
            to: question.to,
            counts: &counts,
            judging: [&before, &after],
        };
        // The server goes on serving meanwhile.
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let change = rejudge(&case, cores / 2, tell);
        self.lake.forget_unused(std::time::Duration::ZERO);
        Ok(change.map(|change| {
            let alarms = |episodes: Vec<Episode>| episodes.into_iter().map(alarm).collect();
            ReplayOutcome {
                readings: change.readings,
                stay: change.stay.get(&judged.kind).copied().unwrap_or_default(),
                appear: alarms(change.appear),
                vanish: alarms(change.vanish),
            }
        }))
    }
}

fn alarm(episode: Episode) -> ReplayedAlarm {
    let Episode { key, began, raised, cleared, severity } = episode;
    ReplayedAlarm { key, severity, began, raised_at: raised, cleared_at: cleared }
}

#[cfg(test)]
mod tests {
    use casework::rule::Command;
    use model::{Actor, Clock, Granularity, Role, RuleId, Scope};

    use super::*;
    use crate::watch::tests::{City, hour, minutes_after_start, reading};

    #[test]
    fn a_rule_in_shadow_is_held_against_what_holds() {
        let city = City::new();
        let duty = Actor::User { id: "duty".parse().unwrap(), role: Role::DutyOfficer, scope: Scope::City };
        let figure = |minute: i64| if (30..46).contains(&minute) { 25.0 } else { 4.0 };
        let minutes =
            (0..120).map(|minute| reading(Granularity::Minute, minutes_after_start(minute), figure(minute)));
        city.store(minutes.collect());
        city.set(hour(3));
        let office = city.rooms.office.clone();
        let id: RuleId = "P-1".parse().unwrap();
        let propose = Command::Propose {
            id: id.clone(),
            kind: FindingKind::ExceedanceRealtime,
            extent: rule::Extent::City,
            values: [("realtime.hold_s".to_owned(), 3600.0)].into(),
            valid_from: None,
            valid_to: None,
            reason: "short bouts".into(),
        };
        office.rule(None, &duty, &propose).unwrap();
        let periods =
            StoredPeriods { lake: city.rooms.lake.clone(), views: city.rooms.views.clone(), office };
        let question = ReplayQuestion { rule: id, from: hour(0), to: city.clock.now() };
        let outcome = periods.rejudge(&question, &|_| ControlFlow::Continue(())).unwrap().unwrap();
        assert_eq!((outcome.readings, outcome.stay, outcome.appear.len()), (120, 0, 0));
        assert_eq!(outcome.vanish.len(), 1, "the bout is shorter than the rule asks for");
        assert_eq!(outcome.vanish[0].began, minutes_after_start(30));
        assert_eq!(periods.rejudge(&question, &|_| ControlFlow::Break(())), Ok(None), "it can be broken off");
        let gone = ReplayQuestion { rule: "P-2".parse().unwrap(), ..question };
        assert!(periods.rejudge(&gone, &|_| ControlFlow::Continue(())).is_err());
    }
}
