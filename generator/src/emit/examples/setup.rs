//! Setup: how a program makes its client, with an account or without one.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::Print;
use super::super::rust::ident;
use crate::ir::{Json, Parameter};
use crate::names::feature_name;

/// The signatures of a vendor, and what it calls its environment variables: those of the key, and that of a parameter.
struct Vendor {
    algorithms: &'static [&'static str],
    key: &'static [&'static str],
    /// A parameter that comes with the key, and its variable.
    parameter: Option<(&'static str, &'static str)>,
}

/// As `runtime::sign` reads them.
const VENDORS: [Vendor; 2] = [
    Vendor {
        algorithms: &["SDK-HMAC-SHA256"],
        key: &["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK"],
        parameter: Some(("project_id", "HUAWEICLOUD_SDK_PROJECT_ID")),
    },
    Vendor {
        algorithms: &["ACS3-HMAC-SHA256", "HMAC-SHA1"],
        key: &["ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        parameter: None,
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
            let own = vendor.and_then(|it| it.parameter).filter(|(known, _)| known == wire);
            if let Some(default) = self.server_default(wire) {
                settings.push(quote!(.#setting(#default)));
            } else if let Some((_, variable)) = own {
                // The builder takes it from there by itself.
                variables.push(variable.to_owned());
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
        let settings = self.names().settings.iter().map(|(wire, name)| {
            let (setting, value) = (ident(name), self.server_default(wire).map(str::to_owned));
            let value = value.or_else(|| self.client_parameter(wire).and_then(example).map(str::to_owned));
            let value = value.unwrap_or_else(|| feature_name(wire));
            quote!(.#setting(#value))
        });
        let key = quote!(AccessKey::new(id, secret));
        quote!(Client::builder()#(#settings)*.access_key(#key).build())
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
