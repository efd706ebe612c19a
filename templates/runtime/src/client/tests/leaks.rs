//! What errors show of answers: names and structure, never a value, and never more than a line.

use super::*;

const SECRET: &str = "hush-hush";

#[track_caller]
fn check_hidden(error: &Error) -> String {
    let shown = format!("{error} {error:?} {error:#?}");
    assert!(!shown.contains(SECRET) && !shown.contains("12345678"), "{shown}");
    assert!(shown.len() < 8000, "{} bytes", shown.len());
    assert!(!error.to_string().chars().any(char::is_control), "{error}");
    shown
}

#[tokio::test]
async fn values_that_do_not_fit_are_not_shown() {
    let long = SECRET.repeat(600_000);
    for (place, value) in [
        ("password", "12345678".to_owned()),
        ("price", format!("\"{SECRET}\"")),
        ("limit", format!("\"{long}\"")),
        ("limit", "12345678.5".to_owned()),
        ("disks", format!("{{\"a\": \"{SECRET}\"}}")),
        ("tags", format!("[\"{SECRET}\"]")),
        ("image", format!("{{\"kind\": \"public\", \"id\": 12345678, \"x\": \"{SECRET}\"}}")),
        ("limit", "123456789012345678".to_owned()),
    ] {
        let body = format!(r#"[{{"name": "{SECRET}", "note": "{SECRET}", "{place}": {value}}}]"#);
        let error = plain(&Canned::json(200, &body)).list_desktops().await.expect_err("does not fit");
        let shown = check_hidden(&error);
        assert!(shown.contains(place), "{shown}");
        let Error::Decode(undecodable) = error else { panic!("{error:?}") };
        assert_eq!(undecodable.body, body.as_bytes());
    }
}

#[tokio::test]
async fn bodies_that_are_no_json_are_not_shown() {
    for body in [format!("[{{\"name\": \"{SECRET}\""), SECRET.to_owned(), format!("\"{SECRET}"), format!("[]{SECRET}")]
    {
        let error = plain(&Canned::json(200, &body)).list_desktops().await.expect_err("does not fit");
        check_hidden(&error);
    }
    let page = Canned::new(200, &[("content-type", &format!("x/{}", "y".repeat(5_000_000)))], SECRET);
    check_hidden(&plain(&page).list_desktops().await.expect_err("does not fit"));
}

#[tokio::test]
async fn a_fault_elsewhere_shows_no_secrets() {
    let body = format!(r#"{{"name": "n", "note": "{SECRET}", "parent": {{"credential": {{"secret": "{SECRET}"}}}}}}"#);
    let made = Canned::new(201, &[("content-type", "application/json"), ("location", "/d/1")], &body);
    let error = plain(&made).create_desktop(desk::desktop("a")).await.expect_err("does not fit");
    check_hidden(&error);
    let Error::Decode(error) = error else { panic!("{error:?}") };
    let place = (error.pointer(), error.snippet());
    assert_eq!(place, (Some("/parent"), Some(r#"{"credential": {"secret": <string>}}"#)));
}

#[tokio::test]
async fn errors_of_the_service_show_no_values_of_other_members() {
    let body = format!(
        r#"{{"error_code": "A", "error_msg": "no", "password": "{SECRET}", "error_detail": {{"pin": 12345678}}}}"#
    );
    check_hidden(&plain(&Canned::json(400, &body)).list_desktops().await.expect_err("is refused"));
    let body = format!(r#"{{"password": "{SECRET}"}}"#);
    let shown = check_hidden(&plain(&Canned::json(500, &body)).list_desktops().await.expect_err("is refused"));
    assert!(shown.contains("password"), "{shown}");
}

#[tokio::test]
async fn inputs_that_are_none_are_not_shown() {
    let client = plain(&Canned::json(200, "[]"));
    for input in [
        serde_json::json!({"body": {"name": 12_345_678, "note": null}}),
        serde_json::json!({"body": SECRET}),
        serde_json::json!({"body": {"name": "n", "note": null, "state": [SECRET]}}),
    ] {
        check_hidden(&client.call("createDesktop", input).await.expect_err("is no input"));
    }
}

#[test]
fn faults_of_requests_show_no_values() {
    let headers = [("content-type".to_owned(), "application/json".to_owned())];
    for body in
        [format!(r#"{{"name": 12345678, "note": "{SECRET}"}}"#), format!(r#"{{"name":"a","limit":"{SECRET}"}}"#)]
    {
        let request =
            crate::IncomingRequest { path: "/v2/p/desktops", query: "", headers: &headers, body: body.as_bytes() };
        let faults = crate::decode_request::<desk::CreateDesktopInput>(&request).expect_err("does not fit");
        let shown = format!("{faults:?} {}", faults[0]);
        assert!(!shown.contains("12345678") && !shown.contains(SECRET), "{shown}");
    }
    let query = format!("limit={SECRET}");
    let request = crate::IncomingRequest { path: "/v2/p/desktops", query: &query, headers: &[], body: b"" };
    let faults = crate::decode_request::<desk::ListDesktopsInput>(&request).expect_err("does not fit");
    assert!(!format!("{faults:?}").contains(SECRET), "{faults:?}");
}

#[tokio::test]
async fn the_snippet_is_the_place_of_the_fault() {
    let many: Vec<String> = (0..400)
        .map(|it| match it {
            300 => r#"{"aaa": "x", "name": 7, "zzz": [true, null]}"#.to_owned(),
            _ => r#"{"name": "n", "note": null}"#.to_owned(),
        })
        .collect();
    let body = format!("[{}]", many.join(","));
    let error = plain(&Canned::json(200, &body)).list_desktops().await.expect_err("does not fit");
    let Error::Decode(error) = error else { panic!("{error:?}") };
    let crate::DecodeError::Body { path, snippet, .. } = &error.error else { panic!("{error:?}") };
    assert_eq!((path.as_str(), snippet.as_str()), ("/300/name", r#"{.., "name": <number>, "zzz": [<boolean>, null]}"#));
}

#[tokio::test]
async fn addresses_in_headers_show_no_query() {
    let signed = format!("https://user:{SECRET}@bucket.example/file?X-Sig={SECRET}&a=b#token={SECRET}");
    let link = format!("<{signed}>; rel=\"next\", <https://h/?{SECRET}>; rel=prev");
    let refresh = format!("0; url={signed}");
    let headers =
        [("Location", signed.as_str()), ("Content-Location", &signed), ("Link", &link), ("Refresh", &refresh)];
    let error = plain(&Canned::new(302, &headers, "")).list_desktops().await.expect_err("is no success");
    let shown = check_hidden(&error);
    assert!(shown.contains("bucket.example/file?***") && shown.contains("rel"), "{shown}");
    let error = super::errors::service_error(Err::<(), _>(error));
    assert_eq!(error.headers.get("location"), Some(signed.as_str()));
}
