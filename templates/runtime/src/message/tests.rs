//! The four doors with a printed operation.

use serde_json::json;

use super::*;
use crate::printed::{Dog, FoundHeaders, Job, ListJobsInput, ListJobsOutput};
use crate::{Bytes, Input, Param, Reply, Value, from_value, to_value};

fn input(value: Value) -> ListJobsInput {
    from_value(value).expect("the value fits")
}

fn full() -> ListJobsInput {
    input(json!({
        "path.project_id": "a/b c", "query.limit": 7, "query.ids": ["x,y", "ü"], "query.filter": {"bark": "wau & co"},
        "header.X-Trace": ["one", "two"], "cookie.session": "s;1", "query.which": 42,
        "body": {"name": "n", "note": null, "limit": null},
    }))
}

fn no_defaults(_: &Param) -> Option<String> {
    None
}

fn incoming(parts: &RequestParts) -> Result<ListJobsInput, Vec<Fault>> {
    let mut headers: Vec<_> =
        parts.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), value.clone())).collect();
    if let Some(media) = &parts.content_type {
        headers.push(("content-type".to_owned(), media.clone()));
    }
    decode_request(&IncomingRequest { path: &parts.path, query: &parts.query, headers: &headers, body: &parts.body })
}

#[test]
fn requests_have_every_part() {
    let parts = encode_request(&full(), &no_defaults).expect("the input can be written");
    assert_eq!(parts.method, crate::Method::Post);
    assert_eq!(parts.path, "/v2/a%2Fb%20c/jobs");
    assert_eq!(parts.query, "limit=7&ids=x%2Cy&ids=%C3%BC&bark=wau%20%26%20co&which=42");
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let headers = [header("X-Action", "ListJobs"), header("X-Trace", "one,two"), header("Cookie", "session=s%3B1")];
    assert_eq!(parts.headers, headers);
    assert_eq!(parts.content_type.as_deref(), Some("application/json"));
    assert_eq!(parts.body, br#"{"name":"n","note":null,"limit":null}"#);
}

#[test]
fn requests_come_back() {
    let parts = encode_request(&full(), &no_defaults).expect("the input can be written");
    assert_eq!(incoming(&parts), Ok(full()));
    let bare = input(json!({"path.project_id": "p", "query.ids": []}));
    let parts = encode_request(&bare, &no_defaults).expect("the input can be written");
    assert_eq!((parts.query.as_str(), parts.content_type.is_none(), parts.body.len()), ("", true, 0));
    assert_eq!(incoming(&parts), Ok(bare));
}

#[test]
fn inputs_have_a_json_form() {
    let value = to_value(&full());
    assert_eq!(value["query.which"], json!(42));
    assert_eq!(input(value), full());
}

#[test]
fn the_client_supplies_blank_parameters() {
    let blank = input(json!({"path.project_id": "", "query.ids": []}));
    let parts = encode_request(&blank, &|param| (param.name == "project_id").then(|| "p1".to_owned()));
    assert_eq!(parts.expect("the default stands in").path, "/v2/p1/jobs");
    let error = encode_request(&blank, &no_defaults).expect_err("the path has a hole");
    assert_eq!(error.subject(), "path.project_id");
}

#[test]
fn paths_do_not_climb() {
    for value in [".", ".."] {
        let input = input(json!({"path.project_id": value, "query.ids": []}));
        let error = encode_request(&input, &no_defaults).expect_err("the path would mean another");
        assert_eq!(error.subject(), "path.project_id");
    }
    let input = input(json!({"path.project_id": "...", "query.ids": []}));
    assert!(encode_request(&input, &no_defaults).is_ok());
}

#[test]
fn every_fault_is_named_at_once() {
    let body = json!({"name": "n", "note": null, "pets": [], "parent": {"name": 5}}).to_string();
    let headers = [("content-type".to_owned(), "application/json; charset=utf-8".to_owned())];
    let request =
        IncomingRequest { path: "/v2/p/jobs", query: "limit=many&ids=%FF", headers: &headers, body: body.as_bytes() };
    let faults = decode_request::<ListJobsInput>(&request).expect_err("much is wrong");
    let found: Vec<_> = faults.iter().map(|fault| (fault.pointer.as_str(), fault.rule)).collect();
    assert_eq!(found, [("/query.limit", "type"), ("/query.ids", "type"), ("/body/parent/name", "type")]);
}

#[track_caller]
fn check_body_fault(body: &str, content_type: &str, pointer: &str, rule: &str) {
    let headers = [("content-type".to_owned(), content_type.to_owned())];
    let request = IncomingRequest { path: "/v2/p/jobs", query: "ids=1", headers: &headers, body: body.as_bytes() };
    let faults = decode_request::<ListJobsInput>(&request).expect_err("the body does not fit");
    assert_eq!((faults[0].pointer.as_str(), faults[0].rule, faults.len()), (pointer, rule, 1), "{}", faults[0]);
}

#[test]
fn bodies_that_do_not_fit() {
    check_body_fault("{}", "application/json", "/body", "required");
    check_body_fault("{", "application/json", "/body", "type");
    check_body_fault("{} x", "application/json", "/body", "required");
    check_body_fault("<a/>", "application/xml", "/body", "media-type");
    check_body_fault(r#"{"name":"a","note":null,"parent":{}}"#, "", "/body/parent", "required");
    let deep = "[".repeat(1000);
    check_body_fault(&format!("{{\"x\":{deep}"), "application/json", "/body/x", "type");
}

#[track_caller]
fn check_reply(output: ListJobsOutput, json: Value) -> ReplyParts {
    let parts = encode_reply::<ListJobsInput>(&output).expect("the output can be written");
    assert_eq!(decode_reply::<ListJobsInput>(&parts), Ok(output.clone()));
    assert_eq!(output_to_json(&output, ListJobsInput::OPERATION), Ok(json.clone()));
    assert_eq!(output_from_json::<ListJobsInput>(json), Ok(output));
    parts
}

fn dog() -> Dog {
    Dog { pet_type: None, own: "wau".to_owned() }
}

#[test]
fn replies_round_trip() {
    let job: Job = from_value(json!({"name": "n", "note": "x"})).expect("fits");
    let parts =
        check_reply(ListJobsOutput::Ok(vec![job]), json!({"status": 200, "body": [{"name": "n", "note": "x"}]}));
    assert_eq!(parts.content_type.as_deref(), Some("application/json"));
    let parts = check_reply(ListJobsOutput::NoContent, json!({"status": 204}));
    assert_eq!((parts.body.len(), parts.content_type), (0, None));
    let headers = FoundHeaders { location: "/a,b".to_owned(), left: Some(i64::MAX) };
    let found = ListJobsOutput::Found(Reply { body: "see there".to_owned(), headers });
    let json = json!({"status": 302, "headers": {"Location": "/a,b", "X-Left": i64::MAX}, "body": "see there"});
    let parts = check_reply(found, json);
    assert_eq!(parts.headers[0], ("Location".to_owned(), "/a,b".to_owned()));
    let parts =
        check_reply(ListJobsOutput::ServerError(503, Bytes(vec![0, 255])), json!({"status": 503, "body": "AP8="}));
    assert_eq!(parts.body, [0, 255]);
    check_reply(ListJobsOutput::Default(404, dog()), json!({"status": 404, "body": {"bark": "wau"}}));
}

#[test]
fn a_status_must_belong_to_its_answer() {
    for status in [200, 503, 99] {
        let error = encode_reply::<ListJobsInput>(&ListJobsOutput::Default(status, dog()));
        assert_eq!(error.expect_err("the status is taken").subject(), "status");
    }
}

fn reply(status: u16, content_type: &str, body: &str) -> ReplyParts {
    let content_type = Some(content_type.to_owned()).filter(|it| !it.is_empty());
    ReplyParts { status, headers: Vec::new(), content_type, body: body.as_bytes().to_vec() }
}

#[test]
fn replies_that_do_not_fit() {
    let decode = |parts: &ReplyParts| decode_reply::<ListJobsInput>(parts).expect_err("the reply does not fit");
    let DecodeError::Body { path, snippet, message } = decode(&reply(200, "", r#"[{"name":"a","note":7}]"#)) else {
        panic!("the body does not fit");
    };
    assert_eq!(path, "/0/note");
    assert!(snippet.contains("\"note\": <number>") && message == "expected text, found a number", "{message}");
    let error = decode(&reply(200, "text/html", "<html>"));
    assert_eq!(error, DecodeError::MediaType { found: "text/html".to_owned(), expected: &["application/json"] });
    assert!(matches!(decode(&reply(302, "text/plain", "x")), DecodeError::Header { name, .. } if name == "Location"));
    assert!(matches!(decode(&reply(200, "", "")), DecodeError::Body { message, .. } if message == "the body is empty"));
}

#[test]
fn json_under_another_label_is_still_json() {
    let parts = reply(404, "text/plain", r#"{"bark":"wau"}"#);
    assert_eq!(decode_reply::<ListJobsInput>(&parts), Ok(ListJobsOutput::Default(404, dog())));
}

#[test]
fn a_success_is_only_guessed_where_a_single_one_is_documented() {
    // This operation documents 200 and 204, and a default.
    let parts = reply(201, "application/json", r#"{"bark":"wau"}"#);
    assert_eq!(decode_reply::<ListJobsInput>(&parts), Ok(ListJobsOutput::Default(201, dog())));
}

#[test]
fn templates_capture() {
    let capture = |template, path| capture_path(template, path);
    assert_eq!(capture("/a/{x}/b", "/a/1%2F2/b"), Some(vec![("x", "1%2F2")]));
    assert_eq!(capture("/a/{x}.{y}", "/a/p.q.r"), Some(vec![("x", "p"), ("y", "q.r")]));
    assert_eq!(capture("/v{x}", "/v"), None);
    assert_eq!(capture("/a/{x}", "/a/"), None);
    assert_eq!(capture("/a/{x}", "/a/b/c"), None);
    assert_eq!(capture("/a b/c", "/a%20b/c"), Some(vec![]));
    assert_eq!(capture("/", "/"), Some(vec![]));
    assert_eq!(capture("/{x}:go", "/1:go"), Some(vec![("x", "1")]));
    assert_eq!(capture("/{x}:go", "/1:go:go"), Some(vec![("x", "1:go")]));
    assert_eq!(capture("/{x}:go", "/1:gone"), None);
    assert_eq!(capture("/{x}:go", "/:go"), None);
}

#[test]
fn several_cookies_and_header_lines_are_one_list() {
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let headers = [header("x-trace", "a, b"), header("cookie", "other=1; session=s%201"), header("x-trace", "c")];
    let request = IncomingRequest { path: "/v2/p/jobs", query: "", headers: &headers, body: b"" };
    let input: ListJobsInput = decode_request(&request).expect("the request fits");
    assert_eq!(input.trace, Some(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]));
    assert_eq!(input.session.as_deref(), Some("s 1"));
}

#[test]
fn pairs_that_nobody_wants_make_no_object() {
    let request = IncomingRequest { path: "/v2/p/jobs", query: "utm=1&limit=3", headers: &[], body: b"" };
    let input: ListJobsInput = decode_request(&request).expect("the request fits");
    assert_eq!((input.filter, input.limit), (None, Some(3)));
}

#[test]
fn debug_views_show_no_values() {
    let parts = encode_request(&full(), &no_defaults).expect("the input can be written");
    let view = format!("{parts:?}");
    assert!(view.contains("X-Trace") && !view.contains("one") && !view.contains("s%3B1"), "{view}");
    let view = format!("{:?}", full());
    assert!(view.contains("cookie.session: ***") && !view.contains("s;1"), "{view}");
}

#[test]
fn debug_views_of_outputs_tell_status_and_headers_and_mask_secrets() {
    struct Shown(ListJobsOutput);
    impl std::fmt::Debug for Shown {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            crate::debug_output(&self.0, f)
        }
    }
    let job = crate::printed::Job { name: "n".to_owned(), note: Some("hidden".to_owned()), ..crate::blank() };
    let view = format!("{:?}", Shown(ListJobsOutput::Ok(vec![job])));
    assert_eq!(view, r#"Output { status: 200, body: [Job { name: "n", note: *** }] }"#);
    assert_eq!(format!("{:?}", Shown(ListJobsOutput::NoContent)), "Output { status: 204 }");
    let view = format!("{:?}", Shown(ListJobsOutput::Default(404, dog())));
    assert!(view.starts_with("Output { status: 404, body: Dog {"), "{view}");
}

#[test]
fn errors_of_parameters_name_their_field() {
    let input = ListJobsInput { trace: Some(vec!["a,b".to_owned()]), ..full() };
    let error = encode_request(&input, &no_defaults).expect_err("a comma is lost in a header");
    assert_eq!(error.subject(), "header.X-Trace");
}

#[test]
fn dot_segments_are_known_in_every_spelling() {
    for segment in [".", "..", "%2e", "%2E.", ".%2e", "%2e%2E"] {
        assert!(path::is_dot_segment(segment), "{segment}");
    }
    for segment in ["", "...", "%2", ".a", "a.", "%2e%2e%2e", "%2f", ".ü", "%é"] {
        assert!(!path::is_dot_segment(segment), "{segment}");
    }
}
