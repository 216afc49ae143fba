//! How many objects of a pool are drawn in a period (抽取比例): ratios of places differ, so they are a pack's.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::pack::{Basis, Law, Validity};

/// The period for which a quota holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuotaPeriod {
    /// A quarter of the calendar year.
    Quarter,
    /// A calendar year.
    Year,
}

impl QuotaPeriod {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            QuotaPeriod::Quarter => "quarter",
            QuotaPeriod::Year => "year",
        }
    }

    /// Whether two days lie in the same period.
    pub fn holds_both(self, a: Date, b: Date) -> bool {
        let quarter = |day: Date| (day.month() - 1) / 3;
        a.year() == b.year()
            && match self {
                QuotaPeriod::Quarter => quarter(a) == quarter(b),
                QuotaPeriod::Year => true,
            }
    }
}

/// At least how many objects of a pool are drawn in a period: the largest of what is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawQuota {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// Of which pool: how the permit is managed (`key`, `simplified`, `registered`).
    pub pool: String,
    /// In which period.
    pub period: QuotaPeriod,
    /// So many of a hundred, where that is given.
    pub percent: Option<u8>,
    /// So many for each officer who may go, where that is given.
    pub per_officer: Option<u16>,
}

impl DrawQuota {
    /// How many of `objects` are drawn in a period with `officers`: a ratio is rounded up, and nobody is drawn who is not there.
    pub fn wanted(&self, objects: u32, officers: u32) -> u32 {
        let by_ratio =
            self.percent.map_or(0, |percent| (u64::from(objects) * u64::from(percent)).div_ceil(100));
        let by_staff = self.per_officer.map_or(0, |each| u64::from(each) * u64::from(officers));
        // At most `objects`, which is a u32.
        u32::try_from(by_ratio.max(by_staff).min(u64::from(objects))).unwrap_or(objects)
    }
}

impl Law {
    /// The quota of a pool on `day`; none where no pack says.
    pub fn draw_quota(&self, pool: &str, day: Date) -> Option<&DrawQuota> {
        self.draw_quotas.iter().find(|quota| quota.pool == pool && quota.validity.holds_on(day))
    }
}
