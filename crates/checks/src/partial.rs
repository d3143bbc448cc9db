//! Plans that are not whole: a verdict that what is missing could change is not known.
//!
//! What is missing bears on a verdict by its kind: a role's policy may let the agent work and is of no matter to the network. Types
//! that are not modelled bear on nothing.

use crate::session::{Answer, Outcome};
use crate::{AccessRow, Analysis, AttrRef, Evidence, Finding, TargetReport, Tree, Verdict};
use ssm_check_graph::aws::Kind;
use ssm_check_plan::{Missing, Plan};

/// So many of what is missing are named.
const NAMED: usize = 3;

/// What verdicts are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// May the agent work?
    Identity,
    /// Does the agent reach its services?
    Network,
    /// Who may start which session?
    Access,
}

const EVERYTHING: &[About] = &[About::Identity, About::Network, About::Access];

/// What the inputs leave out.
#[derive(Debug, Default)]
pub(crate) struct Partial {
    missing: Vec<Missing>,
    /// It cannot be told what is missing.
    anything: bool,
    help: &'static str,
}

impl Partial {
    /// Of the inputs.
    pub(crate) fn of(plans: &[&Plan<'_>]) -> Self {
        let mut partial = Self::default();
        for plan in plans.iter().filter(|plan| !plan.partial.is_whole()) {
            match plan.missing() {
                Some(missing) => partial.missing.extend(missing),
                None => partial.anything = true,
            }
            partial.help = if plan.partial.errored {
                "put right what stopped planning, and check the plan that comes of it"
            } else if plan.partial.deferred.is_empty() {
                "make the plan of the whole configuration, without `-target` and `-exclude`, and check that"
            } else {
                "apply this plan, and check the one that brings what it puts off"
            };
        }
        partial
    }

    /// Takes back every verdict that what is missing could change.
    pub(crate) fn weaken(&self, analysis: &mut Analysis) {
        if self.is_whole() {
            return;
        }
        let changeable = |finding: &Finding| self.bears_on(abouts(finding.check.id));
        for finding in analysis.findings.iter_mut().filter(|finding| finding.verdict == Verdict::Fail && changeable(finding)) {
            self.weaken_finding(finding);
        }
        analysis.fixed.retain(|finding| !changeable(finding));
        for target in &mut analysis.targets {
            self.weaken_target(target);
        }
        self.weaken_rows(&mut analysis.access);
        if self.bears_on(&[About::Identity, About::Network]) {
            analysis.changes = crate::AccessChanges::default();
        }
    }

    pub(crate) fn weaken_rows(&self, rows: &mut [AccessRow]) {
        if self.bears_on(&[About::Access]) {
            for row in rows {
                (row.decision, row.by) = ("unknown", None);
            }
        }
    }

    pub(crate) fn weaken_answer(&self, answer: &mut Answer) {
        if matches!(answer.outcome, Outcome::Allowed | Outcome::Denied) && self.bears_on(&[About::Access]) {
            let gaps = self.gaps(&[About::Access]);
            let message = "whether AWS would allow this cannot be told: the plan is not whole".to_owned();
            *answer = Answer { outcome: Outcome::Unknown, resource: None, why: None, message, evidence: gaps };
        }
    }

    /// The derivation stays, as one of what the plan shows; its verdicts do not.
    pub(crate) fn weaken_tree(&self, tree: &mut Tree) {
        if self.is_whole() || !self.bears_on(EVERYTHING) {
            return;
        }
        unless_unknown(&mut tree.text);
        for branch in &mut tree.because {
            let changeable = (branch.text.starts_with("identity: ") && self.bears_on(&[About::Identity]))
                || (branch.text.starts_with("network: ") && self.bears_on(&[About::Network]));
            if changeable {
                unless_unknown(&mut branch.text);
            }
        }
        let gaps = self.gaps(EVERYTHING);
        let because = gaps
            .iter()
            .map(|gap| Tree { text: gap.at().map_or_else(|| gap.to_string(), |at| format!("`{at}`: {gap}")), because: Vec::new() });
        let note = Tree { text: "the plan is not whole: what follows is of what it shows".to_owned(), because: because.collect() };
        tree.because.insert(0, note);
    }

    fn weaken_finding(&self, finding: &mut Finding) {
        finding.verdict = Verdict::Unknown;
        finding.message = format!("as far as this plan shows, which is not whole, {}", finding.message);
        finding.evidence.extend(self.gaps(abouts(finding.check.id)));
        finding.help = self.help.to_owned();
    }

    fn weaken_target(&self, target: &mut TargetReport) {
        if self.bears_on(&[About::Identity]) {
            target.identity.verdict = Verdict::Unknown;
        }
        if self.bears_on(&[About::Network]) {
            target.network.verdict = Verdict::Unknown;
            for path in &mut target.network.paths {
                (path.verdict, path.via) = (Verdict::Unknown, None);
                path.stops.clear();
                path.missing.push("what the plan leaves out".to_owned());
            }
        }
        target.verdict = match target.host {
            Verdict::Fail => Verdict::Fail,
            _ => Verdict::all([target.identity.verdict, target.network.verdict]),
        };
    }

    fn is_whole(&self) -> bool {
        self.missing.is_empty() && !self.anything
    }

    fn bears_on(&self, abouts: &[About]) -> bool {
        !abouts.is_empty() && (self.anything || self.missing.iter().any(|missing| bears_on(missing, abouts)))
    }

    /// What is missing of what bears on a verdict.
    fn gaps(&self, abouts: &[About]) -> Vec<Evidence> {
        let missing: Vec<_> = self.missing.iter().filter(|missing| bears_on(missing, abouts)).collect();
        let mut gaps: Vec<_> = missing.iter().take(NAMED).map(|missing| gap(missing)).collect();
        match (gaps.last_mut(), missing.len().saturating_sub(NAMED)) {
            (Some(Evidence::Gap { why, .. }), others @ 1..) => {
                why.push_str(&format!(
                    "; {others} other block{} {} left out too",
                    if others == 1 { "" } else { "s" },
                    if others == 1 { "is" } else { "are" }
                ));
            }
            _ => {}
        }
        gaps
    }
}

fn gap(missing: &Missing) -> Evidence {
    let why = if missing.has_some { "there may be more of these than the plan shows" } else { "it is left out of the plan" };
    Evidence::Gap { at: AttrRef::resource(&*missing.address), why: why.to_owned() }
}

fn bears_on(missing: &Missing, abouts: &[About]) -> bool {
    let of_kind = Kind::of_type(&missing.resource_type).map_or(&[] as &[About], about);
    of_kind.iter().any(|about| abouts.contains(about))
}

/// What a kind bears on.
fn about(kind: Kind) -> &'static [About] {
    match kind {
        // One more instance changes nothing for the others, but who may reach it, or whether a tag is on any.
        Kind::Instance
        | Kind::SpotInstanceRequest
        | Kind::LaunchTemplate
        | Kind::LaunchConfiguration
        | Kind::AutoscalingGroup
        | Kind::Ec2Fleet
        | Kind::SpotFleetRequest
        | Kind::EksNodeGroup
        | Kind::BatchComputeEnvironment
        | Kind::EmrCluster
        | Kind::ImagebuilderInfrastructureConfiguration
        | Kind::Cloudtrail
        | Kind::CloudwatchEventRule
        | Kind::CloudwatchEventTarget
        | Kind::CloudwatchLogMetricFilter
        | Kind::CloudwatchMetricAlarm => &[About::Access],
        Kind::InstanceProfile
        | Kind::Role
        | Kind::RolePolicyAttachment
        | Kind::RolePolicyAttachmentsExclusive
        | Kind::PolicyAttachment
        | Kind::RolePolicy
        | Kind::RolePoliciesExclusive
        | Kind::Policy
        | Kind::User
        | Kind::Group
        | Kind::GroupMembership
        | Kind::UserGroupMembership
        | Kind::UserPolicy
        | Kind::UserPolicyAttachment
        | Kind::GroupPolicy
        | Kind::GroupPolicyAttachment
        | Kind::PermissionSet
        | Kind::PermissionSetInlinePolicy
        | Kind::PermissionSetManagedPolicy
        | Kind::PermissionSetCustomerPolicy
        | Kind::PermissionSetBoundary
        | Kind::OrganizationsPolicy
        | Kind::OrganizationsPolicyAttachment
        | Kind::SsmServiceSetting
        | Kind::InstanceMetadataDefaults => &[About::Identity, About::Access],
        // A session document names the key and the logs, which the agent must be able to use and reach.
        _ if kind
            .spec()
            .types
            .iter()
            .any(|name| name.starts_with("aws_vpc") || name.starts_with("aws_route") || name.starts_with("aws_nat")) =>
        {
            &[About::Network]
        }
        Kind::Subnet
        | Kind::InternetGateway
        | Kind::EgressOnlyInternetGateway
        | Kind::SecurityGroup
        | Kind::SecurityGroupRule
        | Kind::NetworkAcl
        | Kind::NetworkAclRule
        | Kind::NetworkAclAssociation
        | Kind::ManagedPrefixList
        | Kind::ManagedPrefixListEntry
        | Kind::Eip
        | Kind::EipAssociation
        | Kind::NetworkInterface
        | Kind::NetworkInterfaceAttachment
        | Kind::NetworkInterfaceSgAttachment => &[About::Network],
        _ => EVERYTHING,
    }
}

/// What the findings of a check are about; nothing of those that one resource decides by itself.
fn abouts(check: &str) -> &'static [About] {
    match check {
        "SSM213" => &[About::Network, About::Access],
        "SSM301" | "SSM302" | "SSM303" => &[],
        "SSM305" => &[About::Network],
        "SSM412" => &[About::Access, About::Network],
        _ if check.starts_with("SSM1") => &[About::Identity],
        _ if check.starts_with("SSM2") || check.starts_with("SSM6") => &[About::Network],
        _ if check.starts_with("SSM4") || check.starts_with("SSM5") => &[About::Access],
        _ => EVERYTHING,
    }
}

/// `identity: pass` as `identity: unknown`.
fn unless_unknown(text: &mut String) {
    for decided in ["pass", "fail"] {
        if let Some(before) = text.strip_suffix(&format!(": {decided}")) {
            *text = format!("{before}: unknown");
        }
    }
}
