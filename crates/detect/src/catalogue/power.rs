//! States of meters.

use super::{Group, tunable};
use crate::parameters::PowerParameters;

impl PowerParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                power.smoothing_s,
                Second,
                60.0,
                7200.0,
                "功率平均多久后再判断",
                "how long power is averaged before it is judged"
            ),
            tunable!(
                power.noise_floor_kw,
                Kilowatt,
                0.01,
                50.0,
                "低于多少功率不算运行",
                "power below which nothing is taken for running"
            ),
            tunable!(
                power.partial_load,
                One,
                0.05,
                0.95,
                "达到最高水平的多少比例算运行",
                "share of the highest level that counts as running"
            ),
            tunable!(
                power.rated_load,
                One,
                0.1,
                1.0,
                "未学到时按额定功率的多少比例估计",
                "share of rated power assumed until a history tells"
            ),
            tunable!(
                power.rated_least,
                One,
                0.01,
                0.9,
                "低于额定功率的多少比例不算运行",
                "share of rated power below which nothing is running"
            ),
            tunable!(
                power.hysteresis,
                One,
                0.0,
                0.5,
                "状态改变须越过界限的比例",
                "share by which power must cross a boundary"
            ),
            tunable!(
                power.stale_intervals,
                One,
                2.0,
                100.0,
                "多少个间隔没有数据后状态失效",
                "intervals without a sample after which a state is stale"
            ),
            tunable!(
                power.stale_floor_s,
                Second,
                60.0,
                86400.0,
                "但至少多久",
                "the least time before a state is stale"
            ),
        ],
        &[("power.rated_least", "power.rated_load")],
    );
}
