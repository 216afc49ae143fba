use jiff::civil::Date;
use law::{Basis, Law, WaterBody, WaterClass};
use model::{FactorCode, Unit};

/// The mean of a factor of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorMean {
    /// Of what.
    pub factor: FactorCode,
    /// In which unit.
    pub unit: Unit,
    /// The mean.
    pub mean: f64,
    /// Of how many hours.
    pub hours: u32,
}

/// The class of one factor.
#[derive(Debug, Clone, PartialEq)]
pub struct FactorClass {
    /// The mean.
    pub mean: FactorMean,
    /// Its class; `None` where no limit is known, or the unit does not fit it.
    pub class: Option<WaterClass>,
    /// Whether it is part of the section's class.
    pub assessed: bool,
    /// By which limit.
    pub basis: Option<Basis>,
}

/// The class of a section.
#[derive(Debug, Clone, PartialEq)]
pub struct SectionClass {
    /// The worst class of the assessed factors; `None` where none could be assessed.
    pub class: Option<WaterClass>,
    /// The factors that decide it: all that have that class.
    pub deciding: Vec<FactorCode>,
    /// Whether the class counts as good (优良); `None` where it is not known.
    pub is_good: Option<bool>,
    /// How many factors were assessed.
    pub assessed: u32,
    /// How many a whole assessment has; `None` where no rule is known.
    pub indicators: Option<u8>,
    /// Every factor, worst class first, then by code.
    pub factors: Vec<FactorClass>,
    /// By which rule the class is formed.
    pub basis: Option<Basis>,
}

/// The class of a section of `body` from the means of its factors, by the rules of `date` (单因子评价法: the
/// worst factor decides). The order of `means` does not matter.
pub fn section_class(law: &Law, date: Date, body: WaterBody, means: &[FactorMean]) -> SectionClass {
    let mut factors: Vec<FactorClass> =
        means.iter().map(|mean| factor_class(law, date, body, mean)).collect();
    factors.sort_by(|a, b| (b.class, &a.mean.factor).cmp(&(a.class, &b.mean.factor)));
    let assessed = || factors.iter().filter(|factor| factor.assessed && factor.class.is_some());
    let class = assessed().filter_map(|factor| factor.class).max();
    let deciding = assessed().filter(|factor| factor.class == class).map(|f| f.mean.factor.clone()).collect();
    let rule = law.water_assessment(date);
    SectionClass {
        class,
        deciding,
        is_good: class.zip(rule).map(|(class, rule)| class <= rule.good_up_to),
        assessed: assessed().count() as u32,
        indicators: rule.map(|rule| rule.indicators),
        basis: rule.map(|rule| rule.basis.clone()),
        factors,
    }
}

fn factor_class(law: &Law, date: Date, body: WaterBody, mean: &FactorMean) -> FactorClass {
    let limit = law.water_limit(&mean.factor, body, date);
    let class = limit.and_then(|limit| {
        let figure = mean.unit.convert(mean.mean, limit.unit).ok()?;
        limit.class_of(figure)
    });
    FactorClass {
        mean: mean.clone(),
        class,
        assessed: limit.is_some_and(|limit| limit.assessed),
        basis: limit.map(|limit| limit.basis.clone()),
    }
}
