//! Bodies, answers, media types and examples.

use indexmap::IndexMap;
use openapiv3::{Example, ExternalDocumentation, MediaType, ReferenceOr, RequestBody, Response, Responses, StatusCode};

use super::schema::Hint;
use super::{Lowering, Trail, follow};
use crate::ir::{self, Docs, Json, Status};

impl Lowering<'_> {
    pub(super) fn body(&mut self, body: &ReferenceOr<RequestBody>, owner: &str, at: &Trail<'_>) -> ir::Body {
        match body {
            ReferenceOr::Item(item) => self.body_item(item, &[owner, "request"], at),
            ReferenceOr::Reference { reference } => {
                let Some((name, item)) = follow(&self.components.request_bodies, reference, "requestBodies") else {
                    return self.body_item(&RequestBody::default(), &[owner], at);
                };
                if let Some(known) = self.bodies.get(name) {
                    return known.clone();
                }
                let root = Trail::ROOT;
                let lowered =
                    self.body_item(item, &[name, "body"], &root.key("components").key("requestBodies").key(name));
                self.bodies.insert(name.to_owned(), lowered.clone());
                lowered
            }
        }
    }

    fn body_item(&mut self, body: &RequestBody, hint: &[&str], at: &Trail<'_>) -> ir::Body {
        ir::Body {
            docs: docs(None, body.description.as_deref(), None),
            required: body.required,
            media: self.media(&body.content, hint, &at.key("content")),
            extensions: body.extensions.clone(),
        }
    }

    /// The answers: exact statuses in the order of the spec, then ranges, then `default`.
    pub(super) fn responses(&mut self, responses: &Responses, owner: &str, at: &Trail<'_>) -> Vec<ir::Response> {
        let mut all = Vec::new();
        let first_success = responses.responses.keys().find(|code| status(code).is_success());
        for (code, response) in &responses.responses {
            let key = code.to_string();
            let mut hint = vec![owner, "response"];
            if Some(code) != first_success {
                hint.push(&key);
            }
            all.push(self.response(status(code), response, &hint, &at.key(&key)));
        }
        all.sort_by_key(|response| !matches!(response.status, Status::Code(_)));
        if let Some(response) = &responses.default {
            all.push(self.response(Status::Default, response, &[owner, "response", "default"], &at.key("default")));
        }
        all
    }

    fn response(
        &mut self,
        status: Status,
        response: &ReferenceOr<Response>,
        hint: &[&str],
        at: &Trail<'_>,
    ) -> ir::Response {
        match response {
            ReferenceOr::Item(item) => self.response_item(status, item, hint, at),
            ReferenceOr::Reference { reference } => {
                let Some((name, item)) = follow(&self.components.responses, reference, "responses") else {
                    return self.response_item(status, &Response::default(), hint, at);
                };
                if let Some(known) = self.responses.get(name) {
                    return ir::Response { status, ..known.clone() };
                }
                let root = Trail::ROOT;
                let at = root.key("components");
                let at = at.key("responses");
                let lowered = self.response_item(status, item, &[name, "answer"], &at.key(name));
                self.responses.insert(name.to_owned(), lowered.clone());
                lowered
            }
        }
    }

    fn response_item(&mut self, status: Status, response: &Response, hint: &[&str], at: &Trail<'_>) -> ir::Response {
        let description = Some(response.description.as_str()).filter(|text| !text.is_empty());
        let links = response.links.iter();
        ir::Response {
            status,
            docs: docs(None, description, None),
            headers: self.response_headers(&response.headers, hint, &at.key("headers")),
            media: self.media(&response.content, hint, &at.key("content")),
            links: links.filter_map(|(key, link)| Some((key.clone(), serde_json::to_value(link).ok()?))).collect(),
            extensions: response.extensions.clone(),
        }
    }

    fn media(&mut self, content: &IndexMap<String, MediaType>, hint: &[&str], at: &Trail<'_>) -> Vec<ir::Media> {
        let mut all = Vec::new();
        for (media_type, media) in content {
            let at = at.key(media_type);
            let ty = media.schema.as_ref().map(|schema| self.schema(schema, Hint::new(hint), &at.key("schema")));
            let encoding = media.encoding.iter();
            all.push(ir::Media {
                media_type: media_type.clone(),
                ty,
                examples: self.examples(media.example.as_ref(), &media.examples),
                encoding: encoding
                    .filter_map(|(key, it)| Some((key.clone(), serde_json::to_value(it).ok()?)))
                    .collect(),
                extensions: media.extensions.clone(),
            });
        }
        all
    }

    pub(super) fn examples(
        &self,
        single: Option<&Json>,
        several: &IndexMap<String, ReferenceOr<Example>>,
    ) -> Vec<ir::Example> {
        let single = single.map(|value| ir::Example { name: None, summary: None, value: value.clone() });
        let several = several.iter().filter_map(|(name, example)| {
            let example = match example {
                ReferenceOr::Item(example) => example,
                ReferenceOr::Reference { reference } => {
                    follow(&self.components.examples, reference, "examples").map(|it| it.1)?
                }
            };
            let value = example.value.clone().or_else(|| example.external_value.clone().map(Json::String))?;
            Some(ir::Example { name: Some(name.clone()), summary: example.summary.clone(), value })
        });
        single.into_iter().chain(several).collect()
    }
}

fn status(code: &StatusCode) -> Status {
    match code {
        StatusCode::Code(code) => Status::Code(*code),
        // The typed view reads one digit here.
        StatusCode::Range(class) => Status::Range(u8::try_from(*class).unwrap_or(0)),
    }
}

/// What is said to human readers.
pub(super) fn docs(title: Option<&str>, description: Option<&str>, external: Option<&ExternalDocumentation>) -> Docs {
    let said = |text: Option<&str>| text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    Docs {
        title: said(title),
        description: said(description),
        external: external.map(|it| (it.url.clone(), it.description.clone())),
    }
}
