//! One policy of a principal: by its ARN, by the resource that makes it, or inline.

use super::{Read, read};
use crate::evidence::AttrRef;
use crate::open_world::reason;
use ssm_check_aws::{Arn, Partition};
use ssm_check_graph::aws::Policy as PolicyResource;
use ssm_check_graph::{Gap as LinkGap, Graph, Link, LinkTarget, Resource, Slot};
use ssm_check_iam::{Document, managed};
use ssm_check_message::{Gap, Span, say};
use ssm_check_plan::Attr;
/// One policy that a principal has, or may have.
#[derive(Clone, Debug)]
pub struct Held {
    /// The policy, under the name that evidence shows: an address, or an AWS-managed policy's ARN.
    pub name: String,
    /// How it is attached: the resource that does it.
    pub by: AttrRef,
    /// What it says.
    pub body: Body,
    /// It is certain that the principal has it.
    pub certain: bool,
    /// What attaches it may not be made, for this reason.
    pub unmade: Option<Gap>,
}

/// What a policy says.
#[derive(Clone, Debug)]
pub enum Body {
    /// A document of the plan.
    Document(Read),
    /// An AWS-managed policy, by ARN; its table is complete for some actions only.
    AwsManaged(String),
}

impl Held {
    /// The document to evaluate a request for this action with.
    pub fn document_for(&self, action: &str) -> Document {
        let document = match &self.body {
            Body::Document(read) => read.document.clone(),
            Body::AwsManaged(arn) => managed::document_for(arn, action),
        };
        if self.certain { document } else { document.perhaps() }
    }

    /// The document of a policy that is not of AWS.
    pub(super) fn document(&self) -> Option<&Document> {
        match &self.body {
            Body::Document(read) => Some(&read.document),
            Body::AwsManaged(_) => None,
        }
    }

    /// The same, of what a resource attaches, which may not be made.
    pub(super) fn by(self, resource: Resource<'_>) -> Self {
        Self { unmade: resource.apart().map(|gap| Gap::here(reason(gap))), ..self }
    }

    /// It may be there or not, for this reason.
    pub(super) fn doubt(&mut self, gap: Gap) {
        if let Body::Document(read) = &mut self.body {
            read.document = std::mem::replace(&mut read.document, Document::unknown()).perhaps();
            read.gap = Some((self.by.clone(), gap));
        }
    }

    /// The ARN of a policy of AWS.
    pub fn arn(&self) -> Option<&str> {
        match &self.body {
            Body::AwsManaged(arn) => Some(arn),
            Body::Document(_) => None,
        }
    }

    /// What could not be read of it.
    pub fn gap(&self) -> Option<(AttrRef, Gap)> {
        if let Some(gap) = &self.unmade {
            return Some((self.by.clone(), gap.clone()));
        }
        if !self.certain {
            return Some((
                self.by.clone(),
                Gap::new(
                    "may be attached; the plan does not show to which of several, or deletes another that attaches it at the same time",
                ),
            ));
        }
        match &self.body {
            Body::Document(read) => read.gap.clone(),
            Body::AwsManaged(arn) => {
                let unlisted = matches!(managed::policy(arn), managed::Managed::Unlisted) && !managed::is_misnamed(arn);
                unlisted.then(|| {
                    (
                        self.by.clone(),
                        Gap::new(say!(
                            "{} is newer than this version's tables of {}, or no policy of AWS",
                            Span::value(arn.as_str()),
                            Span::value(managed::date())
                        )),
                    )
                })
            }
        }
    }
}

/// The policies that a link denotes.
pub(super) fn policies_of<'g>(graph: &'g Graph<'g>, resource: Resource<'g>, link: &'g Link, path: &[&str], certain: bool) -> Vec<Held> {
    let by = AttrRef::new(resource.address(), path.join("."));
    let mut all = Vec::new();
    for slot in &link.slots {
        if let Slot::Outside(arn) = slot {
            all.push(by_arn(arn, &by, certain, resource));
        }
        let only = slot.only().is_some();
        for candidate in slot.candidates() {
            let LinkTarget::Resource(id) = candidate.target else { continue };
            let Some(policy) = graph.view::<PolicyResource<'g>>(id) else { continue };
            all.push(match named(policy, resource, link, path) {
                Named::Another(named) => by_arn(&named, &by, certain && only, resource),
                Named::ThisOne => by_resource(policy, &by, certain && only),
                Named::Unclear => by_resource(policy, &by, false),
            });
        }
        if let Some(gap) = slot.gap() {
            let gap = match gap {
                LinkGap::Unsettled => {
                    Gap::new("whether it is there in the end: another change of the plan takes it out, in no order with this")
                }
                gap => Gap::here(reason(gap)).with_sources(resource.has_sources()),
            };
            all.push(Held {
                name: by.to_string(),
                by: by.clone(),
                body: Body::Document(Read::unknown(by.clone(), gap)),
                certain: true,
                unmade: None,
            });
        }
    }
    all
}

/// What the reference of a permission set to a policy of its name comes to.
enum Named {
    ThisOne,
    /// One of another path, which is none of the inputs.
    Another(String),
    /// One of both: a path is not known.
    Unclear,
}

/// A permission set names a policy by name and path.
///
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/howtocmp.html>
fn named(policy: PolicyResource<'_>, from: Resource<'_>, link: &Link, path: &[&str]) -> Named {
    const REFERENCE: &str = "customer_managed_policy_reference";
    let reference = match path {
        [REFERENCE, "name"] => {
            let place = from.links(path).into_iter().position(|other| std::ptr::eq(other, link));
            place.and_then(|place| from.value(REFERENCE).elements().nth(place))
        }
        [block, REFERENCE, "name"] => Some(from.value(block).first().get(REFERENCE).first()),
        _ => return Named::ThisOne,
    };
    let named = match reference.map(|reference| reference.get("path").text()) {
        Some(Attr::Known(path)) => path,
        // https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CustomerManagedPolicyReference.html
        Some(Attr::Absent) => "/",
        _ => return Named::Unclear,
    };
    match policy.path() {
        Attr::Known(own) if own == named => Named::ThisOne,
        Attr::Known(_) => Named::Another(format!("{named}{}", policy.name().value().unwrap_or_default())),
        Attr::Absent => Named::ThisOne,
        Attr::Unknown(_) | Attr::Sensitive(_) => Named::Unclear,
    }
}

fn by_arn(arn: &str, by: &AttrRef, certain: bool, resource: Resource<'_>) -> Held {
    let parsed = Arn::parse(arn);
    let (partition, aws) = (parsed.map(|arn| arn.partition), parsed.is_some_and(|arn| arn.is_of_aws()));
    let here = resource.location().partition().map(Partition::as_str);
    let body = if here.is_some() && partition.is_some() && partition != here {
        // There is no such policy where the role is: each partition has its own.
        // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
        Body::Document(Read::known(Document::new([])))
    } else if aws {
        Body::AwsManaged(arn.to_owned())
    } else {
        Body::Document(Read::unknown(by.clone(), crate::open_world::outside("the policy", Some("aws_iam_policy"), arn)))
    };
    Held { name: arn.to_owned(), by: by.clone(), body, certain, unmade: None }
}

/// The policy of AWS that a data source finds at apply, by its name: the look-up covers those of AWS and fails where there is another of that
/// name, <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy>.
fn found_by_name(policy: PolicyResource<'_>) -> Option<String> {
    let resource = policy.0;
    if resource.is_managed() || !matches!(policy.arn(), Attr::Unknown(_)) {
        return None;
    }
    let prefix = match resource.text("path_prefix") {
        Attr::Known(prefix) => prefix,
        Attr::Absent => "",
        Attr::Unknown(_) | Attr::Sensitive(_) => return None,
    };
    managed::found_by_name(resource.location().partition()?, policy.name().value()?, prefix)
}

fn by_resource(policy: PolicyResource<'_>, by: &AttrRef, certain: bool) -> Held {
    let resource = policy.0;
    // A data source of an AWS-managed policy shows its ARN.
    if let Some(arn) = policy.arn().value().filter(|arn| Arn::parse(arn).is_some_and(|arn| arn.is_of_aws())) {
        return by_arn(arn, by, certain, resource);
    }
    if let Some(arn) = found_by_name(policy) {
        return by_arn(&arn, by, certain, resource);
    }
    let body = match policy.policy() {
        Attr::Absent if !resource.is_managed() => {
            Read::unknown(AttrRef::new(resource.address(), "policy"), Gap::new("the data source does not show it"))
        }
        _ => read(resource, "policy"),
    };
    Held { name: resource.address().to_owned(), by: by.clone(), body: Body::Document(body), certain, unmade: None }
}
