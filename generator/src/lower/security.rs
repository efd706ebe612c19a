//! Servers and security schemes.

use indexmap::IndexMap;
use openapiv3::{APIKeyLocation, ReferenceOr, SecurityScheme};

use super::{Lowering, Trail, extensions, follow};
use crate::ir::{self, Extensions, Location, SchemeKind};

impl Lowering<'_> {
    pub(super) fn security_schemes(&mut self, root: &Trail<'_>) -> IndexMap<String, ir::SecurityScheme> {
        let all = &self.components.security_schemes;
        let mut schemes = IndexMap::new();
        for (name, item) in all {
            let scheme = match item {
                ReferenceOr::Item(scheme) => Some(scheme),
                ReferenceOr::Reference { reference } => follow(all, reference, "securitySchemes").map(|it| it.1),
            };
            match scheme.map(scheme_of) {
                Some(Ok(scheme)) => {
                    schemes.insert(name.clone(), scheme);
                }
                Some(Err(text)) => {
                    self.error("lost-in-lowering", &root.key("components").key("securitySchemes").key(name), text);
                }
                None => {}
            }
        }
        schemes
    }
}

fn scheme_of(scheme: &SecurityScheme) -> Result<ir::SecurityScheme, String> {
    Ok(match scheme {
        SecurityScheme::APIKey { location, name, description, extensions } => {
            let location = match location {
                APIKeyLocation::Query => Location::Query,
                APIKeyLocation::Header => Location::Header,
                APIKeyLocation::Cookie => Location::Cookie,
            };
            with(SchemeKind::ApiKey { location, name: name.clone() }, description, extensions)
        }
        SecurityScheme::HTTP { scheme, bearer_format, description, extensions } => {
            let kind = SchemeKind::Http { scheme: scheme.to_lowercase(), bearer_format: bearer_format.clone() };
            with(kind, description, extensions)
        }
        SecurityScheme::OAuth2 { flows, description, extensions } => {
            let flows = serde_json::to_value(flows).map_err(|fault| format!("the flows cannot be kept: {fault}"))?;
            with(SchemeKind::OAuth2 { flows }, description, extensions)
        }
        SecurityScheme::OpenIDConnect { open_id_connect_url, description, extensions } => {
            with(SchemeKind::OpenIdConnect { url: open_id_connect_url.clone() }, description, extensions)
        }
    })
}

fn with(kind: SchemeKind, description: &Option<String>, extensions: &Extensions) -> ir::SecurityScheme {
    let mut extensions = extensions.clone();
    let signature = extensions::text(&mut extensions, "x-signature");
    ir::SecurityScheme { kind, description: description.clone(), signature, extensions }
}

/// A server.
pub(super) fn server(server: &openapiv3::Server) -> ir::Server {
    let variables = server.variables.iter().flatten().map(|(name, variable)| {
        let variable = ir::Variable {
            default: variable.default.clone(),
            values: variable.enumeration.clone(),
            description: variable.description.clone(),
        };
        (name.clone(), variable)
    });
    ir::Server {
        url: server.url.clone(),
        description: server.description.clone(),
        variables: variables.collect(),
        extensions: server.extensions.clone(),
    }
}
