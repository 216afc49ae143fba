//! What cases come to on paper: from what the ledger holds to the words of a document.

mod decision;

pub(crate) use decision::decision;
