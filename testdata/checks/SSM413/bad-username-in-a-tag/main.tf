# aws:username has no value for a role: a tag of the session is never equal to it. For a user it has one.
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}
resource "aws_iam_role_policy" "ops_sessions" {
  name = "sessions"
  role = aws_iam_role.ops.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "*", Condition = { StringLike = { "ssm:resourceTag/aws:ssmmessages:session-id" = ["$${aws:username}"] } } }
    ]
  })
}
resource "aws_iam_role" "star" {
  name = "star"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}
resource "aws_iam_role_policy" "star" {
  name = "sessions"
  role = aws_iam_role.star.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ssm:TerminateSession", "ssm:ResumeSession"], Resource = "*", Condition = { StringLike = { "ssm:resourceTag/aws:ssmmessages:session-id" = ["$${aws:username}-*"] } } }
    ]
  })
}
resource "aws_iam_user" "ann" {
  name = "ann"
}
resource "aws_iam_user_policy" "ann" {
  name   = "sessions"
  user   = aws_iam_user.ann.name
  policy = aws_iam_role_policy.ops_sessions.policy
}
