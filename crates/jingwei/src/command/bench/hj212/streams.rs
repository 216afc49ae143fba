//! The frames that are read: those of a folder, or made here and the same on every machine.

use std::path::Path;

use anyhow::Context;
use hj212::{Command, Message, MessageBuilder, SystemCode, Version, reply};
use model::{Timestamp, china};
use sim::{City, Deviation};

/// Frames of each stream that is made, about.
const FRAMES: usize = 200;
const MN: &str = "010000A8900016F000169DC0";
const START: &str = "2024-06-01T00:58:57Z";

/// Frames, one by one and as they stand in a stream.
#[derive(Debug)]
pub(super) struct Stream {
    pub(super) name: String,
    /// Each with its line end.
    pub(super) frames: Vec<String>,
    /// All of them.
    pub(super) bytes: Vec<u8>,
}

impl Stream {
    fn new(name: impl Into<String>, frames: Vec<String>) -> anyhow::Result<Self> {
        let (name, bytes) = (name.into(), frames.concat().into_bytes());
        anyhow::ensure!(!bytes.is_empty(), "{name} has no frame");
        Ok(Self { name, frames, bytes })
    }
}

/// The streams of a folder: each file `NAME.txt` has one frame a line, in UTF-8.
pub(super) fn of_folder(folder: &Path) -> anyhow::Result<Vec<Stream>> {
    let entries = folder.read_dir().with_context(|| format!("cannot read {}", folder.display()))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    anyhow::ensure!(!paths.is_empty(), "{} has no file NAME.txt", folder.display());
    let of_file = |path: &std::path::PathBuf| {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let lines = text.lines().filter(|line| !line.is_empty());
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        Stream::new(name, lines.map(|line| format!("{line}\r\n")).collect())
    };
    paths.iter().map(of_file).collect()
}

/// `mix`, `rtd10`, `min8` and `ack`.
pub(super) fn made() -> anyhow::Result<Vec<Stream>> {
    Ok(vec![mix()?, rtd10()?, min8()?, acknowledgements()?])
}

/// What a host hears and says in an hour of the demo city: frames of all its kinds of loggers and data, evenly taken,
/// each followed by its acknowledgement if it asks for one. Loggers that deviate from the standard on purpose are left
/// out: the peer does not read them.
fn mix() -> anyhow::Result<Stream> {
    let start: Timestamp = START.parse()?;
    let city = City::build(1, start);
    let mut heard = city.frames_until(china::plus_seconds(start, 3_700));
    heard.retain(|frame| frame.deviation == Deviation::None);
    let every = (heard.len() / FRAMES).max(1);
    let mut frames = Vec::new();
    for frame in heard.into_iter().step_by(every) {
        let answer = hj212::frames(&frame.bytes, hj212::Limits::default())
            .find_map(|frame| acknowledgement(&frame.message()).transpose())
            .transpose()?;
        frames.push(String::from_utf8(frame.bytes)?);
        frames.extend(answer);
    }
    Stream::new("mix", frames)
}

fn acknowledgement(message: &Message<'_>) -> anyhow::Result<Option<String>> {
    match reply::demanded_by(message) {
        Some(reply::Kind::DataAck) => Ok(Some(String::from_utf8(reply::data_ack(message)?)?)),
        Some(reply::Kind::NoticeAck | reply::Kind::RequestAck) | None => Ok(None),
    }
}

/// Real-time data of ten factors, each a figure and its mark.
fn rtd10() -> anyhow::Result<Stream> {
    const FACTORS: [&str; 10] =
        ["a00000", "a34013", "a21026", "a21002", "a19001", "a01011", "a01012", "a01013", "a01014", "a21005"];
    let frame = |n: usize| {
        let mut message = data(n, Command::REALTIME_DATA)?;
        for (place, factor) in FACTORS.iter().enumerate() {
            message = message.group([
                (format!("{factor}-Rtd"), figure(n, place)),
                (format!("{factor}-Flag"), "N".to_owned()),
            ]);
        }
        finish(&message)
    };
    Stream::new("rtd10", (0..FRAMES).map(frame).collect::<anyhow::Result<_>>()?)
}

/// Minute data of eight factors, each with sum, least, mean, greatest and mark.
fn min8() -> anyhow::Result<Stream> {
    const FACTORS: [&str; 8] =
        ["a00000", "a34013", "a21026", "a21002", "a19001", "a01011", "a01012", "a01013"];
    let frame = |n: usize| {
        let mut message = data(n, Command::MINUTE_DATA)?;
        for (place, factor) in FACTORS.iter().enumerate() {
            let figures = ["Cou", "Min", "Avg", "Max"].iter().enumerate();
            let figures = figures.map(|(more, name)| (format!("{factor}-{name}"), figure(n + more, place)));
            message = message.group(figures.chain([(format!("{factor}-Flag"), "N".to_owned())]));
        }
        finish(&message)
    };
    Stream::new("min8", (0..FRAMES).map(frame).collect::<anyhow::Result<_>>()?)
}

/// The shortest frames that there are: 9014 without a data area.
fn acknowledgements() -> anyhow::Result<Stream> {
    let frame = |n: usize| {
        let message = MessageBuilder::new(Version::V2017)
            .qn(format!("20240601085857{n:03}"))
            .st(SystemCode::INTERACTION)
            .cn(Command::DATA_ACK)
            .pw("123456")
            .mn(MN);
        finish(&message)
    };
    Stream::new("ack", (0..FRAMES).map(frame).collect::<anyhow::Result<_>>()?)
}

/// The head of the `n`-th frame of data.
fn data(n: usize, command: Command) -> anyhow::Result<MessageBuilder> {
    let at = china::plus_seconds(START.parse()?, n as i64 * 60);
    let wall = china::civil(at).strftime("%Y%m%d%H%M%S").to_string();
    Ok(MessageBuilder::new(Version::V2017)
        .qn(format!("{wall}223"))
        .st(SystemCode::AIR_SOURCE)
        .cn(command)
        .pw("123456")
        .mn(MN)
        .answer_required(true)
        .item("DataTime", wall))
}

/// Two decimals, other ones in each frame and place.
fn figure(n: usize, place: usize) -> String {
    let hundredths = (n * 617 + place * 2_311) % 9_900 + 100;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn finish(message: &MessageBuilder) -> anyhow::Result<String> {
    Ok(String::from_utf8(message.build()?)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mix_has_several_kinds_of_messages() {
        let mix = mix().unwrap();
        let mut commands = std::collections::BTreeSet::new();
        for frame in hj212::frames(&mix.bytes, hj212::Limits::default()) {
            commands.extend(frame.message().command().map(Command::number));
        }
        assert!(mix.frames.len() > FRAMES, "{}", mix.frames.len());
        assert!([2011, 2051, 2061, 9014].iter().all(|number| commands.contains(number)), "{commands:?}");
    }

    #[test]
    fn a_folder_is_read_file_by_file() {
        let folder = tempfile::tempdir().unwrap();
        assert!(of_folder(folder.path()).is_err());
        std::fs::write(folder.path().join("two.txt"), "##0001\n\n##0002\n").unwrap();
        std::fs::write(folder.path().join("other.md"), "x").unwrap();
        let streams = of_folder(folder.path()).unwrap();
        assert_eq!((streams.len(), streams[0].name.as_str()), (1, "two"));
        assert_eq!(streams[0].bytes, b"##0001\r\n##0002\r\n");
        std::fs::write(folder.path().join("empty.txt"), "\n").unwrap();
        assert!(of_folder(folder.path()).is_err());
    }
}
