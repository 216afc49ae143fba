//! Service of documents (送达), in its several ways.

use jiff::civil::Date;
use model::{BlobHash, china};
use serde::{Deserialize, Serialize};

use super::decide::{Circumstances, not_in_future, optional_words, words};
use super::event::Event;
use super::refusal::{Field, Refusal};
use super::state::Case;

/// A document of a case that is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// The notice of this number.
    Notice(u32),
    /// The decision.
    Decision,
    /// The order to rectify of this number.
    Order(u32),
    /// The notice of the daily penalty of this number.
    DailyNotice(u32),
    /// The decision of the daily penalty of this number.
    Daily(u32),
    /// The urging before enforcement by a court (催告书).
    Urging,
}

/// How something is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ServiceWay {
    /// Handed over (直接送达).
    Direct,
    /// Left at the place before witnesses or a recorder (留置送达).
    Left,
    /// By another bureau (委托送达).
    Entrusted,
    /// By post (邮寄送达).
    Post,
    /// Electronically, where the party agreed (电子送达).
    Electronic,
    /// Passed on by a unit (转交送达).
    PassedOn,
    /// By public notice, where nothing else is possible (公告送达).
    PublicNotice,
}

impl ServiceWay {
    /// All ways.
    pub const ALL: [ServiceWay; 7] = [
        ServiceWay::Direct,
        ServiceWay::Left,
        ServiceWay::Entrusted,
        ServiceWay::Post,
        ServiceWay::Electronic,
        ServiceWay::PassedOn,
        ServiceWay::PublicNotice,
    ];

    /// The stable code of API and pages.
    pub fn code(self) -> &'static str {
        match self {
            ServiceWay::Direct => "direct",
            ServiceWay::Left => "left",
            ServiceWay::Entrusted => "entrusted",
            ServiceWay::Post => "post",
            ServiceWay::Electronic => "electronic",
            ServiceWay::PassedOn => "passed_on",
            ServiceWay::PublicNotice => "public_notice",
        }
    }

    /// Whether what is served so needs words: who was there, that the party agreed, why nothing else was possible.
    fn needs_words(self) -> bool {
        match self {
            ServiceWay::Left | ServiceWay::Electronic | ServiceWay::PublicNotice => true,
            ServiceWay::Direct | ServiceWay::Entrusted | ServiceWay::Post | ServiceWay::PassedOn => false,
        }
    }
}

/// See [`Event::Served`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Served {
    /// What.
    pub document: Document,
    /// How.
    pub way: ServiceWay,
    /// On which day; for public notice the day on which it was put up.
    pub on: Date,
    /// The receipt, signed (送达回证).
    pub receipt: Option<BlobHash>,
    /// Who was there, that the party agreed, why nothing else was possible.
    pub note: String,
}

pub(super) fn serve(case: &Case, served: &Served, here: &Circumstances<'_>) -> Result<Vec<Event>, Refusal> {
    not_in_future(Field::On, served.on, here)?;
    let made_at = match served.document {
        Document::Notice(number) if number == case.notice_number() => case.notice().map(|notice| notice.at),
        Document::Notice(_) => None,
        Document::Decision => case.decided.as_ref().map(|decided| decided.at),
        Document::Order(number) => case.order_numbered(number).map(|order| order.ordered.at),
        Document::DailyNotice(number) => case.daily_numbered(number).map(|daily| daily.told.at),
        Document::Daily(number) => {
            case.daily_numbered(number).and_then(|daily| daily.imposed.as_ref()).map(|imposed| imposed.at)
        }
        Document::Urging => case.decided.as_ref().map(|decided| decided.at),
    };
    let made_on = china::civil(made_at.ok_or(Refusal::NothingToServe)?).date();
    if served.on < made_on {
        return Err(Refusal::OutOfOrder { field: Field::On, day: made_on, after: served.on });
    }
    if case.service_of(served.document).is_some() {
        return Err(Refusal::ServedAlready);
    }
    // What left no receipt has left words about who was there.
    let note = match (served.way.needs_words(), &served.receipt) {
        (true, _) | (false, None) => words(Field::Note, &served.note)?,
        (false, Some(_)) => optional_words(Field::Note, &served.note)?,
    };
    Ok(vec![Event::Served(Served { note, ..served.clone() })])
}
