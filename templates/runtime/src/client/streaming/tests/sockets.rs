//! Bodies over sockets, bigger than everything that buffers them.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::*;

/// More than both ends of a connection and the HTTP library hold together.
const N_PIECES: usize = 1024;
const SIZE: usize = 64 * 1024;
const WHOLE: usize = N_PIECES * SIZE;

/// A server of one connection, whose request's head was read, if it came.
async fn serve<F: Future + Send + 'static>(handle: impl FnOnce(TcpStream, String) -> F + Send + 'static) -> Core
where
    F::Output: Send,
{
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("there is a port");
    let address = listener.local_addr().expect("has an address");
    tokio::spawn(async move {
        let (mut socket, _) = listener.accept().await.expect("somebody comes");
        let mut head = String::new();
        while let Ok(byte) = socket.read_u8().await {
            head.push(char::from(byte));
            if head.ends_with("\r\n\r\n") {
                break;
            }
        }
        handle(socket, head).await;
    });
    let builder = Builder::new(&CLIENT_API).endpoint(format!("http://{address}")).retry(RetryPolicy::off());
    builder.build().expect("is set up well")
}

/// Lets everything else run that can.
async fn let_run() {
    for _ in 0..10_000 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_download_does_not_stand_in_memory() {
    let written = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&written);
    let core = serve(move |mut socket, _| async move {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {WHOLE}\r\n\r\n");
        socket.write_all(head.as_bytes()).await.expect("is read");
        for number in 0..N_PIECES {
            socket.write_all(&piece(number, SIZE)).await.expect("is read");
            counter.fetch_add(SIZE, Ordering::SeqCst);
        }
    })
    .await;
    let mut download = get(&core).download().await.expect("is answered");
    assert_eq!(download.length(), Some(WHOLE as u64));
    download.next().await.expect("there is more").expect("is whole");
    let_run().await;
    let in_flight = written.load(Ordering::SeqCst);
    assert!(in_flight < WHOLE / 2, "{in_flight} of {WHOLE} bytes were sent to a reader that took a piece");
    let mut n_received = usize::try_from(download.received()).expect("is small");
    while let Some(part) = download.next().await {
        let part = part.expect("is whole");
        for (offset, byte) in part.as_slice().iter().enumerate().step_by(4096) {
            assert_eq!(usize::from(*byte), (n_received + offset) / SIZE % 251);
        }
        n_received += part.as_slice().len();
    }
    assert_eq!(n_received, WHOLE);
}

#[tokio::test]
async fn a_download_that_is_dropped_closes_its_connection() {
    let (closed, is_closed) = tokio::sync::oneshot::channel();
    let core = serve(move |mut socket, _| async move {
        let _ = socket.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome").await;
        let _ = closed.send(socket.read(&mut [0]).await.map(|it| it == 0).unwrap_or(true));
    })
    .await;
    let mut download = get(&core).download().await.expect("is answered");
    download.next().await.expect("there is a piece").expect("is whole");
    drop(download);
    assert!(is_closed.await.expect("the server sees it"));
}

#[tokio::test]
async fn a_download_that_breaks_off_is_no_end() {
    for head in ["Content-Length: 9\r\n\r\nabc", "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"] {
        let core = serve(move |mut socket, _| async move {
            let _ = socket.write_all(format!("HTTP/1.1 200 OK\r\n{head}").as_bytes()).await;
        })
        .await;
        let mut download = get(&core).download().await.expect("is answered");
        let first = download.next().await.expect("there is a piece").expect("is whole");
        assert_eq!(first, Bytes::from("abc"));
        let error = download.next().await.expect("there is an error").expect_err("is cut off");
        assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::Broken), "{error:?}");
        assert!(download.next().await.is_none());
    }
}

#[tokio::test]
async fn an_upload_does_not_stand_in_memory() {
    for length in [Some(WHOLE as u64), None] {
        let made = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&made);
        let core = serve(move |mut socket, head| async move {
            let head = head.to_ascii_lowercase();
            assert_eq!(head.contains(&format!("content-length: {WHOLE}\r\n")), length.is_some(), "{head}");
            assert_eq!(head.contains("transfer-encoding: chunked\r\n"), length.is_none(), "{head}");
            let_run().await;
            let in_flight = counter.load(Ordering::SeqCst);
            assert!(in_flight < WHOLE / 2, "{in_flight} of {WHOLE} bytes were read for a server that takes nothing");
            let mut n_taken = 0;
            let mut buffer = vec![0; SIZE];
            // The lines between chunks are shorter than a piece of them all.
            while n_taken < WHOLE {
                n_taken += socket.read(&mut buffer).await.expect("comes");
            }
            if length.is_none() {
                while !buffer.starts_with(b"0\r\n\r\n") {
                    let n_read = socket.read(&mut buffer).await.expect("comes");
                    let end = buffer[..n_read].strip_suffix(b"0\r\n\r\n").map(<[u8]>::len);
                    if let Some(end) = end {
                        buffer.drain(..end);
                    }
                }
            }
            let answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";
            socket.write_all(answer).await.expect("is read");
            counter.load(Ordering::SeqCst)
        })
        .await;
        let upload = Upload::new(counted(N_PIECES, SIZE, &made));
        let upload = length.into_iter().fold(upload, Upload::length);
        let answer = put(&core).body_stream(upload).send().await.expect("is answered");
        assert_eq!((answer.as_str(), made.load(Ordering::SeqCst)), ("ok", WHOLE));
    }
}

#[tokio::test]
async fn a_source_that_fails_breaks_the_request_off() {
    let (closed, is_closed) = tokio::sync::oneshot::channel();
    let core = serve(move |mut socket, _| async move {
        let mut taken = Vec::new();
        let _ = socket.read_to_end(&mut taken).await;
        let _ = closed.send(taken);
    })
    .await;
    let mut pieces = [Ok("piece"), Err("the disk is gone")].into_iter();
    let upload = Upload::new(Polled(move || Poll::Ready(pieces.next()))).length(1000);
    let error = put(&core).body_stream(upload).send().await.expect_err("is cut off");
    assert!(matches!(&error, Error::Transport(it) if it.kind() == TransportErrorKind::Body), "{error:?}");
    assert!(error.to_string().contains("the disk is gone"), "{error}");
    assert!(is_closed.await.expect("the server sees it").len() < 1000);
}
