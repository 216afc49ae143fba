//! Checks the entries on what is left out of publications.

use super::statistics::merge;
use super::{Entry, Mistakes, raw};
use crate::pack::PackHead;
use crate::publication::PublicationOmission;

pub(super) fn omissions(
    heads: &[PackHead],
    entries: Vec<Entry<raw::publication::Omission>>,
    mistakes: &mut Mistakes<'_>,
) -> Vec<PublicationOmission> {
    let build = |raw: raw::publication::Omission, basis, validity| {
        if raw.reason.trim().is_empty() || raw.reason_en.trim().is_empty() {
            return Err(
                "`reason` and `reason_en` say why to whoever reads the results: neither is empty".into()
            );
        }
        let raw::publication::Omission { what, reason, reason_en, .. } = raw;
        Ok(PublicationOmission { basis, validity, what, reason, reason_en })
    };
    let clash = |a: &PublicationOmission, b: &PublicationOmission| {
        a.what == b.what && a.validity.overlaps(b.validity)
    };
    merge(heads, entries, mistakes, raw::publication::Omission::common, build, clash)
}
