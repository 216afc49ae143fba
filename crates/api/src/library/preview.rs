//! What an import would do.

use std::collections::BTreeMap;

use super::{ReadFile, Rows};
use crate::error::ApiError;
use crate::services::Services;

/// What a row does to what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    New,
    Changed,
    Unchanged,
}

impl Change {
    fn of<T: PartialEq>(before: Option<&T>, now: &T) -> Self {
        match before {
            None => Change::New,
            Some(before) if before == now => Change::Unchanged,
            Some(_) => Change::Changed,
        }
    }
}

/// What an import would do, row by row: key, name, and change.
pub(crate) struct Preview {
    pub(crate) rows: Vec<(String, String, Change)>,
}

impl Preview {
    pub(crate) fn count(&self, change: Change) -> usize {
        self.rows.iter().filter(|(_, _, of_row)| *of_row == change).count()
    }
}

pub(crate) fn preview(services: &Services, file: &ReadFile) -> Result<Preview, ApiError> {
    let rows = match &file.rows {
        Rows::Objects(objects) => {
            // A file changes what files say: a name of now that a person gave lies over both.
            let there = services.views.inspection_objects_of_files();
            let there = there.map_err(|error| ApiError::unavailable(&error))?;
            let there: BTreeMap<_, _> = there.iter().map(|object| (&object.code, object)).collect();
            let row = |object: &casework::inspection_library::InspectionObject| {
                let change = Change::of(there.get(&object.code).copied(), object);
                (object.code.to_string(), object.name.clone(), change)
            };
            objects.iter().map(row).collect()
        }
        Rows::Items(items) => {
            let there = services.views.inspection_items().map_err(|error| ApiError::unavailable(&error))?;
            let there: BTreeMap<_, _> = there.iter().map(|item| (&item.id, item)).collect();
            let row = |item: &casework::inspection_library::InspectionItem| {
                let change = Change::of(there.get(&item.id).copied(), item);
                (item.id.to_string(), item.name.clone(), change)
            };
            items.iter().map(row).collect()
        }
        Rows::Enforcers(enforcers) => {
            let there = services.views.enforcers().map_err(|error| ApiError::unavailable(&error))?;
            let there: BTreeMap<_, _> = there.iter().map(|enforcer| (&enforcer.id, enforcer)).collect();
            let cards = services.vault.enforcers().map_err(|error| ApiError::unavailable(&error))?;
            let row = |read: &super::ReadEnforcer| {
                let id = &read.enforcer.id;
                let change = match Change::of(there.get(id).copied(), &read.enforcer) {
                    Change::Unchanged if cards.get(id) != Some(&read.card) => Change::Changed,
                    change => change,
                };
                (id.to_string(), read.card.name.clone(), change)
            };
            enforcers.iter().map(row).collect()
        }
    };
    Ok(Preview { rows })
}
