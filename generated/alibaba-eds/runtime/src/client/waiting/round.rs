//! One poll: asks for a job's states, page by page, and joins the pages into one answer.

use super::states::{failures_at, states_at};
use super::{JobFailure, Waiter};
use crate::client::call::{Call, Success, service_error, success};
use crate::client::core::{Core, Overrides, Received};
use crate::client::paging::{PagingErrorKind, Window};
use crate::client::{Error, read_input};
use crate::{Input, ReplyParts, Value};

/// What one poll found.
pub(super) struct Round<L> {
    /// The answer; the items of further pages stand behind those of the first.
    pub(super) answer: L,
    pub(super) states: Vec<String>,
    pub(super) failures: Vec<JobFailure>,
}

/// What every poll sends.
pub(super) struct Asking<'a> {
    pub(super) core: &'a Core,
    pub(super) overrides: Overrides,
    pub(super) waiter: &'static Waiter,
    pub(super) input: Value,
}

impl Asking<'_> {
    /// Asks for the states of all subtasks.
    pub(super) async fn round<P: Input>(&self) -> Result<Round<Success<P>>, Error> {
        let first = self.ask::<P>(self.input.clone()).await?;
        let mut whole: Value = serde_json::from_slice(&first.reply.body).unwrap_or(Value::Null);
        let Some(mut window) = self.window::<P>() else { return self.read::<P>(first, &whole) };
        let mut has_more = window.turn(&first.reply.body).map_err(Error::Paging)?;
        let mut n_pages = 1;
        while has_more {
            let page = self.ask::<P>(window.input()?).await.map_err(|error| window.explain(error))?;
            has_more = match window.turn(&page.reply.body) {
                Ok(has_more) => has_more,
                // A service that tells no total and does not page gives its only page again.
                Err(error) if error.kind == PagingErrorKind::PageRepeated => break,
                Err(error) => return Err(Error::Paging(error)),
            };
            let body: Value = serde_json::from_slice(&page.reply.body).unwrap_or(Value::Null);
            // Whether the page is as described must be seen before it is a part of something else.
            success::<P>(self.core, page)?;
            self.join(&mut whole, body);
            n_pages += 1;
        }
        match n_pages {
            1 => self.read::<P>(first, &whole),
            _ => self.read::<P>(rewritten(first, &whole), &whole),
        }
    }

    fn window<P: Input>(&self) -> Option<Window> {
        let paging = self.waiter.paging.as_ref()?;
        Some(Window::new(P::OPERATION.id, paging, self.input.clone()))
    }

    /// Asks for one page; what the service refuses is an error.
    async fn ask<P: Input>(&self, input: Value) -> Result<Received, Error> {
        let mut call = Call::new(self.core, read_input::<P>(input)?);
        call.overrides = self.overrides.clone();
        let received = call.exchange().await?;
        if received.reply.status < 400 {
            return Ok(received);
        }
        let Received { reply, attempts, mut span } = received;
        let error = service_error::<P>(self.core, reply, attempts);
        span.end(Some(&error));
        Err(error)
    }

    fn read<P: Input>(&self, received: Received, whole: &Value) -> Result<Round<Success<P>>, Error> {
        let answer = success::<P>(self.core, received)?;
        let states = states_at(whole, self.waiter.state);
        let failures = failures_at(whole, &states, self.waiter);
        Ok(Round { answer, states, failures })
    }

    /// Puts the items of a page behind those that there are.
    fn join(&self, whole: &mut Value, mut page: Value) {
        let Some(paging) = &self.waiter.paging else { return };
        let path = format!("/{}", paging.items.replace('~', "~0").replace('/', "~1").replace('.', "/"));
        let Some(all) = whole.pointer_mut(&path).and_then(Value::as_array_mut) else {
            // A page without a list has nothing to keep.
            *whole = page;
            return;
        };
        if let Some(items) = page.pointer_mut(&path).and_then(Value::as_array_mut) {
            all.append(items);
        }
    }
}

/// The same reply with another body.
fn rewritten(received: Received, body: &Value) -> Received {
    // Every value that was read can be written; if not, the page itself is an answer too.
    let body = serde_json::to_vec(body).unwrap_or_else(|_| received.reply.body.clone());
    Received { reply: ReplyParts { body, ..received.reply }, ..received }
}
