# In a policy of an old version, variables are plain text, which no session is called.
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

resource "aws_iam_role" "old" {
  name               = "old"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "old" {
  name = "sessions"
  role = aws_iam_role.old.id
  policy = jsonencode({
    Version   = "2008-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "arn:aws:ssm:*:*:session/$${aws:userid}-*" },
    ])
  })
}

resource "aws_iam_role" "none" {
  name               = "none"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "none" {
  name = "sessions"
  role = aws_iam_role.none.id
  policy = jsonencode({
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "arn:aws:ssm:*:*:session/$${aws:userid}-*" },
    ])
  })
}

resource "aws_iam_role" "tag" {
  name               = "tag"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy" "tag" {
  name = "sessions"
  role = aws_iam_role.tag.id
  policy = jsonencode({
    Version   = "2008-10-17"
    Statement = concat(local.shell, [
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "*", Condition = { StringLike = { "ssm:resourceTag/aws:ssmmessages:session-id" = "$${aws:userid}" } } },
    ])
  })
}

resource "aws_iam_user" "ann" {
  name = "ann"
}
resource "aws_iam_user_policy" "ann" {
  name = "sessions"
  user = aws_iam_user.ann.name
  policy = jsonencode({
    Version   = "2008-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "arn:aws:ssm:*:*:session/$${aws:username}-*" }]
  })
}
