//! Setup: how a program makes its client, with an account or without one.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Print;
use super::super::rust::ident;
use crate::ir::{Json, Location, Parameter, SchemeKind};
use crate::names::feature_name;

/// The signatures of a vendor, what it calls things, and where credentials are looked for.
struct Vendor {
    algorithms: &'static [&'static str],
    /// The environment variables of the key.
    key: &'static [&'static str],
    /// Where credentials are looked for after those.
    places: &'static [&'static str],
    /// A parameter that the credentials tell.
    parameter: Option<Told>,
    /// The header of a token that may stand in place of a signature.
    token: Option<&'static str>,
}

/// A parameter that nobody has to set.
#[derive(Clone, Copy)]
pub(in crate::emit) struct Told {
    pub(in crate::emit) parameter: &'static str,
    /// Its environment variable.
    pub(in crate::emit) variable: &'static str,
    /// What it is looked up by.
    pub(in crate::emit) by: &'static str,
}

/// As `runtime::sign` reads them.
const VENDORS: [Vendor; 2] = [
    Vendor {
        algorithms: &["SDK-HMAC-SHA256"],
        key: &["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"],
        places: &["the profile file, `~/.huaweicloud/credentials`", "on a server, the metadata service: its agency"],
        parameter: Some(Told { parameter: "project_id", variable: "HUAWEICLOUD_SDK_PROJECT_ID", by: "region" }),
        token: Some("X-Auth-Token"),
    },
    Vendor {
        algorithms: &["ACS3-HMAC-SHA256", "HMAC-SHA1"],
        key: &["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        places: &[
            "OpenID Connect: the role of `ALIBABA_CLOUD_ROLE_ARN` and the token in `ALIBABA_CLOUD_OIDC_TOKEN_FILE`",
            "the profile of the command line tool, `~/.aliyun/config.json`",
            "the profile file, `~/.alibabacloud/credentials.ini`",
            "on a server, the metadata service: its role",
            "the address in `ALIBABA_CLOUD_CREDENTIALS_URI`",
        ],
        parameter: None,
        token: None,
    },
];

/// The settings of a client, and the environment variables that they are taken from.
pub(super) struct Setup {
    pub(super) builder: TokenStream,
    pub(super) variables: Vec<String>,
}

/// Where an invented client would send its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Address {
    /// To the service.
    Service,
    /// To this process.
    Local,
}

impl Print<'_> {
    /// A client of the real service: what is secret or somebody's own comes from the environment.
    pub(super) fn real_setup(&self) -> Setup {
        let mut variables = Vec::new();
        let mut settings = Vec::new();
        let vendor = self.vendor();
        if self.has_no_address() {
            variables.push("ENDPOINT".to_owned());
            settings.push(quote!(.endpoint(std::env::var("ENDPOINT")?)));
        }
        for (wire, name) in &self.names().settings {
            let setting = ident(name);
            let own = vendor.and_then(|it| it.parameter).filter(|it| it.parameter == wire);
            if let Some(default) = self.server_default(wire) {
                settings.push(quote!(.#setting(#default)));
            } else if let Some(own) = own {
                // The builder takes it from there by itself, or looks it up.
                if self.told().is_none() {
                    variables.push(own.variable.to_owned());
                }
            } else if let Some(example) = self.client_parameter(wire).and_then(example) {
                settings.push(quote!(.#setting(#example)));
            } else {
                let variable = variable(wire);
                settings.push(quote!(.#setting(std::env::var(#variable)?)));
                variables.push(variable);
            }
        }
        if self.api().is_signed() {
            settings.push(quote!(.default_credentials()));
            variables.extend(vendor.into_iter().flat_map(|it| it.key).map(|it| (*it).to_owned()));
        } else if let Some(scheme) = self.first_scheme() {
            let variable = variable(scheme);
            settings.push(quote!(.credential(#scheme, std::env::var(#variable)?)));
            variables.push(variable);
        }
        Setup { builder: quote!(Client::builder()#(#settings)*), variables }
    }

    /// A client without an account: everything is invented.
    pub(super) fn invented_setup(&self, address: Address) -> TokenStream {
        let is_local = address == Address::Local || self.has_no_address();
        let mut settings: Vec<TokenStream> =
            is_local.then(|| quote!(.endpoint("http://localhost"))).into_iter().collect();
        for (wire, name) in &self.names().settings {
            let setting = ident(name);
            match self.server_default(wire) {
                Some(_) if is_local => {}
                Some(default) => settings.push(quote!(.#setting(#default))),
                None => {
                    let value = feature_name(wire);
                    settings.push(quote!(.#setting(#value)));
                }
            }
        }
        if self.api().is_signed() {
            settings.push(quote!(.access_key(AccessKey::new("key-id", "key-secret"))));
        } else {
            let schemes = self.api().security_schemes.keys();
            settings.extend(schemes.map(|it| quote!(.credential(#it, "secret"))));
        }
        quote!(Client::builder()#(#settings)*)
    }

    /// The expression of a client that signs with a key in hand.
    pub(super) fn key_setup(&self) -> TokenStream {
        let settings = self.settings_by_hand();
        quote!(Client::builder()#(#settings)*.access_key(AccessKey::new(id, secret)).build())
    }

    /// The expression of a client that sends a token, for services that take one.
    pub(super) fn token_setup(&self) -> Option<TokenStream> {
        let settings = self.takes_tokens().then(|| self.settings_by_hand())?;
        let token = quote!(IamToken::password("alice", password, "acme"));
        Some(quote!(Client::builder()#(#settings)*.token(#token).build()))
    }

    /// All settings apart from what tells who is calling, and what follows from that.
    fn settings_by_hand(&self) -> Vec<TokenStream> {
        let told = self.told().map(|it| it.parameter);
        let settings = self.names().settings.iter().filter(|(wire, _)| told != Some(wire.as_str()));
        let settings = settings.map(|(wire, name)| {
            let (setting, value) = (ident(name), self.server_default(wire).map(str::to_owned));
            let value = value.or_else(|| self.client_parameter(wire).and_then(example).map(str::to_owned));
            let value = value.unwrap_or_else(|| feature_name(wire));
            quote!(.#setting(#value))
        });
        settings.collect()
    }

    /// Where `default_credentials` looks after the environment variables of a key.
    pub(super) fn places(&self) -> &'static [&'static str] {
        self.vendor().map_or(&["the profile file"], |it| it.places)
    }

    /// The parameter that a client finds out by itself, if the description has it and what it is looked up by.
    pub(super) fn told(&self) -> Option<Told> {
        let has = |name: &str| self.names().settings.iter().any(|(wire, _)| wire == name);
        self.vendor()?.parameter.filter(|it| has(it.parameter) && has(it.by))
    }

    /// Whether a token of the vendor may stand in place of a signature.
    pub(in crate::emit) fn takes_tokens(&self) -> bool {
        let header = self.vendor().and_then(|it| it.token);
        let takes = |header: &str, scheme: &SchemeKind| matches!(scheme, SchemeKind::ApiKey { location: Location::Header, name } if name.eq_ignore_ascii_case(header));
        let schemes = || self.api().security_schemes.values().filter(|it| it.signature.is_none());
        header.is_some_and(|header| schemes().any(|it| takes(header, &it.kind)))
    }

    /// What programs with [`Print::invented_setup`] import.
    pub(super) fn invented_imports(&self) -> Vec<&'static str> {
        if self.api().is_signed() { vec!["AccessKey", "Client"] } else { vec!["Client"] }
    }

    fn vendor(&self) -> Option<&'static Vendor> {
        let algorithms = || self.api().security_schemes.values().filter_map(|it| it.signature.as_deref());
        VENDORS.iter().find(|vendor| algorithms().any(|it| vendor.algorithms.contains(&it)))
    }

    fn has_no_address(&self) -> bool {
        self.api().servers.first().is_none_or(|it| !it.url.contains("://"))
    }

    fn server_default(&self, wire: &str) -> Option<&str> {
        self.api().servers.iter().find_map(|it| it.variables.get(wire)).map(|it| it.default.as_str())
    }

    fn client_parameter(&self, wire: &str) -> Option<&Parameter> {
        self.api().operations.iter().flat_map(|it| &it.parameters).find(|it| it.client_level && it.name == wire)
    }

    fn first_scheme(&self) -> Option<&str> {
        let needed = self.api().security.iter().flat_map(|it| it.keys());
        needed.chain(self.api().security_schemes.keys()).map(String::as_str).next()
    }
}

/// The text that the description shows for a parameter.
fn example(parameter: &Parameter) -> Option<&str> {
    parameter.examples.iter().map(|it| &it.value).find_map(Json::as_str)
}

/// The environment variable of a setting: `PROJECT_ID`.
fn variable(name: &str) -> String {
    feature_name(name).to_uppercase().replace('-', "_")
}
