//! Hour means of outlets beside each other.

use super::{Group, tunable};
use crate::methods::outlet::OutletParameters;

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

    pub(crate) const IMPOSSIBLE: Group = (
        &[
            tunable!(
                "impossible.floor": outlet_hours.impossible_watch.peaks.floor,
                One,
                0.05,
                5.0,
                "超出历史范围的多少（与范围之比）才算异常",
                "how far beyond everything before it must lie, as a share of that range"
            ),
            tunable!(
                "impossible.budget": outlet_hours.impossible_watch.peaks.budget,
                One,
                0.01,
                20.0,
                "每1000小时容许误报多少次（按该序列自身历史定阈值）",
                "false alarms allowed in 1,000 hours, by which a series' own past sets its threshold"
            ),
            tunable!(
                "impossible.most": outlet_hours.impossible_watch.most,
                Hour,
                12.0,
                8760.0,
                "持续多少小时后视为新的常态",
                "hours after which it is the new normal"
            ),
        ],
        &[],
    );

    pub(crate) const REPLAY: Group = (
        &[
            tunable!(
                "replay.floor": outlet_hours.replay_watch.peaks.floor,
                One,
                3.0,
                50.0,
                "与历史重复的程度（惊奇度）至少多少才报告",
                "the least surprise at a repetition"
            ),
            tunable!(
                "replay.budget": outlet_hours.replay_watch.peaks.budget,
                One,
                0.01,
                20.0,
                "每1000小时容许误报多少次（按该序列自身历史定阈值）",
                "false alarms allowed in 1,000 hours, by which a series' own past sets its threshold"
            ),
            tunable!(
                "replay.most": outlet_hours.replay_watch.most,
                Hour,
                12.0,
                8760.0,
                "持续多少小时后视为新的常态",
                "hours after which it is the new normal"
            ),
        ],
        &[],
    );

    pub(crate) const STEP: Group = (
        &[
            tunable!(
                "step.floor": outlet_hours.step_watch.peaks.floor,
                One,
                1.0,
                20.0,
                "偏离平时偏差的多少倍才算突变",
                "the least step, in usual deviations"
            ),
            tunable!(
                "step.budget": outlet_hours.step_watch.peaks.budget,
                One,
                0.01,
                20.0,
                "每1000小时容许误报多少次（按该序列自身历史定阈值）",
                "false alarms allowed in 1,000 hours, by which a series' own past sets its threshold"
            ),
            tunable!(
                "step.most": outlet_hours.step_watch.most,
                Hour,
                12.0,
                8760.0,
                "持续多少小时后视为新的常态",
                "hours after which it is the new normal"
            ),
        ],
        &[],
    );

    pub(crate) const DRIFT: Group = (
        &[
            tunable!(
                "drift.floor": outlet_hours.drift_watch.peaks.floor,
                One,
                0.3,
                20.0,
                "偏离平时偏差的多少倍才算漂移",
                "the least drift, in usual deviations"
            ),
            tunable!(
                "drift.budget": outlet_hours.drift_watch.peaks.budget,
                One,
                0.01,
                20.0,
                "每1000小时容许误报多少次（按该序列自身历史定阈值）",
                "false alarms allowed in 1,000 hours, by which a series' own past sets its threshold"
            ),
            tunable!(
                "drift.most": outlet_hours.drift_watch.most,
                Hour,
                12.0,
                8760.0,
                "持续多少小时后视为新的常态",
                "hours after which it is the new normal"
            ),
        ],
        &[],
    );

    pub(crate) const CEILING: Group = (
        &[
            tunable!(
                "ceiling.floor": outlet_hours.ceiling_watch.peaks.floor,
                One,
                1.5,
                50.0,
                "高值区比平时窄多少倍才算贴限",
                "how many times narrower than usual the top must be"
            ),
            tunable!(
                "ceiling.budget": outlet_hours.ceiling_watch.peaks.budget,
                One,
                0.01,
                20.0,
                "每1000小时容许误报多少次（按该序列自身历史定阈值）",
                "false alarms allowed in 1,000 hours, by which a series' own past sets its threshold"
            ),
            tunable!(
                "ceiling.most": outlet_hours.ceiling_watch.most,
                Hour,
                12.0,
                8760.0,
                "持续多少小时后视为新的常态",
                "hours after which it is the new normal"
            ),
        ],
        &[],
    );

    pub(crate) const COLLAPSE: Group = (
        &[
            tunable!(
                "collapse.floor": outlet_hours.collapse_watch.peaks.floor,
                One,
                1.5,
                50.0,
                "波动比平时小多少倍才报告",
                "how many times less than usual the values must move"
            ),
            tunable!(
                "collapse.budget": outlet_hours.collapse_watch.peaks.budget,
                One,
                0.01,
                20.0,
                "每1000小时容许误报多少次（按该序列自身历史定阈值）",
                "false alarms allowed in 1,000 hours, by which a series' own past sets its threshold"
            ),
            tunable!(
                "collapse.most": outlet_hours.collapse_watch.most,
                Hour,
                12.0,
                8760.0,
                "持续多少小时后视为新的常态",
                "hours after which it is the new normal"
            ),
        ],
        &[],
    );
}
