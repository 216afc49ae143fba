//! What a host asks of a logger that connects for the first time (HJ 212-2017, 6.7).

use crate::Version;
use crate::request::{Request, RequestError, RequestKind};

/// The settings that a host gives a logger at its first connection. The time is that of the sending.
///
/// ```
/// use hj212::{FirstConnection, RequestKind, Version};
///
/// let requests = FirstConnection::default().requests(Version::V2017)?;
/// let kinds: Vec<RequestKind> = requests.iter().map(|request| request.kind()).collect();
/// assert_eq!(kinds, [
///     RequestKind::SetTime,
///     RequestKind::SetTimeouts,
///     RequestKind::SetRealtimeInterval,
///     RequestKind::SetMinuteInterval,
///     RequestKind::StartRealtime,
/// ]);
/// # Ok::<(), hj212::RequestError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstConnection {
    /// How long the logger waits for an answer, s.
    pub over_time_s: u16,
    /// How often it sends again.
    pub retries: u16,
    /// How often it sends real-time data, s.
    pub realtime_interval_s: u16,
    /// For how long its minute data stands, min.
    pub minute_interval_min: u16,
    /// Whether it is to send the state of treatment facilities.
    pub facilities: bool,
}

impl Default for FirstConnection {
    /// Table 1 for mobile networks; table 8 of intervals.
    fn default() -> Self {
        Self {
            over_time_s: 10,
            retries: 3,
            realtime_interval_s: 30,
            minute_interval_min: 10,
            facilities: false,
        }
    }
}

impl FirstConnection {
    /// The requests in their order, without those that the version does not have.
    ///
    /// # Errors
    /// If a setting is none that the standard allows.
    pub fn requests(&self, version: Version) -> Result<Vec<Request>, RequestError> {
        let number = |number: u16| number.to_string();
        let mut sequence = vec![
            (RequestKind::SetTime, vec![]),
            (
                RequestKind::SetTimeouts,
                vec![("OverTime", number(self.over_time_s)), ("ReCount", number(self.retries))],
            ),
            (RequestKind::SetRealtimeInterval, vec![("RtdInterval", number(self.realtime_interval_s))]),
            (RequestKind::SetMinuteInterval, vec![("MinInterval", number(self.minute_interval_min))]),
            (RequestKind::StartRealtime, vec![]),
        ];
        if self.facilities {
            sequence.push((RequestKind::StartFacilityState, vec![]));
        }
        let known = sequence.into_iter().filter(|(kind, _)| kind.exists_in(version));
        known
            .map(|(kind, values)| {
                let values = values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                Request::new(kind, values)
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logger_of_2005_has_no_minute_interval() {
        let kinds = |version| -> Vec<RequestKind> {
            let settings = FirstConnection { facilities: true, ..FirstConnection::default() };
            settings.requests(version).unwrap().iter().map(Request::kind).collect()
        };
        assert!(!kinds(Version::V2005).contains(&RequestKind::SetMinuteInterval));
        assert_eq!(kinds(Version::V2005).len() + 1, kinds(Version::V2025).len());
        assert_eq!(kinds(Version::V2017).last(), Some(&RequestKind::StartFacilityState));
    }

    #[test]
    fn a_setting_that_the_standard_does_not_allow_is_refused() {
        for wrong in [
            FirstConnection { over_time_s: 0, ..FirstConnection::default() },
            FirstConnection { realtime_interval_s: 29, ..FirstConnection::default() },
            FirstConnection { minute_interval_min: 7, ..FirstConnection::default() },
        ] {
            let error = wrong.requests(Version::V2017).unwrap_err();
            assert!(matches!(error, RequestError::Malformed { .. }), "{wrong:?}");
        }
    }
}
