//! What both protocols do with a connection: frames go to the lake through a bounded queue while the next
//! ones are read, and replies come back in the order of the frames.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, mpsc, watch};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::commit::Committer;
use crate::connections::Place;
use crate::intake::{Arrival, Caller, Intake};
use crate::listener::Protocol;
use crate::throttle::Throttle;

/// Bytes read at once.
const CHUNK: usize = 4096;

/// What one connection needs of the gateway.
pub(crate) struct Line {
    pub(crate) intake: Arc<Intake>,
    pub(crate) committer: Arc<Committer>,
    /// Bytes of frames that may wait for the lake, of all connections.
    pub(crate) in_flight: Arc<Semaphore>,
    pub(crate) stop: watch::Receiver<bool>,
    pub(crate) place: Place,
}

/// The two sides of a connection, with TLS beneath or without.
pub(crate) type ReadHalf = Box<dyn AsyncRead + Send + Unpin>;
pub(crate) type WriteHalf = Box<dyn AsyncWrite + Send + Unpin>;

/// What came of waiting for the other end.
pub(crate) enum Event<'c> {
    /// Bytes.
    Bytes(&'c [u8]),
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
    stop: watch::Receiver<bool>,
    hang_up: Arc<Notify>,
    queue: mpsc::Sender<(Arrival, OwnedSemaphorePermit)>,
    writing: mpsc::Sender<Outgoing>,
    in_flight: Arc<Semaphore>,
    half: ReadHalf,
    chunk: Box<[u8]>,
    bytes: Throttle,
    frames: Throttle,
    debt: Duration,
}

/// Bytes on their way out.
#[derive(Debug)]
struct Outgoing {
    bytes: Vec<u8>,
    /// When the frames arrived that they acknowledge.
    acknowledged: Vec<Instant>,
}

/// Writes to a connection from elsewhere, without keeping it open.
#[derive(Debug, Clone)]
pub(crate) struct LineWriter(mpsc::WeakSender<Outgoing>);

impl LineWriter {
    /// Hands bytes over for writing; `false` if the connection is gone.
    pub(crate) async fn write(&self, bytes: Vec<u8>) -> bool {
        match self.0.upgrade() {
            Some(writing) => writing.send(Outgoing { bytes, acknowledged: Vec::new() }).await.is_ok(),
            None => false,
        }
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
    let (queue, queued) = mpsc::channel(limits.frames_in_flight.max(1));
    let (writing, to_write) = mpsc::channel(8);
    line.intake.requests.line_opened(caller.connection, LineWriter(writing.downgrade()));
    let (place, hang_up) = (Arc::new(line.place), Arc::new(Notify::new()));
    let now = Instant::now();
    let mut listening = Listening {
        intake: Arc::clone(&line.intake),
        caller,
        place: Arc::clone(&place),
        stop: line.stop,
        hang_up: Arc::clone(&hang_up),
        queue,
        writing: writing.clone(),
        in_flight: line.in_flight,
        half: read_half,
        chunk: vec![0; CHUNK].into_boxed_slice(),
        bytes: Throttle::new(limits.bytes_per_second, limits.bytes_per_second.saturating_mul(2), now),
        frames: Throttle::new(limits.frames_per_second, limits.frames_per_second.saturating_mul(20), now),
        debt: Duration::ZERO,
    };
    let reading = async move {
        protocol.read(&mut listening).await;
        listening.intake.left(&listening.caller);
    };
    let committing = commit_queued(&line.committer, queued, writing, limits.frames_in_flight.max(1));
    let replying = write_replies(&line.intake, write_half, to_write, &hang_up, &place);
    tokio::join!(reading, committing, replying);
}

/// Commits what is queued, as much at a time as there is, and passes the replies on.
async fn commit_queued(
    committer: &Committer,
    mut queued: mpsc::Receiver<(Arrival, OwnedSemaphorePermit)>,
    writing: mpsc::Sender<Outgoing>,
    at_once: usize,
) {
    let mut taken = Vec::new();
    while queued.recv_many(&mut taken, at_once).await > 0 {
        let (arrivals, permits): (Vec<_>, Vec<_>) = taken.drain(..).unzip();
        let replies = committer.commit(arrivals).await;
        drop(permits);
        if replies.is_empty() {
            continue;
        }
        let bytes = replies.iter().flat_map(|reply| reply.bytes.iter().copied()).collect();
        let acknowledged = replies.iter().map(|reply| reply.arrived).collect();
        // With the writer gone, frames are still made durable: the device may not send them again.
        drop(writing.send(Outgoing { bytes, acknowledged }).await);
    }
}

/// Writes what may go out. An other end that does not take it in time is left alone from then on.
async fn write_replies<W: AsyncWrite + Unpin>(
    intake: &Intake,
    mut half: W,
    mut to_write: mpsc::Receiver<Outgoing>,
    hang_up: &Notify,
    place: &Place,
) {
    while let Some(outgoing) = to_write.recv().await {
        match timeout(intake.config.limits.write, half.write_all(&outgoing.bytes)).await {
            Ok(Ok(())) => {
                for arrived in outgoing.acknowledged {
                    intake.metrics.acknowledged(arrived.elapsed());
                }
            }
            Ok(Err(_)) | Err(_) => {
                place.write_failed();
                hang_up.notify_one();
                return;
            }
        }
    }
    // The other end may be gone; there is nobody to tell.
    drop(timeout(intake.config.limits.write, half.shutdown()).await);
}

/// Waits until the gateway stops.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    // An error means that the gateway itself is gone, which is a stop too.
    drop(stop.wait_for(|stopping| *stopping).await);
}

impl Listening {
    /// Waits for bytes until `deadline`, paying first what was taken too fast.
    pub(crate) async fn next(&mut self, deadline: Instant) -> Event<'_> {
        let debt = std::mem::take(&mut self.debt);
        let half = &mut self.half;
        let chunk = &mut self.chunk;
        let bytes = &mut self.bytes;
        let read = async {
            if debt > Duration::ZERO {
                sleep(debt).await;
            }
            timeout_at(deadline.max(Instant::now()), half.read(chunk)).await
        };
        tokio::select! {
            biased;
            () = stopped(&mut self.stop) => Event::Dismissed,
            () = self.hang_up.notified() => Event::Dismissed,
            () = self.place.dismiss.notified() => Event::Dismissed,
            outcome = read => match outcome {
                Err(_) => Event::Silence,
                Ok(Err(_) | Ok(0)) => Event::Closed,
                Ok(Ok(count)) => {
                    self.debt = bytes.take(u32::try_from(count).unwrap_or(u32::MAX), Instant::now());
                    Event::Bytes(chunk.get(..count).unwrap_or_default())
                }
            },
        }
    }

    /// Queues what came for the lake; waits while too much is in flight.
    pub(crate) async fn queue(&mut self, arrival: Arrival) {
        if arrival.usable {
            self.place.introduced();
        }
        self.debt = self.debt.max(self.frames.take(1, Instant::now()));
        let size = arrival.frame.as_ref().map_or(0, |frame| frame.bytes.len());
        let permits = u32::try_from(size.max(1)).unwrap_or(u32::MAX);
        let permits = permits.min(self.intake.config.limits.bytes_in_flight);
        // Neither the semaphore nor the queue is closed while a connection reads.
        let Ok(permit) = Arc::clone(&self.in_flight).acquire_many_owned(permits).await else { return };
        drop(self.queue.send((arrival, permit)).await);
    }

    /// Writes bytes that wait for nothing.
    pub(crate) async fn write(&mut self, bytes: Vec<u8>) {
        drop(self.writing.send(Outgoing { bytes, acknowledged: Vec::new() }).await);
    }
}
