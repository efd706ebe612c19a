//! Nothing that is shown holds a password, a passcode or a token.

use super::*;

/// All ways to print all that there is.
fn shown(things: &[&dyn std::fmt::Debug]) -> String {
    things.iter().map(|it| format!("{it:?} {it:#?} ")).collect()
}

#[tokio::test]
async fn nothing_that_is_shown_holds_a_secret() {
    let cloud = Cloud::default();
    let token = password().passcode("u-1", || "hush-passcode".to_owned());
    let federated = IamToken::id_token("idp", "hush-id-token");
    let settings = builder(&cloud).token(token.clone());
    let mut text = shown(&[&token, &federated, &settings]);
    let client = built(settings);
    client.list_desktops().await.expect("is answered");
    let request = client.list_desktops().dry_run().await.expect("can be sent");
    text += &shown(&[&client, &client.core, &request, &cloud.last_call(), &cloud.last_question()]);
    // A service that repeats what it was sent.
    for (token, echo) in [(token, "hush-password hush-passcode"), (federated, "hush-id-token")] {
        let body = format!(r#"{{"error_code": "{echo}", "error_msg": "{echo}", "request_id": "{echo}"}}"#);
        cloud.state().answer = Some(iam_answer(400, &[], &body));
        let error = built(builder(&cloud).token(token)).list_desktops().await.expect_err("is refused");
        text += &format!("{error} {}", shown(&[&error]));
        let error = authentication(Err::<(), _>(error));
        let credentials = error.credentials().expect("is about credentials");
        text += &format!("{error} {credentials} {}", shown(&[credentials, &credentials.issuer()]));
        // What a program says that does not handle it.
        let result = Err::<(), _>(&error);
        let unhandled = std::panic::AssertUnwindSafe(|| panic!("no token: {result:?}"));
        let panic = std::panic::catch_unwind(unhandled);
        let panic = panic.expect_err("panics");
        text += panic.downcast_ref::<String>().expect("is text");
    }
    assert!(text.contains("alice") && text.contains("***") && text.contains("IamToken"), "{text}");
    assert!(!text.contains("hush"), "{text}");
}
