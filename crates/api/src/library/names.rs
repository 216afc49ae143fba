//! Under which names and codes objects were and are known.

use casework::inspection_library::{Change, Identities, InspectionObject};
use model::CreditCode;
use views::ObjectNames;

use crate::error::ApiError;
use crate::services::Services;

/// What files and people have said of names.
pub(crate) struct KnownNames {
    pub(crate) identities: Identities,
    of_files: ObjectNames,
}

impl KnownNames {
    pub(crate) fn of(services: &Services) -> Result<Self, ApiError> {
        let identities = services.views.object_identities().map_err(|error| ApiError::unavailable(&error))?;
        let of_files = services.views.object_names().map_err(|error| ApiError::unavailable(&error))?;
        Ok(Self { identities, of_files })
    }

    /// The names that an object had, and those of objects that were merged into it, each once.
    pub(crate) fn former(&self, object: &InspectionObject) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        let mut note = |name: &str| {
            if name != object.name && !found.iter().any(|known| known == name) {
                found.push(name.to_owned());
            }
        };
        for code in self.identities.codes(&object.code) {
            for (name, _) in self.of_files.get(&code).into_iter().flatten() {
                note(name);
            }
            let standing = self.identities.all().iter().filter(|change| change.taken_back.is_none());
            for change in standing {
                match &change.what {
                    Change::Renamed { code: of, from, to, .. } if *of == code => {
                        note(from);
                        note(to);
                    }
                    Change::Renamed { .. } | Change::Merged { .. } => {}
                }
            }
        }
        found
    }

    /// The codes that were given up for an object.
    pub(crate) fn merged(&self, object: &InspectionObject) -> Vec<CreditCode> {
        self.identities.codes(&object.code).into_iter().filter(|code| *code != object.code).collect()
    }
}
