//! The shapes of the API: what goes over the wire and nothing else. Domain types become these here, never
//! the other way but through their own parsers.

pub(crate) mod alarm;
pub(crate) mod case;
pub(crate) mod city;
pub(crate) mod device;
pub(crate) mod device_request;
pub(crate) mod dialect;
pub(crate) mod draw;
pub(crate) mod import;
pub(crate) mod inspection;
pub(crate) mod inspection_plan;
pub(crate) mod library;
pub(crate) mod marking;
pub(crate) mod positive_list;
pub(crate) mod question;
pub(crate) mod replay;
pub(crate) mod rule;
pub(crate) mod series;
pub(crate) mod statistics;
pub(crate) mod tracing;
pub(crate) mod tracing_air;
pub(crate) mod tracing_cruise;

use model::{Timestamp, china};
use serde::{Serialize, Serializer};
use utoipa::{PartialSchema, ToSchema};

/// An instant: RFC 3339 with China's offset, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Time(pub(crate) Timestamp);

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&china::rfc3339(self.0))
    }
}

impl PartialSchema for Time {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::KnownFormat(utoipa::openapi::KnownFormat::DateTime)))
            .into()
    }
}

impl ToSchema for Time {
    fn name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }
}

/// A point on the ground, WGS-84 degrees.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct Place {
    longitude: f64,
    latitude: f64,
}

impl Place {
    /// Degrees east.
    pub(crate) fn longitude(&self) -> f64 {
        self.longitude
    }

    /// Degrees north.
    pub(crate) fn latitude(&self) -> f64 {
        self.latitude
    }
}

impl From<model::Place> for Place {
    fn from(place: model::Place) -> Self {
        Self { longitude: place.longitude, latitude: place.latitude }
    }
}

/// Something with a code and a name in both languages.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Named {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) name_en: String,
}
