//! The server's side: whether a request was signed by who it says, recently, and for the first time.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use super::canonical::{hmac_sha256_hex, same_secret};
use super::received::{Parsed, Received};
use super::{AccessKey, Vendor, acs3, huawei, parse_date, rpc};

/// The default of [`Verifier::skew`]: what the vendors' gateways allow.
const SKEW: Duration = Duration::from_secs(15 * 60);

type Lookup = dyn Fn(&str) -> Option<AccessKey> + Send + Sync;
type TokenLookup = dyn Fn(&str) -> Option<String> + Send + Sync;
type Clock = dyn Fn() -> SystemTime + Send + Sync;

/// Checks signed requests against a lookup of keys.
///
/// As a guard of a server it answers a bad signature in the vendor's own words and lets operations pass that ask for
/// no credentials. Clones share what they remember.
///
/// ```
/// # use specwright_runtime as runtime;
/// use runtime::sign::{AccessKey, Received, Refusal, Vendor, Verifier};
///
/// let verifier = Verifier::new(Vendor::Huawei, |id: &str| (id == "AK").then(|| AccessKey::new("AK", "secret")));
/// let unsigned = Received { method: "GET", target: "/v2/p/desktops", headers: vec![("host", "h")], body: b"" };
/// assert_eq!(verifier.verify(&unsigned).err(), Some(Refusal::Missing));
/// ```
#[derive(Clone)]
pub struct Verifier {
    vendor: Vendor,
    lookup: Arc<Lookup>,
    token_lookup: Option<Arc<TokenLookup>>,
    clock: Arc<Clock>,
    skew: Duration,
    needs_signed_body: bool,
    nonces: Arc<Mutex<Nonces>>,
}

/// Who signed a request, and the texts that prove it.
#[derive(Clone, PartialEq, Eq)]
pub struct Verified {
    /// The id of the key, or whom the token was issued to.
    pub key_id: String,
    /// The algorithm, or [`TOKEN`].
    pub algorithm: &'static str,
    /// The request in the form that was hashed; empty where there is none. It may hold a token.
    pub canonical_request: String,
    /// What was signed.
    pub string_to_sign: String,
}

impl fmt::Debug for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified")
            .field("key_id", &self.key_id)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

/// [`Verified::algorithm`] of a request with a token, and the header that it stands in.
pub const TOKEN: &str = "X-Auth-Token";

/// Why a request is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no signature of an algorithm that is accepted.
    Missing,
    /// The signature cannot be read, leaves out what must be signed, or names a header that is not there once.
    Malformed,
    /// Nobody has this key.
    UnknownKey,
    /// The key is no longer valid.
    ExpiredKey,
    /// The request was signed too long ago, or in the future.
    WrongTime,
    /// The token is not the one that came with the key.
    WrongToken,
    /// Nobody has this token, which stands in place of a signature.
    UnknownToken,
    /// The body is not the one that was signed.
    BodyMismatch,
    /// The body is not covered by the signature.
    UnsignedBody,
    /// The signature is not the one that the key makes of this request.
    WrongSignature,
    /// The request was sent before.
    Replayed,
}

impl Refusal {
    /// The error code and the status that a vendor's gateway gives for it.
    #[must_use]
    pub const fn code(self, vendor: Vendor) -> (u16, &'static str) {
        match (vendor, self) {
            (Vendor::Huawei, Self::WrongTime) => (401, "APIGW.0303"),
            (Vendor::Huawei, _) => (401, "APIGW.0301"),
            (Vendor::Alibaba, Self::UnknownKey) => (404, "InvalidAccessKeyId.NotFound"),
            (Vendor::Alibaba, Self::ExpiredKey) => (400, "InvalidSecurityToken.Expired"),
            (Vendor::Alibaba, Self::WrongToken | Self::UnknownToken) => (400, "InvalidSecurityToken.Malformed"),
            (Vendor::Alibaba, Self::WrongTime) => (400, "InvalidTimeStamp.Expired"),
            (Vendor::Alibaba, Self::Replayed) => (400, "SignatureNonceUsed"),
            (Vendor::Alibaba, Self::Missing | Self::Malformed | Self::UnsignedBody) => (400, "IncompleteSignature"),
            (Vendor::Alibaba, Self::BodyMismatch | Self::WrongSignature) => (400, "SignatureDoesNotMatch"),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "the request is not signed",
            Self::Malformed => "the signature is incomplete",
            Self::UnknownKey => "the access key does not exist",
            Self::ExpiredKey => "the access key is no longer valid",
            Self::WrongTime => "the signature is expired or not yet valid",
            Self::WrongToken => "the security token is not that of the access key",
            Self::UnknownToken => "the token is not valid",
            Self::BodyMismatch => "the body is not the one that was signed",
            Self::UnsignedBody => "the body is not signed",
            Self::WrongSignature => "the signature does not match",
            Self::Replayed => "the request was sent before",
        })
    }
}

impl std::error::Error for Refusal {}

impl Verifier {
    /// A verifier of a vendor's algorithms that finds keys by their ids.
    #[must_use]
    pub fn new(vendor: Vendor, lookup: impl Fn(&str) -> Option<AccessKey> + Send + Sync + 'static) -> Self {
        Self {
            vendor,
            lookup: Arc::new(lookup),
            token_lookup: None,
            clock: Arc::new(SystemTime::now),
            skew: SKEW,
            needs_signed_body: false,
            nonces: Arc::default(),
        }
    }

    /// How far the time of a request may be off; 15 minutes unless set.
    #[must_use]
    pub const fn skew(mut self, skew: Duration) -> Self {
        self.skew = skew;
        self
    }

    /// Tells the time in another way than by the clock of the system.
    #[must_use]
    pub fn clock(mut self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(now);
        self
    }

    /// Refuses bodies that the sender chose not to sign (`UNSIGNED-PAYLOAD`).
    #[must_use]
    pub const fn signed_bodies_only(mut self) -> Self {
        self.needs_signed_body = true;
        self
    }

    /// The vendor whose algorithms are accepted.
    #[must_use]
    pub const fn vendor(&self) -> Vendor {
        self.vendor
    }

    /// Accepts requests that carry a token in `X-Auth-Token` instead of a signature.
    ///
    /// `lookup` tells to whom a token was issued, which becomes [`Verified::key_id`]; it must not take longer for a
    /// token that is almost right, as looking for its hash in a map does not. A request with both is judged by its
    /// signature.
    ///
    /// ```
    /// # use specwright_runtime as runtime;
    /// use runtime::sign::{Received, TOKEN, Vendor, Verifier};
    ///
    /// let tokens = std::collections::HashMap::from([("t-1".to_owned(), "alice".to_owned())]);
    /// let verifier = Verifier::new(Vendor::Huawei, |_: &str| None).token_lookup(move |it: &str| tokens.get(it).cloned());
    /// let request = Received { method: "GET", target: "/", headers: vec![("X-Auth-Token", "t-1")], body: b"" };
    /// let caller = verifier.verify(&request).expect("alice has this token");
    /// assert_eq!((caller.key_id.as_str(), caller.algorithm), ("alice", TOKEN));
    /// ```
    #[must_use]
    pub fn token_lookup(mut self, lookup: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> Self {
        self.token_lookup = Some(Arc::new(lookup));
        self
    }

    /// Who signed the request.
    ///
    /// # Errors
    /// Why it is not believed. A request is remembered only when it is believed.
    pub fn verify(&self, received: &Received<'_>) -> Result<Verified, Refusal> {
        let claim = match Claim::read(self.vendor, received) {
            Err(Refusal::Missing) => return self.verify_token(received),
            claim => claim?,
        };
        let key = (self.lookup)(claim.key_id()?).ok_or(Refusal::UnknownKey)?;
        // Nothing that an answer could tell apart is said before the sender is known to hold the secret.
        let evidence = claim.signed_evidence(received, &key)?;
        let now = (self.clock)();
        self.check_time(&key, &evidence, now)?;
        match (key.security_token(), &evidence.token) {
            (Some(issued), Some(sent)) if same_secret(issued, sent) => {}
            (None, None) => {}
            _ => return Err(Refusal::WrongToken),
        }
        if self.needs_signed_body && !evidence.body_is_signed {
            return Err(Refusal::UnsignedBody);
        }
        if let Some(nonce) = &evidence.nonce {
            self.remember(&format!("{} {nonce}", key.id()), &evidence.date, now)?;
        }
        Ok(Verified {
            key_id: key.id().to_owned(),
            algorithm: claim.algorithm(),
            canonical_request: evidence.canonical_request,
            string_to_sign: evidence.string_to_sign,
        })
    }

    /// Who has the token of a request without a signature.
    fn verify_token(&self, received: &Received<'_>) -> Result<Verified, Refusal> {
        let mut tokens = received.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(TOKEN));
        let (lookup, token) = match (&self.token_lookup, tokens.next(), tokens.next()) {
            (Some(lookup), Some((_, token)), None) => (lookup, token),
            (Some(_), Some(_), Some(_)) => return Err(Refusal::Malformed),
            _ => return Err(Refusal::Missing),
        };
        let key_id = lookup(token).ok_or(Refusal::UnknownToken)?;
        Ok(Verified { key_id, algorithm: TOKEN, canonical_request: String::new(), string_to_sign: String::new() })
    }

    fn check_time(&self, key: &AccessKey, evidence: &Evidence, now: SystemTime) -> Result<(), Refusal> {
        let signed = parse_date(&evidence.date).ok_or(Refusal::Malformed)?;
        let distance = now.duration_since(signed).unwrap_or_else(|error| error.duration());
        if distance > self.skew {
            return Err(Refusal::WrongTime);
        }
        match key.expires_at().is_some_and(|it| it <= now) {
            true => Err(Refusal::ExpiredKey),
            false => Ok(()),
        }
    }

    /// Remembers a nonce for as long as a request with its date would be accepted.
    fn remember(&self, nonce: &str, date: &str, now: SystemTime) -> Result<(), Refusal> {
        // A time that no clock will show never comes.
        let until = parse_date(date).ok_or(Refusal::Malformed)?.checked_add(self.skew);
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        nonces.insert(nonce, until, now).then_some(()).ok_or(Refusal::Replayed)
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier").field("vendor", &self.vendor).field("skew", &self.skew).finish_non_exhaustive()
    }
}

/// What a request brings to its proof.
pub(super) struct Evidence {
    pub(super) canonical_request: String,
    pub(super) string_to_sign: String,
    pub(super) date: String,
    pub(super) token: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) body_is_signed: bool,
}

/// What a request claims, by algorithm.
enum Claim<'a> {
    Huawei(Parsed<'a>),
    Acs3(Parsed<'a>),
    Rpc(rpc::RpcCall<'a>),
}

impl<'a> Claim<'a> {
    fn read(vendor: Vendor, received: &Received<'a>) -> Result<Self, Refusal> {
        match (vendor, received.header("authorization")) {
            (Vendor::Huawei, Some(it)) => huawei::parse(received, it).map(Self::Huawei),
            (Vendor::Huawei, None) => Err(Refusal::Missing),
            (Vendor::Alibaba, Some(it)) => acs3::parse(received, it).map(Self::Acs3),
            (Vendor::Alibaba, None) => rpc::parse(received).map(Self::Rpc),
        }
    }

    fn key_id(&self) -> Result<&str, Refusal> {
        match self {
            Self::Huawei(it) | Self::Acs3(it) => Ok(it.key_id),
            Self::Rpc(it) => it.key_id(),
        }
    }

    const fn algorithm(&self) -> &'static str {
        match self {
            Self::Huawei(_) => huawei::ALGORITHM,
            Self::Acs3(_) => acs3::ALGORITHM,
            Self::Rpc(_) => rpc::ALGORITHM,
        }
    }

    /// The evidence that the signature fits; an algorithm that clients read in several ways has several to try.
    fn signed_evidence(&self, received: &Received<'_>, key: &AccessKey) -> Result<Evidence, Refusal> {
        let is_signed = |it: &Evidence| self.is_signed_with(key, it);
        let evidence = match self {
            Self::Huawei(it) => {
                for reading in huawei::Reading::ALL {
                    let evidence = huawei::evidence(received, it, reading)?;
                    if is_signed(&evidence) {
                        return Ok(evidence);
                    }
                }
                return Err(Refusal::WrongSignature);
            }
            Self::Acs3(it) => acs3::evidence(received, it)?,
            Self::Rpc(it) => rpc::evidence(received, it)?,
        };
        Some(evidence).filter(is_signed).ok_or(Refusal::WrongSignature)
    }

    fn is_signed_with(&self, key: &AccessKey, evidence: &Evidence) -> bool {
        match self {
            Self::Huawei(it) | Self::Acs3(it) => {
                let expected = hmac_sha256_hex(key.secret().as_bytes(), &evidence.string_to_sign);
                same_secret(&expected, it.signature)
            }
            Self::Rpc(it) => rpc::is_signed_with(key, evidence, &it.signature),
        }
    }
}

/// Nonces, each with the time until which it counts, if that ever ends.
#[derive(Default)]
struct Nonces {
    seen: HashMap<String, Option<SystemTime>>,
    n_before_pruning: usize,
}

impl Nonces {
    /// Whether the nonce is new.
    fn insert(&mut self, nonce: &str, until: Option<SystemTime>, now: SystemTime) -> bool {
        let counts = |until: &Option<SystemTime>| until.is_none_or(|it| it >= now);
        // Looking at all of them only when they have doubled keeps the cost per request constant.
        if self.seen.len() >= self.n_before_pruning {
            self.seen.retain(|_, until| counts(until));
            self.n_before_pruning = (self.seen.len() * 2).max(1024);
        }
        !self.seen.insert(nonce.to_owned(), until).is_some_and(|it| counts(&it))
    }
}
