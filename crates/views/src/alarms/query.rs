//! From a query to SQL. Values are always bound, never written into the text.

use model::{Scope, Timestamp};
use rusqlite::types::Value;

use super::rows::{ROW_COLUMNS, severity_code, subject_columns};
use super::{AlarmQuery, AlarmSort, AlarmState, SnoozeFilter};
use crate::schema;

/// The open alarm of an anomaly. With the plus the index of all that are open is no choice: it would be gone through for each
/// of ten thousand alarms that are raised at once.
pub(super) const OPEN_OF_ANOMALY: &str =
    "SELECT id FROM alarm WHERE finding_key = ? AND +open = 1 ORDER BY raised_at DESC, id DESC LIMIT 1";

/// An alarm of an anomaly that shares time with a span.
pub(super) const OF_ANOMALY_AT: &str = "SELECT id FROM alarm WHERE finding_key = ?1 AND (began = ?2 OR (?2 < seen AND began <= ?3)) \
     ORDER BY raised_at DESC, id DESC LIMIT 1";

/// One word of a search: in the id, or in what the register knows of subject, enterprise or district.
const WORD: &str = "(instr(lower(id), ?) OR EXISTS (SELECT 1 FROM register_entry AS entry WHERE \
     ((entry.kind = alarm.subject_kind AND entry.id = alarm.subject) \
     OR (entry.kind = 'enterprise' AND entry.id = alarm.enterprise) \
     OR (entry.kind = 'district' AND entry.id = alarm.district)) AND instr(entry.names, ?)))";

/// The SQL of a page and its values.
pub(super) fn list(query: &AlarmQuery) -> (String, Vec<Value>) {
    let mut conditions = Conditions::of(query);
    let columns = match query.sort {
        AlarmSort::Raised => "raised_at, id",
        AlarmSort::Severity => "severity, raised_at, id",
        AlarmSort::Id => "id",
    };
    if let Some(after) = &query.after {
        let place = if query.ascending { ">" } else { "<" };
        let values: Vec<Value> = match query.sort {
            AlarmSort::Raised => vec![after.raised_at_us.into(), after.id.to_string().into()],
            AlarmSort::Severity => {
                vec![after.severity.into(), after.raised_at_us.into(), after.id.to_string().into()]
            }
            AlarmSort::Id => vec![after.id.to_string().into()],
        };
        let marks = vec!["?"; values.len()].join(", ");
        conditions.add(&format!("({columns}) {place} ({marks})"), values);
    }
    let direction = if query.ascending { "ASC" } else { "DESC" };
    let plus = plus(query);
    let order = columns.split(", ").map(|column| format!("{plus}{column} {direction}"));
    let order = order.collect::<Vec<_>>().join(", ");
    let Conditions { sql, mut values } = conditions;
    values.push(query.limit.map_or(-1, i64::from).into());
    let found = match query.sort {
        AlarmSort::Raised | AlarmSort::Severity => sql,
        // The ids alone are put in order, which an index has; the few that are wanted are then looked up.
        AlarmSort::Id => {
            let ids = format!("SELECT id FROM alarm WHERE {sql} ORDER BY {order} LIMIT ?");
            return (format!("SELECT {ROW_COLUMNS} FROM alarm WHERE id IN ({ids}) ORDER BY {order}"), values);
        }
    };
    (format!("SELECT {ROW_COLUMNS} FROM alarm WHERE {found} ORDER BY {order} LIMIT ?"), values)
}

/// What has changed since, is merged or is of one enterprise is little and found by an index of its own: with a plus, neither
/// the order nor whether an alarm is open asks for another one, which would go through all that are open.
fn plus(query: &AlarmQuery) -> &'static str {
    let of_one_enterprise = query.enterprise.is_some() || matches!(query.scope, Some(Scope::Enterprise(_)));
    let of_merged = query.merged_into.is_some() || query.merged == Some(true) || query.hears_led;
    if query.changed_since.is_some() || of_one_enterprise || of_merged { "+" } else { "" }
}

/// The SQL of the number of all that fit.
pub(super) fn count(query: &AlarmQuery) -> (String, Vec<Value>) {
    let Conditions { sql, values } = Conditions::of(query);
    (format!("SELECT count(*) FROM alarm WHERE {sql}"), values)
}

struct Conditions {
    sql: String,
    values: Vec<Value>,
}

impl Conditions {
    fn of(query: &AlarmQuery) -> Self {
        let mut conditions = Conditions { sql: "TRUE".into(), values: Vec::new() };
        match query.state {
            AlarmState::All => {}
            AlarmState::Open => conditions.add(&format!("{}open = 1", plus(query)), []),
            AlarmState::Closed => conditions.add(&format!("{}open = 0", plus(query)), []),
        }
        match &query.scope {
            None | Some(Scope::City) => {}
            Some(Scope::District(code)) => {
                conditions.add("(district = ? OR branch = ?)", [text(code), text(code)]);
            }
            Some(Scope::Enterprise(code)) => conditions.add("enterprise = ?", [text(code)]),
        }
        conditions.one_of("kind", query.kinds.iter().map(|kind| text(kind.code())));
        conditions
            .one_of("severity", query.severities.iter().map(|severity| severity_code(*severity).into()));
        conditions.one_of("stage", query.stages.iter().map(|stage| text(stage.code())));
        if let Some(subject) = &query.subject {
            let (kind, id) = subject_columns(subject);
            conditions.add("subject_kind = ? AND subject = ?", [text(kind), text(id)]);
        }
        conditions.equal("enterprise", query.enterprise.as_ref().map(text));
        conditions.equal("district", query.district.as_ref().map(text));
        conditions.equal("branch", query.branch.as_ref().map(text));
        conditions.equal("officer", query.officer.as_ref().map(text));
        if let Some((from, to)) = query.began {
            conditions.add("began BETWEEN ? AND ?", [microseconds(from), microseconds(to)]);
        }
        conditions.equal("escalated", query.escalated.map(|escalated| i64::from(escalated).into()));
        if let Some(sequence) = query.changed_since {
            conditions.add("last_sequence >= ?", [schema::signed(sequence).into()]);
        }
        conditions.equal("merged_into", query.merged_into.as_ref().map(text));
        match query.merged {
            None => {}
            Some(true) => conditions.add("merged_into IS NOT NULL", []),
            Some(false) => conditions.add("merged_into IS NULL", []),
        }
        if query.hears_led {
            conditions.add("hears_led = 1", []);
        }
        match query.snooze {
            None => {}
            Some(SnoozeFilter::AsideAt(now)) => conditions.add("snoozed_until > ?", [microseconds(now)]),
            Some(SnoozeFilter::AwakeAt(now)) => {
                conditions.add("(snoozed_until IS NULL OR snoozed_until <= ?)", [microseconds(now)]);
            }
        }
        for word in query.text.as_deref().unwrap_or_default().split_whitespace() {
            let word = word.to_lowercase();
            conditions.add(WORD, [text(&word), text(&word)]);
        }
        conditions
    }

    fn add(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(" AND ");
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    fn equal(&mut self, column: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.add(&format!("{column} = ?"), [value]);
        }
    }

    /// Any value will do where none is given.
    fn one_of(&mut self, column: &str, values: impl Iterator<Item = Value>) {
        let values: Vec<Value> = values.collect();
        if !values.is_empty() {
            let marks = vec!["?"; values.len()].join(", ");
            self.add(&format!("{column} IN ({marks})"), values);
        }
    }
}

fn microseconds(at: Timestamp) -> Value {
    at.as_microsecond().into()
}

fn text(text: impl ToString) -> Value {
    Value::Text(text.to_string())
}

#[cfg(test)]
mod tests {
    use rusqlite::{Connection, params_from_iter};

    use super::*;

    /// By which index the first table of a statement is searched, as SQLite says.
    fn index_of(sql: &str, values: &[Value]) -> String {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(schema::TABLES).unwrap();
        let mut statement = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let values = params_from_iter(values.iter().cloned());
        let details: Vec<String> =
            statement.query_map(values, |row| row.get(3)).unwrap().collect::<Result<_, _>>().unwrap();
        details.iter().find(|detail| detail.contains("INDEX")).cloned().unwrap_or_default()
    }

    #[test]
    fn what_is_little_is_not_looked_for_among_all_that_are_open() {
        let (text, number) = (Value::Text("x".into()), Value::Integer(1));
        let of_anomaly = |sql: &str, values: &[Value]| {
            let plan = index_of(sql, values);
            assert!(plan.contains("alarm_finding_key (finding_key=?"), "{plan}");
        };
        of_anomaly(OPEN_OF_ANOMALY, std::slice::from_ref(&text));
        of_anomaly(OF_ANOMALY_AT, &[text, number.clone(), number]);
        let open = AlarmQuery { state: AlarmState::Open, ..AlarmQuery::default() };
        let enterprise = Some("91430105MA4L00001T".parse().unwrap());
        let scope = Some(Scope::Enterprise("91430105MA4L00001T".parse().unwrap()));
        let leading = Some("A20200830-0001".parse().unwrap());
        let instant = Timestamp::UNIX_EPOCH;
        let group = AlarmQuery {
            kinds: vec![model::FindingKind::LoggerSilent],
            began: Some((instant, instant)),
            sort: AlarmSort::Id,
            ..open.clone()
        };
        for (query, index) in [
            (AlarmQuery { changed_since: Some(7), ..open.clone() }, "alarm_changed"),
            (AlarmQuery { enterprise, ..open.clone() }, "alarm_enterprise"),
            (AlarmQuery { scope, ..open.clone() }, "alarm_enterprise"),
            (AlarmQuery { merged: Some(true), ..open.clone() }, "alarm_merged"),
            (AlarmQuery { merged: Some(true), merged_into: leading, ..open.clone() }, "alarm_merged"),
            (AlarmQuery { hears_led: true, ..open.clone() }, "alarm_hears_led"),
            (group, "alarm_began"),
            (open, "alarm_open"),
        ] {
            for (sql, values) in [list(&query), count(&query)] {
                let plan = index_of(&sql, &values);
                let counts_of_group = query.sort == AlarmSort::Id && sql.starts_with("SELECT count");
                assert!(plan.contains(index) || counts_of_group, "{query:?}: {plan}");
            }
        }
    }
}
