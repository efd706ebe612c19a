//! TLS of the default transport: whom to trust, and how to say who is calling.
//!
//! Set up here and not by a process-wide default, which belongs to the program and not to a library.
//! Faults never repeat what was given: one of the texts is a private key.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls_platform_verifier::Verifier;

/// Certificates and keys that were read.
#[derive(Default)]
pub(super) struct TlsSettings {
    /// Trusted beside those of the system.
    roots: Vec<CertificateDer<'static>>,
    identity: Option<Identity>,
}

/// A chain of certificates, the client's own first, and its key.
struct Identity(Vec<CertificateDer<'static>>, PrivateKeyDer<'static>);

impl TlsSettings {
    /// Reads PEM texts.
    pub(super) fn read(roots: &[Vec<u8>], identity: Option<&[u8]>) -> Result<Self, String> {
        let no_root = || "a root certificate holds no certificate in PEM form".to_owned();
        let mut settings = Self::default();
        for pem in roots {
            settings.roots.extend(certificates(pem).ok_or_else(no_root)?);
        }
        if let Some(pem) = identity {
            let key = PrivateKeyDer::from_pem_slice(pem).ok();
            let read = certificates(pem).zip(key).map(|(chain, key)| Identity(chain, key));
            let no_identity = "the identity of the client is not a certificate and a private key in PEM form";
            settings.identity = Some(read.ok_or(no_identity)?);
        }
        Ok(settings)
    }

    /// Whether there is nothing but what the system knows.
    pub(super) const fn is_empty(&self) -> bool {
        self.roots.is_empty() && self.identity.is_none()
    }

    pub(super) fn into_config(self) -> Result<rustls::ClientConfig, rustls::Error> {
        let provider = provider();
        let verifier = verifier(self.roots, Arc::clone(&provider))?;
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .dangerous()
            // The verifier of the system, which is what rustls asks for here.
            .with_custom_certificate_verifier(Arc::new(verifier));
        match self.identity {
            None => Ok(config.with_no_client_auth()),
            Some(Identity(chain, key)) => config.with_client_auth_cert(chain, key),
        }
    }
}

/// TLS that trusts nobody, for transports that never speak it: the HTTP library sets it up all the same, and panics
/// where it finds neither certificates nor the process-wide default.
pub(crate) fn trusting_nobody() -> Result<rustls::ClientConfig, rustls::Error> {
    let config = rustls::ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions()?;
    Ok(config.with_root_certificates(rustls::RootCertStore::empty()).with_no_client_auth())
}

fn provider() -> Arc<CryptoProvider> {
    let chosen = CryptoProvider::get_default().map(Arc::clone);
    chosen.unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()))
}

#[cfg(not(target_os = "android"))]
fn verifier(roots: Vec<CertificateDer<'static>>, provider: Arc<CryptoProvider>) -> Result<Verifier, rustls::Error> {
    Verifier::new_with_extra_roots(roots, provider)
}

#[cfg(target_os = "android")]
fn verifier(roots: Vec<CertificateDer<'static>>, provider: Arc<CryptoProvider>) -> Result<Verifier, rustls::Error> {
    match roots.is_empty() {
        true => Verifier::new(provider),
        false => Err(rustls::Error::General("this system takes no certificates beside its own".to_owned())),
    }
}

/// The certificates of a PEM text; nothing if there are none, or one is broken.
fn certificates(pem: &[u8]) -> Option<Vec<CertificateDer<'static>>> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    found.ok().filter(|it| !it.is_empty())
}
