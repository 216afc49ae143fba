//! Samples that people take.

use super::{Group, tunable};
use crate::parameters::SampleParameters;

impl SampleParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                samples.relative,
                One,
                0.05,
                1.0,
                "与手工监测相差多少比例才算不符",
                "share of the laboratory's figure by which the instrument may differ"
            ),
            tunable!(
                samples.share_of_limit,
                One,
                0.0,
                0.5,
                "相差不到限值的多少比例不算不符",
                "share of the limit by which it may always differ"
            ),
        ],
        &[],
    );
}
