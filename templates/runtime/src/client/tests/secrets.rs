//! Who is calling: which secrets are sent, where, and that nothing shows them.

use super::*;

/// What credentials make of a request of `listDesktops`, or of the operation that `call` calls.
async fn credentials_of(secrets: &[(&str, &str)], create: bool) -> HttpRequest {
    let client = client(&Canned::json(200, "[]"), |it| {
        secrets.iter().fold(it, |it, (scheme, secret)| it.credential(scheme, *secret))
    });
    let request = match create {
        true => client.create_desktop(desk::desktop("a")).dry_run().await,
        false => client.list_desktops().dry_run().await,
    };
    request.expect("can be sent")
}

#[tokio::test]
async fn the_first_alternative_that_can_be_met_is_used() {
    let both = credentials_of(&[("Basic", "u:p"), ("Key", "k")], false).await;
    assert_eq!((both.headers.get("X-Key"), both.headers.get("Authorization")), (Some("k"), None));
    // `Pair` is of use only together with `Missing`.
    let pair = credentials_of(&[("Pair", "t"), ("Basic", "u:p")], false).await;
    assert_eq!(pair.headers.get("Authorization"), Some("Basic dTpw"));
    let complete = credentials_of(&[("Pair", "t"), ("Missing", "t"), ("Key", "k")], false).await;
    assert_eq!((complete.headers.get("Authorization"), complete.headers.get("X-Key")), (Some("Bearer t"), None));
    let none = credentials_of(&[("Bearer", "t")], false).await;
    assert_eq!((none.headers.get("Authorization"), none.headers.get("X-Key")), (None, None));
}

#[tokio::test]
async fn secrets_stand_where_their_scheme_says() {
    let bearer = credentials_of(&[("Bearer", "t")], true).await;
    assert_eq!(bearer.headers.get("Authorization"), Some("Bearer t"));
    let keys = credentials_of(&[("QueryKey", "q&1"), ("CookieKey", "c")], true).await;
    assert_eq!((keys.query.as_str(), keys.headers.get("Cookie")), ("access%20key=q%261", Some("session=c")));
}

/// A hook that notes what it sees and signs it.
struct Signer {
    scheme: Option<&'static str>,
    fails: bool,
}

impl Authenticate for Signer {
    fn authenticate<'a>(
        &'a self,
        request: &'a mut HttpRequest,
        attempt: Attempt<'a>,
    ) -> BoxFuture<'a, Result<(), AuthenticationError>> {
        Box::pin(async move {
            if self.fails {
                return Err(AuthenticationError::new("no credentials were found"));
            }
            let signed = format!(
                "{} {} {}?{} {} {} {:?}",
                request.method.as_str(),
                request.host,
                request.path,
                request.query,
                request.body.len(),
                attempt.number(),
                attempt.parameter("project_id"),
            );
            request.headers.set_secret("X-Signed", signed);
            request.push_secret_query("sig", "s3cret");
            Ok(())
        })
    }

    fn scheme(&self) -> Option<&str> {
        self.scheme
    }
}

#[tokio::test]
async fn the_hook_sees_the_request_as_it_is_sent() {
    let canned = Canned::new(204, &[], "");
    let client = client(&canned, |it| it.authenticator(Signer { scheme: None, fails: false }));
    client.start_desktop("d/1").await.expect("is answered");
    let sent = canned.last();
    let expected = r#"POST desk.north.example.org /v2/p%201/desktops/d%2F1:start? 0 1 Some("p 1")"#;
    assert_eq!(sent.headers.get("X-Signed"), Some(expected));
    assert_eq!(sent.query, "sig=s3cret");
}

#[tokio::test]
async fn a_hook_with_a_scheme_is_called_where_the_scheme_is_chosen() {
    let canned = Canned::json(200, "[]");
    let client =
        client(&canned, |it| it.authenticator(Signer { scheme: Some("Signed"), fails: false }).credential("Key", "k"));
    let start = client.start_desktop("d").dry_run().await.expect("can be sent");
    assert!(start.headers.get("X-Signed").is_some() && start.headers.get("X-Key").is_none());
    let list = client.list_desktops().dry_run().await.expect("can be sent");
    assert!(list.headers.get("X-Signed").is_none() && list.headers.get("X-Key").is_some());
}

#[tokio::test]
async fn a_hook_that_fails_ends_the_call() {
    let canned = Canned::json(200, "[]");
    let client = client(&canned, |it| it.authenticator(Signer { scheme: None, fails: true }));
    let error = client.list_desktops().await.expect_err("is not sent");
    assert_eq!(error.to_string(), "the request could not be authenticated: no credentials were found");
    assert_eq!(canned.n_sent(), 0);
}

#[tokio::test]
async fn nothing_that_is_shown_holds_a_secret() {
    let secret = "hush";
    let canned = Canned::json(401, r#"{"error_code": "A", "error_msg": "no"}"#);
    let set = |it: Builder| {
        let schemes = ["Key", "QueryKey", "CookieKey", "Basic", "Bearer", "Pair", "Missing"];
        schemes.iter().fold(it, |it, scheme| it.credential(scheme, secret)).header("X-Auth-Token", secret)
    };
    let client = client(&canned, set);
    let mut shown = format!("{:?} {:?} {:?}", set(Client::builder()), client, client.list_desktops());
    for create in [false, true] {
        let (request, error) = match create {
            true => (
                client.create_desktop(desk::desktop("a")).dry_run().await,
                client.create_desktop(desk::desktop("a")).await.map(drop),
            ),
            false => (client.list_desktops().dry_run().await, client.list_desktops().await.map(drop)),
        };
        let error = error.expect_err("is refused");
        shown += &format!("{:?} {error:?} {error}", request.expect("can be sent"));
    }
    let with_password = Client::builder().endpoint(format!("https://user:{secret}@h"));
    shown += &format!("{with_password:?}");
    let error = with_password.build().expect_err("has a password");
    shown += &format!("{error:?} {error}");
    assert!(shown.contains("***") && !shown.contains(secret), "{shown}");
    // `user:hush` in base64, as basic authentication sends it.
    assert!(!shown.contains("aHVzaA"), "{shown}");
}
