//! What both protocols do with a connection: frames go to the lake through a bounded queue while the next
//! ones are read, and replies come back in the order of the frames.

mod alarm;
mod handover;

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::{Instant, sleep, timeout};

use crate::commit::Committer;
use crate::connections::Place;
use crate::intake::{Arrival, Caller, Intake};
use crate::listener::Protocol;
use crate::throttle::Throttle;
use alarm::Alarm;
use handover::{Giver, Taker, handover};

/// Bytes read at once.
pub(crate) const CHUNK: usize = 4096;
/// Pieces that may wait to be written.
const UNWRITTEN: usize = 8;

/// What one connection needs of the gateway.
pub(crate) struct Line {
    pub(crate) intake: Arc<Intake>,
    pub(crate) committer: Arc<Committer>,
    /// Bytes of frames that may wait for the lake, of all connections.
    pub(crate) in_flight: Arc<Semaphore>,
    pub(crate) place: Place,
}

/// The two sides of a connection, with TLS beneath or without.
pub(crate) type ReadHalf = Box<dyn AsyncRead + Send + Unpin>;
pub(crate) type WriteHalf = Box<dyn AsyncWrite + Send + Unpin>;

/// What came of waiting for the other end.
pub(crate) enum Event {
    /// So many bytes, at the beginning of the buffer.
    Bytes(usize),
    /// The other end has closed, or the line is broken.
    Closed,
    /// Nothing came in time.
    Silence,
    /// The gateway stops, needs the place for somebody else, or cannot write to the other end.
    Dismissed,
}

/// The reading side of a connection.
pub(crate) struct Listening {
    pub(crate) intake: Arc<Intake>,
    pub(crate) caller: Caller,
    place: Arc<Place>,
    queue: Giver<(Arrival, OwnedSemaphorePermit)>,
    writing: Giver<Outgoing>,
    in_flight: Arc<Semaphore>,
    half: ReadHalf,
    alarm: Alarm,
    bytes: Throttle,
    frames: Throttle,
    debt: Duration,
}

/// Bytes on their way out.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(crate) bytes: Vec<u8>,
    /// When the frames arrived that they acknowledge.
    pub(crate) acknowledged: Vec<Instant>,
}

impl Outgoing {
    /// Bytes that acknowledge nothing.
    fn plain(bytes: Vec<u8>) -> Self {
        Self { bytes, acknowledged: Vec::new() }
    }
}

/// Writes to a connection from elsewhere, without keeping it open.
#[derive(Debug, Clone)]
pub(crate) struct LineWriter(mpsc::Sender<Vec<u8>>);

impl LineWriter {
    /// Hands bytes over for writing; `false` if the connection is gone.
    pub(crate) async fn write(&self, bytes: Vec<u8>) -> bool {
        self.0.send(bytes).await.is_ok()
    }
}

/// Serves one connection to its end: `protocol` reads and queues, the rest happens beside it.
pub(crate) async fn serve(
    line: Line,
    (read_half, write_half): (ReadHalf, WriteHalf),
    caller: Caller,
    protocol: Protocol,
) {
    let limits = &line.intake.config.limits;
    let (queue, queued) = handover(limits.frames_in_flight);
    let (writing, to_write) = handover(UNWRITTEN);
    let (elsewhere, from_elsewhere) = mpsc::channel(UNWRITTEN);
    line.intake.requests.line_opened(caller.connection, LineWriter(elsewhere));
    let place = Arc::new(line.place);
    let now = Instant::now();
    let mut listening = Listening {
        intake: Arc::clone(&line.intake),
        caller,
        place: Arc::clone(&place),
        queue,
        writing: writing.clone(),
        in_flight: line.in_flight,
        half: read_half,
        alarm: Alarm::new(now),
        bytes: Throttle::new(limits.bytes_per_second, limits.bytes_per_second.saturating_mul(2), now),
        frames: Throttle::new(limits.frames_per_second, limits.frames_per_second.saturating_mul(20), now),
        debt: Duration::ZERO,
    };
    let reading = async move {
        protocol.read(&mut listening).await;
        listening.intake.left(&listening.caller);
    };
    let committing = commit_queued(&line.committer, queued, writing);
    let replying = write_replies(&line.intake, write_half, to_write, from_elsewhere, &place);
    // In this order, which `handover` needs.
    tokio::join!(biased; reading, committing, replying);
}

/// Commits what is queued, as much at a time as there is, and passes the replies on.
async fn commit_queued(
    committer: &Committer,
    mut queued: Taker<(Arrival, OwnedSemaphorePermit)>,
    writing: Giver<Outgoing>,
) {
    let mut taken = Vec::new();
    while queued.take_all(&mut taken).await {
        let (arrivals, permits): (Vec<_>, Vec<_>) = taken.drain(..).unzip();
        let replies = committer.commit(arrivals).await;
        drop(permits);
        if replies.is_empty() {
            continue;
        }
        let bytes = replies.iter().flat_map(|reply| reply.bytes.iter().copied()).collect();
        let acknowledged = replies.iter().map(|reply| reply.arrived).collect();
        // With the writer gone, frames are still made durable: the device may not send them again.
        writing.give(Outgoing { bytes, acknowledged }).await;
    }
}

/// Writes what may go out. An other end that does not take it in time is left alone from then on.
async fn write_replies(
    intake: &Intake,
    mut half: WriteHalf,
    mut to_write: Taker<Outgoing>,
    mut from_elsewhere: mpsc::Receiver<Vec<u8>>,
    place: &Place,
) {
    loop {
        let next = poll_fn(|context| match from_elsewhere.poll_recv(context) {
            Poll::Ready(Some(bytes)) => Poll::Ready(Some(Outgoing::plain(bytes))),
            Poll::Ready(None) | Poll::Pending => to_write.poll_take(context),
        });
        let Some(outgoing) = next.await else { break };
        match write_within(&mut half, &outgoing.bytes, intake.config.limits.write).await {
            true => intake.metrics.acknowledged(&outgoing.acknowledged, Instant::now()),
            false => {
                place.write_failed();
                place.dismissal.tell();
                return;
            }
        }
    }
    // The other end may be gone; there is nobody to tell.
    drop(timeout(intake.config.limits.write, half.shutdown()).await);
}

/// Writes all of it; `false` if the other end does not take it within `limit`.
async fn write_within(half: &mut WriteHalf, bytes: &[u8], limit: Duration) -> bool {
    // Nearly always there is room for all of it, and no need to look at the time.
    let at_once = poll_fn(|context| Poll::Ready(Pin::new(&mut *half).poll_write(context, bytes))).await;
    let rest = match at_once {
        Poll::Ready(Ok(count)) if count > 0 => bytes.get(count..).unwrap_or_default(),
        Poll::Ready(Ok(_)) | Poll::Pending => bytes,
        Poll::Ready(Err(_)) => return false,
    };
    rest.is_empty() || matches!(timeout(limit, half.write_all(rest)).await, Ok(Ok(())))
}

/// Waits until the gateway stops.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that the gateway itself is gone, which is a stop too.
    drop(stop.wait_for(|stopping| *stopping).await);
}

impl Listening {
    /// Waits until `deadline` for bytes to put into `chunk`, paying first what was taken too fast.
    pub(crate) async fn next(&mut self, deadline: Instant, chunk: &mut [u8]) -> Event {
        let debt = std::mem::take(&mut self.debt);
        if debt > Duration::ZERO {
            tokio::select! {
                biased;
                () = self.place.dismissal.told() => return Event::Dismissed,
                () = sleep(debt) => {}
            }
        }
        let Self { place, half, alarm, .. } = self;
        let event = poll_fn(|context| {
            if place.dismissal.poll(context).is_ready() {
                return Poll::Ready(Event::Dismissed);
            }
            let mut buffer = ReadBuf::new(chunk);
            match Pin::new(&mut *half).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                    Poll::Ready(Event::Bytes(buffer.filled().len()))
                }
                Poll::Ready(_) => Poll::Ready(Event::Closed),
                Poll::Pending => alarm.poll(deadline, context).map(|()| Event::Silence),
            }
        })
        .await;
        if let Event::Bytes(count) = event {
            self.caller.heard_at = Instant::now();
            self.debt = self.bytes.take(u32::try_from(count).unwrap_or(u32::MAX), self.caller.heard_at);
        }
        event
    }

    /// Queues what came for the lake; waits while too much is in flight.
    pub(crate) async fn queue(&mut self, arrival: Arrival) {
        if arrival.usable {
            self.place.introduced();
        }
        self.debt = self.debt.max(self.frames.take(1, self.caller.heard_at));
        let size = arrival.frame.as_ref().map_or(0, |frame| frame.bytes.len());
        let permits = u32::try_from(size.max(1)).unwrap_or(u32::MAX);
        let permits = permits.min(self.intake.config.limits.bytes_in_flight);
        // The semaphore is not closed while a connection reads.
        let Ok(permit) = Arc::clone(&self.in_flight).acquire_many_owned(permits).await else { return };
        self.queue.give((arrival, permit)).await;
    }

    /// Writes bytes that wait for nothing.
    pub(crate) async fn write(&mut self, bytes: Vec<u8>) {
        self.writing.give(Outgoing::plain(bytes)).await;
    }
}
