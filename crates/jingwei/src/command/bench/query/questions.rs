//! The questions, in turns, of other outlets and days each time.

use std::path::Path;
use std::time::Instant;

use jiff::ToSpan;
use model::{Timestamp, china};
use serde_json::Value;

use super::super::figures::Report;
use super::super::http::Client;
use super::super::server::{Served, text};
use super::store::{HOT_DAY, Made, midnight};

/// Asked before anything counts.
const WARM_UP: u32 = 2;
const DAY_S: i64 = 86_400;

/// One question: its name, and the requests that make it up.
struct Question {
    name: &'static str,
    /// Whether the answer is compressed, as for browsers.
    gzip: bool,
    requests: fn(&Made, u32) -> Vec<Request>,
}

struct Request {
    path: String,
    /// Where in the answer a list is, and how long it must be at least.
    list: &'static str,
    least: usize,
}

const QUESTIONS: [Question; 9] = [
    Question {
        gzip: false,
        name: "outlet's day, not sealed",
        requests: |made, turn| vec![day(made, turn, 0)],
    },
    Question {
        gzip: false,
        name: "outlet's day, sealed",
        requests: |made, turn| vec![day(made, turn, 1 + turn % 28)],
    },
    Question {
        gzip: true,
        name: "outlet's day, not sealed, compressed",
        requests: |made, turn| vec![day(made, turn, 0)],
    },
    Question {
        gzip: true,
        name: "outlet's day, sealed, compressed",
        requests: |made, turn| vec![day(made, turn, 1 + turn % 28)],
    },
    Question { gzip: false, name: "history of hour means", requests: |made, turn| vec![hours(made, turn)] },
    Question {
        gzip: false,
        name: "history of minutes by day, six factors",
        requests: |made, turn| days(made, turn, 0),
    },
    Question {
        gzip: false,
        name: "the same, days from 08:00",
        requests: |made, turn| days(made, turn, 8 * 3600),
    },
    Question {
        gzip: false,
        name: "month's exceedances by trade, hours",
        requests: |made, _| vec![exceedances(made, "hour")],
    },
    Question {
        gzip: false,
        name: "month's exceedances by trade, minutes",
        requests: |made, _| vec![exceedances(made, "minute")],
    },
];

pub(super) fn ask_all(
    served: &Served,
    made: &Made,
    rounds: u32,
    cold_rounds: u32,
    report: &mut Report,
) -> anyhow::Result<()> {
    let mut client = served.sign_in()?;
    let mut took = vec![Vec::new(); QUESTIONS.len()];
    let mut bytes = vec![Vec::new(); QUESTIONS.len()];
    for turn in 0..WARM_UP + rounds {
        for (question, (took, bytes)) in QUESTIONS.iter().zip(took.iter_mut().zip(&mut bytes)) {
            let (ms, length) = ask(&mut client, question, made, turn)?;
            if turn >= WARM_UP {
                took.push(ms);
                bytes.push(length as f64 / 1e3);
            }
        }
    }
    for (question, (took, bytes)) in QUESTIONS.iter().zip(took.into_iter().zip(bytes)) {
        report.add(question.name, "ms", took);
        report.add(format!("{}: answer", question.name), "kB", bytes);
    }
    served.report_memory("after all questions", report)?;
    cold(served, made, cold_rounds, report)?;
    let outlets = made.outlets.len();
    report.note(format!(
        "{outlets} outlets, {} of them with {} months; each question asked {WARM_UP} times before it counts",
        made.year_outlets.len(),
        made.months
    ));
    report.note("one connection, until the last byte of JSON, compressed where it says so; client and server on the same cores");
    Ok(())
}

/// Asks with the sealed files out of the machine's memory; what the server itself remembers stays.
fn cold(served: &Served, made: &Made, rounds: u32, report: &mut Report) -> anyhow::Result<()> {
    let mut client = served.sign_in()?;
    for question in &QUESTIONS {
        let mut took = Vec::new();
        for turn in 0..rounds {
            served.forget_files()?;
            // Not an outlet that was asked of before.
            took.push(ask(&mut client, question, made, 1000 + turn)?.0);
        }
        report.add(format!("{}, files not in memory", question.name), "ms", took);
    }
    Ok(())
}

/// Milliseconds and bytes of the answers.
fn ask(client: &mut Client, question: &Question, made: &Made, turn: u32) -> anyhow::Result<(f64, usize)> {
    let requests = (question.requests)(made, turn);
    let plain = client.headers.clone();
    if question.gzip {
        client.headers.push_str("Accept-Encoding: gzip\r\n");
    }
    let began = Instant::now();
    let mut answers = Vec::new();
    for request in &requests {
        answers.push(client.ask("GET", &request.path, "")?);
    }
    let ms = began.elapsed().as_secs_f64() * 1e3;
    client.headers = plain;
    for (request, answer) in requests.iter().zip(&answers) {
        anyhow::ensure!(answer.status == 200, "{}: {}", request.path, text(answer));
        let is_compressed = answer.header("content-encoding") == Some("gzip");
        anyhow::ensure!(is_compressed == question.gzip, "{}: not encoded as it was asked for", request.path);
        if is_compressed {
            continue;
        }
        let body: Value = serde_json::from_slice(&answer.body)?;
        let found = body.pointer(request.list).and_then(Value::as_array).map_or(0, Vec::len);
        anyhow::ensure!(found >= request.least, "{}: {found} in {}", request.path, request.list);
    }
    Ok((ms, answers.iter().map(|answer| answer.body.len()).sum()))
}

/// `days_back` days before the day that is not sealed.
fn day(made: &Made, turn: u32, days_back: u32) -> Request {
    let outlet = pick(&made.outlets, turn);
    let start = china::plus_seconds(midnight(HOT_DAY), -i64::from(days_back) * DAY_S);
    let span = span(start, china::plus_seconds(start, DAY_S));
    let path = format!("/api/v1/outlets/{}/readings?granularity=minute&{span}", outlet.id);
    Request { path, list: "/series/0/points", least: 1440 }
}

fn hours(made: &Made, turn: u32) -> Request {
    let (outlet, factor) = (pick(&made.year_outlets, turn), pick(&made.factors, turn));
    let (from, to) = history(made);
    let span = span(from, to);
    let path = format!("/api/v1/outlets/{}/series?factor={factor}&granularity=hour&{span}", outlet.id);
    Request { path, list: "/points", least: hours_between(from, to) }
}

fn days(made: &Made, turn: u32, later_s: i64) -> Vec<Request> {
    let outlet = pick(&made.year_outlets, turn);
    let (from, to) = history(made);
    let span = span(china::plus_seconds(from, later_s), to);
    let least = hours_between(from, to) / 24;
    let request = |factor| Request {
        path: format!(
            "/api/v1/outlets/{}/series/summary?factor={factor}&granularity=minute&step_s={DAY_S}&{span}",
            outlet.id
        ),
        list: "/steps",
        least,
    };
    made.factors.iter().map(request).collect()
}

fn exceedances(made: &Made, granularity: &str) -> Request {
    let month = HOT_DAY.checked_sub(1.month()).unwrap_or(HOT_DAY);
    let span = span(midnight(month), midnight(HOT_DAY));
    let path = format!("/api/v1/statistics/exceedances?granularity={granularity}&group=trade&{span}");
    Request { path, list: "/groups", least: made.outlets.len().min(12) / 12 }
}

fn history(made: &Made) -> (Timestamp, Timestamp) {
    let first = HOT_DAY.checked_sub(i64::from(made.months.min(12)).months()).unwrap_or(HOT_DAY);
    (midnight(first), midnight(HOT_DAY))
}

fn hours_between(from: Timestamp, to: Timestamp) -> usize {
    usize::try_from(china::seconds_between(from, to) / 3600).unwrap_or_default()
}

fn span(from: Timestamp, to: Timestamp) -> String {
    format!("from={from}&to={to}")
}

/// Another one each turn, far from the last.
fn pick<T>(all: &[T], turn: u32) -> &T {
    let step = (all.len() as f64 * 0.618_034) as usize | 1;
    &all[turn as usize * step % all.len()]
}

impl Served {
    /// Asks the system to forget what it has in memory of the sealed files.
    fn forget_files(&self) -> anyhow::Result<()> {
        let mut folders = vec![self.folder().join("lake").join("sealed")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder)? {
                let path = entry?.path();
                if path.is_dir() { folders.push(path) } else { forget(&path)? }
            }
        }
        Ok(())
    }
}

fn forget(path: &Path) -> anyhow::Result<()> {
    let file = std::fs::File::open(path)?;
    rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed)?;
    Ok(())
}
