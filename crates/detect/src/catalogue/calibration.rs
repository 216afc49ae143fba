//! Settings of instruments.

use super::{Group, tunable};
use crate::parameters::CalibrationParameters;

impl CalibrationParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                calibration.tolerance,
                One,
                0.0,
                0.1,
                "参数相差不到多少比例视为同一值",
                "share below which two figures are the same setting"
            ),
            tunable!(
                calibration.serious_from,
                One,
                0.01,
                1.0,
                "斜率、量程改动多少比例（截距：占限值）起为较重",
                "share of slope or range (intercept: of the limit) from which a change is serious"
            ),
            tunable!(
                calibration.settle_s,
                Second,
                3600.0,
                2_592_000.0,
                "改动后的参数用多久视为新的基准",
                "how long changed settings stand to become the ones to compare with"
            ),
        ],
        &[],
    );
}
