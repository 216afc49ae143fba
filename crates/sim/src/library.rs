//! The libraries of the city's bureau (一单两库): what may be inspected, the objects, and the officers who inspect.
//!
//! The enterprises with devices are among the objects; the others are known by name alone, as in life most are. Everybody
//! and everything here is invented; the items name true laws.

mod items;
mod kinds;
mod objects;
mod officers;

use casework::inspection_library::{Enforcer, InspectionItem, InspectionObject};
use jiff::civil::Date;
use model::china;

use crate::City;

/// An officer with what the vault keeps of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CityOfficer {
    /// As the library has it.
    pub enforcer: Enforcer,
    /// The name.
    pub name: String,
    /// The number of the certificate.
    pub certificate_number: String,
}

impl City {
    /// The first day of the year in which the story starts.
    pub fn new_year(&self) -> Date {
        china::civil(self.start).date().first_of_year()
    }

    /// The object library in the order of numbers, the enterprises with devices first; somebody has looked into their
    /// records up to the day `known_until`. What the same city says of an object on another day differs by that day alone.
    pub fn objects(&self, known_until: Date) -> Vec<InspectionObject> {
        objects::all(self, known_until)
    }

    /// The officers, by number.
    pub fn officers(&self) -> Vec<CityOfficer> {
        officers::all(self)
    }

    /// What may be inspected, by id.
    pub fn inspection_items(&self) -> Vec<InspectionItem> {
        items::all()
    }
}
