# No instance and no managed node has such an ARN.
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
    no-account = "arn:aws:ec2:*::instance/*"
    by-name = "arn:aws:ec2:*:123456789012:instance/app"
    node-of-ec2 = "arn:aws:ec2:*:123456789012:instance/mi-*"
    instance-as-node = "arn:aws:ssm:*:123456789012:managed-instance/i-*"
    no-region = "arn:aws:ec2::123456789012:instance/*"
    eleven-digits = "arn:aws:ec2:*:12345678901:instance/*"
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
