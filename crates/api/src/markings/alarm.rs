//! An exceedance beside what its enterprise marked.

use casework::alarm::Alarm;
use casework::data_marking::{Effect, OutletMarkings};
use model::{
    Channel, FindingKind, Granularity, LimitBasis, Outlet, Reading, Source, Subject, Timestamp, china,
};
use stats::{Declared, Hour, ValidMinutes};

use super::day::touching;
use super::{HOUR_S, Judge};
use crate::dto::Time;
use crate::dto::marking::{AlarmHour, AlarmMarkings};
use crate::error::ApiError;
use crate::present::Presenter;
use crate::services::Services;
use crate::statistics::{holding, is_over, read};

/// Two weeks: what lasts longer is no start-up.
const HOURS_MAX: i64 = 336;

/// What the markings say to an exceedance; `None` where the alarm is none, or nothing is marked in its time.
pub(crate) fn of_alarm(
    services: &Services,
    presenter: &Presenter<'_>,
    alarm: &Alarm,
) -> Result<Option<AlarmMarkings>, ApiError> {
    let Some(beside) = Beside::of(services, presenter, alarm)? else { return Ok(None) };
    let Beside { outlet, channel, state, span } = &beside;
    let markings = touching(services, presenter, outlet, state, *span)?;
    let readings = beside.readings(services)?;
    let (hours, judge) = (beside.hours(&readings), beside.judge(services, presenter));
    let excuses = excuses(alarm, outlet, channel, &judge, &hours);
    let hours = hours.iter().map(|hour| AlarmHour {
        start: Time(hour.start),
        value: hour.reading.and_then(|reading| reading.values.value),
        over: over(outlet, channel, hour),
        effect: judge.told(Some(&channel.factor), hour.start),
    });
    Ok(Some(AlarmMarkings { excuses, markings, hours: hours.collect() }))
}

/// How much of an exceedance does not count, for a list: `all`, `some` or `none`; as [`of_alarm`].
pub(crate) fn excuses_of_alarm(
    services: &Services,
    presenter: &Presenter<'_>,
    alarm: &Alarm,
) -> Result<Option<&'static str>, ApiError> {
    let Some(beside) = Beside::of(services, presenter, alarm)? else { return Ok(None) };
    let readings = beside.readings(services)?;
    let (hours, judge) = (beside.hours(&readings), beside.judge(services, presenter));
    Ok(Some(excuses(alarm, beside.outlet, beside.channel, &judge, &hours)))
}

/// An exceedance in whose time something is marked.
struct Beside<'p> {
    outlet: &'p Outlet,
    channel: &'p Channel,
    state: OutletMarkings,
    span: (Timestamp, Timestamp),
}

impl<'p> Beside<'p> {
    fn of(
        services: &Services,
        presenter: &'p Presenter<'_>,
        alarm: &Alarm,
    ) -> Result<Option<Self>, ApiError> {
        let Some((outlet, channel)) = exceeding(presenter, alarm) else { return Ok(None) };
        let (from, to) = span(alarm);
        let all = services.views.markings(Some(&outlet.id), from, to);
        let mut all = all.map_err(|error| ApiError::unavailable(&error))?;
        let state = all.remove(&outlet.id).unwrap_or_default();
        let touches = state.markings.values().any(|marking| marking.from < to && from < marking.to);
        Ok(touches.then_some(Self { outlet, channel, state, span: (from, to) }))
    }

    fn readings(&self, services: &Services) -> Result<Vec<Reading>, ApiError> {
        let source = Source::Outlet(self.outlet.id.clone());
        read(&services.lake, &source, &self.channel.factor, Granularity::Hour, self.span)
    }

    fn hours<'r>(&self, readings: &'r [Reading]) -> Vec<Hour<'r>> {
        let declared = Declared { stops: &[], invalid: &[] };
        stats::hours(readings, self.span.0, self.span.1, &ValidMinutes::default(), None, declared)
    }

    fn judge<'s>(&'s self, services: &'s Services, presenter: &'s Presenter<'_>) -> Judge<'s> {
        Judge::new(&services.law, presenter.register(), self.outlet, &self.state)
    }
}

/// The outlet and channel of an exceedance.
fn exceeding<'p>(presenter: &'p Presenter<'_>, alarm: &Alarm) -> Option<(&'p Outlet, &'p Channel)> {
    let is_exceedance =
        matches!(alarm.key.kind, FindingKind::ExceedanceHour | FindingKind::ExceedanceRealtime);
    let (Subject::Outlet(id), Some(factor), true) = (&alarm.key.subject, &alarm.key.factor, is_exceedance)
    else {
        return None;
    };
    let outlet = presenter.register().outlets.get(id)?;
    outlet.channels.iter().find(|channel| channel.factor == *factor).map(|channel| (outlet, channel))
}

/// The hours that an alarm's anomaly touches. A mean belongs to the hour that its time is nearest to, since clocks of
/// devices are off by seconds; a sample to the hour that it lies in.
fn span(alarm: &Alarm) -> (Timestamp, Timestamp) {
    let slack_s = if alarm.key.kind == FindingKind::ExceedanceHour { HOUR_S / 2 } else { 0 };
    let hour_of = |at: Timestamp| china::hour_start(china::plus_seconds(at, slack_s));
    let from = hour_of(alarm.began);
    let last = china::plus_seconds(hour_of(alarm.seen.max(alarm.began)), HOUR_S);
    (from, last.min(china::plus_seconds(from, HOURS_MAX * HOUR_S)))
}

fn over(outlet: &Outlet, channel: &Channel, hour: &Hour<'_>) -> Option<bool> {
    let limit = holding(outlet, channel, LimitBasis::HourMean, hour.start)?;
    is_over(limit, channel, hour.value(), hour.converted())
}

/// How much of the exceedance does not count: of hour means, the hours that are over; of samples, every hour that the
/// anomaly touches.
fn excuses(
    alarm: &Alarm,
    outlet: &Outlet,
    channel: &Channel,
    judge: &Judge<'_>,
    hours: &[Hour<'_>],
) -> &'static str {
    let by_means = alarm.key.kind == FindingKind::ExceedanceHour;
    let concerned = hours.iter().filter(|hour| !by_means || over(outlet, channel, hour) == Some(true));
    let does_not_count = |hour: &Hour<'_>| {
        matches!(
            judge.effect(Some(&channel.factor), hour.start),
            Some(Effect::Excused { .. } | Effect::Invalid { .. })
        )
    };
    let (mut some, mut all) = (false, true);
    for hour in concerned {
        let free = does_not_count(hour);
        some |= free;
        all &= free;
    }
    match (some, all) {
        (true, true) => "all",
        (true, false) => "some",
        (false, _) => "none",
    }
}
