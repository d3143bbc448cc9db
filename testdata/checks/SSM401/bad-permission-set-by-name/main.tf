# Roles of permission sets are told by their names, whatever follows.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_ssoadmin_permission_set" "ops" {
  name         = "Ops"
  instance_arn = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

resource "aws_ssoadmin_permission_set_inline_policy" "ops" {
  instance_arn       = aws_ssoadmin_permission_set.ops.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.ops.arn
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}

resource "aws_ssoadmin_permission_set" "dev" {
  name         = "Dev"
  instance_arn = "arn:aws:sso:::instance/ssoins-1234567890abcdef"
}

resource "aws_ssoadmin_permission_set_inline_policy" "dev" {
  instance_arn       = aws_ssoadmin_permission_set.dev.instance_arn
  permission_set_arn = aws_ssoadmin_permission_set.dev.arn
  inline_policy      = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}

resource "aws_organizations_policy" "only" {
  name    = "only"
  content = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = "*", Condition = { ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*AWSReservedSSO_Ops_*" } } }] })
}

resource "aws_organizations_policy_attachment" "only" {
  policy_id = aws_organizations_policy.only.id
  target_id = "r-abcd"
}
