//! What variables and profile of Huawei Cloud say about a caller beside a key to sign with.

use super::IamToken;
use crate::sign::{Profile, Variables, Vendor};

/// Who calls and for which project, as far as a key does not say it.
#[derive(Debug, Default)]
pub(crate) struct Setup {
    /// How to get a token, if the place that counts asks for federated credentials.
    pub(crate) token: Option<IamToken>,
    /// The id of the project.
    pub(crate) project_id: Option<String>,
    /// The id of the account.
    pub(crate) domain_id: Option<String>,
    /// The address of IAM.
    pub(crate) iam_endpoint: Option<String>,
}

impl Setup {
    /// Reads variables, and the profile unless the variables hold credentials: nobody should sign with a key from here
    /// for a project from there. What cannot be read is reported when credentials are asked for.
    pub(crate) fn read(variables: &Variables) -> Self {
        let get = |name: &str| variables.get(&format!("HUAWEICLOUD_SDK_{name}"));
        let mut setup = Self { project_id: get("PROJECT_ID"), domain_id: get("DOMAIN_ID"), ..Self::default() };
        if let (Some(provider), Some(file)) = (get("IDP_ID"), get("ID_TOKEN_FILE")) {
            setup.token = Some(IamToken::id_token_file(provider, file).variables(variables));
            return setup;
        }
        if get("AK").is_some() || get("SK").is_some() {
            return setup;
        }
        let Ok(profile) = Profile::new(Vendor::Huawei, variables.clone()).values() else {
            return setup;
        };
        let text = |name: &str| profile.get(name).map(str::to_owned);
        setup.project_id = setup.project_id.or_else(|| text("project_id"));
        setup.domain_id = setup.domain_id.or_else(|| text("domain_id"));
        setup.iam_endpoint = text("iam_endpoint");
        if let (Some(provider), Some(file)) = (text("idp_id"), text("id_token_file")) {
            let token = IamToken::id_token_file(provider, file).variables(variables);
            setup.token = Some(setup.iam_endpoint.iter().fold(token, IamToken::endpoint));
        }
        setup
    }
}
