//! Jobs that end well, badly, late or never, with the clock of tokio paused.

use serde_json::json;

use super::*;
use crate::client::scripted::{ListInput, Script, call};
use crate::client::{Core, PageStyle};

const BY_OFFSET: Paging = Paging {
    style: PageStyle::Offset,
    position: &["query.offset"],
    text: false,
    first: 0,
    limit: None,
    items: "jobs",
    total: Some("total"),
    next: None,
};

const JOB: Waiter = Waiter {
    parameters: &[("query.job_id", "job.id")],
    state: "jobs[].status",
    success: &["SUCCESS"],
    failure: &["FAILED", "CANCELED"],
    error_code: Some("jobs[].error_code"),
    error_message: Some("jobs[].reason"),
    paging: Some(BY_OFFSET),
};

static WAITER: Waiter = JOB;

const STARTED: &str = r#"{"job": {"id": "j1"}}"#;
const EMPTY: &str = r#"{"total": 0, "jobs": []}"#;
const RUNNING: &str = r#"{"total": 2, "jobs": [{"status": "SUCCESS"}, {"status": "RUNNING"}]}"#;
const DONE: &str = r#"{"total": 2, "jobs": [{"status": "SUCCESS"}, {"status": "SUCCESS"}]}"#;
const FAILED: &str =
    r#"{"total": 2, "jobs": [{}, {"status": "FAILED", "error_code": "WKS.1", "reason": "no\naddress is left"}]}"#;
const FAILED_DONE: &str = r#"{"total": 2, "jobs": [{"status": "SUCCESS"}, {"status": "FAILED"}]}"#;

fn wait(core: &Core) -> Wait<'_, ListInput, ListInput> {
    Wait::new(call(core, |_| {}), &WAITER, crate::blank::<ListInput>())
}

async fn waited(script: &Script) -> WaitResult<ListInput, ListInput> {
    wait(&script.core()).await
}

#[tokio::test(start_paused = true)]
async fn polls_until_every_subtask_is_done() {
    let script = Script::ok([STARTED, EMPTY, RUNNING, DONE]);
    let began = Instant::now();
    let done = waited(&script).await.expect("the job ends well");
    assert_eq!(done.started, json!({"job": {"id": "j1"}}));
    assert_eq!(done.last["total"], 2);
    assert_eq!(done.states, ["SUCCESS", "SUCCESS"]);
    assert_eq!(script.sent(), ["/p", "/p?job_id=j1", "/p?job_id=j1", "/p?job_id=j1", "/p?job_id=j1"]);
    // 2 s, then half as long again, twice; and 2 s more to see the same once again.
    assert_eq!(began.elapsed().as_millis() / 10, 1150);
}

#[tokio::test(start_paused = true)]
async fn a_job_is_not_done_with_its_first_subtasks() {
    let one = r#"{"total": 1, "jobs": [{"status": "SUCCESS"}]}"#;
    let script = Script::ok([STARTED, one, DONE, FAILED_DONE]);
    let error = waited(&script).await.expect_err("the job failed");
    assert!(matches!(error, WaitError::Failed(_)), "{error}");
    // A subtask that runs again unsettles what was seen.
    let script = Script::ok([STARTED, DONE, RUNNING, DONE, DONE]);
    waited(&script).await.expect("the job ends well");
    assert_eq!(script.sent().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_failure_carries_the_last_answer() {
    let script = Script::ok([STARTED, RUNNING, FAILED]);
    let error = waited(&script).await.expect_err("the job failed");
    let text = "the job of `list` failed: 1 x ``, 1 x `FAILED` (WKS.1: no address is left)";
    assert_eq!(error.to_string(), text);
    let WaitError::Failed(job) = &error else { panic!("{error:?}") };
    assert_eq!(job.last["jobs"][1]["error_code"], "WKS.1");
    assert_eq!(error.last(), Some(&job.last));
    assert!(error.started().is_some() && error.call().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_failure_says_why_on_every_page() {
    let page = |code: &str| format!(r#"{{"total": 6, "jobs": [{{"status": "FAILED", "error_code": {code}}}]}}"#);
    let pages = ["7", r#""B""#, r#""B""#, "null", r#""C""#, r#""D""#].map(page);
    let script = Script::ok(std::iter::once(STARTED).chain(pages.iter().map(String::as_str)));
    let error = waited(&script).await.expect_err("the job failed");
    assert_eq!(error.to_string(), "the job of `list` failed: 6 x `FAILED` (7; B; C; and 1 more)");
    let WaitError::Failed(job) = error else { panic!("{error}") };
    assert_eq!(job.last["jobs"].as_array().map(Vec::len), Some(6));
    let codes: Vec<_> = job.failures.iter().map(|it| it.code.as_deref()).collect();
    assert_eq!(codes, [Some("7"), Some("B"), Some("B"), None, Some("C"), Some("D")]);
}

#[tokio::test(start_paused = true)]
async fn errors_of_jobs_pass_as_errors_of_calls() {
    async fn called(script: &Script) -> Result<Waited<Value, Value>, Error> {
        Ok(waited(script).await?)
    }
    let error = called(&Script::ok([STARTED, FAILED])).await.expect_err("the job failed");
    assert!(matches!(&error, Error::Job(it) if it.kind == JobErrorKind::Failed && it.failures.len() == 1), "{error}");
    assert!(error.to_string().ends_with("(WKS.1: no address is left)"), "{error}");
    let error = called(&Script::ok([STARTED, RUNNING])).await.expect_err("never done");
    assert!(matches!(&error, Error::Job(it) if it.kind == JobErrorKind::Timeout && it.states.len() == 2), "{error}");
    assert!(error.job().is_some() && error.service().is_none() && error.attempts() == 0);
    let error = called(&Script::ok(["{}"])).await.expect_err("there is no job");
    assert_eq!(error.to_string(), "the answer of `list` names no job to wait for");
    for script in [Script::new([(400, "{}")]), Script::new([(200, STARTED), (403, "{}")])] {
        assert!(matches!(called(&script).await, Err(Error::Service(_))));
    }
}

#[tokio::test(start_paused = true)]
async fn a_known_number_of_subtasks_is_waited_for() {
    let one = r#"{"total": 1, "jobs": [{"status": "SUCCESS"}]}"#;
    let script = Script::ok([STARTED, one, one, one, DONE]);
    let core = script.core();
    let done = wait(&core).subtasks(2).await.expect("the job ends well");
    assert_eq!((done.states.len(), script.sent().len()), (2, 5));
}

#[tokio::test(start_paused = true)]
async fn a_state_of_its_own_is_believed_at_once() {
    static WHOLE: Waiter = Waiter { state: "state", error_code: None, error_message: None, paging: None, ..JOB };
    let script = Script::ok([STARTED, r#"{"state": "RUNNING"}"#, r#"{"state": "SUCCESS"}"#]);
    let core = script.core();
    Wait::new(call(&core, |_| {}), &WHOLE, crate::blank::<ListInput>()).await.expect("the job ends well");
    assert_eq!(script.sent().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn waits_for_all_if_asked() {
    let script = Script::ok([STARTED, FAILED, FAILED_DONE]);
    let core = script.core();
    let error = wait(&core).for_all().await.expect_err("the job failed");
    let WaitError::Failed(job) = error else { panic!("{error}") };
    assert_eq!(job.states, ["SUCCESS", "FAILED"]);
}

#[tokio::test(start_paused = true)]
async fn reports_progress() {
    let script = Script::ok([STARTED, RUNNING, DONE]);
    let core = script.core();
    let mut seen = Vec::new();
    let wait = wait(&core).on_progress(|it| seen.push((it.n_polls, it.states.len(), it.n_succeeded, it.n_failed)));
    wait.await.expect("the job ends well");
    assert_eq!(seen, [(1, 2, 1, 0), (2, 2, 2, 0), (3, 2, 2, 0)]);
}

#[tokio::test(start_paused = true)]
async fn ends_at_the_deadline_with_what_is_known() {
    let script = Script::ok([STARTED, RUNNING]);
    let core = script.core();
    let began = Instant::now();
    let limit = Duration::from_secs(100);
    let error = wait(&core).deadline(limit).poll_at_least_every(Duration::from_secs(9)).await.expect_err("never done");
    assert!(began.elapsed() >= limit && began.elapsed() < limit + Duration::from_millis(10));
    let WaitError::Timeout(job) = &error else { panic!("{error}") };
    assert_eq!(job.last.as_ref().map(|it| &it["total"]), Some(&json!(2)));
    // 2 + 3 + 4.5 + 6.75, then every 9 seconds.
    assert_eq!(script.sent().len(), 1 + 4 + 9);
    assert!(error.to_string().starts_with("the job of `list` is not done after 100"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn reads_every_page_of_states() {
    let (first, second) = (r#"{"total": 2, "jobs": [{"status": "SUCCESS"}]}"#, r#"{"jobs": [{"status": "RUNNING"}]}"#);
    let failed = r#"{"total": 2, "jobs": [{"status": "FAILED", "id": 1}]}"#;
    let script = Script::ok([STARTED, first, second, EMPTY, failed, second, EMPTY]);
    let error = waited(&script).await.expect_err("the job failed");
    let WaitError::Failed(job) = error else { panic!("{error}") };
    assert_eq!(job.states, ["FAILED", "RUNNING"]);
    assert_eq!(job.last["jobs"][0]["id"], 1);
    assert_eq!(job.last["jobs"][1]["status"], "RUNNING", "the subtasks of all pages are kept");
    assert_eq!((job.failures.len(), job.failures[0].subtask, &job.failures[0].code), (1, 0, &None));
    assert_eq!(script.sent()[1..3], ["/p?job_id=j1", "/p?offset=1&job_id=j1"]);
}

#[tokio::test(start_paused = true)]
async fn bears_a_few_faults_but_not_refusals() {
    let script = Script::new([(200, STARTED), (503, "{}"), (429, "{}"), (200, DONE)]);
    waited(&script).await.expect("the job ends well");
    let script = Script::new([(200, STARTED), (503, "{}")]);
    let error = waited(&script).await.expect_err("the service is gone");
    assert!(matches!(&error, WaitError::Poll(Error::Service(it), _) if it.status == 503), "{error}");
    assert_eq!(script.sent().len(), 1 + 6);
    for status in [403, 501] {
        let script = Script::new([(200, STARTED), (status, "{}")]);
        assert!(matches!(waited(&script).await, Err(WaitError::Poll(..))));
        assert_eq!(script.sent().len(), 2, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn bears_a_job_that_is_not_known_yet() {
    let script =
        Script::new([(200, STARTED), (404, "{}"), (500, "{}"), (404, "{}"), (200, DONE), (500, "{}"), (200, DONE)]);
    waited(&script).await.expect("the job ends well");
    // Once it was known, it is gone.
    let script = Script::new([(200, STARTED), (200, RUNNING), (404, "{}")]);
    let error = waited(&script).await.expect_err("the job is gone");
    assert!(matches!(&error, WaitError::Poll(Error::Service(it), _) if it.status == 404), "{error}");
    assert_eq!(script.sent().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn headers_of_the_call_are_not_those_of_polls() {
    let script = Script::ok([STARTED, DONE]);
    let core = script.core();
    let call = call(&core, |_| {}).header("Idempotency-Key", "k-1");
    Wait::new(call, &WAITER, crate::blank::<ListInput>()).await.expect("the job ends well");
    let sent: Vec<bool> = script.requests().iter().map(|it| it.headers.get("Idempotency-Key").is_some()).collect();
    assert_eq!(sent, [true, false, false]);
}

#[tokio::test(start_paused = true)]
async fn never_polls_without_a_pause() {
    let script = Script::ok([STARTED, RUNNING]);
    let core = script.core();
    let wait = wait(&core).poll_every(Duration::ZERO).poll_at_least_every(Duration::ZERO);
    wait.deadline(Duration::from_secs(10)).await.expect_err("never done");
    assert_eq!(script.sent().len(), 1 + 99);
}

static UNCOUNTED: Waiter = Waiter { paging: Some(Paging { total: None, ..BY_OFFSET }), ..JOB };

#[tokio::test(start_paused = true)]
async fn a_page_that_comes_again_is_the_last_one() {
    let page = r#"{"jobs": [{"id": 1, "status": "SUCCESS"}, {"id": 2, "status": "SUCCESS"}]}"#;
    let script = Script::ok([STARTED, page]);
    let core = script.core();
    let done =
        Wait::new(call(&core, |_| {}), &UNCOUNTED, crate::blank::<ListInput>()).await.expect("the job ends well");
    assert_eq!(done.states, ["SUCCESS", "SUCCESS"]);
}

#[tokio::test(start_paused = true)]
async fn follows_nothing_without_a_job() {
    for answer in ["{}", r#"{"job": {"id": ""}}"#, r#"{"job": null}"#] {
        let script = Script::ok([answer]);
        let error = waited(&script).await.expect_err("there is no job");
        assert!(matches!(error, WaitError::NoJob(_)), "{error}");
        assert_eq!(script.sent().len(), 1);
    }
    let script = Script::new([(400, r#"{"code": "X"}"#)]);
    assert!(matches!(waited(&script).await, Err(WaitError::Start(Error::Service(_)))));
}

#[tokio::test(start_paused = true)]
async fn asks_in_the_project_of_the_call() {
    let script = Script::ok([STARTED, DONE]);
    let core = script.core();
    let call = call(&core, |it| it.project_id = "other".to_owned());
    Wait::new(call, &WAITER, crate::blank::<ListInput>()).await.expect("the job ends well");
    assert_eq!(script.sent(), ["/other", "/other?job_id=j1", "/other?job_id=j1"]);
}

#[tokio::test(start_paused = true)]
async fn dropping_ends_the_polls() {
    let script = Script::ok([STARTED, RUNNING]);
    let core = script.core();
    let future = wait(&core).into_future();
    assert!(tokio::time::timeout(Duration::from_secs(3), future).await.is_err());
    tokio::time::sleep(Duration::from_secs(60)).await;
    assert_eq!(script.sent().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn shows_no_secrets() {
    let script = Script::ok([STARTED, FAILED]);
    let core = script.core();
    let secret = |it: &mut ListInput| it.start = Some("hidden-1".to_owned());
    let wait = Wait::new(call(&core, secret).header("Authorization", "hidden-2"), &WAITER, crate::blank::<ListInput>());
    let mut shown = format!("{wait:?}");
    let error = wait.await.expect_err("the job failed");
    shown.push_str(&format!("{error} {error:?}"));
    assert!(shown.contains("Authorization") && !shown.contains("hidden"), "{shown}");
}
