//! Hour means beyond the limit in force at their time (小时均值超标).

use std::collections::BTreeMap;

use model::{Finding, FindingKind, Granularity, LimitBasis, Reading, Source};

use super::means::{Basis, KnownMeans, Means, Severities, Telling, Told, Words};
use super::{Context, Detector, comparable, time_is_believable};
use crate::kept::{Kept, SharedShelf};
use crate::series::Series;

const BASIS: Basis = Basis {
    kind: FindingKind::ExceedanceHour,
    limit: LimitBasis::HourMean,
    limit_at_s: 0,
    detector: "exceedance_hour/1",
    words: Words {
        time: "hour",
        mean: "hour_mean",
        mean_converted: "hour_mean_converted",
        means_over: "hours_over",
        worst_time: "worst_hour",
        worst_mean: "worst_hour_mean",
        compliant_time: "compliant_hour",
        compliant_mean: "compliant_hour_mean",
    },
};

/// The known hours of every limited series, by its slot.
#[derive(Debug, Default)]
pub(crate) struct ExceedanceHour {
    known: Kept<BTreeMap<usize, KnownMeans>>,
    ongoing: BTreeMap<usize, Told>,
}

impl Detector for ExceedanceHour {
    fn observe(
        &mut self,
        context: &Context<'_>,
        series: &Series,
        reading: &Reading,
        findings: &mut Vec<Finding>,
    ) {
        if reading.granularity != Granularity::Hour || !time_is_believable(context, reading) {
            return;
        }
        let Source::Outlet(outlet) = &reading.series.source else { return };
        let Some(limit) = BASIS.limit(series, reading.time) else { return };
        let Some(figure) = comparable(reading, limit) else { return };
        let parameters = &context.parameters.exceedance;
        let mut ongoing = self.ongoing.get(&series.slot).copied();
        let known = self.known.at_hand(outlet).entry(series.slot).or_default();
        let mut hours = Means { known, ongoing: &mut ongoing };
        if hours.learn(reading.time, figure, limit, parameters.memory_h.saturating_mul(3600)) {
            let severities = Severities {
                by_multiple: &parameters.by_multiple,
                by_ph_distance: &parameters.by_ph_distance,
            };
            let factor = &reading.series.factor;
            let telling = Telling { basis: &BASIS, severities, series, outlet, factor, limit, about: &[] };
            telling.tell(&mut hours, reading.time, findings);
            match ongoing {
                Some(told) => self.ongoing.insert(series.slot, told),
                None => self.ongoing.remove(&series.slot),
            };
        }
    }

    fn register_changed(&mut self, context: &Context<'_>) {
        self.known.retain(|id| context.register.outlets.contains_key(id));
        self.ongoing.retain(|slot, _| context.all.get(*slot).is_some_and(|series| series.is_registered));
    }

    fn resume(&mut self, _: &Context<'_>, series: Option<&Series>, finding: &Finding) {
        let Some(series) = series else { return };
        if finding.key.kind == FindingKind::ExceedanceHour {
            self.ongoing.insert(series.slot, Told::by(finding));
        }
    }
}

impl ExceedanceHour {
    /// From now on what is known of outlets lies on `shelf` between their hours.
    pub(crate) fn use_shelf(&mut self, shelf: SharedShelf) {
        self.known.use_shelf(shelf);
    }
}
