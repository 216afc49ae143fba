//! Tests of the lifecycles through their public face.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod case;
mod data_marking;
mod declared_stop;
mod device_request;
mod due;
mod group;
mod inspection;
mod inspection_draw;
mod inspection_library;
mod inspection_plan;
mod machine;
mod merge;
mod positive_list;
mod production_order;
mod register;
mod reminder;
mod rule;
mod scenarios;
mod snooze;
mod stored;
mod support;
mod tracing;
