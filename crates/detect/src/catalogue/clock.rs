//! Clocks of loggers.

use super::{Group, tunable};
use crate::parameters::ClockParameters;

impl ClockParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                clock.ahead_s,
                Second,
                10.0,
                3600.0,
                "时钟最多可以快多少",
                "how far a clock may be ahead"
            ),
            tunable!(
                clock.behind_s,
                Second,
                60.0,
                86400.0,
                "时钟最多可以慢多少（含传输时间）",
                "how far a clock may be behind, transmission included"
            ),
            tunable!(
                clock.frames,
                One,
                3.0,
                1000.0,
                "连续多少个实时报文偏差一致才报告",
                "real-time frames in a row that must say the same"
            ),
            tunable!(
                clock.hold_s,
                Second,
                300.0,
                86400.0,
                "偏差一致持续多久才报告",
                "how long they must say the same"
            ),
            tunable!(
                clock.by_minutes[Moderate "moderate"], Minute, 1.0, 10080.0,
                "偏差多少分钟为一般",
                "minutes off from which it is moderate"
            ),
        ],
        &[],
    );
}
