//! HJ 212 over TCP: one connection.

use hj212::{Awaiting, Decoder, Limits};
use tokio::time::Instant;

use crate::line::{CHUNK, Event, Listening};

/// Frames given up for want of their rest, one after the other, after which the other end is believed not
/// to speak the protocol.
const MAX_STALLS: u32 = 3;
/// Of bytes without a frame, so many are kept for people to look at.
const SAMPLE_BYTES: usize = 512;
/// Bytes between or after frames that are not worth a note: line ends, some loggers' sign of life.
const TOLERATED_BYTES: u64 = 64;

/// Reads one connection to its end.
pub(crate) async fn read(listening: &mut Listening) {
    let mut reader = Reader::new(Instant::now());
    let mut chunk = vec![0; CHUNK].into_boxed_slice();
    loop {
        let deadline = reader.deadline(&listening.intake.config.limits);
        let ended = match listening.next(deadline, &mut chunk).await {
            Event::Bytes(count) => {
                reader.take(chunk.get(..count).unwrap_or_default(), listening).await;
                reader.has_sent_too_much_garbage(listening.intake.config.limits.garbage_bytes)
            }
            Event::Silence => reader.silence(listening).await,
            Event::Closed => {
                reader.flush(listening).await;
                true
            }
            Event::Dismissed => true,
        };
        if ended {
            return reader.note_garbage(listening).await;
        }
    }
}

/// What is remembered between reads.
struct Reader {
    decoder: Decoder,
    opened: Instant,
    last_bytes: Instant,
    /// When the last usable frame came.
    last_usable: Option<Instant>,
    /// Since when the rest of a frame is waited for.
    rest_since: Option<Instant>,
    stalls: u32,
    /// [`Decoder::skipped`] when the last frame came.
    skipped_before: u64,
    sample: Vec<u8>,
}

impl Reader {
    fn new(now: Instant) -> Self {
        Self {
            decoder: Decoder::new(Limits::default()),
            opened: now,
            last_bytes: now,
            last_usable: None,
            rest_since: None,
            stalls: 0,
            skipped_before: 0,
            sample: Vec::new(),
        }
    }

    /// Until when to wait for more.
    fn deadline(&self, limits: &crate::config::ConnectionLimits) -> Instant {
        let of_connection = match self.last_usable {
            Some(usable) => usable + limits.idle,
            None => self.opened + limits.introduce_within,
        };
        let of_frame = match self.decoder.awaiting() {
            Awaiting::Nothing => return of_connection,
            Awaiting::Tail => self.last_bytes + limits.tail,
            Awaiting::Rest => self.rest_since.unwrap_or(self.last_bytes) + limits.rest_of_frame,
        };
        of_connection.min(of_frame)
    }

    async fn take(&mut self, bytes: &[u8], listening: &mut Listening) {
        self.last_bytes = listening.caller.heard_at;
        let wanted = bytes.len().min(SAMPLE_BYTES - self.sample.len());
        self.sample.extend_from_slice(bytes.get(..wanted).unwrap_or_default());
        let mut rest = bytes;
        while !rest.is_empty() {
            let taken = self.decoder.push(rest);
            rest = rest.get(taken..).unwrap_or_default();
            self.drain(listening).await;
        }
    }

    /// Queues the frames that are there.
    async fn drain(&mut self, listening: &mut Listening) {
        let mut found = false;
        while let Some(frame) = self.decoder.next_frame() {
            found = true;
            for arrival in listening.intake.frame(&frame, &mut listening.caller) {
                if arrival.usable {
                    self.last_usable = Some(listening.caller.heard_at);
                    self.stalls = 0;
                }
                listening.queue(arrival).await;
            }
        }
        if found {
            self.skipped_before = self.decoder.skipped();
            self.sample.clear();
        }
        let waits_for_rest = self.decoder.awaiting() == Awaiting::Rest;
        self.rest_since = match self.rest_since {
            Some(since) if waits_for_rest && !found => Some(since),
            _ => waits_for_rest.then(Instant::now),
        };
    }

    /// Nothing came in time: gives up an unfinished frame, or the connection (`true`).
    async fn silence(&mut self, listening: &mut Listening) -> bool {
        match self.decoder.awaiting() {
            Awaiting::Nothing => true,
            Awaiting::Tail => {
                self.flush(listening).await;
                false
            }
            Awaiting::Rest => {
                self.stalls += 1;
                self.flush(listening).await;
                self.stalls >= MAX_STALLS
            }
        }
    }

    async fn flush(&mut self, listening: &mut Listening) {
        self.decoder.flush();
        self.drain(listening).await;
    }

    fn garbage(&self) -> u64 {
        self.decoder.skipped() - self.skipped_before
    }

    fn has_sent_too_much_garbage(&self, limit: u64) -> bool {
        self.garbage() > limit
    }

    /// Leaves a note of bytes in which no frame was found.
    async fn note_garbage(&self, listening: &mut Listening) {
        let tolerated = if self.last_usable.is_some() { TOLERATED_BYTES } else { 0 };
        if self.garbage() > tolerated {
            let arrival = listening.intake.garbage("no_frame", &self.sample, &listening.caller);
            listening.queue(arrival).await;
        }
    }
}
