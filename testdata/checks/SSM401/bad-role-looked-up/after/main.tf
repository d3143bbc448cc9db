terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_cloudformation_stack" "roles" {
  name          = "roles"
  capabilities  = ["CAPABILITY_NAMED_IAM"]
  template_body = jsonencode({ "Resources" : { "opsa" : { "Type" : "AWS::IAM::Role", "Properties" : { "RoleName" : "opsa", "AssumeRolePolicyDocument" : { "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "sts:AssumeRole", "Principal" : { "AWS" : "arn:aws:iam::123456789012:root" } }] } } }, "opsb" : { "Type" : "AWS::IAM::Role", "Properties" : { "RoleName" : "opsb", "AssumeRolePolicyDocument" : { "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "sts:AssumeRole", "Principal" : { "AWS" : "arn:aws:iam::123456789012:root" } }] } } }, "opsc" : { "Type" : "AWS::IAM::Role", "Properties" : { "RoleName" : "opsc", "AssumeRolePolicyDocument" : { "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "sts:AssumeRole", "Principal" : { "AWS" : "arn:aws:iam::123456789012:root" } }] } } }, "dora" : { "Type" : "AWS::IAM::User", "Properties" : { "UserName" : "dora" } } } })
}

data "aws_iam_role" "opsa" { name = "opsa" }

data "aws_iam_role" "opsb" { name = "opsb" }

data "aws_iam_role" "opsc" { name = "opsc" }

data "aws_iam_user" "u" { user_name = "dora" }

resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] }] })
}

resource "aws_iam_policy" "guard" {
  name   = "guard"
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Deny", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}

resource "aws_iam_role_policy_attachment" "a" {
  for_each   = { p = aws_iam_policy.p.arn, guard = aws_iam_policy.guard.arn }
  role       = data.aws_iam_role.opsa.name
  policy_arn = each.value
}
resource "aws_iam_role_policy" "b" {
  role   = data.aws_iam_role.opsb.id
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] }, { "Effect" : "Deny", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}
resource "aws_iam_role_policy" "c" {
  role   = data.aws_iam_role.opsc.name
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] }] })
}
resource "aws_iam_user_policy" "u1" {
  user   = data.aws_iam_user.u.user_name
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] }] })
}
resource "aws_iam_user_policy" "u2" {
  user   = data.aws_iam_user.u.user_name
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Deny", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}
