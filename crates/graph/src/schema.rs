//! The provider's own schema, reduced to the types that are declared: what is a set, what is text, what the provider computes.
//!
//! `cargo xtask refresh` makes it. An attribute is its type and what it is: `required`, `optional`, `computed`; a block, or an attribute
//! that is a list of objects, has its nesting and what is in it. `added` is what a newer version has besides, `regional` are the types
//! that have `region` there, `naming` those that are not declared and have arguments by which [`Kind::altering`](crate::Kind::altering)
//! finds what they change, and `carrying` those that are not declared and have computed attributes which may hold keys of others.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use ssm_check_aws::{Facts, Table};
use ssm_check_plan::{Json, Mode};
use std::sync::{LazyLock, OnceLock};

/// The table. What it says of a type is read when the type is first asked for: a plan has few of them.
#[derive(Default, Deserialize)]
struct Schema<'a> {
    version: &'a str,
    #[serde(default)]
    newer: &'a str,
    #[serde(borrow, default)]
    added: FxHashMap<&'a str, Vec<&'a str>>,
    #[serde(borrow, default)]
    regional: FxHashSet<&'a str>,
    #[serde(borrow, default)]
    naming: FxHashMap<&'a str, Vec<&'a str>>,
    #[serde(borrow, default)]
    carrying: FxHashMap<&'a str, Vec<&'a str>>,
    #[serde(borrow, default)]
    resources: FxHashMap<&'a str, TypeSchema<'a>>,
    #[serde(borrow, default)]
    data_sources: FxHashMap<&'a str, TypeSchema<'a>>,
}

struct TypeSchema<'a> {
    text: &'a RawValue,
    read: OnceLock<Json<'a>>,
}

impl<'de: 'a, 'a> Deserialize<'de> for TypeSchema<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { text: Deserialize::deserialize(deserializer)?, read: OnceLock::new() })
    }
}

static TEXT: Facts<()> = Facts::new("provider-schema", include_str!("../schema/provider-schema.json"));

// INVARIANT: a test reads it.
static SCHEMA: LazyLock<Schema<'static>> = LazyLock::new(|| serde_json::from_str(TEXT.text()).unwrap_or_default());

/// A block, or the top level of a type.
#[derive(Clone, Copy)]
pub(crate) struct SchemaBlock(&'static Json<'static>);

impl SchemaBlock {
    /// What a resource or data source of a type may hold; `None` of a type that the schema does not have.
    pub(crate) fn of(mode: Mode, resource_type: &str) -> Option<Self> {
        let list = if mode == Mode::Data { &SCHEMA.data_sources } else { &SCHEMA.resources };
        let block = list.get(resource_type)?;
        // INVARIANT: it was read as JSON with the table.
        Some(Self(block.read.get_or_init(|| Json::parse(block.text.get()).unwrap_or(Json::Null))))
    }

    /// Nested blocks of a name, or the objects of an attribute that may be written as blocks.
    pub(crate) fn block(self, name: &str) -> Option<Self> {
        let block = self.0.get("blocks").and_then(|blocks| blocks.get(name));
        block.or_else(|| self.object_attribute(name)).map(Self)
    }

    fn object_attribute(self, name: &str) -> Option<&'static Json<'static>> {
        self.0.get("attributes")?.get(name).filter(|attribute| matches!(attribute, Json::Object(_)))
    }

    /// It is a set, which a plan shows in an order of its own.
    pub(crate) fn is_set(self) -> bool {
        self.0.get("nesting").and_then(Json::as_str) == Some("set")
    }

    /// An attribute of objects that the provider fills in where it is left out.
    pub(crate) fn is_computed_where_left_out(self, name: &str) -> bool {
        let is = self.object_attribute(name).and_then(|attribute| attribute.get("is"));
        is.is_some_and(|is| ["optional", "computed"].iter().all(|word| is.elements().iter().any(|flag| flag.as_str() == Some(word))))
    }

    /// The type of an attribute, such as `string`.
    #[cfg(test)]
    pub(crate) fn type_of(self, name: &str) -> Option<&'static str> {
        self.0.get("attributes")?.get(name)?.as_str()?.split(' ').next()
    }
}

/// Whether an argument, at the top of a type or in blocks of it, is one that the provider fills in where it is left out.
pub(crate) fn is_optional_and_computed(mode: Mode, resource_type: &str, path: &[&str]) -> bool {
    let Some((name, blocks)) = path.split_last() else { return false };
    // Of a type that the schema does not have, nothing is required for certain.
    let Some(top) = SchemaBlock::of(mode, resource_type) else { return true };
    let Some(block) = blocks.iter().try_fold(top, |block, name| block.block(name)) else { return false };
    let text = block.0.get("attributes").and_then(|attributes| attributes.get(name)).and_then(Json::as_str).unwrap_or_default();
    let is = |word: &str| text.split(' ').skip(1).any(|flag| flag == word);
    (is("optional") && is("computed")) || block.is_computed_where_left_out(name)
}

/// Whether some version in the table has the argument, at the top of a type; `None` of a type that the table does not have.
pub(crate) fn has_argument(mode: Mode, resource_type: &str, name: &str) -> Option<bool> {
    // Terraform's own, and what newer versions have on every type.
    const EVERYWHERE: [&str; 2] = ["region", "timeouts"];
    let block = SchemaBlock::of(mode, resource_type)?.0;
    let is_there = ["attributes", "blocks"].iter().any(|list| block.get(list).is_some_and(|list| list.get(name).is_some()));
    let prefix = if mode == Mode::Data { "data." } else { "" };
    let added = SCHEMA.added.get(format!("{prefix}{resource_type}").as_str());
    Some(is_there || EVERYWHERE.contains(&name) || added.is_some_and(|added| added.contains(&name)))
}

/// The table has the type among those that are not declared and name what a declared one is.
pub(crate) fn names_others(resource_type: &str) -> bool {
    SCHEMA.naming.contains_key(resource_type)
}

/// The computed attributes, of a type that is not declared, which may hold keys of other resources.
pub(crate) fn carrying(resource_type: &str) -> impl Iterator<Item = &'static str> {
    SCHEMA.carrying.get(resource_type).into_iter().flatten().copied()
}

/// Whether each Region has resources of the type for itself. What the schema does not have is taken for regional, as most are.
pub(crate) fn is_regional(resource_type: &str) -> bool {
    SCHEMA.regional.contains(resource_type) || !SCHEMA.resources.contains_key(resource_type)
}

/// The table of the provider's schema, with the versions that it is of: "5.100.0 and 6.25.0".
pub fn schema_table() -> Table {
    let versions = [SCHEMA.version, SCHEMA.newer].into_iter().filter(|version| !version.is_empty());
    Table { version: versions.collect::<Vec<_>>().join(" and "), ..TEXT.table() }
}

#[cfg(test)]
mod tests {
    use super::{SCHEMA, SchemaBlock, has_argument, is_regional, names_others};
    use crate::Kind;
    use ssm_check_plan::Mode;

    /// What the types of a kind may hold at a path of blocks.
    fn blocks(kind: Kind, path: &[&str]) -> Vec<SchemaBlock> {
        let tops = kind.spec().types.iter().flat_map(|name| [SchemaBlock::of(Mode::Managed, name), SchemaBlock::of(Mode::Data, name)]);
        tops.flatten().filter_map(|top| path.iter().try_fold(top, |block, name| block.block(name))).collect()
    }

    /// What versions have that are newer than both, and what a declaration has for its twin.
    const BESIDES: [(Kind, &str); 1] = [(Kind::SpotInstanceRequest, "primary_network_interface")];

    /// A newer version of the provider has it.
    fn is_added(kind: Kind, name: &str) -> bool {
        let added = |prefix: &str, resource_type: &str| {
            let names = SCHEMA.added.get(format!("{prefix}{resource_type}").as_str());
            names.is_some_and(|names| names.contains(&name))
        };
        name == "region" || BESIDES.contains(&(kind, name)) || kind.spec().types.iter().any(|name| added("", name) || added("data.", name))
    }

    /// Kinds of other providers, of versions of hashicorp/aws that are newer than the schema, and of what only AWS lists.
    fn is_outside(kind: Kind) -> bool {
        blocks(kind, &[]).is_empty()
    }

    #[test]
    fn arguments_that_the_provider_fills_in_are_told() {
        let fills_in = |resource_type, path: &[&str]| super::is_optional_and_computed(Mode::Managed, resource_type, path);
        assert!(fills_in("aws_instance", &["subnet_id"]));
        assert!(fills_in("aws_msk_serverless_cluster", &["vpc_config", "security_group_ids"]));
        assert!(fills_in("aws_network_acl", &["subnet_ids"]));
        // Required, optional alone, computed alone, and none at all.
        assert!(!fills_in("aws_route_table_association", &["route_table_id"]) && !fills_in("aws_db_proxy", &["vpc_subnet_ids"]));
        assert!(!fills_in("aws_instance", &["arn"]) && !fills_in("aws_instance", &["nothing", "subnet_id"]));
    }

    #[test]
    fn the_schema_can_be_read() {
        assert!(!SCHEMA.version.is_empty());
        let outside: Vec<_> = Kind::ALL.iter().copied().filter(|kind| is_outside(*kind)).collect();
        assert_eq!(
            outside,
            [
                Kind::PermissionSetPoliciesExclusive,
                Kind::SsmManagedNode,
                Kind::Rendered,
                Kind::SecurityGroupRulesExclusive,
                Kind::Alteration
            ]
        );
    }

    #[test]
    fn attributes_are_of_the_type_that_they_are_read_as() {
        let mut wrong = Vec::new();
        for kind in Kind::ALL.iter().copied().filter(|kind| !is_outside(*kind)) {
            let tops = blocks(kind, &[]);
            for (name, reader) in kind.spec().attributes {
                let types: Vec<_> = tops.iter().filter_map(|top| top.type_of(name)).collect();
                let fits = match *reader {
                    "text" | "source_text" => types.contains(&"string"),
                    "boolean" => types.contains(&"bool"),
                    "integer" => types.contains(&"number"),
                    "blocks" => tops.iter().any(|top| top.block(name).is_some()),
                    _ => !types.is_empty() || tops.iter().any(|top| top.block(name).is_some()),
                };
                if !fits && !is_added(kind, name) {
                    wrong.push(format!("{kind:?}.{name}: {reader}, not {types:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn links_are_attributes_that_there_are() {
        let mut wrong = Vec::new();
        for kind in Kind::ALL.iter().copied().filter(|kind| !is_outside(*kind)) {
            for link in kind.spec().links {
                let (name, path) = link.path.split_last().unwrap();
                let blocks = blocks(kind, path);
                let types: Vec<_> = blocks.iter().filter_map(|block| block.type_of(name)).collect();
                let fits = if link.many { types.iter().any(|name| matches!(*name, "list" | "set")) } else { types.contains(&"string") };
                if !fits && !link.path.first().is_some_and(|first| is_added(kind, first)) {
                    wrong.push(format!("{kind:?}.{}: {types:?}", link.path.join(".")));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn keys_and_computed_blocks_are_there() {
        let mut wrong = Vec::new();
        for kind in Kind::ALL.iter().copied().filter(|kind| !is_outside(*kind)) {
            let (spec, tops) = (kind.spec(), blocks(kind, &[]));
            let is_there = |name: &&str| tops.iter().any(|top| top.type_of(name).is_some() || top.block(name).is_some());
            wrong.extend(spec.keys.iter().filter(|name| !is_there(name)).map(|name| format!("{kind:?}: key {name}")));
            wrong.extend(spec.names.iter().filter(|name| !spec.keys.contains(name)).map(|name| format!("{kind:?}: name {name} is no key")));
            // What the schema tells need not be declared.
            let declared = |name: &&&str| tops.iter().any(|top| top.block(name).is_some() && !top.is_computed_where_left_out(name));
            wrong.extend(spec.computed.iter().filter(|name| !declared(name)).map(|name| format!("{kind:?}: computed {name}")));
            let of = |path: &[&'static str]| path.split_last().map(|(name, outer)| (*name, blocks(kind, outer)));
            let is_text = |path: &[&'static str]| {
                of(path).is_some_and(|(name, blocks)| blocks.iter().any(|block| block.type_of(name) == Some("string")))
            };
            wrong.extend(spec.makes.iter().filter(|made| !is_text(made.path)).map(|made| format!("{kind:?}: makes {made:?}")));
            wrong
                .extend(spec.adopts.iter().filter(|(name, _)| !spec.types.contains(name)).map(|name| format!("{kind:?}: adopts {name:?}")));
            let one_for = spec.one_for.iter().flat_map(|of| of.iter());
            wrong.extend(one_for.filter(|name| !is_text(&[name])).map(|name| format!("{kind:?}: one for {name}")));
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_target_of_a_route_is_known() {
        let blocks = [blocks(Kind::Route, &[]), blocks(Kind::RouteTable, &["route"])].concat();
        let names: Vec<_> = blocks.iter().filter_map(|block| block.0.get("attributes")).flat_map(|of| of.members()).collect();
        let is_target = |name: &str| (name.ends_with("_id") || name.ends_with("_arn")) && !name.contains("destination");
        let others = ["route_table_id", "instance_owner_id"];
        let strange: Vec<_> = names.iter().map(|(name, _)| &**name).filter(|name| is_target(name) && !others.contains(name)).collect();
        assert!(strange.len() > 15 && strange.iter().all(|name| crate::aws::Route::TARGETS.contains(name)), "{strange:?}");
    }

    #[test]
    fn types_whose_outputs_may_be_keys() {
        assert!(super::carrying("aws_cloudformation_stack").any(|name| name == "outputs"));
        assert_eq!(super::carrying("aws_not_known").count(), 0);
    }

    #[test]
    fn types_that_change_what_others_are() {
        let naming = SCHEMA.naming.iter().filter(|(name, names)| Kind::altering(name, names.iter().copied()).is_some());
        let mut altering: Vec<_> = naming.map(|(name, _)| *name).collect();
        altering.sort_unstable();
        assert_eq!(
            altering,
            [
                "aws_ec2_transit_gateway_connect",
                "aws_ec2_transit_gateway_policy_table",
                "aws_networkfirewall_firewall",
                "aws_route53_records_exclusive",
                "aws_vpc_route_server_propagation",
                "aws_vpn_concentrator",
                "aws_vpn_connection",
            ]
        );
        // Of a version that is newer than the table.
        assert!(Kind::altering("aws_vpc_security_group_rules_of_tomorrow", ["security_group_id", "ingress_rule_ids"]).is_some());
        assert!(Kind::altering("aws_iam_role_policies_of_tomorrow", ["role_name", "policy_names"]).is_some());
        assert!(Kind::altering("aws_iam_role_tags", ["role_name", "tags"]).is_none());
    }

    #[test]
    fn arguments_that_no_version_has() {
        for name in ["subnet_id", "root_block_device", "force_destroy", "primary_network_interface", "region", "timeouts"] {
            assert_eq!(has_argument(Mode::Managed, "aws_instance", name), Some(true), "{name}");
        }
        assert_eq!(has_argument(Mode::Managed, "aws_instance", "not_known"), Some(false));
        assert_eq!(has_argument(Mode::Data, "aws_vpc_endpoint", "service_region"), Some(true));
        assert_eq!(has_argument(Mode::Managed, "aws_not_known", "not_known"), None);
        assert!(names_others("aws_vpn_connection") && !names_others("aws_not_known"));
    }

    #[test]
    fn what_has_no_region() {
        for name in ["aws_iam_role", "aws_iam_policy", "aws_route53_zone", "aws_organizations_policy"] {
            assert!(!is_regional(name), "{name}");
        }
        for name in ["aws_instance", "aws_launch_template", "aws_ssm_document", "aws_security_group", "aws_not_known"] {
            assert!(is_regional(name), "{name}");
        }
    }

    #[test]
    fn sets_are_told_from_lists() {
        let block = |resource_type: &str, name: &str| SchemaBlock::of(Mode::Managed, resource_type).unwrap().block(name).unwrap();
        assert!(block("aws_instance", "network_interface").is_set());
        assert!(block("aws_route_table", "route").is_set());
        assert!(!block("aws_launch_template", "network_interfaces").is_set());
    }
}
