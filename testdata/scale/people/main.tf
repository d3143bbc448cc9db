# One of each: a principal that may reach what its team owns, an instance of that team, and a document that sessions may name. The bench
# multiplies them, and gives each copy another name and team in the place of `person-0` and `team-0`.
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

resource "aws_iam_role" "person" {
  name = "person-0"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "person" {
  name = "sessions"
  role = aws_iam_role.person.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "ssm:StartSession"
        Resource  = "arn:aws:ec2:*:123456789012:instance/*"
        Condition = { StringEquals = { "aws:ResourceTag/Team" = "team-0" } }
      },
      {
        Effect    = "Allow"
        Action    = "ssm:StartSession"
        Resource  = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession", "arn:aws:ssm:*:*:document/team-0-*"]
        Condition = { Bool = { "aws:MultiFactorAuthPresent" = "true" } }
      },
    ]
  })
}

resource "aws_instance" "node" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id     = "subnet-0123456789abcdef0"
  tags          = { Team = "team-0" }
}

resource "aws_ssm_document" "tunnel" {
  name          = "team-0-tunnel"
  document_type = "Session"
  content = jsonencode({
    schemaVersion = "1.0"
    sessionType   = "Port"
    parameters    = { portNumber = { type = "String", allowedPattern = "^(5432|3306)$" } }
    properties    = { portNumber = "{{ portNumber }}", type = "LocalPortForwarding" }
  })
}
