//! Samples at the end of the measuring range.

use super::{Group, tunable};
use crate::parameters::RangeParameters;

impl RangeParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                range.top_share,
                One,
                0.0,
                0.1,
                "距量程上限多近算顶格（占量程的比例）",
                "share of the range below its upper end that counts as the end"
            ),
            tunable!(
                range.hold_s,
                Second,
                60.0,
                14400.0,
                "顶格持续多久才报告",
                "how long samples must lie there to be told"
            ),
            tunable!(
                range.clear_s,
                Second,
                60.0,
                14400.0,
                "回到量程以内多久算结束",
                "how long they must lie below to end it"
            ),
            tunable!(
                range.by_minutes[Serious "serious"], Minute, 1.0, 10080.0,
                "持续多少分钟为较重",
                "minutes from which it is serious"
            ),
        ],
        &[],
    );
}
