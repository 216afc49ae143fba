//! Day means against limits.

use super::{Group, tunable};
use crate::parameters::ExceedanceDayParameters;

impl ExceedanceDayParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                exceedance_day.least_hours,
                One,
                1.0,
                24.0,
                "一天至少多少个有效小时才有日均值",
                "valid hours that a day needs to have a mean"
            ),
            tunable!(
                exceedance_day.by_multiple[Grave "grave"], One, 0.05, 1000.0,
                "日均值超标倍数达到多少为严重",
                "multiple over the limit from which it is grave"
            ),
            tunable!(
                exceedance_day.by_ph_distance[Grave "grave"], One, 0.1, 7.0,
                "pH日均值超出限值多少为严重",
                "distance beyond a pH limit from which it is grave"
            ),
            tunable!(
                exceedance_day.wait_s,
                Second,
                600.0,
                86400.0,
                "一天结束后等补传的小时数据多久",
                "how long after its end a day waits for missing hours"
            ),
            tunable!(
                exceedance_day.memory_d,
                One,
                2.0,
                90.0,
                "补传的小时数据在多少天内仍重算日均值",
                "days within which late hours have a day judged again"
            ),
        ],
        &[],
    );
}
