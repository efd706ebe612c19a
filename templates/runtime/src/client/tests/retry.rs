//! What is sent again, when, how often, and who is told.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use super::*;
use crate::Operation;
use crate::client::core::Overrides;
use crate::client::scripted::{Script, Step, answer};

use Step::{Fault, Hang};

const FINE: Step = answer(200, &[("Content-Type", "application/json")], "[]");
const MADE: Step =
    answer(201, &[("Content-Type", "application/json"), ("location", "/d/1")], r#"{"name": "a", "note": null}"#);

const fn status(status: u16) -> Step {
    answer(status, &[], "")
}

/// When requests were sent, in milliseconds.
fn times(script: &Script) -> Vec<u128> {
    script.times().iter().map(Duration::as_millis).collect()
}

/// A client that repeats as clients do, and always waits the longest.
fn client(transport: &Script, set: impl FnOnce(Builder) -> Builder) -> Client {
    let builder = Client::builder().transport(transport.clone()).parameter("project_id", "p").jitter(|| 1.0);
    Client { core: set(builder).build().expect("is set up well") }
}

fn plain(transport: &Script) -> Client {
    client(transport, |it| it)
}

#[tokio::test(start_paused = true)]
async fn reading_is_repeated_until_there_is_an_answer() {
    let scripted = Script::of([status(503), Fault(TransportErrorKind::Broken), FINE]);
    assert_eq!(plain(&scripted).list_desktops().await.expect("is answered"), []);
    assert_eq!(times(&scripted), [0, 1000, 3000]);
}

#[tokio::test(start_paused = true)]
async fn attempts_are_used_up() {
    let scripted = Script::of([status(504)]);
    let error = plain(&scripted).list_desktops().await.expect_err("never works");
    assert_eq!((error.attempts(), scripted.n_sent()), (3, 3));
    assert_eq!(error.to_string(), "`listDesktops` answered 504 (3 attempts)");
    for (policy, n_sent) in [(RetryPolicy::off(), 1), (RetryPolicy::new().max_attempts(6), 6)] {
        let scripted = Script::of([Fault(TransportErrorKind::Connect)]);
        let by_client = client(&scripted, |it| it.retry(policy.clone())).list_desktops().await.expect_err("fails");
        assert_eq!((by_client.attempts(), scripted.n_sent()), (n_sent, n_sent as usize));
        let by_call = plain(&scripted).list_desktops().retry(policy).await.expect_err("fails");
        assert_eq!((by_call.attempts(), scripted.n_sent()), (n_sent, 2 * n_sent as usize));
    }
}

#[tokio::test(start_paused = true)]
async fn random_waits_stay_within_their_bounds() {
    let mut all = Vec::new();
    for _ in 0..20 {
        let scripted = Script::of([status(502)]);
        let policy = RetryPolicy::new().max_attempts(5).max_delay(Duration::from_secs(3));
        let builder = Client::builder().transport(scripted.clone()).parameter("project_id", "p").retry(policy);
        let client = Client { core: builder.build().expect("is set up well") };
        client.list_desktops().await.expect_err("never works");
        let times = times(&scripted);
        let waits: Vec<u128> = times.windows(2).map(|it| it[1] - it[0]).collect();
        // Timers go by whole milliseconds.
        for (wait, longest) in waits.iter().zip([1001, 2001, 3001, 3001]) {
            assert!(*wait <= longest, "{waits:?}");
        }
        all.extend(waits);
    }
    all.sort_unstable();
    all.dedup();
    assert!(all.len() > 40, "waits are random: {all:?}");
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_executed_is_not_sent_twice() {
    let doubtful = [
        Fault(TransportErrorKind::Broken),
        Hang,
        status(408),
        status(500),
        status(502),
        status(503),
        status(504),
        answer(502, &[("Retry-After", "1")], ""),
        answer(503, &[("Retry-After", "1")], ""),
    ];
    for step in doubtful {
        let scripted = Script::of([step, MADE]);
        let client = client(&scripted, |it| it.attempt_timeout(Duration::from_secs(9)));
        let error = client.create_desktop(desk::desktop("a")).await.expect_err("is not repeated");
        assert_eq!((scripted.n_sent(), error.attempts()), (1, 1), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_not_executed_is_sent_again_with_its_body() {
    let refused = [
        Fault(TransportErrorKind::Connect),
        Fault(TransportErrorKind::ConnectTimeout),
        status(429),
        answer(400, &[], r#"{"error_code": "Throttling.User", "error_msg": "slow down"}"#),
    ];
    for step in refused {
        let scripted = Script::of([step, MADE]);
        plain(&scripted).create_desktop(desk::desktop("a")).await.expect("is made in the end");
        let sent = scripted.requests();
        assert_eq!((sent.len(), &sent[0]), (2, &sent[1]));
        assert_eq!(sent[1].body, br#"{"name":"a","note":null}"#);
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_may_be_declared_harmless() {
    let scripted = Script::of([Fault(TransportErrorKind::Broken), status(502), MADE]);
    plain(&scripted).create_desktop(desk::desktop("a")).idempotent().await.expect("is made in the end");
    assert_eq!(scripted.n_sent(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_description_may_declare_operations_harmless() {
    const CREATES: Operation = Operation { id: "create", method: Method::Post, path: "/x", ..Operation::PLAIN };
    static OPERATIONS: [Operation; 2] = [CREATES, Operation { id: "find", idempotent: true, ..CREATES }];
    for (operation, n_sent) in OPERATIONS.iter().zip([1, 3]) {
        let scripted = Script::of([status(502)]);
        let client = plain(&scripted);
        let parts = client.create_desktop(desk::desktop("a")).request().expect("fits the description");
        assert!(client.core.exchange(operation, parts, Overrides::default(), None).await.is_ok());
        assert_eq!(scripted.n_sent(), n_sent, "{}", operation.id);
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_says_when_to_come_back() {
    const NOW: u64 = 784_111_777;
    let cases: [(&'static [(&str, &str)], u128); 7] = [
        (&[("Retry-After", "7")], 7000),
        (&[("Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT")], 10_000),
        (&[("Retry-After", "Sun, 06 Nov 1994 08:49:47 GMT"), ("Date", "Sun, 06 Nov 1994 08:49:43 GMT")], 4000),
        // What is shorter than the own wait, has passed or cannot be read changes nothing.
        (&[("Retry-After", "Sun, 06 Nov 1994 08:40:00 GMT")], 1000),
        (&[("Retry-After", "later")], 1000),
        // Milliseconds take the place of the own wait, and of `Retry-After`.
        (&[("x-acs-retry-after", "250")], 250),
        (&[("x-acs-retry-after", "2500"), ("Retry-After", "7")], 2500),
    ];
    for (headers, wait) in cases {
        let scripted = Script::of([answer(429, headers, ""), FINE]);
        let client = client(&scripted, |it| it.clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)));
        client.list_desktops().await.expect("is answered");
        assert_eq!(times(&scripted), [0, wait], "{headers:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_wait_outlasts_the_operation_timeout() {
    const LONG: [&[(&str, &str)]; 2] = [&[("Retry-After", "120")], &[("Retry-After", "99999999999999999999")]];
    for headers in LONG {
        let scripted = Script::of([answer(503, headers, ""), FINE]);
        let error = plain(&scripted).list_desktops().await.expect_err("there is no time to wait");
        // The failure at hand says more than a timeout, and there is no use in waiting for that.
        assert_eq!((error.service().map(|it| it.status), scripted.begun.elapsed().as_secs()), (Some(503), 0));
    }
    let scripted = Script::of([answer(503, LONG[0], ""), FINE]);
    plain(&scripted).list_desktops().timeout(Duration::from_secs(121)).await.expect("there is time");
    let scripted = Script::of([answer(503, LONG[0], ""), FINE]);
    plain(&scripted).list_desktops().timeout(Duration::MAX).await.expect("there is all the time");
}

#[tokio::test(start_paused = true)]
async fn the_budget_bounds_all_calls_together() {
    let budget = RetryBudget::new(22);
    let scripted = Script::of([status(503)]);
    let client = client(&scripted, |it| it.retry_budget(budget.clone()));
    for (n_sent, left) in [(3, 12), (6, 2), (7, 2), (8, 2)] {
        client.list_desktops().await.expect_err("never works");
        assert_eq!((scripted.n_sent(), budget.available()), (n_sent, left));
    }
    scripted.go_on_with([FINE]);
    for left in [3, 4, 5] {
        client.list_desktops().await.expect("is answered");
        assert_eq!(budget.available(), left);
    }
    // A repetition that works gives back what it took; a connection fault costs twice as much.
    scripted.go_on_with([status(503), FINE]);
    client.list_desktops().await.expect("is answered");
    assert_eq!(budget.available(), 5);
    scripted.go_on_with([Fault(TransportErrorKind::Connect), FINE]);
    client.list_desktops().await.expect_err("costs too much");
    assert_eq!(budget.available(), 5);
}

#[tokio::test(start_paused = true)]
async fn calls_that_are_dropped_while_they_wait_cost_nothing() {
    let budget = RetryBudget::new(20);
    let scripted = Script::of([status(503)]);
    let client = client(&scripted, |it| it.retry_budget(budget.clone()));
    for _ in 0..10 {
        let half_a_second = Duration::from_millis(500);
        tokio::time::timeout(half_a_second, client.list_desktops().send()).await.expect_err("waits longer");
    }
    assert_eq!((scripted.n_sent(), budget.available()), (10, 20));
}

#[tokio::test(start_paused = true)]
async fn timeouts_say_which_they_are() {
    let scripted = Script::of([Hang]);
    let client = client(&scripted, |it| it.attempt_timeout(Duration::from_secs(5)).timeout(Duration::from_secs(60)));
    let error = client.list_desktops().await.expect_err("nothing answers");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Attempt && it.attempts == 3), "{error:?}");
    assert_eq!(error.to_string(), "no answer within 5s, the attempt timeout (3 attempts)");
    assert_eq!(times(&scripted), [0, 6000, 13_000]);
    // The operation timeout ends the loop in the middle of an attempt.
    let scripted = Script::of([Hang]);
    let error = plain(&scripted)
        .list_desktops()
        .attempt_timeout(Duration::from_secs(2))
        .timeout(Duration::from_secs(4))
        .await
        .expect_err("nothing answers");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Operation), "{error:?}");
    assert_eq!((error.attempts(), times(&scripted), scripted.begun.elapsed().as_secs()), (2, vec![0, 3000], 4));
}

/// What a hook was told, on one line each.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Notes {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("no test panics in between"))
    }
}

impl Observe for Notes {
    fn attempt_started(&self, start: &AttemptStart) {
        let line = format!("{} #{}", start.operation.id, start.number);
        self.0.lock().expect("no test panics in between").push(line);
    }

    fn attempt_finished(&self, end: &AttemptEnd<'_>) {
        let AttemptEnd { number, duration, outcome, request_id, retry_in, .. } = end;
        let line = format!("#{number} {outcome:?} after {duration:?}, {request_id:?}, {retry_in:?}");
        self.0.lock().expect("no test panics in between").push(line);
    }
}

#[tokio::test(start_paused = true)]
async fn hooks_see_every_attempt() {
    let notes = Notes::default();
    let set = |it: Builder| it.observe(notes.clone()).attempt_timeout(Duration::from_secs(2)).credential("Key", "hush");
    let step = answer(503, &[("x-request-id", "r1")], "hush");
    let scripted = Script::of([step, Fault(TransportErrorKind::Broken), Hang]);
    client(&scripted, set).list_desktops().name("hush").await.expect_err("never works");
    let expected = [
        "listDesktops #1",
        r#"#1 Answered(503) after 0ns, Some("r1"), Some(1s)"#,
        "listDesktops #2",
        "#2 Failed(Broken) after 0ns, None, Some(2s)",
        "listDesktops #3",
        "#3 TimedOut after 2s, None, None",
    ];
    assert_eq!(notes.take(), expected);
}

#[tokio::test(start_paused = true)]
async fn dropping_a_call_ends_it() {
    let notes = Notes::default();
    for (step, told) in [
        (Hang, vec!["listDesktops #1", "#1 Cancelled after 500ms, None, None"]),
        (status(503), vec!["listDesktops #1", "#1 Answered(503) after 0ns, None, Some(1s)"]),
    ] {
        let scripted = Script::of([step, FINE]);
        let client = client(&scripted, |it| it.observe(notes.clone()));
        let half_a_second = Duration::from_millis(500);
        tokio::time::timeout(half_a_second, client.list_desktops().send()).await.expect_err("takes longer");
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!((scripted.n_sent(), notes.take()), (1, told.into_iter().map(str::to_owned).collect()));
    }
}

/// Sends the number of the token that it holds, and gets new ones as long as there are some.
struct Tokens {
    current: AtomicU32,
    last: u32,
}

impl Authenticate for Tokens {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut HttpRequest,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), AuthenticationError>> {
        let token = format!("token {} attempt {}", self.current.load(Ordering::Relaxed), attempt.number());
        request.headers.set_secret("X-Token", token);
        Box::pin(std::future::ready(Ok(())))
    }

    fn refresh<'a>(&'a self, _attempt: Attempt<'a>) -> BoxFuture<'a, bool> {
        let next = |it: u32| (it < self.last).then_some(it + 1);
        let refreshed = self.current.fetch_update(Ordering::Relaxed, Ordering::Relaxed, next).is_ok();
        Box::pin(std::future::ready(refreshed))
    }
}

/// The tokens that are sent in turn, and the status in the end.
async fn tokens(steps: &[Step], n_tokens: u32, policy: RetryPolicy) -> (Vec<String>, u16) {
    let scripted = Script::of(steps.iter().cloned());
    let tokens = Tokens { current: AtomicU32::new(1), last: n_tokens };
    let client = client(&scripted, |it| it.authenticator(tokens).retry(policy));
    let result = client.create_desktop(desk::desktop("a")).await;
    let token = |it: &HttpRequest| it.headers.get("X-Token").expect("is signed").to_owned();
    let status = result.map_or_else(|error| error.service().expect("is answered").status, |_| 201);
    (scripted.requests().iter().map(token).collect(), status)
}

#[tokio::test(start_paused = true)]
async fn refused_credentials_are_refreshed_once() {
    let (sent, status_) = tokens(&[status(401), MADE], 2, RetryPolicy::off()).await;
    assert_eq!((sent, status_), (vec!["token 1 attempt 1".to_owned(), "token 2 attempt 2".to_owned()], 201));
    let (sent, status_) = tokens(&[status(401)], 9, RetryPolicy::new()).await;
    assert_eq!((sent.len(), status_), (2, 401));
    let (sent, status_) = tokens(&[status(401), MADE], 1, RetryPolicy::new()).await;
    assert_eq!((sent.len(), status_), (1, 401));
    // Every attempt is authenticated, and the refreshed one does not count against the policy.
    let (sent, status_) = tokens(&[status(429), status(401), status(429), MADE], 2, RetryPolicy::new()).await;
    let expected = ["token 1 attempt 1", "token 1 attempt 2", "token 2 attempt 3", "token 2 attempt 4"];
    assert_eq!((sent, status_), (expected.map(str::to_owned).to_vec(), 201));
}

#[test]
fn a_transport_of_its_own_knows_no_connect_timeout() {
    let builder = Client::builder().transport(Canned::default()).connect_timeout(Duration::from_secs(1));
    let error = builder.build().expect_err("is set up badly");
    assert!(error.to_string().contains("connect_timeout"), "{error}");
}

#[tokio::test]
async fn calls_can_move_between_threads() {
    fn assert_send<T: Send>(_: &T) {}
    fn assert_shared<T: Send + Sync + 'static>(_: &T) {}
    let scripted = Script::of([FINE]);
    let client = plain(&scripted);
    assert_shared(&client);
    assert_shared(&RetryBudget::default());
    assert_send(&client.list_desktops().send());
    assert_send(&client.list_desktops().respond());
    let answered = tokio::spawn(async move { client.list_desktops().await.map(|it| it.len()) }).await;
    assert!(matches!(answered, Ok(Ok(0))));
}

#[tokio::test(start_paused = true)]
async fn the_description_may_say_that_executing_twice_does_no_harm() {
    for (operation, n_sent) in [("pick", 3), ("drop", 1)] {
        let scripted = Script::of([status(502)]);
        plain(&scripted).call(operation, serde_json::json!({})).await.expect_err("never works");
        assert_eq!(scripted.n_sent(), n_sent, "{operation}");
    }
}

/// A hook that never finds credentials.
struct Searching;

impl Authenticate for Searching {
    fn authenticate<'a>(
        &'a self,
        _: &'a mut HttpRequest,
        _: Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), AuthenticationError>> {
        Box::pin(std::future::pending())
    }
}

#[tokio::test(start_paused = true)]
async fn finding_credentials_takes_time_of_the_attempt() {
    let scripted = Script::of([FINE]);
    let client = client(&scripted, |it| it.authenticator(Searching).attempt_timeout(Duration::from_secs(3)));
    let error = client.list_desktops().retry(RetryPolicy::off()).await.expect_err("there are no credentials");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Attempt), "{error}");
    assert_eq!((scripted.begun.elapsed().as_secs(), scripted.n_sent()), (3, 0));
}
