//! The case, from what was found to the archive.

mod bad_input;
mod compare;
mod daily;
mod deadlines;
mod measures;
mod precedents;
mod properties;
mod reminders;
mod story;
mod support;
mod tier;
