//! Lines of JSON to frames.

use std::io::{self, BufRead, BufWriter, Read, Write};

use anyhow::{Context as _, bail};
use hj212::{Command, Flag, MessageBuilder, SystemCode, Version};
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{ExitSummary, end_quietly};

/// The longest line of JSON that `encode` reads, in bytes. The longest frame needs about a third.
const LONGEST_LINE: u64 = 256 * 1024;

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
    #[serde(rename = "means")]
    _means: Option<IgnoredAny>,
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
