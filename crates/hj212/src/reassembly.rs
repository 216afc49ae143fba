//! Putting the packs of a split message together again.
//!
//! A long message comes in packs, each a whole frame with PNUM and PNO (HJ 212-2017, 6.6.3 and C.49). By the
//! standard each pack begins with its own `DataTime`, and then it can be read alone, at once, whatever becomes
//! of the others. Loggers also cut a message between factors, so that only the first pack says of when the
//! figures are. Such a pack is read as the continuation of the pack before it: with the last `DataTime` of
//! that pack, and, where the cut goes through the items of one factor, with the items on the other side of it.
//! Until the pack before it is there, it is held; after [`Limits::hold_ms`] it is given up. Nothing is guessed:
//! a pack that could continue two messages is refused.
//!
//! One [`Reassembly`] is for one device. Time is a parameter, memory is bounded, and every token that goes in
//! comes out exactly once.

mod edges;
mod group;
mod qn;

use crate::{Message, data_area::DataArea};
use edges::Edges;
use group::{Group, Place};

/// How much one device may leave unfinished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long the other packs of a message are waited for, ms.
    pub hold_ms: u64,
    /// Split messages at one time.
    pub groups: usize,
    /// Bytes held of packs and of their edges.
    pub bytes: usize,
    /// The greatest PNUM that is followed; packs of longer messages have to stand alone.
    pub packs: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { hold_ms: 45_000, groups: 8, bytes: 32 * 1024, packs: 999 }
    }
}

/// How a frame is to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As it came: it is not split, or stands alone.
    Alone,
    /// By this data segment in place of its own: the same header, and a data area with what the pack before
    /// it says. To be read by [`Message::parse`].
    Continued(Vec<u8>),
    /// Not at all.
    Refused(Refusal),
}

/// Why a pack cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// The pack before it did not come in time, and it does not say of when it is.
    Incomplete,
    /// It could continue either of two messages.
    Ambiguous,
    /// The device has too much unfinished.
    NoRoom,
}

impl Refusal {
    /// The stable code for counters.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Refusal::Incomplete => "pack_incomplete",
            Refusal::Ambiguous => "pack_ambiguous",
            Refusal::NoRoom => "pack_no_room",
        }
    }
}

/// A frame that may be judged now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged<T> {
    /// What the caller gave with it.
    pub token: T,
    /// How it is to be read.
    pub reading: Reading,
}

/// What came of giving up waiting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expired<T> {
    /// The packs that were held for it.
    pub given_up: Vec<Judged<T>>,
    /// Messages of which a pack never came.
    pub incomplete: u64,
}

impl<T> Default for Expired<T> {
    fn default() -> Self {
        Expired { given_up: Vec::new(), incomplete: 0 }
    }
}

/// The unfinished messages of one device.
#[derive(Clone, Debug)]
pub struct Reassembly<T> {
    groups: Vec<Group<T>>,
}

impl<T> Default for Reassembly<T> {
    fn default() -> Self {
        Reassembly { groups: Vec::new() }
    }
}

impl<T> Reassembly<T> {
    /// Takes one frame and gives every frame that can be judged now, in the order in which they are to be
    /// read. A frame that is missing among them is held.
    pub fn take(&mut self, message: &Message<'_>, token: T, now_ms: u64, limits: &Limits) -> Vec<Judged<T>> {
        let (Some(pack), Some(area)) = (Pack::of(message, limits), message.cp()) else {
            return vec![Judged { token, reading: Reading::Alone }];
        };
        let mut judged = Vec::new();
        let index = match self.find(&pack) {
            Found::Group(index) => index,
            Found::Several => {
                return vec![Judged { token, reading: Reading::Refused(Refusal::Ambiguous) }];
            }
            Found::None => {
                if self.groups.len() >= limits.groups {
                    judged.extend(self.drop_oldest());
                }
                self.groups.push(Group::new(&pack, now_ms));
                self.groups.len() - 1
            }
        };
        let room = limits.bytes.saturating_sub(self.bytes());
        if let Some(group) = self.groups.get_mut(index) {
            group.take(&pack, area, token, now_ms, room, &mut judged);
        }
        judged
    }

    /// Notes a pack that was read before, as after a restart: what continues it can then be read. One that
    /// cannot be read by what is known is not noted.
    pub fn recall(&mut self, message: &Message<'_>, now_ms: u64, limits: &Limits) {
        let (Some(pack), Some(area)) = (Pack::of(message, limits), message.cp()) else { return };
        match self.find(&pack) {
            Found::Group(index) => {
                if let Some(group) = self.groups.get_mut(index) {
                    group.recall(&pack, area, now_ms);
                }
            }
            Found::None if self.groups.len() < limits.groups => {
                let mut group = Group::new(&pack, now_ms);
                if group.recall(&pack, area, now_ms) {
                    self.groups.push(group);
                }
            }
            Found::None | Found::Several => {}
        }
    }

    /// Gives up messages whose packs have not come in time.
    pub fn expire(&mut self, now_ms: u64, limits: &Limits) -> Expired<T> {
        let due = |group: &Group<T>| group.touched_ms.saturating_add(limits.hold_ms) <= now_ms;
        let (gone, kept) = std::mem::take(&mut self.groups).into_iter().partition(due);
        self.groups = kept;
        given_up(gone)
    }

    /// Gives up all of them.
    pub fn flush(&mut self) -> Expired<T> {
        given_up(std::mem::take(&mut self.groups))
    }

    /// Whether nothing is unfinished.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Bytes held.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.groups.iter().map(Group::bytes).sum()
    }

    /// Packs held.
    #[must_use]
    pub fn held(&self) -> usize {
        self.groups.iter().map(Group::held).sum()
    }

    /// The message that a pack belongs to.
    fn find(&self, pack: &Pack) -> Found {
        let places = self.groups.iter().enumerate().filter_map(|(index, group)| {
            let place = group.place_of(pack);
            (place != Place::None).then_some((place, index))
        });
        let mut best: Option<(Place, usize)> = None;
        let mut several = false;
        for (place, index) in places {
            match best {
                Some((found, _)) if found > place => {}
                Some((found, _)) if found == place => several = true,
                _ => (best, several) = (Some((place, index)), false),
            }
        }
        match best {
            // A pack with a time of its own needs nobody: between two messages it begins a third.
            Some((Place::Possible, _)) if several && pack.own_time => Found::None,
            Some((Place::Possible, _)) if several => Found::Several,
            Some((_, index)) => Found::Group(index),
            None => Found::None,
        }
    }

    /// Makes room: a message that is complete, else the one that was heard of longest ago.
    fn drop_oldest(&mut self) -> Vec<Judged<T>> {
        let oldest = self
            .groups
            .iter()
            .enumerate()
            .min_by_key(|(_, group)| (!group.is_complete(), group.touched_ms))
            .map(|(index, _)| index);
        let Some(index) = oldest else { return Vec::new() };
        let mut gone = given_up(vec![self.groups.remove(index)]).given_up;
        for judged in &mut gone {
            judged.reading = Reading::Refused(Refusal::NoRoom);
        }
        gone
    }
}

enum Found {
    Group(usize),
    Several,
    None,
}

fn given_up<T>(groups: Vec<Group<T>>) -> Expired<T> {
    let mut expired = Expired::default();
    for group in groups {
        expired.incomplete += u64::from(!group.is_complete());
        expired.given_up.extend(
            group.into_held().map(|token| Judged { token, reading: Reading::Refused(Refusal::Incomplete) }),
        );
    }
    expired
}

/// What a pack says of itself.
#[derive(Clone, Debug)]
struct Pack {
    st: String,
    cn: String,
    qn: Option<String>,
    pnum: u32,
    pno: u32,
    /// Whether it can be read without another.
    own_time: bool,
    times: edges::Times,
    edges: Edges,
    /// Its fields up to and with `CP=&&`.
    header: String,
}

impl Pack {
    /// The pack that a message is; nothing if it is no part of a message that is put together here.
    fn of(message: &Message<'_>, limits: &Limits) -> Option<Pack> {
        let (pnum, pno) = (message.pnum()?, message.pno()?);
        let is_data = message.command().is_some_and(crate::Command::is_data);
        if !is_data || pnum < 2 || pnum > limits.packs || !(1..=pnum).contains(&pno) {
            return None;
        }
        let area = message.cp()?;
        let times = edges::Times::of(area);
        Some(Pack {
            st: message.st().unwrap_or_default().to_owned(),
            cn: message.cn().unwrap_or_default().to_owned(),
            qn: message.qn().filter(|qn| !qn.is_empty()).map(str::to_owned),
            pnum,
            pno,
            own_time: pno == 1 || times.at_the_beginning,
            times,
            edges: Edges::of(area),
            header: header(message),
        })
    }

    /// Its data segment with this data area.
    fn segment(&self, area: &str) -> Vec<u8> {
        format!("{}{area}&&", self.header).into_bytes()
    }
}

/// The fields of a message up to and with `CP=&&`, as the standard orders them.
fn header(message: &Message<'_>) -> String {
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let flag = number(message.flag().map(|flag| flag.bits().into()));
    let (pnum, pno, rf) = (number(message.pnum()), number(message.pno()), number(message.rf()));
    let fields = [
        ("QN", message.qn()),
        ("ST", message.st()),
        ("CN", message.cn()),
        ("PW", message.pw()),
        ("MN", message.mn()),
        ("Flag", flag.as_deref()),
        ("PNUM", pnum.as_deref()),
        ("PNO", pno.as_deref()),
        ("RF", rf.as_deref()),
    ];
    let mut text = String::new();
    for (name, value) in fields {
        if let Some(value) = value {
            text.extend([name, "=", value, ";"]);
        }
    }
    text.push_str("CP=&&");
    text
}

#[cfg(test)]
mod tests;
