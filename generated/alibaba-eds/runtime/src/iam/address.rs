//! Where IAM is asked: at an address of its own in most regions, else at the one for all.

use crate::client::Endpoint;
use crate::sign::{CredentialsError, Variables};

/// The regions with an IAM of their own.
const REGIONS: [&str; 26] = [
    "ae-ad-1",
    "af-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "cn-east-2",
    "cn-east-3",
    "cn-east-4",
    "cn-east-5",
    "cn-north-1",
    "cn-north-2",
    "cn-north-4",
    "cn-north-9",
    "cn-south-1",
    "cn-south-2",
    "cn-southwest-2",
    "eu-west-0",
    "la-north-2",
    "la-south-2",
    "me-east-1",
    "my-kualalumpur-1",
    "na-mexico-1",
    "ru-moscow-1",
    "sa-brazil-1",
    "tr-west-1",
];

/// The address of IAM: the one that was given, else that of `HUAWEICLOUD_SDK_IAM_ENDPOINT`, else that of the region.
///
/// # Errors
/// If the address is none, or if nothing says where IAM is: a password is not sent to a place that nobody named.
pub(super) fn resolve(
    given: Option<&str>,
    variables: &Variables,
    region: Option<&str>,
) -> Result<Endpoint, CredentialsError> {
    let named = given.map(str::to_owned).or_else(|| variables.get("HUAWEICLOUD_SDK_IAM_ENDPOINT"));
    let address = match (named, region) {
        (Some(address), _) => address,
        (None, Some(region)) if REGIONS.contains(&region) => format!("https://iam.{region}.myhuaweicloud.com"),
        (None, Some(_)) => "https://iam.myhuaweicloud.com".to_owned(),
        (None, None) => {
            return Err(CredentialsError::broken(
                "nothing says where IAM is: set a region, the endpoint of the token or `HUAWEICLOUD_SDK_IAM_ENDPOINT`",
            ));
        }
    };
    Endpoint::parse(&address).map_err(|fault| CredentialsError::broken(format!("the address of IAM: {fault}")))
}
