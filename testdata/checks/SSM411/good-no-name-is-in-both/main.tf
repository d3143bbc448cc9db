# No name that may be written may be started, or the document of that name is there and may only be made.
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
  shell = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"] }]
}

resource "aws_iam_role" "apart" {
  name               = "apart"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "apart" {
  name = "sessions"
  role = aws_iam_role.apart.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/ops-*"] },
      { Effect = "Allow", Action = ["ssm:CreateDocument", "ssm:UpdateDocument"], Resource = "arn:aws:ssm:*:123456789012:document/dev-*" },
    ]
  })
}

resource "aws_iam_role" "suffix" {
  name               = "suffix"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "suffix" {
  name = "sessions"
  role = aws_iam_role.suffix.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/*-shell"] },
      { Effect = "Allow", Action = ["ssm:CreateDocument", "ssm:UpdateDocument"], Resource = "arn:aws:ssm:*:123456789012:document/*-run" },
    ]
  })
}

resource "aws_iam_role" "denied" {
  name               = "denied"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "denied" {
  name = "sessions"
  role = aws_iam_role.denied.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/ops-*"] },
      { Effect = "Allow", Action = "ssm:CreateDocument", Resource = "arn:aws:ssm:*:123456789012:document/ops-shell-*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:123456789012:document/ops-shell-*" },
    ]
  })
}

resource "aws_iam_role" "there" {
  name               = "there"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "there" {
  name = "sessions"
  role = aws_iam_role.there.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/payments-tunnel"] },
      { Effect = "Allow", Action = "ssm:CreateDocument", Resource = "*" },
    ]
  })
}

resource "aws_ssm_document" "tunnel" {
  name          = "payments-tunnel"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    properties    = { portNumber = "5432", type = "LocalPortForwarding" }
  })
}
