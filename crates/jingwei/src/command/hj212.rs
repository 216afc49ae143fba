//! `jingwei hj212 decode` and `encode`: frames as lines of JSON, and back.
//!
//! The form of a line is described for users in `docs/hj212.md`. The codec itself knows nothing of
//! JSON; the conversion is here.

use std::fmt;
use std::io::{self, BufRead, BufWriter, Read, Write};

use anyhow::{Context as _, bail};
use hj212::cipher::Key;
use hj212::{Command, Decoder, Flag, Frame, Limits, Message, MessageBuilder, SystemCode, Version};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// The longest line of JSON that `encode` reads, in bytes. The longest frame needs about a third.
const LONGEST_LINE: u64 = 256 * 1024;

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ExitSummary {
    /// Lines, or frames, written.
    pub(crate) written: u64,
    /// `encode`: lines that are no frame and were refused.
    pub(crate) refused: u64,
    /// `decode`: bytes that belong to no frame.
    pub(crate) skipped_bytes: u64,
}

impl ExitSummary {
    /// Whether the process may end with 0. A bad frame is data and no failure of `decode`.
    pub(crate) fn is_success(self) -> bool {
        self.refused == 0
    }
}

impl fmt::Display for ExitSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} written", self.written)?;
        if self.refused > 0 {
            write!(f, ", {} lines refused", self.refused)?;
        }
        if self.skipped_bytes > 0 {
            write!(f, ", {} bytes outside of frames", self.skipped_bytes)?;
        }
        Ok(())
    }
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
        }
    }
}

/// Prints each frame of a byte stream as a line of JSON.
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
            break print_frames(&mut decoder, key, &mut output, &mut written);
        }
        let mut rest = chunk.get(..count).unwrap_or_default();
        let mut printed = Ok(());
        while !rest.is_empty() && printed.is_ok() {
            let taken = decoder.push(rest);
            rest = rest.get(taken..).unwrap_or_default();
            printed = print_frames(&mut decoder, key, &mut output, &mut written);
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
    output: &mut impl Write,
    written: &mut u64,
) -> io::Result<()> {
    while let Some(frame) = decoder.next_frame() {
        let opened = key.and_then(|key| frame.open(key));
        let message = opened.as_ref().map_or_else(|| frame.message(), |opened| opened.message());
        serde_json::to_writer(&mut *output, &FrameLine::new(&frame, &message, opened.is_some()))?;
        output.write_all(b"\n")?;
        *written += 1;
    }
    output.flush()
}

/// A reader that went away is the end, not a failure.
fn end_quietly(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// One line as `encode` reads it: what `decode` prints, where only `cn` and `cp` must be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WantedLine {
    ok: Option<bool>,
    version: Option<String>,
    qn: Option<String>,
    st: Option<String>,
    cn: Option<String>,
    pw: Option<String>,
    mn: Option<String>,
    flag: Option<u8>,
    pnum: Option<u32>,
    pno: Option<u32>,
    rf: Option<u32>,
    cp: Option<Vec<Vec<(String, String)>>>,
    #[serde(rename = "crc_ok")]
    _crc_ok: Option<IgnoredAny>,
    #[serde(rename = "encrypted")]
    _encrypted: Option<IgnoredAny>,
    #[serde(rename = "problems")]
    _problems: Option<IgnoredAny>,
}

/// Writes a frame for each line of JSON.
///
/// A line that cannot be a frame is refused with its number on `complaints`; the others are still
/// written. A line that says `"ok": false` is refused too: to give a damaged frame a right CRC
/// would make it look sound. Empty lines are passed over.
///
/// # Errors
/// Where the input cannot be read or an output cannot be written.
pub(crate) fn encode(
    mut input: impl BufRead,
    output: impl Write,
    mut complaints: impl Write,
) -> anyhow::Result<ExitSummary> {
    let mut output = BufWriter::new(output);
    let mut summary = ExitSummary::default();
    let mut line = Vec::new();
    let mut number: u64 = 0;
    while let Some(fits) = read_line(&mut input, &mut line).context("reading the lines")? {
        number += 1;
        if line.iter().all(u8::is_ascii_whitespace) && fits {
            continue;
        }
        let frame = if fits {
            frame_of_line(&line)
        } else {
            Err(anyhow::anyhow!("longer than {LONGEST_LINE} bytes"))
        };
        match frame {
            Ok(frame) => {
                summary.written += 1;
                let written = output.write_all(&frame).and_then(|()| output.flush());
                if let Err(error) = written {
                    end_quietly(Err(error)).context("writing the frames")?;
                    return Ok(summary);
                }
            }
            Err(error) => {
                summary.refused += 1;
                writeln!(complaints, "line {number}: {error:#}").context("writing the complaints")?;
            }
        }
    }
    Ok(summary)
}

/// Reads a line into `line` and says whether it fitted; what does not fit is passed over.
/// Nothing at the end of the input.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<Option<bool>> {
    line.clear();
    if input.by_ref().take(LONGEST_LINE).read_until(b'\n', line)? == 0 {
        return Ok(None);
    }
    let mut fits = true;
    let mut ended = line.ends_with(b"\n") || (line.len() as u64) < LONGEST_LINE;
    while !ended {
        line.clear();
        let count = input.by_ref().take(LONGEST_LINE).read_until(b'\n', line)?;
        fits &= count == 0;
        ended = count == 0 || line.ends_with(b"\n");
    }
    Ok(Some(fits))
}

fn frame_of_line(line: &[u8]) -> anyhow::Result<Vec<u8>> {
    let wanted: WantedLine = serde_json::from_slice(line).context("not a frame in JSON")?;
    if wanted.ok == Some(false) {
        bail!("ok is false: a damaged frame is not made sound");
    }
    let flag = flag_of(&wanted)?;
    let command: Command = wanted.cn.context("cn is missing")?.parse().context("cn is not four digits")?;
    let mut message = MessageBuilder::new(Version::V2005).cn(command).flag(flag);
    if let Some(qn) = wanted.qn {
        message = message.qn(qn);
    }
    if let Some(st) = wanted.st {
        let system: SystemCode = st.parse().context("st is not two characters of 0-9 and A-Z")?;
        message = message.st(system);
    }
    if let Some(pw) = wanted.pw {
        message = message.pw(pw);
    }
    if let Some(mn) = wanted.mn {
        message = message.mn(mn);
    }
    match (wanted.pnum, wanted.pno) {
        (Some(pnum), Some(pno)) => {
            if flag.is_none_or(|flag| !flag.has_packet_number()) {
                bail!("pnum and pno are there, but flag does not announce them");
            }
            message = message.packet(pnum, pno);
        }
        (None, None) => {}
        _ => bail!("pnum and pno go together"),
    }
    match wanted.rf {
        None => {}
        Some(1) => message = message.backfill(true),
        Some(_) => bail!("rf is 1 or absent"),
    }
    for group in wanted.cp.context("cp is missing")? {
        message = message.group(group);
    }
    Ok(message.build()?)
}

/// `flag` as given, else one made from `version`. Both must agree.
fn flag_of(wanted: &WantedLine) -> anyhow::Result<Option<Flag>> {
    let version = match wanted.version.as_deref() {
        None => None,
        Some("unknown") if wanted.flag.is_some() => None,
        Some("2005") => Some(Version::V2005),
        Some("2017") => Some(Version::V2017),
        Some("2025") => Some(Version::V2025),
        Some(_) => bail!("version is 2005, 2017 or 2025, or unknown with a flag"),
    };
    let Some(bits) = wanted.flag else {
        let packet = wanted.pnum.is_some();
        return Ok(match version {
            None | Some(Version::V2005) if !packet => None,
            version => Some(Flag::of(version.unwrap_or(Version::V2005)).with_packet_number(packet)),
        });
    };
    let flag = Flag::new(bits);
    if version.is_some_and(|version| version != flag.version()) {
        bail!("flag {bits} is of version {}", flag.version());
    }
    Ok(Some(flag))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    const FRAME: &str = "##0101QN=20160801085857223;ST=32;CN=1062;PW=100000;MN=010000A8900016F000169DC0;Flag=5;CP=&&RtdInterval=30&&1C80\r\n";

    fn decoded(stream: &[u8]) -> (Vec<Value>, ExitSummary) {
        let mut lines = Vec::new();
        let summary = decode(stream, None, &mut lines).unwrap();
        let lines: Vec<Value> = lines
            .split_inclusive(|&byte| byte == b'\n')
            .map(|line| serde_json::from_slice(line).unwrap())
            .collect();
        assert_eq!(summary.written, lines.len() as u64);
        (lines, summary)
    }

    fn encoded(lines: &str) -> (String, String, ExitSummary) {
        let (mut frames, mut complaints) = (Vec::new(), Vec::new());
        let summary = encode(lines.as_bytes(), &mut frames, &mut complaints).unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (text(frames), text(complaints), summary)
    }

    #[test]
    fn a_line_has_exactly_the_keys_of_the_contract() {
        let mut line = Vec::new();
        decode(FRAME.as_bytes(), None, &mut line).unwrap();
        assert_eq!(
            String::from_utf8(line).unwrap(),
            concat!(
                r#"{"ok":true,"version":"2017","qn":"20160801085857223","st":"32","cn":"1062","#,
                r#""pw":"100000","mn":"010000A8900016F000169DC0","flag":5,"pnum":null,"pno":null,"#,
                r#""cp":[[["RtdInterval","30"]]],"crc_ok":true,"problems":[]}"#,
                "\n"
            )
        );
    }

    #[test]
    fn bad_frames_are_printed_and_garbage_is_counted() {
        let wrong = FRAME.replace("1C80", "1c81");
        let stream = format!("noise{wrong}{FRAME}##0101QN=2016");
        let (lines, summary) = decoded(stream.as_bytes());
        let outcome: Vec<_> =
            lines.iter().map(|line| (line["ok"] == true, line["crc_ok"] == true, &line["cn"])).collect();
        assert_eq!(
            outcome,
            [(false, false, &json!("1062")), (true, true, &json!("1062")), (false, false, &Value::Null)]
        );
        assert_eq!(lines[0]["problems"], json!(["garbage_before", "crc_mismatch"]));
        assert_eq!(lines[2]["cp"], Value::Null);
        assert_eq!(summary.skipped_bytes, 5);
        assert!(summary.is_success());
        assert_eq!(
            decoded(b"##noise \r\n"),
            (vec![], ExitSummary { skipped_bytes: 10, ..ExitSummary::default() })
        );
    }

    #[test]
    fn an_encrypted_frame_is_opened_with_its_key_only() {
        let (key, other) = (Key::new([1; 16]), Key::new([2; 16]));
        let frame = MessageBuilder::new(Version::V2025)
            .cn(Command::REALTIME_DATA)
            .item("DataTime", "20240601085857")
            .encrypt(&key)
            .build()
            .unwrap();
        for (key, ok) in [(Some(&key), true), (Some(&other), false), (None, false)] {
            let mut line = Vec::new();
            decode(frame.as_slice(), key, &mut line).unwrap();
            let line: Value = serde_json::from_slice(&line).unwrap();
            assert_eq!((&line["ok"], &line["crc_ok"]), (&json!(ok), &json!(ok)));
            assert_eq!(line["encrypted"], if ok { json!(true) } else { Value::Null });
            assert_eq!(line["cp"].is_null(), !ok);
        }
    }

    #[test]
    fn every_clean_reference_frame_survives_both_ways() {
        let reference = include_str!("../../../hj212/testdata/frames.jsonl");
        let mut survived = 0;
        for entry in reference.lines() {
            let entry: Value = serde_json::from_str(entry).unwrap();
            let Some(frame) = entry["frame"].as_str() else {
                continue;
            };
            let frame = format!("{}\r\n", frame.trim_end());
            let (lines, _) = decoded(frame.as_bytes());
            let clean = |line: &Value| line["problems"] == json!([]);
            if !lines.iter().all(clean) {
                continue;
            }
            let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
            let (again, complaints, summary) = encoded(&text);
            assert_eq!(complaints, "", "{}", entry["id"]);
            assert!(summary.is_success());
            // Both letter cases of a CRC are clean; the upper one is written.
            assert!(again.eq_ignore_ascii_case(&frame), "{}", entry["id"]);
            assert_eq!(decoded(again.as_bytes()).0, lines, "{}", entry["id"]);
            survived += 1;
        }
        assert!(survived > 90, "{survived}");
    }

    #[test]
    fn back_fill_is_a_key_only_where_it_is_said() {
        let line = r#"{"version":"2025","cn":"2011","rf":1,"cp":[[["DataTime","20240601085857"]]]}"#;
        let (frame, _, _) = encoded(line);
        assert!(frame.contains("Flag=8;RF=1;CP=&&DataTime="), "{frame}");
        assert_eq!(decoded(frame.as_bytes()).0[0]["rf"], 1);
    }

    #[test]
    fn bad_lines_are_refused_by_number_and_the_others_written() {
        let good = r#"{"version":"2017","st":"91","cn":"9014","mn":"M1","cp":[]}"#;
        let bad = [
            "{",
            "[]",
            r#"{"cp":[]}"#,
            r#"{"cn":"9014"}"#,
            r#"{"cn":"914","cp":[]}"#,
            r#"{"cn":"9014","cp":[],"ok":false}"#,
            r#"{"cn":"9014","cp":[],"mm":"typo"}"#,
            r#"{"cn":"9014","cp":[],"mn":"A;B"}"#,
            r#"{"cn":"9014","cp":[],"mn":"A\r\nB"}"#,
            r#"{"cn":"9014","cp":[[["a","1&&"]]]}"#,
            r#"{"cn":"9014","cp":[[["a","1##"]]]}"#,
            r#"{"cn":"9014","cp":[[["a=b","1"]]]}"#,
            r#"{"cn":"9014","cp":[[["a","//open"]]]}"#,
            r#"{"cn":"9014","cp":[[]]}"#,
            r#"{"cn":"9014","cp":[],"flag":256}"#,
            r#"{"cn":"9014","cp":[],"flag":5,"version":"2025"}"#,
            r#"{"cn":"9014","cp":[],"version":"unknown"}"#,
            r#"{"cn":"9014","cp":[],"st":"101"}"#,
            r#"{"cn":"9014","cp":[],"pnum":2}"#,
            r#"{"cn":"9014","cp":[],"pnum":2,"pno":3,"flag":6}"#,
            r#"{"cn":"9014","cp":[],"pnum":2,"pno":1,"flag":4}"#,
            r#"{"cn":"9014","cp":[],"rf":0}"#,
        ];
        for line in bad {
            let (frames, complaints, summary) = encoded(&format!("{good}\n\n{line}\n{good}"));
            assert_eq!(frames.matches("##0").count(), 2, "{line}");
            assert!(complaints.starts_with("line 3: "), "{line}: {complaints}");
            assert_eq!((summary.written, summary.refused), (2, 1), "{line}");
            assert!(!summary.is_success());
        }
        let long = format!(r#"{{"cn":"9014","cp":[[["a","{}"]]]}}"#, "1".repeat(10_000));
        assert!(encoded(&long).1.starts_with("line 1: segment of "));
        let endless = "x".repeat(600_000);
        let (frames, complaints, _) = encoded(&format!("{endless}\n{good}\n"));
        assert_eq!(frames.matches("##0").count(), 1);
        assert!(complaints.starts_with("line 1: longer than "), "{complaints}");
    }

    /// A reader that gives one byte at a time and checks that all finished lines came out before.
    #[test]
    fn lines_come_out_before_the_next_read() {
        use std::cell::RefCell;
        use std::rc::Rc;

        #[derive(Clone, Default)]
        struct Shared(Rc<RefCell<Vec<u8>>>);
        impl Write for Shared {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0.borrow_mut().write(bytes)
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        struct Slow(Vec<u8>, usize, Shared);
        impl Read for Slow {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let lines = self.2.0.borrow().iter().filter(|&&byte| byte == b'\n').count();
                assert_eq!(lines, self.1 / FRAME.len());
                let Some(&byte) = self.0.get(self.1) else {
                    return Ok(0);
                };
                buffer[0] = byte;
                self.1 += 1;
                Ok(1)
            }
        }
        let output = Shared::default();
        let input = Slow(FRAME.repeat(3).into_bytes(), 0, output.clone());
        assert_eq!(decode(input, None, output).unwrap().written, 3);
    }

    #[test]
    fn a_reader_that_went_away_ends_the_run() {
        struct Closed;
        impl Write for Closed {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::BrokenPipe.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        assert!(decode(FRAME.as_bytes(), None, Closed).is_ok());
        let line = r#"{"cn":"9014","cp":[]}"#;
        assert!(encode(line.as_bytes(), Closed, io::sink()).is_ok());
    }
}
