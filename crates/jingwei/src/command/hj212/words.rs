//! What the codes of a message mean, as data for a line of JSON and as words for people.

use std::fmt;
use std::io::{self, Write};

use clap::ValueEnum;
use hj212::vocabulary::{Found, Kind, look_up};
use hj212::{Message, Version};
use serde::Serialize;

/// The language of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Language {
    fn choose<T>(self, zh: T, en: T) -> T {
        match self {
            Language::Zh => zh,
            Language::En => en,
        }
    }
}

/// What one code of a message means. The order of the fields is the order of the keys.
#[derive(Serialize)]
pub(super) struct Meaning<'m> {
    /// The protocol's name for what it is a code of.
    kind: &'static str,
    code: &'m str,
    /// The items of the data area whose value it is; none for CN and ST.
    items: Vec<&'m str>,
    standing: Standing,
    zh: Option<&'static str>,
    en: Option<&'static str>,
    /// The versions that define it, as this row of the table has it.
    versions: Vec<&'static str>,
    source: Option<&'static str>,
    unverified: Option<bool>,
}

/// How a code stands to the version of its message.
#[derive(Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
enum Standing {
    Defined,
    /// Another version defines it, or none does and devices use it.
    NotInThisVersion,
    NotInTheTable,
}

impl<'m> Meaning<'m> {
    fn new(kind: Kind, code: &'m str, version: Version) -> Meaning<'m> {
        let found = look_up(kind, code, version);
        let entry = found.map(|found| found.entry);
        Meaning {
            kind: kind.name(),
            code,
            items: Vec::new(),
            standing: match found {
                Some(Found { defined: true, .. }) => Standing::Defined,
                Some(Found { defined: false, .. }) => Standing::NotInThisVersion,
                None => Standing::NotInTheTable,
            },
            zh: entry.map(|entry| entry.zh),
            en: entry.map(|entry| entry.en),
            versions: entry.map(|entry| names(entry.versions())).unwrap_or_default(),
            source: entry.map(|entry| entry.source),
            unverified: entry.map(|entry| entry.unverified),
        }
    }
}

fn names(versions: &[Version]) -> Vec<&'static str> {
    versions.iter().map(|version| version.name()).collect()
}

/// What the codes of a message mean: command, system, then those of its items, each once.
pub(super) fn meanings<'m>(message: &'m Message<'_>) -> Vec<Meaning<'m>> {
    let version = message.version();
    let mut meanings = Vec::new();
    for (kind, code) in [(Kind::Command, message.cn()), (Kind::System, message.st())] {
        meanings.extend(code.map(|code| Meaning::new(kind, code, version)));
    }
    let items = message.cp().into_iter().flat_map(|cp| cp.items());
    for item in items {
        let Some(kind) = Kind::of_item(item.name) else { continue };
        let same = |meaning: &&mut Meaning<'_>| (meaning.kind, meaning.code) == (kind.name(), item.value);
        match meanings.iter_mut().find(same) {
            Some(meaning) => meaning.items.push(item.name),
            None => {
                meanings.push(Meaning { items: vec![item.name], ..Meaning::new(kind, item.value, version) });
            }
        }
    }
    meanings
}

/// Writes a message as words: a line for its head, one for each code of the head and each group of the data area, one
/// for its problems.
pub(super) fn write_message(
    mut output: impl Write,
    message: &Message<'_>,
    language: Language,
) -> io::Result<()> {
    let usable = match message.usable() {
        true => language.choose("可用", "usable"),
        false => language.choose("不可用", "not usable"),
    };
    let standard = match message.version() {
        Version::V2005 => "HJ/T 212-2005",
        Version::V2017 => "HJ 212-2017",
        Version::V2025 => "HJ 212-2025",
        Version::Unknown(_) => language.choose("HJ 212（版本不明）", "HJ 212 of an unknown version"),
    };
    write!(output, "{standard} {usable}")?;
    for (name, value) in [("MN", message.mn()), ("QN", message.qn())] {
        if let Some(value) = value {
            write!(output, "  {name}={}", Shown(value))?;
        }
    }
    writeln!(output)?;
    for (kind, code) in [(Kind::Command, message.cn()), (Kind::System, message.st())] {
        if let Some(code) = code {
            let words = in_words(kind, code, message.version(), language);
            writeln!(output, "  {}={}  {words}", kind.name(), Shown(code))?;
        }
    }
    let groups = message.cp().into_iter().flat_map(|cp| cp.groups());
    for group in groups {
        let items: Vec<String> = group
            .items()
            .map(|item| {
                let words = Kind::of_item(item.name)
                    .map(|kind| format!(" ({})", in_words(kind, item.value, message.version(), language)));
                format!("{}={}{}", Shown(item.name), Shown(item.value), words.unwrap_or_default())
            })
            .collect();
        writeln!(output, "  {}", items.join(", "))?;
    }
    let problems: Vec<&str> = message.problems().iter().map(hj212::Problem::code).collect();
    if !problems.is_empty() {
        writeln!(output, "  ! {}", problems.join(", "))?;
    }
    Ok(())
}

/// The meaning of a code, and what is not certain about it.
fn in_words(kind: Kind, code: &str, version: Version, language: Language) -> String {
    let Some(Found { entry, defined }) = look_up(kind, code, version) else {
        return language.choose("不在码表中", "not in the table").to_owned();
    };
    let mut words = language.choose(entry.zh, entry.en).to_owned();
    if !defined {
        let versions = names(entry.versions()).join(", ");
        words += &match (versions.is_empty(), language) {
            (true, Language::Zh) => " [各版标准均未定义]".to_owned(),
            (true, Language::En) => " [no version defines it]".to_owned(),
            (false, Language::Zh) => format!(" [{version} 版未定义，见于 {versions} 版]"),
            (false, Language::En) => format!(" [not of {version}, but of {versions}]"),
        };
    }
    if entry.unverified {
        words += language.choose(" [未核实]", " [unverified]");
    }
    words
}

/// Text of a device as it can be shown on a terminal: what would steer it is written out.
struct Shown<'t>(&'t str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character.is_control() {
                true => write!(f, "{}", character.escape_default())?,
                false => write!(f, "{character}")?,
            }
        }
        Ok(())
    }
}
