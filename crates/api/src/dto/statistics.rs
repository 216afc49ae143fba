//! Statistics: outlets, transmission, air and water.

use serde::Serialize;
use utoipa::ToSchema;

use super::series::Limit;
use super::{Named, Time};

/// On which rule a figure rests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RuleBasis {
    /// The rule's id in its pack.
    pub(crate) rule: String,
    pub(crate) pack: String,
    pub(crate) version: String,
    pub(crate) source: String,
    /// Whether nobody has checked the rule at its source.
    pub(crate) unverified: bool,
    /// Whether the rule is made up for demonstration.
    pub(crate) illustrative: bool,
}

impl From<&law::Basis> for RuleBasis {
    fn from(basis: &law::Basis) -> Self {
        Self {
            rule: basis.rule.clone(),
            pack: basis.pack.clone(),
            version: basis.version.clone(),
            source: basis.source.clone(),
            unverified: basis.unverified,
            illustrative: basis.illustrative,
        }
    }
}

/// The period of a statistic.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PeriodSpan {
    /// `2020-08`, `2020-Q3` or `2020`.
    pub(crate) code: String,
    pub(crate) from: Time,
    /// Exclusive.
    pub(crate) to: Time,
    /// Until when hours are counted: the end, or the last hour that should have come by now.
    pub(crate) until: Time,
}

/// Hours that do not count, by why.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LostHours {
    /// `missing`, `mark_D` and the like, `marked_device_fault` and the like (what the enterprise marks), the code of a
    /// problem, `few_minutes` or `no_value`.
    pub(crate) reason: String,
    pub(crate) hours: u32,
}

/// Transmission of hour data, counted in hours of factors.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Rates {
    /// Hours that should have come; stopped ones are taken out.
    pub(crate) expected: u32,
    pub(crate) stopped: u32,
    pub(crate) received: u32,
    pub(crate) valid: u32,
    /// 传输率: received of expected.
    pub(crate) transmission_percent: Option<f64>,
    /// 有效率: valid of received.
    pub(crate) validity_percent: Option<f64>,
    /// 传输有效率: their product.
    pub(crate) effective_percent: Option<f64>,
    pub(crate) lost: Vec<LostHours>,
}

impl From<&stats::Transmission> for Rates {
    fn from(rates: &stats::Transmission) -> Self {
        let lost =
            rates.lost.iter().map(|(reason, hours)| LostHours { reason: reason.clone(), hours: *hours });
        let shown = |percent: Option<f64>| percent.map(|percent| stats::round_half_even(percent, 2));
        Self {
            expected: rates.expected(),
            stopped: rates.counts.stopped,
            received: rates.counts.received,
            valid: rates.counts.valid,
            transmission_percent: shown(rates.transmission_percent()),
            validity_percent: shown(rates.validity_percent()),
            effective_percent: shown(rates.effective_percent()),
            lost: lost.collect(),
        }
    }
}

/// What the effective rate should reach. More than one where it is not known which binds.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RateTarget {
    pub(crate) percent: f64,
    pub(crate) rule: RuleBasis,
}

/// The rates of an outlet, an enterprise or a district.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TransmissionRow {
    /// The outlet; absent where rows are enterprises or districts.
    pub(crate) outlet: Option<Named>,
    /// Absent where rows are districts.
    pub(crate) enterprise: Option<Named>,
    pub(crate) district: Named,
    /// `air` or `water`, of an outlet.
    pub(crate) medium: Option<&'static str>,
    /// How many outlets the row stands for.
    pub(crate) outlets: usize,
    /// From when hours are expected: the first that ever came, or the period's beginning. Absent where none came.
    pub(crate) counted_from: Option<Time>,
    pub(crate) rates: Rates,
}

/// Rates within the account's scope.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct TransmissionPage {
    pub(crate) period: PeriodSpan,
    pub(crate) targets: Vec<RateTarget>,
    /// Of everything that fits the filter.
    pub(crate) whole: Rates,
    pub(crate) items: Vec<TransmissionRow>,
    pub(crate) next_cursor: Option<String>,
    pub(crate) total: usize,
}

/// A figure over a day or longer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TableFigure {
    /// Absent where nothing valid came: never zero instead.
    pub(crate) mean: Option<f64>,
    /// Whether it is weighted by flow.
    pub(crate) weighted: bool,
    /// Mean of the converted (折算) figures of the device.
    pub(crate) converted: Option<f64>,
    /// The greatest hour mean.
    pub(crate) max: Option<f64>,
    /// kg, of a flow m³.
    pub(crate) total: Option<f64>,
    /// In how many hours.
    pub(crate) total_hours: u32,
    pub(crate) hours: u32,
    pub(crate) stopped: u32,
    pub(crate) received: u32,
    pub(crate) valid: u32,
    /// `valid`, `short`, `stopped`, `running`, `no_rule` or `no_data`.
    pub(crate) standing: &'static str,
    /// Valid hours of the day or days of the month, where it is `short`.
    pub(crate) have: Option<u32>,
    /// How many it takes.
    pub(crate) least: Option<u32>,
}

impl From<&stats::Figure> for TableFigure {
    fn from(figure: &stats::Figure) -> Self {
        let (standing, have, least) = match figure.standing {
            stats::Standing::Valid => ("valid", None, None),
            stats::Standing::Short { have, least } => ("short", Some(have), Some(least)),
            stats::Standing::Stopped => ("stopped", None, None),
            stats::Standing::Running => ("running", None, None),
            stats::Standing::NoRule => ("no_rule", None, None),
            stats::Standing::NoData => ("no_data", None, None),
        };
        Self {
            mean: figure.mean,
            weighted: figure.weighted,
            converted: figure.converted,
            max: figure.max,
            total: figure.total,
            total_hours: figure.total_hours,
            hours: figure.counts.hours,
            stopped: figure.counts.stopped,
            received: figure.counts.received,
            valid: figure.counts.valid,
            standing,
            have,
            least,
        }
    }
}

/// A day of a factor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TableDay {
    /// As in `2020-08-30`.
    pub(crate) date: String,
    pub(crate) figure: TableFigure,
    /// Whether the day mean is over its limit; absent where there is no limit, or no mean that counts.
    pub(crate) over: Option<bool>,
    /// Valid hours that count over the limit of hour means; absent where there is none.
    pub(crate) hours_over: Option<u32>,
    /// Valid hours over that limit which are not counted, since the enterprise marked a work condition.
    pub(crate) hours_excused: Option<u32>,
}

/// A month of a factor.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TableMonth {
    /// As in `2020-08`.
    pub(crate) month: String,
    pub(crate) figure: TableFigure,
}

/// A factor of an outlet over a period.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TableFactor {
    pub(crate) factor: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) unit: String,
    /// `kg` or `m³`; absent where nothing can be added up.
    pub(crate) total_unit: Option<&'static str>,
    /// The limits of day and hour means at the period's end.
    pub(crate) limits: Vec<Limit>,
    pub(crate) whole: TableFigure,
    pub(crate) months: Vec<TableMonth>,
    pub(crate) days: Vec<TableDay>,
}

/// Hours of a factor that follow each other and do not count.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct HourGap {
    pub(crate) factor: String,
    pub(crate) from: Time,
    /// Exclusive.
    pub(crate) to: Time,
    pub(crate) hours: u32,
    /// As in [`LostHours`], and `stopped`.
    pub(crate) reason: String,
}

/// The month's or quarter's table of one outlet.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct OutletStatistics {
    pub(crate) outlet: Named,
    pub(crate) enterprise: Named,
    /// `air` or `water`.
    pub(crate) medium: &'static str,
    pub(crate) period: PeriodSpan,
    pub(crate) counted_from: Option<Time>,
    /// When hours, days and months are valid; absent where no rule is known for the medium.
    pub(crate) validity: Option<ValidityRule>,
    pub(crate) targets: Vec<RateTarget>,
    pub(crate) rates: Rates,
    pub(crate) factors: Vec<TableFactor>,
    /// The longest gaps first in time, at most 500.
    pub(crate) gaps: Vec<HourGap>,
    /// How many more there are.
    pub(crate) gaps_left_out: usize,
}

/// From how much a mean counts.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ValidityRule {
    pub(crate) hour_minutes_least: u8,
    pub(crate) day_hours_least: u8,
    pub(crate) month_days_least: u8,
    pub(crate) february_days_least: u8,
    pub(crate) rule: RuleBasis,
}

impl From<&law::DataValidity> for ValidityRule {
    fn from(rule: &law::DataValidity) -> Self {
        Self {
            hour_minutes_least: rule.hour_minutes_least,
            day_hours_least: rule.day_hours_least,
            month_days_least: rule.month_days_least,
            february_days_least: rule.february_days_least,
            rule: RuleBasis::from(&rule.basis),
        }
    }
}

/// A level of the air quality index.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AirLevel {
    pub(crate) number: u8,
    pub(crate) name: String,
    pub(crate) name_en: String,
    /// The greatest index that belongs to it.
    pub(crate) up_to: u16,
    /// The official colour, as in `#FF7E00`.
    pub(crate) colour: String,
}

/// One pollutant's part in an index.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AirPartial {
    /// `pm25`, `pm10`, `so2`, `no2`, `co` or `o3`.
    pub(crate) pollutant: &'static str,
    pub(crate) concentration: f64,
    pub(crate) unit: &'static str,
    /// From how many hours.
    pub(crate) hours: u8,
    /// Whether hours are missing and no rule is known that says how many may.
    pub(crate) provisional: bool,
    /// The partial index; absent where the breakpoints give none.
    pub(crate) index: Option<u16>,
}

/// An air quality index with everything it was made of.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AirIndex {
    /// The index where it is `published`; at least that much otherwise.
    pub(crate) index: Option<u16>,
    /// `published`, `provisional` (hours are missing), `not_available` (pollutants are missing, and the rule
    /// gives none then), `unknown` (they are missing, and no rule is known), `no_data` or `no_rule`.
    pub(crate) standing: &'static str,
    /// The level's number, where there is an index.
    pub(crate) level: Option<u8>,
    pub(crate) primary: Vec<&'static str>,
    pub(crate) exceeding: Vec<&'static str>,
    pub(crate) missing: Vec<&'static str>,
    pub(crate) partials: Vec<AirPartial>,
}

/// A day at a station.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AirDay {
    /// As in `2020-08-30`.
    pub(crate) date: String,
    #[serde(flatten)]
    pub(crate) index: AirIndex,
}

/// How many days have something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DayCount {
    /// The number of a level, or why days are left out.
    pub(crate) code: String,
    pub(crate) days: u32,
}

/// Good-air days (优良天数).
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct GoodDays {
    /// Days with a published index.
    pub(crate) counted: u32,
    pub(crate) good: u32,
    pub(crate) rate_percent: Option<f64>,
    pub(crate) by_level: Vec<DayCount>,
    pub(crate) left_out: Vec<DayCount>,
}

/// A station to choose.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct StationChoice {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) class: &'static str,
}

/// The days of one station.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AirStatistics {
    pub(crate) period: PeriodSpan,
    /// The stations that measure air.
    pub(crate) stations: Vec<StationChoice>,
    /// The one whose days these are; absent where there is none.
    pub(crate) station: Option<StationChoice>,
    pub(crate) days: Vec<AirDay>,
    pub(crate) good: GoodDays,
    /// Of the version in force on the last day.
    pub(crate) levels: Vec<AirLevel>,
    /// The versions in force in the period.
    pub(crate) rules: Vec<RuleBasis>,
}

/// The index of a station's newest hour.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct StationAir {
    /// The hour's start; absent where the station has no hour data.
    pub(crate) hour: Option<Time>,
    #[serde(flatten)]
    pub(crate) index: AirIndex,
    pub(crate) levels: Vec<AirLevel>,
    /// The version in force; absent where none is known.
    pub(crate) rule: Option<RuleBasis>,
}

/// The class of one factor of a section.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SectionFactor {
    pub(crate) factor: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
    pub(crate) mean: f64,
    pub(crate) unit: String,
    /// Of how many valid hours.
    pub(crate) hours: u32,
    /// 1 to 6 (6 is 劣V); absent where no limit is known.
    pub(crate) class: Option<u8>,
    /// Whether it is part of the section's class.
    pub(crate) assessed: bool,
    pub(crate) rule: Option<RuleBasis>,
}

/// The class of a section.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Section {
    pub(crate) station: Named,
    /// 1 to 6 (6 is 劣V); absent where nothing could be assessed.
    pub(crate) class: Option<u8>,
    /// Whether it counts as good (优良: I to III).
    pub(crate) good: Option<bool>,
    /// The factors that decide.
    pub(crate) deciding: Vec<String>,
    pub(crate) assessed: u32,
    /// How many a whole assessment has.
    pub(crate) indicators: Option<u8>,
    pub(crate) factors: Vec<SectionFactor>,
}

/// The sections with surface-water data.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct WaterStatistics {
    pub(crate) period: PeriodSpan,
    pub(crate) sections: Vec<Section>,
    /// How a section's class is formed; absent where no rule is known.
    pub(crate) rule: Option<RuleBasis>,
}
