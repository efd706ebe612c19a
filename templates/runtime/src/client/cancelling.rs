//! Waits and pages that are dropped at any of their polls: nothing of them goes on.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;

use super::scripted::{ListInput, Script, call};
use super::{BoxFuture, Core, HttpRequest, HttpResponse, PageStyle, Pages, Paging, Transport, TransportError};
use super::{RetryBudget, Wait, Waiter};

static PAGING: Paging = BY_OFFSET;
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

static WAITER: Waiter = Waiter {
    parameters: &[("query.job_id", "id")],
    state: "jobs[].status",
    success: &["SUCCESS"],
    failure: &["FAILED"],
    error_code: None,
    error_message: None,
    paging: Some(BY_OFFSET),
};

const ANSWERS: [(u16, &str); 5] = [
    (200, r#"{"id": "j1", "total": 3, "jobs": [{"status": "RUNNING"}]}"#),
    (429, "{}"),
    (200, r#"{"total": 3, "jobs": [{"status": "RUNNING"}]}"#),
    (200, r#"{"total": 2, "jobs": [{"status": "SUCCESS"}]}"#),
    (200, r#"{"total": 1, "jobs": [{"status": "SUCCESS"}]}"#),
];

/// A transport whose answers come late, and that counts the requests under way.
#[derive(Clone, Default)]
struct Late {
    script: Script,
    under_way: Arc<AtomicUsize>,
}

struct UnderWay(Arc<AtomicUsize>);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Transport for Late {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.under_way.fetch_add(1, Ordering::Relaxed);
        let counted = UnderWay(Arc::clone(&self.under_way));
        Box::pin(async move {
            let _counted = counted;
            tokio::time::sleep(Duration::from_millis(700)).await;
            self.script.send(request).await
        })
    }
}

/// Polls a future so often, then drops it; says whether it was done before.
async fn dropped_after(n_polls: usize, future: impl Future<Output = ()>) -> bool {
    let mut future = pin!(future);
    let mut n_left = n_polls;
    poll_fn(|cx| {
        if n_left == 0 {
            return Poll::Ready(false);
        }
        n_left -= 1;
        if future.as_mut().poll(cx).is_ready() {
            return Poll::Ready(true);
        }
        // Not only to be woken by what is waited for: that may be what is dropped next.
        if n_left == 0 {
            cx.waker().wake_by_ref();
        }
        Poll::Pending
    })
    .await
}

/// Runs a future to each of its polls in turn, until one run comes to the end.
async fn check(run: for<'a> fn(&'a Core) -> Pin<Box<dyn Future<Output = ()> + 'a>>) {
    for n_polls in 0..200 {
        let late = Late { script: Script::new(ANSWERS), ..Late::default() };
        let budget = RetryBudget::new(5);
        let core = late.script.core_over(late.clone(), budget.clone());
        let is_done = dropped_after(n_polls, run(&core)).await;
        let n_sent = late.script.sent().len();
        assert_eq!(late.under_way.load(Ordering::Relaxed), 0, "after {n_polls} polls a request is under way");
        tokio::time::sleep(Duration::from_secs(3600)).await;
        assert_eq!((late.script.sent().len(), late.under_way.load(Ordering::Relaxed)), (n_sent, 0));
        if is_done {
            assert!(n_polls > 5 && n_sent > 3, "{n_polls} polls and {n_sent} requests are a whole run");
            return;
        }
    }
    panic!("the future never comes to its end");
}

#[tokio::test(start_paused = true)]
async fn a_wait_can_be_dropped_at_any_poll() {
    check(|core| {
        Box::pin(async move {
            let wait = Wait::new(call(core, |_| {}), &WAITER, crate::blank::<ListInput>());
            wait.await.expect("the job ends well");
        })
    })
    .await;
}

#[tokio::test(start_paused = true)]
async fn pages_can_be_dropped_at_any_poll() {
    check(|core| {
        Box::pin(async move {
            let pages = Pages::new(call(core, |_| {}), &PAGING).collect_all().await;
            assert_eq!(pages.map(|it| it.len()).expect("the list has an end"), 3);
        })
    })
    .await;
}
