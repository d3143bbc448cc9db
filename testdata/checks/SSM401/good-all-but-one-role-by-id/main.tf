# Everybody but one role is denied, by its id: a role that is made now has another, and nobody chooses it.
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
}

resource "aws_iam_role" "breakglass" {
  name               = "breakglass"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "breakglass" {
  name = "sessions"
  role = aws_iam_role.breakglass.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { StringNotLike = { "aws:userid" = ["AROAEXAMPLEEXAMPLE12:*"] } } },
    ]
  })
}

resource "aws_iam_role" "roles" {
  name               = "roles"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "roles" {
  name = "sessions"
  role = aws_iam_role.roles.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { StringLike = { "aws:userid" = "AROA*" } } },
    ]
  })
}
