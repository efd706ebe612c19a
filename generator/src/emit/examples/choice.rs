//! Which operation each example shows: the one that the description names, else the first that fits.

use super::super::snippets::Ending;
use super::super::{Print, waits};
use super::Shown;
use crate::ir::{Method, Operation};

impl<'a> Print<'a> {
    /// A list that needs no arguments.
    pub(super) fn list_shown(&self) -> Option<Shown<'a>> {
        let lists = |it: &Shown<'_>| needs_nothing(it.operation) && self.items(it.operation, it.names).is_some();
        let reads = |it: &Shown<'_>| needs_nothing(it.operation) && it.operation.method == Method::Get;
        let named = self.named(self.api().showcase.list.as_ref());
        named.or_else(|| self.shown().find(lists)).or_else(|| self.shown().find(reads)).filter(|it| self.answers(it))
    }

    /// A list that is paged; another than the first list, if there is one.
    pub(super) fn pages_shown(&self) -> Option<Shown<'a>> {
        let first = self.list_shown().map(|it| it.operation.id.as_str());
        let paged =
            |it: &Shown<'_>| self.paging(it.operation).is_some() && self.items(it.operation, it.names).is_some();
        let named = self.named(self.api().showcase.pages.as_ref());
        let another = |it: &Shown<'_>| paged(it) && Some(it.operation.id.as_str()) != first;
        named.or_else(|| self.shown().find(another)).or_else(|| self.shown().find(paged)).filter(paged)
    }

    /// An operation that starts a job.
    pub(super) fn wait_shown(&self) -> Option<Shown<'a>> {
        let waits = |it: &Shown<'_>| waits::polled(self.api(), it.operation).is_some();
        self.named(self.api().showcase.wait.as_ref()).or_else(|| self.shown().find(waits)).filter(waits)
    }

    /// An operation on many things at once.
    pub(super) fn batch_shown(&self) -> Option<Shown<'a>> {
        let says_so = |it: &Shown<'_>| it.operation.id.to_lowercase().contains("batch");
        self.named(self.api().showcase.batch.as_ref()).or_else(|| self.shown().find(says_so))
    }

    /// An operation that asks for one thing, which may not be there.
    pub(super) fn errors_shown(&self) -> Option<Shown<'a>> {
        let asks = |it: &Shown<'_>| it.operation.method == Method::Get && !needs_nothing(it.operation);
        let named = self.named(self.api().showcase.errors.as_ref());
        named.or_else(|| self.shown().find(asks)).or_else(|| self.shown().next())
    }

    /// A request with something in it.
    pub(super) fn dry_run_shown(&self) -> Option<Shown<'a>> {
        let holds = |it: &Shown<'_>| it.operation.body.is_some();
        let named = self.named(self.api().showcase.dry_run.as_ref());
        named.or_else(|| self.shown().find(holds)).or_else(|| self.shown().next())
    }

    /// An operation whose answer comes in pieces.
    pub(super) fn download_shown(&self) -> Option<Shown<'a>> {
        self.shown().find(|it| self.has_download(it.operation))
    }

    /// An operation that a server can answer with a value.
    pub(super) fn in_process_shown(&self) -> Vec<Shown<'a>> {
        let first = self.named(self.api().showcase.in_process.as_ref()).or_else(|| self.list_shown());
        first.into_iter().chain(self.shown()).filter(|it| self.answers(it)).collect()
    }

    /// Whether a success holds a value.
    fn answers(&self, shown: &Shown<'_>) -> bool {
        self.ending(shown.operation, shown.names) != Ending::Send { value: false }
    }

    fn named(&self, id: Option<&String>) -> Option<Shown<'a>> {
        let id = id?;
        self.shown().find(|it| it.operation.id == *id)
    }
}

/// Whether a call has no arguments.
fn needs_nothing(operation: &Operation) -> bool {
    let demands = operation.parameters.iter().any(|it| it.required && !it.client_level);
    !demands && operation.body.as_ref().is_none_or(|it| !it.required)
}
