//! Plans of draws: how each year's stands.

use casework::inspection_plan::{Event, InspectionPlan, apply};
use ledger::StoredEvent;
use rusqlite::{Connection, Transaction, params};

use crate::{Views, ViewsError, schema};

impl Views {
    /// Every plan, the last year first.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspection_plans(&self) -> Result<Vec<InspectionPlan>, ViewsError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT state FROM inspection_plan ORDER BY year DESC")?;
            let mut rows = statement.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(schema::json(row, 0)?);
            }
            Ok(found)
        })
    }

    /// The plan of a year.
    ///
    /// # Errors
    /// If the file fails.
    pub fn inspection_plan(&self, year: i16) -> Result<Option<InspectionPlan>, ViewsError> {
        self.read(|connection| of_year(connection, year))
    }
}

fn of_year(connection: &Connection, year: i16) -> Result<Option<InspectionPlan>, ViewsError> {
    let mut statement = connection.prepare_cached("SELECT state FROM inspection_plan WHERE year = ?")?;
    let mut rows = statement.query([year])?;
    rows.next()?.map(|row| schema::json(row, 0)).transpose()
}

/// Folds an event of the stream of `year`; gives the reason why it was passed over, if it was.
pub(crate) fn fold(
    transaction: &Transaction<'_>,
    event: &StoredEvent,
    year: &str,
) -> Result<Option<String>, ViewsError> {
    let Ok(year) = year.parse::<i16>() else { return Ok(Some("a stream of no year".to_owned())) };
    let (plan, passed_over) = crate::fold::advanced(
        of_year(transaction, year)?,
        Event::from_json(&event.kind, &event.body),
        |before, parsed| apply(before, parsed, &event.actor, event.at),
        |plan| plan.year == year,
        "drafted in the stream of another year",
    );
    if let Some(plan) = plan {
        let text = serde_json::to_string(&plan).map_err(|error| ViewsError::row(error.to_string()))?;
        transaction
            .prepare_cached("INSERT OR REPLACE INTO inspection_plan VALUES (?1, ?2)")?
            .execute(params![year, text])?;
    }
    Ok(passed_over)
}
