//! Payloads of power meters, and who may speak for one.

use lake::FrameOutcome;
use model::MeterId;

use super::{Arrival, Caller, Intake, Refused, count_mapped, record};
use crate::account::{self, Tally};
use crate::credentials::Grant;
use crate::device::Device;
use crate::power;

/// For whom a connection may speak.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) enum Speaker {
    /// It showed no credential: for meters that have none.
    #[default]
    Anybody,
    /// It showed the credential of this meter: for it alone, as long as the grant holds.
    Meter(MeterId, Grant),
}

/// Why a connection is not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotLetIn {
    /// User name and password do not belong together.
    WrongCredential,
    /// It showed none, and every meter has to.
    CredentialRequired,
}

impl NotLetIn {
    fn reason(self) -> &'static str {
        match self {
            NotLetIn::WrongCredential => "credential_wrong",
            NotLetIn::CredentialRequired => "credential_required",
        }
    }
}

/// What came of a payload.
pub(crate) struct Taken {
    pub(crate) arrival: Arrival,
    /// Whether the connection may go on.
    pub(crate) go_on: bool,
}

impl Intake {
    /// Judges the user name and password that a connection begins with.
    pub(crate) fn introduce(
        &self,
        login: Option<(&str, &str)>,
        caller: &mut Caller,
    ) -> Result<(), (NotLetIn, Box<Arrival>)> {
        let Some((name, password)) = login else {
            return match self.config.mqtt_access.credentials_required {
                true => Err(self.not_let_in(NotLetIn::CredentialRequired, "", caller)),
                false => Ok(()),
            };
        };
        let granted = name.parse::<MeterId>().ok().and_then(|meter| {
            let grant = self.credentials.check(&meter, password)?;
            Some(Speaker::Meter(meter, grant))
        });
        match granted {
            Some(speaker) => {
                caller.speaker = speaker;
                Ok(())
            }
            None => Err(self.not_let_in(NotLetIn::WrongCredential, name, caller)),
        }
    }

    /// The account of it: a meter's own where the register knows the name. The password is kept nowhere.
    fn not_let_in(&self, why: NotLetIn, name: &str, caller: &Caller) -> (NotLetIn, Box<Arrival>) {
        let known = name.parse::<MeterId>().ok().filter(|id| self.register().meters.contains_key(id));
        let device = known.map_or_else(|| self.peer_device(caller), Device::Meter);
        let arrival = self.refuse(
            caller,
            Refused {
                device,
                reason: why.reason(),
                bytes: name.as_bytes(),
                problems: hj212::Problems::NONE,
                reply: Vec::new(),
                now: self.clock.now(),
            },
        );
        (why, Box::new(arrival))
    }

    /// Takes one MQTT payload; `reply` goes out when it is durable.
    ///
    /// What can never be used is acknowledged all the same, so that it is not sent for ever. What somebody
    /// else may not say, or says with a secret that no longer holds, is not: a meter that gets its new secret
    /// sends it again.
    pub(crate) fn publish(&self, topic: &str, payload: &[u8], reply: Vec<u8>, caller: &mut Caller) -> Taken {
        let now = self.clock.now();
        let problems = hj212::Problems::NONE;
        let refuse = |device, reason, reply: Vec<u8>| {
            self.refuse(caller, Refused { device, reason, bytes: payload, problems, reply, now })
        };
        let on = |arrival| Taken { arrival, go_on: true };
        let meter = topic.strip_prefix(power::TOPIC).and_then(|text| text.parse::<MeterId>().ok());
        let Some(meter) = meter else {
            return on(refuse(self.peer_device(caller), "topic_unknown", reply));
        };
        if let Err((device, reason)) = self.may_speak_for(&meter, caller) {
            return Taken { arrival: refuse(device, reason, Vec::new()), go_on: false };
        }
        let register = self.register();
        let Some(meter) = register.meters.get(&meter) else {
            return on(refuse(self.unknown_meter(meter), "meter_unknown", reply));
        };
        on(self.take_payload(meter, payload, reply, caller))
    }

    fn may_speak_for(&self, meter: &MeterId, caller: &Caller) -> Result<(), (Device, &'static str)> {
        match &caller.speaker {
            Speaker::Meter(own, _) if own != meter => Err((Device::Meter(own.clone()), "topic_not_own")),
            Speaker::Meter(own, grant) if self.credentials.grant(own) != Some(*grant) => {
                Err((Device::Meter(own.clone()), "credential_changed"))
            }
            // Who has a credential is not to be impersonated by somebody without.
            Speaker::Anybody if self.credentials.grant(meter).is_some() => {
                Err((self.peer_device(caller), "credential_required"))
            }
            Speaker::Meter(..) | Speaker::Anybody => Ok(()),
        }
    }

    fn take_payload(
        &self,
        meter: &model::PowerMeter,
        payload: &[u8],
        reply: Vec<u8>,
        caller: &mut Caller,
    ) -> Arrival {
        let now = self.clock.now();
        let device = Device::Meter(meter.id.clone());
        let shared = self.spoke(&device, caller, now, i64::from(self.config.times.sharing_window_s));
        let mapped = match power::map(payload, meter, self.circumstances(now, shared)) {
            Ok(mapped) => mapped,
            Err(unreadable) => {
                let (reason, problems) = (unreadable.0, hj212::Problems::NONE);
                return self.refuse(caller, Refused { device, reason, bytes: payload, problems, reply, now });
            }
        };
        self.state().presences.entry(device.clone()).or_default().protocol = Some("mqtt");
        let mut tally = Tally::default();
        tally.add(account::FRAMES_RECEIVED, 1);
        tally.add(account::FRAMES_STORED, 1);
        count_mapped(&mut tally, &mapped);
        Arrival {
            frame: Some(record(&device, now, FrameOutcome::Stored, payload)),
            device,
            readings: mapped.readings,
            tally,
            reply,
            usable: true,
            on_the_way: None,
            key: None,
            suspect: false,
            arrived: caller.heard_at,
        }
    }
}
