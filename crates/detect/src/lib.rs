//! Detectors: from readings to findings, deterministic and incremental, each finding with its facts.
