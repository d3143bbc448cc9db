//! What holds of any bytes: for the fuzz targets, and for the tests.

use ssm_check_iam::{Decision, Document, Layers, Policy, Principal, Request, Satisfiable, Unlisted, evaluate, satisfiable, simulate};

/// Parses the bytes as a policy document. Nothing panics, and what was read can be asked about; one that denies all is not allowed.
pub(crate) fn parse(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(document) = Document::parse(text) else { return };
    let policy = Policy::new("fuzzed", document);
    let nothing = Policy::new("nothing", Document::parse(r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}"#).unwrap());
    for principal in ["arn:aws:iam::111122223333:user/a", "arn:aws:sts::111122223333:assumed-role/r/s", "ec2.amazonaws.com", "*"] {
        let request = Request::new(Principal::parse(principal), "s3:GetObject", "arn:aws:s3:::bucket/key");
        let layers = Layers { identity: vec![policy.clone()], resource: Some(policy.clone()), ..Layers::default() };
        let outcome = evaluate(&request, &layers);
        assert_eq!(outcome, evaluate(&request, &layers));
        let denied = Layers { rcps: vec![vec![nothing.clone()]], ..layers.clone() };
        assert_eq!(evaluate(&request, &denied).decision, Decision::ExplicitDeny);
        let free = request.clone().context(request.context.clone().unlisted(Unlisted::Free));
        if outcome.decision == Decision::Allowed {
            // An empty context is one of those that a caller may choose.
            assert!(!matches!(satisfiable(&free, &layers), Satisfiable::No { .. }), "{text}");
        }
    }
}

/// Decides the bytes as simulations. Nothing panics, and a list is decided as its entries are.
pub(crate) fn simulate(bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice(bytes) else { return };
    let Ok(output) = simulate::run(&value) else { return };
    if value.is_array() {
        return;
    }
    let decision = output["decision"].as_str().unwrap_or_default();
    assert!(["allowed", "implicit-deny", "explicit-deny", "unknown"].contains(&decision));
    let listed = simulate::each(&[value]);
    assert_eq!(listed, [Ok(output)]);
}
