use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// File handles for everything that is no connection: the lake, the ledger, pages.
const OTHERS: u64 = 512;

/// Lets this process open as many files as `connections` need, as far as the system allows: the usual soft
/// limit of 1024 is below what a city has.
pub(crate) fn raise(connections: usize) {
    let wanted = u64::try_from(connections).unwrap_or(u64::MAX).saturating_add(OTHERS);
    let present = getrlimit(Resource::Nofile);
    let (Some(current), allowed) = (present.current, present.maximum) else { return };
    if current >= wanted {
        return;
    }
    let raised = wanted.min(allowed.unwrap_or(u64::MAX));
    let outcome = setrlimit(Resource::Nofile, Rlimit { current: Some(raised), maximum: allowed });
    if outcome.is_err() || raised < wanted {
        tracing::warn!(
            wanted,
            allowed = raised,
            "the system allows fewer open files than the configured connections need"
        );
    }
}
