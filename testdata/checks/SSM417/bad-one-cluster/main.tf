# Tasks of one cluster are allowed.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "one" {
  name = "one"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "one" {
  name = "sessions"
  role = aws_iam_role.one.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ecs:*:*:task/prod/*", "arn:aws:ssm:*:*:document/AWS-StartPortForwardingSessionToRemoteHost"] }
    ]
  })
}

resource "aws_iam_role" "guarded" {
  name = "guarded"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "guarded" {
  name = "sessions"
  role = aws_iam_role.guarded.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ecs:*:*:task/prod/*", "arn:aws:ssm:*:*:document/*"] },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ecs:*:*:task/*" }
    ]
  })
}
