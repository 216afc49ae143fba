//! What the QNs of packs say of whether they belong together.

use super::group::Place;

/// The packs of one message are sent within this, ms: three repetitions of ten seconds.
const TOGETHER_MS: u64 = 30_000;

/// How well a pack (PNO, QN) fits among the packs of a message.
///
/// The same QN, or the one next to that of the pack beside it (HJ 212-2017 C.49), is sure. Otherwise QNs must
/// rise with PNO and lie close together. Where there are none, nothing speaks against it.
pub(super) fn fit<'q>(
    (pno, qn): (u32, Option<&str>),
    others: impl Iterator<Item = (u32, Option<&'q str>)>,
) -> Place {
    let mut place = Place::Possible;
    for (other_pno, other_qn) in others {
        let (Some(own), Some(other)) = (qn, other_qn) else { continue };
        if own == other {
            return Place::Sure;
        }
        let (Some(own), Some(other)) = (instant(own), instant(other)) else { continue };
        let apart_ms = own.1.abs_diff(other.1);
        let rises = (other_pno < pno) == (other < own);
        if own.0 != other.0 || !rises || apart_ms > TOGETHER_MS {
            return Place::None;
        }
        if other_pno.abs_diff(pno) == 1 && apart_ms == 1 {
            place = Place::Sure;
        }
    }
    place
}

/// The day of a QN and the milliseconds since its midnight.
fn instant(qn: &str) -> Option<(&str, u64)> {
    let (day, time) = qn.split_at_checked(8)?;
    if time.len() != 9 || !time.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize, to: usize| time.get(from..to)?.parse::<u64>().ok();
    let minutes = number(0, 2)? * 60 + number(2, 4)?;
    Some((day, (minutes * 60 + number(4, 6)?) * 1000 + number(6, 9)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_belong_together_by_their_qns() {
        for (own, other, expected) in [
            ((2, Some("20240601085857534")), (1, Some("20240601085857534")), Place::Sure),
            ((2, Some("20240601085857535")), (1, Some("20240601085857534")), Place::Sure),
            ((1, Some("20240601085857534")), (2, Some("20240601085857535")), Place::Sure),
            ((3, Some("20240601085857535")), (1, Some("20240601085857534")), Place::Possible),
            ((2, Some("20240601085858100")), (1, Some("20240601085857534")), Place::Possible),
            ((2, Some("20240601085827534")), (1, Some("20240601085857534")), Place::None),
            ((2, Some("20240601085927535")), (1, Some("20240601085857534")), Place::None),
            ((2, Some("20240602085857535")), (1, Some("20240601085857534")), Place::None),
            ((2, None), (1, Some("20240601085857534")), Place::Possible),
            ((2, Some("7")), (1, Some("20240601085857534")), Place::Possible),
        ] {
            assert_eq!(fit(own, std::iter::once(other)), expected, "{own:?} {other:?}");
        }
    }
}
