//! Lifecycles as pure functions: `decide(state, command, actor, now, law)` gives events or a refusal, `apply`
//! folds events into state.
//!
//! Here stands who may do what, and when: role, scope and stage are judged together, and a refusal says which
//! of them is in the way. What happened is what the events say; due times are derived from them and from the
//! law, never stored.
//!
//! This crate must never read a clock, a file or a random source, must never keep a person's name (accounts
//! are ids), and must never let a command through that [`alarm::allowed`](alarm::allowed()) does not list.
//!
//! Start at [`alarm::decide`](alarm::decide()); [`register`] is the same shape over the city's register.

#![warn(clippy::wildcard_enum_match_arm)]

pub mod alarm;
pub mod case;
pub mod credential;
pub mod data_import;
pub mod data_marking;
pub mod declared_stop;
pub mod device_request;
pub mod inspection;
pub mod inspection_draw;
pub mod inspection_library;
pub mod inspection_plan;
pub mod positive_list;
pub mod register;
pub mod rule;
mod stored;
pub mod telemetry;
pub mod tracing;

pub use stored::StoredEventError;
