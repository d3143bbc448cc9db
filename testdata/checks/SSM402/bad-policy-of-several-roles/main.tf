# One policy document is written for the roles of two teams; a third role is by itself.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  teams = toset(["payments", "search"])
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

data "aws_iam_policy_document" "developer" {
  statement {
    sid       = "Targets"
    actions   = ["ssm:StartSession"]
    resources = ["arn:aws:ec2:*:123456789012:instance/*"]
  }

  # The condition is meant for instances, which have the tag.
  statement {
    sid       = "Shell"
    actions   = ["ssm:StartSession"]
    resources = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"]

    condition {
      test     = "StringEquals"
      variable = "aws:ResourceTag/Team"
      values   = ["platform"]
    }
  }

  statement {
    sid       = "Tunnels"
    actions   = ["ssm:StartSession"]
    resources = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSessionToRemoteHost"]
  }
}

resource "aws_iam_role" "developer" {
  for_each           = local.teams
  name               = "developer-${each.key}"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "developer" {
  for_each = local.teams
  name     = "sessions"
  role     = aws_iam_role.developer[each.key].id
  policy   = data.aws_iam_policy_document.developer.json
}

resource "aws_iam_role" "oncall" {
  name               = "oncall"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "oncall" {
  name = "sessions"
  role = aws_iam_role.oncall.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:123456789012:instance/*" },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*" },
    ]
  })
}
