//! Every rule id that a diagnostic can carry, with one line that explains it.
//!
//! `specwright explain` prints these lines, and the suite demands a case under `tests/reject` for every one.

/// A rule and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The id, in kebab case.
    pub id: &'static str,
    /// What the rule demands and why.
    pub explanation: &'static str,
}

/// The rule with this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|it| it.id == id)
}

const fn rule(id: &'static str, explanation: &'static str) -> Rule {
    Rule { id, explanation }
}

/// All rules, in the order of the stages that apply them.
pub const RULES: &[Rule] = &[
    // Reading files.
    rule("unreadable-file", "the root file exists, is a regular file and may be read"),
    rule("invalid-utf8", "files are UTF-8"),
    rule("invalid-character", "files hold no control characters but line ends and tabs"),
    rule("empty-document", "a file holds something"),
    rule("yaml-syntax", "a YAML file can be read as YAML 1.2"),
    rule("json-syntax", "a JSON file can be read as JSON"),
    rule("duplicate-key", "a map has each key once; of two readers each would keep another one"),
    rule("merge-key", "no YAML merge keys (`<<`): OpenAPI tools do not agree on them"),
    rule("non-scalar-key", "keys are texts, not lists or maps"),
    rule("multiple-documents", "one YAML document per file"),
    rule("yaml-tag", "no YAML tags but those of JSON's own types"),
    rule("yaml-alias", "a YAML alias does not stand inside the node that it refers to"),
    rule("number-range", "numbers are finite: JSON has no word for others"),
    rule("too-deep", "lists, maps and references are not nested without measure"),
    rule("too-large", "files, aliases and references do not expand without measure"),
    // Joining files.
    rule("unsupported-version", "the description is OpenAPI 3.0"),
    rule("dangling-reference", "every reference, file and mapping leads somewhere"),
    rule("circular-reference", "no chain of references leads only back to itself"),
    rule("invalid-reference", "a reference is a relative file with an optional JSON pointer after `#`"),
    rule("remote-reference", "references lead to files, never to the network"),
    rule(
        "reference-leaves-folder",
        "references stay below the folder of the root file, unless `--allow-outside` is given",
    ),
    rule("reference-kind", "a reference leads to the kind of component that its place expects"),
    rule(
        "misplaced-reference",
        "references stand only where OpenAPI 3.0 has them; elsewhere the target is taken in their place",
    ),
    rule("ref-siblings", "nothing stands beside `$ref`, because OpenAPI 3.0 ignores it"),
    rule("unused-definition", "every definition of a fragment file is referred to"),
    // Keys and kinds.
    rule("unknown-key", "objects have no keys but those of OpenAPI 3.0"),
    rule("missing-key", "objects have the keys that OpenAPI 3.0 requires"),
    rule("wrong-kind", "under each key stands the kind of value that OpenAPI 3.0 demands"),
    rule("invalid-value", "values are among those that OpenAPI 3.0 allows"),
    rule("component-name", "names of components are made of letters, digits, `.`, `_` and `-`"),
    rule("unknown-extension", "`x-` keys are those that this tool knows (strict mode only)"),
    rule("misplaced-extension", "a known `x-` key stands in an object where it means something"),
    rule("extension-shape", "a known `x-` key has a value of its shape"),
    // Paths and parameters.
    rule("path-template", "braces in a path hold the name of a parameter, each once, and a path has no query"),
    rule("path-fragment", "a path has no fragment unless the root has `x-rpc`, because no request carries it"),
    rule("ambiguous-path", "no two paths are the same but for the names of their parameters"),
    rule("path-parameter-missing", "every name in a path is declared by a path parameter"),
    rule("path-parameter-unused", "every path parameter is in its path"),
    rule("path-parameter-required", "path parameters are `required: true`"),
    rule("duplicate-parameter", "no two parameters of an operation share name and place"),
    rule("parameter-style", "a parameter has a style that its place allows"),
    rule("parameter-schema", "a parameter has either `schema` or `content`, and `content` has one media type"),
    rule(
        "ignored-parameter",
        "no header parameters `Accept`, `Content-Type` and `Authorization`: OpenAPI ignores them",
    ),
    // Operations.
    rule("duplicate-operation-id", "no two operations share an id"),
    rule("response-code", "responses stand under a status, a range such as `4XX`, or `default`"),
    rule("no-response", "an operation has at least one response"),
    rule("duplicate-tag", "the root declares each tag once"),
    rule("unknown-tag", "operations use tags that the root declares, if it declares any (strict mode only)"),
    rule("unknown-operation", "links lead to operations that exist"),
    rule("unknown-security-scheme", "security requirements name schemes that exist"),
    rule("security-scopes", "security requirements name scopes that their scheme declares"),
    rule("server-variable", "variables of a server are defined and used, and their default is one of their values"),
    // Schemas.
    rule("constraint-type", "limits say something about the type that they stand beside"),
    rule("empty-range", "limits leave room for a value"),
    rule("invalid-pattern", "a pattern is a regular expression of ECMAScript"),
    rule("missing-items", "an array says what it holds"),
    rule("read-write-only", "no property is both read-only and write-only"),
    rule("enum-type", "values of an enum have the type of the schema"),
    rule("empty-enum", "an enum has values"),
    rule("duplicate-enum-value", "an enum holds each value once"),
    rule("enum-description", "`x-enum-descriptions` and `x-enum-names` speak of values that the enum holds"),
    rule("duplicate-required", "a name is required once"),
    rule("unknown-required", "required names are properties of the schema or of what it is composed with"),
    rule("empty-composition", "`allOf`, `oneOf` and `anyOf` have members"),
    rule("circular-composition", "no schema is made of itself without a list or a property in between"),
    rule("discriminator-property", "every variant has the property that tells variants apart"),
    rule("discriminator-variant", "variants beside a discriminator have names"),
    rule("discriminator-mapping", "a discriminator maps to its variants"),
    // Defaults and examples.
    rule("default-mismatch", "a default fits its schema"),
    rule("example-mismatch", "an example fits its schema"),
    rule("example-unknown-field", "an example has no fields that its schema does not know (strict mode only)"),
    rule("exclusive-examples", "one of `example` and `examples`, one of `value` and `externalValue`"),
    // Extensions of this tool.
    rule("rust-name", "`x-rust-name` and `x-enum-names` give Rust names"),
    rule("flatten", "`x-flatten` stands on query parameters"),
    rule("rpc", "`x-rpc` of operations, root and path keys agree"),
    rule("idempotent", "`x-idempotent` stands on operations whose method does not say it"),
    rule("pagination", "`x-pagination` names query parameters and response fields that exist"),
    rule("waiter", "`x-waiter` names an operation, parameters, fields and states that exist"),
    rule("showcase", "`x-showcase` names operations that exist and that can do what their example shows"),
    rule("error-catalogue", "`x-error-catalogue` gives codes the statuses that they come with"),
    // From the view to code.
    rule("typed-view", "the description fits the types that it is read into"),
    rule("lost-in-lowering", "nothing of the description is lost on the way to code"),
    rule("composition-not-supported", "the members of a composition can be merged into one type"),
    rule("rust-name-clash", "no two things get one Rust name; `x-rust-name` gives another"),
    rule("recursive-alias", "a list or map does not hold itself without an object in between"),
    rule("media-type-not-supported", "a body is described in a media type that code can read and write"),
    rule("media-type-left-out", "tells which of several media types of a body the code does not use"),
    rule("limits-of-alternatives", "tells which limits of alternatives the code does not check"),
    rule("not-unchecked", "tells where `not` is not checked"),
    rule("enum-unchecked", "tells which enums are neither texts nor whole numbers, so that the code takes every value"),
    rule("links-not-printed", "tells where links are not printed"),
    rule("callbacks-not-printed", "tells where callbacks are not printed"),
    rule("operation-servers-not-printed", "tells where an operation has servers of its own"),
    rule("pages-not-printed", "tells where a paged call has no `pages()`, because its window cannot be moved"),
    rule("items-not-printed", "tells where a paged call has no `items()`, because no field of objects holds them"),
    // The report itself.
    rule("too-many-findings", "only so many findings are shown"),
];
