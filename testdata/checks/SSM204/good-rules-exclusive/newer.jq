# What hashicorp/aws 6 makes of newer.tf, which 5.100 does not know: jq -c -f newer.jq on the plan of main.tf.
{ address: "aws_vpc_security_group_rules_exclusive.web", mode: "managed", type: "aws_vpc_security_group_rules_exclusive", name: "web",
  provider_name: "registry.terraform.io/hashicorp/aws" } as $web
| { ingress_rule_ids: [], region: "eu-west-1" } as $known
| ["aws_vpc_security_group_egress_rule.https", "aws_vpc_security_group_egress_rule.postgres"] as $rules
| .resource_changes += [$web + { change: { actions: ["create"], before: null, after: $known, before_sensitive: false,
    after_unknown: { security_group_id: true, ingress_rule_ids: [], egress_rule_ids: true },
    after_sensitive: { ingress_rule_ids: [], egress_rule_ids: [] } } }]
| .planned_values.root_module.resources += [$web + { schema_version: 0, values: $known, sensitive_values: { ingress_rule_ids: [] } }]
| .configuration.root_module.resources += [($web | del(.provider_name)) + { provider_config_key: "aws", schema_version: 0, expressions: {
    security_group_id: { references: ["aws_security_group.web.id", "aws_security_group.web"] },
    ingress_rule_ids: { constant_value: [] },
    egress_rule_ids: { references: [$rules[] | (. + ".id"), .] } } }]
