//! The description as JSON: its operations, and the way from a reference to what it names.
//!
//! Nothing of the generator is used: a second reading is the point.

use serde_json::{Map, Value};

/// A bundled OpenAPI description.
pub(super) struct Description {
    root: Value,
}

/// An operation of it.
pub(super) struct Described<'a> {
    /// The `operationId`, if there is one.
    pub(super) id: Option<&'a str>,
    /// The method, in capitals.
    pub(super) method: String,
    /// The path template, without the fragment that tells RPC operations apart.
    pub(super) path: &'a str,
    /// Parameters of the path item, overridden by those of the operation.
    pub(super) parameters: Vec<Parameter<'a>>,
    /// The request body.
    pub(super) body: Option<Body<'a>>,
    /// The answers by the key of the description: `200`, `4XX`, `default`.
    pub(super) responses: Vec<(&'a str, &'a Value)>,
}

/// A parameter.
pub(super) struct Parameter<'a> {
    pub(super) name: &'a str,
    /// `path`, `query`, `header` or `cookie`.
    pub(super) location: &'a str,
    pub(super) required: bool,
    pub(super) schema: &'a Value,
}

/// A request body.
pub(super) struct Body<'a> {
    pub(super) required: bool,
    pub(super) content: &'a Value,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Headers that OpenAPI excludes from parameters.
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// What stands where the description has nothing to say.
static NOTHING: Value = Value::Null;

impl Description {
    /// Reads YAML or JSON.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let yaml: serde_yaml::Value =
            serde_yaml::from_str(text).map_err(|error| format!("the description: {error}"))?;
        Ok(Self { root: to_json(yaml)? })
    }

    /// What a node means: the node itself, or what it refers to.
    pub(super) fn resolve<'a>(&'a self, node: &'a Value) -> &'a Value {
        let mut here = node;
        // A chain of references is short; a circle of nothing but references means nothing.
        for _ in 0..32 {
            match here.get("$ref").and_then(Value::as_str) {
                Some(reference) => here = self.lookup(reference),
                None => return here,
            }
        }
        &NOTHING
    }

    /// What a reference of the form `#/a/b` names; null if it names nothing.
    pub(super) fn lookup(&self, reference: &str) -> &Value {
        reference.strip_prefix('#').and_then(|it| self.root.pointer(it)).unwrap_or(&NOTHING)
    }

    /// All operations, in order.
    pub(super) fn operations(&self) -> Vec<Described<'_>> {
        let mut operations = Vec::new();
        for (path, item) in members(&self.root["paths"]) {
            let item = self.resolve(item);
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    operations.push(self.describe(path, method, item, operation));
                }
            }
        }
        operations
    }

    fn describe<'a>(&'a self, path: &'a str, method: &str, item: &'a Value, operation: &'a Value) -> Described<'a> {
        let mut parameters: Vec<Parameter<'a>> = Vec::new();
        for node in list(&item["parameters"]).chain(list(&operation["parameters"])) {
            let Some(parameter) = self.parameter(node) else {
                continue;
            };
            parameters.retain(|it| (it.name, it.location) != (parameter.name, parameter.location));
            parameters.push(parameter);
        }
        let body = operation.get("requestBody").map(|it| self.resolve(it));
        Described {
            id: operation["operationId"].as_str(),
            method: method.to_ascii_uppercase(),
            path: path.split('#').next().unwrap_or(path),
            parameters,
            body: body.map(|it| Body { required: it["required"] == true, content: &it["content"] }),
            responses: members(&operation["responses"])
                .filter(|(key, _)| !key.starts_with("x-"))
                .map(|(key, node)| (key, self.resolve(node)))
                .collect(),
        }
    }

    fn parameter<'a>(&'a self, node: &'a Value) -> Option<Parameter<'a>> {
        let node = self.resolve(node);
        let (name, location) = (node["name"].as_str()?, node["in"].as_str()?);
        if location == "header" && IGNORED_HEADERS.iter().any(|it| name.eq_ignore_ascii_case(it)) {
            return None;
        }
        let required = location == "path" || node["required"] == true;
        Some(Parameter { name, location, required, schema: schema_of(node) })
    }
}

/// The schema of a parameter or header: its own, or that of its only content.
pub(super) fn schema_of(node: &Value) -> &Value {
    match node.get("schema") {
        Some(schema) => schema,
        None => members(&node["content"]).next().map_or(&NOTHING, |(_, media)| &media["schema"]),
    }
}

/// The schema of a body for a media type.
pub(super) fn schema_for<'a>(content: &'a Value, media: &str) -> &'a Value {
    &media_for(content, media)["schema"]
}

/// What is said about a body in a media type; in the first media type if this one is not there.
pub(super) fn media_for<'a>(content: &'a Value, media: &str) -> &'a Value {
    let essence = |it: &str| it.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let wanted = essence(media);
    let exact = content.get(media);
    let alike = || members(content).find(|(it, _)| essence(it) == wanted).map(|(_, it)| it);
    let found = exact.or_else(alike).or_else(|| members(content).next().map(|(_, it)| it));
    found.unwrap_or(&NOTHING)
}

/// The members of an object; none of anything else.
pub(super) fn members(node: &Value) -> impl Iterator<Item = (&str, &Value)> {
    node.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

/// The items of a list; none of anything else.
pub(super) fn list(node: &Value) -> impl Iterator<Item = &Value> {
    node.as_array().into_iter().flatten()
}

/// YAML has keys that are not text, such as the status `200`; JSON has not.
fn to_json(yaml: serde_yaml::Value) -> Result<Value, String> {
    Ok(match yaml {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(it) => Value::Bool(it),
        serde_yaml::Value::Number(it) => serde_json::to_value(it).map_err(|error| error.to_string())?,
        serde_yaml::Value::String(it) => Value::String(it),
        serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(to_json).collect::<Result<_, _>>()?),
        serde_yaml::Value::Tagged(it) => to_json(it.value)?,
        serde_yaml::Value::Mapping(entries) => {
            let mut object = Map::new();
            for (key, value) in entries {
                let key = match to_json(key)? {
                    Value::String(key) => key,
                    other => other.to_string(),
                };
                object.insert(key, to_json(value)?);
            }
            Value::Object(object)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_operations_with_inherited_parameters() {
        let text = "
paths:
  /a/{id}#Go:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: limit, in: query, schema: { type: string } }
      - { name: Accept, in: header, schema: { type: string } }
    post:
      operationId: go
      parameters:
        - $ref: '#/components/parameters/Limit'
      responses: { 200: { description: ok }, default: { $ref: '#/components/responses/Error' } }
components:
  parameters: { Limit: { name: limit, in: query, required: true, schema: { type: integer } } }
  responses: { Error: { description: no } }
";
        let description = Description::parse(text).expect("is YAML");
        let operations = description.operations();
        let it = &operations[0];
        assert_eq!((it.id, it.method.as_str(), it.path), (Some("go"), "POST", "/a/{id}"));
        let parameters: Vec<_> =
            it.parameters.iter().map(|it| (it.name, it.required, it.schema["type"].as_str())).collect();
        assert_eq!(parameters, [("id", true, Some("string")), ("limit", true, Some("integer"))]);
        let responses: Vec<_> = it.responses.iter().map(|(key, it)| (*key, it["description"].as_str())).collect();
        assert_eq!(responses, [("200", Some("ok")), ("default", Some("no"))]);
    }

    #[test]
    fn circles_of_references_mean_nothing() {
        let text = "{components: {schemas: {A: {$ref: '#/components/schemas/A'}}}}";
        let description = Description::parse(text).expect("is YAML");
        assert_eq!(description.resolve(description.lookup("#/components/schemas/A")), &Value::Null);
    }
}
