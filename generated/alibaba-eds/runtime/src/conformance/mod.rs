//! Proves that a printed client, a printed server and the description they come from agree.
//!
//! Every value is made from the schemas of the description, read here a second time and independently of the
//! generator. Requests go from the client through its typed setters, over a socket, into the server's typed inputs,
//! and what the server understood must be what was sent; then the same for every documented answer on the way back.
//!
//! ```text
//! description -> value -> client -> HTTP -> server -> value'      value == value'
//! description -> value -> server -> HTTP -> client -> value'      value == value'
//! ```
//!
//! Per operation and direction there are four rounds: what is required; everything, once for every value of an enum
//! and every variant of a union; edges (unusual text, unknown enum values, the largest numbers); and edges at the
//! other end (empty text and lists, nulls, the smallest numbers).
//! The examples of a description that was checked strictly are sent in the same way.
//! Last, every operation with one documented success gets it with another status, and without content if it requires
//! nothing, as services send it.
//! What no value can be made for is named in the [`Summary`], never left out in silence.

mod compare;
mod description;
mod drive;
mod examples;
mod lenient;
mod make;
mod number;
mod pattern;
mod recorder;
mod report;
mod request;
mod response;
mod schema;
mod text;

use std::time::Duration;

use axum::Router;

pub use self::recorder::Recorder;
pub use self::report::Summary;
use crate::client::Dynamic;

/// How long a whole run may take.
const RUN_LIMIT: Duration = Duration::from_secs(600);

/// The description to prove.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    description: &'a str,
    plays_examples: bool,
}

impl<'a> Subject<'a> {
    /// A description whose examples may not fit it.
    #[must_use]
    pub const fn of(description: &'a str) -> Self {
        Self { description, plays_examples: false }
    }

    /// Plays the examples too: they are known to fit.
    #[must_use]
    pub const fn with_examples(self) -> Self {
        Self { plays_examples: true, ..self }
    }
}

impl<'a> From<&'a str> for Subject<'a> {
    fn from(description: &'a str) -> Self {
        Self::of(description)
    }
}

impl<'a> From<&'a String> for Subject<'a> {
    fn from(description: &'a String) -> Self {
        Self::of(description)
    }
}

/// Serves `router` on a loopback socket and compares what `client` and the server behind it make of every operation.
///
/// `client` gets the address of the server. `router` gets a recorder, to be put behind
/// [`Forward`](crate::server::Forward).
///
/// # Errors
/// Everything that differs, one line each: operation, field, both values.
pub fn run<'a>(
    subject: impl Into<Subject<'a>>,
    client: &dyn Fn(String) -> Box<dyn Dynamic>,
    router: &dyn Fn(Recorder) -> Router,
) -> Result<Summary, String> {
    let subject = subject.into();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()
        .map_err(|error| format!("no runtime: {error}"))?;
    runtime.block_on(async {
        let recorder = Recorder::new();
        let (address, server) = serve(router(recorder.clone())).await?;
        let result = run_with(subject, client(address).as_ref(), &recorder).await;
        server.abort();
        let mut summary = result?;
        let canned = lenient::Canned::default();
        let (address, server) = serve(canned.router()).await?;
        let result = tokio::time::timeout(RUN_LIMIT, lenient::run(subject, client(address).as_ref(), &canned)).await;
        server.abort();
        summary.lenient = result.map_err(|_| format!("the run took longer than {RUN_LIMIT:?}"))??;
        Ok(summary)
    })
}

/// Serves a router on a socket of this machine.
async fn serve(router: Router) -> Result<(String, tokio::task::JoinHandle<std::io::Result<()>>), String> {
    let listener =
        tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.map_err(|error| format!("no socket: {error}"))?;
    let address = listener.local_addr().map_err(|error| format!("no address: {error}"))?;
    Ok((format!("http://{address}"), tokio::spawn(async move { axum::serve(listener, router).await })))
}

/// Like [`run`], with a client that already reaches the server with `recorder` behind it.
///
/// # Errors
/// As [`run`].
pub async fn run_with<'a>(
    subject: impl Into<Subject<'a>>,
    client: &dyn Dynamic,
    recorder: &Recorder,
) -> Result<Summary, String> {
    match tokio::time::timeout(RUN_LIMIT, drive::run(subject.into(), client, recorder)).await {
        Ok(result) => result,
        Err(_) => Err(format!("the run took longer than {RUN_LIMIT:?}")),
    }
}
