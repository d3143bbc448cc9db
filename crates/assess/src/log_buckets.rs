//! Whether the bucket of session logs is there.
//!
//! Where encryption is enforced, the agent asks for the bucket's before anything else, and ends the session where it gets no answer:
//! <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/shell/shell.go>.

use ssm_check_graph::{Graph, Resource};

/// The inputs show the bucket of a name, which may be an attribute of a bucket, as its address and `bucket`.
pub fn is_shown(graph: &Graph<'_>, name: &str) -> bool {
    let is_it = |bucket: Resource<'_>| {
        let by_address = || name.strip_prefix(bucket.address()).is_some_and(|rest| matches!(rest, ".bucket" | ".id"));
        bucket.text("bucket").value() == Some(name) || by_address()
    };
    graph.of_type("aws_s3_bucket").any(is_it)
}
