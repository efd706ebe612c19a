//! The core of every client: builds a request, authenticates it, sends it, reads the answer.
//!
//! A printed client holds one [`Core`] and, per operation, a static description and a typed input.
//! All that happens between both and the wire stands here once and is not generic:
//! [`Core`] takes the parts of a request, adds what the client knows (address, headers, credentials),
//! hands it to a [`Transport`] and gives back the parts of the reply.
//!
//! ```text
//! input --check, encode--> RequestParts --prepare--> HttpRequest --authenticate, send--> HttpResponse --decode--> output
//!                                                        ^--- again, where `retry` says so ---'
//! ```
//!
//! Time limits need the timer of a tokio runtime, so calls must be made inside one.
//! Redirects are never followed: they would carry credentials to another host.

#[cfg(feature = "sign")]
mod access_key;
mod api;
mod builder;
mod call;
mod core;
mod credentials;
mod dynamic;
mod endpoint;
mod error;
mod http;
#[cfg(feature = "server")]
mod in_process;
#[cfg(feature = "reqwest")]
mod over_reqwest;
mod paging;
mod retry;
mod transport;
mod waiting;

pub use self::api::{Api, Server, Variable};
pub use self::builder::Builder;
pub use self::call::{Answer, Call, Sending};
pub use self::core::Core;
pub use self::credentials::{Attempt, Authenticate, AuthenticationError};
pub(crate) use self::dynamic::location_name;
pub use self::dynamic::{Dynamic, read_input, unknown_operation};
pub use self::error::{Configuration, Error, InputError, ServiceError, Undecodable};
pub use self::http::{Headers, HttpRequest, HttpResponse};
#[cfg(feature = "server")]
pub use self::in_process::InProcess;
#[cfg(feature = "reqwest")]
pub use self::over_reqwest::Reqwest;
pub use self::paging::{Items, ItemsOf, PageStyle, Pages, Paging, PagingError, PagingErrorKind, Stream};
pub use self::retry::{
    AttemptEnd, AttemptOutcome, AttemptStart, Observe, RetryBudget, RetryPolicy, Timeout, TimeoutKind,
};
pub use self::transport::{BoxFuture, Transport, TransportError, TransportErrorKind};
pub use self::waiting::{JobError, JobErrorKind, JobFailure, Progress, Wait, WaitError, WaitResult, Waited, Waiter};
pub use crate::service::{Scheme, SchemeKind};

// The API that the tests call has a client and a server.
#[cfg(all(test, feature = "conformance"))]
mod tests;

#[cfg(test)]
mod cancelling;
#[cfg(test)]
mod scripted;
