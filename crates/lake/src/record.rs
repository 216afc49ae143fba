//! Values of the stored rows. The first byte is the version of the format.
//!
//! Version 1 of a reading: `1 | presence | unit | problems | mark | received | figures…`
//! - presence: bit *i* set when figure *i* of [`figures`] is there; bit 7 set for a back-filled reading
//! - unit: `Unit::code`
//! - problems: varint of `Problems::bits`
//! - mark: varint of the length of its text, and the text
//! - received: one byte for the unit of time (0 s, 1 ms, 2 µs, 3 ns), then the zigzag varint of
//!   `received_at - time` in that unit, the coarsest that holds it exactly
//! - figure: a varint whose lowest 3 bits are a number of decimals 0-6 and whose rest is the zigzag integer
//!   that, divided by that power of ten, is the figure to the last bit; or 7, followed by the 8 bytes of
//!   the `f64`, for figures that have no such form. Devices send decimals, so nearly all have.
//!
//! Version 1 of a frame: `1 | outcome | reason length varint and reason, if refused | bytes`.

use model::{Mark, Origin, Problem, Problems, Reading, Timestamp, Unit, Values};

use crate::{FrameOutcome, LakeError};

const VERSION: u8 = 1;
const BACKFILL: u8 = 0x80;
const RAW_FIGURE: u8 = 7;
const POWERS_OF_TEN: [f64; 7] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6];
const TIME_UNITS_NS: [i128; 4] = [1_000_000_000, 1_000_000, 1_000, 1];

/// A reading without what its key says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Record {
    pub(crate) unit: Unit,
    pub(crate) values: Values,
    pub(crate) mark: Mark,
    pub(crate) problems: Problems,
    pub(crate) origin: Origin,
    pub(crate) received_at: Timestamp,
}

impl Record {
    pub(crate) fn of(reading: &Reading) -> Self {
        Self {
            unit: reading.unit,
            values: reading.values,
            mark: reading.mark.clone(),
            problems: reading.problems,
            origin: reading.origin,
            received_at: reading.received_at,
        }
    }

    /// [`Record::says_the_same`] of two records.
    pub(crate) fn is_the_same_value(&self, other: &Record) -> bool {
        let bits = |values: &Values| figures(values).map(|figure| figure.map(f64::to_bits));
        self.unit == other.unit && self.mark == other.mark && bits(&self.values) == bits(&other.values)
    }

    /// Whether both say the same: figures to the bit, mark and unit. How and when they came does not count.
    pub(crate) fn says_the_same(&self, reading: &Reading) -> bool {
        let bits = |values: &Values| figures(values).map(|figure| figure.map(f64::to_bits));
        self.unit == reading.unit && self.mark == reading.mark && bits(&self.values) == bits(&reading.values)
    }

    /// Whether it takes back what was said before it.
    pub(crate) fn is_withdrawal(&self) -> bool {
        self.problems.contains(Problem::Withdrawn)
    }

    /// Whether what `reading` says is still said after this record, where `said` tells whether it was before:
    /// a withdrawal takes back everything before it.
    pub(crate) fn still_said(&self, said: bool, reading: &Reading) -> bool {
        match self.is_withdrawal() {
            true => reading.problems.contains(Problem::Withdrawn),
            false if reading.problems.contains(Problem::Withdrawn) => false,
            false => said || self.says_the_same(reading),
        }
    }
}

fn figures(values: &Values) -> [Option<f64>; 7] {
    let Values { value, min, max, total, converted, converted_min, converted_max } = *values;
    [value, min, max, total, converted, converted_min, converted_max]
}

/// The stored form of a reading.
pub(crate) fn encode_reading(reading: &Reading, out: &mut Vec<u8>) {
    let figures = figures(&reading.values);
    let mut presence = match reading.origin {
        Origin::Live => 0,
        Origin::Backfill => BACKFILL,
    };
    for (index, figure) in figures.iter().enumerate() {
        presence |= u8::from(figure.is_some()) << index;
    }
    out.extend([VERSION, presence, reading.unit.code()]);
    put_varint(out, u128::from(reading.problems.bits()));
    let mark = reading.mark.text().as_bytes();
    put_varint(out, mark.len() as u128);
    out.extend(mark);
    put_delay(out, reading);
    // The figures of a reading mostly have the decimals of the first.
    let mut decimals = 0;
    for figure in figures.into_iter().flatten() {
        decimals = put_figure(out, figure, decimals);
    }
}

fn put_delay(out: &mut Vec<u8>, reading: &Reading) {
    let (time, received_at) = (reading.time, reading.received_at);
    if time.subsec_nanosecond() == received_at.subsec_nanosecond() {
        out.push(0);
        put_varint(out, zigzag((received_at.as_second() - time.as_second()).into()));
        return;
    }
    let delay = received_at.as_nanosecond() - time.as_nanosecond();
    let unit = TIME_UNITS_NS.iter().position(|ns| delay % ns == 0).unwrap_or(3);
    out.push(unit as u8);
    put_varint(out, zigzag(delay / TIME_UNITS_NS.get(unit).copied().unwrap_or(1)));
}

/// Writes a figure with as few decimals as it has; `likely` is where to look first. Gives the number.
fn put_figure(out: &mut Vec<u8>, figure: f64, likely: usize) -> usize {
    for decimals in std::iter::once(likely).chain((0..POWERS_OF_TEN.len()).filter(|other| *other != likely)) {
        if let Some(mut packed) = scaled(figure, decimals) {
            let mut decimals = decimals;
            while decimals > 0 && packed % 10 == 0 {
                packed /= 10;
                decimals -= 1;
            }
            // Below 9e15 by `scaled`: with a bit for the sign and three for the decimals it fits.
            put_varint_64(out, zigzag_64(packed) << 3 | decimals as u64);
            return decimals;
        }
    }
    out.push(RAW_FIGURE);
    out.extend(figure.to_le_bytes());
    likely
}

/// The integer that, divided by that power of ten, is the figure to the last bit.
fn scaled(figure: f64, decimals: usize) -> Option<i64> {
    let power = POWERS_OF_TEN.get(decimals)?;
    let product = figure * power;
    // Half away from zero, as `round` does, which is a call into a library where processors are old.
    let packed = (product + 0.5f64.copysign(product)) as i64;
    // Integers below 2^53 and powers up to 10^6 are exact, so the quotient is read back as it is here.
    let same = product.abs() < 9e15 && (packed as f64 / power).to_bits() == figure.to_bits();
    same.then_some(packed)
}

/// The record of a stored reading at `time`.
pub(crate) fn decode_reading(time: Timestamp, bytes: &[u8]) -> Result<Record, LakeError> {
    let mut input = Input { what: "reading", bytes };
    input.version()?;
    let presence = input.byte()?;
    let unit = Unit::from_code(input.byte()?).ok_or_else(|| input.damaged("unknown unit"))?;
    let problems = u32::try_from(input.varint()?).map_err(|_| input.damaged("problems"))?;
    let mark_len = input.length()?;
    let mark = Mark::from(input.text(mark_len)?);
    let unit_ns = TIME_UNITS_NS.get(usize::from(input.byte()?)).copied();
    let unit_ns = unit_ns.ok_or_else(|| input.damaged("unknown unit of time"))?;
    let delay = unzigzag(input.varint()?).checked_mul(unit_ns);
    let received_at = delay
        .and_then(|delay| Timestamp::from_nanosecond(time.as_nanosecond().checked_add(delay)?).ok())
        .ok_or_else(|| input.damaged("time of arrival"))?;
    let mut figures = [None; 7];
    for (index, figure) in figures.iter_mut().enumerate() {
        if presence & 1 << index != 0 {
            *figure = Some(input.figure()?);
        }
    }
    input.end()?;
    let [value, min, max, total, converted, converted_min, converted_max] = figures;
    Ok(Record {
        unit,
        values: Values { value, min, max, total, converted, converted_min, converted_max },
        mark,
        problems: Problems::from_bits(problems),
        origin: if presence & BACKFILL == 0 { Origin::Live } else { Origin::Backfill },
        received_at,
    })
}

/// The stored form of a frame.
pub(crate) fn encode_frame(outcome: &FrameOutcome, bytes: &[u8], out: &mut Vec<u8>) {
    out.reserve(bytes.len() + 16);
    out.push(VERSION);
    match outcome {
        FrameOutcome::Stored => out.push(0),
        FrameOutcome::Waiting => out.push(1),
        FrameOutcome::Refused { reason } => {
            out.push(2);
            put_varint(out, reason.len() as u128);
            out.extend(reason.as_bytes());
        }
    }
    out.extend_from_slice(bytes);
}

/// The outcome and the bytes of a stored frame.
pub(crate) fn decode_frame(bytes: &[u8]) -> Result<(FrameOutcome, Vec<u8>), LakeError> {
    let mut input = Input { what: "frame", bytes };
    input.version()?;
    let outcome = match input.byte()? {
        0 => FrameOutcome::Stored,
        1 => FrameOutcome::Waiting,
        2 => {
            let length = input.length()?;
            FrameOutcome::Refused { reason: input.text(length)?.to_owned() }
        }
        _ => return Err(input.damaged("unknown outcome")),
    };
    Ok((outcome, input.bytes.to_vec()))
}

fn zigzag(number: i128) -> u128 {
    ((number << 1) ^ (number >> 127)) as u128
}

fn zigzag_64(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)) as u64
}

fn unzigzag(number: u128) -> i128 {
    (number >> 1) as i128 ^ -((number & 1) as i128)
}

fn put_varint(out: &mut Vec<u8>, number: u128) {
    // Nearly all fit, and 64 bits are much quicker to shift.
    match u64::try_from(number) {
        Ok(number) => put_varint_64(out, number),
        Err(_) => put_long_varint(out, number),
    }
}

pub(crate) fn put_varint_64(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn put_long_varint(out: &mut Vec<u8>, mut number: u128) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Stored bytes that are read from their beginning on.
pub(crate) struct Input<'a> {
    what: &'static str,
    bytes: &'a [u8],
}

impl<'a> Input<'a> {
    pub(crate) fn new(what: &'static str, bytes: &'a [u8]) -> Self {
        Self { what, bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    fn damaged(&self, detail: &str) -> LakeError {
        LakeError::corrupt(self.what, format!("{detail}, {} bytes before its end", self.bytes.len()))
    }

    fn version(&mut self) -> Result<(), LakeError> {
        match self.byte()? {
            VERSION => Ok(()),
            other => Err(self.damaged(&format!("unknown version {other}"))),
        }
    }

    pub(crate) fn byte(&mut self) -> Result<u8, LakeError> {
        let (first, rest) = self.bytes.split_first().ok_or_else(|| self.damaged("it is too short"))?;
        self.bytes = rest;
        Ok(*first)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], LakeError> {
        let (taken, rest) =
            self.bytes.split_at_checked(length).ok_or_else(|| self.damaged("it is too short"))?;
        self.bytes = rest;
        Ok(taken)
    }

    pub(crate) fn length(&mut self) -> Result<usize, LakeError> {
        usize::try_from(self.varint()?).map_err(|_| self.damaged("it is too short"))
    }

    pub(crate) fn text(&mut self, length: usize) -> Result<&'a str, LakeError> {
        std::str::from_utf8(self.take(length)?).map_err(|_| self.damaged("text that is not UTF-8"))
    }

    pub(crate) fn varint(&mut self) -> Result<u128, LakeError> {
        let mut number = 0u128;
        for shift in (0..126).step_by(7) {
            let byte = self.byte()?;
            number |= u128::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(self.damaged("a number without end"))
    }

    fn figure(&mut self) -> Result<f64, LakeError> {
        if self.bytes.first() == Some(&RAW_FIGURE) {
            self.byte()?;
            let raw = self.take(8)?.try_into().map_err(|_| self.damaged("figure"))?;
            return Ok(f64::from_le_bytes(raw));
        }
        let packed = self.varint()?;
        let power = POWERS_OF_TEN.get((packed & 7) as usize);
        let power = power.ok_or_else(|| self.damaged("unknown form of a figure"))?;
        let integer = i64::try_from(unzigzag(packed >> 3)).map_err(|_| self.damaged("a figure too large"))?;
        Ok(integer as f64 / power)
    }

    fn end(&self) -> Result<(), LakeError> {
        if self.bytes.is_empty() { Ok(()) } else { Err(self.damaged("more bytes than it should have")) }
    }
}

#[cfg(test)]
mod tests {
    use model::{Granularity, SeriesKey};
    use proptest::prelude::*;

    use super::*;

    fn any_time() -> impl Strategy<Value = Timestamp> {
        let (min, max) = (Timestamp::MIN.as_nanosecond(), Timestamp::MAX.as_nanosecond());
        prop_oneof![
            (1_590_000_000i64..1_610_000_000).prop_map(|s| Timestamp::from_second(s).unwrap()),
            (min..=max).prop_map(|n| Timestamp::from_nanosecond(n).unwrap()),
            Just(Timestamp::MIN),
            Just(Timestamp::MAX),
        ]
    }

    fn any_figure() -> impl Strategy<Value = Option<f64>> {
        proptest::option::of(prop_oneof![
            (-10_000_000i64..10_000_000, 0u32..7).prop_map(|(i, d)| i as f64 / 10f64.powi(d as i32)),
            proptest::num::f64::ANY,
            proptest::sample::select(vec![0.0, -0.0, f64::NAN, f64::INFINITY, f64::MAX, 9e15, 0.1 + 0.2]),
        ])
    }

    prop_compose! {
        fn any_reading()(
            time in any_time(), received_at in any_time(),
            unit in proptest::sample::select(Unit::ALL.to_vec()),
            figures in proptest::array::uniform7(any_figure()),
            mark in "\\PC{0,9}", bits: u32, live: bool,
        ) -> Reading {
            let [value, min, max, total, converted, converted_min, converted_max] = figures;
            Reading {
                series: SeriesKey { source: "meter:M-1".parse().unwrap(), factor: "w01018".parse().unwrap() },
                granularity: Granularity::Realtime,
                time,
                unit,
                values: Values { value, min, max, total, converted, converted_min, converted_max },
                mark: Mark::from(mark),
                problems: Problems::from_bits(bits),
                origin: if live { Origin::Live } else { Origin::Backfill },
                received_at,
            }
        }
    }

    proptest! {
        #[test]
        fn a_reading_is_read_back_to_the_bit(reading in any_reading()) {
            let mut bytes = Vec::new();
            encode_reading(&reading, &mut bytes);
            let back = decode_reading(reading.time, &bytes).unwrap();
            prop_assert!(back.says_the_same(&reading), "{back:?}");
            prop_assert_eq!(
                (back.problems, back.origin, back.received_at),
                (reading.problems, reading.origin, reading.received_at)
            );
        }

        #[test]
        fn a_cut_or_lengthened_reading_is_an_error(reading in any_reading(), cut: proptest::sample::Index) {
            let mut bytes = Vec::new();
            encode_reading(&reading, &mut bytes);
            prop_assert!(decode_reading(reading.time, &bytes[..cut.index(bytes.len())]).is_err());
            bytes.push(0);
            prop_assert!(decode_reading(reading.time, &bytes).is_err());
        }

        #[test]
        fn any_bytes_are_read_without_panic(time in any_time(), bytes: Vec<u8>) {
            let _ = decode_reading(time, &bytes);
            let _ = decode_frame(&bytes);
        }

        #[test]
        fn a_frame_is_read_back(reason in proptest::option::of(".{0,300}"), waiting: bool, bytes: Vec<u8>) {
            let outcome = match reason {
                Some(reason) => FrameOutcome::Refused { reason },
                None if waiting => FrameOutcome::Waiting,
                None => FrameOutcome::Stored,
            };
            let mut written = Vec::new();
            encode_frame(&outcome, &bytes, &mut written);
            prop_assert_eq!(decode_frame(&written).unwrap(), (outcome, bytes));
        }
    }

    #[test]
    fn a_usual_reading_takes_few_bytes() {
        let time = Timestamp::from_second(1_598_745_600).unwrap();
        let reading = Reading {
            series: SeriesKey { source: "meter:M-1".parse().unwrap(), factor: "w01018".parse().unwrap() },
            granularity: Granularity::Realtime,
            time,
            unit: Unit::MilligramPerLitre,
            values: Values { value: Some(23.41), ..Values::default() },
            mark: Mark::Normal,
            problems: Problems::NONE,
            origin: Origin::Live,
            received_at: Timestamp::from_second(1_598_745_602).unwrap(),
        };
        let mut bytes = Vec::new();
        encode_reading(&reading, &mut bytes);
        assert_eq!(bytes.len(), 11, "{bytes:02x?}");
    }
}
