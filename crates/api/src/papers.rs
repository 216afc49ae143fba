//! What cases come to on paper: from what the ledger holds to the words of a document.

mod decision;
mod dossier;

pub(crate) use decision::decision;
pub(crate) use dossier::dossier;
