//! Credentials in environment variables, under each vendor's names.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::{AccessKey, BoxFuture, CredentialsError, ProvideCredentials, Vendor};

/// Where variables are read from: the process, or for tests a list.
#[derive(Clone)]
pub struct Variables(Arc<Lookup>);

type Lookup = dyn Fn(&str) -> Option<String> + Send + Sync;

impl Variables {
    /// The variables of this process, as they are when they are asked for.
    #[must_use]
    pub fn of_process() -> Self {
        Self(Arc::new(|name| std::env::var(name).ok()))
    }

    /// The value of a variable; an empty one counts as absent.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<String> {
        (self.0)(name).filter(|it| !it.is_empty())
    }

    /// Whether a variable says `true`, in any case.
    #[cfg(feature = "client")]
    pub(crate) fn is_true(&self, name: &str) -> bool {
        self.get(name).is_some_and(|it| it.eq_ignore_ascii_case("true"))
    }
}

impl<N: Into<String>, V: Into<String>> FromIterator<(N, V)> for Variables {
    fn from_iter<T: IntoIterator<Item = (N, V)>>(pairs: T) -> Self {
        let values: BTreeMap<String, String> =
            pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self(Arc::new(move |name| values.get(name).cloned()))
    }
}

impl fmt::Debug for Variables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Variables(..)")
    }
}

/// The key in a vendor's environment variables.
///
/// Variables of Huawei Cloud that ask for a federated token (`HUAWEICLOUD_SDK_IDP_ID` with
/// `HUAWEICLOUD_SDK_ID_TOKEN_FILE`) win over a key and are an error here; a client's `default_credentials` takes them.
///
/// | | Huawei | Alibaba |
/// | --- | --- | --- |
/// | id | `HUAWEICLOUD_SDK_AK` | `ALIBABA_CLOUD_ACCESS_KEY_ID` |
/// | secret | `HUAWEICLOUD_SDK_SK` | `ALIBABA_CLOUD_ACCESS_KEY_SECRET` |
/// | token | `HUAWEICLOUD_SDK_SECURITY_TOKEN` | `ALIBABA_CLOUD_SECURITY_TOKEN` |
#[derive(Debug, Clone)]
pub struct Environment {
    vendor: Vendor,
    variables: Variables,
}

impl Environment {
    /// The variables that this vendor's own tools read.
    #[must_use]
    pub const fn new(vendor: Vendor, variables: Variables) -> Self {
        Self { vendor, variables }
    }

    /// The key.
    ///
    /// # Errors
    /// If there is none, or half of one, or a way to one that is not supported.
    pub fn read(&self) -> Result<AccessKey, CredentialsError> {
        let [id_name, secret_name, token_name] = match self.vendor {
            Vendor::Huawei => ["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_SECURITY_TOKEN"],
            Vendor::Alibaba => {
                ["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN"]
            }
        };
        self.refuse_federation()?;
        let get = |name| self.variables.get(name);
        match (get(id_name), get(secret_name)) {
            (Some(id), Some(secret)) => {
                let key = AccessKey::new(id, secret);
                Ok(get(token_name).into_iter().fold(key, AccessKey::with_security_token))
            }
            (None, None) => Err(CredentialsError::absent(format!("neither `{id_name}` nor `{secret_name}` is set"))),
            (Some(_), None) => Err(CredentialsError::broken(format!("`{id_name}` is set, but not `{secret_name}`"))),
            (None, Some(_)) => Err(CredentialsError::broken(format!("`{secret_name}` is set, but not `{id_name}`"))),
        }
    }

    /// Federated credentials win over a key; taking the key would mean to act as somebody else.
    fn refuse_federation(&self) -> Result<(), CredentialsError> {
        let names: &[&str] = match self.vendor {
            Vendor::Huawei => &["HUAWEICLOUD_SDK_IDP_ID", "HUAWEICLOUD_SDK_ID_TOKEN_FILE"],
            Vendor::Alibaba => return Ok(()),
        };
        match names.iter().all(|it| self.variables.get(it).is_some()) {
            true => Err(CredentialsError::broken(format!(
                "`{}` asks for a token of federated credentials, with which nothing can be signed",
                names[0]
            ))),
            false => Ok(()),
        }
    }
}

impl ProvideCredentials for Environment {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(std::future::ready(self.read()))
    }
}
