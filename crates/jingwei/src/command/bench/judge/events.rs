//! The live changes that a page hears.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::Context;

/// An alarm that takes longer is none.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// What a page hears.
pub(super) struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    pub(super) fn open(address: &str, headers: &str) -> anyhow::Result<Self> {
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let request = format!("GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
        stream.write_all(request.as_bytes())?;
        Ok(Self { lines: BufReader::new(stream) })
    }

    /// The id of the next alarm that is raised.
    pub(super) fn next_alarm(&mut self) -> anyhow::Result<String> {
        let began = Instant::now();
        let mut line = String::new();
        while began.elapsed() < PATIENCE {
            line.clear();
            anyhow::ensure!(self.lines.read_line(&mut line)? > 0, "the stream ended");
            let Some(data) = line.trim_end().strip_prefix("data:") else { continue };
            let Ok(event) = serde_json::from_str::<serde_json::Value>(data.trim()) else { continue };
            if event["event"] == "alarm.raised" {
                return event["id"].as_str().map(str::to_owned).context("an alarm without an id");
            }
        }
        anyhow::bail!("no alarm came")
    }
}
