//! A transport that stands in for IAM and for a service that takes its tokens.

use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use tokio::sync::Semaphore;

use crate::client::{
    Api, BoxFuture, Builder, HttpRequest, HttpResponse, RetryPolicy, Scheme, SchemeKind, Server, Transport,
    TransportError, Variable,
};
use crate::conformance::desk::{CLIENT_API, Client};
use crate::sign::{format_extended, huawei};

pub(super) static API: Api = Api {
    servers: &[Server {
        url: "https://desk.{region}.example.org",
        variables: &[Variable { name: "region", default: "ap-southeast-1" }],
    }],
    schemes: &[
        Scheme { name: "Signed", kind: SchemeKind::Signature { algorithm: huawei::ALGORITHM } },
        Scheme { name: "Key", kind: SchemeKind::ApiKey { location: crate::Location::Header, name: "x-auth-token" } },
    ],
    ..CLIENT_API
};

/// Issues tokens that live for a day, and knows the projects of a region; time is a number of seconds.
#[derive(Clone, Default)]
pub(super) struct Cloud {
    pub(super) state: Arc<Mutex<State>>,
    /// Where requests of IAM and of the service wait.
    pub(super) iam_gate: Option<Arc<Semaphore>>,
    pub(super) service_gate: Option<Arc<Semaphore>>,
}

#[derive(Default)]
pub(super) struct State {
    pub(super) now: u64,
    pub(super) asked: Vec<HttpRequest>,
    pub(super) called: Vec<HttpRequest>,
    n_tokens: u32,
    /// Tokens with these numbers, or all, are refused.
    pub(super) refused: Vec<u32>,
    pub(super) refuses_all: bool,
    /// What IAM answers instead.
    pub(super) answer: Option<HttpResponse>,
}

impl Cloud {
    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no test panics in between")
    }

    pub(super) fn clock(&self) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let cloud = self.clone();
        move || SystemTime::UNIX_EPOCH + Duration::from_secs(cloud.state().now)
    }

    /// The last request to the service.
    pub(super) fn last_call(&self) -> HttpRequest {
        self.state().called.last().cloned().expect("something was called")
    }

    /// The last request to IAM.
    pub(super) fn last_question(&self) -> HttpRequest {
        self.state().asked.last().cloned().expect("something was asked")
    }

    pub(super) fn n_asked(&self) -> usize {
        self.state().asked.len()
    }

    pub(super) fn n_called(&self) -> usize {
        self.state().called.len()
    }
}

impl Transport for Cloud {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let is_iam = request.host.starts_with("iam.");
            {
                let mut state = self.state();
                let requests = if is_iam { &mut state.asked } else { &mut state.called };
                requests.push(request.clone());
            }
            if let Some(gate) = if is_iam { &self.iam_gate } else { &self.service_gate } {
                gate.acquire().await.expect("stays open").forget();
            }
            let mut state = self.state();
            Ok(if is_iam { state.iam(&request) } else { state.service(&request) })
        })
    }
}

impl State {
    fn iam(&mut self, request: &HttpRequest) -> HttpResponse {
        if let Some(answer) = &self.answer {
            return answer.clone();
        }
        if request.path.ends_with("/v3/projects") {
            return iam_answer(200, &[], r#"{"projects": [{"id": "p-7", "name": "ap-southeast-1"}]}"#);
        }
        self.n_tokens += 1;
        let end = SystemTime::UNIX_EPOCH + Duration::from_secs(self.now + 24 * 3600);
        let end = format_extended(end).replace('Z', ".701000Z");
        let body = format!(r#"{{"token": {{"expires_at": "{end}", "project": {{"id": "p-1"}}, "roles": []}}}}"#);
        iam_answer(201, &[("x-subject-token", &format!("hush-token-{}", self.n_tokens))], &body)
    }

    fn service(&self, request: &HttpRequest) -> HttpResponse {
        let token = request.headers.get("X-Auth-Token").unwrap_or_default();
        let is_refused = |number: &u32| token == format!("hush-token-{number}");
        match self.refuses_all || self.refused.iter().any(is_refused) {
            true => iam_answer(401, &[], r#"{"error_code": "APIGW.0307", "error_msg": "renew the token"}"#),
            false if request.path.ends_with(":start") => iam_answer(204, &[], ""),
            false => iam_answer(200, &[], "[]"),
        }
    }
}

pub(super) fn iam_answer(status: u16, headers: &[(&str, &str)], body: &str) -> HttpResponse {
    let json = ("Content-Type", "application/json");
    let headers = headers.iter().copied().chain([json]).collect();
    HttpResponse { status, headers, body: body.as_bytes().to_vec() }
}

/// A client that sends each request once.
pub(super) fn builder(cloud: &Cloud) -> Builder {
    Builder::new(&API).transport(cloud.clone()).retry(RetryPolicy::off())
}

pub(super) fn built(builder: Builder) -> Client {
    Client { core: builder.build().expect("is set up well") }
}
