//! Blocking calls from plain threads, from many of them, and from inside both flavours of asynchronous runtimes.

use std::collections::HashSet;
use std::io::Read as _;
use std::net::SocketAddr;
use std::sync::{Arc, Barrier, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;

use crate as rt;
use crate::Value;
use crate::client::scripted::{ListInput, Script, call};
use crate::client::{
    Builder, Error, Items, PageStyle, Pages, Paging, RetryPolicy, TimeoutKind, Wait, WaitError, Waiter,
};
use crate::conformance::desk::Client;

/// A server on a thread and a runtime of its own; notes which connections its requests come over.
struct Service {
    address: SocketAddr,
    connections: Arc<Mutex<HashSet<SocketAddr>>>,
}

impl Service {
    fn start() -> Self {
        let connections = Arc::new(Mutex::new(HashSet::new()));
        let noted = Arc::clone(&connections);
        let router = Router::new().fallback(move |ConnectInfo(peer): ConnectInfo<SocketAddr>| {
            noted.lock().expect("no test panics in between").insert(peer);
            async { ([("content-type", "application/json")], "[]") }
        });
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("there is a port");
        let address = listener.local_addr().expect("has an address");
        listener.set_nonblocking(true).expect("sockets can do without waiting");
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async {
                let listener = tokio::net::TcpListener::from_std(listener).expect("is a listener");
                axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>()).await
            })
        });
        Self { address, connections }
    }

    fn client(&self) -> Client {
        let builder = Client::builder().endpoint(format!("http://{}", self.address)).parameter("project_id", "p");
        Client { core: builder.build().expect("is set up well") }
    }

    fn n_connections(&self) -> usize {
        self.connections.lock().expect("no test panics in between").len()
    }
}

#[test]
fn a_plain_thread_calls_and_keeps_its_connection() {
    let service = Service::start();
    let client = service.client();
    for _ in 0..50 {
        assert_eq!(client.list_desktops().send_blocking().expect("is answered"), []);
    }
    assert_eq!(client.list_desktops().respond_blocking().expect("is answered").status, 200);
    // A call may come before its forerunner's connection is put back, which happens on another thread.
    let n_connections = service.n_connections();
    assert!(n_connections <= 25, "{n_connections} connections for 51 calls, one after the other");
}

#[test]
fn many_threads_share_a_client_and_its_connections() {
    const N_THREADS: usize = 16;
    let service = Service::start();
    let client = service.client();
    let barrier = Barrier::new(N_THREADS);
    std::thread::scope(|scope| {
        for _ in 0..N_THREADS {
            scope.spawn(|| {
                barrier.wait();
                for _ in 0..20 {
                    client.list_desktops().send_blocking().expect("is answered");
                }
            });
        }
    });
    // While threads race for connections, the library opens a few more than there are threads.
    let n_connections = service.n_connections();
    assert!(n_connections <= 4 * N_THREADS, "{n_connections} connections for {N_THREADS} threads");
}

#[tokio::test]
async fn works_inside_a_current_thread_runtime() {
    let service = Service::start();
    service.client().list_desktops().send_blocking().expect("is answered");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn works_inside_a_multi_thread_runtime() {
    let service = Service::start();
    let client = service.client();
    // On a worker, beside it, and where tokio expects threads to be blocked.
    let calls = (0..4)
        .map(|_| client.clone())
        .map(|client| tokio::spawn(async move { client.list_desktops().send_blocking().expect("is answered") }));
    let calls: Vec<_> = calls.collect();
    client.list_desktops().send().await.expect("the same client can be awaited");
    let blocking = tokio::task::spawn_blocking(move || client.list_desktops().send_blocking());
    blocking.await.expect("ends").expect("is answered");
    for call in calls {
        assert_eq!(call.await.expect("ends"), []);
    }
}

#[tokio::test]
async fn time_limits_hold_even_where_nothing_else_runs() {
    // Nobody takes what comes in: the only worker that could is blocked.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    let builder = Client::builder().endpoint(format!("http://{address}")).parameter("project_id", "p");
    let client = Client { core: builder.retry(RetryPolicy::off()).build().expect("is set up well") };
    let error = client.list_desktops().timeout(Duration::from_millis(20)).send_blocking().expect_err("is too long");
    assert!(matches!(&error, Error::Timeout(it) if it.kind == TimeoutKind::Operation), "{error:?}");
}

static OFFSET: Paging = Paging {
    style: PageStyle::Offset,
    position: &["query.offset"],
    text: false,
    first: 0,
    limit: None,
    items: "items",
    total: Some("total"),
    next: None,
};

fn list(page: &mut Value) -> Option<&mut Vec<Value>> {
    page.pointer_mut("/items")?.as_array_mut()
}

#[test]
fn pages_and_items_are_iterators_and_stop_where_they_are_dropped() {
    let pages =
        [r#"{"total": 5, "items": [1, 2]}"#, r#"{"total": 5, "items": [3, 4]}"#, r#"{"total": 5, "items": [5]}"#];
    let script = Script::ok(pages);
    let core = script.core();
    let all: Result<Vec<Value>, Error> =
        Items::new(Pages::new(call(&core, |_| {}), &OFFSET), list).blocking().collect();
    assert_eq!(Value::from(all.expect("the list has an end")), serde_json::json!([1, 2, 3, 4, 5]));
    assert_eq!(script.sent(), ["/p", "/p?offset=2", "/p?offset=4"]);

    let script = Script::ok(pages);
    let core = script.core();
    let mut items = Items::new(Pages::new(call(&core, |_| {}), &OFFSET), list).blocking();
    for expected in 1..=3 {
        assert_eq!(items.next().expect("there is more").expect("is a page"), expected);
    }
    drop(items);
    let first = Pages::new(call(&core, |it| it.offset = Some(4)), &OFFSET).blocking().next();
    assert_eq!(first.expect("there is a page").expect("is a page")["items"], serde_json::json!([5]));
    assert_eq!(script.sent(), ["/p", "/p?offset=2", "/p?offset=4"], "nothing was asked for in advance");
}

static WAITER: Waiter = Waiter {
    parameters: &[("query.job_id", "job_id")],
    state: "jobs[].status",
    success: &["SUCCESS"],
    failure: &["FAILED"],
    error_code: None,
    error_message: None,
    paging: None,
};

#[test]
fn jobs_are_followed() {
    let wait = |last| {
        let answers = [r#"{"job_id": "7"}"#, r#"{"jobs": [{"status": "RUNNING"}]}"#, last];
        let core = Script::ok(answers).core();
        let poll: ListInput = rt::blank();
        let wait = Wait::new(call(&core, |_| {}), &WAITER, poll).poll_every(Duration::ZERO).subtasks(1);
        wait.blocking().map(|it| it.states)
    };
    assert_eq!(wait(r#"{"jobs": [{"status": "SUCCESS"}]}"#).expect("is done"), ["SUCCESS"]);
    let error = wait(r#"{"jobs": [{"status": "FAILED"}]}"#).expect_err("has failed");
    assert!(matches!(error, WaitError::Failed(_)));
}

#[test]
fn downloads_are_readers() {
    let text = |n_bytes| (0..n_bytes).map(|it: u32| it.to_le_bytes()[0]).collect::<Vec<u8>>();
    let router = Router::new().fallback(move || async move { text(100_000) });
    let core = Builder::new(&crate::conformance::desk::CLIENT_API);
    let core = core.transport(crate::client::InProcess::new(router)).build().expect("is set up well");
    let call = crate::client::streaming::tests::get(&core);
    let mut download = call.download_blocking().expect("is answered");
    assert_eq!((download.get_ref().status(), download.get_ref().length()), (200, Some(100_000)));
    let mut start = [0; 10];
    download.read_exact(&mut start).expect("is there");
    let mut rest = Vec::new();
    download.read_to_end(&mut rest).expect("is whole");
    assert_eq!([start.as_slice(), &rest].concat(), text(100_000));
    assert_eq!(download.read(&mut start).expect("is at its end"), 0);
}
