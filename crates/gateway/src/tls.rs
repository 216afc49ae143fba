//! TLS for the MQTT port: a certificate and its key in PEM files, read again when they change.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

/// How often the files are looked at for a new certificate.
pub(crate) const RELOAD_INTERVAL: Duration = Duration::from_secs(30);

/// A port that speaks TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsPort {
    /// Where it listens.
    pub listen: SocketAddr,
    /// PEM file with the certificate, followed by those that lead to the one that clients trust.
    pub certificate: PathBuf,
    /// PEM file with the certificate's private key.
    pub key: PathBuf,
}

/// Why a certificate cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file holds no certificate, or no key.
    #[error("{} holds no {wanted} in PEM form", path.display())]
    Pem {
        /// Which.
        path: PathBuf,
        /// What it should hold.
        wanted: &'static str,
    },
    /// The key is not the certificate's, or of a kind that is not used any more.
    #[error("certificate and key do not go together")]
    Pair(#[source] rustls::Error),
}

impl TlsPort {
    /// Says whether certificate and key can be used as they are now.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn check(&self) -> Result<(), TlsError> {
        let (certificate, key) = (read(&self.certificate)?, read(&self.key)?);
        self.server_config(&certificate, &key).map(drop)
    }

    fn server_config(&self, certificate: &[u8], key: &[u8]) -> Result<Arc<ServerConfig>, TlsError> {
        let pem = |path: &Path, wanted| TlsError::Pem { path: path.to_owned(), wanted };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(certificate)
            .collect::<Result<_, _>>()
            .map_err(|_| pem(&self.certificate, "certificate"))?;
        if chain.is_empty() {
            return Err(pem(&self.certificate, "certificate"));
        }
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| pem(&self.key, "private key"))?;
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(TlsError::Pair)?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(TlsError::Pair)?;
        Ok(Arc::new(config))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path).map_err(|source| TlsError::Read { path: path.to_owned(), source })
}

/// The certificate in use.
pub(crate) struct Certificate {
    port: TlsPort,
    current: Mutex<Loaded>,
}

struct Loaded {
    certificate: Vec<u8>,
    key: Vec<u8>,
    config: Arc<ServerConfig>,
}

impl Certificate {
    pub(crate) fn load(port: TlsPort) -> Result<Self, TlsError> {
        let (certificate, key) = (read(&port.certificate)?, read(&port.key)?);
        let config = port.server_config(&certificate, &key)?;
        Ok(Self { port, current: Mutex::new(Loaded { certificate, key, config }) })
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        TlsAcceptor::from(Arc::clone(&current.config))
    }

    /// Uses what the files hold now, if it is new and good; connections that stand keep what they have. Says
    /// whether anything changed.
    pub(crate) fn reload(&self) -> Result<bool, TlsError> {
        let (certificate, key) = (read(&self.port.certificate)?, read(&self.port.key)?);
        {
            let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
            if current.certificate == certificate && current.key == key {
                return Ok(false);
            }
        }
        let config = self.port.server_config(&certificate, &key)?;
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = Loaded { certificate, key, config };
        Ok(true)
    }
}
