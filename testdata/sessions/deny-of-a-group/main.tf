# A user's allowance and its group's deny.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_user" "ada" {
  name = "ada"
}

resource "aws_iam_group" "ops" {
  name = "ops"
}

resource "aws_iam_user_group_membership" "ada" {
  user   = aws_iam_user.ada.name
  groups = [aws_iam_group.ops.name]
}

resource "aws_iam_user_policy" "ada" {
  name   = "sessions"
  user   = aws_iam_user.ada.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:*", Resource = "*" }] })
}

resource "aws_iam_group_policy" "ops" {
  name   = "guard"
  group  = aws_iam_group.ops.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwarding*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"] }] })
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
