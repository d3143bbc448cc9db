//! A guard of sessions in a resource control policy.
//!
//! Those apply to the actions of the services that AWS lists, some sixty as of 2026-10, from S3, STS and KMS to CloudWatch Logs and
//! EventBridge; Systems Manager is none of them:
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services>.

use super::{CHECK, names_sessions};
use crate::{AttrRef, Context, Evidence, Finding};
use ssm_check_assess::access::statement_name;
use ssm_check_assess::policies::read;
use ssm_check_graph::aws::OrganizationsPolicy;
use ssm_check_iam::Effect;
use ssm_check_message::{Message, Span, say};
use ssm_check_plan::Attr;

const WHY: &str = "resource control policies do not apply to Systems Manager";

pub(super) fn report(context: &Context<'_>, findings: &mut Vec<Finding>) {
    let is_one =
        |policy: &OrganizationsPolicy<'_>| policy.0.is_managed() && policy.0.text("type") == Attr::Known("RESOURCE_CONTROL_POLICY");
    for policy in context.graph.all::<OrganizationsPolicy<'_>>().filter(is_one) {
        let address = policy.0.address();
        let at = AttrRef::new(address, "content");
        let document = read(policy.0, "content").document;
        let dead: Vec<Message> = document
            .statements
            .iter()
            .enumerate()
            .filter(|(_, statement)| statement.effect == Effect::Deny && names_sessions(statement))
            .map(|(index, statement)| statement_name(statement.sid.as_deref(), index))
            .collect();
        let Some(first) = dead.first() else { continue };
        let finding = Finding::fail(&CHECK, address, say!("{} of {} never matches: {}", first, Span::address(address), WHY));
        let evidence = dead.iter().map(|name| Evidence::Fact { at: at.clone(), shows: say!("{} never matches: {}", name, WHY) });
        findings.push(finding.because(evidence).help(say!("write it in a service control policy instead of {}", Span::address(address))));
    }
}
