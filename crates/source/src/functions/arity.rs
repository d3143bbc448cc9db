//! How many arguments functions take: <https://developer.hashicorp.com/terraform/language/functions>.

use std::ops::RangeInclusive;

/// The numbers of arguments that Terraform takes.
pub(super) fn arity(name: &str) -> RangeInclusive<usize> {
    match name {
        "plantimestamp" | "timestamp" | "uuid" => 0..=0,
        "merge" => 0..=usize::MAX,
        "coalesce" | "coalescelist" | "concat" | "cidrsubnets" | "format" | "formatlist" | "max" | "min" | "setintersection"
        | "setunion" => 1..=usize::MAX,
        "join" | "setproduct" => 2..=usize::MAX,
        "bcrypt" => 1..=2,
        "range" => 1..=3,
        "lookup" => 2..=3,
        "chunklist" | "cidrcontains" | "cidrhost" | "contains" | "element" | "endswith" | "fileset" | "formatdate" | "indent" | "index"
        | "log" | "parseint" | "pow" | "regex" | "regexall" | "rsadecrypt" | "setsubtract" | "split" | "startswith" | "strcontains"
        | "templatefile" | "templatestring" | "textdecodebase64" | "textencodebase64" | "timeadd" | "timecmp" | "trim" | "trimprefix"
        | "trimsuffix" | "uuidv5" | "zipmap" => 2..=2,
        "cidrsubnet" | "matchkeys" | "replace" | "slice" | "substr" => 3..=3,
        "provider::aws::arn_build" => 5..=5,
        _ => 1..=1,
    }
}
