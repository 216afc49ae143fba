//! The dossier of an off-site inspection, gathered from the lake, the register, alarms, cases, the object library and
//! earlier inspections. Nothing here judges: what it comes to is `casework::inspection::propose`.

use casework::alarm::{Alarm, HandOnTo, Stage as AlarmStage};
use casework::inspection::{
    AlarmSeen, CaseSeen, Dossier, EarlierInspection, Inspection, NotKnown, PowerSeen, RecordSeen, Stage,
    Target, Way,
};
use jiff::civil::Date;
use model::{
    CreditCode, Granularity, InspectionId, MeterId, MeterTarget, Register, SeriesKey, Source, Timestamp,
    china,
};
use stats::Period;
use views::{AlarmQuery, CaseQuery};

use crate::error::ApiError;
use crate::services::Services;
use crate::statistics::outlets;
use crate::visits::{codes_of, inspections_of};

const HOUR_S: i64 = 3_600;

/// Gathers what is known of `enterprise` over `period`, as far as it is over; `own` is the inspection that it is for.
pub(crate) fn gather(
    services: &Services,
    enterprise: &CreditCode,
    period: Period,
    own: &InspectionId,
) -> Result<Dossier, ApiError> {
    let (register, now) = (services.views.register(), services.clock.now());
    let today = china::civil(now).date();
    let to = period.end().yesterday().unwrap_or(today).min(today);
    let days = Days { from: period.first(), to };
    let highest =
        services.law.transmission_targets(period.first()).max_by(|a, b| a.percent.total_cmp(&b.percent));
    Ok(Dossier {
        from: days.from,
        to: days.to,
        outlets: outlets::seen(services, (&register, now), enterprise, period)?,
        target: highest.map(|target| Target {
            // A rate lies between 0 and 100.
            per_mille: (target.percent * 10.0).round() as u64,
            basis: target.basis.clone(),
        }),
        power: power(services, &register, enterprise, (period.from(), period.to().min(now)))?,
        alarms: alarms(services, enterprise, days)?,
        record: record(services, enterprise, days)?,
        cases: cases(services, enterprise, days)?,
        inspections: earlier(services, enterprise, own)?,
        // Neither is recorded anywhere in the system yet.
        not_known: vec![NotKnown::Complaints, NotKnown::PermitReports],
    })
}

/// The days of a dossier, both ends included.
#[derive(Clone, Copy)]
struct Days {
    from: Date,
    to: Date,
}

impl Days {
    fn hold(self, day: Date) -> bool {
        self.from <= day && day <= self.to
    }
}

/// The meters of an enterprise: how many hours since the first reading of each have one.
fn power(
    services: &Services,
    register: &Register,
    enterprise: &CreditCode,
    span: (Timestamp, Timestamp),
) -> Result<Option<PowerSeen>, ApiError> {
    let mut seen = PowerSeen { lines: 0, units: 0, expected_h: 0, metered_h: 0 };
    for meter in register.meters.values().filter(|meter| meter.enterprise == *enterprise) {
        match meter.target {
            MeterTarget::Line(_) => seen.lines += 1,
            MeterTarget::TreatmentUnit(_) => seen.units += 1,
        }
        let (expected, metered) = metered_hours(services, &meter.id, span)?;
        seen.expected_h += expected;
        seen.metered_h += metered;
    }
    Ok((seen.lines + seen.units > 0).then_some(seen))
}

/// Hours since the first reading of a meter in the span, and how many of them have a reading. One reading is looked for in
/// each hour: a year of minutes is half a million of them.
fn metered_hours(
    services: &Services,
    meter: &MeterId,
    (from, to): (Timestamp, Timestamp),
) -> Result<(u64, u64), ApiError> {
    let source = Source::Meter(meter.clone());
    let Some(SeriesKey { factor, .. }) = services.lake.series_of(&source).into_iter().next() else {
        return Ok((0, 0));
    };
    let key = SeriesKey { source, factor };
    let next = |from: Timestamp| {
        let found = services.lake.range(&key, Granularity::Realtime, from, to, 1);
        found.map(|found| found.first().map(|reading| reading.time)).map_err(|e| ApiError::unavailable(&e))
    };
    let Some(first) = next(from)? else { return Ok((0, 0)) };
    let begin = china::hour_start(first);
    let (mut metered, mut at) = (0, Some(first));
    while let Some(time) = at {
        metered += 1;
        at = next(china::plus_seconds(china::hour_start(time), HOUR_S))?;
    }
    let expected = china::seconds_between(begin, to).div_euclid(HOUR_S).max(metered);
    Ok((u64::try_from(expected).unwrap_or(0), u64::try_from(metered).unwrap_or(0)))
}

fn alarms(services: &Services, enterprise: &CreditCode, days: Days) -> Result<Vec<AlarmSeen>, ApiError> {
    let mut found = Vec::new();
    for enterprise in codes_of(services, enterprise)? {
        let query = AlarmQuery { enterprise: Some(enterprise), ..AlarmQuery::default() };
        let rows = services.views.alarms(&query).map_err(|error| ApiError::unavailable(&error))?;
        let seen = rows.iter().map(|row| alarm(&row.alarm));
        found.extend(seen.filter(|alarm| days.hold(alarm.raised) || alarm.open));
    }
    Ok(found)
}

fn alarm(alarm: &Alarm) -> AlarmSeen {
    let to_case = match &alarm.stage {
        AlarmStage::HandedOn { to: HandOnTo::CaseFiling, .. } => true,
        AlarmStage::HandedOn { to: HandOnTo::OtherDepartment(_), .. }
        | AlarmStage::Raised
        | AlarmStage::Assigned { .. }
        | AlarmStage::Accepted { .. }
        | AlarmStage::Returned { .. }
        | AlarmStage::Verified { .. }
        | AlarmStage::Closed { .. } => false,
    };
    AlarmSeen {
        id: alarm.id.clone(),
        kind: alarm.key.kind.code().to_owned(),
        severity: alarm.highest_severity,
        raised: china::civil(alarm.raised_at).date(),
        open: alarm.is_open(),
        outcome: alarm.verification().map(|found| found.outcome),
        to_case,
    }
}

fn record(services: &Services, enterprise: &CreditCode, days: Days) -> Result<Option<RecordSeen>, ApiError> {
    let object =
        services.views.inspection_object(enterprise).map_err(|error| ApiError::unavailable(&error))?;
    let record = object.and_then(|object| object.record);
    let count = |of: &std::collections::BTreeSet<Date>| {
        u32::try_from(of.iter().filter(|day| days.hold(**day)).count()).unwrap_or(u32::MAX)
    };
    Ok(record.map(|record| RecordSeen {
        known_until: record.known_until,
        penalties: count(&record.penalties),
        emergencies: count(&record.emergencies),
        false_data: count(&record.false_data),
    }))
}

fn cases(services: &Services, enterprise: &CreditCode, days: Days) -> Result<Vec<CaseSeen>, ApiError> {
    let mut found = Vec::new();
    for party in codes_of(services, enterprise)? {
        let query = CaseQuery { party: Some(party), ..CaseQuery::default() };
        let rows = services.views.cases(&query).map_err(|error| ApiError::unavailable(&error))?;
        let seen = rows.iter().map(|row| CaseSeen {
            id: row.case.id.clone(),
            opened: china::civil(row.case.opened.at).date(),
            open: row.case.is_open(),
        });
        found.extend(seen.filter(|case| case.open || days.hold(case.opened)));
    }
    Ok(found)
}

fn earlier(
    services: &Services,
    enterprise: &CreditCode,
    own: &InspectionId,
) -> Result<Vec<EarlierInspection>, ApiError> {
    let rows = inspections_of(services, enterprise)?;
    let others = rows.iter().map(|row| &row.inspection).filter(|inspection| inspection.id() != own);
    Ok(others.filter_map(done).collect())
}

/// An inspection that is done.
fn done(inspection: &Inspection) -> Option<EarlierInspection> {
    let id = inspection.id().clone();
    match &inspection.stage {
        Stage::Concluded(conclusion) => Some(EarlierInspection {
            id,
            way: Way::OffSite,
            day: china::civil(conclusion.at).date(),
            finding: conclusion.finding,
        }),
        Stage::Visited(_, visit) => {
            let record = &visit.record;
            Some(EarlierInspection { id, way: Way::OnSite, day: record.day, finding: record.finding })
        }
        Stage::OffSite | Stage::OnSite(_) | Stage::GivenUp(_) => None,
    }
}
