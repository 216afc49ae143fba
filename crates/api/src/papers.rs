//! What cases come to on paper: from what the ledger holds to the words of a document.

mod decision;
mod dossier;
mod tracing;

pub(crate) use decision::decision;
pub(crate) use dossier::dossier;
pub(crate) use tracing::tracing;
