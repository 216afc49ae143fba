use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use tokio::time::{Instant, Sleep, sleep_until};

/// Rings at a time that moves on with nearly every frame. It is then not set anew, which costs, but when it rings too
/// early.
#[derive(Debug)]
pub(super) struct Alarm(Pin<Box<Sleep>>);

impl Alarm {
    pub(super) fn new(now: Instant) -> Self {
        Self(Box::pin(sleep_until(now)))
    }

    /// Whether `deadline` has come; otherwise the task is woken by then.
    pub(super) fn poll(&mut self, deadline: Instant, context: &mut Context<'_>) -> Poll<()> {
        loop {
            if deadline < self.0.deadline() {
                self.0.as_mut().reset(deadline);
            }
            ready!(self.0.as_mut().poll(context));
            if Instant::now() >= deadline {
                return Poll::Ready(());
            }
            self.0.as_mut().reset(deadline);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn it_rings_not_before_the_time_and_not_long_after() {
        let begun = Instant::now();
        let mut alarm = Alarm::new(begun);
        let after_ms = |ms| begun + Duration::from_millis(ms);
        let mut early = Context::from_waker(std::task::Waker::noop());
        assert!(alarm.poll(after_ms(60_000), &mut early).is_pending());
        assert!(alarm.poll(after_ms(90_000), &mut early).is_pending());
        poll_fn(|context| alarm.poll(after_ms(20), context)).await;
        poll_fn(|context| alarm.poll(after_ms(40), context)).await;
        assert!(begun.elapsed() >= Duration::from_millis(40));
        poll_fn(|context| alarm.poll(begun, context)).await;
    }
}
