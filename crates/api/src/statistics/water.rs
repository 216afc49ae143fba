//! Classes of the sections whose loggers send surface water: stations with channels of water.

use law::WaterBody;
use model::{Granularity, Source, Station};
use stats::{FactorMean, Period, SectionClass};

use super::{read, span, until};
use crate::dto::Named;
use crate::dto::series::factor_names;
use crate::dto::statistics::{RuleBasis, Section, SectionFactor, WaterStatistics};
use crate::error::ApiError;
use crate::present::Presenter;
use crate::services::Services;

/// Every section with its class over the period, judged as `body`: the register does not say of a section
/// whether it lies in a river or in a lake.
pub(crate) fn sections(
    services: &Services,
    presenter: &Presenter<'_>,
    body: WaterBody,
    period: Period,
) -> Result<WaterStatistics, ApiError> {
    let now = presenter.now();
    let stations =
        presenter.register().stations.values().filter(|station| {
            station.channels.iter().any(|channel| channel.factor.as_str().starts_with('w'))
        });
    let mut sections = Vec::new();
    for station in stations {
        let means = means(services, station, period, now)?;
        let class = stats::section_class(&services.law, period.first(), body, &means);
        sections.push(section(station, &class));
    }
    let rule = services.law.water_assessment(period.first());
    Ok(WaterStatistics {
        period: span(period, now),
        sections,
        rule: rule.map(|rule| RuleBasis::from(&rule.basis)),
    })
}

fn means(
    services: &Services,
    station: &Station,
    period: Period,
    now: model::Timestamp,
) -> Result<Vec<FactorMean>, ApiError> {
    let source = Source::Station(station.id.clone());
    let (from, to) = (period.from(), until(period, now));
    let mut means = Vec::new();
    for channel in station.channels.iter().filter(|channel| channel.factor.as_str().starts_with('w')) {
        let readings = read(&services.lake, &source, &channel.factor, Granularity::Hour, (from, to))?;
        let hours = stats::hours(
            &readings,
            from,
            to,
            &stats::ValidMinutes::default(),
            None,
            stats::Declared::default(),
        );
        let values: Vec<f64> = hours
            .iter()
            .filter_map(|hour| {
                let reading = hour.valid()?;
                reading.unit.convert(reading.values.value?, channel.unit).ok()
            })
            .collect();
        if let Some(mean) = stats::mean(values.iter().copied()) {
            let factor = channel.factor.clone();
            means.push(FactorMean { factor, unit: channel.unit, mean, hours: values.len() as u32 });
        }
    }
    Ok(means)
}

fn section(station: &Station, class: &SectionClass) -> Section {
    let factor = |factor: &stats::FactorClass| {
        let (name, name_en) = factor_names(&factor.mean.factor);
        SectionFactor {
            factor: factor.mean.factor.to_string(),
            name,
            name_en,
            mean: factor.mean.mean,
            unit: factor.mean.unit.text().to_owned(),
            hours: factor.mean.hours,
            class: factor.class.map(law::WaterClass::number),
            assessed: factor.assessed,
            rule: factor.basis.as_ref().map(RuleBasis::from),
        }
    };
    Section {
        station: Named {
            code: station.id.to_string(),
            name: station.name.clone(),
            name_en: station.name_en.clone(),
        },
        class: class.class.map(law::WaterClass::number),
        good: class.is_good,
        deciding: class.deciding.iter().map(ToString::to_string).collect(),
        assessed: class.assessed,
        indicators: class.indicators,
        factors: class.factors.iter().map(factor).collect(),
    }
}
