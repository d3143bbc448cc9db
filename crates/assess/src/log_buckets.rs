//! Whether the bucket of session logs is there.
//!
//! Where encryption is enforced, the agent asks for the bucket's before anything else, and ends the session where it gets no answer:
//! <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/session/shell/shell.go>.

use ssm_check_graph::Graph;

/// The inputs may show the bucket of a name, which may be an attribute of a bucket, as its address and `bucket`. Names of buckets are not
/// read: of several any may be it.
pub fn may_be_shown(graph: &Graph<'_>, name: &str) -> bool {
    name.contains("aws_s3_bucket.") || graph.of_type("aws_s3_bucket").next().is_some()
}
