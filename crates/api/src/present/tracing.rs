//! Tracings as accounts see them.

mod air;
mod ranking;
mod tasks;

use casework::tracing::{
    Assumed, Cause, Event, Frozen, InstrumentSeen, Measuring, Missing, Origin, Ranking, Thing, Tracing,
    Verdict, Version, VersionState, may_work, score,
};
use ledger::StoredEvent;
use model::{CreditCode, FactorCode, StationId};
use views::TracingRow;

use super::Presenter;
use crate::dto::tracing::{
    TracingAlarm, TracingClosing, TracingCommand, TracingDetail, TracingHit, TracingInstrument,
    TracingProbable, TracingRemark, TracingStage, TracingStep, TracingSummary, TracingThing, TracingTrack,
    TracingTrackPoint, TracingVerdict, TracingVersion, TracingWind,
};
use crate::dto::{Named, Time};
use crate::error::ApiError;
use crate::routes::seals::granularity_code;

/// So many points of a track are drawn at most.
const TRACK_POINTS: usize = 1_500;
/// So many rows of wind of a mast are drawn at most: ten minutes each of the longest record.
const WIND_ROWS: usize = 432;

/// How far it is.
pub(crate) fn stage_of(tracing: &Tracing) -> TracingStage {
    if tracing.closing.is_some() {
        return TracingStage::Closed;
    }
    match tracing.last().map(|version| &version.state) {
        Some(VersionState::Running) | None => TracingStage::Running,
        Some(VersionState::Ranked { .. }) => TracingStage::Ranked,
        Some(VersionState::NotPossible { .. }) => TracingStage::NotPossible,
        Some(VersionState::Failed { .. }) => TracingStage::Failed,
    }
}

/// How well it did, once it is known.
pub(crate) fn hit_of(tracing: &Tracing) -> Option<TracingHit> {
    let score = tracing.score()?;
    Some(match (score.first, score.among_three) {
        (true, _) => TracingHit::First,
        (false, true) => TracingHit::AmongThree,
        (false, false) => TracingHit::Missed,
    })
}

fn verdict_of(verdict: &Verdict) -> TracingVerdict {
    match verdict {
        Verdict::Enterprises(_) => TracingVerdict::Enterprises,
        Verdict::NotInRegister => TracingVerdict::NotInRegister,
        Verdict::Regional => TracingVerdict::Regional,
        Verdict::NotFound => TracingVerdict::NotFound,
    }
}

impl Presenter<'_> {
    /// Whether the viewer may see a tracing: the station's branch and the city's offices, and whoever sees the alarm that it
    /// comes from, as the branch to which that was given.
    pub(crate) fn sees_tracing(&self, tracing: &Tracing) -> Result<bool, ApiError> {
        if !self.viewer().is_office() {
            return Ok(false);
        }
        if self.viewer().sees(Some(tracing.district()), None) {
            return Ok(true);
        }
        let Some(alarm) = tracing.alarm() else { return Ok(false) };
        let view = self.services.views.alarm(alarm).map_err(|error| ApiError::unavailable(&error))?;
        Ok(view.is_some_and(|view| self.sees_alarm(&view.row.alarm)))
    }

    pub(crate) fn station_named(&self, id: &StationId) -> Named {
        let station = self.register().stations.get(id);
        Named {
            code: id.to_string(),
            name: station.map_or_else(|| id.to_string(), |station| station.name.clone()),
            name_en: station.map_or_else(|| id.to_string(), |station| station.name_en.clone()),
        }
    }

    pub(crate) fn factor_named(code: &FactorCode) -> Named {
        let (name, name_en) = crate::dto::series::factor_names(code);
        Named { code: code.to_string(), name, name_en }
    }

    /// A tracing in a list.
    pub(crate) fn tracing_summary(&self, tracing: &Tracing) -> TracingSummary {
        let asked = &tracing.opened.question;
        let found = match tracing.closing.as_ref().map(|closing| &closing.verdict) {
            Some(Verdict::Enterprises(codes)) => {
                codes.iter().map(|code| self.enterprise_named(code)).collect()
            }
            Some(Verdict::NotInRegister | Verdict::Regional | Verdict::NotFound) | None => Vec::new(),
        };
        TracingSummary {
            id: tracing.id().to_string(),
            station: self.station_named(&asked.station),
            district: self.district_named(tracing.district()),
            factor: Self::factor_named(&asked.factor),
            anomaly_from: Time(asked.anomaly_from),
            anomaly_to: Time(asked.anomaly_to),
            alarm: tracing.alarm().map(ToString::to_string),
            opened_at: Time(tracing.at),
            stage: stage_of(tracing),
            first: tracing.ranking().and_then(|ranking| self.first_of(ranking)),
            verdict: tracing.closing.as_ref().map(|closing| verdict_of(&closing.verdict)),
            found,
            hit: hit_of(tracing),
            task: tracing.cruises.last().map(tasks::stage_of_task),
        }
    }

    /// The most probable thing of a ranking.
    fn first_of(&self, ranking: &Ranking) -> Option<TracingProbable> {
        // The verdict says nothing here: any that can be scored puts things in their order.
        let first = score(ranking, &Verdict::Regional)?.items.into_iter().next()?;
        Some(TracingProbable { thing: self.thing(&first.thing), probability: first.probability })
    }

    fn thing(&self, thing: &Thing) -> TracingThing {
        match thing {
            Thing::Enterprise(code) => TracingThing::Enterprise { enterprise: self.enterprise_named(code) },
            Thing::Unregistered => TracingThing::Unregistered,
            Thing::Nobody => TracingThing::Nobody,
        }
    }

    /// Everything about a tracing, with the version `wanted`, or the last one.
    pub(crate) fn tracing_detail(
        &self,
        row: &TracingRow,
        wanted: Option<usize>,
        history: &[StoredEvent],
    ) -> Result<TracingDetail, ApiError> {
        let tracing = &row.tracing;
        let shown = wanted.unwrap_or(tracing.versions.len().saturating_sub(1));
        let version = tracing.versions.get(shown).ok_or_else(ApiError::not_found)?;
        let frozen = crate::tracings::input(self.services, &version.input)?;
        let ranking = match &version.state {
            VersionState::Ranked { found, .. } => {
                let found = crate::tracings::found(self.services, found)?;
                Some(self.tracing_ranking(&frozen, &found))
            }
            VersionState::Running | VersionState::NotPossible { .. } | VersionState::Failed { .. } => None,
        };
        let reason = match &tracing.opened.origin {
            Origin::ByHand(reason) => Some(reason.clone()),
            Origin::Alarm(_) => None,
        };
        let history = history.iter().rev().map(|stored| self.tracing_step(stored));
        Ok(TracingDetail {
            summary: self.tracing_summary(tracing),
            version: row.version,
            allowed: self.may_with_tracing(tracing),
            reason,
            from: Time(frozen.question.from),
            to: Time(frozen.question.to),
            place: frozen.origin.into(),
            from_alarm: self.tracing_alarm(tracing)?,
            versions: tracing.versions.iter().enumerate().map(|of| self.tracing_version(of)).collect(),
            shown,
            ranking,
            instruments: self.tracing_instruments(&frozen),
            wind: wind(&frozen),
            tracks: tracks(&frozen),
            assumed: frozen.assumed.iter().map(assumed).collect(),
            missing: frozen.missing.iter().map(|missing| self.missing(missing)).collect(),
            tasks: self.tracing_tasks(tracing)?,
            closing: self.tracing_closing(tracing)?,
            history: history.collect::<Result<_, _>>()?,
        })
    }

    fn may_with_tracing(&self, tracing: &Tracing) -> Vec<TracingCommand> {
        let actor = self.viewer().actor();
        if !may_work(&actor, tracing.district()) || tracing.closing.is_some() {
            return Vec::new();
        }
        let (rested, open) = (tracing.running().is_none(), tracing.open_cruise().is_some());
        let all = [
            (TracingCommand::Renew, rested),
            (TracingCommand::AskCruise, !open),
            (TracingCommand::AcceptCruise, tracing.may_accept_cruise(&actor)),
            (TracingCommand::EndCruise, open),
            (TracingCommand::Close, rested && !open),
        ];
        all.into_iter().filter(|(_, may)| *may).map(|(command, _)| command).collect()
    }

    fn tracing_version(&self, (number, version): (usize, &Version)) -> TracingVersion {
        let (mut state, mut found, mut method, mut first, mut why) = ("running", None, None, None, None);
        let done_at = match &version.state {
            VersionState::Running => None,
            VersionState::Ranked { found: hash, method: by, ranking, at } => {
                (state, found, method) = ("ranked", Some(hash.to_string()), Some(by.clone()));
                first = self.first_of(ranking);
                Some(Time(*at))
            }
            VersionState::NotPossible { at, .. } => {
                state = "not_possible";
                Some(Time(*at))
            }
            VersionState::Failed { why: reason, at } => {
                (state, why) = ("failed", Some(reason.clone()));
                Some(Time(*at))
            }
        };
        let cause = match version.cause {
            Cause::Opened => "opened",
            Cause::Again => "again",
            Cause::Track(_) => "track",
        };
        let (at, input) = (Time(version.at), version.input.to_string());
        TracingVersion { number, cause, at, state, input, found, method, done_at, first, why }
    }

    fn tracing_alarm(&self, tracing: &Tracing) -> Result<Option<TracingAlarm>, ApiError> {
        let Some(id) = tracing.alarm() else { return Ok(None) };
        let view = self.services.views.alarm(id).map_err(|error| ApiError::unavailable(&error))?;
        Ok(view.map(|view| {
            let alarm = &view.row.alarm;
            TracingAlarm {
                id: id.to_string(),
                stage: alarm.stage_name().code(),
                branch: alarm.branch().map(|branch| self.district_named(branch)),
                outcome: alarm.verification().map(|found| found.outcome.code()),
                note: alarm.verification().map(|found| found.note.clone()),
            }
        }))
    }

    fn tracing_closing(&self, tracing: &Tracing) -> Result<Option<TracingClosing>, ApiError> {
        let Some(closing) = &tracing.closing else { return Ok(None) };
        Ok(Some(TracingClosing {
            verdict: verdict_of(&closing.verdict),
            enterprises: self.tracing_summary(tracing).found,
            words: closing.words.clone(),
            by: self.who(&closing.by)?,
            at: Time(closing.at),
            hit: hit_of(tracing),
            brier: tracing.score().map(|score| score.brier),
        }))
    }

    fn tracing_instruments(&self, frozen: &Frozen) -> Vec<TracingInstrument> {
        let of = |(number, seen): (usize, &InstrumentSeen)| {
            let own = frozen.input.observations.iter().filter(|observation| observation.instrument == number);
            let place =
                own.clone().next().map_or(frozen.origin, |observation| frozen.place_of(observation.position));
            TracingInstrument {
                station: instrument_named(seen),
                place: place.into(),
                granularity: match &seen.what {
                    Measuring::Station { granularity, .. } => granularity_code(*granularity),
                    Measuring::Track { .. } => "track",
                },
                values: seen.values,
                greatest: own.map(|observation| observation.value_ug_m3).fold(f64::NEG_INFINITY, f64::max),
            }
        };
        frozen.instruments.iter().enumerate().map(of).collect()
    }

    fn missing(&self, missing: &Missing) -> TracingRemark {
        match missing {
            Missing::Wind => remark("wind"),
            Missing::Readings => remark("readings"),
            Missing::OtherStations => remark("other_stations"),
            Missing::Candidates => remark("candidates"),
            Missing::SilentStations { stations } => TracingRemark {
                stations: stations.iter().map(|id| self.station_named(id)).collect(),
                ..remark("silent_stations")
            },
            Missing::WindAtTimes { percent } => {
                TracingRemark { percent: Some(*percent), ..remark("wind_at_times") }
            }
        }
    }

    fn tracing_step(&self, stored: &StoredEvent) -> Result<TracingStep, ApiError> {
        let words = match Event::from_json(&stored.kind, &stored.body) {
            Ok(Event::Closed(closed)) => Some(closed.words),
            Ok(Event::Failed(failed)) => Some(failed.why),
            Ok(Event::CruiseAsked(asked)) => Some(asked.words),
            Ok(Event::CruiseEnded(ended)) => Some(ended.words),
            Ok(Event::Opened(opened)) => match opened.origin {
                Origin::ByHand(reason) => Some(reason),
                Origin::Alarm(alarm) => Some(alarm.to_string()),
            },
            Ok(Event::Frozen(_) | Event::Ranked(_) | Event::NotPossible(_) | Event::CruiseAccepted(_))
            | Err(_) => None,
        };
        Ok(TracingStep {
            kind: stored.kind.trim_start_matches("tracing.").to_owned(),
            at: Time(stored.at),
            by: self.who(&stored.actor)?,
            words,
            sequence: stored.sequence,
        })
    }

    /// The tracing that was opened from an alarm, for offices.
    pub(super) fn tracing_of_alarm(&self, alarm: &model::AlarmId) -> Result<Option<String>, ApiError> {
        if !self.viewer().is_office() {
            return Ok(None);
        }
        let row =
            self.services.views.tracing_of_alarm(alarm).map_err(|error| ApiError::unavailable(&error))?;
        Ok(row.map(|row| row.tracing.id().to_string()))
    }

    /// Whether the viewer may have an alarm traced.
    pub(super) fn may_trace(&self, alarm: &casework::alarm::Alarm) -> bool {
        let traceable = alarm.key.kind == model::FindingKind::StationSpike
            && alarm.key.factor.as_ref().is_some_and(casework::tracing::is_emitted);
        let district = match &alarm.key.subject {
            model::Subject::Station(id) => self.register().stations.get(id).map(|station| &station.district),
            _ => None,
        };
        traceable && district.is_some_and(|district| may_work(&self.viewer().actor(), district))
    }

    /// An enterprise of a frozen input, by the name that it had then.
    fn seen_named(&self, frozen: &Frozen, code: &CreditCode) -> Named {
        let seen = frozen.candidates.iter().find(|seen| seen.enterprise == *code);
        seen.map_or_else(
            || self.enterprise_named(code),
            |seen| Named { code: code.to_string(), name: seen.name.clone(), name_en: seen.name_en.clone() },
        )
    }
}

/// A station by its id, a cruise by the name of its file.
fn instrument_named(seen: &InstrumentSeen) -> Named {
    let code = match &seen.what {
        Measuring::Station { id, .. } => id.to_string(),
        // The heights of one file are instruments of their own.
        Measuring::Track { file, height_m } => {
            height_m.map_or_else(|| file.to_string(), |height_m| format!("{file}@{height_m}"))
        }
    };
    Named { code, name: seen.name.clone(), name_en: seen.name_en.clone() }
}

/// What cruises measured, thinned to what a map can show.
fn tracks(frozen: &Frozen) -> Vec<TracingTrack> {
    let of = |(number, seen): (usize, &InstrumentSeen)| {
        seen.station().is_none().then(|| {
            let own = frozen.input.observations.iter().filter(|observation| observation.instrument == number);
            let step = seen.values.div_ceil(TRACK_POINTS).max(1);
            let point = |observation: &trace::Observation| TracingTrackPoint {
                place: frozen.place_of(observation.position).into(),
                at: Time(observation.at),
                value: observation.value_ug_m3,
            };
            let height_m = match &seen.what {
                Measuring::Track { height_m, .. } => *height_m,
                Measuring::Station { .. } => None,
            };
            let points = own.step_by(step).map(point).collect();
            TracingTrack { name: seen.name.clone(), height_m, points }
        })
    };
    frozen.instruments.iter().enumerate().filter_map(of).collect()
}

fn remark(code: &'static str) -> TracingRemark {
    TracingRemark {
        code,
        taken_m: None,
        taken_celsius: None,
        count: None,
        percent: None,
        stations: Vec::new(),
    }
}

fn assumed(assumed: &Assumed) -> TracingRemark {
    match assumed {
        Assumed::InletHeight { taken_m } => {
            TracingRemark { taken_m: Some(*taken_m), ..remark("inlet_height") }
        }
        Assumed::MastHeight { taken_m } => TracingRemark { taken_m: Some(*taken_m), ..remark("mast_height") },
        Assumed::ReleaseHeight { candidates, taken_m } => {
            TracingRemark { taken_m: Some(*taken_m), count: Some(*candidates), ..remark("release_height") }
        }
        Assumed::NoRise { candidates } => TracingRemark { count: Some(*candidates), ..remark("no_rise") },
        Assumed::AmbientTemperature { taken_celsius } => {
            TracingRemark { taken_celsius: Some(*taken_celsius), ..remark("ambient_temperature") }
        }
        Assumed::GateAsOutlet { enterprises } => {
            TracingRemark { count: Some(*enterprises), ..remark("gate_as_outlet") }
        }
        Assumed::MayHaveWorked { enterprises } => {
            TracingRemark { count: Some(*enterprises), ..remark("may_have_worked") }
        }
        Assumed::Ground { roughness_m } => TracingRemark { taken_m: Some(*roughness_m), ..remark("ground") },
    }
}

/// Rows of each mast during the record, evenly over it.
fn wind(frozen: &Frozen) -> Vec<TracingWind> {
    let asked = &frozen.question;
    let during = |row: &&trace::Wind| asked.from <= row.at && row.at <= asked.to;
    let mut masts: Vec<trace::Position> = Vec::new();
    for position in frozen.input.wind.iter().filter_map(|row| row.position) {
        if !masts.contains(&position) {
            masts.push(position);
        }
    }
    let of_mast = |mast: trace::Position| {
        let rows: Vec<&trace::Wind> =
            frozen.input.wind.iter().filter(during).filter(|row| row.position == Some(mast)).collect();
        let step = rows.len().div_ceil(WIND_ROWS).max(1);
        let row = |row: &trace::Wind| TracingWind {
            place: frozen.place_of(mast).into(),
            at: Time(row.at),
            speed_m_s: row.speed_m_s,
            from_deg: row.from_deg,
        };
        rows.into_iter().step_by(step).map(row).collect::<Vec<_>>()
    };
    masts.into_iter().flat_map(of_mast).collect()
}
