use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::commit::Committer;
use crate::connections::Connections;
use crate::intake::{Caller, Intake};
use crate::line::{self, Line, Listening, stopped};
use crate::{mqtt, tcp};

/// After which silence the system asks whether the other end is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(60);
/// Pause after the system could not give a connection, as when it has no file handles left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// What is spoken on a port.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Hj212,
    Mqtt,
}

impl Protocol {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Protocol::Hj212 => "hj212",
            Protocol::Mqtt => "mqtt",
        }
    }

    pub(crate) async fn read(self, listening: &mut Listening) {
        match self {
            Protocol::Hj212 => tcp::read(listening).await,
            Protocol::Mqtt => mqtt::read(listening).await,
        }
    }
}

/// One port.
pub(crate) struct Listener {
    pub(crate) protocol: Protocol,
    pub(crate) socket: TcpListener,
    pub(crate) intake: Arc<Intake>,
    pub(crate) committer: Arc<Committer>,
    pub(crate) connections: Arc<Connections>,
    pub(crate) in_flight: Arc<Semaphore>,
    pub(crate) stop: watch::Receiver<bool>,
}

/// Accepts until the gateway stops, then waits for the connections to end.
pub(crate) async fn run(listener: Listener) {
    let mut stop = listener.stop.clone();
    // Dropping the set cuts what is left in it.
    let mut served: JoinSet<()> = JoinSet::new();
    loop {
        tokio::select! {
            biased;
            () = stopped(&mut stop) => break,
            Some(ended) = served.join_next() => report(ended),
            accepted = listener.socket.accept() => match accepted {
                Ok((stream, peer)) => listener.serve(&mut served, stream, peer),
                Err(error) => {
                    tracing::warn!(%error, protocol = listener.protocol.name(), "cannot accept");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
        }
    }
    let Listener { socket, .. } = listener;
    drop(socket);
    while let Some(ended) = served.join_next().await {
        report(ended);
    }
}

impl Listener {
    fn serve(&self, served: &mut JoinSet<()>, stream: TcpStream, peer: SocketAddr) {
        let Some(place) = self.connections.admit() else {
            tracing::debug!(%peer, protocol = self.protocol.name(), "too many connections");
            return;
        };
        if let Err(error) = prepare(&stream) {
            // The line works without; it is only slower, or seen as dead later.
            tracing::debug!(%peer, %error, "cannot set socket options");
        }
        let caller = Caller::new(place.id, peer);
        let line = Line {
            intake: Arc::clone(&self.intake),
            committer: Arc::clone(&self.committer),
            in_flight: Arc::clone(&self.in_flight),
            stop: self.stop.clone(),
            place,
        };
        let protocol = self.protocol;
        served.spawn(line::serve(line, stream, caller, protocol));
    }
}

fn prepare(stream: &TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    SockRef::from(stream).set_tcp_keepalive(&TcpKeepalive::new().with_time(KEEP_ALIVE))
}

fn report(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended {
        tracing::error!(%error, "serving a connection failed");
    }
}
