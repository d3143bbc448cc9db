# A policy document asks documents for the tag of the instances.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssm_document" "shell" {
  name            = "TeamShell"
  document_type   = "Session"
  document_format = "JSON"
  content = jsonencode({
    schemaVersion = "1.0"
    description   = "A shell of the team"
    sessionType   = "Standard_Stream"
    inputs        = { idleSessionTimeout = "20", maxSessionDuration = "60", s3BucketName = "session-logs", s3EncryptionEnabled = true }
  })
}

data "aws_iam_policy_document" "sessions" {
  statement {
    sid     = "Payments"
    actions = ["ssm:StartSession"]
    resources = [
      "arn:aws:ec2:*:123456789012:instance/*",
      "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell",
      "arn:aws:ssm:*:123456789012:document/TeamShell", # theirs
    ]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/Team"
      values   = ["payments"]
    }
  }
}

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "ops" {
  name   = "sessions"
  role   = aws_iam_role.ops.id
  policy = data.aws_iam_policy_document.sessions.json
}
