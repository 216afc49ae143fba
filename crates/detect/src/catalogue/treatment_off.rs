//! Production with treatment off.

use super::{Group, tunable};
use crate::parameters::TreatmentOffParameters;

impl TreatmentOffParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                treatment_off.debounce_s,
                Second,
                60.0,
                14400.0,
                "持续多久才报告",
                "how long it must last before it is told"
            ),
            tunable!(
                treatment_off.debounce_least_s,
                Second,
                60.0,
                14400.0,
                "学到的启动滞后最短取多少",
                "the shortest time that a learned start lag may make of it"
            ),
            tunable!(
                treatment_off.debounce_most_s,
                Second,
                60.0,
                14400.0,
                "学到的启动滞后最长取多少",
                "the longest time that a learned start lag may make of it"
            ),
            tunable!(
                treatment_off.lag_starts,
                One,
                2.0,
                100.0,
                "多少次启动后算学到滞后",
                "starts from which a start lag counts as learned"
            ),
            tunable!(
                treatment_off.at_work_least_s,
                Second,
                600.0,
                604800.0,
                "比较前须见过生产线带负荷多久",
                "how much of a line at work must have been seen"
            ),
            tunable!(
                treatment_off.at_work_rank,
                One,
                0.05,
                0.95,
                "生产线功率的最低平均位次",
                "least mean rank of a line's power to be at work"
            ),
            tunable!(
                treatment_off.at_work_window_s,
                Second,
                600.0,
                86400.0,
                "该位次取多长时间平均",
                "over how long that mean is taken"
            ),
            tunable!(
                treatment_off.clear_s,
                Second,
                60.0,
                7200.0,
                "治理运行或生产停止多久算结束",
                "how long treatment must run, or all lines rest, to end it"
            ),
            tunable!(
                treatment_off.by_minutes[Serious "serious"], Minute, 1.0, 10080.0,
                "持续多少分钟为较重",
                "minutes from which it is serious"
            ),
            tunable!(
                treatment_off.by_minutes[Grave "grave"], Minute, 1.0, 10080.0,
                "持续多少分钟为严重",
                "minutes from which it is grave"
            ),
        ],
        &[
            ("treatment_off.debounce_least_s", "treatment_off.debounce_most_s"),
            ("treatment_off.debounce_s", "treatment_off.debounce_most_s"),
            ("treatment_off.by_minutes.serious", "treatment_off.by_minutes.grave"),
        ],
    );
}
