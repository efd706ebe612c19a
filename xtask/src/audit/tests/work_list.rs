//! What a maintainer sees: sections that came and went, numbers of tables, and exceptions.

use super::Case;

#[test]
fn a_section_without_a_page() {
    Case::sound().without("4.1.1.txt").expect(&[["no-page inventory.yaml:1:1", "4.1.1: no page of this section"]]);
    Case::sound().without("4.1.1.txt").partial().expect(&[]);
    let summary = "1 of 2 sections, 6 captions, 6 tables understood, 12 rows compared; findings: 0 open, 0 accepted";
    assert_eq!(Case::sound().without("4.1.1.txt").partial().summary(), summary);
}

#[test]
fn a_page_without_a_section() {
    Case::sound()
        .bytes("4.1.3.txt", b"4.1.3 New\nURI\nGET /new\nTable 4-17 Path Parameters\n")
        .bytes("front.txt", b"Contents")
        .expect(&[
            ["unreadable 4.1.3.txt:4:1", "4.1.3 table 4-17: a caption without rows"],
            ["no-section 4.1.3.txt:1:1", "4.1.3: the inventory has no such section"],
            ["captions 4.1.3.txt:4:1", "4.1.3 table 4-17: tables 4-15 to 4-16 are not there"],
        ]);
}

#[test]
fn a_lost_table_leaves_a_hole() {
    Case::sound().tabs("Table 4-2 Query", "Table 4-1 Query").expect(&[
        ["captions 4.1.1.txt:20:1", "4.1.1 table 4-1: expected table 4-2; this number was there before"],
        ["captions 4.1.1.txt:28:1", "4.1.1 table 4-3: table 4-2 is not there"],
    ]);
    Case::sound()
        .markdown("Table 4-9", "Table 4-12")
        .markdown("Table 4-10", "Table 4-13")
        .markdown("Table 4-11", "Table 4-14")
        .expect(&[
            ["captions 4.1.2.txt:9:1", "4.1.2 table 4-12: tables 4-9 to 4-11 are not there"],
            ["captions 4.1.2.txt:42:1", "4.1.2 table 4-12: expected table 4-15; this number was there before"],
        ]);
}

const RENAMED: &str = "\
- section: 4.1.1
  where: object:options
  name: lacquer
  described: lacquered
  finding: name
  reason: The example has it so.
";

#[test]
fn an_accepted_difference_is_counted() {
    let case = || Case::sound().tabs("lac quered", "lacquer").exceptions(RENAMED);
    case().expect(&[]);
    let summary = "2 of 2 sections, 14 captions, 14 tables understood, 28 rows compared; findings: 0 open, 1 accepted";
    assert_eq!(case().summary(), summary);
}

#[test]
fn an_exception_accepts_nothing_else() {
    Case::sound().tabs("lac quered", "lacquers").exceptions(RENAMED).expect(&[
        ["name openapi.yaml:123:9 <- 4.1.1.txt:54", "4.1.1 table 4-6 `lacquers`: described under the name `lacquered`"],
        [
            "stale-exception exceptions.yaml:1:3",
            "4.1.1 object:options `lacquer`: no finding `name` needs this exception",
        ],
    ]);
    let other = RENAMED.replace("described: lacquered", "described: varnished");
    Case::sound().tabs("lac quered", "lacquer").exceptions(&other).expect(&[
        ["name openapi.yaml:123:9 <- 4.1.1.txt:54", "4.1.1 table 4-6 `lacquer`: described under the name `lacquered`"],
        [
            "stale-exception exceptions.yaml:1:3",
            "4.1.1 object:options `lacquer`: no finding `name` needs this exception",
        ],
    ]);
}

#[test]
fn an_exception_may_insist_on_the_described_type() {
    let long = "\
- section: 4.1.1
  where: request
  name: n_boards
  described: integer/int32
  finding: type
  reason: No wall is that long.
";
    let case = || Case::sound().tabs("n_boards\tNo\tInteger", "n_boards\tNo\tLong").exceptions(long);
    case().expect(&[]);
    case().spec("          type: integer\n          format: int32\n", "          type: string\n").expect(&[
        ["type openapi.yaml:99:9 <- 4.1.1.txt:38", "4.1.1 table 4-4 `n_boards`: printed Long, described string"],
        ["stale-exception exceptions.yaml:1:3", "4.1.1 request `n_boards`: no finding `type` needs this exception"],
    ]);
}

#[test]
fn an_exception_that_nothing_needs_is_stale() {
    Case::sound().exceptions(RENAMED).expect(&[[
        "stale-exception exceptions.yaml:1:3",
        "4.1.1 object:options `lacquer`: no finding `name` needs this exception",
    ]]);
    // Nothing is known of sections that were not compared.
    Case::sound().exceptions(RENAMED).without("4.1.1.txt").partial().expect(&[]);
}

#[test]
fn faulty_exceptions_end_the_audit() {
    let (description, _) = Case::sound().exceptions("- section: 4.1.1\n").open();
    let failure = description.map(|_| ()).expect_err("the exceptions have faults").to_string();
    assert!(failure.contains("error[exception-shape]: an exception has no text under `reason`"), "{failure}");
}
