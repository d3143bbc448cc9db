# No node is among the inputs. What a role may reach of those elsewhere is another part of them from now on, or more, or less.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
  # What each role may reach: by tag, and by id.
  environments = { same = "dev", wider = "*", other = "prod", narrower = "dev" }
  nodes        = { same = "i-0aaaaaaaaaaaaaaa1", wider = "*", other = "i-0bbbbbbbbbbbbbbb2", narrower = "i-0aaaaaaaaaaaaaaa1" }
}

resource "aws_iam_role" "tagged" {
  for_each           = local.environments
  name               = "tagged-${each.key}"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "tagged" {
  for_each = local.environments
  name     = "sessions"
  role     = aws_iam_role.tagged[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/*" },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringLike = { "ssm:resourceTag/Env" = each.value } } },
    ]
  })
}

resource "aws_iam_role" "named" {
  for_each           = local.nodes
  name               = "named-${each.key}"
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "named" {
  for_each = local.nodes
  name     = "sessions"
  role     = aws_iam_role.named[each.key].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/*", "arn:aws:ec2:*:*:instance/${each.value}"] }]
  })
}

resource "aws_iam_group" "open" {
  name = "open"
}

resource "aws_iam_group_policy" "open" {
  name  = "sessions"
  group = aws_iam_group.open.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }]
  })
}

resource "aws_iam_user" "all" {
  for_each = toset(["ann", "ben"])
  name     = each.key
}

resource "aws_iam_user_group_membership" "open" {
  for_each = toset(["ann", "ben"])
  user     = aws_iam_user.all[each.key].name
  groups   = [aws_iam_group.open.name]
}
