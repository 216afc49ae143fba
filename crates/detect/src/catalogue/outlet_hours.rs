//! Hour means of outlets beside each other.

use super::{Group, tunable};
use crate::methods::outlet::OutletParameters;

/// What every watch is tuned by: from what score on it speaks, how often it may be wrong, and when what lasts is usual.
macro_rules! watched {
    ($watch:ident, [$floor:literal, $budget:literal, $most:literal], $from:literal, $to:literal, $zh:literal, $en:literal) => {
        (
            &[
                tunable!($floor: outlet_hours.$watch.peaks.floor, One, $from, $to, $zh, $en),
                tunable!(
                    $budget: outlet_hours.$watch.peaks.budget,
                    One,
                    0.01,
                    20.0,
                    "每1000小时容许误报多少次（按该序列自身历史定阈值）",
                    "false alarms allowed in 1,000 hours, by which a series' own past sets its threshold"
                ),
                tunable!(
                    $most: outlet_hours.$watch.most,
                    Hour,
                    12.0,
                    8760.0,
                    "持续多少小时后视为新的常态",
                    "hours after which it is the new normal"
                ),
            ],
            &[],
        )
    };
}

impl OutletParameters {
    pub(crate) const CONSTANT: Group = (
        &[
            tunable!(
                "constant.least_values": outlet_hours.constant.least_values,
                One,
                3.0,
                168.0,
                "排放口小时均值至少连续多少个相同",
                "equal hours in a row that are needed at least"
            ),
            tunable!(
                "constant.most_values": outlet_hours.constant.most_values,
                One,
                5.0,
                720.0,
                "经常重复的数值最多要求连续多少个相同",
                "equal hours that are needed at most, however often the series repeats itself"
            ),
            tunable!(
                "constant.flat_hours": outlet_hours.flat.least_values,
                One,
                1.0,
                168.0,
                "小时内数值毫无波动至少连续多少小时",
                "hours in a row within which nothing moved that are needed at least"
            ),
        ],
        &[("constant.least_values", "constant.most_values")],
    );

    pub(crate) const IMPOSSIBLE: Group = watched!(
        impossible_watch,
        ["impossible.floor", "impossible.budget", "impossible.most"],
        0.05,
        5.0,
        "超出历史范围的多少（与范围之比）才算异常",
        "how far beyond everything before it must lie, as a share of that range"
    );

    pub(crate) const REPLAY: Group = watched!(
        replay_watch,
        ["replay.floor", "replay.budget", "replay.most"],
        3.0,
        50.0,
        "与历史重复的程度（惊奇度）至少多少才报告",
        "the least surprise at a repetition"
    );

    pub(crate) const STEP: Group = watched!(
        step_watch,
        ["step.floor", "step.budget", "step.most"],
        1.0,
        20.0,
        "偏离平时偏差的多少倍才算突变",
        "the least step, in usual deviations"
    );

    pub(crate) const DRIFT: Group = watched!(
        drift_watch,
        ["drift.floor", "drift.budget", "drift.most"],
        0.3,
        20.0,
        "偏离平时偏差的多少倍才算漂移",
        "the least drift, in usual deviations"
    );

    pub(crate) const CEILING: Group = watched!(
        ceiling_watch,
        ["ceiling.floor", "ceiling.budget", "ceiling.most"],
        1.5,
        50.0,
        "高值区比平时窄多少倍才算贴限",
        "how many times narrower than usual the top must be"
    );

    pub(crate) const COLLAPSE: Group = watched!(
        collapse_watch,
        ["collapse.floor", "collapse.budget", "collapse.most"],
        1.5,
        50.0,
        "波动比平时小多少倍才报告",
        "how many times less than usual the values must move"
    );
}
