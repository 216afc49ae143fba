//! The names that an input knows apart from factors and options.

use super::matching::normal;
use super::{DiscretionTable, Scale};

/// Names that say something about a case and are not reckoned with.
pub(super) const REMARKS: &[&str] =
    &["id", "source", "calc", "published", "note", "sum", "raw", "floored", "说明", "备注"];
/// Names of a map whose entries are factors.
pub(super) const WRAPPERS: &[&str] = &["inputs", "input", "factors", "裁量因素", "因子"];

pub(super) const OTHER_NAMES: &[&str] = &[
    "base",
    "min",
    "max",
    "act_date",
    "decision_date",
    "adjust",
    "degree",
    "amount",
    "variant",
    "party",
    "row",
    "others",
    "start",
    "fine",
    "inputs",
];

/// A name that a request knows apart from factors and options.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    Start,
    Others,
    Base,
    Least,
    Greatest,
    LeastOverGreatest,
    Party,
    ActDate,
    DecisionDate,
    Adjust,
    Degree,
    Amount,
    Variant,
    Row,
    Expected,
    Table,
    Pack,
    Statute,
}

pub(super) fn known(table: &DiscretionTable, name: &str) -> Option<Known> {
    let said = normal(name);
    if let Scale::OfBase { base, .. } = &table.scale
        && std::iter::once(&base.name).chain(&base.aliases).any(|text| normal(text) == said)
    {
        return Some(Known::Base);
    }
    known_word(&said)
}

pub(super) fn known_word(said: &str) -> Option<Known> {
    Some(match said {
        "start" | "裁量起点" | "起点" => Known::Start,
        "others" | "other" | "rest" | "其余" | "其他因子" => Known::Others,
        "base" | "基数" => Known::Base,
        "min" | "least" | "法定最低" | "法定最低罚款" => Known::Least,
        "max" | "greatest" | "法定最高" | "法定最高罚款" => Known::Greatest,
        "y" => Known::LeastOverGreatest,
        "party" | "当事人" => Known::Party,
        "act_date" | "date" | "违法日期" | "违法行为日期" => Known::ActDate,
        "decision_date" | "decided" | "决定日期" => Known::DecisionDate,
        "adjust" | "adjustment" | "adjustments" | "调整" => Known::Adjust,
        "degree" | "情节" | "裁量情节" => Known::Degree,
        "amount" | "裁定金额" => Known::Amount,
        "variant" | "情形" => Known::Variant,
        "row" | "conditions" => Known::Row,
        "fine" | "expected" => Known::Expected,
        "basis" | "statute" | "依据" => Known::Statute,
        "table" => Known::Table,
        "pack" => Known::Pack,
        _ => return None,
    })
}

/// Whether `said` names the table of this id: `GD-2.7.1`, `2.7.1`, 表2.7.1.
pub(crate) fn names_table(id: &str, said: &str) -> bool {
    let (id, said) = (normal(id), normal(said));
    let part = said.rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '-').next();
    let part = part.filter(|part| !part.is_empty());
    id == said || part.is_some_and(|part| id == part || id.ends_with(&format!("-{part}")))
}

/// Whether the input knows the name as something else than a factor.
pub(crate) fn is_reserved(name: &str) -> bool {
    let said = normal(name);
    REMARKS.contains(&said.as_str()) || WRAPPERS.contains(&said.as_str()) || known_word(&said).is_some()
}
