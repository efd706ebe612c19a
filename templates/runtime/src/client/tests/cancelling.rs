//! Futures that travel between threads, and calls that are dropped wherever they can be.

use std::pin::pin;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

use super::*;
use crate::client::scripted::{ListInput, call};
use crate::{Input, Value};

fn is_send<T: Send>(it: T) -> T {
    it
}

fn is_static<T: Send + 'static>() {}

static PAGING: Paging = Paging {
    style: PageStyle::Offset,
    position: &["query.offset"],
    text: false,
    first: 0,
    limit: None,
    items: "items",
    total: Some("total"),
    next: None,
};

static WAITER: Waiter = Waiter {
    parameters: &[("query.job_id", "job_id")],
    state: "items[].status",
    success: &["SUCCESS"],
    failure: &[],
    error_code: None,
    error_message: None,
    paging: Some(PAGING),
};

fn list(page: &mut Value) -> Option<&mut Vec<Value>> {
    page.pointer_mut("/items")?.as_array_mut()
}

/// This test is run by the compiler.
#[test]
fn everything_that_is_awaited_can_change_threads() {
    fn of_any_call<I: Input, P: Input, T: Send>(call: fn() -> Call<'static, I>, poll: fn() -> P, list: ItemsOf<I, T>) {
        drop(is_send(call().send()));
        drop(is_send(call().respond()));
        drop(is_send(call().respond_json()));
        drop(is_send(call().dry_run()));
        drop(is_send(call().download()));
        let mut pages = is_send(Pages::new(call(), &PAGING));
        drop(is_send(pages.next()));
        drop(is_send(pages.collect_all()));
        let mut items = is_send(Items::new(Pages::new(call(), &PAGING), list));
        drop(is_send(items.next()));
        drop(is_send(items.collect_all()));
        drop(is_send(is_send(Wait::new(call(), &WAITER, poll())).into_future()));
        // What a call borrows is the client alone.
        is_static::<Call<'static, I>>();
        is_static::<Pages<'static, I>>();
        is_static::<Items<'static, I, Value>>();
        is_static::<Wait<'static, I, P>>();
        is_static::<Sending<'static, Result<I::Output, Error>>>();
    }
    let _compiled = of_any_call::<ListInput, ListInput, Value>;
    is_static::<Download>();
    is_static::<Upload>();
    is_static::<Core>();
    is_static::<Error>();
    fn is_shared<T: Sync>() {}
    is_shared::<Core>();
    is_shared::<Client>();
    is_shared::<Call<'_, ListInput>>();
}

/// A future that is ready when it is polled for the second time.
async fn pause() {
    let mut is_second = false;
    std::future::poll_fn(|cx| match std::mem::replace(&mut is_second, true) {
        true => Poll::Ready(()),
        false => {
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

/// A service that pauses at every step, and refuses every second request in a way that is repeated.
#[derive(Clone, Default)]
struct Pausing {
    n_sent: Arc<AtomicUsize>,
    n_under_way: Arc<AtomicUsize>,
    is_well: bool,
}

/// A request that is under way until this is dropped.
struct UnderWay(Arc<AtomicUsize>);

impl UnderWay {
    fn begin(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Transport for Pausing {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            let _under_way = UnderWay::begin(&self.n_under_way);
            pause().await;
            let number = self.n_sent.fetch_add(1, Ordering::SeqCst);
            pause().await;
            let headers = [("Content-Type", "application/json")].into_iter().collect();
            let is_refused = !self.is_well && number.is_multiple_of(2);
            let (status, body) = match (is_refused, request.query.contains("offset=1")) {
                (true, _) => (429, "{}"),
                (false, false) => (200, r#"{"job_id": "7", "total": 2, "items": [{"status": "SUCCESS"}]}"#),
                (false, true) => (200, r#"{"job_id": "7", "total": 2, "items": [{"status": "SUCCESS", "n": 2}]}"#),
            };
            Ok(HttpResponse { status, headers, body: body.as_bytes().to_vec() })
        })
    }
}

/// Counts attempts: what was begun and is not over, and what was begun again.
#[derive(Clone, Default)]
struct Open(Arc<AtomicUsize>, Arc<AtomicU32>);

impl Observe for Open {
    fn attempt_started(&self, start: &AttemptStart) {
        self.0.fetch_add(1, Ordering::SeqCst);
        self.1.fetch_add(u32::from(start.number > 1), Ordering::SeqCst);
    }

    fn attempt_finished(&self, _: &AttemptEnd<'_>) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Credentials that are renewed by one caller at a time, with pauses.
#[cfg(feature = "sign")]
struct Renewing;

#[cfg(feature = "sign")]
impl crate::sign::ProvideCredentials for Renewing {
    fn credentials(&self) -> BoxFuture<'_, Result<crate::sign::AccessKey, crate::sign::CredentialsError>> {
        Box::pin(async {
            pause().await;
            pause().await;
            // Expired already: every attempt renews.
            let key = crate::sign::AccessKey::new("ID", "hush");
            Ok(key.with_expiry(std::time::SystemTime::UNIX_EPOCH))
        })
    }
}

/// A client whose every step can be interrupted.
fn pausing(transport: &Pausing, budget: &RetryBudget, open: &Open) -> Core {
    static API: Api = Api { schemes: SIGNED, ..CLIENT_API };
    let builder = Builder::new(&API).transport(transport.clone()).parameter("project_id", "p");
    let builder = builder.retry_budget(budget.clone()).observe(open.clone()).jitter(|| 1.0);
    #[cfg(feature = "sign")]
    let builder = builder.authenticator(Everywhere(
        crate::sign::Signer::new(&SIGNED[0], crate::sign::Cached::new(Renewing)).expect("the algorithm is known"),
    ));
    builder.build().expect("is set up well")
}

const SIGNED: &[Scheme] = &[Scheme { name: "S", kind: SchemeKind::Signature { algorithm: "SDK-HMAC-SHA256" } }];

/// Signs operations that ask for nothing.
#[cfg(feature = "sign")]
struct Everywhere(crate::sign::Signer);

#[cfg(feature = "sign")]
impl Authenticate for Everywhere {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut HttpRequest,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), AuthenticationError>> {
        self.0.authenticate(request, attempt)
    }
}

/// Polls a future so often, unless it is ready before.
async fn poll_times<T>(future: impl Future<Output = T>, n_polls: usize) -> Option<T> {
    let mut future = pin!(future);
    for _ in 0..n_polls {
        let mut context = Context::from_waker(Waker::noop());
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return Some(value);
        }
        // Time passes, so that waits between attempts end too.
        tokio::time::advance(Duration::from_secs(3)).await;
    }
    None
}

/// Drops `run` after every number of polls until it comes to its end; afterwards, the same client still works.
async fn drop_everywhere<T>(run: impl AsyncFn(&Core) -> T) -> usize {
    const TOKENS: u32 = 500;
    for n_polls in 0.. {
        assert!(n_polls < 500, "it has no end");
        let (transport, open) = (Pausing::default(), Open::default());
        let budget = RetryBudget::new(TOKENS);
        let core = pausing(&transport, &budget, &open);
        let is_done = poll_times(run(&core), n_polls).await.is_some();
        assert_eq!(open.0.load(Ordering::SeqCst), 0, "after {n_polls} polls an attempt is left open");
        let n_sent = transport.n_sent.load(Ordering::SeqCst);
        tokio::time::advance(Duration::from_secs(3600)).await;
        tokio::task::yield_now().await;
        let counts = [&transport.n_under_way, &transport.n_sent].map(|it| it.load(Ordering::SeqCst));
        assert_eq!(counts, [0, n_sent], "after {n_polls} polls something goes on");
        let n_spent = 5 * open.1.load(Ordering::SeqCst);
        assert!(budget.available() + n_spent >= TOKENS, "after {n_polls} polls {budget:?} has lost tokens");
        // Whoever comes next finds nothing locked and nothing half done.
        for _ in 0..2 {
            let next = poll_times(call(&core, |_| {}).send(), 50).await.expect("ends");
            next.unwrap_or_else(|error| panic!("after {n_polls} polls: {error}"));
        }
        if is_done {
            return n_polls;
        }
    }
    0
}

#[tokio::test(start_paused = true)]
async fn a_call_can_be_dropped_at_every_point() {
    let n_polls = drop_everywhere(async |core| call(core, |_| {}).send().await.expect("is answered")).await;
    assert!(n_polls > 6, "there are {n_polls} points at which it waits");
}

#[tokio::test(start_paused = true)]
async fn pages_can_be_dropped_at_every_point() {
    let all = async |core: &Core| {
        let items = Items::new(Pages::new(call(core, |_| {}), &PAGING), list).collect_all().await;
        assert_eq!(items.expect("the list has an end").len(), 2);
    };
    assert!(drop_everywhere(all).await > 12);
}

#[tokio::test(start_paused = true)]
async fn waits_can_be_dropped_at_every_point() {
    let done = async |core: &Core| {
        let wait = Wait::new(call(core, |_| {}), &WAITER, crate::blank::<ListInput>());
        assert_eq!(wait.await.expect("the job is done").states.len(), 2);
    };
    assert!(drop_everywhere(done).await > 18);
}

#[tokio::test(start_paused = true)]
async fn the_next_page_can_be_asked_for_again() {
    let core = pausing(&Pausing { is_well: true, ..Pausing::default() }, &RetryBudget::default(), &Open::default());
    let mut items = Items::new(Pages::new(call(&core, |_| {}), &PAGING), list);
    let mut n_items = 0;
    // Every future of `next` is dropped after one poll; nothing is lost and nothing is sent twice.
    for _ in 0..100 {
        match poll_times(items.next(), 1).await {
            Some(Some(item)) => n_items += item.map(|_| 1).expect("is an item"),
            Some(None) => break,
            None => {}
        }
    }
    assert_eq!(n_items, 2);
}
