terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "x"
  secret_key                  = "x"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "ep" {
  name   = "ep"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}
resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "ssm" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [aws_subnet.a.id]
  security_group_ids  = [aws_security_group.ep.id]
  private_dns_enabled = true
}
locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
  agent   = aws_iam_policy.agent.arn
  account = split(":", local.agent)[4]
}

resource "aws_iam_policy" "agent" {
  name = "agent"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*"], Resource = "*" }]
  })
}

resource "aws_iam_policy" "other" {
  name = "other"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:ListAllMyBuckets", Resource = "*" }]
  })
}

data "aws_arn" "agent" {
  arn = local.agent
}

resource "terraform_data" "arns" {
  input = { agent = local.agent, same = [local.agent] }
}

locals {
  arns = {
    handed_on  = terraform_data.arns.output.agent
    same       = terraform_data.arns.output.same[0]
    looked_up  = data.aws_arn.agent.id
    parts      = "arn:${data.aws_arn.agent.partition}:iam::${data.aws_arn.agent.account}:${data.aws_arn.agent.resource}"
    rebuilt    = "arn:aws:iam::${local.account}:policy/agent"
    renamed    = replace(aws_iam_policy.other.arn, "policy/other", "policy/agent")
    other      = replace(local.agent, "policy/agent", "policy/other")
    other_data = replace(terraform_data.arns.output.agent, "policy/agent", "policy/other")
    other_arn  = "arn:aws:iam::${data.aws_arn.agent.account}:policy/other"
    nobody     = "arn:aws:iam::${local.account}:policy/made-elsewhere"
    cut        = replace(terraform_data.arns.output.agent, "agent", "other")
  }
}

resource "aws_iam_role" "app" {
  for_each           = local.arns
  name               = each.key
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy_attachment" "app" {
  for_each   = local.arns
  role       = aws_iam_role.app[each.key].name
  policy_arn = each.value
}

resource "aws_iam_instance_profile" "app" {
  for_each = local.arns
  name     = each.key
  role     = aws_iam_role.app[each.key].name
}

resource "aws_instance" "app" {
  for_each               = local.arns
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a.id
  vpc_security_group_ids = [aws_security_group.app.id]
  iam_instance_profile   = aws_iam_instance_profile.app[each.key].name
}
