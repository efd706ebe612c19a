//! The list of a server's operations with their handlers, and the settings that hold for all of them.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;

use super::dispatch::{Dispatcher, Incoming};
use super::matcher::Matcher;
use super::pages::Pages;
use super::{Api, BoxFuture, Context, Failure, Guard};
use crate::{Input, Operation, ReplyParts};

/// The default of [`Options::body_limit`].
const BODY_LIMIT: usize = 12 * 1024 * 1024;

/// What is done with a request of an operation.
pub(super) type Handler = Box<dyn Fn(Context, Incoming, Validation) -> Answer + Send + Sync>;

/// A handler's answer on its way.
pub(super) type Answer = BoxFuture<'static, Result<ReplyParts, Failure>>;

/// The operations of a server.
pub struct Routes {
    api: &'static Api,
    operations: Vec<&'static Operation>,
    handlers: Vec<Handler>,
    options: Options,
    pages: Option<Pages>,
}

impl Routes {
    /// No operations yet.
    #[must_use]
    pub fn new(api: &'static Api) -> Self {
        Self { api, operations: Vec::new(), handlers: Vec::new(), options: Options::default(), pages: None }
    }

    /// Adds an operation. Of two with the same method, path and fixed headers the first is called.
    pub fn add<I, F, Fut>(&mut self, handler: F)
    where
        I: Input,
        F: Fn(Context, I) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<I::Output, Failure>> + Send + 'static,
    {
        let handler = Arc::new(handler);
        self.operations.push(I::OPERATION);
        self.handlers.push(Box::new(move |context, incoming, validation| {
            let handler = Arc::clone(&handler);
            Box::pin(async move {
                let input = read_input::<I>(&incoming, validation)?;
                let output = handler(context, input).await?;
                Ok(crate::encode_reply::<I>(&output)?)
            })
        }));
    }

    /// The same operations with other settings.
    #[must_use]
    pub fn with_options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Also serves the description at `GET <prefix>/openapi.yaml` and a page about it at `GET <prefix>/`,
    /// without asking the guard. Operations of the API win.
    #[must_use]
    pub fn with_description_pages(mut self, prefix: &str) -> Self {
        self.pages = Some(Pages::new(prefix));
        self
    }

    /// The server, as a fallback: routes that the program adds itself come first.
    ///
    /// Two routers with fallbacks cannot be merged; use `Router::nest` for a second API.
    pub fn into_router(self) -> Router {
        let mut matcher = Matcher::default();
        for operation in &self.operations {
            matcher.insert(operation);
        }
        matcher.finish();
        let dispatcher = Arc::new(Dispatcher {
            api: self.api,
            matcher,
            operations: self.operations,
            handlers: self.handlers,
            options: self.options,
            pages: self.pages,
        });
        Router::new().fallback(move |request: Request| {
            let dispatcher = Arc::clone(&dispatcher);
            async move { dispatcher.serve(request).await }
        })
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids = self.operations.iter().map(|it| it.id);
        f.debug_struct("Routes")
            .field("api", &self.api.name)
            .field("operations", &ids.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Settings of a server.
#[derive(Clone)]
#[must_use]
pub struct Options {
    pub(super) body_limit: usize,
    pub(super) validation: Validation,
    pub(super) guard: Option<Arc<dyn Guard>>,
}

/// Whether inputs are held against the limits of the description before a handler sees them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validation {
    /// An input that breaks limits is answered with 400.
    On,
    /// Handlers get whatever has the right types.
    Off,
}

impl Default for Options {
    fn default() -> Self {
        Self { body_limit: BODY_LIMIT, validation: Validation::On, guard: None }
    }
}

impl Options {
    /// The settings that hold unless others are made: bodies up to 12 MiB, validation, no guard.
    pub fn new() -> Self {
        Self::default()
    }

    /// How many bytes of a request's body are taken.
    pub const fn body_limit(mut self, bytes: usize) -> Self {
        self.body_limit = bytes;
        self
    }

    /// Whether inputs are validated.
    pub const fn validation(mut self, validation: Validation) -> Self {
        self.validation = validation;
        self
    }

    /// Who decides whether a request may pass.
    pub fn guard(mut self, guard: impl Guard) -> Self {
        self.guard = Some(Arc::new(guard));
        self
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("body_limit", &self.body_limit)
            .field("validation", &self.validation)
            .field("guard", &self.guard.is_some())
            .finish()
    }
}

fn read_input<I: Input>(incoming: &Incoming, validation: Validation) -> Result<I, Failure> {
    let input: I = crate::decode_request(&incoming.view())?;
    if validation == Validation::On {
        let violations = crate::check(&input);
        if !violations.is_empty() {
            return Err(violations.into());
        }
    }
    Ok(input)
}
