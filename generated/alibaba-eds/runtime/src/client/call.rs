//! A call: a typed input on its way to a typed answer.
//!
//! [`calls!`](crate::calls!) gives printed calls their methods; what they do stands in [`Call`], and of that only
//! encoding and decoding is compiled once per operation.

use std::fmt;
use std::time::Duration;

use serde_json::Value;

use super::core::{Overrides, Received};
use super::dynamic::{field_name, is_blank};
use super::error::{Error, InputError, ServiceError, Undecodable};
use super::quiet_failure::is_failure;
use super::trace::CallSpan;
use super::{Core, Headers, HttpRequest, HttpResponse, RetryPolicy, Upload};
use crate::future::BoxFuture;
use crate::{Input, Output, Param, ReplyParts, RequestParts, SECRET, Shape, Violation};

/// A call that is under way. Boxed here, so that printed code holds no state machine.
pub type Sending<'a, T> = BoxFuture<'a, T>;

/// What a call of the input `I` gives if it succeeds.
pub(super) type Success<I> = <<I as Input>::Output as Output>::Success;

/// A documented answer with what came along with it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Answer<T> {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Headers,
    /// The typed answer.
    pub value: T,
}

/// A call that is being prepared.
#[must_use]
pub struct Call<'a, I> {
    pub(super) core: &'a Core,
    /// The input; printed setters change it.
    pub input: I,
    pub(super) overrides: Overrides,
    /// The body, where it is sent in pieces.
    pub(super) upload: Option<Upload>,
    /// The span of the call, if it began before the request could be made.
    pub(super) span: Option<CallSpan>,
}

impl<'a, I: Input> Call<'a, I> {
    /// A call that sends `input`.
    pub fn new(core: &'a Core, input: I) -> Self {
        Self { core, input, overrides: Overrides::default(), upload: None, span: None }
    }

    /// Sends another header, in place of one that the client sends.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.overrides.headers.set(name, value);
        self
    }

    /// Limits the time of this call, with every attempt and wait.
    pub const fn timeout(mut self, timeout: Duration) -> Self {
        self.overrides.timeout = Some(timeout);
        self
    }

    /// Limits the time of each attempt of this call.
    pub const fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.overrides.attempt_timeout = Some(timeout);
        self
    }

    /// Repeats this call by another policy than the client's.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.overrides.retry = Some(policy);
        self
    }

    /// Says that executing this call twice does no harm, so that it is repeated like a `GET`: for a `POST` that only
    /// reads, or that carries a token by which the service knows it again.
    pub const fn idempotent(mut self) -> Self {
        self.overrides.idempotent = true;
        self
    }

    /// What would be sent, without what the client adds.
    ///
    /// # Errors
    /// [`Error::Input`]
    pub fn request(&self) -> Result<RequestParts, Error> {
        let default = self.default();
        if !self.core.0.unchecked {
            let violations = self.violations(&default)?;
            if !violations.is_empty() {
                return Err(Error::Input(InputError::Violations(violations)));
            }
        }
        crate::encode_request(&self.input, &default).map_err(|error| Error::Input(InputError::Encode(error)))
    }

    /// The request as it would be sent, credentials included; nothing is sent.
    ///
    /// As text for people it is [`HttpRequest::to_curl`] and [`HttpRequest::to_http_file`].
    #[must_use]
    pub fn dry_run(mut self) -> Sending<'a, Result<HttpRequest, Error>> {
        if let Some(lacking) = self.lacking() {
            return self.complete(lacking, false, Self::dry_run);
        }
        let made = self.request().and_then(|parts| Ok((parts, self.masked()?)));
        match made {
            Ok((parts, masked)) => {
                self.overrides.masked = Some(Box::new(masked));
                self.core.dry_run(I::OPERATION, parts, self.overrides)
            }
            Err(error) => Box::pin(std::future::ready(Err(error))),
        }
    }

    /// Sends the request and gives the success value.
    ///
    /// Every other answer is an error: a status of 400 and above is [`Error::Service`] whatever its body holds, and so
    /// is a status below that has another type than success; a success that does not fit is [`Error::Decode`].
    /// A success whose body is a short JSON object with the service's code and message, which are no fields of the
    /// success type, is [`Error::Service`] too: some services answer errors with status 200.
    #[must_use]
    pub fn send(self) -> Sending<'a, Result<Success<I>, Error>> {
        let core = self.core;
        let reply = self.exchange();
        Box::pin(async move { success::<I>(core, reply.await?) })
    }

    /// Sends the request and gives the typed answer of any documented status.
    ///
    /// What a success says is not looked into: an error with status 200 is read as the answer documented for 200.
    /// An error status that is not documented, or whose body is not as documented (the page of a proxy, say), is
    /// [`Error::Service`].
    #[must_use]
    pub fn respond(self) -> Sending<'a, Result<Answer<I::Output>, Error>> {
        let core = self.core;
        let reply = self.exchange();
        Box::pin(async move { answer::<I>(core, reply.await?) })
    }

    /// Sends the request and gives the answer as it came, whatever its status: nothing is decoded.
    ///
    /// Retries and time limits are those of every call; a call that got no answer is an error.
    #[must_use]
    pub fn send_raw(self) -> Sending<'a, Result<HttpResponse, Error>> {
        let reply = self.exchange();
        Box::pin(async move { Ok(reply.await?.into_response()) })
    }

    /// Like [`Call::respond`], with the answer in its JSON form.
    #[must_use]
    pub fn respond_json(self) -> Sending<'a, Result<Value, Error>> {
        let core = self.core;
        let reply = self.exchange();
        Box::pin(async move {
            let Answer { status, value, .. } = answer::<I>(core, reply.await?)?;
            let json = crate::output_to_json(&value, I::OPERATION);
            let mut json = json.map_err(|error| Error::Input(InputError::Encode(error)))?;
            // Which need not be the documented one.
            json["status"] = status.into();
            Ok(json)
        })
    }

    pub(super) fn exchange(mut self) -> Sending<'a, Result<Received, Error>> {
        if let Some(lacking) = self.lacking() {
            return self.complete(lacking, true, Self::exchange);
        }
        if self.upload.is_some() {
            return self.exchange_upload();
        }
        self.hide_secrets();
        match self.request() {
            Ok(parts) => self.core.exchange(I::OPERATION, parts, self.overrides, self.span),
            Err(error) => self.refuse(error),
        }
    }

    /// Ends a call of which nothing can be sent.
    pub(super) fn refuse<T: Send + 'a>(mut self, error: Error) -> Sending<'a, Result<T, Error>> {
        self.span.iter_mut().for_each(|it| it.end(Some(&error)));
        Box::pin(std::future::ready(Err(error)))
    }

    /// Notes what of the request is secret, before it goes to a transport.
    pub(super) fn hide_secrets(&mut self) {
        // Transports show requests without their body: secrets among the parameters alone could be seen.
        if const { has_secret_parameter(&I::SHAPE, I::OPERATION.params.len()) } {
            self.overrides.masked = self.masked().ok().map(Box::new);
        }
    }

    /// What the client supplies where the input is blank.
    fn default(&self) -> impl Fn(&Param) -> Option<String> + use<'a, I> {
        let core = self.core;
        move |param| match param.client_level {
            true => core.0.parameter(param.name).map(str::to_owned),
            false => None,
        }
    }

    /// What [`Call::request`] gives, with secrets masked.
    fn masked(&self) -> Result<RequestParts, Error> {
        let default = self.default();
        crate::message::encode_masked(I::OPERATION, crate::to_tree(&self.input), &default)
            .map_err(|error| Error::Input(InputError::Encode(error)))
    }

    /// What the input breaks, apart from blank parameters that the client supplies.
    fn violations(&self, default: &dyn Fn(&Param) -> Option<String>) -> Result<Vec<Violation>, Error> {
        let mut violations = crate::check(&self.input);
        if violations.is_empty() || !I::OPERATION.params.iter().any(|it| default(it).is_some()) {
            return Ok(violations);
        }
        let written = crate::to_value(&self.input);
        for param in I::OPERATION.params.iter().filter(|it| default(it).is_some()) {
            if is_blank(&written, param) {
                let pointer = format!("/{}", field_name(param).replace('~', "~0").replace('/', "~1"));
                violations.retain(|it| it.pointer != pointer);
            }
        }
        Ok(violations)
    }
}

const fn has_secret_parameter(shape: &Shape, n_params: usize) -> bool {
    let mut at = 0;
    while at < shape.flags.len() {
        let (field, flags) = shape.flags[at];
        if field < n_params && flags & SECRET != 0 {
            return true;
        }
        at += 1;
    }
    false
}

impl<I: Input> fmt::Debug for Call<'_, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call")
            .field("operation", &I::OPERATION.id)
            .field("overrides", &self.overrides)
            .finish_non_exhaustive()
    }
}

pub(super) fn success<I: Input>(core: &Core, received: Received) -> Result<Success<I>, Error> {
    let Received { reply, attempts, mut span } = received;
    let result = read_success::<I>(core, reply, attempts);
    span.end(result.as_ref().err());
    result
}

/// What a reply says to whoever wants success.
pub(super) fn read_success<I: Input>(core: &Core, reply: ReplyParts, attempts: u32) -> Result<Success<I>, Error> {
    if reply.status >= 400 {
        return Err(service_error::<I>(core, reply, attempts));
    }
    let decoded = crate::decode_reply::<I>(&reply);
    let read_as = || decoded.as_ref().ok().and_then(|it| crate::output_to_json(it, I::OPERATION).ok());
    if is_failure(&core.0.api.error_shape, &reply, &read_as) {
        return Err(service_error::<I>(core, reply, attempts));
    }
    match decoded {
        Ok(output) => output.success().map_err(|_| service_error::<I>(core, reply, attempts)),
        Err(error) if reply.status < 300 => Err(undecodable::<I>(error, reply, attempts)),
        Err(_) => Err(service_error::<I>(core, reply, attempts)),
    }
}

fn answer<I: Input>(core: &Core, received: Received) -> Result<Answer<I::Output>, Error> {
    let Received { reply, attempts, mut span } = received;
    let result = match crate::decode_reply::<I>(&reply) {
        Ok(value) => Ok(Answer { status: reply.status, headers: reply.headers.into_iter().collect(), value }),
        Err(_) if reply.status >= 300 => Err(service_error::<I>(core, reply, attempts)),
        Err(error) => Err(undecodable::<I>(error, reply, attempts)),
    };
    span.end(result.as_ref().err());
    result
}

pub(super) fn service_error<I: Input>(core: &Core, reply: ReplyParts, attempts: u32) -> Error {
    Error::Service(Box::new(ServiceError::read(I::OPERATION.id, &core.0.api.error_shape, reply))).after(attempts)
}

fn undecodable<I: Input>(error: crate::DecodeError, reply: ReplyParts, attempts: u32) -> Error {
    Error::Decode(Box::new(Undecodable::new(I::OPERATION.id, error, reply))).after(attempts)
}

/// The type of a printed client's calls. It stands once in the client's own crate, where the setters of an operation
/// can be those of the call of its input.
#[macro_export]
macro_rules! calls {
    () => {
        /// A call of an operation: set what is optional, then send.
        ///
        /// Its setters are those of the operation's input.
        #[must_use = "a call does nothing until it is sent"]
        pub struct Call<'a, I> {
            pub(crate) call: $crate::client::Call<'a, I>,
        }

        impl<'a, I: $crate::Input> Call<'a, I> {
            /// Sends the request and gives the success value; every other answer is an error.
            pub fn send(
                self,
            ) -> $crate::client::Sending<
                'a,
                ::std::result::Result<<<I as $crate::Input>::Output as $crate::Output>::Success, $crate::client::Error>,
            > {
                self.call.send()
            }

            /// Sends the request and gives the typed answer of any documented status.
            pub fn respond(
                self,
            ) -> $crate::client::Sending<
                'a,
                ::std::result::Result<$crate::client::Answer<<I as $crate::Input>::Output>, $crate::client::Error>,
            > {
                self.call.respond()
            }

            /// Sends the request and gives the answer as it came, whatever its status: nothing is decoded.
            ///
            /// Retries and time limits are those of every call; a call that got no answer is an error.
            pub fn send_raw(
                self,
            ) -> $crate::client::Sending<'a, ::std::result::Result<$crate::client::HttpResponse, $crate::client::Error>>
            {
                self.call.send_raw()
            }

            #[doc(hidden)]
            pub fn respond_json(
                self,
            ) -> $crate::client::Sending<'a, ::std::result::Result<$crate::Value, $crate::client::Error>> {
                self.call.respond_json()
            }

            /// Sends another header with this call.
            pub fn header(
                mut self,
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {
                self.call = self.call.header(name, value);
                self
            }

            /// Limits the time of this call, with every attempt and wait.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call = self.call.timeout(timeout);
                self
            }

            /// Limits the time of each attempt of this call.
            pub fn attempt_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.call = self.call.attempt_timeout(timeout);
                self
            }

            /// Repeats this call by another policy than the client's.
            pub fn retry(mut self, policy: $crate::client::RetryPolicy) -> Self {
                self.call = self.call.retry(policy);
                self
            }

            /// Says that executing this call twice does no harm, so that it is repeated like a `GET`: for a `POST`
            /// that only reads, or that carries a token by which the service knows it again.
            pub fn idempotent(mut self) -> Self {
                self.call = self.call.idempotent();
                self
            }

            /// The input as it stands.
            pub fn input(&self) -> &I {
                &self.call.input
            }

            /// What would be sent, without what the client adds.
            ///
            /// # Errors
            /// If the input breaks limits of the description or has no place in a request.
            pub fn request(&self) -> ::std::result::Result<$crate::RequestParts, $crate::client::Error> {
                self.call.request()
            }

            /// The request as it would be sent, credentials included; nothing is sent.
            pub fn dry_run(
                self,
            ) -> $crate::client::Sending<'a, ::std::result::Result<$crate::client::HttpRequest, $crate::client::Error>>
            {
                self.call.dry_run()
            }
        }

        $crate::calls_blocking!();

        impl<'a, I: $crate::Input> ::std::future::IntoFuture for Call<'a, I> {
            type Output =
                ::std::result::Result<<<I as $crate::Input>::Output as $crate::Output>::Success, $crate::client::Error>;
            type IntoFuture = $crate::client::Sending<'a, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }

        impl<I: $crate::Input> ::std::fmt::Debug for Call<'_, I> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.call, f)
            }
        }
    };
}
