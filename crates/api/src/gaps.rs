//! What is missing of an outlet's data, as requests that ask for it.

use std::collections::BTreeMap;

use casework::device_request::{Request, RequestError, RequestKind};
use lake::{Gap, Lake, LakeError};
use model::{Granularity, Outlet, Source, Timestamp, china};

/// So many intervals are asked for at once: a day of ten-minute means, six days of hours.
const PIECE: u32 = 144;
/// The kinds of data that loggers keep, with the requests that ask for them.
const HISTORIES: [(Granularity, RequestKind); 3] = [
    (Granularity::Minute, RequestKind::MinuteHistory),
    (Granularity::Hour, RequestKind::HourHistory),
    (Granularity::Day, RequestKind::DayHistory),
];

/// A piece of missing data that one request can ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingPiece {
    /// Of which data.
    pub granularity: Granularity,
    /// What asks for it.
    pub kind: RequestKind,
    /// The intervals.
    pub gap: Gap,
}

impl MissingPiece {
    /// The values of the request.
    pub fn values(&self) -> BTreeMap<String, String> {
        let wall = |at: Timestamp| china::civil(at).strftime("%Y%m%d%H%M%S").to_string();
        BTreeMap::from([
            ("BeginTime".to_owned(), wall(self.gap.from)),
            ("EndTime".to_owned(), wall(self.gap.to)),
        ])
    }

    /// The request that asks for it.
    ///
    /// # Errors
    /// For times outside of what the protocol can write.
    pub fn request(&self) -> Result<Request, RequestError> {
        Request::new(self.kind, self.values())
    }
}

/// What is missing of an outlet from `from` to `to`, the latest first.
///
/// # Errors
/// If the lake fails.
pub fn missing_of(
    lake: &Lake,
    outlet: &Outlet,
    from: Timestamp,
    to: Timestamp,
) -> Result<Vec<MissingPiece>, LakeError> {
    let source = Source::Outlet(outlet.id.clone());
    let mut pieces = Vec::new();
    for (granularity, kind) in HISTORIES {
        let factors = outlet.channels.iter().map(|channel| &channel.factor);
        for gap in lake.gaps(&source, factors, granularity, from, to)? {
            pieces.extend(gap.pieces(PIECE).map(|gap| MissingPiece { granularity, kind, gap }));
        }
    }
    pieces.sort_by_key(|piece| std::cmp::Reverse((piece.gap.from, piece.granularity)));
    Ok(pieces)
}
