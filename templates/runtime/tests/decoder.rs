//! A short run of the fuzz targets: any bytes as answers, requests and values; seeds of every kind, changed at random
//! but the same in every run.
#![cfg(feature = "client")]
#![expect(unreachable_pub, reason = "the types of the test API stand for printed ones, of which this calls some")]

// The types of the test API say `crate` and mean the runtime.
pub use specwright_runtime::*;

#[path = "../fuzz/src/decoders.rs"]
mod decoders;

/// How many inputs each target gets, unless `DECODER_RUNS` says another number.
const RUNS: u64 = 1500;

const DESKTOP: &str = r#"{"id":"1","name":"a","note":null,"state":"ACTIVE","size":2,"limit":null,"price":1.5,"parent":{"name":"b","note":"c"},"image":{"kind":"private","owner":7},"tags":{"a":"b"},"disks":["x"]}"#;

fn replies() -> Vec<String> {
    let json = "Content-Type: application/json";
    vec![
        format!("200\n{json}\n\n[{DESKTOP},{DESKTOP}]"),
        format!("201\n{json}\nLocation: /d/1\nX-Left: 7\n\n{DESKTOP}"),
        format!(
            "404\n{json}\nX-Request-Id: r1\n\n{{\"error_code\":\"W.1\",\"error_msg\":\"no\",\"error_detail\":[1]}}"
        ),
        format!("429\n{json}\nRetry-After: 7\n\n{{\"error\":{{\"code\":401,\"message\":\"no\"}}}}"),
        "503\nRetry-After: Sun, 06 Nov 1994 08:49:37 GMT\nDate: Sun, 06 Nov 1994 08:49:30 GMT\n\n<html>".to_owned(),
        "400\nContent-Type: text/plain\n\n{\"code\":\"Throttling.User\",\"token\":\"x\"}".to_owned(),
        format!("200\n{json}\n\n{{\"error_code\":\"W.1\",\"error_msg\":\"no\",\"Name\":\"a\",\"Count\":9}}"),
        "204\n\n".to_owned(),
        "302\nLocation: http://evil.example\n\n".to_owned(),
    ]
}

fn requests() -> Vec<String> {
    let json = "content-type: application/json";
    vec![
        "/v2/p/desktops?limit=5&status=ACTIVE&status=x&name=a%20b\nx-trace: 1\ncookie: seat=4; b=c\n\n".to_owned(),
        format!("/v2/p%2Fq/desktops\n{json}\n\n{DESKTOP}"),
        "/v2/p/desktops/d%20:start\n\n".to_owned(),
        "/files/a.b.txt\ncontent-type: application/octet-stream\n\n\u{0}\u{1}".to_owned(),
        "/?Item.1.Name=a&Item.2.Name=b&Item.2.Count=-1\n\n".to_owned(),
        "/\n\n".to_owned(),
    ]
}

fn values() -> Vec<String> {
    let more = [
        DESKTOP,
        r#"{"kind":"public","id":"x"}"#,
        r#"{"kind":"new","id":[1,{"a":null}]}"#,
        r#"{"Name":"a","Count":9223372036854775807}"#,
        "\"SHUTOFF\"",
        "4",
        "18446744073709551615",
        "[1.7976931348623157e308,-0.0,0.1]",
    ];
    more.map(str::to_owned).to_vec()
}

/// What trips readers up.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b":",
    b",",
    b"null",
    b"-",
    b"1e999",
    b"99999999999999999999999999999999999999999",
    b"\"\\ud800\"",
    b"\\u0000",
    b"\xff\xfe",
    b"\xe2\x80\xae\x1b[2J",
    b"%ff%zz%",
    b"&=&",
    b"..",
    b"\n",
    b"\n\n",
    b"\"name\":1,\"name\":\"a\",",
    b"{\"parent\":{\"parent\":{\"parent\":",
    b"\"password\":\"",
    b"Item.10000.Name=x&Item.99999=",
];

/// Numbers that look random and are the same in every run (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % bound.max(1) as u64) as usize
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..(start + self.below(12)).min(length)
    }

    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        let at = self.below(bytes.len() + 1);
        match self.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
            1 if at < bytes.len() => bytes[at] = self.below(256) as u8,
            2 => drop(bytes.drain(self.range(bytes.len()))),
            3 => {
                let copied = bytes[self.range(bytes.len())].to_vec();
                let n_copies = [1, 1, 2, 500][self.below(4)];
                drop(bytes.splice(at..at, copied.repeat(n_copies)));
            }
            4 => drop(bytes.splice(at..at, other[self.range(other.len())].iter().copied())),
            5 if self.below(8) == 0 => bytes.truncate(at),
            _ => drop(bytes.splice(at..at, PIECES[self.below(PIECES.len())].iter().copied())),
        }
    }
}

fn run(seeds: &[String], target: fn(&[u8])) {
    for seed in seeds {
        target(seed.as_bytes());
    }
    let n_runs = std::env::var("DECODER_RUNS").ok().and_then(|it| it.parse().ok()).unwrap_or(RUNS);
    for number in 0..n_runs {
        let mut random = Random(number);
        let mut bytes = seeds[random.below(seeds.len())].clone().into_bytes();
        for _ in 0..=random.below(6) {
            let other = seeds[random.below(seeds.len())].as_bytes();
            random.change(&mut bytes, other);
        }
        let input = bytes.clone();
        if std::panic::catch_unwind(move || target(&input)).is_err() {
            panic!("input {number} is the culprit: {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn any_answer_is_read_or_refused() {
    run(&replies(), decoders::reply);
}

#[test]
fn any_request_is_read_or_refused() {
    run(&requests(), decoders::request);
}

#[test]
fn any_value_is_read_or_refused() {
    run(&values(), decoders::value);
}
