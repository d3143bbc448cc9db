# Every list names what resources of their own add, or is not written at all.
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
}

resource "aws_iam_policy" "shared" {
  name   = "shared"
  policy = local.policy
}
resource "aws_iam_role" "listed" {
  name                = "listed"
  assume_role_policy  = local.trust
  managed_policy_arns = [local.core, aws_iam_policy.shared.arn]
}
resource "aws_iam_role_policy_attachment" "core" {
  role       = aws_iam_role.listed.name
  policy_arn = local.core
}
resource "aws_iam_role_policy_attachment" "shared" {
  role       = aws_iam_role.listed.name
  policy_arn = aws_iam_policy.shared.arn
}
resource "aws_iam_role_policy" "listed" {
  name   = "besides"
  role   = aws_iam_role.listed.id
  policy = local.policy
}

resource "aws_iam_role" "only" {
  name               = "only"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy_attachments_exclusive" "only" {
  role_name   = aws_iam_role.only.name
  policy_arns = [aws_iam_role_policy_attachment.only.policy_arn]
}
resource "aws_iam_role_policy_attachment" "only" {
  role       = aws_iam_role.only.name
  policy_arn = local.core
}
resource "aws_iam_role_policies_exclusive" "only" {
  role_name    = aws_iam_role.only.name
  policy_names = [aws_iam_role_policy.only.name]
}
resource "aws_iam_role_policy" "only" {
  name_prefix = "besides"
  role        = aws_iam_role.only.id
  policy      = local.policy
}

resource "aws_iam_group" "g" {
  name = "g"
}
resource "aws_iam_user" "u" {
  name = "u"
}
resource "aws_iam_group_membership" "g" {
  name  = "g"
  group = aws_iam_group.g.name
  users = [aws_iam_user.u.name]
}
resource "aws_iam_user_group_membership" "u" {
  user   = aws_iam_user.u.name
  groups = [aws_iam_group.g.name]
}
