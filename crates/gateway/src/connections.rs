use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use futures_util::task::AtomicWaker;

use crate::metrics::ConnectionCounts;
use crate::presence::ConnectionId;

/// Numbers connections of all protocols in the order in which they come.
static NEXT: AtomicU64 = AtomicU64::new(1);

/// The open connections of one protocol.
#[derive(Debug)]
pub(crate) struct Connections {
    limit: usize,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    slots: BTreeMap<ConnectionId, Slot>,
    counts: ConnectionCounts,
}

#[derive(Debug)]
struct Slot {
    introduced: bool,
    dismissal: Arc<Dismissal>,
}

/// Tells a connection that it has to end: the gateway stops, its place is needed for somebody else, or the other end
/// does not take what is written. One signal for all, because it is looked at whenever something comes.
#[derive(Debug, Default)]
pub(crate) struct Dismissal {
    told: AtomicBool,
    waker: AtomicWaker,
}

impl Dismissal {
    /// Tells it, for good.
    pub(crate) fn tell(&self) {
        self.told.store(true, Ordering::Release);
        self.waker.wake();
    }

    /// Whether it has been told; otherwise the task is woken then. For the task of the connection only.
    pub(crate) fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        self.waker.register(context.waker());
        // After that, so that it cannot be told unseen between both.
        if self.told.load(Ordering::Acquire) { Poll::Ready(()) } else { Poll::Pending }
    }

    /// Waits until it is told.
    pub(crate) async fn told(&self) {
        poll_fn(|context| self.poll(context)).await;
    }
}

/// A place among the open connections; given back when dropped.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) id: ConnectionId,
    pub(crate) dismissal: Arc<Dismissal>,
    connections: Arc<Connections>,
    /// Whether it is noted that something usable came.
    introduced: AtomicBool,
}

impl Connections {
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit, inner: Mutex::default() })
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more. Where all are taken, the oldest connection on which nothing usable has come
    /// has to go; if there is none, nothing.
    pub(crate) fn admit(self: &Arc<Self>) -> Option<Place> {
        let mut inner = self.inner();
        if inner.slots.len() >= self.limit {
            let stranger = inner.slots.iter().find(|(_, slot)| !slot.introduced).map(|(id, _)| *id);
            match stranger.and_then(|id| inner.slots.remove(&id)) {
                Some(slot) => {
                    slot.dismissal.tell();
                    inner.counts.displaced += 1;
                }
                None => {
                    inner.counts.refused += 1;
                    return None;
                }
            }
        }
        let id = NEXT.fetch_add(1, Ordering::Relaxed);
        let dismissal = Arc::new(Dismissal::default());
        inner.slots.insert(id, Slot { introduced: false, dismissal: Arc::clone(&dismissal) });
        inner.counts.accepted += 1;
        Some(Place { id, dismissal, connections: Arc::clone(self), introduced: AtomicBool::new(false) })
    }

    /// Tells all that are open to end.
    pub(crate) fn dismiss_all(&self) {
        self.inner().slots.values().for_each(|slot| slot.dismissal.tell());
    }

    pub(crate) fn counts(&self) -> ConnectionCounts {
        let inner = self.inner();
        let open = u64::try_from(inner.slots.len()).unwrap_or(u64::MAX);
        ConnectionCounts { open, ..inner.counts }
    }
}

impl Place {
    /// Notes that something usable came: the connection keeps its place from now on.
    pub(crate) fn introduced(&self) {
        if self.introduced.swap(true, Ordering::Relaxed) {
            return;
        }
        if let Some(slot) = self.connections.inner().slots.get_mut(&self.id) {
            slot.introduced = true;
        }
    }

    /// Notes that the other end does not take what is written.
    pub(crate) fn write_failed(&self) {
        self.connections.inner().counts.write_failed += 1;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.connections.inner().slots.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stranger_makes_room_and_an_introduced_one_does_not() {
        let connections = Connections::new(2);
        let first = connections.admit().unwrap();
        first.introduced();
        let second = connections.admit().unwrap();
        let third = connections.admit().unwrap();
        third.introduced();
        assert!(connections.admit().is_none());
        drop(second);
        assert!(connections.admit().is_none(), "a displaced one has no place to give back");
        drop(first);
        let fourth = connections.admit().unwrap();
        let counts = connections.counts();
        assert_eq!((counts.open, counts.accepted, counts.refused, counts.displaced), (2, 4, 2, 1));
        drop((third, fourth));
        assert_eq!(connections.counts().open, 0);
    }
}
