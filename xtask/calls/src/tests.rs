//! Both sides do the same work: the same request, octet by octet but for the order of headers, and the same answer.

use std::io::{BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime};

use crate::hand::{Hand, ListDesktopDetailsResponse as HandAnswer};
use crate::printed::Printed;
use crate::{Failure, answer, service};

/// A service that answers once, and gives what it was asked.
fn one_answer() -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("socket");
    let address = listener.local_addr().expect("address");
    let thread = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("connection");
        let head = service::read_head(&mut BufReader::new(stream.try_clone().expect("stream"))).expect("request");
        let body = r#"{"desktops":[],"total_count":0}"#;
        write!(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n{body}")
            .expect("answer");
        head
    });
    (address, thread)
}

fn noon() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_713_268_800)
}

/// The lines of a request in an order that does not depend on its sender, without the port.
fn lines(head: &str, address: SocketAddr) -> Vec<String> {
    let mut lines: Vec<String> =
        head.lines().map(|line| line.replace(&address.to_string(), "host").to_ascii_lowercase()).collect();
    lines.sort();
    lines
}

fn block_on<T>(call: impl Future<Output = Result<T, Failure>>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("runtime");
    runtime.block_on(call).expect("answer")
}

#[test]
fn both_sides_send_the_same_request() {
    let (address, asked) = one_answer();
    block_on(Hand::at(address, noon).expect("client").list_desktop_details(0));
    let by_hand = lines(&asked.join().expect("service"), address);
    let (address, asked) = one_answer();
    block_on(Printed::at(address, noon).expect("client").list_desktop_details(0));
    let printed = lines(&asked.join().expect("service"), address);
    assert!(by_hand.iter().any(|it| it.starts_with("authorization: sdk-hmac-sha256 access=")), "{by_hand:?}");
    // The signatures cover the port, which differs.
    let unsigned = |lines: Vec<String>| -> Vec<String> {
        lines.into_iter().map(|it| it.split(", signature=").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(unsigned(by_hand), unsigned(printed));
}

#[test]
fn both_sides_read_the_same_answer() {
    let text = answer::page(3).expect("answer");
    let by_hand: HandAnswer = serde_json::from_slice(&text).expect("fits");
    let printed: client::types::desktop::ListDesktopDetailsResponse = client::types::from_json(&text).expect("fits");
    assert_eq!(by_hand.desktops.as_ref().map(Vec::len), Some(3));
    let by_hand = serde_json::to_string(&by_hand).expect("text");
    assert_eq!(by_hand.as_bytes(), client::types::to_json(&printed));
    // Nothing of the answer is left out by either.
    let sent: serde_json::Value = serde_json::from_slice(&text).expect("json");
    assert_eq!(serde_json::from_str::<serde_json::Value>(&by_hand).expect("json"), sent);
}
