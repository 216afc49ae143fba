//! Sealed telemetry: which days and months are in files, and where their hashes stand in the ledger.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use casework::telemetry::{DroppedKind, Event};
use lake::{Period, SealedFile, SealedKind};
use ledger::StreamId;
use model::Granularity;
use serde::Serialize;
use utoipa::ToSchema;

use super::blocking;
use super::ledger::{READERS, failed};
use crate::error::{ApiError, ProblemBody};
use crate::services::Services;
use crate::session::SignedIn;

/// So many periods are listed, the newest.
const LISTED: usize = 400;

/// The sealed side of the telemetry.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SealsBody {
    /// Sealed days and months in all.
    periods: u64,
    /// Their values that stand, and former ones.
    rows: u64,
    bytes: u64,
    /// Bytes of all files for each figure in them; null where nothing is sealed.
    bytes_per_value: Option<f64>,
    /// Files that are known to be damaged, with what is wrong.
    damaged: Vec<DamagedBody>,
    /// The newest first, at most 400.
    items: Vec<SealBody>,
}

/// A damaged file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DamagedBody {
    file: String,
    detail: String,
}

/// A sealed day or month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SealBody {
    /// `realtime`, `minute`, `hour` or `day`.
    granularity: &'static str,
    /// `2020-08-30`, or `2020-08` for a compacted month.
    period: String,
    /// Values that stand.
    rows: u64,
    /// Values that were replaced, kept beside.
    former_rows: u64,
    bytes: u64,
    bytes_per_value: Option<f64>,
    files: u64,
    /// SHA-256 of its (first) file of values.
    sha256: String,
    /// The sequence of its event in the ledger; null while it is being written.
    event: Option<u64>,
    /// `sealed`, `pending` (not in the ledger yet) or `damaged`.
    state: &'static str,
}

/// Which days and months of telemetry are sealed.
#[utoipa::path(
    get, path = "/ledger/seals", tag = "ledger",
    responses((status = 200, body = SealsBody), (status = "default", body = ProblemBody))
)]
pub(crate) async fn seals(
    State(services): State<Arc<Services>>,
    user: SignedIn,
) -> Result<Json<SealsBody>, ApiError> {
    user.require(&READERS)?;
    blocking(move || list(&services)).await.map(Json)
}

fn list(services: &Services) -> Result<SealsBody, ApiError> {
    let (status, damaged) = (services.lake.sealed_status(), services.lake.damaged_files());
    let mut periods: BTreeMap<(Period, Granularity), Vec<SealedFile>> = BTreeMap::new();
    for file in services.lake.sealed_files() {
        periods.entry((file.period, file.granularity)).or_default().push(file);
    }
    let mut newest: Vec<_> = periods.into_iter().collect();
    newest.sort_by_key(|((period, granularity), _)| {
        (std::cmp::Reverse(period.first_day()), *granularity, *period)
    });
    newest.truncate(LISTED);
    let mut events = Events { services, streams: BTreeMap::new() };
    let mut items = Vec::with_capacity(newest.len());
    for ((period, granularity), files) in newest {
        let of = |kind| files.iter().filter(move |file| file.kind == kind);
        let bytes: u64 = files.iter().map(|file| file.bytes).sum();
        let values: u64 = files.iter().map(|file| file.values).sum();
        let first = of(SealedKind::Values).next();
        let event = match first {
            Some(file) => events.of(granularity, period, &file.name)?,
            None => None,
        };
        let state = match event {
            _ if files.iter().any(|file| damaged.contains_key(&file.name)) => "damaged",
            Some(_) => "sealed",
            None => "pending",
        };
        items.push(SealBody {
            granularity: granularity_code(granularity),
            period: period.to_string(),
            rows: of(SealedKind::Values).map(|file| file.rows).sum(),
            former_rows: of(SealedKind::Former).map(|file| file.rows).sum(),
            bytes,
            bytes_per_value: per_value(bytes, values),
            files: files.len() as u64,
            sha256: first.map(|file| file.sha256.clone()).unwrap_or_default(),
            event,
            state,
        });
    }
    Ok(SealsBody {
        periods: status.periods,
        rows: status.rows,
        bytes: status.bytes,
        bytes_per_value: per_value(status.bytes, status.values),
        damaged: damaged.into_iter().map(|(file, detail)| DamagedBody { file, detail }).collect(),
        items,
    })
}

fn per_value(bytes: u64, values: u64) -> Option<f64> {
    (values > 0).then(|| bytes as f64 / values as f64)
}

/// The stable code of a granularity, as in folders of sealed files and streams of their events.
pub fn granularity_code(granularity: Granularity) -> &'static str {
    match granularity {
        Granularity::Realtime => "realtime",
        Granularity::Minute => "minute",
        Granularity::Hour => "hour",
        Granularity::Day => "day",
    }
}

/// The events of sealing, a month's stream read once.
struct Events<'a> {
    services: &'a Services,
    /// By stream: the file's name to the event's sequence.
    streams: BTreeMap<String, BTreeMap<String, u64>>,
}

impl Events<'_> {
    fn of(&mut self, granularity: Granularity, period: Period, file: &str) -> Result<Option<u64>, ApiError> {
        let name = stream_name(granularity, &period.to_string());
        if !self.streams.contains_key(&name) {
            let stream: StreamId = name.parse().map_err(|error| ApiError::internal(&error))?;
            let mut by_file = BTreeMap::new();
            for stored in self.services.ledger.stream(&stream).map_err(failed)? {
                if let Ok(Event::DaySealed(sealed) | Event::MonthCompacted(sealed)) =
                    Event::from_json(&stored.kind, &stored.body)
                {
                    by_file.extend(sealed.files.into_iter().map(|file| (file.name, stored.sequence)));
                }
            }
            self.streams.insert(name.clone(), by_file);
        }
        Ok(self.streams.get(&name).and_then(|by_file| by_file.get(file)).copied())
    }
}

/// The stream that an event belongs to.
pub(crate) fn stream_of(event: &Event) -> String {
    match event {
        Event::DaySealed(sealed) | Event::MonthCompacted(sealed) => {
            stream_name(sealed.granularity, &sealed.period)
        }
        Event::Quarantined(quarantined) => stream_name(quarantined.granularity, &quarantined.period),
        Event::Dropped(dropped) => match (&dropped.kind, &dropped.period) {
            (DroppedKind::Readings { granularity }, Some(period)) => stream_name(*granularity, period),
            (DroppedKind::Readings { .. } | DroppedKind::Frames, _) => "telemetry/frames".to_owned(),
        },
    }
}

/// The stream of a month's telemetry of a granularity, as in `telemetry/minute/2020-08`.
pub(crate) fn stream_name(granularity: Granularity, period: &str) -> String {
    let month: String = period.chars().take("2020-08".len()).collect();
    format!("telemetry/{}/{month}", granularity_code(granularity))
}
