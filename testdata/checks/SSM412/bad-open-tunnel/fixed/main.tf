provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "private" {
  vpc_id            = aws_vpc.main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_ec2_instance_connect_endpoint" "main" {
  subnet_id = aws_subnet.private.id
}

resource "aws_iam_role" "ops" {
  name = "ops"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "ops_sessions" {
  name = "sessions"
  role = aws_iam_role.ops.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:123456789012:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Team" = "payments" } } },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:123456789012:document/SSM-SessionManagerRunShell" },
      { Effect = "Allow", Action = "ec2-instance-connect:OpenTunnel", Resource = "*" },
      { Effect = "Deny", Action = "ec2-instance-connect:OpenTunnel", Resource = "*" }
    ]
  })
}
