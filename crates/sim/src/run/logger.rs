use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hj212::{Decoder, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::status::{StatusBoard, count};
use super::{Shared, pace};
use crate::dialect::Voice;
use crate::frames::{self, Encoded};
use crate::schedule::{self, Due, Schedule};

/// How long an acknowledgement may take (HJ 212-2017 table 1, mobile networks); of the machine's clock,
/// since the network does not run faster with the scenario.
const ACKNOWLEDGEMENT_TIMEOUT: Duration = Duration::from_secs(10);

/// How often a frame is sent again before the connection counts as broken (the same table).
const RETRIES: u32 = 3;

/// One logger: history, then live data, for ever.
pub(super) async fn run(shared: Arc<Shared>, index: usize) {
    let Some(logger) = shared.city.loggers.get(index) else { return };
    let voice = Voice::new(&shared.city, index);
    let mut uplink = Uplink { shared: &shared, link: None, voice };
    let start_s = shared.city.start.as_second();
    let mut schedule = Schedule::new(logger, start_s);
    let mut hour_s = shared.history_from_s().div_euclid(3600) * 3600;
    while hour_s + 3600 <= start_s {
        uplink.send(&shared, index, schedule.hour_due(hour_s)).await;
        hour_s += 3600;
    }
    shared.history_delivered(1);
    loop {
        let due = schedule.peek();
        schedule.advance();
        let late_ms = pace::wait_until(&shared, due.at_s).await;
        shared.board.set_late_ms(index, late_ms);
        let now_s = shared.options.clock.now().as_second();
        if let Some(back_s) = schedule::network_back_s(&shared.city, logger, now_s) {
            uplink.link = None;
            pace::wait_until(&shared, back_s).await;
        }
        if !schedule::has_power(&shared.city, logger, now_s) {
            uplink.link = None;
        }
        uplink.send(&shared, index, due).await;
    }
}

/// The logger's way to the host.
struct Uplink<'a> {
    shared: &'a Shared,
    link: Option<Link<'a>>,
    voice: Voice,
}

impl Uplink<'_> {
    /// Sends the frame of `due`, however long it takes.
    async fn send(&mut self, shared: &Shared, index: usize, due: Due) {
        let Some(encoded) = shared.city.loggers.get(index).and_then(|l| frames::encode(&shared.city, l, due))
        else {
            return;
        };
        for said in self.voice.say(encoded) {
            self.send_one(index, &said).await;
        }
    }

    async fn send_one(&mut self, index: usize, said: &Encoded) {
        let mut failures = 0;
        loop {
            match self.deliver(said).await {
                Ok(()) => return,
                Err(error) => {
                    tracing::debug!(logger.index = index, %error, failures, "a frame was not delivered");
                    self.link = None;
                    tokio::time::sleep(pace::backoff(failures)).await;
                    failures += 1;
                }
            }
        }
    }

    async fn deliver(&mut self, encoded: &Encoded) -> io::Result<()> {
        let link = match &mut self.link {
            Some(link) => link,
            none => none.insert(Link::connect(self.shared).await?),
        };
        link.deliver(encoded, &mut self.voice).await
    }
}

/// One TCP connection.
struct Link<'a> {
    stream: TcpStream,
    decoder: Decoder,
    board: &'a StatusBoard,
}

impl Drop for Link<'_> {
    fn drop(&mut self) {
        self.board.connected.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<'a> Link<'a> {
    async fn connect(shared: &'a Shared) -> io::Result<Self> {
        let stream = TcpStream::connect(shared.options.tcp).await?;
        stream.set_nodelay(true)?;
        count(&shared.board.connected);
        Ok(Link { stream, decoder: Decoder::new(Limits::default()), board: &shared.board })
    }

    /// Sends a frame until it is acknowledged; one that asks for no acknowledgement is sent once.
    async fn deliver(&mut self, encoded: &Encoded, voice: &mut Voice) -> io::Result<()> {
        for attempt in 0..=RETRIES {
            self.stream.write_all(&encoded.bytes).await?;
            count(if attempt == 0 { &self.board.frames_sent } else { &self.board.frames_resent });
            let Some(qn) = &encoded.qn else { return Ok(()) };
            let acknowledged = self.acknowledged(qn, voice);
            if let Ok(answer) = tokio::time::timeout(ACKNOWLEDGEMENT_TIMEOUT, acknowledged).await {
                answer?;
                count(&self.board.frames_acknowledged);
                return Ok(());
            }
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, "no acknowledgement after the retries"))
    }

    /// Waits for the acknowledgement (9014) of `qn`. A key that the host sets (1014) is taken; anything else it
    /// sends is not answered: remote control is beyond this device.
    async fn acknowledged(&mut self, qn: &str, voice: &mut Voice) -> io::Result<()> {
        let mut buffer = [0; 1024];
        loop {
            while let Some(frame) = self.decoder.next_frame() {
                let message = frame.message();
                if message.cn() == Some("9014") && message.qn() == Some(qn) {
                    return Ok(());
                }
                if let Some(answers) = voice.take_key(&frame) {
                    self.stream.write_all(&answers).await?;
                }
            }
            let read = self.stream.read(&mut buffer).await?;
            let bytes = buffer.get(..read).unwrap_or_default();
            if bytes.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            // The decoder was drained above and holds more than this buffer, so it takes all of it; if a
            // flood should leave no room, the connection is no longer worth keeping.
            if self.decoder.push(bytes) < bytes.len() {
                return Err(io::ErrorKind::InvalidData.into());
            }
        }
    }
}
