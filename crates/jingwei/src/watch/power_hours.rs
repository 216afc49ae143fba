//! Hour means of power, made of what meters send as it comes and stored, so that whoever judges outlets beside them later
//! need not read weeks of samples and has what was known at the time.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use detect::{Parameters, PowerHours};
use lake::{Batch, Lake, LakeError, Receipt};
use model::{Granularity, Reading, Register};

use super::RETRY;

type Answer = Pin<Box<dyn Future<Output = Result<Receipt, LakeError>> + Send>>;

/// Means that are made, and those on their way to the lake. Its thread never waits for the disk: it looks now and then.
#[derive(Default)]
pub(super) struct PowerBook {
    hours: PowerHours,
    made: Vec<Reading>,
    on_the_way: Option<(Arc<Batch>, Answer)>,
    /// After a failure: when to try again.
    again_at: Option<Instant>,
}

impl PowerBook {
    /// Takes a committed reading. An hour that is stored already, by an earlier process or by whoever pushes hours, stays
    /// as it is.
    pub(super) fn take(
        &mut self,
        lake: &Lake,
        register: &Register,
        parameters: &Parameters,
        reading: &Reading,
    ) {
        let Some(mean) = self.hours.observe(register, parameters, reading) else { return };
        let latest = lake.latest(&mean.series, Granularity::Hour);
        if latest.is_none_or(|latest| latest.time < mean.time) {
            self.made.push(mean);
        }
    }

    pub(super) fn register_changed(&mut self, register: &Register) {
        self.hours.register_changed(register);
    }

    /// Goes on storing what was made.
    pub(super) fn store(&mut self, lake: &Lake) {
        if let Some((batch, mut answer)) = self.on_the_way.take() {
            match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
                Poll::Pending => {
                    self.on_the_way = Some((batch, answer));
                    return;
                }
                Poll::Ready(Ok(_)) => self.again_at = None,
                Poll::Ready(Err(error)) => {
                    tracing::warn!(%error, "hour means of power cannot be stored now; it is tried again");
                    self.again_at = Some(Instant::now() + RETRY.1);
                    self.made.extend_from_slice(&batch.readings);
                }
            }
        }
        if self.made.is_empty() || self.again_at.is_some_and(|again_at| Instant::now() < again_at) {
            return;
        }
        let batch = Arc::new(Batch { readings: std::mem::take(&mut self.made), ..Batch::default() });
        let (lake, stored) = (lake.clone(), Arc::clone(&batch));
        self.on_the_way = Some((batch, Box::pin(async move { lake.append(stored).await })));
    }
}
