# The policy allows everything, the boundary no port-forwarding document.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_policy" "boundary" {
  name = "session-boundary"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"] },
      { Effect = "Allow", Action = ["ssm:Describe*", "ssm:Get*"], Resource = "*" }
    ]
  })
}

resource "aws_iam_role" "contractor" {
  name                 = "contractor"
  permissions_boundary = aws_iam_policy.boundary.arn
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "contractor_sessions" {
  name = "sessions"
  role = aws_iam_role.contractor.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ssm:StartSession", "ssm:ResumeSession", "ssm:TerminateSession"], Resource = "*" }
    ]
  })
}
