//! Parameters and headers: where they stand, how they become text, what they hold.

use indexmap::IndexMap;
use openapiv3::{Header, Parameter, ParameterData, ParameterSchemaOrContent, PathStyle, QueryStyle, ReferenceOr};

use super::schema::Hint;
use super::{Lowering, Trail, content, extensions, follow};
use crate::ir::{self, Location, Style, Use};

impl Lowering<'_> {
    pub(super) fn parameter(
        &mut self,
        parameter: &ReferenceOr<Parameter>,
        owner: &str,
        at: &Trail<'_>,
    ) -> Option<ir::Parameter> {
        match parameter {
            ReferenceOr::Item(item) => Some(self.parameter_item(item, owner, at)),
            ReferenceOr::Reference { reference } => {
                let (name, item) = follow(&self.components.parameters, reference, "parameters")?;
                if let Some(known) = self.parameters.get(name) {
                    return Some(known.clone());
                }
                let root = Trail::ROOT;
                let mut lowered = self.parameter_item(item, "", &root.key("components").key("parameters").key(name));
                if let Some(origin) = self.bundle.origin(crate::resolve::ComponentKind::Parameters, name) {
                    lowered.origin.pointer.clone_from(&origin.pointer);
                }
                self.parameters.insert(name.to_owned(), lowered.clone());
                Some(lowered)
            }
        }
    }

    fn parameter_item(&mut self, parameter: &Parameter, owner: &str, at: &Trail<'_>) -> ir::Parameter {
        let data = parameter.parameter_data_ref();
        let place = Placement::of(parameter);
        let mut rest = data.extensions.clone();
        let flat = extensions::switch(&mut rest, "x-flatten");
        let (ty, media) = self.value(&data.format, Hint::new(&[owner, &data.name]), at);
        let style = if flat {
            Style::Flat
        } else if media.is_some() {
            Style::Json
        } else {
            place.style
        };
        let target = &self.schemas[ty.ty];
        let deprecated = data.deprecated.unwrap_or(false) || target.deprecated;
        let sensitive = extensions::switch(&mut rest, "x-sensitive") || target.sensitive;
        let docs = content::docs(None, data.description.as_deref(), None);
        ir::Parameter {
            name: data.name.clone(),
            location: place.location,
            docs: if docs.is_empty() { target.docs.clone() } else { docs },
            required: data.required,
            deprecated,
            style,
            explode: data.explode.unwrap_or(matches!(style, Style::Form | Style::DeepObject)),
            allow_reserved: place.allow_reserved,
            allow_empty_value: place.allow_empty_value,
            content: media,
            ty,
            client_level: extensions::switch(&mut rest, "x-client-parameter"),
            sensitive,
            examples: self.parameter_examples(data),
            rust_name: extensions::text(&mut rest, "x-rust-name"),
            extensions: rest,
            origin: self.origin(at, &data.name),
        }
    }

    fn parameter_examples(&self, data: &ParameterData) -> Vec<ir::Example> {
        self.examples(data.example.as_ref(), &data.examples)
    }

    /// The type of a parameter or header, and the media type where `content` describes it.
    fn value(&mut self, format: &ParameterSchemaOrContent, hint: Hint, at: &Trail<'_>) -> (Use, Option<String>) {
        match format {
            ParameterSchemaOrContent::Schema(schema) => (self.schema(schema, hint, &at.key("schema")), None),
            ParameterSchemaOrContent::Content(map) => match map.first() {
                Some((media_type, media)) => {
                    let content = at.key("content");
                    let at = content.key(media_type);
                    let ty = match &media.schema {
                        Some(schema) => self.schema(schema, hint, &at.key("schema")),
                        None => self.schemas.any(hint),
                    };
                    (ty, Some(media_type.clone()))
                }
                None => (self.schemas.any(hint), None),
            },
        }
    }

    pub(super) fn response_headers(
        &mut self,
        headers: &IndexMap<String, ReferenceOr<Header>>,
        owner: &[&str],
        at: &Trail<'_>,
    ) -> Vec<ir::Header> {
        let mut all = Vec::new();
        for (name, header) in headers {
            let lowered = match header {
                ReferenceOr::Item(item) => self.header(name, item, owner, &at.key(name)),
                ReferenceOr::Reference { reference } => {
                    let Some((key, item)) = follow(&self.components.headers, reference, "headers") else { continue };
                    let mut lowered = match self.headers.get(key) {
                        Some(known) => known.clone(),
                        None => {
                            let root = Trail::ROOT;
                            self.header(key, item, &[], &root.key("components").key("headers").key(key))
                        }
                    };
                    self.headers.insert(key.to_owned(), lowered.clone());
                    lowered.name.clone_from(name);
                    lowered
                }
            };
            all.push(lowered);
        }
        all
    }

    fn header(&mut self, name: &str, header: &Header, owner: &[&str], at: &Trail<'_>) -> ir::Header {
        let mut path = owner.to_vec();
        path.push(name);
        let (ty, media) = self.value(&header.format, Hint::new(&path), at);
        let docs = content::docs(None, header.description.as_deref(), None);
        ir::Header {
            name: name.to_owned(),
            docs: if docs.is_empty() { self.schemas[ty.ty].docs.clone() } else { docs },
            required: header.required,
            deprecated: header.deprecated.unwrap_or(false),
            explode: false,
            content: media,
            ty,
            examples: self.examples(header.example.as_ref(), &header.examples),
            extensions: header.extensions.clone(),
        }
    }
}

/// What depends on where a parameter stands.
struct Placement {
    location: Location,
    style: Style,
    allow_reserved: bool,
    allow_empty_value: bool,
}

impl Placement {
    fn of(parameter: &Parameter) -> Self {
        let plain = |location, style| Self { location, style, allow_reserved: false, allow_empty_value: false };
        match parameter {
            Parameter::Path { style, .. } => plain(
                Location::Path,
                match style {
                    PathStyle::Matrix => Style::Matrix,
                    PathStyle::Label => Style::Label,
                    PathStyle::Simple => Style::Simple,
                },
            ),
            Parameter::Query { style, allow_reserved, allow_empty_value, .. } => {
                let style = match style {
                    QueryStyle::Form => Style::Form,
                    QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                    QueryStyle::PipeDelimited => Style::PipeDelimited,
                    QueryStyle::DeepObject => Style::DeepObject,
                };
                Self {
                    allow_reserved: *allow_reserved,
                    allow_empty_value: allow_empty_value.unwrap_or(false),
                    ..plain(Location::Query, style)
                }
            }
            Parameter::Header { .. } => plain(Location::Header, Style::Simple),
            Parameter::Cookie { .. } => plain(Location::Cookie, Style::Form),
        }
    }
}
