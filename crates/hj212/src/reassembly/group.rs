//! One split message.

use std::collections::BTreeMap;

use super::edges::Edge;
use super::{DataArea, Judged, Pack, Reading, Refusal, qn};

/// How well a pack fits a message, from not at all to surely.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// It is part of another.
    None,
    /// Nothing speaks against it.
    Possible,
    /// The QN or the time says so.
    Sure,
}

#[derive(Clone, Debug)]
pub(super) struct Group<T> {
    st: String,
    cn: String,
    pnum: u32,
    pub(super) touched_ms: u64,
    read: BTreeMap<u32, Read>,
    held: Vec<Held<T>>,
}

/// A pack that was read.
#[derive(Clone, Debug)]
struct Read {
    qn: Option<String>,
    first_time: Option<String>,
    /// Of when its last figures are.
    last_time: Option<String>,
    /// What its first factor says, where the pack before it may say the rest.
    first: Option<Edge>,
    /// What its last factor says, where the pack after it may say the rest.
    last: Option<Edge>,
}

#[derive(Clone, Debug)]
struct Held<T> {
    pack: Pack,
    area: String,
    token: T,
}

impl<T> Group<T> {
    pub(super) fn new(pack: &Pack, now_ms: u64) -> Group<T> {
        Group {
            st: pack.st.clone(),
            cn: pack.cn.clone(),
            pnum: pack.pnum,
            touched_ms: now_ms,
            read: BTreeMap::new(),
            held: Vec::new(),
        }
    }

    /// Whether every pack was read.
    pub(super) fn is_complete(&self) -> bool {
        u32::try_from(self.read.len()).is_ok_and(|read| read >= self.pnum)
    }

    pub(super) fn bytes(&self) -> usize {
        let held: usize = self.held.iter().map(|held| held.area.len() + held.pack.header.len()).sum();
        let edges = self.read.values().flat_map(|read| [&read.first, &read.last]).flatten();
        held + edges.map(|edge| edge.text.len()).sum::<usize>() + 64 * self.read.len()
    }

    pub(super) fn held(&self) -> usize {
        self.held.len()
    }

    pub(super) fn into_held(self) -> impl Iterator<Item = T> {
        self.held.into_iter().map(|held| held.token)
    }

    /// Whether `pack` may be part of this message.
    pub(super) fn place_of(&self, pack: &Pack) -> Place {
        if (&self.st, &self.cn, self.pnum) != (&pack.st, &pack.cn, pack.pnum) {
            return Place::None;
        }
        let read = self.read.iter().map(|(pno, read)| (*pno, read.qn.as_deref()));
        let held = self.held.iter().map(|held| (held.pack.pno, held.pack.qn.as_deref()));
        let fit = qn::fit((pack.pno, pack.qn.as_deref()), read.chain(held));
        if let Some(read) = self.read.get(&pack.pno) {
            // The same pack once more, or one of another message.
            let again = if pack.qn.is_some() { read.qn == pack.qn } else { same_time(read, pack) };
            return if again { Place::Sure } else { Place::None };
        }
        if self.held.iter().any(|held| held.pack.pno == pack.pno && held.pack.qn != pack.qn) {
            return Place::None;
        }
        if fit != Place::Possible || !pack.own_time {
            return fit;
        }
        let known = self.read.values().any(|read| read.last_time.is_some());
        match known {
            true if self.read.values().any(|read| same_time(read, pack)) => Place::Sure,
            true => Place::None,
            false => Place::Possible,
        }
    }

    /// Takes a pack of this message; what can be read now goes to `judged`.
    pub(super) fn take(
        &mut self,
        pack: &Pack,
        area: &DataArea<'_>,
        token: T,
        now_ms: u64,
        room: usize,
        judged: &mut Vec<Judged<T>>,
    ) {
        self.touched_ms = now_ms;
        match self.read_now(pack, area.text()) {
            Some(reading) => {
                judged.push(Judged { token, reading });
                self.release(judged);
            }
            None if area.text().len() + pack.header.len() > room => {
                judged.push(Judged { token, reading: Reading::Refused(Refusal::NoRoom) });
            }
            None => self.held.push(Held { pack: pack.clone(), area: area.text().to_owned(), token }),
        }
        if self.bytes() > room.saturating_add(4096) {
            // Edges only help a message that is cut through a factor; the figures are there without them.
            self.read.values_mut().for_each(|read| (read.first, read.last) = (None, None));
        }
    }

    /// Notes a pack that was read before; says whether it could be read.
    pub(super) fn recall(&mut self, pack: &Pack, area: &DataArea<'_>, now_ms: u64) -> bool {
        self.touched_ms = now_ms;
        self.read_now(pack, area.text()).is_some()
    }

    /// Reads the packs that were held for others, as far as these are there now.
    fn release(&mut self, judged: &mut Vec<Judged<T>>) {
        loop {
            let next = self.held.iter().position(|held| self.read.contains_key(&(held.pack.pno - 1)));
            let Some(held) = next.map(|index| self.held.remove(index)) else { return };
            let reading = self.read_now(&held.pack, &held.area).unwrap_or(Reading::Alone);
            judged.push(Judged { token: held.token, reading });
        }
    }

    /// How a pack is to be read, if that is known already.
    fn read_now(&mut self, pack: &Pack, area: &str) -> Option<Reading> {
        let before = pack.pno.checked_sub(1).and_then(|pno| self.read.get(&pno));
        if !pack.own_time && before.is_none() {
            return None;
        }
        let mut parts: Vec<&str> = Vec::new();
        let time = before.and_then(|before| before.last_time.as_deref());
        let data_time = time.map(|time| format!("DataTime={time}"));
        if !pack.own_time {
            parts.extend(data_time.as_deref());
            let edge = before.and_then(|before| before.last.as_ref());
            let cut = edge.filter(|edge| pack.edges.first.as_ref().is_some_and(|own| own.continues(edge)));
            parts.extend(cut.map(|edge| edge.text.as_str()));
        }
        parts.push(area);
        let after = self.read.get(&(pack.pno + 1)).and_then(|after| after.first.as_ref());
        let cut = after.filter(|edge| pack.edges.last.as_ref().is_some_and(|own| own.continues(edge)));
        parts.extend(cut.map(|edge| edge.text.as_str()));
        let reading = match parts.len() {
            1 => Reading::Alone,
            _ => Reading::Continued(pack.segment(&joined(&parts))),
        };
        let last_time = pack.times.last.clone().or_else(|| time.map(str::to_owned));
        self.note(pack, last_time);
        Some(reading)
    }

    /// Remembers a pack that was read. Its edges stay until the message is given up: the pack beside it may
    /// come a second time.
    fn note(&mut self, pack: &Pack, last_time: Option<String>) {
        let read = Read {
            qn: pack.qn.clone(),
            first_time: pack.times.first.clone(),
            last_time,
            // A pack with a time of its own begins with a factor of its own.
            first: pack.edges.first.clone().filter(|_| !pack.own_time),
            last: pack.edges.last.clone().filter(|_| pack.pno < pack.pnum),
        };
        self.read.insert(pack.pno, read);
    }
}

fn same_time(read: &Read, pack: &Pack) -> bool {
    pack.times.first.is_some() && (read.first_time == pack.times.first || read.last_time == pack.times.first)
}

/// The texts with `;` between them, and no second one where a pack ends or begins with it.
fn joined(parts: &[&str]) -> String {
    let trimmed = parts.iter().map(|part| part.trim_matches([';', ' '])).filter(|part| !part.is_empty());
    trimmed.collect::<Vec<_>>().join(";")
}
