//! Damaged texts: always a finding, never a crash, never silence.

use super::{Case, MARKDOWN, TABS, audit};

#[test]
fn nothing_to_read() {
    Case::sound().bytes("4.1.1.txt", b"").expect(&[
        ["unreadable 4.1.1.txt:1:1", "4.1.1 page: the file is empty"],
        ["captions 4.1.2.txt:9:1", "4.1.2 table 4-9: tables 4-1 to 4-8 are not there"],
    ]);
    Case::sound().bytes("4.1.1.txt", b" \n\t\n").expect(&[
        ["unreadable 4.1.1.txt:1:1", "4.1.1 page: the file is empty"],
        ["captions 4.1.2.txt:9:1", "4.1.2 table 4-9: tables 4-1 to 4-8 are not there"],
    ]);
    Case::sound().bytes("4.1.1.txt", b"4.1.1 Creating a Shelf\n\xff\xfe\x00\n").expect(&[
        ["unreadable 4.1.1.txt:2:1", "4.1.1 page: the text is not UTF-8"],
        ["captions 4.1.2.txt:9:1", "4.1.2 table 4-9: tables 4-1 to 4-8 are not there"],
    ]);
}

#[test]
fn binary_in_words() {
    Case::sound()
        .tabs("Puts up a shelf.", "Puts\u{0} up\u{1b}[0m a shelf.")
        .expect(&[["unreadable 4.1.1.txt:5:1", "4.1.1 page: a control character"]]);
}

#[test]
fn a_caption_alone() {
    Case::sound().bytes("4.1.1.txt", b"Table 4-1 Path Parameters\n").without("4.1.2.txt").partial().expect(&[
        ["unreadable 4.1.1.txt:1:1", "4.1.1 page: the page does not begin with the heading of 4.1.1"],
        ["unreadable 4.1.1.txt:1:1", "4.1.1 page: no line with method and path under `URI`"],
    ]);
    Case::sound().tabs("length\tYes\tNumber\tLength.\noptions\tNo\toptions object\tOptions.\n", "").expect(&[
        ["unreadable 4.1.1.txt:45:1", "4.1.1 table 4-5: a caption without rows"],
        [
            "unreadable 4.1.1.txt:42:1",
            "4.1.1 table 4-4 `boards`: printed Array of Board objects, which no table describes",
        ],
        ["unreadable 4.1.1.txt:49:1", "4.1.1 table 4-6: no field leads to this table"],
    ]);
    Case::sound().tabs("Table 4-8** Response body parameters", "Table 4-8**").expect(&[
        ["unreadable 4.1.1.txt:68:1", "4.1.1 page: rows of a table without a caption"],
        ["unreadable 4.1.1.txt:66:1", "4.1.1 table 4-8: a caption without words"],
        ["extra openapi.yaml:47:9", "4.1.1 response 400 `(body)`: described, not printed"],
    ]);
}

#[test]
fn a_table_without_caption() {
    Case::sound().tabs("Table 4-2 Query Parameters\n", "Status code: 299\n").expect(&[
        ["unreadable 4.1.1.txt:22:1", "4.1.1 page: rows of a table without a caption"],
        ["extra openapi.yaml:22:17", "4.1.1 query `dry_run`: described boolean, not printed"],
        ["extra openapi.yaml:27:17", "4.1.1 query `tags`: described array of string, not printed"],
        ["extra openapi.yaml:35:9", "4.1.1 request `(body)`: described, not printed"],
        ["unreadable 4.1.1.txt:34:1", "4.1.1 table 4-4: a body table that belongs to no body"],
        ["unreadable 4.1.1.txt:45:1", "4.1.1 table 4-5: the table of an object without that of its body"],
        ["unreadable 4.1.1.txt:51:1", "4.1.1 table 4-6: the table of an object without that of its body"],
        ["status openapi.yaml:11:5 <- 4.1.1.txt:20", "4.1.1 response `299`: printed, not described"],
        ["status 4.1.1.txt:20:1", "4.1.1 status-codes `299`: has a heading, but no row in the table at the end"],
        ["captions 4.1.1.txt:28:1", "4.1.1 table 4-3: table 4-2 is not there"],
    ]);
    Case::sound().markdown("**Table 4-13** Shelf\n", "").expect(&[
        ["unreadable 4.1.2.txt:40:1", "4.1.2 table 4-11 `newest`: printed Shelf object, which no table describes"],
        [
            "unreadable 4.1.2.txt:53:1",
            "4.1.2 table 4-12 `shelf_id`: the name stands here for the second time, in row 4",
        ],
        ["missing openapi.yaml:147:7 <- 4.1.2.txt:54", "4.1.2 table 4-12 `created`: printed DateTime, not described"],
        [
            "order openapi.yaml:149:9 <- 4.1.2.txt:53",
            "4.1.2 table 4-12 `shelf_id`: printed below `parent`, described above it",
        ],
        ["captions 4.1.2.txt:56:1", "4.1.2 table 4-14: table 4-13 is not there"],
    ]);
}

#[test]
fn damaged_rows() {
    Case::sound().tabs("n_boards\tNo\tInteger\tNumber.", "n_boards\tNo\tInteger").expect(&[
        ["unreadable 4.1.1.txt:38:1", "4.1.1 table 4-4: a row with 3 cells under a head of 4"],
        ["extra openapi.yaml:99:9", "4.1.1 table 4-4 `n_boards`: described integer/int32, not printed"],
    ]);
    Case::sound()
        .markdown(
            "| total_count | Integer                                    | Number. ",
            "| total_count | Integer | and | Number.",
        )
        .expect(&[
            ["unreadable 4.1.2.txt:36:1", "4.1.2 table 4-11: a row with 4 cells under a head of 3"],
            ["extra openapi.yaml:140:9", "4.1.2 table 4-11 `total_count`: described integer/int32, not printed"],
        ]);
    Case::sound()
        .tabs("n_boards\tNo\tInteger", "n_boards\tMaybe\tInteger")
        .expect(&[["unreadable 4.1.1.txt:38:1", "4.1.1 table 4-4: `Maybe` in the mandatory column of `n_boards`"]]);
    Case::sound()
        .tabs("n_boards\tNo\tInteger", "n_boards\tNo\tWhole number")
        .expect(&[["unreadable 4.1.1.txt:38:1", "4.1.1 table 4-4: `Whole number` in the type column of `n_boards`"]]);
    Case::sound().tabs("Parameter\tMandatory\tType\tDescription\nlength", "length").expect(&[
        ["unreadable 4.1.1.txt:47:1", "4.1.1 table 4-5: a row without the head of its table"],
        ["unreadable 4.1.1.txt:48:1", "4.1.1 table 4-5: a row without the head of its table"],
        ["unreadable 4.1.1.txt:45:1", "4.1.1 table 4-5: a caption without rows"],
        [
            "unreadable 4.1.1.txt:42:1",
            "4.1.1 table 4-4 `boards`: printed Array of Board objects, which no table describes",
        ],
        ["unreadable 4.1.1.txt:50:1", "4.1.1 table 4-6: no field leads to this table"],
    ]);
    Case::sound()
        .tabs("Parameter\tMandatory\tType\tDescription\n\t\t\tMore", "Parameter\tType\tDescription\n\t\t\tMore")
        .expect(&[[
            "unreadable 4.1.1.txt:40:1",
            "4.1.1 table 4-4: a piece whose head differs from that of the piece above",
        ]]);
    Case::sound().tabs("Parameter\tType\tDescription\nshelf_id", "Parameter\tKind\tDescription\nshelf_id").expect(&[
        ["unreadable 4.1.1.txt:62:1", "4.1.1 table 4-7: a head of unknown columns, `Parameter | Kind | Description`"],
        ["unreadable 4.1.1.txt:63:1", "4.1.1 table 4-7: a row without the head of its table"],
        ["unreadable 4.1.1.txt:64:1", "4.1.1 table 4-7: a row without the head of its table"],
        ["unreadable 4.1.1.txt:60:1", "4.1.1 table 4-7: a caption without rows"],
        ["extra openapi.yaml:41:9", "4.1.1 response `(body)`: described, not printed"],
    ]);
    Case::sound().tabs("name\tYes\tString\tName.\n", "name\tYes\tString\tName.\nname\tYes\tString\tName.\n").expect(&[
        ["unreadable 4.1.1.txt:38:1", "4.1.1 table 4-4 `name`: the name stands here for the second time, in row 2"],
    ]);
}

#[test]
fn wrapped_cells_are_joined() {
    Case::sound().tabs("n_boards\tNo\tInteger\tNumber.", "n_bo\tN\tInte\tNum\n\to\tger\tber.\nards\t\t\t").expect(&[]);
    Case::sound()
        .markdown("| weight_limit_in_g rams | Long ", "| weight_limit_in | Lo | Limit |\n| _grams | | |\n| | ng ")
        .expect(&[]);
}

#[test]
fn words_that_fit_nowhere() {
    Case::sound().tabs("name\tYes\tString\tName.", "name Yes String Name.").expect(&[
        ["unreadable 4.1.1.txt:37:1", "4.1.1 page: `name Yes String Name.` is neither a heading, a caption nor a row"],
        ["extra openapi.yaml:97:9", "4.1.1 table 4-4 `name`: described string, not printed"],
    ]);
    Case::sound()
        .tabs("POST /v1/{room_id}/shelves\n", "")
        .expect(&[["unreadable 4.1.1.txt:1:1", "4.1.1 page: no line with method and path under `URI`"]]);
    Case::sound()
        .tabs("4.1.1 Creating", "4.1.3 Creating")
        .expect(&[["unreadable 4.1.1.txt:1:1", "4.1.1 page: the page does not begin with the heading of 4.1.1"]]);
    Case::sound().tabs("Status code: 400", "Status code: many").expect(&[
        ["unreadable 4.1.1.txt:66:1", "4.1.1 page: `many` is no status"],
        ["unreadable 4.1.1.txt:66:1", "4.1.1 table 4-8: a body table that belongs to no body"],
        ["status openapi.yaml:47:9", "4.1.1 response `400`: described, not printed"],
        ["status 4.1.1.txt:1:1", "4.1.1 response `(failure)`: the page has no answer for failure"],
        ["status 4.1.1.txt:88:1", "4.1.1 status-codes `400`: has a row in the table at the end, but no heading"],
    ]);
    Case::sound().tabs("400\tRefused.", "400\tRefused.\tTwice.").expect(&[
        ["unreadable 4.1.1.txt:88:1", "4.1.1 page: a row that is none of the status table"],
        ["status 4.1.1.txt:66:1", "4.1.1 status-codes `400`: has a heading, but no row in the table at the end"],
    ]);
    Case::sound()
        .markdown("**Example Requests**", "**Example Requests**\n\nTable 4-15 Late")
        .expect(&[["unreadable 4.1.2.txt:66:1", "4.1.2 table 4-15: a table below the examples"]]);
    Case::sound()
        .tabs("Status code: 200", "Status code: 200\n\nStatus code: 200")
        .expect(&[["unreadable 4.1.1.txt:60:1", "4.1.1 response `200`: the status stands here for the second time"]]);
}

#[test]
fn a_second_table_of_a_kind() {
    Case::sound().tabs("Table 4-2 Query Parameters", "Table 4-2 Path Parameters").expect(&[
        ["unreadable 4.1.1.txt:20:1", "4.1.1 table 4-2: a second table of these parameters"],
        ["missing openapi.yaml:11:5 <- 4.1.1.txt:23", "4.1.1 table 4-1 `dry_run`: printed Boolean, not described"],
        [
            "missing openapi.yaml:11:5 <- 4.1.1.txt:24",
            "4.1.1 table 4-1 `tags`: printed Array of strings, not described",
        ],
        ["extra openapi.yaml:22:17", "4.1.1 query `dry_run`: described boolean, not printed"],
        ["extra openapi.yaml:27:17", "4.1.1 query `tags`: described array of string, not printed"],
    ]);
    Case::sound().tabs("Table 4-6 options", "Table 4-6 Request body parameters").expect(&[
        ["unreadable 4.1.1.txt:51:1", "4.1.1 table 4-6: a body table that belongs to no body"],
        ["unreadable 4.1.1.txt:49:1", "4.1.1 table 4-5 `options`: printed options object, which no table describes"],
    ]);
    Case::sound().tabs("Table 4-4 Request body parameters", "Table 4-4 Form parameters").expect(&[
        ["unreadable 4.1.1.txt:34:1", "4.1.1 table 4-4: the table of an object without that of its body"],
        ["unreadable 4.1.1.txt:45:1", "4.1.1 table 4-5: the table of an object without that of its body"],
        ["unreadable 4.1.1.txt:51:1", "4.1.1 table 4-6: the table of an object without that of its body"],
        ["extra openapi.yaml:35:9 <- 4.1.1.txt:34", "4.1.1 table 4-4 `(body)`: described, not printed"],
    ]);
}

/// Sweeps over damaged copies of a page: each must have findings, and none may end the program.
#[track_caller]
fn sweep(name: &'static str, damaged: impl Iterator<Item = String>) {
    let (description, _) = Case::sound().open();
    let description = description.expect("the description is sound");
    for text in damaged {
        let texts = Case::sound().bytes(name, text.as_bytes()).texts();
        let report = audit(&description, &texts, false);
        assert!(!report.open.is_empty(), "{name} damaged:\n{text}");
    }
}

#[test]
fn a_page_that_ends_anywhere_has_findings() {
    for (name, text) in [("4.1.1.txt", TABS), ("4.1.2.txt", MARKDOWN)] {
        let statuses = text.find("Status Codes").expect("the pages have a table of statuses");
        sweep(
            name,
            (0..=statuses).filter(|end| text.is_char_boundary(*end)).step_by(5).map(|end| text[..end].to_owned()),
        );
    }
}

/// What may be lost in silence, because it says nothing that could be compared: prose, headings that what follows
/// them makes up for, descriptions that go on, and heads of later pieces.
const SILENT: &[&str] = &[
    "\t\t\tMore",
    "Content-Type",
    "Debugging",
    "Function",
    "Lists ",
    "Not needed.",
    "Parameter\tMandatory\tType\tDescription\n\t\t\tMore",
    "Puts up",
    "Request Parameters",
    "Response Parameters",
    "The shelves.",
    "| Kind ",
    "| Parameter | Type                | Description",
    "| a  ",
    "|--",
];

#[test]
fn a_line_that_is_lost_has_findings() {
    for (name, text) in [("4.1.1.txt", TABS), ("4.1.2.txt", MARKDOWN)] {
        let lines: Vec<&str> = text.lines().collect();
        let n_lines = lines.iter().position(|it| it.contains("Example Requests")).expect("the pages have examples");
        let is_silent = |idx: usize| {
            let rest = lines[idx..].join("\n");
            let rest = rest.trim_start_matches(['#', ' ']);
            rest.starts_with('\n') || SILENT.iter().any(|it| rest.starts_with(it))
        };
        let without = |idx: usize| [&lines[..idx], &lines[idx + 1..]].concat().join("\n");
        sweep(name, (0..n_lines).filter(|idx| !is_silent(*idx)).map(without));
    }
}
