//! Silent loggers.

use super::{Group, tunable};
use crate::parameters::SilenceParameters;

impl SilenceParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                silence.intervals,
                One,
                2.0,
                1000.0,
                "多少个上报间隔没有数据算离线",
                "intervals without a frame after which a logger is silent"
            ),
            tunable!(
                silence.floor_s,
                Second,
                60.0,
                86400.0,
                "但至少静默多久",
                "the least time of silence before it is told"
            ),
            tunable!(
                silence.by_hours[Moderate "moderate"], Hour, 0.1, 720.0,
                "静默多久为一般",
                "hours of silence from which it is moderate"
            ),
            tunable!(
                silence.by_hours[Serious "serious"], Hour, 0.1, 720.0,
                "静默多久为较重",
                "hours of silence from which it is serious"
            ),
            tunable!(
                silence.by_hours[Grave "grave"], Hour, 0.1, 2160.0,
                "静默多久为严重",
                "hours of silence from which it is grave"
            ),
        ],
        &[
            ("silence.by_hours.moderate", "silence.by_hours.serious"),
            ("silence.by_hours.serious", "silence.by_hours.grave"),
        ],
    );
}
