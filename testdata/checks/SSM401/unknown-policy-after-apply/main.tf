# The whole policy is only known after apply.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

# Read at apply only, since it waits for something new.
resource "terraform_data" "release" {
  input = "v1"
}

resource "aws_iam_role" "developer" {
  name = "developer"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "terraform_data" "policy" {
  input = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = ["ssm:StartSession", "ssm:ResumeSession", "ssm:TerminateSession"], Resource = "*" }
    ]
  })
}

resource "aws_iam_role_policy" "sessions" {
  role   = aws_iam_role.developer.id
  policy = terraform_data.policy.output
}
