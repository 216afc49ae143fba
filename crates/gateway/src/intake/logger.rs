//! Frames of loggers that the register knows: read, told from repeats, put together from packs, stored.

use std::net::SocketAddr;

use hj212::cipher::Key;
use hj212::reassembly::{Judged, Reading as PackReading};
use hj212::{Message, QnRtn};
use lake::{FrameOutcome, FrameRecord};
use model::{Granularity, Mn, Origin, Problem, Reading, Timestamp, china};
use tokio::time::Instant;

use super::{
    Arrival, Caller, Intake, KnownLogger, Refused, count_mapped, count_problems, record, remember, reply_to,
};
use crate::account::{self, Tally};
use crate::device::Device;
use crate::keys::KeyRing;
use crate::mapping::{self, Mapped};
use crate::repeats::{FrameKey, Sighting};
use crate::timing;
use crate::understanding::{self, Verdict};

/// A pack on its own, while it may have to wait for others.
#[derive(Debug, Clone)]
pub(crate) struct Pack {
    mn: Mn,
    raw: Vec<u8>,
    segment: Vec<u8>,
    problems: hj212::Problems,
    key: Option<FrameKey>,
    peer: SocketAddr,
    received_at: Timestamp,
    arrived: Instant,
}

/// One frame that can be read.
pub(super) struct Heard<'h> {
    /// As it came over the wire.
    pub(super) raw: &'h [u8],
    /// Its data segment, in clear.
    pub(super) segment: &'h [u8],
    pub(super) message: &'h Message<'h>,
    pub(super) key: Option<FrameKey>,
    /// With which key it was opened, if it was encrypted.
    pub(super) opened_with: Option<&'h Key>,
    pub(super) received_at: Timestamp,
    pub(super) arrived: Instant,
}

impl Intake {
    /// Takes a frame of a logger of the register.
    pub(super) fn heard_of_logger(
        &self,
        frame: &hj212::Frame<'_>,
        message: &Message<'_>,
        logger: &KnownLogger,
        caller: &mut Caller,
        now: Timestamp,
    ) -> Vec<Arrival> {
        let ring = self.keys.ring(&logger.logger.mn);
        if let Some(arrivals) = self.opened(frame, logger, &ring, caller, now) {
            return arrivals;
        }
        match understanding::judge(frame, message, logger.profile.as_ref()) {
            Verdict::Readable => {
                let key = FrameKey::of(message, frame.raw());
                let (raw, segment, arrived) = (frame.raw(), frame.segment(), caller.heard_at);
                let heard =
                    Heard { raw, segment, message, key, opened_with: None, received_at: now, arrived };
                self.take(&heard, logger, &ring, caller)
            }
            Verdict::Unreadable { reason, deviation } => {
                let device = logger.device.clone();
                self.state().presences.entry(device.clone()).or_default().habit.note(deviation, now);
                // No answer: with a wrong CRC neither QN nor Flag can be believed, and the device sends again.
                let (bytes, problems) = (frame.raw(), message.problems());
                let reason = match understanding::looks_encrypted(message) {
                    true if ring.is_empty() => "key_missing",
                    true => "key_wrong",
                    false => reason.code(),
                };
                vec![self.refuse(caller, Refused { device, reason, bytes, problems, reply: Vec::new(), now })]
            }
        }
    }

    /// Takes a frame that can be read.
    pub(super) fn take(
        &self,
        heard: &Heard<'_>,
        logger: &KnownLogger,
        ring: &KeyRing,
        caller: &mut Caller,
    ) -> Vec<Arrival> {
        self.requests.heard(&logger.logger.mn, heard.message, self.now_ms());
        let mut arrivals = self.take_unsealed(heard, logger, caller);
        if let Some(arrival) = arrivals.last_mut() {
            if heard.opened_with.is_some() {
                arrival.tally.add(account::FRAMES_OPENED, 1);
            }
            arrival.reply.extend(self.new_key_for(heard, logger, ring));
        }
        arrivals
    }

    fn take_unsealed(&self, heard: &Heard<'_>, logger: &KnownLogger, caller: &mut Caller) -> Vec<Arrival> {
        let (mn, now) = (&logger.logger.mn, heard.received_at);
        let sighting = {
            let mut state = self.state();
            state.presences.entry(logger.device.clone()).or_default().habit.note(None, now);
            heard.key.map_or(Sighting::New, |key| state.repeats.look(mn, key, now))
        };
        let mut noted = Tally::default();
        match sighting {
            Sighting::New => {}
            Sighting::Repeated { late } => {
                if !late {
                    // Packs that are still to come may continue it.
                    let now_ms = self.now_ms();
                    self.state().packs.recall(mn, heard.message, now_ms);
                }
                return vec![self.repeated(heard, logger, late, caller)];
            }
            Sighting::NameReused => noted.add(account::frame_problem("qn_reused"), 1),
        }
        let mut arrivals = match heard.message.pnum() {
            Some(pnum) if pnum > 1 => self.put_together(heard, logger, caller),
            Some(_) | None => vec![self.store(heard, heard.message, logger, Some(caller))],
        };
        match arrivals.first_mut() {
            Some(arrival) => arrival.tally.merge(&noted),
            None => self.state().accounts.owe(&logger.device, &noted),
        }
        arrivals
    }

    /// Takes a pack of a split message; gives every pack that can be judged now.
    fn put_together(&self, heard: &Heard<'_>, logger: &KnownLogger, caller: &mut Caller) -> Vec<Arrival> {
        let pack = Pack {
            mn: logger.logger.mn.clone(),
            raw: heard.raw.to_vec(),
            segment: heard.segment.to_vec(),
            problems: heard.message.problems(),
            key: heard.key,
            peer: caller.peer,
            received_at: heard.received_at,
            arrived: heard.arrived,
        };
        let now_ms = self.now_ms();
        let judged = self.state().packs.take(&logger.logger.mn, heard.message, pack, now_ms);
        judged.into_iter().map(|judged| self.pack(judged, logger, Some(&mut *caller))).collect()
    }

    /// What becomes of a pack that was judged.
    fn pack(&self, judged: Judged<Pack>, logger: &KnownLogger, caller: Option<&mut Caller>) -> Arrival {
        let Judged { token: pack, reading } = judged;
        let own = Message::parse(&pack.segment);
        let heard = Heard {
            raw: &pack.raw,
            segment: &pack.segment,
            message: &own,
            key: pack.key,
            opened_with: None,
            received_at: pack.received_at,
            arrived: pack.arrived,
        };
        let mut arrival = match reading {
            PackReading::Alone => self.store(&heard, &own, logger, caller),
            PackReading::Continued(segment) => self.store(&heard, &Message::parse(&segment), logger, caller),
            PackReading::Refused(refusal) => {
                let stranger = Caller::new(0, pack.peer);
                let (device, bytes) = (Device::Logger(pack.mn.clone()), pack.raw.as_slice());
                let (problems, now) = (hj212::Problems::NONE, pack.received_at);
                let reason = refusal.code();
                self.refuse(&stranger, Refused { device, reason, bytes, problems, reply: Vec::new(), now })
            }
        };
        // What was wrong with the frame around the segment.
        let seen = own.problems();
        for problem in pack.problems.iter().filter(|problem| !seen.contains(*problem)) {
            arrival.tally.add(account::frame_problem(problem.code()), 1);
        }
        arrival
    }

    /// Gives up packs whose message has not come in time, or (`all`) whatever is unfinished.
    pub(crate) fn expired_packs(&self, all: bool) -> Vec<Arrival> {
        let now_ms = self.now_ms();
        let expired = {
            let mut state = self.state();
            if all { state.packs.flush() } else { state.packs.expire(now_ms) }
        };
        let register = self.register();
        let mut arrivals = Vec::new();
        for (mn, expired) in expired {
            let mut incomplete = Tally::default();
            incomplete.add(account::MESSAGES_INCOMPLETE, expired.incomplete);
            self.state().accounts.owe(&Device::Logger(mn.clone()), &incomplete);
            // Only a refusal can come of it, which needs no place in the register.
            let Some(logger) = KnownLogger::find(&register, &mn) else { continue };
            arrivals.extend(expired.given_up.into_iter().map(|judged| self.pack(judged, &logger, None)));
        }
        arrivals
    }

    /// A frame that is durable already: acknowledged once more, read no second time.
    fn repeated(&self, heard: &Heard<'_>, logger: &KnownLogger, late: bool, caller: &mut Caller) -> Arrival {
        let device = logger.device.clone();
        if !late {
            self.spoke(&device, caller, heard.received_at, i64::from(self.config.times.sharing_window_s));
        }
        let mut tally = Tally::default();
        tally.add(account::FRAMES_RECEIVED, 1);
        tally.add(account::FRAMES_STORED, 1);
        tally.add(if late { account::FRAMES_REPLAYED } else { account::FRAMES_REPEATED }, 1);
        // A stream that somebody plays again and again must not fill the disk.
        let frame = (!late).then(|| record(&device, heard.received_at, FrameOutcome::Stored, heard.raw));
        Arrival {
            frame,
            readings: Vec::new(),
            tally,
            reply: reply_to(heard.message, QnRtn::CnError),
            usable: true,
            on_the_way: None,
            key: None,
            suspect: false,
            device,
            arrived: heard.arrived,
        }
    }

    /// Stores a frame, read as `read_as` says.
    pub(super) fn store(
        &self,
        heard: &Heard<'_>,
        read_as: &Message<'_>,
        logger: &KnownLogger,
        caller: Option<&mut Caller>,
    ) -> Arrival {
        let (device, now) = (logger.device.clone(), heard.received_at);
        let mut mapped = match logger.target() {
            Some(target) => mapping::map(read_as, &target, self.circumstances(now, false)),
            None => Mapped::default(),
        };
        let (suspect, shared) = {
            let mut state = self.state();
            let presence = state.presences.entry(device.clone()).or_default();
            let suspect = self.is_suspect(&mut presence.newest, heard.message, &mapped.readings, now);
            let window_s = i64::from(self.config.times.sharing_window_s)
                .max(2 * i64::from(logger.logger.realtime_interval_s));
            let heard_on = caller.filter(|_| !suspect);
            let shared = heard_on.is_some_and(|caller| caller.spoke(&device, presence, now, window_s));
            if !suspect {
                remember(presence, heard.message, &mapped, now);
            }
            (suspect, shared)
        };
        if shared {
            mapped.readings.iter_mut().for_each(|reading| reading.problems.insert(Problem::SharedMn));
        }
        let mut tally = Tally::default();
        tally.add(account::FRAMES_RECEIVED, 1);
        tally.add(account::FRAMES_STORED, 1);
        count_problems(&mut tally, heard.message.problems());
        count_mapped(&mut tally, &mapped);
        Arrival {
            frame: Some(FrameRecord {
                device: logger.name.clone(),
                received_at: now,
                outcome: FrameOutcome::Stored,
                bytes: heard.raw.to_vec(),
            }),
            device,
            readings: mapped.readings,
            tally,
            reply: reply_to(heard.message, QnRtn::CnError),
            usable: true,
            on_the_way: None,
            key: heard.key,
            suspect,
            arrived: heard.arrived,
        }
    }

    /// Whether a frame is old and brings the device no further: late, and neither sent nor measured after what
    /// came before. Whether it is a replay only the lake can tell, by knowing all that it says.
    fn is_suspect(
        &self,
        newest: &mut Newest,
        message: &Message<'_>,
        readings: &[Reading],
        now: Timestamp,
    ) -> bool {
        let late_s = i64::from(self.config.times.backfill_after_s);
        let sent_at = message.qn().and_then(hj212::parse_time).and_then(timing::instant);
        let measured = readings.iter().map(|reading| reading.time).max();
        let granularity = readings.first().map(|reading| reading.granularity);
        let measured_late = readings.iter().all(|reading| reading.origin == Origin::Backfill);
        let sent_before = sent_at.is_some_and(|sent| {
            china::seconds_between(sent, now) > late_s && newest.sent.is_some_and(|newest| sent <= newest)
        });
        let known = granularity.and_then(|granularity| newest.measured(granularity));
        let measured_before =
            measured_late && measured.is_some_and(|time| known.is_some_and(|newest| time <= newest));
        newest.sent = newest.sent.max(sent_at);
        if let (Some(granularity), Some(time)) = (granularity, measured) {
            newest.note(granularity, time);
        }
        sent_before || measured_before
    }

    /// Milliseconds since the gateway started.
    pub(crate) fn now_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// How far a device has come.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Newest {
    /// The latest time at which it says that it sent something.
    pub(crate) sent: Option<Timestamp>,
    measured: [Option<Timestamp>; Granularity::ALL.len()],
}

impl Newest {
    fn measured(&self, granularity: Granularity) -> Option<Timestamp> {
        self.measured.get(usize::from(granularity.code())).copied().flatten()
    }

    fn note(&mut self, granularity: Granularity, time: Timestamp) {
        if let Some(newest) = self.measured.get_mut(usize::from(granularity.code())) {
            *newest = (*newest).max(Some(time));
        }
    }
}
