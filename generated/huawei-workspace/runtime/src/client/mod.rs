//! The core of every client: builds a request, authenticates it, sends it, reads the answer.
//!
//! A printed client holds one [`Core`] and, per operation, a static description and a typed input.
//! [`Call`] is what lies between both: of it only encoding and decoding is compiled once per operation. The rest is not
//! generic and compiled once: [`Core`] takes the parts of a request, adds what the client knows (address, headers,
//! credentials), hands it to a [`Transport`] and gives back the parts of the reply.
//!
//! ```text
//! input --check, encode--> RequestParts --prepare--> HttpRequest --authenticate, send--> HttpResponse --decode--> output
//!   ^--- with what is `found`                            ^--- again, where `retry` says so ---'
//! ```
//!
//! Where to read: `builder` collects settings, and each room beside it (`retry`, `http_settings`, `header_limits`,
//! `access_key`) has the builder's methods for its own; `call` and `core` are the way above; `found` completes inputs
//! before it, `trace` watches it. `paging`, `waiting` and `streaming` are made of calls, `blocking` of all of them.
//! `show` writes requests down for people.
//!
//! Time limits need the timer of a tokio runtime, so calls must be made inside one, or block the thread (`blocking`).
//! Redirects are never followed: they would carry credentials to another host.

#[cfg(feature = "sign")]
mod access_key;
mod addresses;
mod api;
mod blocking;
mod builder;
mod call;
mod core;
mod credentials;
mod dynamic;
mod endpoint;
mod error;
mod found;
mod header_limits;
mod http;
#[cfg(feature = "reqwest")]
mod http_settings;
#[cfg(feature = "server")]
mod in_process;
mod json_secrets;
#[cfg(feature = "reqwest")]
mod over_reqwest;
mod paging;
mod quiet_failure;
mod retry;
mod show;
mod streaming;
#[cfg(feature = "reqwest")]
mod tls;
mod trace;
mod transport;
mod waiting;

pub use self::api::{Api, Server, Variable};
#[cfg(feature = "blocking")]
pub use self::blocking::{Blocking, BlockingDownload, block_on};
pub use self::builder::Builder;
pub use self::call::{Answer, Call, Sending};
pub use self::core::Core;
pub use self::credentials::{Attempt, Authenticate, AuthenticationError};
#[cfg(feature = "conformance")]
pub(crate) use self::dynamic::location_name;
pub use self::dynamic::{Dynamic, read_input, unknown_operation};
#[cfg(feature = "sign")]
pub(crate) use self::endpoint::Endpoint;
#[cfg(feature = "sign")]
pub(crate) use self::error::request_id_header;
pub use self::error::{Configuration, Error, InputError, ServiceError, Undecodable};
pub use self::http::{Headers, HttpRequest, HttpResponse};
#[cfg(feature = "sign")]
pub(crate) use self::http::{MASK, push_encoded};
#[cfg(feature = "reqwest")]
pub use self::http_settings::HttpSettings;
#[cfg(feature = "server")]
pub use self::in_process::InProcess;
#[cfg(feature = "reqwest")]
pub use self::over_reqwest::Reqwest;
pub use self::paging::{Items, ItemsOf, PageStyle, Pages, Paging, PagingError, PagingErrorKind, Stream};
pub use self::retry::{
    AttemptEnd, AttemptOutcome, AttemptStart, Observe, RetryBudget, RetryPolicy, Timeout, TimeoutKind,
};
pub use self::show::Revealed;
pub use self::streaming::{ByteStream, Download, StreamedResponse, Upload};
#[cfg(all(feature = "reqwest", feature = "sign"))]
pub(crate) use self::tls::trusting_nobody;
pub use self::transport::{Transport, TransportError, TransportErrorKind};
pub use self::waiting::{JobError, JobErrorKind, JobFailure, Progress, Wait, WaitError, WaitResult, Waited, Waiter};
pub use crate::future::BoxFuture;
pub use crate::service::{ErrorBody, Scheme, SchemeKind};

// The API that the tests call has a client and a server.
