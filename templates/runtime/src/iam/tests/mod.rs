//! Clients with tokens and with keys against a cloud that stands in for IAM and a service.

mod answers;
mod cloud;
mod default_credentials;
mod project;
mod secrets;
mod token;

use self::cloud::{Cloud, builder, built, iam_answer};
use super::IamToken;
use crate::client::{Builder, Error};
use crate::sign::{AccessKey, Variables};

fn password() -> IamToken {
    IamToken::password("alice", "hush-password", "acme").variables(&Variables::from_iter([("A", "b")]))
}

#[track_caller]
fn authentication(result: Result<impl std::fmt::Debug, Error>) -> crate::client::AuthenticationError {
    match result {
        Err(Error::Authentication(error)) => error,
        other => panic!("{other:?}"),
    }
}
