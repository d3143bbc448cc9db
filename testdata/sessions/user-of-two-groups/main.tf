# A user's boundary and the policies of two groups, one of which is a guard by tag.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_group" "team" {
  for_each = toset(["ops", "guarded"])
  name     = each.key
}

resource "aws_iam_group_policy" "ops" {
  group  = aws_iam_group.team["ops"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}

resource "aws_iam_group_policy" "guarded" {
  group  = aws_iam_group.team["guarded"].name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringLike = { "aws:ResourceTag/Env" = "prod*" } } }] })
}

resource "aws_iam_user" "ada" {
  name = "ada"
}

resource "aws_iam_user_group_membership" "ada" {
  user   = aws_iam_user.ada.name
  groups = [for group in aws_iam_group.team : group.name]
}

resource "aws_instance" "prod" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = "production" }
}

resource "aws_instance" "dev" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = "dev" }
}
