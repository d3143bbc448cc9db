# Whoever asks needs MFA. Users who assume a role bring theirs; identity providers and services have none. A role whose trust policy denies
# everybody has no sessions.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  trust = {
    people      = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
    saml        = [{ Effect = "Allow", Action = "sts:AssumeRoleWithSAML", Principal = { Federated = "arn:aws:iam::123456789012:saml-provider/corp" } }]
    oidc        = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } }]
    lambda      = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
    quarantined = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } },
      { Effect = "Deny", Action = "sts:*", Principal = "*" },
    ]
    closed_to_roles_only = [
      { Effect = "Allow", Action = ["sts:AssumeRole", "sts:AssumeRoleWithSAML"], Principal = { AWS = "arn:aws:iam::123456789012:root" } },
      { Effect = "Deny", Action = "sts:AssumeRole", Principal = "*", Condition = { Bool = { "aws:PrincipalIsAWSService" = "true" } } },
    ]
  }
}

resource "aws_iam_role" "caller" {
  for_each = local.trust
  name     = each.key
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = each.value
  })
}

resource "aws_iam_role_policy" "caller" {
  for_each = local.trust
  name     = "sessions"
  role     = aws_iam_role.caller[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "ssm:StartSession"
      Resource  = "*"
      Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
    }]
  })
}

resource "aws_instance" "depot" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
}
