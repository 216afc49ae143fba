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
                "未学到配对关系时持续多久才报告",
                "how long it must last to be told before line and treatment are known together"
            ),
            tunable!(
                treatment_off.stop_debounce_s,
                Second,
                60.0,
                14400.0,
                "生产中途治理停运多久才报告",
                "how long treatment must have stopped in the middle of production to be told"
            ),
            tunable!(
                treatment_off.start_debounce_s,
                Second,
                60.0,
                14400.0,
                "生产启动而治理未启动多久才报告（未学到启动滞后时）",
                "how long production must have started without treatment to be told, no lag being learned"
            ),
            tunable!(
                treatment_off.start_debounce_least_s,
                Second,
                60.0,
                14400.0,
                "学到的启动滞后最短取多少",
                "the shortest time that a learned start lag may make of it"
            ),
            tunable!(
                treatment_off.start_debounce_most_s,
                Second,
                60.0,
                14400.0,
                "学到的启动滞后最长取多少",
                "the longest time that a learned start lag may make of it"
            ),
            tunable!(
                treatment_off.start_after_s,
                Second,
                60.0,
                86400.0,
                "治理停运多久后的生产算重新启动",
                "how long after treatment stopped production counts as started anew"
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
            ("treatment_off.start_debounce_least_s", "treatment_off.start_debounce_most_s"),
            ("treatment_off.start_debounce_s", "treatment_off.start_debounce_most_s"),
            ("treatment_off.by_minutes.serious", "treatment_off.by_minutes.grave"),
        ],
    );
}
