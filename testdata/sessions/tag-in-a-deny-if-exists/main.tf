# IfExists in a deny: an instance without the tag is refused too.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "ops" {
  name = "sessions"
  role = aws_iam_role.ops.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringEqualsIfExists = { "aws:ResourceTag/Env" = "prod" } } },
    ]
  })
}

resource "aws_instance" "prod" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = "prod" }
}

resource "aws_instance" "dev" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = "dev" }
}

resource "aws_instance" "bare" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}
