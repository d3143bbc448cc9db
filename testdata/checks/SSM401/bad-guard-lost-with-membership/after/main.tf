terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}
resource "aws_iam_user" "ann" {
  name = "ann"
}
resource "aws_iam_user" "bob" {
  name = "bob"
}
resource "aws_iam_user_policy" "sessions" {
  for_each   = toset(["ann", "bob"])
  name       = "sessions"
  user       = each.key
  policy     = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
  depends_on = [aws_iam_user.ann, aws_iam_user.bob]
}
resource "aws_iam_group" "guarded" {
  name = "guarded"
}
resource "aws_iam_group_policy" "guard" {
  name   = "guard"
  group  = aws_iam_group.guarded.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}
resource "aws_iam_user_group_membership" "bob" {
  user   = aws_iam_user.bob.name
  groups = [aws_iam_group.guarded.name]
}
resource "aws_iam_group_membership" "guarded" {
  name  = "guarded"
  group = aws_iam_group.guarded.name
  users = [aws_iam_user.ann.name]
}
