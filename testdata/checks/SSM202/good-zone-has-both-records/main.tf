terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "none"
  secret_key                  = "none"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "node" {
  name = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}

resource "aws_iam_role_policy_attachment" "core" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
  assign_generated_ipv6_cidr_block = true
}

resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
  ipv6_cidr_block                 = cidrsubnet(aws_vpc.main.ipv6_cidr_block, 8, 1)
  assign_ipv6_address_on_creation = false
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
}

resource "aws_route_table_association" "private" {
  subnet_id      = aws_subnet.private.id
  route_table_id = aws_route_table.private.id
}

resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.main.id
  egress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    cidr_blocks      = ["0.0.0.0/0"]
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_instance" "app" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_security_group" "endpoints" {
  name   = "endpoints"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port = 443
    to_port   = 443
    protocol  = "tcp"
    cidr_blocks      = [aws_vpc.main.cidr_block]
    ipv6_cidr_blocks = ["::/0"]
  }
}

resource "aws_vpc_endpoint" "ssm" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.private.id]
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = false
  ip_address_type     = "dualstack"
}

resource "aws_route53_zone" "ssm" {
  name = "ssm.eu-west-1.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.main.id
  }
}

resource "aws_route53_record" "ssm_a" {
  zone_id = aws_route53_zone.ssm.zone_id
  name    = "ssm.eu-west-1.amazonaws.com"
  type    = "A"
  alias {
    name                   = aws_vpc_endpoint.ssm["ssm"].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.ssm["ssm"].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_record" "ssm_aaaa" {
  zone_id = aws_route53_zone.ssm.zone_id
  name    = "ssm.eu-west-1.amazonaws.com"
  type    = "AAAA"
  alias {
    name                   = aws_vpc_endpoint.ssm["ssm"].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.ssm["ssm"].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_zone" "ssmmessages" {
  name = "ssmmessages.eu-west-1.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.main.id
  }
}

resource "aws_route53_record" "ssmmessages_a" {
  zone_id = aws_route53_zone.ssmmessages.zone_id
  name    = "ssmmessages.eu-west-1.amazonaws.com"
  type    = "A"
  alias {
    name                   = aws_vpc_endpoint.ssm["ssmmessages"].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.ssm["ssmmessages"].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_record" "ssmmessages_aaaa" {
  zone_id = aws_route53_zone.ssmmessages.zone_id
  name    = "ssmmessages.eu-west-1.amazonaws.com"
  type    = "AAAA"
  alias {
    name                   = aws_vpc_endpoint.ssm["ssmmessages"].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.ssm["ssmmessages"].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_zone" "ec2messages" {
  name = "ec2messages.eu-west-1.amazonaws.com"
  vpc {
    vpc_id = aws_vpc.main.id
  }
}

resource "aws_route53_record" "ec2messages_a" {
  zone_id = aws_route53_zone.ec2messages.zone_id
  name    = "ec2messages.eu-west-1.amazonaws.com"
  type    = "A"
  alias {
    name                   = aws_vpc_endpoint.ssm["ec2messages"].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.ssm["ec2messages"].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}

resource "aws_route53_record" "ec2messages_aaaa" {
  zone_id = aws_route53_zone.ec2messages.zone_id
  name    = "ec2messages.eu-west-1.amazonaws.com"
  type    = "AAAA"
  alias {
    name                   = aws_vpc_endpoint.ssm["ec2messages"].dns_entry[0].dns_name
    zone_id                = aws_vpc_endpoint.ssm["ec2messages"].dns_entry[0].hosted_zone_id
    evaluate_target_health = false
  }
}
