//! Production where it is held.

use super::{Group, tunable};
use crate::parameters::HeldParameters;

impl HeldParameters {
    pub(crate) const UNDER_ORDER: Group = (
        &[
            tunable!(
                under_order.grace_s,
                Second,
                0.0,
                86400.0,
                "停限产开始后给多久收尾时间",
                "how long a line may take to come to rest after the order begins"
            ),
            tunable!(
                under_order.hold_s,
                Second,
                60.0,
                14400.0,
                "违反停限产令持续多久才报告",
                "how long production against the order must last to be told"
            ),
            tunable!(
                under_order.clear_s,
                Second,
                60.0,
                7200.0,
                "停产或降到允许功率多久算结束",
                "how long the line must keep to the order to end it"
            ),
            tunable!(
                under_order.tolerance,
                One,
                0.0,
                1.0,
                "容许超出限产功率的比例",
                "share by which power may lie above the limit"
            ),
            tunable!(
                under_order.by_minutes[Grave "grave"], Minute, 1.0, 10080.0,
                "持续多少分钟为严重",
                "minutes from which it is grave"
            ),
        ],
        &[],
    );

    pub(crate) const OFF_HOURS: Group = (
        &[
            tunable!(
                off_hours.grace_s,
                Second,
                0.0,
                86400.0,
                "许可时段结束后给多久收尾时间",
                "how long a line may take to come to rest after its hours end"
            ),
            tunable!(
                off_hours.hold_s,
                Second,
                60.0,
                14400.0,
                "非许可时段生产持续多久才报告",
                "how long production outside its hours must last to be told"
            ),
            tunable!(
                off_hours.clear_s,
                Second,
                60.0,
                7200.0,
                "停产多久算结束",
                "how long the line must rest to end it"
            ),
            tunable!(
                off_hours.by_minutes[Serious "serious"], Minute, 1.0, 10080.0,
                "持续多少分钟为较重",
                "minutes from which it is serious"
            ),
        ],
        &[],
    );
}
