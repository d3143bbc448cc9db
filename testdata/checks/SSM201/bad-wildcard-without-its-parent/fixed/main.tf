terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}
resource "aws_iam_role_policy_attachment" "node_core" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

locals {
  services = toset(["ssm", "ssmmessages", "ec2messages"])
  zones    = toset(split(" ", "ssm ssmmessages ec2messages"))
}
resource "aws_ec2_transit_gateway" "tgw" {
}
resource "aws_vpc" "hub" {
  cidr_block = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_vpc" "spoke" {
  cidr_block = "10.1.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "hub" {
  vpc_id = aws_vpc.hub.id
  cidr_block = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "spoke" {
  vpc_id = aws_vpc.spoke.id
  cidr_block = "10.1.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_route_table" "hub" {
  vpc_id = aws_vpc.hub.id
}
resource "aws_route_table_association" "hub" {
  subnet_id = aws_subnet.hub.id
  route_table_id = aws_route_table.hub.id
}
resource "aws_route_table" "spoke" {
  vpc_id = aws_vpc.spoke.id
}
resource "aws_route_table_association" "spoke" {
  subnet_id = aws_subnet.spoke.id
  route_table_id = aws_route_table.spoke.id
}
resource "aws_ec2_transit_gateway_vpc_attachment" "hub" {
  transit_gateway_id = aws_ec2_transit_gateway.tgw.id
  vpc_id = aws_vpc.hub.id
  subnet_ids = [aws_subnet.hub.id]


}
resource "aws_ec2_transit_gateway_vpc_attachment" "spoke" {
  transit_gateway_id = aws_ec2_transit_gateway.tgw.id
  vpc_id = aws_vpc.spoke.id
  subnet_ids = [aws_subnet.spoke.id]


}
resource "aws_security_group" "app" {
  name = "app"
  vpc_id = aws_vpc.spoke.id
  egress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "endpoints" {
  name = "endpoints"
  vpc_id = aws_vpc.hub.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
resource "aws_vpc_endpoint" "e" {
  for_each = local.services
  vpc_id = aws_vpc.hub.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  private_dns_enabled = false
  subnet_ids = [aws_subnet.hub.id]
  security_group_ids = [aws_security_group.endpoints.id]
}
resource "aws_route53_zone" "e" {
  for_each = local.zones
  name = "${each.key}.eu-west-1.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.hub.id
  }
  lifecycle {
    ignore_changes = [vpc]
  }
}
resource "aws_route53_record" "e" {
  for_each = local.zones
  zone_id = aws_route53_zone.e[each.key].id
  name = "*.${each.key}.eu-west-1.amazonaws.com"
  type = "A"
  alias {
    name = aws_vpc_endpoint.e[each.key].dns_entry[0].dns_name
    zone_id = aws_vpc_endpoint.e[each.key].dns_entry[0].hosted_zone_id
    evaluate_target_health = true
  }
}

resource "aws_route53_zone_association" "spoke" {
  for_each = local.zones
  zone_id = aws_route53_zone.e[each.key].id
  vpc_id = aws_vpc.spoke.id
}

resource "aws_route" "spoke" {
  route_table_id = aws_route_table.spoke.id
  destination_cidr_block = "0.0.0.0/0"
  transit_gateway_id = aws_ec2_transit_gateway.tgw.id
  depends_on = [aws_ec2_transit_gateway_vpc_attachment.spoke]
}

resource "aws_route" "hub" {
  route_table_id = aws_route_table.hub.id
  destination_cidr_block = "10.0.0.0/8"
  transit_gateway_id = aws_ec2_transit_gateway.tgw.id
  depends_on = [aws_ec2_transit_gateway_vpc_attachment.hub]
}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.spoke.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_route53_record" "apex" {
  for_each = local.zones
  zone_id  = aws_route53_zone.e[each.key].id
  name     = "${each.key}.eu-west-1.amazonaws.com"
  type     = "A"
  alias {
    name                   = aws_vpc_endpoint.e[each.key].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.e[each.key].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}
