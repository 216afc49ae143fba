//! How often an enterprise is visited at most in a period (入企检查频次上限): numbers of places differ, so they are a pack's.

use jiff::civil::Date;

use crate::draw_quota::QuotaPeriod;
use crate::pack::{Basis, Law, Validity};

/// At most how many visits of a class bodies of a level make to one enterprise in a period.
///
/// Checks of single cases (个案检查: a complaint, an assignment, an anomaly) stand outside of caps, so that no cap is of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitCap {
    /// On what it rests.
    pub basis: Basis,
    /// When it holds.
    pub validity: Validity,
    /// Of bodies of which level: `county`, `city`, `province`.
    pub level: String,
    /// Of which class of check: `routine`, `campaign`.
    pub class: String,
    /// In which period.
    pub period: QuotaPeriod,
    /// So many visits at most.
    pub most: u32,
}

impl VisitCap {
    /// How many more there may be on `day`, after visits on `days`. Zero where there were as many as may be, or more.
    pub fn left(&self, days: &[Date], day: Date) -> u32 {
        let made = days.iter().filter(|made| self.period.holds_both(**made, day)).count();
        self.most.saturating_sub(u32::try_from(made).unwrap_or(u32::MAX))
    }
}

impl Law {
    /// The cap of a level and a class of check on `day`; none where no pack says.
    pub fn visit_cap(&self, level: &str, class: &str, day: Date) -> Option<&VisitCap> {
        let of = |cap: &&VisitCap| cap.level == level && cap.class == class && cap.validity.holds_on(day);
        self.visit_caps.iter().find(of)
    }
}
