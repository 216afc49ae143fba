//! SQL for analysts.
