//! Amounts beside concentration and flow.

use super::{Group, tunable};
use crate::parameters::BalanceParameters;

impl BalanceParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                balance.tolerance,
                One,
                0.02,
                1.0,
                "排放量与浓度×流量相差多少比例才算不符",
                "by what share an amount must differ from concentration times flow"
            ),
            tunable!(
                balance.learn_hours,
                Hour,
                12.0,
                240.0,
                "用多少小时学习该排放口的计量单位",
                "hours that teach in which unit an outlet counts"
            ),
            tunable!(
                balance.hold_s,
                Second,
                3600.0,
                86400.0,
                "不符持续多久才报告",
                "how long amounts must differ to be told"
            ),
            tunable!(
                balance.clear_s,
                Second,
                3600.0,
                86400.0,
                "相符多久算结束",
                "how long they must agree to end it"
            ),
            tunable!(
                balance.by_minutes[Serious "serious"], Minute, 60.0, 10080.0,
                "持续多少分钟为较重",
                "minutes from which it is serious"
            ),
        ],
        &[],
    );
}
