//! Loggers that speak otherwise: HJ 212-2025 with encryption, split messages, repeats, a wrong check sum.
//!
//! Only what goes over the wire differs; what is measured, and when it is sent, does not. A city has them when
//! it is told so ([`City::with_dialects`]), because the host has to know keys and deviations.

use std::collections::BTreeMap;

use hj212::cipher::Key;
use hj212::{Command, Frame, Message, MessageBuilder, Version};
use model::{CrcMode, DeviceProfile, Mn, RegisterEntry};

use crate::city::{City, Deviation, LoggerModel, Watched};
use crate::frames::Encoded;

/// How a logger speaks, beyond the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dialect {
    /// HJ 212-2025, data areas encrypted with SM4.
    Encrypted,
    /// Messages in two packs, cut between factors: only the first says of when it is.
    Split,
    /// Every tenth frame is sent twice, as if its answer had been lost.
    Repeating,
    /// The CRC of Modbus, its bytes swapped.
    SwappedCrc,
}

impl City {
    /// The same city with a few loggers that speak otherwise. Those of the story are not among them.
    #[must_use]
    pub fn with_dialects(mut self) -> City {
        let ordinary = |city: &City, logger: &LoggerModel| {
            let of_the_story = match &logger.watched {
                Watched::Outlet { plant, .. } => city.plants[*plant].of_the_story,
                Watched::Station(_) => true,
            };
            !of_the_story && !logger.old_protocol && logger.deviation == Deviation::None && logger.skew_s == 0
        };
        let plain = (0..self.loggers.len()).filter(|index| ordinary(&self, &self.loggers[*index]));
        let dialects = [
            Dialect::Encrypted,
            Dialect::Encrypted,
            Dialect::Encrypted,
            Dialect::Split,
            Dialect::Split,
            Dialect::Repeating,
            Dialect::SwappedCrc,
        ];
        self.dialects = plain.step_by(5).zip(dialects).collect();
        for (index, dialect) in &self.dialects {
            if *dialect == Dialect::SwappedCrc {
                let (mn, crc) = (self.loggers[*index].mn.clone(), CrcMode::ModbusSwapped);
                let profile = DeviceProfile { mn, crc, length_offset: 0 };
                self.entries.push(RegisterEntry::DeviceProfile(profile));
            }
        }
        self
    }

    /// The loggers that speak otherwise.
    pub fn dialects(&self) -> BTreeMap<Mn, Dialect> {
        self.dialects.iter().map(|(index, dialect)| (self.loggers[*index].mn.clone(), *dialect)).collect()
    }

    /// The first keys of the loggers that encrypt, for the host.
    pub fn device_keys(&self) -> BTreeMap<Mn, [u8; 16]> {
        let encrypting = self.dialects.iter().filter(|(_, dialect)| **dialect == Dialect::Encrypted);
        encrypting.map(|(index, _)| (self.loggers[*index].mn.clone(), first_key(*index))).collect()
    }
}

/// The key that a logger leaves the works with.
fn first_key(index: usize) -> [u8; 16] {
    let mut key = *b"jingwei-demo-000";
    for (digit, place) in key.iter_mut().rev().zip([1, 10, 100]) {
        *digit = b'0' + (index / place % 10) as u8;
    }
    key
}

/// What a logger remembers of how it speaks.
#[derive(Debug)]
pub(crate) struct Voice {
    dialect: Option<Dialect>,
    key: Option<Key>,
    spoken: u64,
}

impl Voice {
    pub(crate) fn new(city: &City, index: usize) -> Self {
        let dialect = city.dialects.get(&index).copied();
        let key = (dialect == Some(Dialect::Encrypted)).then(|| Key::new(first_key(index)));
        Self { dialect, key, spoken: 0 }
    }

    /// The frames that go out for one, in order; each is sent until it is acknowledged.
    pub(crate) fn say(&mut self, encoded: Encoded) -> Vec<Encoded> {
        self.spoken += 1;
        match self.dialect {
            None => vec![encoded],
            Some(Dialect::Repeating) if self.spoken.is_multiple_of(10) => vec![encoded.clone(), encoded],
            Some(Dialect::Repeating) => vec![encoded],
            Some(Dialect::SwappedCrc) => vec![with_swapped_crc(encoded)],
            // What cannot be said otherwise is said in the ordinary way.
            Some(Dialect::Split) => split(&encoded).unwrap_or_else(|| vec![encoded]),
            Some(Dialect::Encrypted) => match self.key.as_ref().and_then(|key| encrypted(&encoded, key)) {
                Some(sealed) => vec![sealed],
                None => vec![encoded],
            },
        }
    }

    /// An answer to a request as it goes out.
    pub(crate) fn answer(&self, bytes: Vec<u8>) -> Vec<u8> {
        let plain = Encoded { bytes, qn: None };
        let secret = |plain: &Encoded| {
            let command = Message::parse(segment(plain)?).command()?;
            command.is_encrypted().then(|| encrypted(plain, self.key.as_ref()?)).flatten()
        };
        match self.dialect {
            Some(Dialect::SwappedCrc) => with_swapped_crc(plain).bytes,
            Some(Dialect::Encrypted) => secret(&plain).unwrap_or(plain).bytes,
            Some(Dialect::Split | Dialect::Repeating) | None => plain.bytes,
        }
    }

    /// Takes the key that the host sets, if that is what it asks; gives the answers (9011, 9012).
    pub(crate) fn take_key(&mut self, frame: &Frame<'_>) -> Option<Vec<u8>> {
        let opened = frame.open(self.key.as_ref()?)?;
        let message = opened.message();
        let new: Key = message.value("NewSK")?.parse().ok()?;
        let accepted = hj212::reply::request_ack(&message, hj212::QnRtn::Ready).ok()?;
        let done = hj212::reply::execution_result(&message, hj212::ExeRtn::Done).ok()?;
        self.key = Some(new);
        Some([accepted, done].concat())
    }
}

/// The segment of a frame that this crate has built.
fn segment(encoded: &Encoded) -> Option<&[u8]> {
    encoded.bytes.get(6..)?.strip_suffix(b"\r\n")?.split_last_chunk::<4>().map(|(segment, _)| segment)
}

/// The groups of a message's data area.
fn groups(message: &Message<'_>) -> Vec<Vec<(String, String)>> {
    let Some(area) = message.cp() else { return Vec::new() };
    let items = |group: hj212::Group<'_>| {
        group.items().map(|item| (item.name.to_owned(), item.value.to_owned())).collect()
    };
    area.groups().map(items).collect()
}

/// The beginning of a message as another one.
fn again(message: &Message<'_>, version: Version) -> Option<MessageBuilder> {
    let builder = MessageBuilder::new(version)
        .st(message.system()?)
        .cn(message.command()?)
        .pw(message.pw()?)
        .mn(message.mn()?)
        .answer_required(message.answer_required());
    Some(builder)
}

fn encrypted(encoded: &Encoded, key: &Key) -> Option<Encoded> {
    let message = Message::parse(segment(encoded)?);
    let builder = again(&message, Version::V2025)?.qn(message.qn()?);
    let builder = groups(&message).into_iter().fold(builder, MessageBuilder::group);
    let bytes = builder.encrypt(key).build().ok()?;
    Some(Encoded { bytes, qn: encoded.qn.clone() })
}

fn split(encoded: &Encoded) -> Option<Vec<Encoded>> {
    let message = Message::parse(segment(encoded)?);
    if message.command() == Some(Command::REALTIME_DATA) {
        return None;
    }
    let all = groups(&message);
    let qn = message.qn()?;
    // The first group says of when the others are.
    let (first, second) = all.split_at_checked(all.len().div_ceil(2).max(2))?;
    if second.is_empty() {
        return None;
    }
    let own_qn = format!("{}9{}", qn.get(..14)?, qn.get(15..)?);
    let packs = [(1, qn.to_owned(), first), (2, own_qn, second)];
    let pack = |(pno, qn, groups): (u32, String, &[Vec<(String, String)>])| {
        let builder = again(&message, message.version())?.qn(qn.as_str()).packet(2, pno);
        let builder = groups.iter().cloned().fold(builder, MessageBuilder::group);
        Some(Encoded { bytes: builder.build().ok()?, qn: Some(qn) })
    };
    packs.into_iter().map(pack).collect()
}

fn with_swapped_crc(mut encoded: Encoded) -> Encoded {
    if let Some(segment) = segment(&encoded) {
        let crc = hj212::crc::modbus(segment).swap_bytes();
        let at = encoded.bytes.len().saturating_sub(6);
        encoded.bytes.truncate(at);
        encoded.bytes.extend_from_slice(format!("{crc:04X}\r\n").as_bytes());
    }
    encoded
}

#[cfg(test)]
mod tests {
    use hj212::reassembly::{Limits as PackLimits, Reading, Reassembly};
    use hj212::{Decoder, Limits};

    use super::*;

    fn encoded(command: &str) -> Encoded {
        let qn = "20200830084000312";
        let message = MessageBuilder::new(Version::V2017)
            .qn(qn)
            .st(hj212::SystemCode::AIR_SOURCE)
            .cn(command.parse().unwrap())
            .pw("123456")
            .mn("A1")
            .answer_required(true)
            .item("DataTime", "20200830084000")
            .group([("a21026-Avg", "1"), ("a21026-Flag", "N")])
            .group([("a34013-Avg", "2"), ("a34013-Flag", "N")]);
        Encoded { bytes: message.build().unwrap(), qn: Some(qn.into()) }
    }

    fn decoded(encoded: &Encoded, look: impl FnOnce(Frame<'_>)) {
        let mut decoder = Decoder::new(Limits::default());
        assert_eq!(decoder.push(&encoded.bytes), encoded.bytes.len());
        look(decoder.next_frame().unwrap());
    }

    #[test]
    fn what_is_said_otherwise_says_the_same() {
        let plain = encoded("2061");
        let key = Key::new(first_key(7));
        decoded(&encrypted(&plain, &key).unwrap(), |frame| {
            assert!(!frame.crc_ok());
            let opened = frame.open(&key).unwrap();
            assert_eq!(opened.message().version(), Version::V2025);
            let original = Message::parse(segment(&plain).unwrap());
            assert_eq!(opened.message().cp(), original.cp());
        });
        decoded(&with_swapped_crc(plain.clone()), |frame| {
            assert!(frame.message().problems().contains(hj212::Problem::CrcModbusSwapped));
        });
        let packs = split(&plain).unwrap();
        let mut assembly = Reassembly::default();
        let mut read = Vec::new();
        for pack in &packs {
            decoded(pack, |frame| {
                read.extend(assembly.take(&frame.message(), (), 0, &PackLimits::default()));
            });
        }
        assert_eq!(read[0].reading, Reading::Alone);
        let Reading::Continued(second) = &read[1].reading else { panic!("{read:?}") };
        let area = "DataTime=20200830084000;a34013-Avg=2,a34013-Flag=N";
        assert_eq!(Message::parse(second).cp().unwrap().text(), area);
        assert_ne!(packs[0].qn, packs[1].qn);
        assert!(split(&encoded("2011")).is_none());
    }

    #[test]
    fn a_voice_takes_the_key_that_it_is_told() {
        let old = Key::new(first_key(7));
        let mut voice = Voice { dialect: Some(Dialect::Encrypted), key: Some(old.clone()), spoken: 0 };
        let told = MessageBuilder::new(Version::V2025)
            .qn("20200830084000000")
            .st(hj212::SystemCode::AIR_SOURCE)
            .cn(Command::KEY)
            .pw("123456")
            .mn("A1")
            .answer_required(true)
            .group([("SKCreateTime", "20200830084000000"), ("NewSK", "msbE74gsiSHSEh5e")])
            .encrypt(&old);
        let told = Encoded { bytes: told.build().unwrap(), qn: None };
        decoded(&told, |frame| assert!(voice.take_key(&frame).is_some()));
        assert_eq!(voice.key, Some("msbE74gsiSHSEh5e".parse().unwrap()));
        decoded(&told, |frame| assert!(voice.take_key(&frame).is_none(), "it has changed its key"));
    }
}
