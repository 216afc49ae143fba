//! What others do with the same rows in the same batches, each on the disk before the next is sent: PostgreSQL
//! through `COPY` of its own client, InfluxDB through its line protocol. `scripts/bench-peers` starts both.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;

use super::super::figures::Report;
use super::super::http::Client;
use super::store::{BATCH, figures};

const SERIES: usize = 18_000;
const START: i64 = 1_598_745_600;

/// Where the peers are, if they are there.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct PeerArguments {
    /// PostgreSQL: `FOLDER:PORT` of its socket, for the user and database `postgres`.
    #[arg(long, value_name = "FOLDER:PORT", env = "JINGWEI_BENCH_POSTGRESQL")]
    postgresql: Option<String>,
    /// InfluxDB: `ADDRESS:PORT` of its HTTP side.
    #[arg(long, value_name = "ADDRESS:PORT", env = "JINGWEI_BENCH_INFLUXDB")]
    influxdb: Option<String>,
}

/// What the rounds gave.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    postgresql: Vec<f64>,
    influxdb: Vec<f64>,
}

impl Rounds {
    pub(super) fn measure(&mut self, peers: &PeerArguments, seconds: u32) -> anyhow::Result<()> {
        if let Some(at) = &peers.postgresql {
            self.postgresql.push(postgresql(at, seconds).context("PostgreSQL")?);
        }
        if let Some(at) = &peers.influxdb {
            self.influxdb.push(influxdb(at, seconds).context("InfluxDB")?);
        }
        Ok(())
    }

    pub(super) fn report(self, report: &mut Report) {
        for (name, rates, how) in [
            ("PostgreSQL COPY", self.postgresql, "synchronous_commit, primary key (series, time)"),
            ("InfluxDB lines", self.influxdb, "wal-fsync-delay 0"),
        ] {
            if rates.is_empty() {
                report.note(format!("{name}: not measured, no server was named (see scripts/bench-peers)"));
            } else {
                report.add(format!("{name}, batches of {BATCH}"), "readings/s", rates);
                report.note(format!("{name}: {how}; the text of the batches is made on the same cores"));
            }
        }
    }
}

fn postgresql(at: &str, seconds: u32) -> anyhow::Result<f64> {
    let (folder, port) = at.rsplit_once(':').context("expected FOLDER:PORT")?;
    let mut client = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--username=postgres", "--dbname=postgres"])
        .args([format!("--host={folder}"), format!("--port={port}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot start psql")?;
    let mut input = client.stdin.take().context("psql takes no input")?;
    let mut output = BufReader::new(client.stdout.take().context("psql gives no output")?);
    input.write_all(
        b"DROP TABLE IF EXISTS readings;
          CREATE TABLE readings (series int, at timestamptz, value float8, min float8, max float8,
              total float8, unit smallint, mark text, received timestamptz, PRIMARY KEY (series, at));
          SET synchronous_commit = on;\n",
    )?;
    let started = Instant::now();
    let until = started + Duration::from_secs(seconds.into());
    let mut batches = 0;
    while Instant::now() < until {
        let mut text = String::from("COPY readings FROM STDIN;\n");
        for row in batches * BATCH..(batches + 1) * BATCH {
            let [value, min, max, total] = figures(row);
            let at = START + (row / SERIES) as i64 * 60;
            let series = row % SERIES;
            // Times as PostgreSQL writes them cost it more to read than anything else: days and seconds.
            let day = |second: i64| format!("2020-08-30 {}", clock(second));
            writeln!(text, "{series}\t{}\t{value}\t{min}\t{max}\t{total}\t3\tN\t{}", day(at), day(at + 62))?;
        }
        // The echo comes when the transaction is on the disk.
        text.push_str("\\.\n\\echo stored\n");
        input.write_all(text.as_bytes())?;
        let mut line = String::new();
        output.read_line(&mut line)?;
        anyhow::ensure!(line.trim() == "stored", "psql said {line:?}");
        batches += 1;
    }
    let took = started.elapsed().as_secs_f64();
    drop(input);
    anyhow::ensure!(client.wait()?.success(), "psql failed");
    Ok((batches * BATCH) as f64 / took)
}

/// The time of the day, counted on beyond it where a round is long.
fn clock(second: i64) -> String {
    let second = (second - START).rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}+00", second / 3600, second / 60 % 60, second % 60)
}

fn influxdb(at: &str, seconds: u32) -> anyhow::Result<f64> {
    let mut client = Client::connect(at)?;
    let mut post = |path: &str, body: &str| {
        let answer = client.ask("POST", path, body)?;
        let why = || String::from_utf8_lossy(&answer.body).chars().take(200).collect::<String>();
        anyhow::ensure!(
            answer.status / 100 == 2,
            "it answered {} {:?} {}",
            answer.status,
            answer.header("x-influxdb-error"),
            why()
        );
        Ok(())
    };
    for query in ["DROP+DATABASE+bench", "CREATE+DATABASE+bench"] {
        post(&format!("/query?q={query}"), "")?;
    }
    let started = Instant::now();
    let until = started + Duration::from_secs(seconds.into());
    let mut batches = 0;
    while Instant::now() < until {
        let mut text = String::new();
        for row in batches * BATCH..(batches + 1) * BATCH {
            let [value, min, max, total] = figures(row);
            let at = START + (row / SERIES) as i64 * 60;
            let series = row % SERIES;
            let (outlet, factor) = (series / 6, series % 6);
            writeln!(
                text,
                "r,outlet=O-{outlet:05},factor=f{factor} value={value},min={min},max={max},total={total},mark=\"N\",received={}i {at}",
                at + 62
            )?;
        }
        post("/write?db=bench&precision=s", &text)?;
        batches += 1;
    }
    Ok((batches * BATCH) as f64 / started.elapsed().as_secs_f64())
}
