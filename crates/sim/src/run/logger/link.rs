//! A logger's connection to its host.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::Ordering;
use std::time::Duration;

use hj212::{Command, Decoder, Limits};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::Instant;

use super::super::Shared;
use super::super::status::{StatusBoard, count};
use crate::frames::Encoded;

/// How long an acknowledgement may take (HJ 212-2017 table 1, mobile networks); of the machine's clock,
/// since the network does not run faster with the scenario.
const ACKNOWLEDGEMENT_TIMEOUT: Duration = Duration::from_secs(10);

/// How often a frame is sent again before the connection counts as broken (the same table).
const RETRIES: u32 = 3;

/// What comes while nothing is due.
pub(super) enum Event {
    /// A frame of the host.
    Heard(Vec<u8>),
    /// The time has come.
    Due,
    /// The connection is gone.
    Broken,
}

/// Waits for the host, or for `next`; for ever where neither can come.
pub(super) async fn listen(link: &mut Option<Link<'_>>, next: Option<Instant>) -> Event {
    let due = async {
        match next {
            Some(next) => tokio::time::sleep_until(next).await,
            None => std::future::pending().await,
        }
    };
    let heard = async {
        match link {
            Some(link) => link.hear().await.map_or(Event::Broken, Event::Heard),
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = due => Event::Due,
        event = heard => event,
    }
}

/// One TCP connection.
pub(super) struct Link<'a> {
    stream: TcpStream,
    decoder: Decoder,
    /// What the host said while an acknowledgement was waited for.
    heard: VecDeque<Vec<u8>>,
    board: &'a StatusBoard,
}

impl Drop for Link<'_> {
    fn drop(&mut self) {
        self.board.connected.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<'a> Link<'a> {
    pub(super) async fn connect(shared: &'a Shared) -> io::Result<Self> {
        let stream = TcpStream::connect(shared.options.tcp).await?;
        stream.set_nodelay(true)?;
        count(&shared.board.connected);
        let decoder = Decoder::new(Limits::default());
        Ok(Link { stream, decoder, heard: VecDeque::new(), board: &shared.board })
    }

    /// Sends a frame until it is acknowledged; one that asks for no acknowledgement is sent once.
    pub(super) async fn deliver(&mut self, encoded: &Encoded) -> io::Result<()> {
        for attempt in 0..=RETRIES {
            self.stream.write_all(&encoded.bytes).await?;
            count(if attempt == 0 { &self.board.frames_sent } else { &self.board.frames_resent });
            let Some(qn) = &encoded.qn else { return Ok(()) };
            let acknowledged = self.acknowledged(qn);
            if let Ok(answer) = tokio::time::timeout(ACKNOWLEDGEMENT_TIMEOUT, acknowledged).await {
                answer?;
                count(&self.board.frames_acknowledged);
                return Ok(());
            }
        }
        Err(io::Error::new(io::ErrorKind::TimedOut, "no acknowledgement after the retries"))
    }

    /// Sends an answer.
    pub(super) async fn say(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await
    }

    /// What the host said while an acknowledgement was waited for.
    pub(super) fn take_heard(&mut self) -> VecDeque<Vec<u8>> {
        std::mem::take(&mut self.heard)
    }

    /// Waits for the acknowledgement (9014) of `qn`; what else the host says is kept.
    async fn acknowledged(&mut self, qn: &str) -> io::Result<()> {
        loop {
            match self.receive().await? {
                Received::Acknowledgement(of) if of.as_deref() == Some(qn) => return Ok(()),
                // Of a frame that was sent twice.
                Received::Acknowledgement(_) => {}
                Received::Other(frame) => self.heard.push_back(frame),
            }
        }
    }

    /// The next frame that is no acknowledgement. What was read stays where the wait is given up.
    async fn hear(&mut self) -> io::Result<Vec<u8>> {
        loop {
            if let Received::Other(frame) = self.receive().await? {
                return Ok(frame);
            }
        }
    }

    async fn receive(&mut self) -> io::Result<Received> {
        let mut buffer = [0; 1024];
        loop {
            if let Some(frame) = self.decoder.next_frame() {
                let message = frame.message();
                return Ok(match message.command() {
                    Some(Command::DATA_ACK) => Received::Acknowledgement(message.qn().map(str::to_owned)),
                    _ => Received::Other(frame.raw().to_vec()),
                });
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

/// A frame of the host.
enum Received {
    /// 9014, with its QN.
    Acknowledgement(Option<String>),
    /// Anything else.
    Other(Vec<u8>),
}
