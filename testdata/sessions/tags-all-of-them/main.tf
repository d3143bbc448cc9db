# Keys of a condition all have to hold, operators too.
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
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringEquals = { "ssm:resourceTag/Env" = "dev", "ssm:resourceTag/Team" = "payments" }, StringNotLike = { "ssm:resourceTag/Name" = "*-db" } } },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell" },
    ]
  })
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = "dev", Team = "payments", Name = "a-web" }
}

resource "aws_instance" "db" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = "dev", Team = "payments", Name = "a-db" }
}

resource "aws_instance" "other" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = "dev", Name = "a-web" }
}

resource "aws_instance" "unnamed" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = "dev", Team = "payments" }
}
