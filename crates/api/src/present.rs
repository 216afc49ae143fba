//! From the domain to the wire: one [`Presenter`] a request, over one state of register, views and lake.

mod alarm;
mod case;
mod draw;
mod inspection;
mod merging;
mod place;
mod positive_list;
mod replay;
mod rule;
pub(crate) mod rule_precision;
mod tracing;

pub(crate) use alarm::severity_code;
pub(crate) use case::{case_figures, case_fine};
pub(crate) use draw::{public_draw, published_record, reads_record, sees_draw};
pub(crate) use inspection::{done_on as inspection_done_on, sees_inspection, way as inspection_way};
pub(crate) use tracing::{hit_of, stage_of};

pub(crate) use positive_list::{
    list_categories, list_category, list_entry, list_report, list_rule, stage_at,
};

use std::collections::BTreeMap;
use std::sync::Arc;

use model::{Actor, Reading, Register, Source, Timestamp, UserId};

use crate::dto::Named;
use crate::error::ApiError;
use crate::services::Services;
use crate::session::SignedIn;

/// What a request sees.
pub(crate) struct Presenter<'a> {
    services: &'a Services,
    viewer: &'a SignedIn,
    register: Arc<Register>,
    now: Timestamp,
}

impl<'a> Presenter<'a> {
    pub(crate) fn new(services: &'a Services, viewer: &'a SignedIn) -> Self {
        Self { services, viewer, register: services.views.register(), now: services.clock.now() }
    }

    pub(crate) fn register(&self) -> &Register {
        &self.register
    }

    pub(crate) fn viewer(&self) -> &SignedIn {
        self.viewer
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// The name of an account, or its id where the viewer is no office and the account is not the viewer's
    /// own: enterprises need not know which officer looks at them.
    pub(crate) fn person(&self, id: &UserId) -> Result<String, ApiError> {
        if !self.viewer.is_office() && *id != self.viewer.account.id {
            return Ok(String::new());
        }
        let account = self.services.vault.account(id).map_err(|error| ApiError::unavailable(&error))?;
        Ok(account.filter(|account| !account.erased).map_or_else(|| id.to_string(), |account| account.name))
    }

    /// A person as [`Presenter::person`] has it, or a part of the machine by the name that the ledger has for it.
    pub(crate) fn actor(&self, actor: &Actor) -> Result<String, ApiError> {
        match actor {
            Actor::User { id, .. } => self.person(id),
            Actor::System { name } => Ok(name.to_string()),
        }
    }

    pub(crate) fn enterprise_named(&self, code: &model::CreditCode) -> Named {
        let enterprise = self.register.enterprises.get(code);
        Named {
            code: code.to_string(),
            name: enterprise.map_or_else(|| code.to_string(), |e| e.name.clone()),
            name_en: enterprise.map_or_else(|| code.to_string(), |e| e.name_en.clone()),
        }
    }

    pub(crate) fn district_named(&self, code: &model::DistrictCode) -> Named {
        district_named(&self.register, code)
    }
}

/// A district by its names; by its code, where the register does not have it.
pub(crate) fn district_named(register: &model::Register, code: &model::DistrictCode) -> Named {
    let district = register.districts.get(code);
    Named {
        code: code.to_string(),
        name: district.map_or_else(|| code.to_string(), |d| d.name.clone()),
        name_en: district.map_or_else(|| code.to_string(), |d| d.name_en.clone()),
    }
}

/// The newest readings, by source and factor: real-time ones before means.
pub(crate) type Latest = BTreeMap<Source, Vec<Reading>>;

/// The newest reading of every factor of every source.
pub(crate) fn latest_of(readings: Vec<Reading>) -> Latest {
    let mut latest: Latest = BTreeMap::new();
    for reading in readings {
        let of_source = latest.entry(reading.series.source.clone()).or_default();
        match of_source.iter_mut().find(|known| known.series.factor == reading.series.factor) {
            Some(known) if reading.granularity < known.granularity => *known = reading,
            Some(_) => {}
            None => of_source.push(reading),
        }
    }
    latest
}
