# The guard is the group's, and the plan takes the user out of it: a user leaves all groups before it is deleted, and the one that is made
# under its name is in none. The membership names the user by its name, which stays what it is.
# https://github.com/hashicorp/terraform-provider-aws/blob/v5.100.0/internal/service/iam/user.go
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

resource "aws_iam_group" "guarded" { name = "guarded" }

resource "aws_iam_group_policy" "guard" {
  name  = "no-tunnels"
  group = aws_iam_group.guarded.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Deny"
      Action   = "ssm:StartSession"
      Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"]
    }]
  })
}

resource "aws_iam_user" "renamed" { name = "ann" }

resource "aws_iam_user_group_membership" "ann" {
  user   = "ann"
  groups = [aws_iam_group.guarded.name]
}

resource "aws_iam_user_policy" "sessions" {
  name = "sessions"
  user = aws_iam_user.renamed.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["ssm:StartSession", "ssmmessages:OpenDataChannel"], Resource = "*" }]
  })
}
