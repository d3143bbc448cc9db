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

resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] }] })
}

resource "aws_iam_policy" "guard" {
  name   = "guard"
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Deny", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}

resource "aws_iam_role_policy_attachment" "lit" {
  for_each   = { p = aws_iam_policy.p.arn, guard = aws_iam_policy.guard.arn }
  role       = "existing-ops"
  policy_arn = each.value
}
resource "aws_iam_role_policy_attachment" "full" {
  role       = "existing-admin"
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMFullAccess"
}
resource "aws_iam_role_policy" "full_guard" {
  name   = "guard"
  role   = "existing-admin"
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Deny", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}
resource "aws_iam_role_policy" "inl" {
  name   = "inl"
  role   = "existing-dev"
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Allow", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*:*:document/*"] }] })
}
resource "aws_iam_role_policy" "inl_guard" {
  name   = "guard"
  role   = "existing-dev"
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Deny", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}
resource "aws_iam_group_policy_attachment" "grp" {
  group      = "existing-group"
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMFullAccess"
}
resource "aws_iam_group_policy" "grp" {
  group  = "existing-group"
  policy = jsonencode({ "Version" : "2012-10-17", "Statement" : [{ "Effect" : "Deny", "Action" : "ssm:StartSession", "Resource" : ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}
