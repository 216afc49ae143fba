//! Read models folded from the ledger; deleting them and replaying gives the same rows.
