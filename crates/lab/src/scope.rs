//! Which series and which times a query can be about, read from its conditions. Whatever is not understood
//! here is left to the engine: a scope may be too wide, never too narrow.

use std::collections::{BTreeMap, BTreeSet};

use datafusion::common::ScalarValue;
use datafusion::logical_expr::{BinaryExpr, Expr, Operator};
use model::{Register, Source, Timestamp};

/// Values that a column may have, by the column's name, and a stretch of time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scope {
    texts: BTreeMap<String, BTreeSet<String>>,
    from: Option<Timestamp>,
    /// Exclusive.
    to: Option<Timestamp>,
}

impl Scope {
    /// The scope of all conditions together.
    pub(crate) fn of(conditions: &[Expr]) -> Self {
        let mut scope = Scope::default();
        for condition in conditions {
            scope.narrow(condition);
        }
        scope
    }

    /// Whether a column may have this value.
    pub(crate) fn allows(&self, column: &str, value: &str) -> bool {
        self.texts.get(column).is_none_or(|values| values.contains(value))
    }

    /// From when, unless from the beginning.
    pub(crate) fn from(&self) -> Option<Timestamp> {
        self.from
    }

    /// Until when (exclusive), unless to the end.
    pub(crate) fn to(&self) -> Option<Timestamp> {
        self.to
    }

    fn narrow(&mut self, condition: &Expr) {
        if let Expr::BinaryExpr(BinaryExpr { left, op: Operator::And, right }) = condition {
            self.narrow(left);
            self.narrow(right);
        } else if let Some((column, values)) = texts(condition) {
            let kept = match self.texts.remove(&column) {
                Some(before) => before.intersection(&values).cloned().collect(),
                None => values,
            };
            self.texts.insert(column, kept);
        } else if let Some((operator, time)) = time(condition) {
            self.narrow_time(operator, time);
        }
    }

    fn narrow_time(&mut self, operator: Operator, time: Timestamp) {
        let next = Timestamp::from_microsecond(time.as_microsecond().saturating_add(1)).unwrap_or(time);
        if matches!(operator, Operator::Gt | Operator::GtEq | Operator::Eq) {
            self.from = Some(self.from.map_or(time, |from| from.max(time)));
        }
        if matches!(operator, Operator::Lt | Operator::LtEq | Operator::Eq) {
            self.to = Some(self.to.map_or(next, |to| to.min(next)));
        }
    }
}

/// `column = 'a'`, `column in ('a', 'b')`, `column = 'a' or column = 'b'`.
fn texts(condition: &Expr) -> Option<(String, BTreeSet<String>)> {
    match condition {
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Eq, right }) => {
            let (column, value) = column(left).zip(text(right)).or_else(|| column(right).zip(text(left)))?;
            Some((column, BTreeSet::from([value])))
        }
        Expr::BinaryExpr(BinaryExpr { left, op: Operator::Or, right }) => {
            let ((one, mut values), (other, more)) = (texts(left)?, texts(right)?);
            values.extend(more);
            (one == other).then_some((one, values))
        }
        Expr::InList(list) if !list.negated => {
            let values: Option<BTreeSet<String>> = list.list.iter().map(text).collect();
            Some((column(&list.expr)?, values?))
        }
        _ => None,
    }
}

/// `time` against a constant, with the column on the left.
fn time(condition: &Expr) -> Option<(Operator, Timestamp)> {
    let Expr::BinaryExpr(BinaryExpr { left, op, right }) = condition else { return None };
    let is_time = |side: &Expr| column(side).is_some_and(|name| name == "time");
    if is_time(left) {
        return Some((*op, instant(right)?));
    }
    if is_time(right) {
        return Some((op.swap()?, instant(left)?));
    }
    None
}

fn column(expression: &Expr) -> Option<String> {
    if let Expr::Column(column) = expression { Some(column.name.clone()) } else { None }
}

fn text(expression: &Expr) -> Option<String> {
    let Expr::Literal(value, _) = expression else { return None };
    value.try_as_str().flatten().map(str::to_owned)
}

fn instant(expression: &Expr) -> Option<Timestamp> {
    let Expr::Literal(value, _) = expression else { return None };
    match value {
        ScalarValue::TimestampSecond(Some(at), Some(_)) => Timestamp::from_second(*at).ok(),
        ScalarValue::TimestampMillisecond(Some(at), Some(_)) => Timestamp::from_millisecond(*at).ok(),
        ScalarValue::TimestampMicrosecond(Some(at), Some(_)) => Timestamp::from_microsecond(*at).ok(),
        ScalarValue::TimestampNanosecond(Some(at), Some(_)) => {
            Timestamp::from_nanosecond(i128::from(*at)).ok()
        }
        _ => None,
    }
}

/// Where a source belongs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Owner {
    pub(crate) enterprise: Option<String>,
    pub(crate) district: Option<String>,
}

impl Owner {
    pub(crate) fn of(source: &Source, register: &Register) -> Self {
        let enterprise = match source {
            Source::Outlet(id) => register.outlets.get(id).map(|outlet| &outlet.enterprise),
            Source::Meter(id) => register.meters.get(id).map(|meter| &meter.enterprise),
            Source::Station(_) | Source::Cruise(_) | Source::Waiting(_) => None,
        };
        let district = match source {
            Source::Station(id) => register.stations.get(id).map(|station| &station.district),
            _ => enterprise.and_then(|code| register.district_of(code)),
        };
        Self { enterprise: enterprise.map(ToString::to_string), district: district.map(ToString::to_string) }
    }
}

/// The two parts of a source's text: `outlet` and its id.
pub(crate) fn kind_and_id(source: &str) -> (&str, &str) {
    source.split_once(':').unwrap_or(("", source))
}
