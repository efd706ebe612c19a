//! Pages by offset, number and marker; where lists begin and end; services that never end them.

use serde_json::json;

use super::*;
use crate::Value;
use crate::client::scripted::{ListInput, Script, call};

const BY_OFFSET: Paging = Paging {
    style: PageStyle::Offset,
    position: &["query.offset"],
    text: false,
    first: 0,
    limit: Some(&["query.limit"]),
    items: "items",
    total: Some("total"),
    next: None,
};

static OFFSET: Paging = BY_OFFSET;
static TEXT: Paging = Paging { position: &["query.start"], text: true, ..BY_OFFSET };
static BODY: Paging =
    Paging { position: &["body", "window", "offset"], limit: Some(&["body", "window", "limit"]), ..BY_OFFSET };
static NUMBER: Paging = Paging { style: PageStyle::PageNumber, first: 1, ..BY_OFFSET };
static MARKER: Paging = Paging {
    style: PageStyle::Marker,
    position: &["query.start"],
    text: true,
    items: "data.items",
    next: Some("data.next"),
    ..BY_OFFSET
};

static LAST: Paging = Paging {
    style: PageStyle::LastItem,
    position: &["query.start"],
    text: true,
    next: Some("at.id"),
    total: None,
    ..BY_OFFSET
};

fn list(page: &mut Value) -> Option<&mut Vec<Value>> {
    let at = if page.get("data").is_some() { "/data/items" } else { "/items" };
    page.pointer_mut(at)?.as_array_mut()
}

/// Reads all items of a list; compares them and what was sent for them.
#[track_caller]
fn check(paging: &'static Paging, set: fn(&mut ListInput), answers: &[&str], items: &[i64], sent: &[&str]) {
    let script = Script::ok(answers.iter().copied());
    let core = script.core();
    let all = Items::new(Pages::new(call(&core, set), paging), list);
    let found = block_on(all.collect_all()).expect("the list has an end");
    assert_eq!(found, items.iter().map(|it| json!(it)).collect::<Vec<_>>());
    assert_eq!(script.sent(), sent);
}

/// Reads pages until the error; gives the number of pages before it.
#[track_caller]
fn refused(paging: &'static Paging, answers: &[&str], kind: PagingErrorKind) -> usize {
    let script = Script::ok(answers.iter().copied());
    let core = script.core();
    let mut pages = Pages::new(call(&core, |_| {}), paging);
    let mut n_pages = 0;
    block_on(async {
        loop {
            match pages.next().await.expect("the list ends with an error") {
                Ok(_) => n_pages += 1,
                Err(Error::Paging(error)) => {
                    assert_eq!(error.kind, kind);
                    assert!(pages.next().await.is_none(), "nothing comes after an error");
                    return n_pages;
                }
                Err(other) => panic!("{other}"),
            }
        }
    })
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(future)
}

#[test]
fn ends_at_the_total() {
    let pages = [r#"{"total": 3, "items": [1, 2]}"#, r#"{"items": [3], "total": "3"}"#];
    check(&OFFSET, |_| {}, &pages, &[1, 2, 3], &["/p", "/p?offset=2"]);
}

#[test]
fn begins_where_the_caller_says() {
    let pages = [r#"{"total": 8, "items": [6, 7]}"#, r#"{"total": 8, "items": [8]}"#];
    check(&OFFSET, |it| it.offset = Some(5), &pages, &[6, 7, 8], &["/p?offset=5", "/p?offset=7"]);
    let texts = ["/p?start=5", "/p?start=7"];
    check(&TEXT, |it| it.start = Some("5".to_owned()), &pages, &[6, 7, 8], &texts);
    let body = |it: &mut ListInput| it.body = Some(json!({"window": {"offset": 5}, "z": "x"}));
    let bodies = [r#"/p{"window":{"offset":5},"z":"x"}"#, r#"/p{"window":{"offset":7},"z":"x"}"#];
    check(&BODY, body, &pages, &[6, 7, 8], &bodies);
}

#[test]
fn moves_a_window_that_was_not_set() {
    let pages = [r#"{"items": [1]}"#, r#"{"items": []}"#];
    check(&BODY, |_| {}, &pages, &[1], &["/p", r#"/p{"window":{"offset":1}}"#]);
}

#[test]
fn ends_with_a_short_page_if_no_total_is_told() {
    let pages = [r#"{"items": [1, 2]}"#, r#"{"items": [3]}"#];
    check(&OFFSET, |it| it.limit = Some(2), &pages, &[1, 2, 3], &["/p?limit=2", "/p?offset=2&limit=2"]);
}

#[test]
fn goes_on_after_a_short_page_if_the_total_says_so() {
    let pages = [r#"{"items": [1], "total": 2}"#, r#"{"items": [2], "total": 2}"#];
    check(&OFFSET, |it| it.limit = Some(5), &pages, &[1, 2], &["/p?limit=5", "/p?offset=1&limit=5"]);
}

#[test]
fn ends_with_an_empty_page() {
    check(&OFFSET, |_| {}, &[r#"{"items": [1]}"#, r#"{"items": []}"#], &[1], &["/p", "/p?offset=1"]);
    check(&OFFSET, |_| {}, &[r#"{"total": 7, "items": []}"#], &[], &["/p"]);
    check(&OFFSET, |_| {}, &[r#"{"total": 7}"#], &[], &["/p"]);
    check(&OFFSET, |_| {}, &[r#"{"total": 7, "items": null}"#], &[], &["/p"]);
}

#[test]
fn a_total_below_the_page_is_none() {
    let pages = [r#"{"items": [1, 2], "total": 0}"#, r#"{"items": [3], "total": -1}"#, r#"{"items": []}"#];
    check(&OFFSET, |_| {}, &pages, &[1, 2, 3], &["/p", "/p?offset=2", "/p?offset=3"]);
}

#[test]
fn counts_pages() {
    let pages = [r#"{"items": [1, 2], "total": 3}"#, r#"{"items": [3], "total": 3}"#];
    check(&NUMBER, |_| {}, &pages, &[1, 2, 3], &["/p", "/p?offset=2"]);
    let pages = [r#"{"items": [3, 4], "total": 5}"#, r#"{"items": [5], "total": 5}"#];
    let set = |it: &mut ListInput| (it.offset, it.limit) = (Some(2), Some(2));
    check(&NUMBER, set, &pages, &[3, 4, 5], &["/p?offset=2&limit=2", "/p?offset=3&limit=2"]);
}

#[test]
fn follows_markers_over_empty_pages() {
    let pages = [
        r#"{"data": {"next": "a", "items": [1]}}"#,
        r#"{"data": {"next": "b", "items": []}}"#,
        r#"{"data": {"next": "", "items": [2]}}"#,
    ];
    check(&MARKER, |_| {}, &pages, &[1, 2], &["/p", "/p?start=a", "/p?start=b"]);
    // Some services repeat the marker behind the end.
    let pages = [r#"{"data": {"next": "a", "items": [1]}}"#, r#"{"data": {"next": "a", "items": []}}"#];
    check(&MARKER, |_| {}, &pages, &[1], &["/p", "/p?start=a"]);
}

#[test]
fn refuses_pages_and_markers_that_come_again() {
    assert_eq!(refused(&OFFSET, &[r#"{"items": [1, 2]}"#], PagingErrorKind::PageRepeated), 1);
    let round = [r#"{"items": [1]}"#, r#"{"items": [2], "id": 1}"#, r#"{"id": 2, "items": [1]}"#];
    assert_eq!(refused(&NUMBER, &round, PagingErrorKind::PageRepeated), 2);
    let stuck = r#"{"data": {"next": "a", "items": [1]}}"#;
    assert_eq!(refused(&MARKER, &[stuck], PagingErrorKind::MarkerRepeated), 1);
    let empty: Vec<String> = (0..200).map(|it| format!(r#"{{"data": {{"next": "{it}", "items": []}}}}"#)).collect();
    let empty: Vec<&str> = empty.iter().map(String::as_str).collect();
    assert_eq!(refused(&MARKER, &empty, PagingErrorKind::OnlyEmptyPages), 100);
}

#[test]
fn equal_pages_are_pages_where_a_total_ends_the_list() {
    let page = r#"{"total": 4, "items": [1, 1]}"#;
    check(&OFFSET, |_| {}, &[page], &[1, 1, 1, 1], &["/p", "/p?offset=2"]);
    check(&NUMBER, |it| it.limit = Some(2), &[page], &[1, 1, 1, 1], &["/p?limit=2", "/p?offset=2&limit=2"]);
    let growing: Vec<String> = (4..40).map(|it| format!(r#"{{"total": {it}, "items": [1, 1]}}"#)).collect();
    let growing: Vec<&str> = growing.iter().map(String::as_str).collect();
    assert_eq!(refused(&OFFSET, &growing, PagingErrorKind::PageRepeated), 1);
    // A total that is none, because it is less than the page, ends nothing.
    assert_eq!(refused(&OFFSET, &[r#"{"total": 1, "items": [1, 1]}"#], PagingErrorKind::PageRepeated), 1);
}

#[test]
fn refuses_the_same_items_behind_ever_new_markers() {
    for n_kinds in [1, 2, 3] {
        let page = |n: usize| format!(r#"{{"data": {{"next": "{n}", "items": [{}]}}}}"#, n % n_kinds);
        let pages: Vec<String> = (0..50).map(page).collect();
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        // Four that came before are borne, the fifth in a row is not.
        assert_eq!(refused(&MARKER, &pages, PagingErrorKind::PageRepeated), n_kinds + 4);
    }
    let alike: Vec<String> =
        (0..9).map(|n| format!(r#"{{"data": {{"next": "{n}", "items": [{}]}}}}"#, n / 5)).collect();
    let mut alike: Vec<&str> = alike.iter().map(String::as_str).collect();
    alike.push(r#"{"data": {"items": [1]}}"#);
    let sent: Vec<String> = (0..9).map(|n| format!("/p?start={n}")).collect();
    let sent: Vec<&str> = std::iter::once("/p").chain(sent.iter().map(String::as_str)).collect();
    check(&MARKER, |_| {}, &alike, &[0, 0, 0, 0, 0, 1, 1, 1, 1, 1], &sent);
}

#[test]
fn says_how_much_was_read_of_a_list_that_is_longer_than_offsets() {
    let out_of_reach = |total| PagingErrorKind::OutOfReach { n_read: 4, total };
    for (page, total) in [(r#"{"total": 9000, "items": [1, 2]}"#, Some(9000)), (r#"{"items": [1, 2]}"#, None)] {
        let second = page.replace('2', "3");
        let script = Script::ok([page, &second]);
        let core = script.core();
        let pages = Pages::new(call(&core, |it| it.offset = Some(1997)), &OFFSET);
        let error = block_on(pages.collect_all()).expect_err("the offset may be 2000 at most");
        let Error::Paging(error) = error else { panic!("{error}") };
        assert_eq!((error.kind, script.sent().len()), (out_of_reach(total), 2));
    }
    let error = PagingError { operation: "list", kind: out_of_reach(Some(9)) };
    let text = "the list of `list` cannot be read to its end: after 4 of 9 items the next page is out of reach";
    assert_eq!(error.to_string(), text);
    // The caller's own fault is one of the input.
    let core = Script::default().core();
    let pages = Pages::new(call(&core, |it| it.offset = Some(2001)), &OFFSET);
    assert!(matches!(block_on(pages.collect_all()), Err(Error::Input(_))));
}

/// A page of items with these ids.
fn keyed(ids: &str) -> String {
    let items: Vec<String> = ids.chars().map(|it| format!(r#"{{"id": 0, "at": {{"id": "{it}"}}}}"#)).collect();
    format!(r#"{{"items": [{}]}}"#, items.join(", "))
}

#[test]
fn follows_the_last_item() {
    // With and without the item that the marker names, with and without a limit.
    for (limit, pages, targets) in [
        (None, vec!["ab", "c", ""], vec!["/p", "/p?start=b", "/p?start=c"]),
        (None, vec!["ab", "bc", "c"], vec!["/p", "/p?start=b", "/p?start=c"]),
        (Some(2), vec!["ab", "c"], vec!["/p?limit=2", "/p?start=b&limit=2"]),
        (Some(2), vec!["ab", "bc", "c"], vec!["/p?limit=2", "/p?start=b&limit=2", "/p?start=c&limit=2"]),
        (None, vec!["a", "a"], vec!["/p", "/p?start=a"]),
    ] {
        let script = Script::ok(pages.iter().map(|it| keyed(it)).collect::<Vec<_>>().iter().map(String::as_str));
        let core = script.core();
        let items = Items::new(Pages::new(call(&core, |it| it.limit = limit), &LAST), list);
        let items = block_on(items.collect_all()).expect("the list has an end");
        let found: Vec<&str> = items.iter().filter_map(|it| it["at"]["id"].as_str()).collect();
        let mut expected: Vec<char> = pages.concat().chars().collect();
        expected.dedup();
        assert_eq!(found.concat(), expected.into_iter().collect::<String>());
        assert_eq!(script.sent(), targets);
    }
}

#[test]
fn refuses_last_items_that_lead_nowhere() {
    let (first, second) = (keyed("ab"), keyed("cb"));
    assert_eq!(refused(&LAST, &[&first], PagingErrorKind::MarkerRepeated), 1);
    assert_eq!(refused(&LAST, &[&first, &second], PagingErrorKind::MarkerRepeated), 1);
    let kind = PagingErrorKind::OutOfReach { n_read: 2, total: None };
    assert_eq!(refused(&LAST, &[r#"{"items": [{"at": {"id": "a"}}, {"at": {}}]}"#], kind), 1);
}

#[test]
fn an_error_of_the_service_ends_the_stream() {
    let script = Script::new([(200, r#"{"items": [1]}"#), (500, r#"{"code": "X"}"#)]);
    let core = script.core();
    let mut items = Items::new(Pages::new(call(&core, |_| {}), &OFFSET), list);
    block_on(async {
        assert_eq!(items.next().await.expect("an item").expect("no error"), 1);
        let error = items.next().await.expect("an error").expect_err("an error");
        assert_eq!(error.service().and_then(|it| it.code.as_deref()), Some("X"));
        assert!(items.next().await.is_none());
    });
    assert_eq!(script.sent().len(), 2);
}

#[test]
fn sends_nothing_before_it_is_polled_and_can_be_dropped() {
    let script = Script::default();
    let core = script.core();
    let mut pages = Pages::new(call(&core, |_| {}), &OFFSET);
    assert!(script.sent().is_empty());
    block_on(async {
        // The first future is dropped with its request under way; the second waits for the same request.
        for _ in 0..2 {
            tokio::select! {
                biased;
                _ = pages.next() => panic!("there is no answer"),
                () = std::future::ready(()) => {}
            }
        }
    });
    assert_eq!(script.sent().len(), 1);
}

#[test]
fn streams_can_be_sent() {
    fn check<T: Send + Unpin>(_: &T) {}
    let core = Script::default().core();
    let items = Items::new(Pages::new(call(&core, |_| {}), &OFFSET), list);
    check(&items);
    assert_eq!(format!("{items:?}"), r#"Items { operation: "list", .. }"#);
}
