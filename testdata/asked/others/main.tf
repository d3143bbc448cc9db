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
  skip_requesting_account_id  = false
}

resource "aws_vpc" "shared" {
  cidr_block           = "10.7.0.0/16"
  enable_dns_hostnames = true
  tags                 = { Name = "shared" }
}
resource "aws_internet_gateway" "g" { vpc_id = aws_vpc.shared.id }
resource "aws_subnet" "pub" {
  vpc_id     = aws_vpc.shared.id
  cidr_block = "10.7.0.0/24"
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.shared.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.g.id
  }
}
resource "aws_route_table_association" "pub" {
  subnet_id      = aws_subnet.pub.id
  route_table_id = aws_route_table.pub.id
}
resource "aws_eip" "n" { domain = "vpc" }
resource "aws_nat_gateway" "n" {
  subnet_id     = aws_subnet.pub.id
  allocation_id = aws_eip.n.id
}
resource "aws_subnet" "priv" {
  vpc_id     = aws_vpc.shared.id
  cidr_block = "10.7.1.0/24"
  tags       = { Tier = "private" }
}
resource "aws_route_table" "priv" {
  vpc_id = aws_vpc.shared.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.n.id
  }
}
resource "aws_route_table_association" "priv" {
  subnet_id      = aws_subnet.priv.id
  route_table_id = aws_route_table.priv.id
}
resource "aws_subnet" "dark" {
  vpc_id     = aws_vpc.shared.id
  cidr_block = "10.7.2.0/24"
  tags       = { Tier = "dark" }
}
resource "aws_security_group" "out" {
  name   = "corp-out"
  vpc_id = aws_vpc.shared.id
  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "closed" {
  name   = "corp-closed"
  vpc_id = aws_vpc.shared.id
}
resource "aws_iam_role" "node" {
  name               = "corp-node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_policy" "agent" {
  name   = "corp-agent"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = aws_iam_policy.agent.arn
}
resource "aws_iam_instance_profile" "node" {
  name = "corp-node"
  role = aws_iam_role.node.name
}
resource "aws_iam_policy" "ops" {
  name   = "CorpOps"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}
resource "aws_iam_policy" "tagger" {
  name   = "CorpTagger"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ec2:CreateTags", Resource = "*" }] })
}
resource "aws_iam_policy" "boundary" {
  name   = "CorpBoundary"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:*", Resource = "*" }, { Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/AWS-StartPort*" }] })
}
resource "aws_iam_group" "dev" { name = "developers" }
resource "aws_iam_group_policy_attachment" "dev" {
  group      = aws_iam_group.dev.name
  policy_arn = aws_iam_policy.ops.arn
}
resource "aws_kms_key" "k" {}
resource "aws_cloudwatch_log_group" "s" {
  name       = "/corp/sessions"
  kms_key_id = aws_kms_key.k.arn
}
resource "aws_cloudwatch_log_group" "p" { name = "/corp/plain" }
resource "aws_launch_template" "lt" {
  name          = "corp-lt"
  image_id      = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  iam_instance_profile { name = aws_iam_instance_profile.node.name }
  vpc_security_group_ids = [aws_security_group.out.id]
}
