//! The bucket of session logs: which it is, whose, how it encrypts, and what its policy says.
//!
//! Where encryption is enforced, the agent asks for the bucket's before anything else, and ends the session where it gets no answer or
//! another one than those it knows: <https://github.com/aws/amazon-ssm-agent/blob/mainline/agent/s3util/s3util.go>.

use crate::open_world::{elsewhere, is_open, newer_argument, outside, text_after_apply};
use crate::pages::Listed;
use crate::policies::{NamedKey, PolicyAt, policy_at, written_policy};
use ssm_check_graph::aws::{S3Bucket, S3BucketEncryption, S3BucketPolicy};
use ssm_check_graph::{Graph, LinkTarget, Resource};
use ssm_check_iam::{Document, Policy, Text};
use ssm_check_message::{Gap, Reason, Span, say};
use ssm_check_plan::Attr;

/// The bucket of a name, as far as the inputs show it.
#[derive(Clone)]
pub struct LogBucket<'g> {
    /// The one of the inputs.
    pub shown: Option<S3Bucket<'g>>,
    /// What its policy says; `None` where it has none.
    pub policy: Option<Policy>,
    /// Why it is not known that the agent takes how it encrypts; none where it does.
    pub gap: Option<Gap>,
}

impl<'g> LogBucket<'g> {
    /// The bucket of a name, which no other has in the world; `name` may be an attribute of a bucket, as its address and `bucket`.
    pub fn named(graph: &'g Graph<'g>, name: &str) -> Self {
        match all_named(graph, name).as_slice() {
            [bucket] => Self::of(*bucket),
            [] => Self { policy: Some(policy_by_name(graph, name)), ..Self::unknown(outside("the bucket", Some("aws_s3_bucket"), name)) },
            _ => Self::unknown(Gap::because("the bucket", Reason::Ambiguous(name.to_owned()))),
        }
    }

    /// One of the inputs.
    pub fn of(bucket: S3Bucket<'g>) -> Self {
        Self { shown: Some(bucket), policy: policy(bucket), gap: encryption(bucket).err() }
    }

    /// One of which nothing is known.
    pub fn unknown(gap: Gap) -> Self {
        Self { shown: None, policy: Some(some_policy("the bucket")), gap: Some(gap) }
    }

    /// The account that owns it, where the inputs show the bucket.
    pub fn account(&self) -> Option<Text> {
        self.shown.map(|bucket| Text::account(&bucket.0.location().account))
    }

    /// The key of the inputs that the bucket encrypts with, whatever a writer asks for; `None` also where it is not known, and of a key that AWS
    /// manages, which S3 uses for whoever may write.
    ///
    /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html>
    pub fn key(&self) -> Option<NamedKey<'g>> {
        let resource = self.shown?.0;
        let graph = resource.graph();
        let is_own = |named: &NamedKey<'g>| named.key.is_some() && !named.is_of_aws;
        let separate = graph.referrers::<S3BucketEncryption<'g>>(LinkTarget::Resource(resource.id()), &["bucket"]);
        let (holder, path) = match separate.as_slice() {
            [(encryption, referrer)] if referrer.certain => (encryption.0, BY_RULE.get(1..).unwrap_or_default()),
            [] => (resource, BY_RULE),
            _ => return None,
        };
        let (first, rest) = path.split_first()?;
        match rest.iter().fold(holder.value(first).first(), |block, name| block.get(name).first()).get(KEY).text() {
            Attr::Known(name) => Some(NamedKey::of(resource, name)).filter(is_own),
            Attr::Unknown(_) => {
                let position = vec![0; path.len()];
                let path: Vec<&str> = path.iter().copied().chain([KEY]).collect();
                NamedKey::behind(holder, &path, &position).filter(is_own)
            }
            Attr::Absent | Attr::Sensitive(_) => None,
        }
    }
}

/// Where a bucket says how it encrypts; a resource of its own, without the first.
const BY_RULE: &[&str] = &["server_side_encryption_configuration", "rule", "apply_server_side_encryption_by_default"];
/// The key there.
const KEY: &str = "kms_master_key_id";

/// The only bucket of the inputs that a name is of.
pub fn shown<'g>(graph: &'g Graph<'g>, name: &str) -> Option<S3Bucket<'g>> {
    match all_named(graph, name).as_slice() {
        [one] => Some(*one),
        _ => None,
    }
}

fn all_named<'g>(graph: &'g Graph<'g>, name: &str) -> Vec<S3Bucket<'g>> {
    let by_address = |bucket: &S3Bucket<'g>| name.strip_prefix(bucket.0.address()).is_some_and(|rest| matches!(rest, ".bucket" | ".id"));
    graph.all::<S3Bucket<'g>>().filter(|bucket| bucket.bucket().value() == Some(name) || by_address(bucket)).collect()
}

/// A policy of which nothing is known.
fn some_policy(name: &str) -> Policy {
    Policy::new(name, Document::unknown())
}

/// How a bucket encrypts: as a resource of its own says, else as the bucket does, else by S3's default, which the agent takes:
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/default-encryption-faq.html>.
fn encryption(bucket: S3Bucket<'_>) -> Result<(), Gap> {
    let (resource, graph) = (bucket.0, bucket.0.graph());
    let separate = graph.referrers::<S3BucketEncryption<'_>>(LinkTarget::Resource(resource.id()), &["bucket"]);
    match separate.as_slice() {
        [(encryption, referrer)] if referrer.certain => algorithm(encryption.0, "rule"),
        [] if !graph.undecided::<S3BucketEncryption<'_>>(&["bucket"]).is_empty() => {
            Err(Gap::new(say!("which resource says how {} encrypts", Span::address(resource.address()))))
        }
        [] => {
            let own = bucket.server_side_encryption_configuration();
            match (own.items.is_empty(), own.is_unknown) {
                (true, false) if is_open(resource) => Err(elsewhere(resource, "the encryption")),
                (true, false) => newer_argument(resource).map_or(Ok(()), Err),
                _ => algorithm(resource, "server_side_encryption_configuration"),
            }
        }
        _ => Err(Gap::because(say!("the encryption of {}", Span::address(resource.address())), Reason::Ambiguous("bucket".to_owned()))),
    }
}

/// The algorithm that the blocks of an attribute name, if the agent takes it for encryption.
fn algorithm(resource: Resource<'_>, attribute: &str) -> Result<(), Gap> {
    let block = resource.value(attribute).first();
    let rule = if attribute == "rule" { block } else { block.get("rule").first() };
    match rule.get("apply_server_side_encryption_by_default").first().get("sse_algorithm").text() {
        Attr::Known(named) if Listed::EncryptionThatTheAgentTakes.has(named) => Ok(()),
        Attr::Known(named) => Err(Gap::new(say!("whether the agent takes {} for encryption", Span::value(named)))),
        _ => Err(text_after_apply(resource, attribute)),
    }
}

/// The policy of a bucket: that of a resource of its own, else the bucket's; none where neither is there.
fn policy(bucket: S3Bucket<'_>) -> Option<Policy> {
    let resource = bucket.0;
    match policy_at::<S3BucketPolicy<'_>>(resource, "bucket") {
        PolicyAt::Other(policy) => Some(written_policy(policy)),
        PolicyAt::Itself if resource.is_configured("policy") => Some(written_policy(resource)),
        // What a refresh found this plan may take away.
        PolicyAt::Itself if !is_open(resource) && matches!(bucket.policy(), Attr::Absent | Attr::Known("")) => None,
        PolicyAt::Itself | PolicyAt::Unclear => Some(some_policy(resource.address())),
    }
}

/// The policy of a bucket that no input shows, by its name.
fn policy_by_name(graph: &Graph<'_>, name: &str) -> Policy {
    let mut found = graph.all::<S3BucketPolicy<'_>>().filter(|policy| policy.0.text("bucket").value() == Some(name));
    match (found.next(), found.next()) {
        (Some(policy), None) => written_policy(policy.0),
        _ => some_policy("the bucket"),
    }
}
