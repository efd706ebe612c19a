//! The calls in the docs of operations: what they show, and what they keep to themselves.

use std::fmt::Write as _;
use std::fs;

use specwright::{Settings, compile};

const HEAD: &str = "openapi: 3.0.3\ninfo:\n  title: Test\n  version: '1'\n";

/// An operation that takes the schema `Body`.
const PUT: &str = "paths:
  /things:
    put:
      operationId: putThing
      tags:
        - things
      requestBody:
        required: true
        content:
          application/json:
            schema:
              $ref: '#/components/schemas/Body'
EXAMPLE
      responses:
        '204':
          description: Done.
components:
  schemas:
";

/// The module of the client that a description is printed as; `example` is that of the body, on one line.
#[track_caller]
fn client(example: &str, schemas: &str) -> String {
    let example = if example.is_empty() { String::new() } else { format!("            example: {example}") };
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let input = folder.path().join("openapi.yaml");
    let text = format!("{HEAD}{}{schemas}", PUT.replace("EXAMPLE", &example));
    fs::write(&input, &text).expect("the folder is ours");
    let settings = Settings { input, package: "test".to_owned(), ..Settings::default() };
    let Ok(compiled) = compile(&settings) else { panic!("the description is rejected:\n{text}") };
    let files = compiled.files.into_iter().filter(|it| it.path.starts_with("client/"));
    let texts: Vec<String> = files.map(|it| it.text).collect();
    texts.join("\n")
}

#[track_caller]
fn check(example: &str, schemas: &str, expected: &str) {
    let client = client(example, schemas);
    // However the lines are broken.
    let words: Vec<&str> = client.split_whitespace().filter(|it| *it != "///").collect();
    assert!(words.join(" ").contains(expected), "no `{expected}` in\n{client}");
}

const PLAIN: &str = "    Body:
      type: object
      required:
        - name
      properties:
        name:
          type: string
          maxLength: 4
        n:
          type: integer
        password:
          type: string
          format: password
        key:
          type: string
          x-sensitive: true
";

#[test]
fn the_example_is_what_is_shown() {
    check("{name: abc, n: 5}", PLAIN, r#"Body { n: Some(5), ..Body::new("abc") };"#);
}

#[test]
fn without_an_example_the_smallest_value_is_shown() {
    check("", PLAIN, r#"Body::new("name")"#);
}

#[test]
fn what_is_not_of_its_type_gives_way() {
    check("{name: 7, n: many}", PLAIN, r#"Body::new("name")"#);
    check("[1, 2]", PLAIN, r#"Body::new("name")"#);
    check("{n: 99999999999999999999}", PLAIN, r#"Body::new("name")"#);
}

#[test]
fn secrets_of_the_description_stay_out() {
    let printed = client("{name: abc, password: hidden-1, key: hidden-2}", PLAIN);
    let shown = printed.lines().filter(|it| it.contains("hidden")).count();
    assert_eq!(shown, 0, "{printed}");
    assert!(printed.contains("your-password") && printed.contains("your-key"), "{printed}");
}

#[test]
fn types_that_hold_each_other_have_small_values_or_none() {
    let mut schemas = String::from("    Body:\n      $ref: '#/components/schemas/T0'\n");
    for idx in 0..20 {
        let _ = writeln!(schemas, "    T{idx}:\n      type: object\n      required: [a, b, c, d, e, f, g, h]");
        schemas.push_str("      properties:\n");
        for name in ["a", "b", "c", "d", "e", "f", "g", "h"] {
            let next = format!("{{$ref: '#/components/schemas/T{}'}}", idx + 1);
            let _ = writeln!(schemas, "        {name}: {next}");
        }
    }
    schemas.push_str("    T20:\n      type: string\n");
    let printed = client("", &schemas);
    assert!(printed.len() < 60_000, "{} bytes", printed.len());
    // So many alternatives of alternatives that nobody could try them all.
    let mut unions = String::from("    Body:\n      $ref: '#/components/schemas/U0'\n");
    for idx in 0..40 {
        let next = format!("$ref: '#/components/schemas/U{}'", (idx + 1) % 40);
        let item = format!("{{type: object, required: [a], properties: {{a: {{{next}}}}}}}");
        let _ = writeln!(unions, "    U{idx}:\n      oneOf:\n        - {item}\n        - {item}\n        - {item}");
    }
    let printed = client("", &unions);
    assert!(printed.len() < 60_000, "{} bytes", printed.len());
}
