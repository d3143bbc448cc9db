# The name of a user for users, and the id for roles: one of both matches.
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

resource "aws_iam_role" "both" {
  name               = "both"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "both" {
  name = "sessions"
  role = aws_iam_role.both.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = ["arn:aws:ssm:*:*:session/$${aws:username}-*", "arn:aws:ssm:*:*:session/$${aws:userid}-*"] },
    ])
  })
}

resource "aws_iam_role" "two" {
  name               = "two"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "two" {
  name = "sessions"
  role = aws_iam_role.two.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "arn:aws:ssm:*:*:session/$${aws:username}-*" },
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "arn:aws:ssm:*:*:session/$${aws:userid}-*" },
    ])
  })
}

resource "aws_iam_role" "but" {
  name               = "but"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "but" {
  name = "sessions"
  role = aws_iam_role.but.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], NotResource = "arn:aws:ssm:*:*:session/$${aws:username}-*", Condition = { StringLike = { "ssm:resourceTag/aws:ssmmessages:session-id" = "$${aws:userid}" } } },
    ])
  })
}
