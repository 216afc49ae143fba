//! Hour means against limits.

use super::{Group, tunable};
use crate::parameters::ExceedanceParameters;

impl ExceedanceParameters {
    pub(crate) const GROUP: Group = (
        &[
            tunable!(
                exceedance.by_multiple[Serious "serious"], One, 0.05, 100.0,
                "超标倍数达到多少为较重",
                "multiple over the limit from which it is serious"
            ),
            tunable!(
                exceedance.by_multiple[Grave "grave"], One, 0.05, 1000.0,
                "超标倍数达到多少为严重",
                "multiple over the limit from which it is grave"
            ),
            tunable!(
                exceedance.by_ph_distance[Serious "serious"], One, 0.1, 7.0,
                "pH超出限值多少为较重",
                "distance beyond a pH limit from which it is serious"
            ),
            tunable!(
                exceedance.by_ph_distance[Grave "grave"], One, 0.1, 7.0,
                "pH超出限值多少为严重",
                "distance beyond a pH limit from which it is grave"
            ),
            tunable!(
                exceedance.memory_h,
                Hour,
                24.0,
                2160.0,
                "补传的小时均值在多少小时内仍作判断",
                "how late an hour mean may arrive and still be judged"
            ),
        ],
        &[
            ("exceedance.by_multiple.serious", "exceedance.by_multiple.grave"),
            ("exceedance.by_ph_distance.serious", "exceedance.by_ph_distance.grave"),
        ],
    );
}
