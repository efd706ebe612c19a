//! What must hold for any bytes from outside: no panic, errors that can be shown, and that what was read is written
//! and read to the same again.
//!
//! Shared by the fuzz targets and by a test of the runtime; both have the runtime's items at the root of their crate.

use std::fmt::Debug;

use specwright_runtime as rt;
use specwright_runtime::client::{
    Api, BoxFuture, Builder, Call, Error, HttpRequest, HttpResponse, Transport, TransportError,
};

#[path = "../../src/conformance/desk/operations.rs"]
mod operations;
#[path = "../../src/conformance/desk/types.rs"]
mod types;

use operations::{
    CreateDesktopInput, DropInput, ListDesktopsInput, PickInput, ProbeDesktopsInput, PutFileInput, StartDesktopInput,
};
use types::{Desktop, Image, Item, Owner, Size, State};

/// An answer: `200`, a line per header, an empty line, the body.
pub fn reply(bytes: &[u8]) {
    let (head, body) = parts(bytes);
    let mut lines = head.lines();
    let status =
        lines.next().and_then(|it| it.trim().parse().ok()).filter(|it| (100..1000).contains(it)).unwrap_or(200);
    let headers = headers(lines);
    let content_type = headers.iter().find(|(name, _)| name == "content-type").map(|(_, value)| value.clone());
    let reply = rt::ReplyParts { status, headers, content_type, body: body.to_vec() };
    check_reply::<ListDesktopsInput>(&reply);
    check_reply::<CreateDesktopInput>(&reply);
    check_reply::<ProbeDesktopsInput>(&reply);
    check_reply::<StartDesktopInput>(&reply);
    check_reply::<PutFileInput>(&reply);
    check_reply::<PickInput>(&reply);
    check_reply::<DropInput>(&reply);
    check_calls(reply);
}

/// A request: path and query, a line per header, an empty line, the body.
pub fn request(bytes: &[u8]) {
    let (head, body) = parts(bytes);
    let mut lines = head.lines();
    let (path, query) = lines.next().map_or(("", ""), |it| it.split_once('?').unwrap_or((it, "")));
    let headers = headers(lines);
    let request = rt::IncomingRequest { path, query, headers: &headers, body };
    check_request::<ListDesktopsInput>(&request);
    check_request::<CreateDesktopInput>(&request);
    check_request::<ProbeDesktopsInput>(&request);
    check_request::<StartDesktopInput>(&request);
    check_request::<PutFileInput>(&request);
    check_request::<PickInput>(&request);
    check_request::<DropInput>(&request);
}

/// JSON text, as records, enums and unions.
pub fn value(bytes: &[u8]) {
    check_value::<Desktop>(bytes);
    check_value::<Image>(bytes);
    check_value::<Owner>(bytes);
    check_value::<Item>(bytes);
    check_value::<State>(bytes);
    check_value::<Size>(bytes);
    check_value::<rt::Value>(bytes);
}

fn parts(bytes: &[u8]) -> (std::borrow::Cow<'_, str>, &[u8]) {
    let end = bytes.windows(2).position(|it| it == b"\n\n");
    let (head, body) = end.map_or((bytes, &[][..]), |end| (&bytes[..end], &bytes[end + 2..]));
    (String::from_utf8_lossy(head), body)
}

fn headers<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let pairs = lines.filter_map(|it| it.split_once(':'));
    pairs.map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned())).collect()
}

fn check_reply<I: rt::Input>(reply: &rt::ReplyParts)
where
    I::Output: PartialEq,
{
    let output = match rt::decode_reply::<I>(reply) {
        Ok(output) => output,
        Err(error) => return drop(format!("{error} {error:?}")),
    };
    // A value that headers cannot carry is the only thing that is read and not written.
    if let Ok(written) = rt::encode_reply::<I>(&output) {
        assert_eq!(rt::decode_reply::<I>(&written).as_ref(), Ok(&output), "{reply:?}");
    }
    let json = rt::output_to_json(&output, I::OPERATION).expect("what was read has a JSON form");
    assert_eq!(rt::output_from_json::<I>(json).as_ref(), Ok(&output));
}

fn check_request<I: rt::Input + PartialEq + Debug>(request: &rt::IncomingRequest<'_>) {
    let input = match rt::decode_request::<I>(request) {
        Ok(input) => input,
        Err(faults) => return faults.iter().for_each(|it| drop(it.to_string())),
    };
    drop(rt::check(&input));
    let json = rt::to_value(&input);
    assert_eq!(rt::from_value::<I>(json).as_ref(), Ok(&input));
    let Ok(written) = rt::encode_request(&input, &|_| None) else { return };
    let mut headers: Vec<_> =
        written.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    headers.extend(written.content_type.map(|it| ("content-type".to_owned(), it)));
    let again =
        rt::IncomingRequest { path: &written.path, query: &written.query, headers: &headers, body: &written.body };
    assert_eq!(rt::decode_request::<I>(&again).as_ref(), Ok(&input), "{} {}", written.path, written.query);
}

fn check_value<T: rt::Decode + rt::Encode + PartialEq + Debug>(bytes: &[u8]) {
    if let Ok(value) = rt::from_json::<T>(bytes) {
        check_round_trip(&value);
    }
    if let Ok(value) = serde_json::from_slice::<rt::Value>(bytes)
        && let Ok(value) = rt::from_value::<T>(value)
    {
        check_round_trip(&value);
    }
}

fn check_round_trip<T: rt::Decode + rt::Encode + PartialEq + Debug>(value: &T) {
    let json = rt::to_value(value);
    assert_eq!(rt::from_value_ref::<T>(&json).as_ref(), Ok(value));
    let again = rt::from_json::<T>(&rt::to_json(value)).expect("what was written can be read");
    assert_eq!(again, *value);
}

/// A transport with one answer.
struct Answering(HttpResponse);

impl Transport for Answering {
    fn send(&self, _: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(std::future::ready(Ok(self.0.clone())))
    }
}

static API: Api = Api {
    name: "Desk",
    version: "1",
    default_user_agent: "desk/1",
    servers: &[],
    error_shape: rt::ErrorShape {
        code: &["error_code", "code"],
        message: &["error_msg", "message"],
        detail: &["error_detail"],
        request_id: &["request_id"],
    },
    schemes: &[],
};

/// The whole way of a call: errors of the service, retries, what is shown.
fn check_calls(reply: rt::ReplyParts) {
    let response =
        HttpResponse { status: reply.status, headers: reply.headers.into_iter().collect(), body: reply.body };
    let builder = Builder::new(&API).endpoint("http://h").parameter("project_id", "p").jitter(|| 1.0);
    let core = builder.transport(Answering(response)).build().expect("is set up well");
    // Waits take no time here.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("threads have runtimes").block_on(async {
        let list = || Call::new(&core, rt::blank());
        check_shown(Call::<ListDesktopsInput>::send(list()).await.map(drop));
        check_shown(Call::<ListDesktopsInput>::respond(list()).await.map(drop));
        check_shown(Call::<ListDesktopsInput>::send_raw(list()).await.map(drop));
        let start = StartDesktopInput { project_id: "p".to_owned(), id: "d".to_owned() };
        check_shown(Call::new(&core, start).send().await);
    });
}

/// What errors show of an answer is short and on one line.
fn check_shown(result: Result<(), Error>) {
    let Err(error) = result else { return };
    let (shown, debug) = (error.to_string(), format!("{error:?}"));
    // Three hundred characters of up to ten bytes, in up to five places; headers beside them.
    assert!(shown.len() < 16_000 && debug.len() < 200_000, "{shown}");
    assert!(!shown.contains(char::is_control) && !debug.contains(char::is_control), "{shown}");
    let _ = (error.is_retryable(), error.is_not_found(), error.is_throttled(), error.attempts());
}
