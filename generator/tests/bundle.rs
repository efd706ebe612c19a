//! Joining files: what becomes of references, how components get their names, where things came from.

use std::path::Path;

use specwright::diagnostic::Sink;
use specwright::resolve::{self, Bundle, ComponentKind};
use specwright::source::{LoadOptions, MemoryFiles};

const HEAD: &str = "openapi: 3.0.3\ninfo:\n  title: Test\n  version: '1'\n";

/// Joins files of which the first is the root, without its head; there must be no fault.
#[track_caller]
fn bundle(files: &[(&str, &str)]) -> Bundle {
    let mut memory = MemoryFiles::new();
    for (idx, (name, text)) in files.iter().enumerate() {
        let head = if idx == 0 { HEAD } else { "" };
        memory.add(*name, format!("{head}{text}"));
    }
    let mut sink = Sink::new();
    let bundle = resolve::resolve(Path::new(files[0].0), &memory, &LoadOptions::default(), &mut sink);
    assert_eq!(sink.diagnostics(), []);
    bundle.expect("there was no fault")
}

/// Compares the joined document, without its head.
#[track_caller]
fn check(files: &[(&str, &str)], expected: &str) {
    let yaml = bundle(files).to_yaml();
    assert_eq!(yaml.strip_prefix(HEAD), Some(expected));
}

#[test]
fn a_single_file_stays_as_it_is() {
    let text = "paths: {}\ncomponents:\n  schemas:\n    Tree:\n      type: array\n      items:\n        $ref: '#/components/schemas/Tree'\n      example: 1.0\n";
    check(&[("openapi.yaml", text)], text);
}

#[test]
fn definitions_of_fragments_become_components() {
    check(
        &[
            ("openapi.yaml", "paths:\n  /pets:\n    $ref: paths/pet.yaml#/ListPets\n"),
            ("paths/pet.yaml", "ListPets:\n  get:\n    responses:\n      '200':\n        $ref: ../shared.yaml#/Pets\n"),
            (
                "shared.yaml",
                "Pets:\n  description: Pets.\n  content:\n    application/json:\n      schema:\n        $ref: '#/Pet'\nPet:\n  type: object\n  properties:\n    friend:\n      $ref: '#/Pet'\n",
            ),
        ],
        "paths:
  /pets:
    get:
      responses:
        '200':
          $ref: '#/components/responses/Pets'
components:
  schemas:
    Pet:
      type: object
      properties:
        friend:
          $ref: '#/components/schemas/Pet'
  responses:
    Pets:
      description: Pets.
      content:
        application/json:
          schema:
            $ref: '#/components/schemas/Pet'
",
    );
}

#[test]
fn a_component_that_is_only_a_reference_gives_its_name() {
    check(
        &[
            (
                "openapi.yaml",
                "paths: {}\ncomponents:\n  schemas:\n    Animal:\n      $ref: pet.yaml\n    Beast:\n      $ref: pet.yaml\n    Zoo:\n      type: array\n      items:\n        $ref: pet.yaml\n",
            ),
            ("pet.yaml", "type: string\n"),
        ],
        "paths: {}
components:
  schemas:
    Animal:
      type: string
    Beast:
      $ref: '#/components/schemas/Animal'
    Zoo:
      type: array
      items:
        $ref: '#/components/schemas/Animal'
",
    );
}

#[track_caller]
fn check_names(files: &[(&str, &str)], expected: &[&str]) {
    let bundle = bundle(files);
    let schemas = bundle.locate(&["components", "schemas"]).and_then(|it| it.as_map());
    assert_eq!(schemas.into_iter().flat_map(|it| it.keys()).collect::<Vec<_>>(), expected);
}

#[test]
fn clashing_names_get_the_shortest_prefix_that_tells_them_apart() {
    check_names(
        &[
            (
                "openapi.yaml",
                "paths: {}\ncomponents:\n  schemas:\n    Pet:\n      anyOf:\n        - $ref: cat.yaml#/Pet\n        - $ref: dog.yaml#/Pet\n        - $ref: dog.yaml#/Bone\n",
            ),
            ("cat.yaml", "Pet:\n  type: string\n"),
            ("dog.yaml", "Pet:\n  type: string\nBone:\n  type: string\n"),
        ],
        &["Pet", "cat_Pet", "dog_Pet", "Bone"],
    );
}

#[test]
fn clashing_files_are_told_apart_by_the_folder_that_differs() {
    check_names(
        &[
            (
                "openapi.yaml",
                "paths: {}\ncomponents:\n  schemas:\n    All:\n      anyOf:\n        - $ref: apps/models/item.yaml\n        - $ref: drops/models/item.yaml\n",
            ),
            ("apps/models/item.yaml", "type: string\n"),
            ("drops/models/item.yaml", "type: string\n"),
        ],
        &["All", "apps_item", "drops_item"],
    );
}

#[test]
fn a_definition_inside_another_becomes_a_component_of_its_own() {
    check(
        &[(
            "openapi.yaml",
            "paths: {}\ncomponents:\n  schemas:\n    Pet:\n      type: object\n      properties:\n        state:\n          type: string\n    Zoo:\n      type: array\n      items:\n        $ref: '#/components/schemas/Pet/properties/state'\n",
        )],
        "paths: {}
components:
  schemas:
    Pet:
      type: object
      properties:
        state:
          $ref: '#/components/schemas/state'
    Zoo:
      type: array
      items:
        $ref: '#/components/schemas/state'
    state:
      type: string
",
    );
}

#[test]
fn a_path_item_keeps_what_stands_beside_its_reference() {
    check(
        &[
            ("openapi.yaml", "paths:\n  /pets:\n    $ref: pets.yaml\n    summary: Pets\n"),
            ("pets.yaml", "get:\n  responses:\n    '204':\n      description: Done.\n"),
        ],
        "paths:
  /pets:
    get:
      responses:
        '204':
          description: Done.
    summary: Pets
",
    );
}

#[test]
fn mappings_follow_their_schemas() {
    let bundle = bundle(&[
        (
            "openapi.yaml",
            "paths: {}\ncomponents:\n  schemas:\n    Pet:\n      oneOf:\n        - $ref: cat.yaml\n      discriminator:\n        propertyName: kind\n        mapping:\n          cat: cat.yaml\n          pet: Pet\n",
        ),
        ("cat.yaml", "type: object\nproperties:\n  kind:\n    type: string\n"),
    ]);
    let mapping = bundle.locate(&["components", "schemas", "Pet", "discriminator", "mapping"]);
    let mapping = mapping.expect("the mapping is still there");
    assert_eq!(mapping.get_text("cat"), Some("#/components/schemas/cat"));
    assert_eq!(mapping.get_text("pet"), Some("Pet"));
}

#[test]
fn data_is_no_reference() {
    let text = "paths: {}\ncomponents:\n  schemas:\n    Pet:\n      type: object\n      properties:\n        $ref:\n          type: string\n      example:\n        $ref: a text\n      enum:\n      - other:\n          $ref: '#/nowhere'\n";
    check(&[("openapi.yaml", text)], text);
}

#[test]
fn everything_knows_where_it_came_from() {
    let bundle = bundle(&[
        (
            "openapi.yaml",
            "paths:\n  /pets:\n    $ref: paths/pet.yaml#/ListPets\ncomponents:\n  schemas:\n    Zoo:\n      type: string\n",
        ),
        (
            "paths/pet.yaml",
            "# the pets\nListPets:\n  get:\n    responses:\n      '200':\n        $ref: '#/x~1y'\nx/y:\n  description: Done.\n",
        ),
    ]);
    let origin = bundle.origin(ComponentKind::Responses, "x_y").expect("the response was extracted");
    assert_eq!((origin.file.as_str(), origin.pointer.as_str()), ("paths/pet.yaml", "/x~1y"));
    assert_eq!((origin.place.line, origin.place.column), (8, 3));
    let origin = bundle.origin(ComponentKind::Schemas, "Zoo").expect("the root has it");
    assert_eq!((origin.file.as_str(), origin.pointer.as_str()), ("openapi.yaml", "/components/schemas/Zoo"));
    let operation = bundle.locate(&["paths", "/pets", "get"]).expect("the path item was put in place");
    assert_eq!(bundle.sources.name(operation.place.file), "paths/pet.yaml");
    assert_eq!(operation.place.line, 4);
}

#[test]
fn whole_floats_are_integers_where_integers_are_asked_for() {
    let bundle = bundle(&[(
        "openapi.yaml",
        "paths: {}\ncomponents:\n  schemas:\n    A:\n      type: string\n      maxLength: 10.0\n    B:\n      type: integer\n      minimum: 1.0\n      example: 2.0\n",
    )]);
    let mut sink = Sink::new();
    let view = bundle.typed(&mut sink).expect("the types hold it");
    let components = serde_json::to_value(view.components).expect("the types are JSON");
    assert_eq!(components["schemas"]["A"]["maxLength"], 10);
    assert_eq!(components["schemas"]["B"]["minimum"], 1);
    assert_eq!(components["schemas"]["B"]["type"], "integer");
    assert_eq!(components["schemas"]["B"]["example"], 2.0);
}
