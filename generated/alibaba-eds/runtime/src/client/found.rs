//! Parameters of a client that nobody set and that its authentication hook finds out: the project of a token, the
//! project of a region.
//!
//! They are looked for by the first call that needs them, and kept as long as the client.

use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use super::core::Inner;
use super::dynamic::is_blank;
use super::trace::CallSpan;
use super::{Attempt, Call, Core, Error, Sending, Timeout, TimeoutKind};
use crate::{Input, Operation, Param};

/// What was found: a list that only grows, so that its texts can be lent out.
#[derive(Default)]
pub(super) struct Found(OnceLock<Box<Entry>>);

struct Entry {
    name: &'static str,
    value: String,
    next: Found,
}

impl Found {
    fn get(&self, name: &str) -> Option<&str> {
        let entry = self.0.get()?;
        if entry.name == name { Some(&entry.value) } else { entry.next.get(name) }
    }

    /// Keeps a value, unless there is one already.
    fn keep(&self, name: &'static str, value: String) {
        let mut entry = Box::new(Entry { name, value, next: Self::default() });
        let mut list = self;
        loop {
            let Err(refused) = list.0.set(entry) else { return };
            match list.0.get() {
                Some(there) if there.name != name => list = &there.next,
                _ => return,
            }
            entry = refused;
        }
    }
}

impl Inner {
    /// A parameter of the client, as it was set or found.
    pub(super) fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).or_else(|| self.found.get(name))
    }
}

impl<'a, I: Input> Call<'a, I> {
    /// The parameters that this call leaves to the client, and that the client does not have but may find; nothing if
    /// they have been looked for.
    pub(super) fn lacking(&self) -> Option<Vec<&'static str>> {
        let is_unknown = |it: &&Param| it.client_level && it.required && self.core.0.parameter(it.name).is_none();
        let unknown: Vec<&Param> = I::OPERATION.params.iter().filter(is_unknown).collect();
        if unknown.is_empty() || self.overrides.completed || self.core.choose(I::OPERATION).1.is_none() {
            return None;
        }
        let written = crate::to_value(&self.input);
        let lacking: Vec<_> = unknown.iter().filter(|it| is_blank(&written, it)).map(|it| it.name).collect();
        Some(lacking).filter(|it| !it.is_empty())
    }

    /// Looks for what is lacking, within the span of the call if it is to be sent, then goes on with what is left of the
    /// time.
    pub(super) fn complete<T: Send + 'a>(
        mut self,
        lacking: Vec<&'static str>,
        is_sent: bool,
        then: fn(Self) -> Sending<'a, Result<T, Error>>,
    ) -> Sending<'a, Result<T, Error>> {
        let (core, limit) = (self.core, self.overrides.timeout.unwrap_or(self.core.0.timeout));
        // How long an upload takes is a matter of its size.
        let is_limited = self.overrides.timeout.is_some() || !self.overrides.streamed;
        let then = move |left, span| {
            self.span = span;
            self.overrides.timeout = Some(left).filter(|_| is_limited);
            self.overrides.completed = true;
            then(self)
        };
        let begin = move || is_sent.then(|| CallSpan::begin(core.0.api, &core.0.endpoint, I::OPERATION));
        find(core, I::OPERATION, lacking, limit, begin, then)
    }
}

/// Asks the hook for what is lacking, within a limit, and gives `then` what is left of it.
fn find<'a, T: Send + 'a>(
    core: &'a Core,
    operation: &'static Operation,
    lacking: Vec<&'static str>,
    limit: Duration,
    begin: impl FnOnce() -> Option<CallSpan> + Send + 'a,
    then: impl FnOnce(Duration, Option<CallSpan>) -> Sending<'a, Result<T, Error>> + Send + 'a,
) -> Sending<'a, Result<T, Error>> {
    Box::pin(async move {
        let started = tokio::time::Instant::now();
        let mut span = begin();
        let asked = tokio::time::timeout(limit, ask(core, operation, &lacking));
        let asked = match &span {
            Some(span) => span.around(asked).await,
            None => asked.await,
        };
        let late = |_| Err(Error::Timeout(Timeout { kind: TimeoutKind::Operation, limit, attempts: 0 }));
        if let Err(error) = asked.unwrap_or_else(late) {
            span.iter_mut().for_each(|it| it.end(Some(&error)));
            return Err(error);
        }
        then(limit.saturating_sub(started.elapsed()), span).await
    })
}

async fn ask(core: &Core, operation: &'static Operation, lacking: &[&'static str]) -> Result<(), Error> {
    let Some(hook) = core.choose(operation).1 else {
        return Ok(());
    };
    let noted = AtomicU64::new(0);
    let attempt = Attempt { operation, number: 1, core: &core.0, noted: &noted };
    for name in lacking {
        if let Some(value) = hook.parameter(name, attempt).await.map_err(Error::Authentication)? {
            core.0.found.keep(name, value);
        }
    }
    Ok(())
}
