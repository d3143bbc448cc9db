//! Resources that stand for those that are not among the inputs: any instance, any document, by account and Region.

use super::account_scope::location;
use super::authorized_resource::{ANY_INSTANCE, ANY_NODE};
use super::question::Asking;
use super::tags::Tags;
use super::{AuthorizedResource, DocumentResource, START, TargetResource};
use ssm_check_aws::{AccountId, Arn, Partition, Region};
use ssm_check_graph::Kind;
use ssm_check_iam::{Effect, Instant, Scope, Text, Truth, reference};
use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::rc::Rc;

impl Asking<'_, '_> {
    /// Other nodes of the account: any, and those that an allowance names by id, in the Regions of the inputs and in those that an
    /// allowance names.
    pub fn stand_ins(&self) -> &[TargetResource] {
        self.answers().stand_ins.get_or_init(|| self.make_stand_ins())
    }

    fn make_stand_ins(&self) -> Vec<TargetResource> {
        let (mut regions, mut ids) = (BTreeSet::new(), BTreeSet::new());
        // A node of the inputs is none of the others, although a policy names it by its id.
        let of_inputs: LazyCell<BTreeSet<String>, _> = LazyCell::new(|| {
            let arns = self.access.targets.iter().map(|target| target.resource.arn.to_string());
            arns.filter_map(|arn| Some(arn.rsplit_once('/')?.1.to_owned())).collect()
        });
        for statement in self.layers().identity.iter().flat_map(|policy| policy.document.statements.iter()) {
            let denies = statement.effect == Effect::Deny || statement.includes_action(START) == Truth::False;
            for text in statement.resources.iter().filter(|resources| !denies && !resources.negated).flat_map(|resources| &resources.list) {
                let shown = text.to_string();
                let Some(Arn { region, resource, .. }) = Arn::parse(&shown).filter(|arn| matches!(arn.service, "ec2" | "ssm")) else {
                    continue;
                };
                if Region::parse(region).is_some() {
                    regions.insert(region.to_owned());
                }
                // Neither kind of node has the other's ids, nor a name.
                let id = [("instance/", "i-"), ("managed-instance/", "mi-")]
                    .into_iter()
                    .find_map(|(kind, begins)| resource.strip_prefix(kind).filter(|id| id.starts_with(begins)));
                // Of an instance that this plan deletes there is none any more.
                let is_other = |id: &&str| is_literal(id) && !of_inputs.contains(*id) && !self.access.deletions.has(Kind::Instance, id);
                ids.extend(id.filter(is_other).map(str::to_owned));
            }
        }
        let known = self.access.scope.regions(&self.account);
        let mut here: Vec<Option<String>> = known.iter().cloned().map(Some).collect();
        here.extend(regions.into_iter().map(Some).filter(|region| !known.contains(&region.clone().unwrap_or_default())));
        if known.is_empty() {
            here.insert(0, None);
        }
        let mut found = Vec::new();
        for id in [ANY_INSTANCE, ANY_NODE].into_iter().chain(ids.iter().map(String::as_str)) {
            found.extend(here.iter().map(|region| TargetResource::any(&self.account, self.elsewhere(), region.as_deref(), id)));
        }
        found
    }

    /// A node that the inputs do not have, by its id, in the first Region of the inputs.
    pub fn any_named(&self, id: &str) -> TargetResource {
        TargetResource::any(&self.account, self.elsewhere(), self.access.scope.regions(&self.account).first().map(String::as_str), id)
    }

    /// Any other instance, in the first Region of the inputs.
    pub fn any_instance(&self) -> TargetResource {
        self.any_named(ANY_INSTANCE)
    }

    /// The account of the caller, where it is known and none of the targets is in it: nodes are started sessions on from their own account.
    pub fn elsewhere(&self) -> Option<&AccountId> {
        self.account.known().filter(|_| self.access.scope.is_without_targets(&self.account))
    }

    /// Regions of the inputs; one that is not known where none is.
    pub fn regions(&self) -> Vec<Option<String>> {
        let regions: Vec<_> = self.access.scope.regions(&self.account).into_iter().map(Some).collect();
        if regions.is_empty() { vec![None] } else { regions }
    }

    /// When the inputs were made, if they tell.
    pub fn now(&self) -> Option<Instant> {
        self.access.scope.now
    }

    /// A condition key that the tables do not list, and that AWS may have since: they are more than a year older than the inputs.
    pub fn is_newer_key(&self, key: &str) -> bool {
        self.access.scope.has_old_reference && reference::is_newer(START, key)
    }

    /// The account, if it is known.
    pub fn account(&self) -> Option<&str> {
        self.account.known().map(AccountId::as_str)
    }

    /// An ARN of the account: `arn:aws:SERVICE:REGION:ACCOUNT:REST`.
    pub fn arn(&self, service: &str, region: Option<&str>, rest: &str) -> Text {
        Text::arn(&location(region, &self.account), service, Scope::Regional, &Text::lit(rest))
    }

    /// The ARN of a document of AWS, which has no account.
    pub fn aws_document(&self, region: Option<&str>, name: &str) -> Text {
        Text::arn(&location(region, &self.account), "ssm", Scope::OfAws, &Text::lit(format!("document/{name}")))
    }

    /// A document of AWS, which has no tags.
    pub fn document_of_aws(&self, region: Option<&str>, name: &str) -> AuthorizedResource {
        let arn = self.aws_document(region, name);
        AuthorizedResource { tags: Tags::none(), ..AuthorizedResource::new(arn, "a document of AWS") }
    }

    /// The ARN of an automation of AWS.
    pub fn automation(&self, region: Option<&str>) -> Text {
        let automation = Text::lit("automation-definition/AWS-RunShellScript:$DEFAULT");
        Text::arn(&location(region, &self.account), "ssm", Scope::OfAws, &automation)
    }

    /// The caller's account as part of an ARN.
    pub(super) fn account_text(&self) -> Text {
        Text::account(&self.account)
    }

    /// The partition, where a Region is known and all are in the same one.
    pub fn partition(&self) -> Option<&'static str> {
        let regions = self.access.scope.regions(&self.account);
        let (first, rest) = regions.split_first()?;
        let partition = Partition::of_region(first);
        rest.iter().all(|region| Partition::of_region(region) == partition).then_some(partition.as_str())
    }

    /// The document's ARN in a Region.
    pub fn document_resource(&self, document: &DocumentResource<'_>, region: Option<&str>) -> Option<Rc<AuthorizedResource>> {
        document.resource(&self.access.scope, region, &self.account)
    }
}

fn is_literal(text: &str) -> bool {
    !text.is_empty() && !text.contains(['*', '?', '$', '{'])
}
