//! Past periods judged again, on the wire.

use super::Presenter;
use super::alarm::severity_code;
use crate::dto::Time;
use crate::dto::replay as dto;
use crate::error::ApiError;
use crate::replays::{Replay, ReplayOutcome, ReplayState, ReplayedAlarm};

/// So many of what appears and vanishes are shown one by one.
const SHOWN_MAX: usize = 200;

impl Presenter<'_> {
    /// How far a replay is, and what came of it.
    pub(crate) fn replay(&self, replay: &Replay) -> Result<dto::Replay, ApiError> {
        let (code, failure, outcome) = match replay.state() {
            ReplayState::Running => ("running", None, None),
            ReplayState::Stopped => ("stopped", None, None),
            ReplayState::Failed(why) => ("failed", Some(why), None),
            ReplayState::Done(outcome) => ("done", None, Some(self.replay_outcome(&outcome))),
        };
        Ok(dto::Replay {
            rule: replay.question.rule.to_string(),
            from: Time(replay.question.from),
            to: Time(replay.question.to),
            begun: dto::ReplayBegun { by: self.who_acted(&replay.by)?, at: Time(replay.at) },
            state: code,
            done: replay.done(),
            failure,
            outcome,
        })
    }

    fn replay_outcome(&self, outcome: &ReplayOutcome) -> dto::ReplayOutcome {
        let shown = |alarms: &[ReplayedAlarm]| {
            alarms.iter().take(SHOWN_MAX).map(|alarm| self.replayed_alarm(alarm)).collect()
        };
        dto::ReplayOutcome {
            readings: outcome.readings,
            stay: outcome.stay,
            appear: shown(&outcome.appear),
            appear_count: outcome.appear.len() as u64,
            vanish: shown(&outcome.vanish),
            vanish_count: outcome.vanish.len() as u64,
        }
    }

    fn replayed_alarm(&self, alarm: &ReplayedAlarm) -> dto::ReplayedAlarm {
        dto::ReplayedAlarm {
            subject: self.subject(&alarm.key.subject),
            factor: alarm.key.factor.as_ref().map(ToString::to_string),
            severity: severity_code(alarm.severity),
            began: Time(alarm.began),
            raised_at: Time(alarm.raised_at),
            cleared_at: alarm.cleared_at.map(Time),
        }
    }
}
