provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  trust  = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] })
  core   = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
  cw     = "arn:aws:iam::aws:policy/CloudWatchAgentServerPolicy"
}

resource "aws_iam_role" "listed" {
  name                = "listed"
  assume_role_policy  = local.trust
  managed_policy_arns = [local.cw, local.core, aws_iam_policy.shared.arn]
  inline_policy {
    name   = "own"
    policy = local.policy
  }
  inline_policy {
    name   = "besides"
    policy = local.policy
  }
}

resource "aws_iam_policy" "shared" {
  name   = "shared"
  policy = local.policy
}

resource "aws_iam_role" "only" {
  name               = "only"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy_attachments_exclusive" "only" {
  role_name   = aws_iam_role.only.name
  policy_arns = [local.cw, local.core]
}
resource "aws_iam_role_policy_attachment" "only" {
  role       = aws_iam_role.only.name
  policy_arn = local.core
}
resource "aws_iam_role_policies_exclusive" "only" {
  role_name    = aws_iam_role.only.name
  policy_names = ["besides"]
}
resource "aws_iam_role_policy" "only" {
  name   = "besides"
  role   = aws_iam_role.only.id
  policy = local.policy
}

resource "aws_iam_user" "u" {
  name = "u"
}
resource "aws_iam_user_policy_attachments_exclusive" "u" {
  user_name   = aws_iam_user.u.name
  policy_arns = [local.cw, aws_iam_policy.shared.arn]
}
resource "aws_iam_user_policy_attachment" "u" {
  user       = aws_iam_user.u.name
  policy_arn = aws_iam_policy.shared.arn
}
resource "aws_iam_group" "g" {
  name = "g"
}
resource "aws_iam_group_policies_exclusive" "g" {
  group_name   = aws_iam_group.g.name
  policy_names = ["besides"]
}
resource "aws_iam_group_policy" "g" {
  name   = "besides"
  group  = aws_iam_group.g.name
  policy = local.policy
}
resource "aws_iam_user" "v" {
  name = "v"
}
resource "aws_iam_group_membership" "g" {
  name  = "g"
  group = aws_iam_group.g.name
  users = [aws_iam_user.v.name, aws_iam_user.u.name]
}
resource "aws_iam_user_group_membership" "u" {
  user   = aws_iam_user.u.name
  groups = [aws_iam_group.g.name]
}
