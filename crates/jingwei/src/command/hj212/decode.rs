//! Frames to lines of JSON, or to words.

use std::io::{self, BufWriter, Read, Write};

use anyhow::Context as _;
use hj212::cipher::Key;
use hj212::{Decoder, Flag, Frame, Limits, Message};
use serde::Serialize;

use super::words::{self, Language, Meaning};
use super::{ExitSummary, end_quietly};

/// What `decode` prints of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Output {
    /// One JSON object a line.
    Json,
    /// The same, and what its codes mean.
    ExplainedJson,
    /// Lines for people.
    Words(Language),
}

/// One frame as `decode` prints it. The order of the fields is the order of the keys.
#[derive(Serialize)]
struct FrameLine<'m> {
    ok: bool,
    version: &'static str,
    qn: Option<&'m str>,
    st: Option<&'m str>,
    cn: Option<&'m str>,
    pw: Option<&'m str>,
    mn: Option<&'m str>,
    flag: Option<u8>,
    pnum: Option<u32>,
    pno: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rf: Option<u32>,
    cp: Option<Vec<Vec<(&'m str, &'m str)>>>,
    crc_ok: bool,
    /// It came encrypted and was opened with the key.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    encrypted: bool,
    problems: Vec<&'static str>,
    /// Only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    means: Option<Vec<Meaning<'m>>>,
}

impl<'m> FrameLine<'m> {
    fn new(frame: &Frame<'_>, message: &'m Message<'_>, encrypted: bool) -> FrameLine<'m> {
        FrameLine {
            ok: message.usable(),
            version: message.version().name(),
            qn: message.qn(),
            st: message.st(),
            cn: message.cn(),
            pw: message.pw(),
            mn: message.mn(),
            flag: message.flag().map(Flag::bits),
            pnum: message.pnum(),
            pno: message.pno(),
            rf: message.rf(),
            cp: message.cp().map(|cp| {
                cp.groups().map(|group| group.items().map(|item| (item.name, item.value)).collect()).collect()
            }),
            // A frame is opened only with the right CRC.
            crc_ok: frame.crc_ok() || encrypted,
            encrypted,
            problems: message.problems().iter().map(hj212::Problem::code).collect(),
            means: None,
        }
    }
}

/// Prints each frame of a byte stream as a line of JSON, or in words.
///
/// Works on endless input in bounded memory. All lines that the bytes read so far allow are
/// handed on before the next read, so that a reader behind a pipe sees them when the input pauses.
/// Ends quietly when nobody reads the output any more. Encrypted frames (2025) are opened with `key`.
///
/// # Errors
/// Where the input cannot be read or the output cannot be written.
pub(crate) fn decode(
    mut input: impl Read,
    key: Option<&Key>,
    form: Output,
    output: impl Write,
) -> anyhow::Result<ExitSummary> {
    let mut output = BufWriter::new(output);
    let mut decoder = Decoder::new(Limits::default());
    let mut chunk = vec![0; 16 * 1024];
    let mut written = 0;
    let outcome = loop {
        let count = match input.read(&mut chunk) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).context("reading the stream"),
        };
        if count == 0 {
            decoder.flush();
            break print_frames(&mut decoder, key, form, &mut output, &mut written);
        }
        let mut rest = chunk.get(..count).unwrap_or_default();
        let mut printed = Ok(());
        while !rest.is_empty() && printed.is_ok() {
            let taken = decoder.push(rest);
            rest = rest.get(taken..).unwrap_or_default();
            printed = print_frames(&mut decoder, key, form, &mut output, &mut written);
        }
        if printed.is_err() {
            break printed;
        }
    };
    end_quietly(outcome).context("writing the lines")?;
    Ok(ExitSummary { written, refused: 0, skipped_bytes: decoder.skipped() })
}

fn print_frames(
    decoder: &mut Decoder,
    key: Option<&Key>,
    form: Output,
    output: &mut impl Write,
    written: &mut u64,
) -> io::Result<()> {
    while let Some(frame) = decoder.next_frame() {
        let opened = key.and_then(|key| frame.open(key));
        let message = opened.as_ref().map_or_else(|| frame.message(), |opened| opened.message());
        print_frame(&frame, &message, opened.is_some(), form, output)?;
        *written += 1;
    }
    output.flush()
}

fn print_frame(
    frame: &Frame<'_>,
    message: &Message<'_>,
    encrypted: bool,
    form: Output,
    output: &mut impl Write,
) -> io::Result<()> {
    let mut line = FrameLine::new(frame, message, encrypted);
    match form {
        Output::Json => {}
        Output::ExplainedJson => line.means = Some(words::meanings(message)),
        Output::Words(language) => return words::write_message(output, message, language),
    }
    serde_json::to_writer(&mut *output, &line)?;
    output.write_all(b"\n")
}
