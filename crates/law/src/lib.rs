//! Dated packs of legal and service facts: working calendars and terms, every number with source and validity.
