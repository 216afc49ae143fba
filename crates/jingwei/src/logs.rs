//! Structured logs on standard error.

use tracing_subscriber::EnvFilter;

use crate::config::LogFormat;

/// Starts logging. A filter that cannot be read is answered with `info` and a warning.
pub(crate) fn start(format: LogFormat, filter: &str) {
    let (parsed, problem) = match EnvFilter::try_new(filter) {
        Ok(parsed) => (parsed, None),
        Err(error) => (EnvFilter::new("info"), Some(error)),
    };
    let builder = tracing_subscriber::fmt().with_env_filter(parsed).with_writer(std::io::stderr);
    // A second start (tests) keeps the first subscriber.
    let _ = match format {
        LogFormat::Json => builder.json().flatten_event(true).try_init(),
        LogFormat::Text => builder.with_target(true).try_init(),
    };
    if let Some(error) = problem {
        tracing::warn!(%error, filter, "the log filter cannot be read, using info");
    }
}
