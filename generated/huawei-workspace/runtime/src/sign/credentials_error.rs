//! Why there are no credentials.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// Why there are no credentials.
///
/// Cheap to clone: callers that waited for the same credentials get the same error.
#[derive(Debug, Clone)]
pub struct CredentialsError {
    text: String,
    is_absent: bool,
    source: Option<Arc<dyn Error + Send + Sync>>,
}

impl CredentialsError {
    /// This place holds no credentials: a chain goes on with the next. The text must not hold secrets.
    #[must_use]
    pub fn absent(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_absent: true, source: None }
    }

    /// This place should hold credentials but they are broken or out of reach: a chain ends here, so that nobody acts
    /// as somebody else by mistake. The text must not hold secrets.
    #[must_use]
    pub fn broken(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_absent: false, source: None }
    }

    /// The same error with what caused it.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// The same error, said of something larger.
    #[cfg(feature = "client")]
    pub(crate) fn within(mut self, what: &str) -> Self {
        self.text = format!("{what}: {}", self.text);
        self
    }

    /// Whether the place simply holds no credentials.
    #[must_use]
    pub const fn is_absent(&self) -> bool {
        self.is_absent
    }

    /// What the service that issues credentials (IAM, STS, a metadata service) answered, if it refused to.
    #[must_use]
    pub fn issuer(&self) -> Option<&IssuerError> {
        self.source()?.downcast_ref()
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl Error for CredentialsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|it| it as _)
    }
}

/// The answer of a service that was asked for credentials and gave none.
///
/// Secrets that were sent to it are masked, should the answer repeat them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IssuerError {
    /// The status.
    pub status: u16,
    /// The service's code.
    pub code: Option<String>,
    /// The service's message, cut to a few hundred characters on one line.
    pub message: Option<String>,
    /// What the service calls the request, to be named in support cases.
    pub request_id: Option<String>,
}

impl IssuerError {
    #[cfg(feature = "client")]
    pub(crate) const fn new(status: u16) -> Self {
        Self { status, code: None, message: None, request_id: None }
    }
}

impl fmt::Display for IssuerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        if let Some(code) = &self.code {
            write!(f, " {code}")?;
        }
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        match &self.request_id {
            Some(id) => write!(f, " (request {id})"),
            None => Ok(()),
        }
    }
}

impl Error for IssuerError {}
