//! The printed calls follow their jobs at a service that answers by a script.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use client::Client;
use runtime::client::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, WaitError};

/// Answers in order; notes methods and targets.
#[derive(Clone)]
struct Script {
    answers: Arc<Mutex<Vec<(u16, &'static str)>>>,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Script {
    fn new(answers: &[(u16, &'static str)]) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.to_vec())), sent: Arc::default() }
    }

    fn client(&self) -> Client {
        let client = Client::builder().endpoint("http://localhost").project_id("p").transport(self.clone()).build();
        client.expect("is set up well")
    }

    fn sent(&self) -> Vec<String> {
        self.sent.lock().expect("no test panics in between").clone()
    }
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let sent = format!("{} {}", request.method.as_str(), request.target());
        self.sent.lock().expect("no test panics in between").push(sent);
        let (status, body) = self.answers.lock().expect("no test panics in between").remove(0);
        let headers = [("Content-Type", "application/json")].into_iter().collect();
        Box::pin(std::future::ready(Ok(HttpResponse { status, headers, body: body.as_bytes().to_vec() })))
    }
}

#[test]
fn subtasks_are_followed_over_all_pages() {
    let script = Script::new(&[
        (200, r#"{"job_id": "j"}"#),
        (200, r#"{"total_count": 2, "jobs": [{"id": "1", "status": "SUCCESS"}]}"#),
        (200, r#"{"total_count": 2, "jobs": [{"id": "2", "status": "SUCCESS"}]}"#),
    ]);
    let done = script.client().desktops().create_desktops().wait().subtasks(2).poll_every(Duration::ZERO).blocking();
    let done = done.expect("the job ends well");
    assert_eq!((done.started.job_id.as_deref(), done.states.len()), (Some("j"), 2));
    let polls = ["POST /v2/p/desktops", "GET /v2/p/jobs?job_id=j", "GET /v2/p/jobs?job_id=j&offset=1"];
    assert_eq!(script.sent(), polls);
}

#[test]
fn a_failure_carries_what_the_job_says() {
    let script = Script::new(&[
        (202, r#"{"job": {"id": "again"}}"#),
        (200, r#"{"id": "again", "status": "RUNNING"}"#),
        (200, r#"{"id": "again", "status": "FAILED", "fail_reason": "no quota"}"#),
    ]);
    let error = script.client().jobs().retry_job("first").wait().poll_every(Duration::ZERO).blocking();
    let Err(WaitError::Failed(job)) = error else { panic!("{error:?}") };
    assert_eq!(job.last.fail_reason.as_deref(), Some("no quota"));
    assert_eq!(script.sent()[..2], ["POST /v2/p/jobs/first/retry", "GET /v2/p/jobs/again"]);
}
