//! When a notice is over and until when an entry holds: by the law of the day on which each began.

use jiff::Span;
use jiff::civil::Date;
use law::{Law, Reckoning};
use model::{Timestamp, china};

use super::{Entry, Listing, Notice};

/// When the notice may be followed by an entry, with every step; `None` where no pack says how long it lasts.
pub fn notice_over(notice: &Notice, law: &Law) -> Option<Reckoning> {
    let rule = law.positive_list(china::civil(notice.since).date())?;
    Some(law.calendar().add_working_days(notice.since, u32::from(rule.notice_working_days)))
}

/// The last day on which an entry holds; `None` where no pack says for how long.
pub fn last_day(listing: &Listing, law: &Law) -> Option<Date> {
    let since: Timestamp = listing.renewals.last().copied().unwrap_or(listing.since);
    let first = china::civil(since).date();
    let rule = law.positive_list(first)?;
    let end = first.saturating_add(Span::new().months(i64::from(rule.valid_months)));
    Some(end.saturating_sub(Span::new().days(1)))
}

/// Whether the enterprise is on the list on `day`: entered, not taken off and not run out. Where no pack says for how
/// long an entry holds it does not hold.
pub fn is_in_force(entry: &Entry, law: &Law, day: Date) -> bool {
    entry.listing().and_then(|listing| last_day(listing, law)).is_some_and(|last| day <= last)
}
