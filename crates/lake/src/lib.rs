//! Durable store of telemetry: group commit, range scans, latest values, raw frames.
