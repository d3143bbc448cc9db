# Endpoints of a hub VPC for several spokes, with private hosted zones; one of the zones is left out for one spoke.
locals {
  services = toset(["ssm", "ssmmessages", "ec2messages"])
  spokes = {
    a = { number = 1, zones = local.services }
    b = { number = 2, zones = toset(["ssm", "ec2messages"]) }
  }
  associations = merge([for key, spoke in local.spokes : { for zone in spoke.zones : "${key}/${zone}" => { spoke = key, zone = zone } }]...)
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "host" {
  name = "host"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  managed_policy_arns = ["arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"]
}

resource "aws_iam_instance_profile" "host" {
  name = "host-profile"
  role = aws_iam_role.host.name
}

resource "aws_ec2_transit_gateway" "main" {
  description = "main"
}

resource "aws_vpc" "hub" {
  cidr_block           = "10.100.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "hub" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.100.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "ep" {
  name   = "ep"
  vpc_id = aws_vpc.hub.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}

resource "aws_vpc_endpoint" "ssm" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.hub.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.hub.id]
  security_group_ids  = [aws_security_group.ep.id]
  private_dns_enabled = false
}

resource "aws_vpc" "spoke" {
  for_each             = local.spokes
  cidr_block           = "10.${each.value.number}.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "app" {
  for_each          = local.spokes
  vpc_id            = aws_vpc.spoke[each.key].id
  cidr_block        = "10.${each.value.number}.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_security_group" "app" {
  for_each = local.spokes
  name     = "app"
  vpc_id   = aws_vpc.spoke[each.key].id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_route53_zone" "ssm" {
  for_each = toset(["ssm", "ssmmessages", "ec2messages"])
  name     = "${each.key}.eu-west-1.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.hub.id
  }
  lifecycle {
    ignore_changes = [vpc]
  }
}

resource "aws_route53_zone_association" "spoke" {
  for_each = local.associations
  zone_id  = aws_route53_zone.ssm[each.value.zone].zone_id
  vpc_id   = aws_vpc.spoke[each.value.spoke].id
}

resource "aws_route53_record" "ssm" {
  for_each = aws_vpc_endpoint.ssm
  zone_id  = aws_route53_zone.ssm[each.key].zone_id
  name     = "${each.key}.eu-west-1.amazonaws.com"
  type     = "A"
  alias {
    name                   = each.value.dns_entry[0].dns_name
    zone_id                = each.value.dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_ec2_transit_gateway_vpc_attachment" "hub" {
  transit_gateway_id = aws_ec2_transit_gateway.main.id
  vpc_id             = aws_vpc.hub.id
  subnet_ids         = [aws_subnet.hub.id]
}

resource "aws_ec2_transit_gateway_vpc_attachment" "spoke" {
  for_each           = local.spokes
  transit_gateway_id = aws_ec2_transit_gateway.main.id
  vpc_id             = aws_vpc.spoke[each.key].id
  subnet_ids         = [aws_subnet.app[each.key].id]
}

resource "aws_route_table" "spoke" {
  for_each = local.spokes
  vpc_id   = aws_vpc.spoke[each.key].id
  route {
    cidr_block = "10.100.0.0/16"
    transit_gateway_id = aws_ec2_transit_gateway.main.id
  }
}

resource "aws_route_table_association" "spoke_app" {
  for_each       = local.spokes
  subnet_id      = aws_subnet.app[each.key].id
  route_table_id = aws_route_table.spoke[each.key].id
}

resource "aws_route_table" "hub" {
  vpc_id = aws_vpc.hub.id
  route {
    cidr_block = "10.0.0.0/8"
    transit_gateway_id = aws_ec2_transit_gateway.main.id
  }
}

resource "aws_route_table_association" "hub_hub" {
  subnet_id      = aws_subnet.hub.id
  route_table_id = aws_route_table.hub.id
}

resource "aws_instance" "app" {
  for_each               = local.spokes
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.app[each.key].id
  vpc_security_group_ids = [aws_security_group.app[each.key].id]
  iam_instance_profile   = aws_iam_instance_profile.host.name
}

