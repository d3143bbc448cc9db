# A policy is attached to a group, and to users: one is not in the group, one has it by both, and one by the group alone.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_policy" "sessions" {
  name = "sessions"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }]
  })
}

resource "aws_iam_group" "operators" {
  name = "operators"
}

resource "aws_iam_user" "outside" {
  name = "outside"
}

resource "aws_iam_user" "both" {
  name = "both"
}

resource "aws_iam_user" "member" {
  name = "member"
}

resource "aws_iam_group_membership" "operators" {
  name  = "operators"
  group = aws_iam_group.operators.name
  users = [aws_iam_user.both.name, aws_iam_user.member.name]
}

resource "aws_iam_policy_attachment" "sessions" {
  name       = "sessions"
  policy_arn = aws_iam_policy.sessions.arn
  groups     = [aws_iam_group.operators.name]
  users      = [aws_iam_user.outside.name, aws_iam_user.both.name]
}
