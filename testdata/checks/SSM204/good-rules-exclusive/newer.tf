resource "aws_vpc_security_group_rules_exclusive" "web" {
  security_group_id = aws_security_group.web.id
  ingress_rule_ids  = []
  egress_rule_ids   = [aws_vpc_security_group_egress_rule.https.id, aws_vpc_security_group_egress_rule.postgres.id]
}
