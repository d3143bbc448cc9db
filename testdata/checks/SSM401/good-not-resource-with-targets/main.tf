# NotResource lists the instances and the shell, so every other document is denied.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "developer" {
  name = "developer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

data "aws_iam_policy_document" "sessions" {
  statement {
    actions   = ["ssm:StartSession"]
    resources = ["*"]
  }
  statement {
    effect  = "Deny"
    actions = ["ssm:StartSession"]
    not_resources = [
      "arn:aws:ec2:*:*:instance/*",
      "arn:aws:ssm:*:*:managed-instance/*",
      "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell",
    ]
  }
}

resource "aws_iam_role_policy" "sessions" {
  role   = aws_iam_role.developer.id
  policy = data.aws_iam_policy_document.sessions.json
}
