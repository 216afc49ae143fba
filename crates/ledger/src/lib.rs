//! Append-only event log with a Merkle tree and signed checkpoints.
