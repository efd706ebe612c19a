//! Values for small schemas, one behaviour each.

use serde_json::{Value, json};

use super::*;

const SCHEMAS: &str = "
components:
  schemas:
    Node:
      type: object
      required: [name]
      properties:
        name: { type: string }
        left: { $ref: '#/components/schemas/Node' }
        rest: { type: array, items: { $ref: '#/components/schemas/Node' } }
    Endless:
      type: object
      required: [next]
      properties: { next: { $ref: '#/components/schemas/Endless' } }
    Ends:
      type: object
      required: [next]
      properties: { next: { nullable: true, allOf: [{ $ref: '#/components/schemas/Ends' }] } }
    Cat: { type: object, required: [kind], properties: { kind: { type: string }, lives: { type: integer } } }
    Dog: { type: object, required: [kind], properties: { kind: { type: string }, trick: { type: string, enum: [sit, roll] } } }
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator:
        propertyName: kind
        mapping: { cat: Cat, tom: '#/components/schemas/Cat' }
    Tree:
      oneOf: [{ type: object, required: [tree], properties: { tree: { $ref: '#/components/schemas/Tree' } } }, { type: string }]
";

const REQUEST: Place = Place { alphabet: Alphabet::Json, is_json: true, may_be_empty: true, is_request: true };
const ANSWER: Place = Place { is_request: false, ..REQUEST };
const QUERY: Place = Place { alphabet: Alphabet::Url, is_json: false, may_be_empty: false, is_request: true };

fn made(schema: Value, round: Round, turn: usize, place: Place) -> Result<Value, Missing> {
    let description = Description::parse(SCHEMAS).expect("is YAML");
    Maker::new(&description, round, turn).value(&schema, "it", place)
}

#[track_caller]
fn check(schema: Value, round: Round, expected: Value) {
    assert_eq!(made(schema, round, 0, REQUEST), Ok(expected));
}

fn component(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The values of all turns of the full round.
fn turns(schema: &Value) -> Vec<Value> {
    let description = Description::parse(SCHEMAS).expect("is YAML");
    let (mut values, mut n_turns) = (Vec::new(), 1);
    while values.len() < n_turns {
        let mut maker = Maker::new(&description, Round::Full, values.len());
        values.push(maker.value(schema, "it", REQUEST).expect("has values"));
        n_turns = n_turns.max(maker.n_turns());
    }
    values
}

fn thing() -> Value {
    json!({
        "type": "object",
        "required": ["id", "secret", "name"],
        "properties": {
            "id": { "type": "string", "readOnly": true },
            "name": { "type": "string" },
            "secret": { "type": "string", "writeOnly": true },
            "size": { "type": "integer", "format": "int32" },
        },
    })
}

#[test]
fn members_keep_to_their_direction() {
    let request = made(thing(), Round::Required, 0, REQUEST).expect("has a value");
    assert_eq!(request, json!({"name": "text-2", "secret": "text-3"}));
    let answer = made(thing(), Round::Required, 0, ANSWER).expect("has a value");
    assert_eq!(answer, json!({"id": "text-2", "name": "text-3"}));
}

#[test]
fn rounds_differ() {
    check(thing(), Round::Full, json!({"name": "text-2", "secret": "text-3", "size": 4}));
    check(thing(), Round::Empty, json!({"secret": "", "name": "", "size": i32::MIN}));
    let edge = made(thing(), Round::Edge, 0, REQUEST).expect("has a value");
    assert_eq!(edge["size"], json!(i32::MAX));
    assert!(edge["name"].as_str().is_some_and(|it| it.contains("漢") && it.contains("%2F")));
}

#[test]
fn recursion_ends_where_it_is_optional() {
    let value = made(component("Node"), Round::Full, 0, REQUEST).expect("has a value");
    assert!(value.pointer("/left/left/name").is_some_and(|it| it.is_string()), "{value}");
    assert_eq!(value.pointer("/left/left/left"), None);
    assert_eq!(value.pointer("/left/left/rest"), Some(&json!([])));
    assert_eq!(made(component("Endless"), Round::Required, 0, REQUEST), Err(Missing::Endless));
    let ends = made(component("Ends"), Round::Required, 0, REQUEST).expect("has a value");
    assert_eq!(ends, json!({"next": {"next": {"next": null}}}));
    // A variant that does not end gives way to another.
    let tree = made(component("Tree"), Round::Full, 0, REQUEST).expect("has a value");
    assert!(tree.pointer("/tree/tree").is_some_and(|it| it.pointer("/tree/tree").is_none()), "{tree}");
}

#[test]
fn every_variant_has_its_turn() {
    let values = turns(&component("Pet"));
    let kinds: Vec<_> = values.iter().map(|it| it["kind"].as_str().expect("is tagged")).collect();
    // Dog has two tricks, so all three tags come twice.
    assert_eq!(kinds, ["cat", "tom", "Dog", "cat", "tom", "Dog"]);
    assert_eq!((&values[2]["trick"], &values[5]["trick"]), (&json!("sit"), &json!("roll")));
    assert_eq!(turns(&json!({"anyOf": [{"type": "integer"}, {"type": "string"}]})), [json!(2), json!("text-2")]);
}

#[test]
fn a_tag_with_one_value_stays() {
    let variant = |kind: &str| json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string", "enum": [kind]}}});
    let schema = json!({"oneOf": [variant("a"), variant("b")], "discriminator": {"propertyName": "kind"}});
    assert_eq!(turns(&schema), [json!({"kind": "a"}), json!({"kind": "b"})]);
    check(schema, Round::Edge, json!({"kind": "a"}));
}

#[test]
fn every_value_of_an_enum_has_its_turn() {
    let schema = json!({"type": "string", "enum": ["a", "b", null, "c"], "nullable": true});
    assert_eq!(turns(&schema), ["a", "b", "c"]);
    check(schema, Round::Edge, json!("SPECWRIGHT_UNKNOWN"));
    check(json!({"type": "integer", "enum": [1, 7]}), Round::Edge, json!(8));
    check(json!({"type": "string", "enum": ["aa", "bb"], "maxLength": 2}), Round::Edge, json!("aa"));
}

#[test]
fn null_is_made_where_it_is_possible() {
    let schema =
        json!({"properties": {"a": {"type": "string", "nullable": true}, "b": {"type": "string", "minLength": 1}}});
    check(schema.clone(), Round::Empty, json!({"a": null, "b": "text-3"}));
    let form = made(schema, Round::Empty, 0, QUERY).expect("has a value");
    assert_eq!(form, json!({"a": "text-2", "b": "text-3"}));
}

#[test]
fn lists_have_different_items() {
    let schema = json!({"type": "array", "items": {"type": "string", "enum": ["a", "b", "c"]}, "uniqueItems": true, "minItems": 3});
    check(schema.clone(), Round::Full, json!(["a", "b", "c"]));
    check(schema, Round::Empty, json!(["a", "b", "c"]));
    let free = json!({"type": "array", "items": {"type": "integer"}});
    check(free.clone(), Round::Required, json!([2]));
    check(free.clone(), Round::Empty, json!([]));
    assert_eq!(made(free, Round::Empty, 0, QUERY), Ok(json!([i64::MIN])));
    let few = json!({"type": "array", "items": {"type": "string", "enum": ["a"]}, "uniqueItems": true, "minItems": 2});
    assert_eq!(
        made(few, Round::Full, 0, REQUEST),
        Err(Missing::Unknown("/it: not enough different items are known".to_owned()))
    );
}

#[test]
fn maps_have_entries() {
    let schema = json!({"type": "object", "additionalProperties": {"type": "integer"}});
    check(schema.clone(), Round::Full, json!({"key-0": 2, "key-1": 3}));
    check(schema, Round::Required, json!({}));
    check(
        json!({"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 1}),
        Round::Empty,
        json!({"key-0": i64::MIN}),
    );
    check(
        json!({"properties": {"a": {"type": "boolean"}}, "additionalProperties": false}),
        Round::Full,
        json!({"a": true}),
    );
    let beside = json!({"properties": {"a": {"type": "boolean"}}, "additionalProperties": {"type": "string"}, "maxProperties": 2});
    check(beside, Round::Full, json!({"a": true, "key-0": "text-3"}));
}

#[test]
fn what_is_not_known_is_named() {
    let schema = json!({"properties": {"a": {"type": "string", "pattern": "(x)\\1"}, "b/c": {"type": "strin"}, "d": {"type": "boolean"}}});
    let description = Description::parse(SCHEMAS).expect("is YAML");
    let mut maker = Maker::new(&description, Round::Full, 0);
    assert_eq!(maker.value(&schema, "body", REQUEST), Ok(json!({"d": true})));
    assert_eq!(
        maker.left_out,
        ["/body/a: no text is known for the pattern `(x)\\1`", "/body/b~1c: `strin` is no type"]
    );
}

#[test]
fn wide_recursion_stays_small() {
    let names: Vec<String> = (0..12).map(|it| format!("p{it}")).collect();
    let properties: Value = names.iter().map(|it| (it.clone(), component("Wide"))).collect::<Map<_, _>>().into();
    let text = json!({"components": {"schemas": {"Wide": {"type": "object", "properties": properties}}}}).to_string();
    let description = Description::parse(&text).expect("is JSON");
    let mut maker = Maker::new(&description, Round::Full, 0);
    maker.value(&component("Wide"), "body", REQUEST).expect("has a value");
    assert!(maker.n_nodes <= NODES, "{}", maker.n_nodes);
}
