# Roles and policies by for_each, each for the instances of its team.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  teams = { payments = "eu", core = "eu" }
}

resource "aws_iam_role" "team" {
  for_each = local.teams
  name     = "team-${each.key}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "team" {
  for_each = local.teams
  name     = "sessions"
  role     = aws_iam_role.team[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringEquals = { "ssm:resourceTag/Team" = each.key } } },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell" },
    ]
  })
}

resource "aws_instance" "pay" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Team = "payments" }
}

resource "aws_instance" "core" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Team = "core" }
}
