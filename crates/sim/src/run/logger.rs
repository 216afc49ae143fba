//! One logger, running: it tells its history, then sends what is due and answers what it is asked.

mod link;

use std::collections::VecDeque;
use std::sync::Arc;

use tokio::time::Instant;

use super::{Shared, pace};
use crate::attendant::{Attendant, Say};
use crate::city::LoggerModel;
use crate::dialect::Voice;
use crate::frames::{self, Encoded};
use crate::schedule::{self, Due, Kind, Schedule};
use link::{Event, Link, listen};

/// One logger: history, then live data, for ever.
pub(super) async fn run(shared: Arc<Shared>, index: usize) {
    let Some(logger) = shared.city.loggers.get(index) else { return };
    let start_s = shared.city.start.as_second();
    let mut device = Device {
        shared: &shared,
        index,
        logger: logger.clone(),
        schedule: Schedule::new(logger, start_s),
        voice: Voice::new(&shared.city, index),
        attendant: Attendant::new(shared.city.temper(logger), shared.history_from_s()),
        link: None,
        outbox: VecDeque::new(),
    };
    device.tell_history(start_s).await;
    shared.history_delivered(1);
    loop {
        device.next().await;
    }
}

/// A logger with what it was told since it started.
struct Device<'a> {
    shared: &'a Shared,
    index: usize,
    /// As the city has it, with the settings that the host has changed.
    logger: LoggerModel,
    schedule: Schedule,
    voice: Voice,
    attendant: Attendant,
    link: Option<Link<'a>>,
    /// What it is going to say to requests, and when.
    outbox: VecDeque<(Instant, Say)>,
}

impl Device<'_> {
    async fn tell_history(&mut self, start_s: i64) {
        let mut hour_s = self.shared.history_from_s().div_euclid(3600) * 3600;
        while hour_s + 3600 <= start_s {
            if !schedule::is_kept_back(&self.shared.city, &self.logger, hour_s) {
                self.send(self.schedule.hour_due(hour_s)).await;
            }
            hour_s += 3600;
        }
    }

    /// Waits for what is due next, answering meanwhile, and sends it.
    async fn next(&mut self) {
        let due = self.schedule.peek();
        let late_ms = self.attend_until(due.at_s).await;
        if self.schedule.peek() != due {
            // It was told another interval.
            return;
        }
        self.schedule.advance();
        self.shared.board.set_late_ms(self.index, late_ms);
        if due.kind == Kind::Realtime && !self.attendant.realtime {
            return;
        }
        let (city, now_s) = (&self.shared.city, self.now_s());
        if let Some(back_s) = schedule::network_back_s(city, &self.logger, now_s) {
            self.hang_up();
            pace::wait_until(self.shared, back_s).await;
        }
        if !schedule::has_power(city, &self.logger, now_s) {
            self.hang_up();
        }
        self.send(due).await;
    }

    fn now_s(&self) -> i64 {
        self.shared.options.clock.now().as_second()
    }

    /// Forgets the connection, and what it wanted to say on it.
    fn hang_up(&mut self) {
        self.link = None;
        self.outbox.clear();
    }

    /// Listens until the scenario's clock shows `due_s`; gives how late it is then, ms of the scenario.
    async fn attend_until(&mut self, due_s: i64) -> i64 {
        loop {
            let next = self.outbox.front().map(|(at, _)| *at);
            let event = tokio::select! {
                late_ms = pace::wait_until(self.shared, due_s) => return late_ms,
                event = listen(&mut self.link, next) => event,
            };
            match event {
                Event::Heard(frame) => self.hear(&frame).await,
                Event::Due => self.say_next().await,
                Event::Broken => self.hang_up(),
            }
            if self.schedule.peek().at_s < due_s {
                return 0;
            }
        }
    }

    /// Takes a frame of the host that acknowledges nothing.
    async fn hear(&mut self, bytes: &[u8]) {
        let now_s = self.now_s();
        for frame in hj212::frames(bytes, hj212::Limits::default()) {
            if let Some(answers) = self.voice.take_key(&frame) {
                self.outbox.push_back((Instant::now(), Say::Frame(answers)));
                continue;
            }
            let message = frame.message();
            if !message.usable() {
                continue;
            }
            let mut at = self.outbox.back().map_or_else(Instant::now, |(at, _)| *at);
            for answer in self.attendant.hear(&mut self.logger, &mut self.schedule, &message, now_s) {
                at += answer.after;
                self.outbox.push_back((at, answer.say));
            }
        }
        while self.outbox.front().is_some_and(|(at, _)| *at <= Instant::now()) {
            self.say_next().await;
        }
    }

    /// Says what is to be said next. What is asked for again is said again: nothing is repeated by itself.
    async fn say_next(&mut self) {
        let Some((_, say)) = self.outbox.pop_front() else { return };
        let frames: Vec<Vec<u8>> = match say {
            Say::Frame(bytes) => vec![self.voice.answer(bytes)],
            Say::Data(due) => match frames::encode(&self.shared.city, &self.logger, due) {
                Some(encoded) => self.voice.say(encoded).into_iter().map(|said| said.bytes).collect(),
                None => Vec::new(),
            },
        };
        let Some(link) = &mut self.link else { return };
        for frame in frames {
            if let Err(error) = link.say(&frame).await {
                tracing::debug!(logger.index = self.index, %error, "an answer was not delivered");
                return self.hang_up();
            }
        }
    }

    /// Sends the frame of `due`, however long it takes.
    async fn send(&mut self, due: Due) {
        let Some(encoded) = frames::encode(&self.shared.city, &self.logger, due) else { return };
        for said in self.voice.say(encoded) {
            self.send_one(&said).await;
        }
        let heard = self.link.as_mut().map(Link::take_heard).unwrap_or_default();
        for frame in heard {
            self.hear(&frame).await;
        }
    }

    async fn send_one(&mut self, said: &Encoded) {
        let mut failures = 0;
        while let Err(error) = self.deliver(said).await {
            tracing::debug!(logger.index = self.index, %error, failures, "a frame was not delivered");
            self.hang_up();
            tokio::time::sleep(pace::backoff(failures)).await;
            failures += 1;
        }
    }

    async fn deliver(&mut self, encoded: &Encoded) -> std::io::Result<()> {
        let link = match &mut self.link {
            Some(link) => link,
            none => none.insert(Link::connect(self.shared).await?),
        };
        link.deliver(encoded).await
    }
}
