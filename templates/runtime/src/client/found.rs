//! Parameters of a client that nobody set and that its authentication hook finds out: the project of a token, the
//! project of a region.
//!
//! They are looked for by the first call that needs them, and kept as long as the client.

use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use super::core::Inner;
use super::{Attempt, Core, Error, Sending, Timeout, TimeoutKind};
use crate::{Input, Operation};

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

/// The parameters that a call leaves to the client, and that the client does not have but may find.
pub(super) fn lacking<I: Input>(core: &Core, input: &I) -> Vec<&'static str> {
    let unknown = I::OPERATION.params.iter();
    let mut unknown = unknown.filter(|it| it.client_level && it.required && core.0.parameter(it.name).is_none());
    let Some(first) = unknown.next().filter(|_| core.choose(I::OPERATION).1.is_some()) else {
        return Vec::new();
    };
    // What cannot be written is refused where it is encoded.
    let written = crate::to_value(input).unwrap_or_default();
    let is_left_out = |it: &&crate::Param| {
        let field = format!("{}.{}", super::location_name(it.location), it.name);
        written.get(field).is_none_or(|it| it == "")
    };
    std::iter::once(first).chain(unknown).filter(is_left_out).map(|it| it.name).collect()
}

/// Asks the hook for what is lacking, then goes on with what is left of the time.
pub(super) fn complete<'a, T: Send + 'a>(
    core: &'a Core,
    operation: &'static Operation,
    lacking: Vec<&'static str>,
    limit: Option<Duration>,
    then: impl FnOnce(Duration) -> Sending<'a, Result<T, Error>> + Send + 'a,
) -> Sending<'a, Result<T, Error>> {
    let limit = limit.unwrap_or(core.0.timeout);
    Box::pin(async move {
        let started = tokio::time::Instant::now();
        match tokio::time::timeout(limit, ask(core, operation, &lacking)).await {
            Ok(result) => result?,
            Err(_) => return Err(Error::Timeout(Timeout { kind: TimeoutKind::Operation, limit, attempts: 0 })),
        }
        then(limit.saturating_sub(started.elapsed())).await
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_value_of_a_name_stays() {
        let found = Found::default();
        for (name, value) in [("a", "1"), ("b", "2"), ("a", "3"), ("b", "4"), ("c", "5")] {
            found.keep(name, value.to_owned());
        }
        let values: Vec<_> = ["a", "b", "c", "d"].into_iter().map(|it| found.get(it)).collect();
        assert_eq!(values, [Some("1"), Some("2"), Some("5"), None]);
    }
}
