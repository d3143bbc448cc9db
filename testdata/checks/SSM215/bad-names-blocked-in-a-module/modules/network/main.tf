resource "aws_vpc" "this" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "this" {
  vpc_id                  = aws_vpc.this.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}

resource "aws_internet_gateway" "this" {
  vpc_id = aws_vpc.this.id
}

resource "aws_route_table" "this" {
  vpc_id = aws_vpc.this.id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.this.id
  }
}

resource "aws_route_table_association" "this" {
  subnet_id      = aws_subnet.this.id
  route_table_id = aws_route_table.this.id
}

resource "aws_route53_resolver_firewall_domain_list" "all" {
  name    = "all"
  domains = ["*."]
}

resource "aws_route53_resolver_firewall_rule_group" "this" {
  name = "egress"
}

resource "aws_route53_resolver_firewall_rule" "rest" {
  name                    = "rest"
  action                  = "BLOCK"
  block_response          = "NODATA"
  priority                = 500
  firewall_rule_group_id  = aws_route53_resolver_firewall_rule_group.this.id
  firewall_domain_list_id = aws_route53_resolver_firewall_domain_list.all.id
}

resource "aws_route53_resolver_firewall_rule_group_association" "this" {
  name                   = "egress"
  firewall_rule_group_id = aws_route53_resolver_firewall_rule_group.this.id
  priority               = 101
  vpc_id                 = aws_vpc.this.id
}
