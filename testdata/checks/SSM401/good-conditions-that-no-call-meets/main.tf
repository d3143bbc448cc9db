# Each condition can be met, and no call meets those that have to hold together.
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
    # A call by an endpoint carries no address, and one from an address no endpoint.
    either = jsonencode({ Version = "2012-10-17", Statement = [
      local.all,
      merge(local.deny, { Condition = { StringNotEquals = { "aws:SourceVpce" = local.endpoint } } }),
      merge(local.deny, { Condition = { NotIpAddress = { "aws:SourceIp" = local.office } } }),
    ] })
    # The target by the endpoint, the document from the office: one call is authorised for both.
    both = jsonencode({ Version = "2012-10-17", Statement = [
      merge(local.node, { Condition = { StringEquals = { "aws:SourceVpce" = local.endpoint } } }),
      merge(local.document, { Condition = { IpAddress = { "aws:SourceIp" = local.office } } }),
    ] })
    # From two places at once.
    elsewhere = jsonencode({ Version = "2012-10-17", Statement = [
      merge(local.node, { Condition = { IpAddress = { "aws:SourceIp" = local.office } } }),
      merge(local.document, { Condition = { IpAddress = { "aws:SourceIp" = "198.51.100.0/24" } } }),
    ] })
    # A session of a role has a token.
    keys = jsonencode({ Version = "2012-10-17", Statement = [
      merge(local.all, { Condition = { Null = { "aws:TokenIssueTime" = "true" } } }),
    ] })
    # Only who signed in with MFA has an age of it.
    aged = jsonencode({ Version = "2012-10-17", Statement = [
      merge(local.all, { Condition = { NumericLessThan = { "aws:MultiFactorAuthAge" = "100" }, BoolIfExists = { "aws:MultiFactorAuthPresent" = "false" } } }),
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
