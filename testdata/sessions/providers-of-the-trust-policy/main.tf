# A session has a provider of the trust policy of its role, and no other.
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

resource "aws_iam_role" "own" {
  name = "own"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } }]
  })
}

resource "aws_iam_role_policy" "own" {
  name = "sessions"
  role = aws_iam_role.own.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:FederatedProvider" = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } } },
    ]
  })
}

resource "aws_iam_role" "other" {
  name = "other"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } }]
  })
}

resource "aws_iam_role_policy" "other" {
  name = "sessions"
  role = aws_iam_role.other.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:FederatedProvider" = "arn:aws:iam::123456789012:saml-provider/corp" } } },
    ]
  })
}

resource "aws_iam_role" "either" {
  name = "either"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } }, { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "either" {
  name = "sessions"
  role = aws_iam_role.either.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:FederatedProvider" = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } } },
    ]
  })
}

resource "aws_iam_role" "neither" {
  name = "neither"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } }, { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "neither" {
  name = "sessions"
  role = aws_iam_role.neither.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:FederatedProvider" = "arn:aws:iam::123456789012:saml-provider/corp" } } },
    ]
  })
}

resource "aws_iam_role" "evaded" {
  name = "evaded"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } }, { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "evaded" {
  name = "sessions"
  role = aws_iam_role.evaded.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { StringEquals = { "aws:FederatedProvider" = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } } },
    ]
  })
}

resource "aws_iam_role" "two" {
  name = "two"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRoleWithWebIdentity", Principal = { Federated = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } }, { Effect = "Allow", Action = "sts:AssumeRoleWithSAML", Principal = { Federated = "arn:aws:iam::123456789012:saml-provider/corp" } }]
  })
}

resource "aws_iam_role_policy" "two" {
  name = "sessions"
  role = aws_iam_role.two.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:FederatedProvider" = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" } } },
    ]
  })
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
