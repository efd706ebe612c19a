//! A sound description, and the same with one fault each.

use std::{collections::BTreeMap, fs};

use super::{Checked, check};

const OPENAPI: &str = include_str!("../audit/tests/data/openapi.yaml");
const INVENTORY: &str = include_str!("../audit/tests/data/inventory.yaml");

/// A folder with a description, sound until a test changes it.
struct Case(BTreeMap<&'static str, String>);

impl Case {
    fn sound() -> Self {
        Self([("openapi.yaml", OPENAPI.to_owned()), ("inventory.yaml", INVENTORY.to_owned())].into())
    }

    /// Replaces text of a file; it must be there.
    #[track_caller]
    fn edit(mut self, file: &'static str, from: &str, to: &str) -> Self {
        assert!(self.0[file].contains(from), "{file} holds {from:?}");
        let text = self.0[file].replacen(from, to, 1);
        self.0.insert(file, text);
        self
    }

    fn file(mut self, name: &'static str, text: &str) -> Self {
        self.0.insert(name, text.to_owned());
        self
    }

    fn without(mut self, file: &str) -> Self {
        self.0.remove(file);
        self
    }

    fn run(&self) -> (Checked, String) {
        let folder = tempfile::TempDir::new().expect("temporary folder");
        for (name, text) in &self.0 {
            fs::write(folder.path().join(name), text).expect("write");
        }
        (check(&folder.path().join("openapi.yaml")), folder.path().display().to_string())
    }

    /// Checks the description and compares the first lines of its findings.
    #[track_caller]
    fn expect(self, expected: &[&str]) {
        let (checked, folder) = self.run();
        let text = checked.text.replace(&format!("{folder}/"), "");
        let heads: Vec<&str> =
            text.lines().filter(|line| line.contains("error[") || line.contains("warning[")).collect();
        assert_eq!(heads, expected, "{text}");
        assert_eq!(checked.n_faults, expected.len(), "{text}");
    }
}

#[test]
fn a_sound_description_has_no_faults() {
    Case::sound().expect(&[]);
    assert_eq!(Case::sound().run().0.summary, "2 of 2 sections, 7 types, 0 examples");
}

#[test]
fn without_an_inventory_only_the_description_counts() {
    let case = || Case::sound().without("inventory.yaml").edit("openapi.yaml", "section: 4.1.1", "section: 9.9.9");
    case().expect(&[]);
    assert_eq!(case().run().0.summary, "2 operations, 7 types, 0 examples");
}

#[test]
fn the_inventory_and_the_operations_say_the_same() {
    Case::sound()
        .edit("inventory.yaml", "operation: createShelf", "operation: makeShelf")
        .expect(&["openapi.yaml:12:20: error[section-differs]: the operationId of section 4.1.1 is `createShelf`"]);
    Case::sound()
        .edit("inventory.yaml", "method: POST", "method: PUT")
        .expect(&["openapi.yaml:11:5: error[section-differs]: the method of section 4.1.1 is `POST`"]);
    Case::sound()
        .edit("inventory.yaml", "path: /v1", "path: /v2")
        .expect(&["openapi.yaml:10:3: error[section-differs]: the path of section 4.1.1 is `/v1/{room_id}/shelves`"]);
    Case::sound()
        .edit("inventory.yaml", "title: Creating a Shelf", "title: Create")
        .expect(&["openapi.yaml:19:16: error[section-differs]: the title of section 4.1.1 is `Creating a Shelf`"]);
}

#[test]
fn sections_and_operations_find_each_other() {
    Case::sound().edit("openapi.yaml", "section: 4.1.2", "section: 4.1.9").expect(&[
        "inventory.yaml:6:1: error[section-missing]: no operation is that of section 4.1.2, expected `listShelves`",
        "openapi.yaml:61:16: error[section-unknown]: the inventory has no section `4.1.9`",
    ]);
    Case::sound().edit("openapi.yaml", "section: 4.1.2", "section: 4.1.1").expect(&[
        "inventory.yaml:6:1: error[section-missing]: no operation is that of section 4.1.2, expected `listShelves`",
        "openapi.yaml:53:5: error[section-differs]: the method of section 4.1.1 is `GET`",
        "openapi.yaml:54:20: error[section-differs]: the operationId of section 4.1.1 is `listShelves`",
        "openapi.yaml:61:16: error[section-differs]: the title of section 4.1.1 is `Listing Shelves`",
        "openapi.yaml:61:16: error[section-twice]: section 4.1.1 is described for the second time",
    ]);
    Case::sound().edit("openapi.yaml", "        section: 4.1.1\n", "").expect(&[
        "inventory.yaml:1:1: error[section-missing]: no operation is that of section 4.1.1, expected `createShelf`",
        "openapi.yaml:11:5: error[section-unknown]: `createShelf` names no section of the reference",
    ]);
}

#[test]
fn operations_are_whole() {
    Case::sound()
        .edit("openapi.yaml", "      summary: Create a shelf\n", "")
        .expect(&["openapi.yaml:11:5: error[operation-incomplete]: `createShelf` has no summary"]);
    Case::sound()
        .edit("openapi.yaml", "description: Creates a shelf.", "description: ' '")
        .expect(&["openapi.yaml:11:5: error[operation-incomplete]: `createShelf` has no description"]);
    Case::sound()
        .edit("openapi.yaml", "        - Shelf\n", "        - Shelf\n        - Shelf\n")
        .expect(&["openapi.yaml:11:5: error[operation-incomplete]: `createShelf` has 2 tags, expected one"]);
    Case::sound()
        .edit("openapi.yaml", "'200':", "'302':")
        .expect(&["openapi.yaml:11:5: error[operation-incomplete]: `createShelf` has no answer for success"]);
    Case::sound()
        .edit("openapi.yaml", "'400':", "'202':")
        .expect(&["openapi.yaml:11:5: error[operation-incomplete]: `createShelf` has no answer for failure"]);
}

#[test]
fn a_page_without_failures_is_accepted() {
    let accepted = "\
- section: 4.1.1
  where: response
  name: (failure)
  finding: status
  reason: The page has none.
";
    Case::sound().edit("openapi.yaml", "'400':", "'202':").file("exceptions.yaml", accepted).expect(&[]);
}

#[test]
fn answers_require_nothing() {
    let required = "    Shelf:\n      type: object\n      required:\n        - shelf_id\n";
    Case::sound()
        .edit("openapi.yaml", "    Shelf:\n      type: object\n", required)
        .expect(&["openapi.yaml:128:9: error[required-in-answer]: `Shelf` requires fields, but only answers use it"]);
}

#[test]
fn routes_follow_the_inventory() {
    let (first, second) = INVENTORY.split_at(INVENTORY.find("4.1.2:").expect("there are two sections"));
    Case::sound().file("inventory.yaml", &format!("{second}{first}")).expect(&[
        "openapi.yaml:53:5: error[section-order]: `listShelves` stands behind an operation of a later section",
    ]);
    let listing = "\
  /v1/{room_id}/rooms:
    get:
      operationId: listRooms
      summary: List rooms
      description: Lists rooms.
      tags:
        - Shelf
      x-reference:
        section: 4.1.0
        title: Listing Rooms
      parameters:
        - $ref: '#/components/parameters/RoomId'
      responses:
        '204':
          description: None.
        default:
          description: Failed.
components:
";
    let section = "\
4.1.0:
  operation: listRooms
  method: GET
  path: /v1/{room_id}/rooms
  title: Listing Rooms
";
    Case::sound()
        .edit("openapi.yaml", "components:\n", &format!("  {listing}"))
        .file("inventory.yaml", &format!("{section}{INVENTORY}"))
        .expect(&[
            "openapi.yaml:77:3: error[section-order]: the path `/v1/{room_id}/rooms` stands behind one of a later \
             section",
        ]);
}

#[test]
fn the_generator_has_its_say() {
    Case::sound().edit("openapi.yaml", "summary: Create", "sumary: Create").expect(&[
        "openapi.yaml:13:7: error[unknown-key]: `sumary` is not a key of an operation",
        "openapi.yaml:11:5: error[operation-incomplete]: `createShelf` has no summary",
    ]);
    Case::sound()
        .edit("openapi.yaml", "            type: boolean\n", "            type: boolean\n            example: 7\n")
        .expect(&[
            "openapi.yaml:27:22: error[example-mismatch]: the example does not fit its schema: an integer is here, \
                   but the type is `boolean`",
        ]);
    Case::sound()
        .edit("openapi.yaml", "openapi: 3.0.3", "openapi: 2.0")
        .expect(&["openapi.yaml:1:10: error[unsupported-version]: the version is `2.0`, expected `3.0.0` to `3.0.4`"]);
}

#[test]
fn the_files_beside_have_their_form() {
    Case::sound().file("inventory.yaml", "- 4.1.1\n").expect(&[
        "inventory.yaml:1:1: error[inventory-shape]: the inventory is a map from section to operation",
        "openapi.yaml:19:16: error[section-unknown]: the inventory has no section `4.1.1`",
        "openapi.yaml:61:16: error[section-unknown]: the inventory has no section `4.1.2`",
    ]);
    Case::sound().edit("inventory.yaml", "  method: POST\n", "  methods: POST\n").expect(&[
        "inventory.yaml:1:1: error[inventory-shape]: section `4.1.1` has no text under `method`",
        "inventory.yaml:3:3: error[inventory-shape]: `methods` is not a key of a section",
        "openapi.yaml:19:16: error[section-unknown]: the inventory has no section `4.1.1`",
    ]);
    Case::sound()
        .file("inventory.yaml", "4.1.1: [\n")
        .expect(&["inventory.yaml:2:1: error[yaml-syntax]: while parsing a node, did not find expected node content"]);
    Case::sound()
        .file("exceptions.yaml", "section: 4.1.1\n")
        .expect(&["exceptions.yaml:1:1: error[exception-shape]: the exceptions are a list"]);
    Case::sound()
        .file("exceptions.yaml", "- 4.1.1\n")
        .expect(&["exceptions.yaml:1:3: error[exception-shape]: an exception is a text, expected a map"]);
}

#[test]
fn exceptions_have_their_form() {
    let sound = "\
- section: 4.1.1
  where: object:options
  name: lacquer
  described: lacquered
  finding: name
  reason: The example has it so.
";
    let case = |from: &str, to: &str| Case::sound().file("exceptions.yaml", sound).edit("exceptions.yaml", from, to);
    case("x", "x").expect(&[]);
    case("4.1.1", "4.1.7")
        .expect(&["exceptions.yaml:1:12: error[exception-shape]: the inventory has no section `4.1.7`"]);
    case("object:options", "options")
        .expect(&["exceptions.yaml:2:10: error[exception-shape]: `options` is no place of a page"]);
    case("finding: name", "finding: no-page")
        .expect(&["exceptions.yaml:5:12: error[exception-shape]: `no-page` is no finding that can be accepted"]);
    case("  described: lacquered\n", "")
        .expect(&["exceptions.yaml:1:3: error[exception-shape]: an exception of finding `name` needs `described`"]);
    case("has it so.", "has it so")
        .expect(&["exceptions.yaml:6:11: error[exception-shape]: the reason is no sentence with a full stop"]);
    case("  reason", "  because").expect(&[
        "exceptions.yaml:1:3: error[exception-shape]: an exception has no text under `reason`",
        "exceptions.yaml:6:3: error[exception-shape]: `because` is not a key of an exception",
    ]);
    Case::sound()
        .file("exceptions.yaml", &sound.repeat(2))
        .expect(&["exceptions.yaml:7:3: error[exception-shape]: `lacquer` is accepted for the second time"]);
}
