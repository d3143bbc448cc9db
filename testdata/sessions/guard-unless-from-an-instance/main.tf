# What EC2 and Systems Manager put into the credentials of their nodes, no other credentials have.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_instance" "web" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
}

resource "aws_iam_role" "instance" {
  name = "instance"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "instance" {
  name = "sessions"
  role = aws_iam_role.instance.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { Null = { "ec2:SourceInstanceARN" = "true" } } },
    ]
  })
}

resource "aws_iam_role" "vpc" {
  name = "vpc"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "vpc" {
  name = "sessions"
  role = aws_iam_role.vpc.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { Null = { "aws:Ec2InstanceSourceVpc" = "true" } } },
    ]
  })
}

resource "aws_iam_role" "node" {
  name = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "node" {
  name = "sessions"
  role = aws_iam_role.node.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { Null = { "ssm:SourceInstanceARN" = "true" } } },
    ]
  })
}

resource "aws_iam_role" "either" {
  name = "either"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root", Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "either" {
  name = "sessions"
  role = aws_iam_role.either.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { Null = { "ec2:SourceInstanceARN" = "true" } } },
    ]
  })
}

resource "aws_iam_user" "ann" {
  name = "ann"
}

resource "aws_iam_user_policy" "ann" {
  name = "sessions"
  user = aws_iam_user.ann.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      { Effect = "Deny", Action = "ssm:StartSession", Resource = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"], Condition = { Null = { "ec2:SourceInstanceARN" = "true" } } },
    ]
  })
}
