//! The answer of the service: as many desktops as asked for, each made of the example in the description.

use std::path::Path;

use crate::Failure;

const OPERATION: &str = "/v2/{project_id}/desktops/detail";

/// A page of desktops as JSON text. What names a desktop differs from one to the next, as in a real list.
pub(crate) fn page(n_desktops: usize) -> Result<Vec<u8>, Failure> {
    let example = example()?;
    let desktops: Vec<String> = (0..n_desktops).map(|idx| numbered(&example, idx)).collect();
    Ok(format!("{{\"desktops\":[{}],\"total_count\":{n_desktops}}}", desktops.join(",")).into_bytes())
}

/// The desktop of the example as JSON text, with its members in the order in which the service sends them.
fn example() -> Result<String, Failure> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generated/huawei-workspace/openapi.yaml");
    let document: serde_yaml::Value = serde_yaml::from_str(&std::fs::read_to_string(path)?)?;
    let answer = &document["paths"][OPERATION]["get"]["responses"]["200"]["content"]["application/json"];
    match &answer["example"]["desktops"][0] {
        serde_yaml::Value::Null => Err(format!("`{OPERATION}` has no example").into()),
        desktop => Ok(serde_json::to_string(desktop)?),
    }
}

/// A desktop with ids, names and addresses of its own; lengths stay as they are.
fn numbered(example: &str, idx: usize) -> String {
    example
        .replace("cb783682", &format!("{:08x}", 0xcb78_3682_usize + idx))
        .replace("tkms-test", &format!("tkms-{idx:04}"))
        .replace("fe83ce9c", &format!("{:08x}", 0xfe83_ce9c_usize + idx))
        .replace("01643d58", &format!("{:08x}", 0x0164_3d58_usize + idx))
        .replace("172.16.147.130", &format!("172.16.147.{}", 100 + idx % 100))
}
