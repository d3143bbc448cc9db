# Instances and managed nodes by parts of their ARNs.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  arns = {
    instances = "arn:aws:ec2:*:123456789012:instance/i-*"
    some = "arn:aws:ec2:eu-*:1234*:instance/i-0a*"
    nodes = "arn:aws:ssm:*:*:managed-instance/mi-*"
    everything = "arn:aws:*:*:*:*"
  }
}

resource "aws_iam_role" "ops" {
  for_each = local.arns
  name     = each.key
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}
resource "aws_iam_role_policy" "ops" {
  for_each = local.arns
  name     = "sessions"
  role     = aws_iam_role.ops[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = [each.value, "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell"] },
    ]
  })
}
