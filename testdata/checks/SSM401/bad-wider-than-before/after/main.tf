# Whoever could open a tunnel to one instance can open one to another from now on: by a wider policy, another tag, a membership.
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
  # What each role may reach.
  environments = { same = "dev", wider = "*", other = "prod", narrower = "dev", tagged = "test" }
}

resource "aws_instance" "all" {
  for_each      = { app = "prod", build = "dev", late = "test" }
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = each.value }
}

resource "aws_iam_role" "all" {
  for_each           = local.environments
  name               = each.key
  assume_role_policy = local.trust
}

resource "aws_iam_role_policy" "all" {
  for_each = local.environments
  name     = "sessions"
  role     = aws_iam_role.all[each.key].name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/*" },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringLike = { "ssm:resourceTag/Env" = each.value } } },
    ]
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

resource "aws_iam_group_membership" "open" {
  name  = "open"
  group = aws_iam_group.open.name
  users = [for name in ["ann", "ben"] : aws_iam_user.all[name].name]
}
