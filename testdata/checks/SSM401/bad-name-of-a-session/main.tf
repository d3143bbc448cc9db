# Whoever assumes a role chooses the name of the session, and so the end of the id.
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

resource "aws_iam_role" "named" {
  name               = "named"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "named" {
  name = "sessions"
  role = aws_iam_role.named.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { StringNotLike = { "aws:userid" = "*:admin" } } },
    ]
  })
}

resource "aws_iam_role" "part" {
  name               = "part"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "part" {
  name = "sessions"
  role = aws_iam_role.part.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { StringLike = { "aws:userid" = ["AROA*:dev-*", "AROA*:ops-*"] } } },
    ]
  })
}
