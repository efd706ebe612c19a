//! One difference of each kind, and exactly one finding for it.

use super::{Case, MARKDOWN, OPENAPI, between};

#[test]
fn title_method_and_path() {
    Case::sound().tabs("4.1.1 Creating a Shelf", "4.1.1 Create Shelves").expect(&[[
        "title openapi.yaml:19:16 <- 4.1.1.txt:1",
        "4.1.1 section: printed `Create Shelves`, described `Creating a Shelf`",
    ]]);
    Case::sound()
        .markdown("GET `", "PUT `")
        .expect(&[["method openapi.yaml:53:5 <- 4.1.2.txt:7", "4.1.2 section: printed `PUT`, described `GET`"]]);
    Case::sound().tabs("POST /v1/{room_id}/shelves", "POST /v2/{room_id}/shelves").expect(&[[
        "path openapi.yaml:10:3 <- 4.1.1.txt:13",
        "4.1.1 section: printed `/v2/{room_id}/shelves`, described `/v1/{room_id}/shelves`",
    ]]);
}

#[test]
fn parameters() {
    Case::sound().tabs("dry_run\tNo\tBoolean", "dry_run\tYes\tBoolean").expect(&[[
        "mandatory openapi.yaml:22:17 <- 4.1.1.txt:23",
        "4.1.1 table 4-2 `dry_run`: printed mandatory Yes, described optional",
    ]]);
    Case::sound().tabs("dry_run\tNo\tBoolean", "dry_run\tNo\tString").expect(&[[
        "type openapi.yaml:22:17 <- 4.1.1.txt:23",
        "4.1.1 table 4-2 `dry_run`: printed String, described boolean",
    ]]);
    Case::sound().tabs("tags\tNo\tArray of strings", "tags\tNo\tString").expect(&[[
        "type openapi.yaml:27:17 <- 4.1.1.txt:24",
        "4.1.1 table 4-2 `tags`: printed String, described array of string",
    ]]);
    Case::sound().tabs("dry_run\tNo", "dry_runs\tNo").expect(&[[
        "name openapi.yaml:22:17 <- 4.1.1.txt:23",
        "4.1.1 table 4-2 `dry_runs`: described under the name `dry_run`",
    ]]);
    Case::sound().tabs("tags\tNo", "limit\tNo\tInteger\tLimit.\ntags\tNo").expect(&[[
        "missing openapi.yaml:11:5 <- 4.1.1.txt:24",
        "4.1.1 table 4-2 `limit`: printed Integer, not described",
    ]]);
    Case::sound()
        .tabs("dry_run\tNo\tBoolean\tTry only.\n", "")
        .expect(&[["extra openapi.yaml:22:17", "4.1.1 table 4-2 `dry_run`: described boolean, not printed"]]);
    Case::sound().markdown("| room_id   | Yes ", "| room_id   | No ").expect(&[[
        "mandatory openapi.yaml:80:13 <- 4.1.2.txt:13",
        "4.1.2 table 4-9 `room_id`: printed mandatory No, described required",
    ]]);
}

#[test]
fn headers() {
    Case::sound().tabs("Content-Type\tYes", "X-Shelf\tYes").expect(&[[
        "missing openapi.yaml:11:5 <- 4.1.1.txt:32",
        "4.1.1 table 4-3 `X-Shelf`: printed String, not described",
    ]]);
    Case::sound().tabs("X-Auth-Token\tNo\tString\tToken.\n", "").expect(&[[
        "extra openapi.yaml:11:5",
        "4.1.1 header `X-Auth-Token`: a security scheme of the operation, not printed",
    ]]);
    Case::sound().spec("security:\n  - Token: []\n", "").expect(&[
        [
            "missing openapi.yaml:9:5 <- 4.1.1.txt:31",
            "4.1.1 header `X-Auth-Token`: printed, but no security scheme of the operation is this header",
        ],
        [
            "missing openapi.yaml:51:5 <- 4.1.2.txt:21",
            "4.1.2 header `X-Auth-Token`: printed, but no security scheme of the operation is this header",
        ],
    ]);
}

#[test]
fn fields_of_bodies() {
    Case::sound().tabs("name\tYes\tString", "name\tNo\tString").expect(&[[
        "mandatory openapi.yaml:97:9 <- 4.1.1.txt:37",
        "4.1.1 table 4-4 `name`: printed mandatory No, described required",
    ]]);
    Case::sound().tabs("n_boards\tNo\tInteger", "n_boards\tNo\tLong").expect(&[[
        "type openapi.yaml:99:9 <- 4.1.1.txt:38",
        "4.1.1 table 4-4 `n_boards`: printed Long, described integer/int32",
    ]]);
    Case::sound().tabs("Map<String,String >", "Map<String,Object>").expect(&[[
        "type openapi.yaml:106:9 <- 4.1.1.txt:43",
        "4.1.1 table 4-4 `labels`: printed Map<String,Object>, described map of string",
    ]]);
    Case::sound().tabs("labels\tNo", "colours\tNo").expect(&[
        [
            "missing openapi.yaml:93:7 <- 4.1.1.txt:43",
            "4.1.1 table 4-4 `colours`: printed Map<String,String >, not described",
        ],
        ["extra openapi.yaml:106:9", "4.1.1 table 4-4 `labels`: described map of string, not printed"],
    ]);
    Case::sound().markdown("| total_count | Integer", "| total_count | String ").expect(&[[
        "type openapi.yaml:140:9 <- 4.1.2.txt:36",
        "4.1.2 table 4-11 `total_count`: printed String, described integer/int32",
    ]]);
    Case::sound().markdown("| newest    | <b>Shelf</b> object", "| newest    | Array of Shelf objects").expect(&[[
        "type openapi.yaml:143:9 <- 4.1.2.txt:40",
        "4.1.2 table 4-11 `newest`: printed Array of Shelf objects, described object Shelf",
    ]]);
}

#[test]
fn fields_of_objects() {
    Case::sound().tabs("lac quered\tNo", "lacquer\tNo").expect(&[[
        "name openapi.yaml:123:9 <- 4.1.1.txt:54",
        "4.1.1 table 4-6 `lacquer`: described under the name `lacquered`",
    ]]);
    Case::sound().tabs("length\tYes\tNumber", "length\tNo\tFloat").expect(&[
        [
            "mandatory openapi.yaml:115:9 <- 4.1.1.txt:48",
            "4.1.1 table 4-5 `length`: printed mandatory No, described required",
        ],
        ["type openapi.yaml:115:9 <- 4.1.1.txt:48", "4.1.1 table 4-5 `length`: printed Float, described number/double"],
    ]);
    Case::sound()
        .markdown("| shelf_id              | String           | ID.         |\n", "")
        .expect(&[["extra openapi.yaml:149:9", "4.1.2 table 4-12 `shelf_id`: described string, not printed"]]);
    Case::sound().spec("        weight_limit_in_grams:", "        weight_limit_grams:").expect(&[[
        "name openapi.yaml:151:9 <- 4.1.2.txt:47",
        "4.1.2 table 4-12 `weight_limit_in_grams`: described under the name `weight_limit_grams`",
    ]]);
    Case::sound()
        .spec(
            "        lacquered:\n          type: boolean\n",
            "        lacquered:\n          type: boolean\n        wood:\n          type: string\n",
        )
        .expect(&[["extra openapi.yaml:125:9", "4.1.1 table 4-6 `wood`: described string, not printed"]]);
}

#[test]
fn order() {
    Case::sound()
        .tabs("shelf_id\tString\tID.\n", "")
        .tabs("created\tDateTime\tTime.\n", "created\tDateTime\tTime.\nshelf_id\tString\tID.\n")
        .expect(&[[
            "order openapi.yaml:128:9 <- 4.1.1.txt:64",
            "4.1.1 table 4-7 `shelf_id`: printed below `created`, described above it",
        ]]);
    let failed = between(OPENAPI, "        '500':", "components:");
    Case::sound()
        .spec(failed, "")
        .spec(
            "      responses:\n        '200':\n          description: The shelves.",
            &format!("      responses:\n{failed}        '200':\n          description: The shelves."),
        )
        .expect(&[[
            "order openapi.yaml:71:9 <- 4.1.2.txt:25",
            "4.1.2 response `200`: printed above 500, described below it",
        ]]);
}

#[test]
fn bodies() {
    Case::sound()
        .spec(between(OPENAPI, "          content:", "        '400':"), "")
        .expect(&[["missing openapi.yaml:41:9 <- 4.1.1.txt:60", "4.1.1 table 4-7 `(body)`: printed, not described"]]);
    Case::sound()
        .markdown(between(MARKDOWN, "**Table 4-14**", "**Example Requests**"), "")
        .expect(&[["extra openapi.yaml:71:9", "4.1.2 response 500 `(body)`: described, not printed"]]);
    Case::sound().spec("$ref: '#/components/schemas/CreateShelfRequest'", "type: object").expect(&[
        ["missing openapi.yaml:39:15 <- 4.1.1.txt:37", "4.1.1 table 4-4 `name`: printed String, not described"],
        ["missing openapi.yaml:39:15 <- 4.1.1.txt:38", "4.1.1 table 4-4 `n_boards`: printed Integer, not described"],
        [
            "missing openapi.yaml:39:15 <- 4.1.1.txt:42",
            "4.1.1 table 4-4 `boards`: printed Array of Board objects, not described",
        ],
        [
            "missing openapi.yaml:39:15 <- 4.1.1.txt:43",
            "4.1.1 table 4-4 `labels`: printed Map<String,String >, not described",
        ],
    ]);
}

#[test]
fn statuses() {
    Case::sound().tabs("Status code: 400", "Status code: 409").expect(&[
        ["status openapi.yaml:11:5 <- 4.1.1.txt:66", "4.1.1 response `409`: printed, not described"],
        ["status openapi.yaml:47:9", "4.1.1 response `400`: described, not printed"],
        ["status 4.1.1.txt:66:1", "4.1.1 status-codes `409`: has a heading, but no row in the table at the end"],
        ["status 4.1.1.txt:88:1", "4.1.1 status-codes `400`: has a row in the table at the end, but no heading"],
    ]);
    Case::sound().tabs("400\tRefused.", "404\tRefused.").expect(&[
        ["status 4.1.1.txt:66:1", "4.1.1 status-codes `400`: has a heading, but no row in the table at the end"],
        ["status 4.1.1.txt:88:1", "4.1.1 status-codes `404`: has a row in the table at the end, but no heading"],
    ]);
    Case::sound().tabs("Status Code\tDescription\n200\tDone.\n400\tRefused.\n", "").expect(&[[
        "unreadable 4.1.1.txt:1:1",
        "4.1.1 status-codes `(table)`: the page has no table of statuses at its end",
    ]]);
    Case::sound().spec("        '400':", "        '403':").expect(&[
        ["status openapi.yaml:11:5 <- 4.1.1.txt:66", "4.1.1 response `400`: printed, not described"],
        ["status openapi.yaml:47:9", "4.1.1 response `403`: described, not printed"],
    ]);
    let failure = between(MARKDOWN, "**Status code: 500**", "**Example Requests**");
    Case::sound().markdown(failure, "").expect(&[
        ["status openapi.yaml:71:9", "4.1.2 response `500`: described, not printed"],
        ["status 4.1.2.txt:1:1", "4.1.2 response `(failure)`: the page has no answer for failure"],
        ["status 4.1.2.txt:67:1", "4.1.2 status-codes `500`: has a row in the table at the end, but no heading"],
    ]);
}

#[test]
fn object_tables() {
    Case::sound().tabs("Table 4-5 Board", "Table 4-5 Boards").expect(&[[
        "type openapi.yaml:102:9 <- 4.1.1.txt:42",
        "4.1.1 table 4-4 `boards`: printed Array of Board objects, but the caption of that table is Boards",
    ]]);
    Case::sound().tabs("Table 4-5 Board", "Table 4-5 Plank").expect(&[
        [
            "unreadable 4.1.1.txt:42:1",
            "4.1.1 table 4-4 `boards`: printed Array of Board objects, which no table describes",
        ],
        ["unreadable 4.1.1.txt:45:1", "4.1.1 table 4-5: no field leads to this table"],
        ["unreadable 4.1.1.txt:51:1", "4.1.1 table 4-6: no field leads to this table"],
    ]);
}

#[test]
fn sections() {
    Case::sound().spec("        section: 4.1.2\n", "").expect(&[[
        "missing inventory.yaml:6:1",
        "4.1.2: no operation is that of this section, expected `listShelves`",
    ]]);
}
