# Conditions that one call meets together.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
  all      = { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }
  node     = { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*" }
  document = { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/*" }
  deny     = { Effect = "Deny", Action = "ssm:StartSession", Resource = "*" }
  endpoint = "vpce-0123456789abcdef0"
  office   = "192.0.2.0/24"

  policies = {
    # In one statement, either way is open.
    both_ways = jsonencode({ Version = "2012-10-17", Statement = [
      local.all,
      merge(local.deny, { Condition = { StringNotEquals = { "aws:SourceVpce" = local.endpoint }, NotIpAddress = { "aws:SourceIp" = local.office } } }),
    ] })
    # From the part of the office that both name.
    within = jsonencode({ Version = "2012-10-17", Statement = [
      merge(local.node, { Condition = { IpAddress = { "aws:SourceIp" = local.office } } }),
      merge(local.document, { Condition = { IpAddress = { "aws:SourceIp" = "192.0.2.128/25" } } }),
    ] })
    # Patterns on one name that one name has.
    named = jsonencode({ Version = "2012-10-17", Statement = [
      merge(local.node, { Condition = { StringLike = { "aws:userid" = "*:a*" } } }),
      merge(local.document, { Condition = { StringLike = { "aws:userid" = "*:*e" } } }),
    ] })
  }
}

resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "aws_iam_role" "ops" {
  for_each           = local.policies
  name               = each.key
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "ops" {
  for_each = local.policies
  name     = "sessions"
  role     = aws_iam_role.ops[each.key].id
  policy   = each.value
}
