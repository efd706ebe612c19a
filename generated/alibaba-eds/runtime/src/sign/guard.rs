//! The verifier as the guard of a server.

use super::{Received, Refusal, Verifier};
use crate::server::{BoxFuture, Context, Failure, Guard};

impl Guard for Verifier {
    /// Attaches [`Verified`](super::Verified) to the request's extensions.
    fn check<'a>(&'a self, context: &'a mut Context, body: &'a [u8]) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(std::future::ready(self.check_signature(context, body)))
    }
}

impl Verifier {
    fn check_signature(&self, context: &mut Context, body: &[u8]) -> Result<(), Failure> {
        let uri = context.uri();
        let target = uri.path_and_query().map_or("/", |it| it.as_str());
        // A header that is no text cannot have been signed, and HTTP/2 has no `Host`.
        let text = |value| std::str::from_utf8(axum::http::HeaderValue::as_bytes(value)).ok();
        let headers = context.headers().iter();
        let mut headers: Vec<_> = headers.filter_map(|(name, value)| Some((name.as_str(), text(value)?))).collect();
        if let (false, Some(authority)) = (context.headers().contains_key("host"), uri.authority()) {
            headers.push(("host", authority.as_str()));
        }
        let received = Received { method: context.method().as_str(), target, headers, body };
        match self.verify(&received) {
            Ok(verified) => {
                context.extensions_mut().insert(verified);
                Ok(())
            }
            // A signature that nobody asked for still has to be a good one.
            Err(Refusal::Missing) if asks_for_nothing(context) => Ok(()),
            Err(refusal) => {
                let (status, code) = refusal.code(self.vendor());
                Err(Failure::new(status, code, refusal.to_string()))
            }
        }
    }
}

fn asks_for_nothing(context: &Context) -> bool {
    let alternatives = context.operation().security;
    alternatives.is_empty() || alternatives.iter().any(|it| it.is_empty())
}
