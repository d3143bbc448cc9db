# Some of the names that may be written may be started: those of one pattern within the other, of two that cross, of the user itself, or of a document with a tag.
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

resource "aws_iam_role" "prefix" {
  name               = "prefix"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "prefix" {
  name = "sessions"
  role = aws_iam_role.prefix.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/ops-*"] },
      { Effect = "Allow", Action = "ssm:CreateDocument", Resource = "arn:aws:ssm:*:123456789012:document/ops-shell-*" },
    ]
  })
}

resource "aws_iam_role" "crossing" {
  name               = "crossing"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "crossing" {
  name = "sessions"
  role = aws_iam_role.crossing.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/ops-*"] },
      { Effect = "Allow", Action = "ssm:CreateDocument", Resource = "arn:aws:ssm:*:123456789012:document/*-shell" },
    ]
  })
}

resource "aws_iam_role" "longer" {
  name               = "longer"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "longer" {
  name = "sessions"
  role = aws_iam_role.longer.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/ops-??-shell"] },
      { Effect = "Allow", Action = "ssm:UpdateDocument", Resource = "arn:aws:ssm:*:123456789012:document/ops-*" },
    ]
  })
}

resource "aws_iam_role" "tagged" {
  name               = "tagged"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "tagged" {
  name = "sessions"
  role = aws_iam_role.tagged.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/*"] },
      { Effect = "Allow", Action = "ssm:UpdateDocument", Resource = "*", Condition = { StringEquals = { "aws:ResourceTag/Team" = "payments" } } },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell" },
    ]
  })
}

resource "aws_iam_user" "ann" {
  name = "ann"
}
resource "aws_iam_user_policy" "ann" {
  name = "sessions"
  user = aws_iam_user.ann.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/$${aws:username}-*"] },
      { Effect = "Allow", Action = "ssm:CreateDocument", Resource = "arn:aws:ssm:*:123456789012:document/$${aws:username}-*" },
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
  tags = { Team = "payments" }
}
