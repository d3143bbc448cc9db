//! <https://developer.hashicorp.com/terraform/language/functions#ip-network-functions>

use super::Function;
use super::arguments::{integer, number, text};
use crate::types::{Eval, Failure, fail};
use crate::value::Sym;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

pub(super) fn find(name: &str) -> Option<Function> {
    use Function::Known;
    Some(match name {
        "cidrsubnet" => Known(|a| {
            let number = number(a, 2)?.as_i128().map_or_else(|| fail("not a whole number"), Ok)?;
            let subnet = subnet(network(&text(a, 0)?)?, integer(a, 1)?, number)?;
            Ok(subnet.map_or_else(|| Sym::unknown("a number is negative"), |subnet| Sym::text(subnet.to_string())))
        }),
        "cidrsubnets" => Known(subnets),
        "cidrhost" => Known(host),
        // <https://opentofu.org/docs/language/functions/cidrcontains/>
        "cidrcontains" => Known(|a| {
            let (outer, inner) = (network(&text(a, 0)?)?, text(a, 1)?);
            Ok(Sym::Bool(match inner.parse::<IpAddr>() {
                Ok(address) => outer.contains(&address),
                Err(_) => outer.contains(&network(&inner)?),
            }))
        }),
        "cidrnetmask" => Known(|a| match network(&text(a, 0)?)? {
            IpNet::V4(network) => Ok(Sym::text(network.netmask().to_string())),
            IpNet::V6(_) => fail("only IPv4 has network masks"),
        }),
        _ => return None,
    })
}

fn network(text: &str) -> Result<IpNet, Failure> {
    text.parse::<IpNet>().map(|network| network.trunc()).map_err(|_| Failure("not a CIDR block".to_owned()))
}

fn bits(network: IpNet) -> (u128, u32) {
    match network {
        IpNet::V4(network) => (u128::from(u32::from(network.network())), 32),
        IpNet::V6(network) => (u128::from(network.network()), 128),
    }
}

fn build(network: IpNet, address: u128, prefix: u32) -> Result<IpNet, Failure> {
    let built = u8::try_from(prefix).ok().and_then(|prefix| match network {
        IpNet::V4(_) => Ipv4Net::new(Ipv4Addr::from(u32::try_from(address).ok()?), prefix).ok().map(IpNet::V4),
        IpNet::V6(_) => Ipv6Net::new(Ipv6Addr::from(address), prefix).ok().map(IpNet::V6),
    });
    built.map_or_else(|| fail("the network is too small"), Ok)
}

/// `None` where what Terraform computes is not modelled.
fn subnet(network: IpNet, newbits: i64, number: i128) -> Result<Option<IpNet>, Failure> {
    let (address, width) = bits(network);
    // With negative numbers Terraform computes something that is no part of the network.
    let Ok(newbits) = u32::try_from(newbits) else { return Ok(None) };
    let prefix = u32::from(network.prefix_len()) + newbits.min(200);
    if prefix > width {
        return fail("the network is too small");
    }
    let Ok(number) = u128::try_from(number) else { return Ok(None) };
    if newbits < 128 && number >> newbits != 0 {
        return fail("the network number does not fit");
    }
    let shift = width - prefix;
    build(network, if shift >= 128 { address } else { address | (number << shift) }, prefix).map(Some)
}

/// <https://developer.hashicorp.com/terraform/language/functions/cidrsubnets>: one after another, each aligned.
fn subnets(arguments: &[Sym]) -> Eval {
    let network = network(&text(arguments, 0)?)?;
    let (base, width) = bits(network);
    if base == 0 && arguments.len() > 1 {
        // Terraform looks for the network before.
        return fail("there is no network before");
    }
    let mut next: Option<u128> = Some(base);
    let mut result = Vec::new();
    for at in 1..arguments.len() {
        let newbits = u32::try_from(integer(arguments, at)?)
            .ok()
            .filter(|bits| (1..=32).contains(bits))
            .map_or_else(|| fail("one to 32 bits"), Ok)?;
        let prefix = u32::from(network.prefix_len()) + newbits.min(200);
        if prefix > width {
            return fail("the network is too small");
        }
        let size = 1_u128.checked_shl(width - prefix).unwrap_or(0);
        let Some(start) = next.and_then(|start| start.checked_next_multiple_of(size.max(1))) else { return fail("the network is full") };
        let subnet = build(network, start, prefix)?;
        if !network.contains(&subnet) {
            return fail("the network is full");
        }
        next = start.checked_add(size);
        result.push(Sym::text(subnet.to_string()));
    }
    Ok(Sym::list(result))
}

fn host(arguments: &[Sym]) -> Eval {
    let network = network(&text(arguments, 0)?)?;
    let Some(number) = number(arguments, 1)?.as_i128() else { return fail("not a whole number") };
    let (address, width) = bits(network);
    let free = width - u32::from(network.prefix_len());
    let last = if free >= 128 { u128::MAX } else { (1_u128 << free) - 1 };
    // Negative numbers count from the end.
    let offset =
        if number < 0 { number.unsigned_abs().checked_sub(1).and_then(|back| last.checked_sub(back)) } else { u128::try_from(number).ok() };
    let Some(offset) = offset.filter(|offset| *offset <= last) else { return fail("the network has no such host") };
    Ok(Sym::text(match network {
        IpNet::V4(_) => IpAddr::V4(Ipv4Addr::from(u32::try_from(address | offset).unwrap_or(0))).to_string(),
        IpNet::V6(_) => IpAddr::V6(Ipv6Addr::from(address | offset)).to_string(),
    }))
}
