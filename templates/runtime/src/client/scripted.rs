//! A service that plays a script, and an operation by hand, for the tests of pages, jobs and repetitions.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use super::{Api, BoxFuture, Builder, Call, Core, HttpRequest, HttpResponse, Server};
use super::{Transport, TransportError, TransportErrorKind};
use crate as rt;

static API: Api = Api {
    name: "Scripted",
    version: "1",
    default_user_agent: "scripted/1",
    servers: &[Server { url: "https://example.org", variables: &[] }],
    error_shape: rt::ErrorShape { code: &["code"], message: &["message"], detail: &[], request_id: &[] },
    schemes: &[],
};

type Headers = &'static [(&'static str, &'static str)];

/// One step of a script.
#[derive(Clone)]
pub(super) enum Step {
    Answer(u16, Headers, Cow<'static, str>),
    Fault(TransportErrorKind),
    /// Nothing ever comes back.
    Hang,
}

pub(super) const fn answer(status: u16, headers: Headers, body: &'static str) -> Step {
    Step::Answer(status, headers, Cow::Borrowed(body))
}

/// Plays its steps in order, then the last one for ever; notes what is sent when.
#[derive(Clone)]
pub(super) struct Script {
    steps: Arc<Mutex<VecDeque<Step>>>,
    sent: Arc<Mutex<Vec<(Duration, HttpRequest)>>>,
    pub(super) begun: Instant,
}

impl Script {
    pub(super) fn of(steps: impl IntoIterator<Item = Step>) -> Self {
        let script = Self { steps: Arc::default(), sent: Arc::default(), begun: Instant::now() };
        script.go_on_with(steps);
        script
    }

    /// JSON answers.
    pub(super) fn new<'a>(answers: impl IntoIterator<Item = (u16, &'a str)>) -> Self {
        const HEADERS: Headers = &[("Content-Type", "application/json")];
        Self::of(answers.into_iter().map(|(status, body)| Step::Answer(status, HEADERS, Cow::Owned(body.to_owned()))))
    }

    /// Plays these steps from now on.
    pub(super) fn go_on_with(&self, steps: impl IntoIterator<Item = Step>) {
        *self.steps.lock().expect("no test panics in between") = steps.into_iter().collect();
    }

    /// Answers of status 200.
    pub(super) fn ok<'a>(bodies: impl IntoIterator<Item = &'a str>) -> Self {
        Self::new(bodies.into_iter().map(|it| (200, it)))
    }

    pub(super) fn core(&self) -> Core {
        Builder::new(&API).transport(self.clone()).parameter("project_id", "p").build().expect("is set up well")
    }

    /// The targets, behind the path, and the bodies.
    pub(super) fn sent(&self) -> Vec<String> {
        let text = |it: &HttpRequest| format!("{}{}", it.target(), String::from_utf8_lossy(&it.body));
        self.requests().iter().map(text).collect()
    }

    pub(super) fn requests(&self) -> Vec<HttpRequest> {
        self.sent.lock().expect("no test panics in between").iter().map(|(_, it)| it.clone()).collect()
    }

    #[cfg(feature = "conformance")]
    pub(super) fn n_sent(&self) -> usize {
        self.times().len()
    }

    /// When requests were sent, counted from the making of the script.
    #[cfg(feature = "conformance")]
    pub(super) fn times(&self) -> Vec<Duration> {
        self.sent.lock().expect("no test panics in between").iter().map(|(at, _)| *at).collect()
    }

    fn next(&self) -> Step {
        let mut steps = self.steps.lock().expect("no test panics in between");
        let step = if steps.len() > 1 { steps.pop_front() } else { steps.front().cloned() };
        step.unwrap_or(Step::Hang)
    }
}

/// Never answers.
impl Default for Script {
    fn default() -> Self {
        Self::of([])
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.sent.lock().expect("no test panics in between").push((self.begun.elapsed(), request));
        let result = match self.next() {
            Step::Hang => return Box::pin(std::future::pending()),
            Step::Fault(kind) => Err(TransportError::new(kind, "a fault")),
            Step::Answer(status, headers, body) => {
                let headers = headers.iter().copied().collect();
                Ok(HttpResponse { status, headers, body: body.into_owned().into_bytes() })
            }
        };
        Box::pin(std::future::ready(result))
    }
}

/// An input for every way of paging, and of waiting.
#[derive(Clone)]
pub(super) struct ListInput {
    pub(super) project_id: String,
    pub(super) offset: Option<i32>,
    pub(super) start: Option<String>,
    pub(super) limit: Option<i32>,
    pub(super) job_id: Option<String>,
    pub(super) body: Option<rt::Value>,
}

/// The highest offset that the operation takes.
const OFFSET_CHECK: &rt::Check = &rt::Check { maximum: Some(rt::Bound::Int(2000)), ..rt::Check::ANY };

impl rt::Record for ListInput {
    const SHAPE: rt::Shape = rt::Shape {
        name: "ListInput",
        fields: &["path.project_id", "query.offset", "query.start", "query.limit", "query.job_id", "body"],
        flags: &[(0, rt::REQUIRED)],
        checks: &[(1, OFFSET_CHECK)],
        ..rt::Shape::PLAIN
    };
    fn blank() -> Self {
        Self { project_id: String::new(), offset: None, start: None, limit: None, job_id: None, body: None }
    }

    fn read(&mut self, field: usize, from: &mut rt::Reader<'_>) -> Result<(), rt::ValueError> {
        match field {
            0 => from.read(&mut self.project_id),
            1 => from.read(&mut self.offset),
            2 => from.read(&mut self.start),
            3 => from.read(&mut self.limit),
            4 => from.read(&mut self.job_id),
            _ => from.read(&mut self.body),
        }
    }
    fn write(&self, to: &mut rt::Fields<'_>) {
        to.required(0, &self.project_id);
        to.optional(1, &self.offset);
        to.optional(2, &self.start);
        to.optional(3, &self.limit);
        to.optional(4, &self.job_id);
        to.optional(5, &self.body);
    }
}

rt::record!(ListInput);

const JSON: &[&str] = &["application/json"];

impl rt::Input for ListInput {
    const OPERATION: &'static rt::Operation = &rt::Operation {
        id: "list",
        tag: "lists",
        method: rt::Method::Post,
        path: "/{project_id}",
        params: &[
            rt::Param::path("project_id").client_level(),
            rt::Param::query("offset"),
            rt::Param::query("start"),
            rt::Param::query("limit"),
            rt::Param::query("job_id"),
        ],
        body: Some(rt::Body { required: false, media: JSON }),
        responses: &[rt::Response { status: rt::Status::Code(200), media: JSON, headers: &[] }],
        security: &[],
        fixed_headers: &[],
        deprecated: false,
        ..rt::Operation::PLAIN
    };
    type Output = ListOutput;
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum ListOutput {
    Ok(rt::Value),
}

impl rt::Output for ListOutput {
    type Success = rt::Value;

    fn read(_: usize, from: &mut rt::ReplyReader<'_>) -> Result<Self, rt::DecodeError> {
        Ok(Self::Ok(from.body()?))
    }

    fn write(&self, to: &mut rt::ReplyWriter) -> Result<(), rt::EncodeError> {
        let Self::Ok(body) = self;
        to.body(0, 200, body)
    }

    fn success(self) -> Result<rt::Value, Self> {
        let Self::Ok(body) = self;
        Ok(body)
    }
}

/// A call with this input.
pub(super) fn call(core: &Core, set: impl FnOnce(&mut ListInput)) -> Call<'_, ListInput> {
    let mut input = rt::blank();
    set(&mut input);
    Call::new(core, input)
}
