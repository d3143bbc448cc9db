# The document is read at apply, and its statements and their conditions are dynamic blocks, one within the other.
provider "aws" {
  region                      = "eu-west-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
  access_key                  = "test"
  secret_key                  = "test"
}

locals {
  grants = {
    sessions = {
      effect    = "Allow"
      resources = ["*"]
      tags      = {}
    }
    forwarding = {
      effect    = "Deny"
      resources = ["arn:aws:ssm:*:*:document/AWS-StartPortForwardingSession*", "arn:aws:ssm:*:*:document/AWS-StartSSHSession"]
      tags      = {}
    }
    production = {
      effect    = "Deny"
      resources = ["arn:aws:ec2:*:*:instance/*"]
      tags      = { "ssm:resourceTag/Env" = ["prod"] }
    }
  }
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_subnet" "app" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}

resource "aws_instance" "app" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  subnet_id     = aws_subnet.app.id
  tags          = { Env = "prod" }
}

data "aws_iam_policy_document" "ops" {
  dynamic "statement" {
    for_each = local.grants
    content {
      sid       = title(statement.key)
      effect    = statement.value.effect
      actions   = ["ssm:StartSession"]
      resources = statement.value.resources
      dynamic "condition" {
        for_each = statement.value.tags
        content {
          test     = "StringEquals"
          variable = condition.key
          values   = condition.value
        }
      }
    }
  }
  depends_on = [aws_vpc.main]
}

resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }] })
}

resource "aws_iam_role_policy" "ops" {
  role   = aws_iam_role.ops.name
  policy = data.aws_iam_policy_document.ops.json
}
