//! Checks the entries on caps of visits, and runs their examples.

use super::statistics::merge;
use super::{At, Entry, Mistakes, raw};
use crate::pack::{Law, PackHead};
use crate::visit_cap::VisitCap;

const LEVELS: [&str; 3] = ["county", "city", "province"];
/// Checks of single cases stand outside of caps.
const CLASSES: [&str; 2] = ["routine", "campaign"];

pub(super) fn caps(
    heads: &[PackHead],
    entries: Vec<Entry<raw::visit_cap::Cap>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<VisitCap> {
    let build = |raw: raw::visit_cap::Cap, basis, validity| {
        if !LEVELS.contains(&raw.level.as_str()) {
            return Err(format!("`level` must be one of {LEVELS:?}, not {:?}", raw.level));
        }
        if !CLASSES.contains(&raw.class.as_str()) {
            return Err(format!("`class` must be one of {CLASSES:?}, not {:?}", raw.class));
        }
        if raw.most == 0 {
            return Err("`most` must be at least 1: a cap of no visit is no cap but a ban".into());
        }
        let raw::visit_cap::Cap { level, class, period, most, .. } = raw;
        Ok(VisitCap { basis, validity, level, class, period, most })
    };
    let clash = |a: &VisitCap, b: &VisitCap| {
        (&a.level, &a.class) == (&b.level, &b.class) && a.validity.overlaps(b.validity)
    };
    merge(heads, entries, mistakes, raw::visit_cap::Cap::common, build, clash)
}

/// Runs `[[visit_cap_example]]`.
pub(super) fn example(at: At, raw: &raw::visit_cap::Example, law: &Law, mistakes: &mut Mistakes<'_>) {
    match law.visit_cap(&raw.level, &raw.class, raw.day.0) {
        None => mistakes.add(at, format!("no cap of `{}` and `{}` for the example", raw.level, raw.class)),
        Some(cap) => {
            let days: Vec<_> = raw.visits.iter().map(|day| day.0).collect();
            let found = cap.left(&days, raw.day.0);
            if found != raw.left {
                mistakes.add(at, format!("the example has {}, the cap leaves {found}", raw.left));
            }
        }
    }
}
