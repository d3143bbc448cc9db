# Every session has the provider of the trust policy; every name begins with the prefix.
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

resource "aws_iam_role" "federated" {
  name = "federated"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } }]
  })
}

resource "aws_iam_role_policy" "federated" {
  name = "sessions"
  role = aws_iam_role.federated.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { StringLike = { "aws:FederatedProvider" = "*token.actions.githubusercontent.com" } } },
    ]
  })
}

resource "aws_iam_role" "prefixed" {
  name_prefix = "ops-"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "prefixed" {
  name = "sessions"
  role = aws_iam_role.prefixed.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { ArnLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/ops-*" } } },
    ]
  })
}
