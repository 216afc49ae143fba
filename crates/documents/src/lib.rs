//! Documents for people and courts: one structure, written as PDF and as Word, with the same words in the same order.
//!
//! A [`Document`] says what is written, never how it looks; its [`Form`] chooses between the sizes of official documents
//! (GB/T 9704-2012) and those of a report. [`pdf()`] lays it out by typst and keeps it for archives (PDF/A-2b);
//! [`word()`] gives a file that may be edited before it is signed. Text is only ever data: nothing in it is markup.
//!
//! Nothing here reads a file or a clock: [`Fonts`] are made of the bytes of font files, and the time comes with the
//! document. The same document and fonts give the same bytes.

mod amount;
mod document;
mod error;
mod fonts;
mod pdf;
mod word;

pub use amount::capital_amount;
pub use document::{Align, Block, Column, Document, Fact, Form, Shape, Sketch, Table, Tone};
pub use error::DocumentError;
pub use fonts::{FontError, Fonts};
pub use pdf::pdf;
pub use word::word;
