//! Checks the entries on quotas of draws, and runs their examples.

use super::statistics::merge;
use super::{At, Entry, Mistakes, raw};
use crate::draw_quota::DrawQuota;
use crate::pack::{Law, PackHead};

/// How permits are managed: the pools that there are.
const POOLS: [&str; 3] = ["key", "simplified", "registered"];
/// More objects for one officer: beyond lies a slip of the pen.
const MAX_PER_OFFICER: u16 = 1_000;

pub(super) fn quotas(
    heads: &[PackHead],
    entries: Vec<Entry<raw::draw_quota::Quota>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<DrawQuota> {
    let build = |raw: raw::draw_quota::Quota, basis, validity| {
        if !POOLS.contains(&raw.pool.as_str()) {
            return Err(format!("`pool` must be one of {POOLS:?}, not {:?}", raw.pool));
        }
        if raw.percent.is_none() && raw.per_officer.is_none() {
            return Err("a quota needs `percent`, `per_officer` or both".into());
        }
        if raw.percent.is_some_and(|percent| !(1..=100).contains(&percent)) {
            return Err("`percent` must lie between 1 and 100".into());
        }
        if raw.per_officer.is_some_and(|each| !(1..=MAX_PER_OFFICER).contains(&each)) {
            return Err(format!("`per_officer` must lie between 1 and {MAX_PER_OFFICER}"));
        }
        Ok(DrawQuota {
            basis,
            validity,
            pool: raw.pool,
            period: raw.period,
            percent: raw.percent,
            per_officer: raw.per_officer,
        })
    };
    let clash = |a: &DrawQuota, b: &DrawQuota| a.pool == b.pool && a.validity.overlaps(b.validity);
    merge(heads, entries, mistakes, raw::draw_quota::Quota::common, build, clash)
}

/// Runs `[[draw_quota_example]]`.
pub(super) fn example(at: At, raw: &raw::draw_quota::Example, law: &Law, mistakes: &mut Mistakes<'_>) {
    match law.draw_quota(&raw.pool, raw.day.0) {
        None => mistakes.add(at, format!("no quota of `{}` for the example", raw.pool)),
        Some(quota) => {
            let found = quota.wanted(raw.objects, raw.officers);
            if found != raw.wanted {
                mistakes.add(at, format!("the example has {}, the quota gives {found}", raw.wanted));
            }
        }
    }
}
