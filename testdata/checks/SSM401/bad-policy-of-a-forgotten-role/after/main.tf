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

removed {
  from = aws_iam_role.ops
  lifecycle {
    destroy = false
  }
}

data "aws_iam_role" "ops" {
  name = "ops"
}

resource "aws_iam_role_policy" "sessions" {
  name   = "sessions"
  role   = data.aws_iam_role.ops.name
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "ssm:StartSession", Resource = "*" }] })
}
