# Calls of which no page says whether there are any.
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
    # The console’s private access names the VPC and no endpoint; whether it does so for sessions, no page says.
    console = jsonencode({ Version = "2012-10-17", Statement = [
      merge(local.all, { Condition = { StringEquals = { "aws:SourceVpc" = "vpc-0123456789abcdef0" }, Null = { "aws:SourceVpce" = "true" } } }),
    ] })
    # Neither from an address nor by an endpoint.
    neither = jsonencode({ Version = "2012-10-17", Statement = [
      local.all,
      merge(local.deny, { Condition = { Null = { "aws:SourceIp" = "false" } } }),
      merge(local.deny, { Condition = { Null = { "aws:SourceVpce" = "false" } } }),
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
