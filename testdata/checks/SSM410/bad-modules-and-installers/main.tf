# These documents of AWS run commands of the caller, or an installer from where the caller says.
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

resource "aws_iam_role" "module" {
  name = "module"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "module" {
  name = "sessions"
  role = aws_iam_role.module.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*::document/AWS-InstallPowerShellModule"] },
    ]
  })
}

resource "aws_iam_role" "installer" {
  name = "installer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "installer" {
  name = "sessions"
  role = aws_iam_role.installer.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:SendCommand", Resource = ["arn:aws:ec2:*:123456789012:instance/*", "arn:aws:ssm:*::document/AWS-InstallApplication"] },
    ]
  })
}
