//! The tunnels that somebody asks for.

use crate::{AskedTunnels, Context, Elsewhere, NotOne, Tunnel, Verdict};
use ssm_check_assess::access::names;
use ssm_check_assess::tunnels::{Tunnels, Wanted};
use std::collections::BTreeSet;

/// What tunnels lead to.
#[derive(Clone, Debug)]
pub struct TunnelsAnswer {
    /// Those that are asked for, closed ones too.
    pub tunnels: Vec<Tunnel>,
    /// Those between instances, or into the internet, are left out, of which there are too many.
    pub are_cut: bool,
    /// Where none of them may be open and no destination is named: documents that lead to hosts outside of the inputs all the same.
    pub elsewhere: Vec<Elsewhere>,
    /// What is asked for, with addresses for the words.
    pub asked: AskedTunnels,
}

/// The addresses that somebody means who asks for tunnels.
///
/// Errors: a principal, target or destination that is not there, or may be any of several.
fn resolved(context: &Context<'_>, all: &[Tunnel], asked: &AskedTunnels) -> Result<AskedTunnels, NotOne> {
    let AskedTunnels { principal, target, destination } = asked;
    let principal = principal.as_deref().map(|word| names::principal(context.access(), word)).transpose()?;
    let target = target.as_deref().map(|word| names::target(context.access(), word)).transpose()?;
    let known: BTreeSet<&str> = all.iter().map(|tunnel| tunnel.destination.as_str()).collect();
    let known: Vec<_> = known.into_iter().collect();
    let destination = destination.as_deref().map(|word| names::destination(context.graph, &known, word)).transpose()?;
    Ok(AskedTunnels {
        principal: principal.map(|caller| caller.address().to_owned()),
        target: target.map(|target| target.name.clone()),
        destination: destination.map(str::to_owned),
    })
}

/// The answer.
///
/// Errors: a principal, target or destination that is not there, or may be any of several.
pub(crate) fn answer(context: &Context<'_>, asked: &AskedTunnels) -> Result<TunnelsAnswer, NotOne> {
    let Tunnels { all: mut tunnels, are_cut } = context.wanted_tunnels(Wanted::All);
    let asked = resolved(context, &tunnels, asked)?;
    tunnels.retain(|tunnel| {
        let parts = [(&asked.principal, &tunnel.principal), (&asked.target, &tunnel.target), (&asked.destination, &tunnel.destination)];
        parts.into_iter().all(|(wanted, part)| wanted.as_ref().is_none_or(|wanted| wanted == part))
    });
    let is_needed = asked.destination.is_none() && tunnels.iter().all(|tunnel| tunnel.verdict == Verdict::Fail);
    let elsewhere = if is_needed { context.elsewhere(&asked) } else { Vec::new() };
    Ok(TunnelsAnswer { tunnels, are_cut, elsewhere, asked })
}
