//! MQTT 3.1.1 as far as meters need it that publish to us: one connection.
//!
//! A PUBACK (QoS 1) or PUBREC (QoS 2) leaves only when the lake has the payload; see
//! `docs/adr/0003-mqtt-broker.md` for why this is no general broker.

use bytes::{Buf, BytesMut};
use rumqttc::mqttbytes::v4::{
    ConnAck, Connect, ConnectReturnCode, Packet, PubAck, PubComp, PubRec, Publish, SubAck, Subscribe,
    SubscribeReasonCode, UnsubAck,
};
use rumqttc::mqttbytes::{Error, Protocol, QoS};
use tokio::time::{Duration, Instant};

use crate::intake::NotLetIn;
use crate::line::{CHUNK, Event, Listening};

/// Reads one connection to its end.
pub(crate) async fn read(listening: &mut Listening) {
    let mut session = Session {
        buffer: BytesMut::new(),
        connected: None,
        last_packet: Instant::now(),
        partial_since: None,
    };
    let mut chunk = vec![0; CHUNK].into_boxed_slice();
    loop {
        let deadline = session.deadline(&listening.intake.config.limits);
        match listening.next(deadline, &mut chunk).await {
            Event::Bytes(count) => {
                session.buffer.extend_from_slice(chunk.get(..count).unwrap_or_default());
                if session.drain(listening).await.is_break() {
                    return;
                }
            }
            Event::Silence | Event::Closed | Event::Dismissed => return,
        }
    }
}

/// What is remembered between reads.
struct Session {
    buffer: BytesMut,
    /// The keep-alive that the client promised, once it has introduced itself.
    connected: Option<KeepAlive>,
    last_packet: Instant,
    /// Since when the rest of a packet is waited for.
    partial_since: Option<Instant>,
}

/// How long a client may be silent; none: as long as the gateway lets it.
#[derive(Clone, Copy)]
struct KeepAlive(Option<Duration>);

type Flow = std::ops::ControlFlow<()>;

impl Session {
    fn deadline(&self, limits: &crate::config::ConnectionLimits) -> Instant {
        let of_connection = match self.connected {
            None => self.last_packet + limits.rest_of_frame,
            // One and a half times the promise (MQTT 3.1.1, 3.1.2.10).
            Some(KeepAlive(Some(promised))) => self.last_packet + (promised + promised / 2).min(limits.idle),
            Some(KeepAlive(None)) => self.last_packet + limits.idle,
        };
        match self.partial_since {
            Some(since) => of_connection.min(since + limits.rest_of_frame),
            None => of_connection,
        }
    }

    /// Handles the packets that are there; breaks when the connection has to end.
    async fn drain(&mut self, listening: &mut Listening) -> Flow {
        let mut found = false;
        loop {
            match read_packet(&mut self.buffer, listening.intake.config.limits.mqtt_packet_bytes) {
                Ok(packet) => {
                    found = true;
                    self.last_packet = Instant::now();
                    self.handle(packet, listening).await?;
                }
                Err(Error::InsufficientBytes(_)) => break,
                Err(error) => return self.protocol_error(&error, listening).await,
            }
        }
        self.partial_since = match self.partial_since {
            Some(since) if !found => Some(since),
            _ => (!self.buffer.is_empty()).then(Instant::now),
        };
        Flow::Continue(())
    }

    async fn protocol_error(&self, error: &Error, listening: &mut Listening) -> Flow {
        tracing::debug!(peer = %listening.caller.peer, %error, "the packet is not MQTT 3.1.1");
        if self.connected.is_none() {
            refuse_connect(ConnectReturnCode::RefusedProtocolVersion, listening).await;
        }
        let beginning = self.buffer.get(..self.buffer.len().min(512)).unwrap_or_default();
        let arrival = listening.intake.garbage("mqtt_malformed", beginning, &listening.caller);
        listening.queue(arrival).await;
        Flow::Break(())
    }

    async fn handle(&mut self, packet: Packet, listening: &mut Listening) -> Flow {
        if self.connected.is_none() {
            return match packet {
                Packet::Connect(connect) => self.connect(connect, listening).await,
                _ => Flow::Break(()),
            };
        }
        match packet {
            Packet::Publish(publish) => return take_publish(&publish, listening).await,
            Packet::PubRel(release) => send(Packet::PubComp(PubComp::new(release.pkid)), listening).await,
            Packet::PingReq => send(Packet::PingResp, listening).await,
            Packet::Subscribe(subscribe) => refuse_subscription(&subscribe, listening).await,
            Packet::Unsubscribe(unsubscribe) => {
                send(Packet::UnsubAck(UnsubAck::new(unsubscribe.pkid)), listening).await;
            }
            // A second CONNECT is a protocol violation (3.1.0-2); the others only servers send, or only
            // in answer to what this server never sends. After DISCONNECT the server closes.
            Packet::Connect(_)
            | Packet::Disconnect
            | Packet::ConnAck(_)
            | Packet::PubAck(_)
            | Packet::PubRec(_)
            | Packet::PubComp(_)
            | Packet::SubAck(_)
            | Packet::UnsubAck(_)
            | Packet::PingResp => return Flow::Break(()),
        }
        Flow::Continue(())
    }

    async fn connect(&mut self, connect: Connect, listening: &mut Listening) -> Flow {
        if connect.protocol != Protocol::V4 {
            refuse_connect(ConnectReturnCode::RefusedProtocolVersion, listening).await;
            return Flow::Break(());
        }
        if connect.client_id.is_empty() && !connect.clean_session {
            refuse_connect(ConnectReturnCode::BadClientId, listening).await;
            return Flow::Break(());
        }
        let login = connect.login.as_ref().map(|login| (login.username.as_str(), login.password.as_str()));
        if let Err((why, arrival)) = listening.intake.introduce(login, &mut listening.caller) {
            let code = match why {
                NotLetIn::WrongCredential => ConnectReturnCode::BadUserNamePassword,
                NotLetIn::CredentialRequired => ConnectReturnCode::NotAuthorized,
            };
            refuse_connect(code, listening).await;
            listening.queue(*arrival).await;
            return Flow::Break(());
        }
        let promised = Duration::from_secs(u64::from(connect.keep_alive));
        self.connected = Some(KeepAlive((promised > Duration::ZERO).then_some(promised)));
        // There is no session to resume: what was not acknowledged is published again.
        send(Packet::ConnAck(ConnAck::new(ConnectReturnCode::Success, false)), listening).await;
        Flow::Continue(())
    }
}

/// The next packet. The codec is given only packets that clients send.
pub(crate) fn read_packet(buffer: &mut BytesMut, max_bytes: usize) -> Result<Packet, Error> {
    const FROM_CLIENTS: [u8; 7] = [1, 3, 6, 8, 10, 12, 14];
    if let Some(first) = buffer.chunk().first() {
        let kind = first >> 4;
        if !FROM_CLIENTS.contains(&kind) {
            return Err(Error::InvalidPacketType(kind));
        }
    }
    Packet::read(buffer, max_bytes)
}

async fn take_publish(publish: &Publish, listening: &mut Listening) -> Flow {
    let reply = match publish.qos {
        QoS::AtMostOnce => Vec::new(),
        QoS::AtLeastOnce => encoded(&Packet::PubAck(PubAck::new(publish.pkid))),
        // A repeated payload changes nothing in the lake, so no packet identifiers are remembered.
        QoS::ExactlyOnce => encoded(&Packet::PubRec(PubRec::new(publish.pkid))),
    };
    let taken = listening.intake.publish(&publish.topic, &publish.payload, reply, &mut listening.caller);
    listening.queue(taken.arrival).await;
    match taken.go_on {
        true => Flow::Continue(()),
        false => Flow::Break(()),
    }
}

async fn refuse_subscription(subscribe: &Subscribe, listening: &mut Listening) {
    let codes = vec![SubscribeReasonCode::Failure; subscribe.filters.len()];
    send(Packet::SubAck(SubAck::new(subscribe.pkid, codes)), listening).await;
}

async fn refuse_connect(code: ConnectReturnCode, listening: &mut Listening) {
    send(Packet::ConnAck(ConnAck::new(code, false)), listening).await;
}

async fn send(packet: Packet, listening: &mut Listening) {
    listening.write(encoded(&packet)).await;
}

/// The bytes of a packet of ours, which are all far below any size limit.
fn encoded(packet: &Packet) -> Vec<u8> {
    let mut buffer = BytesMut::new();
    if let Err(error) = packet.write(&mut buffer, usize::MAX) {
        tracing::error!(%error, "a reply cannot be written");
        buffer.clear();
    }
    buffer.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bytes_bring_the_codec_down(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut buffer = BytesMut::from(&bytes[..]);
            while read_packet(&mut buffer, 128).is_ok() {}
        }

        #[test]
        fn no_body_of_any_kind_brings_the_codec_down(
            kind in 0u8..16,
            flags in 0u8..16,
            body in prop::collection::vec(any::<u8>(), 0..40),
        ) {
            let mut buffer = BytesMut::from(&[kind << 4 | flags, u8::try_from(body.len()).unwrap()][..]);
            buffer.extend_from_slice(&body);
            drop(read_packet(&mut buffer, 128));
        }
    }
}
