//! Real-time samples against limits.

use super::{Group, tunable};
use crate::parameters::RealtimeParameters;

impl RealtimeParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                realtime.hold_s,
                Second,
                60.0,
                7200.0,
                "超出限值持续多久才报告",
                "how long samples lie beyond the limit before it is told"
            ),
            tunable!(
                realtime.hold_share,
                One,
                0.5,
                1.0,
                "这段时间内超限样本的最低占比",
                "least share of that time's samples beyond the limit"
            ),
            tunable!(
                realtime.hold_samples,
                One,
                2.0,
                600.0,
                "这段时间内至少有多少个实时样本",
                "least number of real-time samples in that time"
            ),
            tunable!(
                realtime.hold_minute_means,
                One,
                1.0,
                120.0,
                "这段时间内至少有多少个分钟均值",
                "least number of minute means in that time"
            ),
            tunable!(
                realtime.clear_s,
                Second,
                60.0,
                7200.0,
                "回到限值以内多久算结束",
                "how long all samples lie within the limit before it is over"
            ),
            tunable!(
                realtime.clear_margin,
                One,
                0.0,
                0.5,
                "结束时须低于限值的比例",
                "share of the limit that samples must lie below it to end it"
            ),
            tunable!(
                realtime.declared_samples,
                One,
                1.0,
                60.0,
                "连续多少个带故障或维护标记的样本算结束",
                "samples in a row with a mark of fault or maintenance that end it"
            ),
            tunable!(
                realtime.retell_rise,
                One,
                0.01,
                10.0,
                "最高值再升高多少比例时更新预警",
                "share by which the highest sample must rise to be told again"
            ),
            tunable!(
                realtime.against_hour_limit,
                One,
                0.0,
                1.0,
                "无实时限值时按小时限值提前提示",
                "compare with the hour limit where there is none for samples"
            ),
            tunable!(
                realtime.by_multiple[Moderate "moderate"], One, 0.05, 100.0,
                "超标倍数达到多少为一般",
                "multiple over the limit from which it is moderate"
            ),
            tunable!(
                realtime.by_multiple[Serious "serious"], One, 0.05, 1000.0,
                "超标倍数达到多少为较重",
                "multiple over the limit from which it is serious"
            ),
        ],
        &[("realtime.by_multiple.moderate", "realtime.by_multiple.serious")],
    );
}
