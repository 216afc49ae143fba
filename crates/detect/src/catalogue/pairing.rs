//! How lines and their treatment go together.

use super::{Group, tunable};
use crate::parameters::PairingParameters;

impl PairingParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                pairing.need,
                One,
                0.05,
                0.99,
                "治理需要度达到多少算生产",
                "need from which on a line's power calls for treatment"
            ),
            tunable!(
                pairing.no_need,
                One,
                0.01,
                0.95,
                "治理需要度低于多少算停产",
                "need below which it does not"
            ),
            tunable!(
                pairing.window_s,
                Second,
                300.0,
                14400.0,
                "生产功率取多长时间平均",
                "how long a line's power is averaged"
            ),
            tunable!(
                pairing.trained_s,
                Second,
                600.0,
                604800.0,
                "带治理的生产积累多久后只按历史判断",
                "how much treated work must be known for the past to be believed alone"
            ),
            tunable!(
                pairing.least_share,
                One,
                0.01,
                0.9,
                "低于常用最高功率的多少比例不算生产",
                "share of a line's usual highest power below which it is at rest"
            ),
            tunable!(
                pairing.told_weight,
                One,
                0.0,
                1.0,
                "已报告时段计入无治理历史的权重",
                "weight of untreated time that was told as a violation"
            ),
            tunable!(
                pairing.goes_on_share,
                One,
                0.1,
                1.0,
                "治理停运后功率保持多少比例算照常生产",
                "share of the power before treatment stopped from which on a line goes on as before"
            ),
            tunable!(
                pairing.goes_on_odds,
                One,
                1.0,
                100.0,
                "照常生产使需要度的优势比增大几倍",
                "how many times more likely it makes a need that a line goes on as before"
            ),
        ],
        &[("pairing.no_need", "pairing.need")],
    );
}
