//! The default transport on sockets of this machine: limits, redirects, and what its errors tell.

use super::*;

#[tokio::test]
async fn the_socket_transport_keeps_limits_and_follows_no_redirects() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    let router = axum::Router::new().fallback(|request: axum::extract::Request| async move {
        match request.uri().path() {
            "/v2/long/desktops" => axum::response::Response::new(axum::body::Body::from("x".repeat(5000))),
            _ => {
                let mut response = axum::response::Response::new(axum::body::Body::empty());
                *response.status_mut() = axum::http::StatusCode::FOUND;
                response.headers_mut().insert("location", axum::http::HeaderValue::from_static("/elsewhere"));
                response
            }
        }
    });
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let builder = Client::builder().endpoint(format!("http://{address}")).max_response(4999);
    let client = Client { core: builder.build().expect("is set up well") };
    let error = client.list_desktops().project_id("long").await.expect_err("is too long");
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::TooLong), "{error:?}");
    let error = errors::service_error(client.list_desktops().project_id("p").await);
    assert_eq!((error.status, error.headers.get("location")), (302, Some("/elsewhere")));
    server.abort();
}

#[test]
fn secure_transports_can_be_built() {
    // This also proves that reqwest takes the TLS settings: versions of rustls must be the same.
    Reqwest::new().expect("the system has certificates");
    let core = Client::builder().build().expect("is set up well");
    assert_eq!(core.api().name, CLIENT_API.name);
}

#[tokio::test]
async fn errors_of_sockets_do_not_show_the_query() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    drop(listener);
    let builder = Client::builder().endpoint(format!("http://{address}")).parameter("project_id", "p");
    let builder = builder.credential("QueryKey", "hush").credential("CookieKey", "hush").retry(RetryPolicy::off());
    let client = Client { core: builder.build().expect("is set up well") };
    let error = client.create_desktop(desk::desktop("a")).await.expect_err("nobody listens");
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::Connect) && error.is_retryable());
    let shown = format!("{error:?} {error}");
    assert!(!shown.contains("hush"), "{shown}");
}

#[tokio::test]
async fn a_redirect_to_another_host_gets_no_credentials() {
    let thief = std::net::TcpListener::bind("127.0.0.1:0").expect("there is a port");
    thief.set_nonblocking(true).expect("sockets can do without waiting");
    let elsewhere = format!("http://{}/", thief.local_addr().expect("has an address"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    let statuses = [301, 302, 303, 307, 308];
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&seen);
    let router = axum::Router::new().fallback(move |request: axum::extract::Request| {
        let key = request.headers().get("X-Key").cloned();
        let mut seen = noted.lock().expect("no test panics in between");
        let status = statuses[seen.len()];
        seen.push(key);
        let response = axum::http::Response::builder().status(status).header("location", &elsewhere);
        std::future::ready(response.body(axum::body::Body::empty()).expect("is a response"))
    });
    let server = tokio::spawn(async move { axum::serve(listener, router).await });
    let builder = Client::builder().endpoint(format!("http://{address}")).parameter("project_id", "p");
    let client = Client { core: builder.credential("Key", "hush").build().expect("is set up well") };
    for status in statuses {
        let error = errors::service_error(client.list_desktops().await);
        assert_eq!((error.status, error.attempts), (status, 1));
    }
    assert!(
        seen.lock().expect("no test panics in between").iter().all(|it| it.as_ref().is_some_and(|it| it == "hush"))
    );
    // Nobody has knocked at the other door: connections would wait there to be accepted.
    assert_eq!(thief.accept().expect_err("nobody came").kind(), std::io::ErrorKind::WouldBlock);
    server.abort();
}

#[tokio::test(start_paused = true)]
async fn the_connect_timeout_names_itself() {
    // It takes connections and never answers, so that TLS is never agreed on.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    let builder = Client::builder().endpoint(format!("https://{address}")).parameter("project_id", "p");
    let builder = builder.connect_timeout(Duration::from_secs(3)).retry(RetryPolicy::new().max_attempts(2));
    let client = Client { core: builder.build().expect("is set up well") };
    let error = client.create_desktop(desk::desktop("a")).await.expect_err("nobody answers");
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::ConnectTimeout), "{error:?}");
    assert!(error.is_timeout() && error.is_retryable());
    // Nothing was sent, so even a POST is repeated.
    assert_eq!(error.attempts(), 2);
    assert!(error.to_string().contains("within the connect timeout"), "{error}");
}
