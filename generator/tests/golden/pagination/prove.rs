//! The printed calls page through lists of a service that answers by a script.

use std::sync::{Arc, Mutex};

use client::types::lists::Desktop;
use client::{Client, Error};
use runtime::client::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError};

/// Answers in order; notes targets and bodies.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<Vec<&'static str>>>,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Transport for Script {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        self.sent.lock().expect("no test panics in between").push(format!("{}{body}", request.target()));
        let body = self.answers.lock().expect("no test panics in between").remove(0).as_bytes().to_vec();
        let headers = [("Content-Type", "application/json")].into_iter().collect();
        Box::pin(std::future::ready(Ok(HttpResponse { status: 200, headers, body })))
    }
}

/// Calls a service with these answers; compares what is sent for them.
#[track_caller]
fn check<T>(answers: &[&'static str], call: impl FnOnce(&Client) -> Result<Vec<T>, Error>, sent: &[&str]) -> Vec<T> {
    let script = Script { answers: Arc::new(Mutex::new(answers.to_vec())), sent: Arc::default() };
    let client = Client::builder().endpoint("http://localhost").transport(script.clone()).build();
    let all = call(&client.expect("is set up well")).expect("the list has an end");
    assert_eq!(*script.sent.lock().expect("no test panics in between"), sent);
    all
}

fn ids(desktops: Vec<Desktop>) -> Vec<String> {
    desktops.into_iter().map(|it| it.id).collect()
}

const FIRST: &str = r#"{"total_count": 3, "desktops": [{"id": "a"}, {"id": "b"}]}"#;
const SECOND: &str = r#"{"total_count": 3, "desktops": [{"id": "c"}]}"#;

#[test]
fn by_offset() {
    let items = |client: &Client| client.lists().list_by_offset().limit(2).items().blocking().collect();
    let found = check(&[FIRST, SECOND], items, &["/by-offset?limit=2", "/by-offset?offset=2&limit=2"]);
    assert_eq!(ids(found), ["a", "b", "c"]);
    let pages = |client: &Client| client.lists().list_by_offset().offset(2).pages().blocking().collect();
    assert_eq!(check(&[SECOND], pages, &["/by-offset?offset=2"])[0].total_count, Some(3));
}

#[test]
fn by_text_below_null() {
    let items = |client: &Client| client.lists().list_by_text().limit("1").items().blocking().collect();
    let pages = [r#"{"data": {"names": ["a"]}}"#, r#"{"data": null}"#];
    assert_eq!(check(&pages, items, &["/by-text?limit=1", "/by-text?offset=1&limit=1"]), ["a"]);
}

#[test]
fn in_the_body() {
    let items = |client: &Client| client.lists().search_desktops().items().blocking().collect();
    let found = check(&[FIRST, SECOND], items, &["/in-body", r#"/in-body{"window":{"offset":2}}"#]);
    assert_eq!(ids(found), ["a", "b", "c"]);
}

#[test]
fn by_page() {
    let items = |client: &Client| client.lists().list_by_page().size(1).items().blocking().collect();
    let pages = [r#"{"elements": [{"id": "a"}]}"#, r#"{"elements": null}"#];
    assert_eq!(ids(check(&pages, items, &["/by-page?size=1", "/by-page?page=1&size=1"])), ["a"]);
}

#[test]
fn by_marker() {
    let items = |client: &Client| client.lists().list_by_marker().items().blocking().collect();
    let pages =
        [r#"{"desktops": [{"id": "a"}], "links": {"next": "m/1"}}"#, r#"{"desktops": [{"id": "b"}], "links": {}}"#];
    assert_eq!(ids(check(&pages, items, &["/by-marker", "/by-marker?marker=m%2F1"])), ["a", "b"]);
}
