//! Handing things over between the futures of one task.
//!
//! A channel wakes its receiver for every item. Where giver and taker are polled by the same task, the giver first, the
//! taker is polled anyway: waking the task for it would only make it go round once more, for every frame.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// A bounded queue from futures of a task to one that the same task polls **after** them, whenever it polls them.
pub(super) fn handover<T>(room: usize) -> (Giver<T>, Taker<T>) {
    let inner = Inner { items: VecDeque::new(), room: room.max(1), givers: 1, takes: true, waits: None };
    let shared = Arc::new(Mutex::new(inner));
    (Giver(Arc::clone(&shared)), Taker(shared))
}

#[derive(Debug)]
struct Inner<T> {
    items: VecDeque<T>,
    room: usize,
    givers: usize,
    takes: bool,
    /// The task, while a giver waits for room: it was polled before the taker.
    waits: Option<Waker>,
}

/// Where things go in. The taker ends when every giver is gone and everything is taken.
#[derive(Debug)]
pub(super) struct Giver<T>(Arc<Mutex<Inner<T>>>);

/// Where things come out.
#[derive(Debug)]
pub(super) struct Taker<T>(Arc<Mutex<Inner<T>>>);

fn locked<T>(shared: &Mutex<Inner<T>>) -> MutexGuard<'_, Inner<T>> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Giver<T> {
    /// Hands over, waiting while there is no room. Without a taker it goes nowhere.
    pub(super) async fn give(&self, item: T) {
        let mut item = Some(item);
        poll_fn(|context| {
            let mut inner = locked(&self.0);
            if inner.takes && inner.items.len() >= inner.room {
                inner.waits = Some(context.waker().clone());
                return Poll::Pending;
            }
            if inner.takes {
                inner.items.extend(item.take());
            }
            Poll::Ready(())
        })
        .await;
    }
}

impl<T> Clone for Giver<T> {
    fn clone(&self) -> Self {
        locked(&self.0).givers += 1;
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for Giver<T> {
    fn drop(&mut self) {
        locked(&self.0).givers -= 1;
    }
}

impl<T> Taker<T> {
    /// Takes everything that is there into `taken`; `false` when nothing will come any more.
    pub(super) async fn take_all(&mut self, taken: &mut Vec<T>) -> bool {
        poll_fn(|_| {
            let mut inner = locked(&self.0);
            taken.extend(inner.items.drain(..));
            Self::made_room(inner, !taken.is_empty())
        })
        .await
    }

    /// Takes one; nothing when nothing will come any more.
    pub(super) fn poll_take(&mut self, _same_task: &mut Context<'_>) -> Poll<Option<T>> {
        let mut inner = locked(&self.0);
        let taken = inner.items.pop_front();
        Self::made_room(inner, taken.is_some()).map(|_| taken)
    }

    /// Lets a giver go on for which there was no room.
    fn made_room(mut inner: MutexGuard<'_, Inner<T>>, took: bool) -> Poll<bool> {
        match took {
            true => inner.waits.take().into_iter().for_each(Waker::wake),
            false if inner.givers > 0 => return Poll::Pending,
            false => {}
        }
        Poll::Ready(took)
    }
}

impl<T> Drop for Taker<T> {
    fn drop(&mut self) {
        let mut inner = locked(&self.0);
        inner.takes = false;
        inner.items.clear();
        inner.waits.take().into_iter().for_each(Waker::wake);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn everything_given_is_taken_in_order_through_little_room() {
        let (giver, mut taker) = handover(3);
        let other = giver.clone();
        let giving = async move {
            for number in 0..100 {
                giver.give(number).await;
                if number % 7 == 0 {
                    tokio::task::yield_now().await;
                }
            }
            other.give(100).await;
        };
        let taking = async {
            let (mut all, mut taken) = (Vec::new(), Vec::new());
            while taker.take_all(&mut taken).await {
                assert!(taken.len() <= 3);
                all.append(&mut taken);
            }
            all
        };
        let ((), all) = tokio::join!(biased; giving, taking);
        assert_eq!(all, (0..=100).collect::<Vec<_>>());
    }

    #[tokio::test]
    async fn without_a_taker_nobody_waits() {
        let (giver, taker) = handover(1);
        giver.give(1).await;
        let giving = async {
            giver.give(2).await;
            giver.give(3).await;
        };
        let leaving = async move { drop(taker) };
        tokio::join!(biased; giving, leaving);
    }
}
