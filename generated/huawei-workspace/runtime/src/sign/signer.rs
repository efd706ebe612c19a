//! Signs the requests of a client.

use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use super::canonical::{AUTHORIZATION, UNSIGNED, query_pairs};
use super::{AccessKey, CredentialsError, ProvideCredentials, Request, Signature, Vendor, acs3, huawei, rpc};
use crate::client::{Attempt, Authenticate, AuthenticationError, BoxFuture, HttpRequest};
use crate::service::{Scheme, SchemeKind};

type Clock = dyn Fn() -> SystemTime + Send + Sync;
type NonceSource = dyn Fn() -> String + Send + Sync;

/// The hook of a client that signs every request anew.
///
/// The algorithm is the one that the scheme names: `SDK-HMAC-SHA256`, `ACS3-HMAC-SHA256`, or `HMAC-SHA1` for the older
/// signature of Alibaba's RPC calls. The request is sent as it was signed: its query is brought into the signed form.
#[derive(Clone)]
pub struct Signer {
    scheme: &'static str,
    algorithm: Algorithm,
    provider: Arc<dyn ProvideCredentials>,
    clock: Arc<Clock>,
    nonces: Arc<NonceSource>,
    /// Tells keys apart without keeping them.
    marks: RandomState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Huawei,
    Acs3,
    Rpc,
}

impl Signer {
    /// A signer for a security scheme; [`None`] if the scheme is no signature or has an unknown algorithm.
    #[must_use]
    pub fn new(scheme: &Scheme, provider: impl ProvideCredentials) -> Option<Self> {
        Some(Self {
            scheme: scheme.name,
            algorithm: Algorithm::of(scheme)?,
            provider: Arc::new(provider),
            clock: Arc::new(SystemTime::now),
            nonces: Arc::new(new_nonce),
            marks: RandomState::new(),
        })
    }

    /// The same signer with Alibaba Cloud's older signature for RPC calls (`HMAC-SHA1`, all in the query), for services
    /// and gateways that know no other; [`None`] for another vendor's scheme.
    #[must_use]
    pub fn rpc_signature(self) -> Option<Self> {
        match self.algorithm {
            Algorithm::Huawei => None,
            Algorithm::Acs3 | Algorithm::Rpc => Some(Self { algorithm: Algorithm::Rpc, ..self }),
        }
    }

    /// The vendor whose algorithm a scheme names.
    #[must_use]
    pub fn vendor(scheme: &Scheme) -> Option<Vendor> {
        Algorithm::of(scheme).map(|it| match it {
            Algorithm::Huawei => Vendor::Huawei,
            Algorithm::Acs3 | Algorithm::Rpc => Vendor::Alibaba,
        })
    }

    /// Tells the time in another way than by the clock of the system.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }

    /// Makes nonces in another way; each must be a new one.
    #[must_use]
    pub fn nonces(mut self, next: impl Fn() -> String + Send + Sync + 'static) -> Self {
        self.nonces = Arc::new(next);
        self
    }

    /// The key to sign with now.
    pub(crate) async fn key(&self) -> Result<AccessKey, CredentialsError> {
        self.provider.credentials().await
    }

    /// What time it is for signatures.
    pub(crate) fn now(&self) -> SystemTime {
        (self.clock)()
    }

    /// A number by which a key is known again.
    fn mark(&self, key: &AccessKey) -> u64 {
        self.marks.hash_one((key.id(), key.secret(), key.security_token()))
    }

    /// Whether there is another key than the one that was refused. It may have been renewed for another call already;
    /// else whoever keeps it is told to forget it.
    async fn other_key(&self, refused: u64) -> Result<bool, CredentialsError> {
        let key = self.key().await?;
        if self.mark(&key) != refused {
            return Ok(true);
        }
        Ok(self.provider.forget(&key) && self.mark(&self.key().await?) != refused)
    }

    fn sign(
        &self,
        request: &mut HttpRequest,
        key: &AccessKey,
        attempt: &Attempt<'_>,
    ) -> Result<(), AuthenticationError> {
        // An attempt may be made from an earlier one: what was signed then is signed anew.
        for name in [AUTHORIZATION, "X-Sdk-Date", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256"] {
            request.headers.remove(name);
        }
        self.leave_stream_unsigned(request)?;
        if self.algorithm == Algorithm::Rpc {
            return self.sign_rpc(request, key);
        }
        let signature = self.signature(request, key, attempt)?;
        request.query = signature.query;
        for (name, value) in signature.headers {
            match name {
                // The transport adds it, from the same field.
                "Host" | "host" => {}
                AUTHORIZATION | "X-Security-Token" | "x-acs-security-token" => request.headers.set_secret(name, value),
                _ => request.headers.set(name, value),
            }
        }
        Ok(())
    }

    /// Nobody can hash a body before it is sent in pieces: says so where the algorithm knows of that.
    fn leave_stream_unsigned(&self, request: &mut HttpRequest) -> Result<(), AuthenticationError> {
        let is_form = |it: &str| it.starts_with("application/x-www-form-urlencoded");
        match self.algorithm {
            _ if !request.is_streamed() => Ok(()),
            Algorithm::Huawei => {
                // Who knows the hash beforehand may have set it.
                if request.headers.get(huawei::HASH).is_none() {
                    request.headers.set(huawei::HASH, UNSIGNED);
                }
                Ok(())
            }
            // Only forms are signed, as parameters.
            Algorithm::Rpc if !request.headers.get("content-type").is_some_and(is_form) => Ok(()),
            Algorithm::Acs3 | Algorithm::Rpc => Err(AuthenticationError::new(
                "the signature covers the body, which is not known before it is sent in pieces: send it as a whole",
            )),
        }
    }

    fn signature(
        &self,
        request: &HttpRequest,
        key: &AccessKey,
        attempt: &Attempt<'_>,
    ) -> Result<Signature, AuthenticationError> {
        let host = host_as_sent(request);
        let plain = Request {
            method: request.method.as_str(),
            host: &host,
            path: &request.path,
            query: query_pairs(&request.query, false).ok_or_else(not_text)?,
            headers: request.headers.iter().collect(),
            // An empty body is signed as such; one in pieces is not known to be empty.
            body: if request.is_streamed() { b"in pieces" } else { &request.body },
        };
        let time = (self.clock)();
        Ok(match self.algorithm {
            Algorithm::Huawei => {
                // A request is about a project, or else about an account.
                let project_id = attempt.subject(request, "project_id");
                let domain_id = attempt.parameter("domain_id").filter(|_| project_id.is_none());
                let scope = huawei::Scope { project_id: project_id.as_deref(), domain_id };
                huawei::sign(&plain, key, &scope, time)
            }
            Algorithm::Acs3 | Algorithm::Rpc => acs3::sign(&plain, key, time, &(self.nonces)()),
        })
    }

    /// Action and version move from headers, where the description has them, into the query.
    fn sign_rpc(&self, request: &mut HttpRequest, key: &AccessKey) -> Result<(), AuthenticationError> {
        let taken = |name: &str| request.headers.get(name).unwrap_or_default().to_owned();
        let (action, version) = (taken("x-acs-action"), taken("x-acs-version"));
        let common = rpc::common_parameters(&action, &version, key, (self.clock)(), &(self.nonces)());
        request.headers.remove("x-acs-action");
        request.headers.remove("x-acs-version");
        for (name, value) in &common {
            request.push_query(name, value);
        }
        let signature = {
            let mut pairs = query_pairs(&request.query, false).ok_or_else(not_text)?;
            let form =
                request.headers.get("content-type").filter(|it| it.starts_with("application/x-www-form-urlencoded"));
            if form.is_some() {
                let body = std::str::from_utf8(&request.body).map_err(|_| not_text())?;
                pairs.extend(query_pairs(body, true).ok_or_else(not_text)?);
            }
            rpc::sign(request.method.as_str(), &pairs, key)
        };
        request.push_secret_query("Signature", &signature.value);
        Ok(())
    }
}

impl Algorithm {
    fn of(scheme: &Scheme) -> Option<Self> {
        match scheme.kind {
            SchemeKind::Signature { algorithm: huawei::ALGORITHM } => Some(Self::Huawei),
            SchemeKind::Signature { algorithm: acs3::ALGORITHM } => Some(Self::Acs3),
            SchemeKind::Signature { algorithm: rpc::ALGORITHM } => Some(Self::Rpc),
            _ => None,
        }
    }
}

impl Authenticate for Signer {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut HttpRequest,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), AuthenticationError>> {
        Box::pin(async move {
            let key = self.key().await?;
            attempt.note(self.mark(&key));
            self.sign(request, &key, &attempt)
        })
    }

    fn refresh<'a>(&'a self, attempt: Attempt<'a>) -> BoxFuture<'a, bool> {
        // Without another key, the refusal at hand says more than why there is none.
        Box::pin(async move { self.other_key(attempt.noted()).await.unwrap_or(false) })
    }

    fn scheme(&self) -> Option<&str> {
        Some(self.scheme)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("scheme", &self.scheme)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

/// The host as HTTP libraries send it: in lower case, without the scheme's usual port.
pub(crate) fn host_as_sent(request: &HttpRequest) -> String {
    let host = request.host.to_ascii_lowercase();
    let port = if request.scheme == "https" { ":443" } else { ":80" };
    host.strip_suffix(port).map(str::to_owned).unwrap_or(host)
}

fn not_text() -> AuthenticationError {
    AuthenticationError::new("a parameter is not UTF-8, so the request cannot be signed")
}

/// A text that no other request has: unique in this process, and keyed at random between processes.
fn new_nonce() -> String {
    static COUNTER: AtomicU64 = AtomicU64::new(0);
    static KEYS: OnceLock<(RandomState, RandomState)> = OnceLock::new();
    let (high, low) = KEYS.get_or_init(|| (RandomState::new(), RandomState::new()));
    let number = COUNTER.fetch_add(1, Ordering::Relaxed);
    format!("{:016x}{:016x}", high.hash_one(number), low.hash_one(number))
}
