# The guard names a session, where requests have the ARN of its role. The other names the role, too.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  denied = {
    by_session = ["arn:aws:sts::123456789012:assumed-role/by_session/alice"]
    by_either  = ["arn:aws:sts::123456789012:assumed-role/by_either/alice", "arn:aws:iam::123456789012:role/by_either"]
  }
}

resource "aws_iam_role" "operator" {
  for_each = local.denied
  name     = each.key
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "operator" {
  for_each = local.denied
  name     = "sessions"
  role     = aws_iam_role.operator[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "*" },
      {
        Effect    = "Deny"
        Action    = "ssm:StartSession"
        Resource  = "arn:aws:ssm:*:*:document/AWS-StartPort*"
        Condition = { ArnLike = { "aws:PrincipalArn" = each.value } }
      },
    ]
  })
}

resource "aws_instance" "depot" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
}
