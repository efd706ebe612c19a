//! Random small descriptions: each is sound, and each gives Rust that parses, the same bytes every time.

use std::fs;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use specwright::diagnostic::{self, Format};
use specwright::{Compiled, Rejected, Settings, compile};

/// Components that every description has, so that any schema can refer to them.
const N_COMPONENTS: usize = 4;

/// Names that have gone wrong somewhere before, beside arbitrary ones.
const NAMES: [&str; 16] = [
    "id", "type", "Self", "self", "String", "Option", "a b", "A-B", "a_b", "1st", "", "+1", "$ref", "名前", "größe",
    "é",
];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![3 => prop::sample::select(&NAMES[..]).prop_map(str::to_owned), 2 => "[a-zA-Z][a-zA-Z0-9_-]{0,8}", 1 => "\\PC{1,6}"]
}

/// Distinct names with a value each.
fn members(value: impl Strategy<Value = Value>, n: usize) -> impl Strategy<Value = Map<String, Value>> {
    prop::collection::vec((name(), value), 0..n).prop_map(|all| all.into_iter().collect())
}

fn text() -> impl Strategy<Value = Value> {
    let formats = prop::sample::select(&["date-time", "date", "uuid", "byte", "binary", "password", "made-up"][..]);
    prop_oneof![
        Just(json!({"type": "string"})),
        formats.prop_map(|format| json!({"type": "string", "format": format})),
        (0..5_u8, 5..9_u8).prop_map(|(min, max)| json!({"type": "string", "minLength": min, "maxLength": max})),
        prop::collection::btree_set(name(), 1..5).prop_map(|values| json!({"type": "string", "enum": values})),
    ]
}

fn number() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({"type": "integer"})),
        Just(json!({"type": "integer", "format": "int32", "minimum": 0, "exclusiveMinimum": true})),
        Just(json!({"type": "integer", "format": "int64", "default": 5})),
        Just(json!({"type": "number", "format": "float", "maximum": 1.5})),
        prop::collection::btree_set(-3..40_i32, 1..4).prop_map(|values| json!({"type": "integer", "enum": values})),
        Just(json!({"type": "boolean", "default": true})),
    ]
}

fn component() -> impl Strategy<Value = Value> {
    (0..N_COMPONENTS).prop_map(|idx| json!({"$ref": format!("#/components/schemas/C{idx}")}))
}

/// An object: some members, some of them required, with or without more.
fn object(schema: impl Strategy<Value = Value> + 'static) -> BoxedStrategy<Value> {
    let additional = prop_oneof![Just(None), Just(Some(json!(false))), Just(Some(json!({"type": "integer"})))];
    let required = any::<prop::sample::Index>();
    let parts = (members(schema, 5), required, additional, any::<bool>());
    let object = parts.prop_map(|(properties, required, additional, nullable)| {
        let names: Vec<&String> = properties.keys().take(required.index(properties.len() + 1)).collect();
        let mut schema = json!({"type": "object", "properties": properties});
        if !names.is_empty() {
            schema["required"] = json!(names);
        }
        if let Some(additional) = additional {
            schema["additionalProperties"] = additional;
        }
        if nullable {
            schema["nullable"] = json!(true);
        }
        schema
    });
    object.boxed()
}

fn schema() -> BoxedStrategy<Value> {
    let leaf = prop_oneof![text(), number(), component(), Just(json!({}))];
    let nested = leaf.prop_recursive(3, 12, 4, |inner| {
        let list = inner.clone().prop_map(|items| json!({"type": "array", "items": items}));
        let map = inner.clone().prop_map(|value| json!({"type": "object", "additionalProperties": value}));
        let both = object(inner.clone()).prop_map(|part| json!({"allOf": [part]}));
        prop_oneof![2 => list, 1 => map, 3 => object(inner), 1 => both]
    });
    nested.boxed()
}

/// An object that can be made: what it refers to is optional.
fn root_schema() -> impl Strategy<Value = Value> {
    object(schema()).prop_map(|mut object| {
        object.as_object_mut().expect("it is an object").remove("required");
        object
    })
}

fn parameter() -> impl Strategy<Value = Value> {
    let place = prop::sample::select(&["query", "header", "cookie"][..]);
    let scalar = prop_oneof![text(), number()];
    let list = scalar.clone().prop_map(|items| json!({"type": "array", "items": items}));
    // Header and cookie names are tokens.
    let name = prop_oneof![Just("X-Page".to_owned()), "[a-zA-Z][a-zA-Z0-9_-]{0,8}"];
    (name, place, prop_oneof![scalar, list], any::<bool>()).prop_map(|(name, place, schema, required)| {
        json!({"name": format!("p{name}"), "in": place, "required": required, "schema": schema})
    })
}

fn answer() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({"description": "Empty."})),
        schema().prop_map(|it| json!({"description": "JSON.", "content": {"application/json": {"schema": it}}})),
        text().prop_map(|it| json!({"description": "Counted.", "headers": {"X-Count": {"schema": it}}})),
    ]
}

fn operation() -> impl Strategy<Value = Value> {
    let statuses =
        prop::collection::vec((prop::sample::select(&["200", "204", "404", "5XX", "default"][..]), answer()), 1..4);
    let parts = (name(), prop::collection::vec(parameter(), 0..4), prop::option::of(schema()), statuses);
    parts.prop_map(|(tag, mut parameters, body, answers)| {
        let mut seen = std::collections::HashSet::new();
        parameters.retain(|it| seen.insert((it["name"].to_string().to_lowercase(), it["in"].to_string())));
        let responses: Map<String, Value> = answers.into_iter().map(|(status, it)| (status.to_owned(), it)).collect();
        let mut operation = json!({"tags": [tag], "parameters": parameters, "responses": responses});
        if let Some(body) = body {
            operation["requestBody"] = json!({"content": {"application/json": {"schema": body}}});
        }
        operation
    })
}

fn description() -> impl Strategy<Value = Value> {
    let components = prop::collection::vec(root_schema(), N_COMPONENTS);
    let operations = prop::collection::vec(operation(), 1..4);
    (components, operations).prop_map(|(components, operations)| {
        let schemas = components.into_iter().enumerate().map(|(idx, it)| (format!("C{idx}"), it));
        let paths = operations.into_iter().enumerate().map(|(idx, mut it)| {
            it["operationId"] = json!(format!("operation{idx}"));
            (format!("/o{idx}"), json!({"post": it}))
        });
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Random", "version": "1"},
            "paths": paths.collect::<Map<_, _>>(),
            "components": {"schemas": schemas.collect::<Map<_, _>>()},
        })
    })
}

/// Compiles the text of a description.
fn press(text: &str) -> Result<Compiled, String> {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let input = folder.path().join("openapi.json");
    fs::write(&input, text).expect("the folder is ours");
    let settings = Settings { input, package: "random".to_owned(), ..Settings::default() };
    compile(&settings)
        .map_err(|Rejected { diagnostics, sources }| diagnostic::render(&diagnostics, &sources, Format::Text))
}

/// The doc tests of the client, hidden lines included: one for each operation.
fn rust_in_docs(compiled: &Compiled) -> Vec<String> {
    let calls = compiled.files.iter().filter(|it| it.path.starts_with("client/src/"));
    let text: Vec<String> = calls
        .flat_map(|it| it.text.lines())
        .filter_map(|it| it.trim_start().strip_prefix("///"))
        .map(|it| it.strip_prefix(" # ").or_else(|| it.strip_prefix(' ')).unwrap_or(it).to_owned())
        .collect();
    let blocks = text.split(|it| it.starts_with("```"));
    // Blocks and what stands between them take turns; only blocks hold the function around a call.
    blocks.filter(|it| it.first().is_some_and(|it| it.starts_with("async fn"))).map(|it| it.join("\n")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_descriptions_give_rust_that_parses(description in description()) {
        let text = format!("{description:#}");
        let compiled = press(&text).map_err(|faults| TestCaseError::fail(format!("{faults}\n{text}")))?;
        let rust = compiled.files.iter().filter(|file| file.path.ends_with(".rs") && !file.path.starts_with("runtime/"));
        for file in rust {
            if let Err(error) = syn::parse_file(&file.text) {
                return Err(TestCaseError::fail(format!("{}: {error}\n{text}", file.path)));
            }
        }
        for snippet in rust_in_docs(&compiled) {
            if let Err(error) = syn::parse_file(&snippet) {
                return Err(TestCaseError::fail(format!("{error} in a doc test\n{snippet}\n{text}")));
            }
        }
        let again = press(&text).map_err(TestCaseError::fail)?;
        prop_assert_eq!(compiled.files, again.files);
    }
}
