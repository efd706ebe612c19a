//! Security: schemes are complete, requirements name schemes and scopes that exist.

use super::Context;
use super::inventory::Inventory;
use crate::diagnostic::quote;
use crate::load::{Entry, Node};
use crate::resolve::ComponentKind;

/// Checks all schemes and requirements.
pub(super) fn check(ctx: &mut Context<'_, '_>, inventory: &Inventory<'_>) {
    for scheme in &inventory.security_schemes {
        complete(ctx, scheme);
    }
    let bundle = ctx.bundle;
    requirements(ctx, &bundle.root);
    for operation in inventory.all_operations() {
        requirements(ctx, operation.node);
    }
}

fn complete(ctx: &mut Context<'_, '_>, scheme: &Node) {
    let Some(kind) = scheme.get_text("type") else { return };
    let needed: &[&str] = match kind {
        "apiKey" => &["name", "in"],
        "http" => &["scheme"],
        "oauth2" => &["flows"],
        "openIdConnect" => &["openIdConnectUrl"],
        _ => return,
    };
    for key in needed.iter().filter(|it| scheme.get(it).is_none()) {
        let text = format!("a security scheme of type {} needs {}", quote(kind), quote(key));
        ctx.error("missing-key", scheme.place, text);
    }
    for entry in scheme.get("flows").and_then(Node::as_map).into_iter().flatten() {
        let needed: &[&str] = match entry.key.as_str() {
            "implicit" => &["authorizationUrl"],
            "password" | "clientCredentials" => &["tokenUrl"],
            "authorizationCode" => &["authorizationUrl", "tokenUrl"],
            _ => continue,
        };
        for key in needed.iter().filter(|it| entry.value.get(it).is_none()) {
            let text = format!("the flow {} needs {}", quote(&entry.key), quote(key));
            ctx.error("missing-key", entry.value.place, text);
        }
    }
}

fn requirements(ctx: &mut Context<'_, '_>, holder: &Node) {
    for requirement in holder.get("security").and_then(Node::as_list).unwrap_or_default() {
        for entry in requirement.as_map().into_iter().flatten() {
            requirement_of(ctx, entry);
        }
    }
}

fn requirement_of(ctx: &mut Context<'_, '_>, entry: &Entry) {
    let bundle = ctx.bundle;
    let Some(scheme) = bundle.component(ComponentKind::SecuritySchemes, &entry.key) else {
        let schemes = bundle.locate(&["components", "securitySchemes"]).and_then(Node::as_map);
        let text = format!("there is no security scheme {}", quote(&entry.key));
        ctx.error("unknown-security-scheme", entry.key_place, text)
            .did_you_mean(&entry.key, schemes.into_iter().flat_map(|it| it.keys()));
        return;
    };
    let Some(scheme) = bundle.follow(scheme) else { return };
    let scopes = entry.value.as_list().unwrap_or_default();
    match scheme.get_text("type") {
        Some("oauth2") => oauth_scopes(ctx, &entry.key, scheme, scopes),
        Some("apiKey" | "http") if !scopes.is_empty() => {
            let text = format!("the scheme {} has no scopes, expected `[]`", quote(&entry.key));
            ctx.misleading("security-scopes", entry.value.place, text);
        }
        _ => {}
    }
}

fn oauth_scopes(ctx: &mut Context<'_, '_>, name: &str, scheme: &Node, scopes: &[Node]) {
    let flows = scheme.get("flows").and_then(Node::as_map);
    let declared: Vec<&str> = flows
        .into_iter()
        .flatten()
        .filter_map(|it| it.value.get("scopes")?.as_map())
        .flat_map(|it| it.keys())
        .collect();
    for scope in scopes {
        let Some(text) = scope.as_text() else { continue };
        if !declared.contains(&text) {
            let message = format!("the scheme {} does not declare the scope {}", quote(name), quote(text));
            ctx.misleading("security-scopes", scope.place, message).did_you_mean(text, declared.iter().copied());
        }
    }
}
