//! The service that both sides call: canned answers over kept connections, in a process of its own, so that the time of
//! the caller's process is the caller's alone.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use crate::{Failure, answer};

const ROLE: &str = "serve";
/// What a service of Huawei sends along.
const HEADERS: &str = "Content-Type: application/json;charset=UTF-8\r\n\
                       Date: Fri, 23 May 2025 08:18:18 GMT\r\n\
                       Server: api-gateway\r\n\
                       X-Request-Id: 4b1f2a7f8c8d4f2e9a3c5d6e7f809123\r\n\
                       Strict-Transport-Security: max-age=31536000; includeSubdomains;\r\n\
                       X-Content-Type-Options: nosniff\r\n";

/// The running service; it ends with this value.
pub struct Service {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Service {
    /// Starts this program again as the service.
    ///
    /// # Errors
    /// If it does not start or does not say where it listens.
    pub fn start() -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        let mut child = command.arg(ROLE).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().ok_or("the service has no output")?).read_line(&mut line)?;
        let address = line.trim().parse()?;
        Ok(Self { child, address })
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

/// Serves until the input ends, if this process was started for that; whether it was.
///
/// # Errors
/// If no socket can be opened or the description has no example.
pub fn serve_if_asked() -> Result<bool, Failure> {
    if std::env::args().nth(1).as_deref() != Some(ROLE) {
        return Ok(false);
    }
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!("{}", listener.local_addr()?);
    let answers = Arc::new(Answers { full: response(&answer::page(100)?), empty: response(&answer::page(0)?) });
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let answers = Arc::clone(&answers);
            std::thread::spawn(move || converse(stream, &answers));
        }
    });
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(true)
}

struct Answers {
    full: Vec<u8>,
    empty: Vec<u8>,
}

fn response(body: &[u8]) -> Vec<u8> {
    let mut response = format!("HTTP/1.1 200 OK\r\n{HEADERS}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    response.extend_from_slice(body);
    response
}

/// Answers one request after the other; a connection that breaks is over.
fn converse(stream: TcpStream, answers: &Answers) {
    let _ = stream.set_nodelay(true);
    let Ok(mut writer) = stream.try_clone() else {
        return;
    };
    let mut reader = BufReader::new(stream);
    while let Some(head) = read_head(&mut reader) {
        let answer = if head.contains("limit=0 ") { &answers.empty } else { &answers.full };
        if writer.write_all(answer).is_err() {
            return;
        }
    }
}

/// The request line and the headers of a request without body.
pub(crate) fn read_head(reader: &mut BufReader<TcpStream>) -> Option<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    Some(head)
}
