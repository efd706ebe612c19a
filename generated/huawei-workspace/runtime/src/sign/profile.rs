//! Credentials in a vendor's profile file: sections of `key = value`.
//!
//! The file is a few lines long and is read without leaving the thread.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::{AccessKey, BoxFuture, CredentialsError, ProvideCredentials, Variables, Vendor};

/// The key in a vendor's profile file.
///
/// | | Huawei | Alibaba |
/// | --- | --- | --- |
/// | file | `~/.huaweicloud/credentials` | `~/.alibabacloud/credentials.ini` |
/// | or named by | `HUAWEICLOUD_SDK_CREDENTIALS_FILE` | `ALIBABA_CLOUD_CREDENTIALS_FILE` |
/// | section | `basic` | `default`, or named by `ALIBABA_CLOUD_PROFILE` |
/// | keys | `ak`, `sk`, `security_token` | `access_key_id`, `access_key_secret`, `security_token` |
#[derive(Debug, Clone)]
pub struct Profile {
    vendor: Vendor,
    variables: Variables,
}

impl Profile {
    /// The file that this vendor's own tools read.
    #[must_use]
    pub const fn new(vendor: Vendor, variables: Variables) -> Self {
        Self { vendor, variables }
    }

    /// The key.
    ///
    /// # Errors
    /// If there is no file or no such section, if the file cannot be read, or if the section holds half a key or a
    /// way to one that is not supported.
    pub fn read(&self) -> Result<AccessKey, CredentialsError> {
        let path = self.path()?;
        let shown = path.display();
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(CredentialsError::absent(format!("there is no file {shown}")));
            }
            Err(error) => {
                return Err(CredentialsError::broken(format!("{shown} cannot be read")).with_source(error));
            }
        };
        let section = self.section();
        let Some(values) = read_section(&text, &section) else {
            return Err(CredentialsError::absent(format!("{shown} has no section `{section}`")));
        };
        self.key(&values, &format!("section `{section}` of {shown}"))
    }

    fn path(&self) -> Result<PathBuf, CredentialsError> {
        let (variable, place) = match self.vendor {
            Vendor::Huawei => ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", ".huaweicloud/credentials"),
            Vendor::Alibaba => ("ALIBABA_CLOUD_CREDENTIALS_FILE", ".alibabacloud/credentials.ini"),
        };
        if let Some(path) = self.variables.get(variable) {
            return Ok(PathBuf::from(path));
        }
        let home = self.variables.get("HOME").or_else(|| self.variables.get("USERPROFILE"));
        match home {
            Some(home) => Ok(Path::new(&home).join(place)),
            None => Err(CredentialsError::absent(format!("there is no home directory, and `{variable}` is not set"))),
        }
    }

    fn section(&self) -> String {
        match self.vendor {
            Vendor::Huawei => "basic".to_owned(),
            Vendor::Alibaba => self.variables.get("ALIBABA_CLOUD_PROFILE").unwrap_or_else(|| "default".to_owned()),
        }
    }

    fn key(&self, values: &BTreeMap<&str, &str>, place: &str) -> Result<AccessKey, CredentialsError> {
        let (id_name, secret_name, other_way) = match self.vendor {
            Vendor::Huawei => ("ak", "sk", "idp_id"),
            Vendor::Alibaba => ("access_key_id", "access_key_secret", "role_arn"),
        };
        // Taking the key that stands beside it would mean to act as somebody else.
        if values.contains_key(other_way) {
            return Err(CredentialsError::broken(format!("{place} has `{other_way}`, which is not supported")));
        }
        match (values.get(id_name), values.get(secret_name)) {
            (Some(id), Some(secret)) => {
                let key = AccessKey::new(*id, *secret);
                Ok(values.get("security_token").copied().into_iter().fold(key, AccessKey::with_security_token))
            }
            _ => Err(CredentialsError::broken(format!("{place} lacks `{id_name}` or `{secret_name}`"))),
        }
    }
}

impl ProvideCredentials for Profile {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(std::future::ready(self.read()))
    }
}

/// The values of a section that are not empty; lines that begin with `#` or `;` are comments.
fn read_section<'a>(text: &'a str, wanted: &str) -> Option<BTreeMap<&'a str, &'a str>> {
    let mut values = None;
    let mut is_wanted = false;
    for line in text.trim_start_matches('\u{feff}').lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            is_wanted = name.trim() == wanted;
            if is_wanted {
                values.get_or_insert_with(BTreeMap::new);
            }
            continue;
        }
        if !is_wanted || line.starts_with(['#', ';']) {
            continue;
        }
        let pair = line.split_once('=').map(|(name, value)| (name.trim(), value.trim()));
        if let (Some(values), Some((name, value))) = (&mut values, pair.filter(|(_, value)| !value.is_empty())) {
            values.insert(name, value);
        }
    }
    values
}
