
terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role" "good" {
  name_prefix = "good-"
  assume_role_policy = local.trust
}
resource "aws_iam_role" "bad" {
  name_prefix = "bad-"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy_attachment" "good" {
  role       = aws_iam_role.good.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "good" {
  name_prefix = "good-"
  role = aws_iam_role.good.name
}
resource "aws_iam_instance_profile" "bad" {
  name_prefix = "bad-"
  role = aws_iam_role.bad.name
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_support   = true
  enable_dns_hostnames = true
}
resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "web" {
  name_prefix   = "web"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_internet_gateway" "i" { vpc_id = aws_vpc.main.id }
resource "aws_subnet" "pub" {
  vpc_id = aws_vpc.main.id
  cidr_block = "10.0.9.0/24"
}
resource "aws_eip" "e" { domain = "vpc" }
resource "aws_nat_gateway" "n" {
  allocation_id = aws_eip.e.id
  subnet_id = aws_subnet.pub.id
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.i.id
  }
}
resource "aws_route_table" "priv" {
  vpc_id = aws_vpc.main.id
  dynamic "route" {
    for_each = aws_nat_gateway.n.id == null ? [] : [aws_nat_gateway.n.id]
    iterator = it
    content {
      cidr_block = "0.0.0.0/0"
      nat_gateway_id = it.value
    }
  }
}
resource "aws_route_table_association" "pub" {
  subnet_id = aws_subnet.pub.id
  route_table_id = aws_route_table.pub.id
}
resource "aws_route_table_association" "priv" {
  subnet_id = aws_subnet.private.id
  route_table_id = aws_route_table.priv.id
}
resource "aws_network_acl" "n" {
  vpc_id = aws_vpc.main.id
  subnet_ids = [aws_subnet.private.id]
  dynamic "egress" {
    for_each = aws_vpc.main.id != null ? [{ n = 50, a = "deny" }, { n = 100, a = "allow" }] : []
    content {
      rule_no = egress.value.n
      action = egress.value.a
      protocol = -1
      from_port = 0
      to_port = 0
      cidr_block = "0.0.0.0/0"
    }
  }
  ingress {
    rule_no = 100
    action = "allow"
    protocol = "-1"
    from_port = 0
    to_port = 0
    cidr_block = "0.0.0.0/0"
  }
}

resource "aws_instance" "web" {
  ami = "ami-12345678"
  instance_type = "t3.micro"
  subnet_id = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.web.id]
  iam_instance_profile = aws_iam_instance_profile.good.name
}
