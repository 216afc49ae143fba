//! Stations that are judged together.

use super::{Group, tunable};
use crate::parameters::{StationParticlesParameters, StationSpikeParameters, StationStuckParameters};

impl StationSpikeParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                station_spike.raise_log_odds,
                One,
                -4.0,
                20.0,
                "局地高值的对数几率达到多少才预警",
                "logarithm of the odds from which a spike is told"
            ),
            tunable!(
                station_spike.clear_log_odds,
                One,
                -10.0,
                20.0,
                "对数几率低于多少为结束",
                "logarithm of the odds below which it is over"
            ),
            tunable!(
                station_spike.learn_h,
                Hour,
                24.0,
                1440.0,
                "站点有多少小时数据后才预警",
                "hours of a station that must be learned first"
            ),
            tunable!(
                station_spike.wait_s,
                Second,
                60.0,
                14400.0,
                "整点过后等未到站点多久",
                "how long an hour waits for stations that have not come"
            ),
            tunable!(
                station_spike.by_multiple[Moderate "moderate"], One, 0.1, 100.0,
                "超出预期多少倍为一般",
                "times what was expected on top of it from which it is moderate"
            ),
            tunable!(
                station_spike.by_multiple[Serious "serious"], One, 0.1, 100.0,
                "超出预期多少倍为较重",
                "times what was expected on top of it from which it is serious"
            ),
        ],
        &[
            ("station_spike.clear_log_odds", "station_spike.raise_log_odds"),
            ("station_spike.by_multiple.moderate", "station_spike.by_multiple.serious"),
        ],
    );
}

impl StationStuckParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                station_stuck.raise_h,
                Hour,
                3.0,
                168.0,
                "站点小时均值多少小时不变才预警",
                "hours with the same mean after which a station is told"
            ),
            tunable!(
                station_stuck.others_range,
                One,
                0.1,
                10.0,
                "其间全部站点中位数至少变化多少（与均值之比）",
                "how far the stations' median must have moved, as a share of its mean"
            ),
        ],
        &[],
    );
}

impl StationParticlesParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                station_particles.raise_h,
                Hour,
                2.0,
                168.0,
                "PM2.5高于PM10多少小时才预警",
                "hours of PM2.5 above PM10 after which it is told"
            ),
            tunable!(
                station_particles.clear_h,
                Hour,
                1.0,
                168.0,
                "恢复多少小时为结束",
                "hours without after which it is over"
            ),
            tunable!(
                station_particles.tolerance_share,
                One,
                0.0,
                1.0,
                "容许高出PM10的比例",
                "how far PM2.5 may be above PM10, as a share"
            ),
        ],
        &[],
    );
}
