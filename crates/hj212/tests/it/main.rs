//! The codec from outside: the frames of the field, properties, hostile input.
#![allow(clippy::unwrap_used)]

mod frames;
mod hostile;
mod properties;
mod replies;
mod support;
