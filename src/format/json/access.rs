//! Who may start which session, and which tunnels that opens.

use crate::format::words::openness;
use serde::Serialize;
use ssm_check_checks::session::SessionOutcome;
use ssm_check_checks::{AccessRow, AttrRef, OnRequest, Tunnel};

/// One decision of the access matrix.
#[derive(Serialize)]
pub(crate) struct AccessEntry<'a> {
    principal: &'a str,
    target: &'a str,
    document: &'a str,
    decision: &'a str,
    by: Option<&'a str>,
    ports: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    just_in_time: Option<OnRequestEntry<'a>>,
}

/// What a principal gets when it asks.
#[derive(Serialize)]
pub(crate) struct OnRequestEntry<'a> {
    outcome: &'static str,
    automatic_if: Option<String>,
    approvals: Option<String>,
    policy: Option<&'a str>,
    hours: Option<u64>,
    why: Option<String>,
}

/// One tunnel to something that listens in a VPC.
#[derive(Serialize)]
pub(crate) struct TunnelEntry<'a> {
    principal: &'a str,
    target: &'a str,
    destination: &'a str,
    ports: &'a [u16],
    document: &'a str,
    verdict: &'static str,
    needs: Vec<&'static str>,
    packet: Option<&'a str>,
    evidence: Vec<TunnelReason<'a>>,
}

/// What closes a tunnel, or would have to be known.
#[derive(Serialize)]
struct TunnelReason<'a> {
    address: &'a str,
    attribute: Option<&'a str>,
    why: String,
}

impl<'a> TunnelReason<'a> {
    fn new(at: &'a AttrRef, why: String) -> Self {
        Self { address: &at.address, attribute: at.attribute.as_deref(), why }
    }
}

impl<'a> TunnelEntry<'a> {
    pub(crate) fn new(tunnel: &'a Tunnel) -> Self {
        Self {
            principal: &tunnel.principal,
            target: &tunnel.target,
            destination: &tunnel.destination,
            ports: &tunnel.ports,
            document: &tunnel.document,
            verdict: openness(tunnel.verdict),
            needs: tunnel.needs.iter().map(|need| need.as_str()).collect(),
            packet: tunnel.packet.as_deref(),
            evidence: tunnel.because.iter().map(|(at, why)| TunnelReason::new(at, why.to_string())).collect(),
        }
    }
}

impl<'a> AccessEntry<'a> {
    pub(crate) fn new(row: &'a AccessRow) -> Self {
        Self {
            principal: &row.principal,
            target: &row.target,
            document: &row.document,
            decision: row.decision,
            by: row.by,
            ports: &row.ports,
            tags: row.tags.as_deref(),
            session: row.session.map(SessionOutcome::as_str),
            just_in_time: row.just_in_time.as_ref().map(OnRequestEntry::new),
        }
    }
}

impl<'a> OnRequestEntry<'a> {
    pub(crate) fn new(found: &'a OnRequest) -> Self {
        Self {
            outcome: found.outcome.as_str(),
            automatic_if: found.automatic_if.as_ref().map(ToString::to_string),
            approvals: found.approvals.as_ref().map(ToString::to_string),
            policy: found.policy.as_deref(),
            hours: found.hours,
            why: found.why.as_ref().map(ToString::to_string),
        }
    }
}
