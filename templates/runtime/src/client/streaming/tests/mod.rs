//! Downloads and uploads: what moves when, what is in memory, and every way in which a body goes wrong.

#![expect(unreachable_pub, reason = "the macros of the runtime print public items, of which tests call some")]

mod downloads;
mod found;
mod sockets;
mod uploads;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use futures_core::Stream;

use super::*;
use crate as rt;
use crate::Bytes;
use crate::client::{
    BoxFuture, Builder, Call, Core, Error, Headers, HttpRequest, HttpResponse, RetryPolicy, TimeoutKind, Transport,
    TransportError, TransportErrorKind,
};
use crate::conformance::desk::{CLIENT_API, PutFileInput, calls, printed_record};

const OCTETS: &[&str] = &["application/octet-stream"];

printed_record!(GetFileInput {
    0 name: String = "path.name" rt::REQUIRED, &rt::Check::ANY, required;
});

impl rt::Input for GetFileInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "getFile",
        tag: "file",
        method: rt::Method::Get,
        path: "/files/{name}",
        params: &[rt::Param::path("name")],
        body: None,
        responses: &[
            rt::Response { status: rt::Status::Code(200), media: OCTETS, headers: &[] },
            rt::Response::json(202),
        ],
        security: &[],
        fixed_headers: &[],
        deprecated: false,
        ..rt::Operation::PLAIN
    };
    type Output = GetFileOutput;
}

#[derive(Clone, PartialEq, Debug)]
pub(crate) enum GetFileOutput {
    Ok(Bytes),
    Accepted(rt::Value),
}

impl rt::Output for GetFileOutput {
    type Success = Self;

    fn read(index: usize, from: &mut rt::ReplyReader<'_>) -> Result<Self, rt::DecodeError> {
        Ok(match index {
            0 => Self::Ok(from.body()?),
            _ => Self::Accepted(from.body()?),
        })
    }

    fn write(&self, to: &mut rt::ReplyWriter) -> Result<(), rt::EncodeError> {
        match self {
            Self::Ok(body) => to.body(0, 200, body),
            Self::Accepted(body) => to.body(1, 202, body),
        }
    }

    fn success(self) -> Result<Self, Self> {
        Ok(self)
    }
}

/// A printed call.
pub(crate) type GetFile<'a> = calls::Call<'a, GetFileInput>;

rt::call_download!(GetFile);

type PutFile<'a> = calls::Call<'a, PutFileInput>;

rt::call_upload!(PutFile);

pub(crate) fn get(core: &Core) -> GetFile<'_> {
    GetFile { call: Call::new(core, GetFileInput { name: "a".to_owned() }) }
}

fn put(core: &Core) -> PutFile<'_> {
    PutFile { call: Call::new(core, PutFileInput { name: "a".to_owned(), kind: "iso".to_owned(), body: None }) }
}

/// A client that waits for nothing before it sends again.
fn core(transport: impl Transport) -> Core {
    let policy = RetryPolicy::new().base_delay(std::time::Duration::ZERO);
    Builder::new(&CLIENT_API).transport(transport).retry(policy).build().expect("is set up well")
}

/// Pieces that are made when they are asked for, and counted.
fn counted(n_pieces: usize, size: usize, made: &Arc<AtomicUsize>) -> Counted {
    let made = Arc::clone(made);
    let mut pieces = 0..n_pieces;
    Polled(Box::new(move || {
        Poll::Ready(pieces.next().map(|number| {
            made.fetch_add(size, Ordering::SeqCst);
            Ok(Bytes(piece(number, size)))
        }))
    }))
}

type Counted = Polled<Box<dyn FnMut() -> Poll<Option<Result<Bytes, TransportError>>> + Send>>;

/// A piece whose bytes tell its number.
fn piece(number: usize, size: usize) -> Vec<u8> {
    vec![u8::try_from(number % 251).expect("is small"); size]
}

/// A stream from a function.
struct Polled<F>(F);

impl<T, F: FnMut() -> Poll<Option<T>> + Unpin> Stream for Polled<F> {
    type Item = T;

    fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> Poll<Option<T>> {
        (self.0)()
    }
}

/// What a transport does with a request.
#[derive(Debug, Clone, Copy)]
enum Deed {
    /// There is no connection; no piece is asked for.
    Refuse,
    /// Takes so many pieces, then answers.
    Take(usize, u16),
    /// Takes so many pieces, then never does anything.
    Hang(usize),
    /// Takes everything, answers.
    TakeAll(u16),
    /// Takes everything, puts the request off by so many seconds.
    PutOff(u32),
}

/// Does with each request what comes next.
#[derive(Clone, Default)]
struct Deeds {
    next: Arc<Mutex<VecDeque<Deed>>>,
    requests: Arc<Mutex<Vec<HttpRequest>>>,
    bodies: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Deeds {
    fn new(deeds: impl IntoIterator<Item = Deed>) -> Self {
        Self { next: Arc::new(Mutex::new(deeds.into_iter().collect())), ..Self::default() }
    }

    fn bodies(&self) -> Vec<Vec<u8>> {
        self.bodies.lock().expect("no test panics in between").clone()
    }

    fn request(&self) -> HttpRequest {
        self.requests.lock().expect("no test panics in between").last().cloned().expect("something was sent")
    }
}

impl Transport for Deeds {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        panic!("{request:?} is sent as a whole")
    }

    fn send_streamed(
        &self,
        request: HttpRequest,
        body: Option<ByteStream>,
    ) -> BoxFuture<'_, Result<StreamedResponse, TransportError>> {
        let deed = self.next.lock().expect("no test panics in between").pop_front().expect("there is a deed");
        self.requests.lock().expect("no test panics in between").push(request);
        Box::pin(async move {
            let (most, status) = match deed {
                Deed::Refuse => return Err(TransportError::new(TransportErrorKind::Connect, "refused")),
                Deed::Take(most, status) => (most, Some(status)),
                Deed::Hang(most) => (most, None),
                Deed::TakeAll(status) => (usize::MAX, Some(status)),
                Deed::PutOff(_) => (usize::MAX, Some(503)),
            };
            let mut taken = Vec::new();
            let mut body = body.expect("there is a body");
            for _ in 0..most {
                match body.next().await {
                    Some(piece) => taken.extend(piece?.into_vec()),
                    None => break,
                }
            }
            self.bodies.lock().expect("no test panics in between").push(taken);
            let Some(status) = status else { return std::future::pending().await };
            let mut headers: Headers = [("Content-Type", "text/plain")].into_iter().collect();
            if let Deed::PutOff(seconds) = deed {
                headers.push("Retry-After", seconds.to_string());
            }
            Ok(HttpResponse { status, headers, body: b"taken".to_vec() }.into())
        })
    }
}
