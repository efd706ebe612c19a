//! Providers against services that give scripted answers, without sockets.

mod alibaba;
mod huawei;
mod profiles;
#[cfg(feature = "conformance")]
mod sockets;

use std::sync::{Arc, Mutex};

use super::*;
use crate::client::{BoxFuture, HttpRequest, HttpResponse, Transport, TransportError, TransportErrorKind};
use crate::sign::{AccessKey, CredentialsError, ProvideCredentials};

/// Answers by method and address; an address that is not listed has no connection, one without answer never comes back.
#[derive(Clone, Default)]
struct Services {
    answers: Vec<(&'static str, Option<(u16, String)>)>,
    sent: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Services {
    fn new(answers: &[(&'static str, u16, &str)]) -> Self {
        let answers =
            answers.iter().map(|(address, status, body)| (*address, Some((*status, (*body).to_owned())))).collect();
        Self { answers, sent: Arc::default() }
    }

    fn silent(address: &'static str) -> Self {
        Self { answers: vec![(address, None)], sent: Arc::default() }
    }

    fn sent(&self) -> Vec<HttpRequest> {
        self.sent.lock().expect("no test panics in between").clone()
    }

    fn addresses(&self) -> Vec<String> {
        self.sent().iter().map(address).collect()
    }
}

fn address(request: &HttpRequest) -> String {
    let url = request.url();
    format!("{} {}", request.method.as_str(), url.split_once('?').map_or(url.as_str(), |(address, _)| address))
}

impl Transport for Services {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let address = address(&request);
        self.sent.lock().expect("no test panics in between").push(request);
        let answer = self.answers.iter().find(|(it, _)| *it == address).map(|(_, answer)| answer.clone());
        Box::pin(async move {
            match answer {
                Some(Some((status, body))) => {
                    Ok(HttpResponse { status, headers: Default::default(), body: body.into_bytes() })
                }
                Some(None) => std::future::pending().await,
                None => Err(TransportError::new(TransportErrorKind::Connect, "no connection to the service")),
            }
        })
    }
}

async fn fault(provider: &impl ProvideCredentials) -> (String, bool) {
    let error = provider.credentials().await.expect_err("there is no key");
    assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
    (error.to_string(), error.is_absent())
}

#[track_caller]
fn parts(key: &Result<AccessKey, CredentialsError>) -> (&str, &str, Option<&str>, Option<u64>) {
    let key = key.as_ref().expect("is found");
    let since = |time: std::time::SystemTime| time.duration_since(std::time::SystemTime::UNIX_EPOCH);
    let end = key.expires_at().and_then(|it| since(it).ok()).map(|it| it.as_secs());
    (key.id(), key.secret(), key.security_token(), end)
}
