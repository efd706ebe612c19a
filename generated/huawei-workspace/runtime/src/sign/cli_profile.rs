//! The profile of Alibaba Cloud's command line tool: a JSON file with profiles, of which one is current.

use std::path::PathBuf;
use std::{fmt, fs, io};

use serde_json::Value;

use super::profile::below_home;
use super::{
    AccessKey, BoxFuture, CredentialsError, CredentialsUri, EcsRamRole, OidcRole, ProvideCredentials, Variables, Ways,
};

/// The key of a profile in `~/.aliyun/config.json`: the one that `ALIBABA_CLOUD_PROFILE` names, else the current one.
///
/// Profiles of the modes `AK`, `StsToken`, `EcsRamRole`, `OIDC` and `CredentialsURI` give one; another mode is an
/// error. Absent without such a file or profile, for a profile that nobody filled in, and if
/// `ALIBABA_CLOUD_CLI_PROFILE_DISABLED` is `true`.
#[derive(Clone)]
pub struct CliProfile {
    variables: Variables,
    ways: Ways,
}

impl CliProfile {
    /// The file that the tool writes, in the home directory that these variables name.
    #[must_use]
    pub const fn new(variables: Variables) -> Self {
        Self { variables, ways: Ways::new() }
    }

    pub(super) fn by(self, ways: Ways) -> Self {
        Self { ways, ..self }
    }

    async fn find(&self) -> Result<AccessKey, CredentialsError> {
        if self.variables.is_true("ALIBABA_CLOUD_CLI_PROFILE_DISABLED") {
            return Err(CredentialsError::absent("`ALIBABA_CLOUD_CLI_PROFILE_DISABLED` is set"));
        }
        let (profile, place) = self.read()?;
        let text = |name: &str| profile[name].as_str().filter(|it| !it.is_empty());
        let need = |name: &str| text(name).ok_or_else(|| CredentialsError::broken(format!("{place} lacks `{name}`")));
        let variables = &self.variables;
        match text("mode").unwrap_or("AK") {
            "AK" | "StsToken" if text("access_key_id").is_none() && text("access_key_secret").is_none() => {
                Err(CredentialsError::absent(format!("{place} is empty")))
            }
            "AK" => Ok(AccessKey::new(need("access_key_id")?, need("access_key_secret")?)),
            "StsToken" => {
                let key = AccessKey::new(need("access_key_id")?, need("access_key_secret")?);
                Ok(key.with_security_token(need("sts_token")?))
            }
            "EcsRamRole" => {
                let role = EcsRamRole::with_variables(variables).by(self.ways.near.clone());
                text("ram_role_name").into_iter().fold(role, EcsRamRole::role).credentials().await
            }
            "OIDC" => {
                let [role, provider, file] = ["ram_role_arn", "oidc_provider_arn", "oidc_token_file"];
                let role =
                    OidcRole::new(need(role)?, need(provider)?, need(file)?).in_region(text("sts_region"), variables);
                let name = text("role_session_name").or_else(|| text("ram_session_name"));
                let role = name.into_iter().fold(role, OidcRole::session_name);
                role.by(self.ways.far.clone()).credentials().await
            }
            "CredentialsURI" => {
                CredentialsUri::new(need("credentials_uri")?).by(self.ways.far.clone()).credentials().await
            }
            mode => Err(CredentialsError::broken(format!("{place} has the mode `{mode}`, which is not supported"))),
        }
    }

    /// The profile, and what errors call it.
    fn read(&self) -> Result<(Value, String), CredentialsError> {
        let path = below_home(&self.variables, ".aliyun/config.json")?;
        let config = read_json(&path)?;
        let shown = path.display();
        let named = self.variables.get("ALIBABA_CLOUD_PROFILE");
        let Some(name) = named.or_else(|| config["current"].as_str().map(str::to_owned)) else {
            return Err(CredentialsError::absent(format!("{shown} has no current profile")));
        };
        let profiles = config["profiles"].as_array();
        match profiles.into_iter().flatten().find(|it| it["name"] == name.as_str()) {
            Some(profile) => Ok((profile.clone(), format!("profile `{name}` of {shown}"))),
            None => Err(CredentialsError::absent(format!("{shown} has no profile `{name}`"))),
        }
    }
}

impl ProvideCredentials for CliProfile {
    fn credentials(&self) -> BoxFuture<'_, Result<AccessKey, CredentialsError>> {
        Box::pin(self.find())
    }
}

impl fmt::Debug for CliProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CliProfile(..)")
    }
}

fn read_json(path: &PathBuf) -> Result<Value, CredentialsError> {
    let shown = path.display();
    match fs::read(path) {
        // The text of a parser's error may repeat what it stumbled over.
        Ok(text) => serde_json::from_slice(&text)
            .map_err(|error| CredentialsError::broken(format!("{shown} is no JSON (line {})", error.line()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(CredentialsError::absent(format!("there is no file {shown}")))
        }
        Err(error) => Err(CredentialsError::broken(format!("{shown} cannot be read")).with_source(error)),
    }
}
