//! Evidence files by content hash, and personal data that must stay erasable (accounts, sessions).
