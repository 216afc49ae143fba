use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use socket2::{SockRef, TcpKeepalive};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

use crate::commit::Committer;
use crate::connections::Connections;
use crate::intake::{Caller, Intake};
use crate::line::{self, Line, Listening, stopped};
use crate::tls::{Certificate, RELOAD_INTERVAL};
use crate::{mqtt, tcp};

/// After which silence the system asks whether the other end is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(60);
/// How long the greeting of TLS may take.
const HANDSHAKE: Duration = Duration::from_secs(10);
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
    /// With a certificate, what is spoken is spoken over TLS.
    pub(crate) certificate: Option<Arc<Certificate>>,
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
    if let Some(certificate) = &listener.certificate {
        served.spawn(follow_certificate(Arc::clone(certificate), listener.stop.clone()));
    }
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
    let Listener { socket, connections, .. } = listener;
    drop(socket);
    connections.dismiss_all();
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
            place,
        };
        let protocol = self.protocol;
        match self.certificate.as_deref().map(Certificate::acceptor) {
            None => {
                let (read, write) = stream.into_split();
                served.spawn(line::serve(line, (Box::new(read), Box::new(write)), caller, protocol));
            }
            Some(acceptor) => {
                served.spawn(serve_over_tls(acceptor, line, stream, caller, protocol));
            }
        }
    }
}

/// Greets, and serves what speaks TLS. What does not is closed; it has said nothing that could be kept.
async fn serve_over_tls(
    acceptor: TlsAcceptor,
    line: Line,
    stream: TcpStream,
    caller: Caller,
    protocol: Protocol,
) {
    let greeting = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream));
    let greeted = tokio::select! {
        () = line.place.dismissal.told() => return,
        greeted = greeting => greeted,
    };
    match greeted {
        Ok(Ok(stream)) => {
            let (read, write) = tokio::io::split(stream);
            line::serve(line, (Box::new(read), Box::new(write)), caller, protocol).await;
        }
        Ok(Err(error)) => tracing::debug!(peer = %caller.peer, %error, "no TLS came about"),
        Err(_) => tracing::debug!(peer = %caller.peer, "TLS took too long"),
    }
}

/// Looks at the certificate's files from time to time, until the gateway stops.
async fn follow_certificate(certificate: Arc<Certificate>, mut stop: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = stopped(&mut stop) => return,
            () = tokio::time::sleep(RELOAD_INTERVAL) => {}
        }
        let reloading = Arc::clone(&certificate);
        match tokio::task::spawn_blocking(move || reloading.reload()).await {
            Ok(Ok(true)) => tracing::info!("MQTT over TLS uses a new certificate"),
            Ok(Ok(false)) => {}
            Ok(Err(error)) => {
                let error = &error as &dyn std::error::Error;
                tracing::warn!(error, "the new certificate cannot be used; the former one stays");
            }
            Err(error) => tracing::error!(%error, "looking at the certificate failed"),
        }
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
