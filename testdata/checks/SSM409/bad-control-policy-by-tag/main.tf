# A control policy keeps sessions from production; the role may do everything with EC2.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

provider "aws" {
  alias                       = "management"
  region                      = "eu-west-1"
  access_key                  = "management"
  secret_key                  = "management"
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
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*" },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell" },
      { Effect = "Allow", Action = "ec2:*", Resource = "*" }
    ]
  })
}

resource "aws_organizations_policy" "production" {
  provider = aws.management

  name = "no-sessions-on-production"
  type = "SERVICE_CONTROL_POLICY"
  content = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "NoProduction", Effect = "Deny", Action = "ssm:StartSession", Resource = "*", Condition = { StringEquals = { "aws:ResourceTag/Environment" = "production" } } }]
  })
}
resource "aws_organizations_organization" "main" {
  provider = aws.management

  feature_set          = "ALL"
  enabled_policy_types = ["SERVICE_CONTROL_POLICY"]
}
resource "aws_organizations_policy_attachment" "production" {
  provider = aws.management

  policy_id = aws_organizations_policy.production.id
  target_id = aws_organizations_organization.main.roots[0].id
}
