//! Credentials in a vendor's profile file: sections of `key = value`.
//!
//! The file is a few lines long and is read without leaving the thread.

use std::collections::BTreeMap;
use std::fmt;
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
/// | | | `type`: `access_key`, `sts`; as a provider also `ecs_ram_role`, `oidc_role_arn` |
#[derive(Clone)]
pub struct Profile {
    vendor: Vendor,
    variables: Variables,
    #[cfg(feature = "client")]
    ways: super::Ways,
}

/// The values of a profile's section that are not empty, and what errors call the section.
pub(crate) struct Section {
    values: BTreeMap<String, String>,
    place: String,
}

impl Section {
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// A value that must be there.
    #[cfg(feature = "client")]
    pub(crate) fn need(&self, name: &str) -> Result<&str, CredentialsError> {
        self.get(name).ok_or_else(|| CredentialsError::broken(format!("{} lacks `{name}`", self.place)))
    }
}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Section").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Profile {
    /// The file that this vendor's own tools read.
    #[must_use]
    pub const fn new(vendor: Vendor, variables: Variables) -> Self {
        Self {
            vendor,
            variables,
            #[cfg(feature = "client")]
            ways: super::Ways::new(),
        }
    }

    /// Asks services that the profile names in these ways.
    #[cfg(feature = "client")]
    pub(super) fn by(self, ways: super::Ways) -> Self {
        Self { ways, ..self }
    }

    /// The key.
    ///
    /// # Errors
    /// If there is no file or no such section, if the file cannot be read, or if the section holds half a key or a
    /// way to one that asks a service.
    pub fn read(&self) -> Result<AccessKey, CredentialsError> {
        self.key(&self.values()?)
    }

    /// What stands in the section.
    ///
    /// # Errors
    /// Absent if there is no file or no such section, broken if the file cannot be read.
    pub(crate) fn values(&self) -> Result<Section, CredentialsError> {
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
        let values = values.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(Section { values, place: format!("section `{section}` of {shown}") })
    }

    fn path(&self) -> Result<PathBuf, CredentialsError> {
        let (variable, place) = match self.vendor {
            Vendor::Huawei => ("HUAWEICLOUD_SDK_CREDENTIALS_FILE", ".huaweicloud/credentials"),
            Vendor::Alibaba => ("ALIBABA_CLOUD_CREDENTIALS_FILE", ".alibabacloud/credentials.ini"),
        };
        match self.variables.get(variable) {
            Some(path) => Ok(PathBuf::from(path)),
            None => below_home(&self.variables, place),
        }
    }

    fn section(&self) -> String {
        match self.vendor {
            Vendor::Huawei => "basic".to_owned(),
            Vendor::Alibaba => self.variables.get("ALIBABA_CLOUD_PROFILE").unwrap_or_else(|| "default".to_owned()),
        }
    }

    fn key(&self, section: &Section) -> Result<AccessKey, CredentialsError> {
        let (id_name, secret_name, other_way) = match self.vendor {
            Vendor::Huawei => ("ak", "sk", "idp_id"),
            Vendor::Alibaba => ("access_key_id", "access_key_secret", "role_arn"),
        };
        let place = &section.place;
        // Taking the key that stands beside it would mean to act as somebody else.
        if section.get(other_way).is_some() {
            let text = format!("{place} has `{other_way}`, with which nothing can be signed by itself");
            return Err(CredentialsError::broken(text));
        }
        if let Some(kind) = self.kind(section).filter(|it| !matches!(*it, "access_key" | "sts")) {
            return Err(CredentialsError::broken(format!("{place} is of the type `{kind}`, which is not supported")));
        }
        match (section.get(id_name), section.get(secret_name)) {
            (Some(id), Some(secret)) => {
                let key = AccessKey::new(id, secret);
                Ok(section.get("security_token").into_iter().fold(key, AccessKey::with_security_token))
            }
            _ => Err(CredentialsError::broken(format!("{place} lacks `{id_name}` or `{secret_name}`"))),
        }
    }

    /// What the section says about the way to the key.
    fn kind<'a>(&self, section: &'a Section) -> Option<&'a str> {
        section.get("type").filter(|_| self.vendor == Vendor::Alibaba)
    }

    #[cfg(feature = "client")]
    async fn find(&self) -> Result<AccessKey, CredentialsError> {
        use super::{EcsRamRole, OidcRole};

        let section = self.values()?;
        match self.kind(&section) {
            Some("ecs_ram_role") => {
                let role = EcsRamRole::with_variables(&self.variables).by(self.ways.near.clone());
                section.get("role_name").into_iter().fold(role, EcsRamRole::role).credentials().await
            }
            Some("oidc_role_arn") => {
                let [role, provider, file] = ["role_arn", "oidc_provider_arn", "oidc_token_file_path"];
                let role = OidcRole::new(section.need(role)?, section.need(provider)?, section.need(file)?);
                let role = section.get("role_session_name").into_iter().fold(role, OidcRole::session_name);
                let role = role.in_region(self.variables.get("ALIBABA_CLOUD_STS_REGION").as_deref(), &self.variables);
                role.by(self.ways.far.clone()).credentials().await
            }
            _ => self.key(&section),
        }
    }
}

impl ProvideCredentials for Profile {
    #[cfg(feature = "client")]
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.find())
    }

    #[cfg(not(feature = "client"))]
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(std::future::ready(self.read()))
    }
}

impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Profile").field("vendor", &self.vendor).finish_non_exhaustive()
    }
}

/// A file in the home directory.
pub(super) fn below_home(variables: &Variables, place: &str) -> Result<PathBuf, CredentialsError> {
    match variables.get("HOME").or_else(|| variables.get("USERPROFILE")) {
        Some(home) => Ok(Path::new(&home).join(place)),
        None => Err(CredentialsError::absent(format!("there is no home directory with a `{place}`"))),
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
