//! The printed calls send and take octets in pieces, here to and from the printed server of this process.

use std::io::Read as _;
use std::sync::{Arc, Mutex};

use client::types::operations::files::{
    ConvertFileInput, ConvertFileOutput, GetFileOkHeaders, GetFileInput, GetFileOutput, PutFileInput, PutFileOutput,
};
use client::{Client, Error};
use runtime::client::{InProcess, Upload};
use runtime::server::{Context, Failure};
use server::files::FilesApi;

/// Keeps one file.
#[derive(Clone, Default)]
struct Files(Arc<Mutex<Option<Vec<u8>>>>);

impl FilesApi for Files {
    async fn get_file(&self, _: Context, _: GetFileInput) -> Result<GetFileOutput, Failure> {
        let body = self.0.lock().expect("no test panics in between").clone();
        let body = body.ok_or_else(|| Failure::not_found("there is no file"))?.into();
        Ok(GetFileOutput::Ok(runtime::Reply { body, headers: GetFileOkHeaders::new("v1") }))
    }

    async fn put_file(&self, _: Context, input: PutFileInput) -> Result<PutFileOutput, Failure> {
        *self.0.lock().expect("no test panics in between") = Some(input.body.into_vec());
        Ok(PutFileOutput::NoContent)
    }

    async fn convert_file(&self, _: Context, input: ConvertFileInput) -> Result<ConvertFileOutput, Failure> {
        Ok(ConvertFileOutput::Ok(input.body.unwrap_or_default()))
    }
}

fn client() -> Client {
    let router = server::Server::new().files(Files::default()).into_router();
    let client = Client::builder().endpoint("http://localhost").transport(InProcess::new(router)).build();
    client.expect("is set up well")
}

#[test]
fn a_file_goes_there_and_back() {
    let client = client();
    let Err(Error::Service(error)) = client.files().get_file("a").download_blocking() else { panic!("it is not there") };
    assert_eq!(error.status, 404);
    let pieces = (0..100).map(|number| format!("line {number}\n"));
    let whole: String = pieces.clone().collect();
    let upload = Upload::from_iter(pieces).length(whole.len() as u64);
    client.files().put_file("a", Default::default()).body_stream(upload).send_blocking().expect("is kept");
    let mut download = client.files().get_file("a").download_blocking().expect("is there");
    assert_eq!(download.get_ref().headers().get("etag"), Some("v1"));
    let mut text = String::new();
    download.read_to_string(&mut text).expect("is whole");
    assert_eq!(text, whole);
}

#[test]
fn a_stream_stands_in_place_of_an_optional_body() {
    let client = client();
    let picture = client.files().convert_file("a").body_stream(Upload::from_iter(["pic", "ture"]));
    let answer = runtime::client::block_on(async { picture.download().await?.collect().await });
    assert_eq!(answer.expect("the runtime runs").expect("is answered"), b"picture");
}
