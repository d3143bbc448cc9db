# The deny is of requests all of whose keys are `Team`: one that sets another tag along gets past it.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  quantifiers = { every = "ForAllValues", some = "ForAnyValue" }
}

resource "aws_iam_role" "operator" {
  for_each = local.quantifiers
  name     = each.key
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::123456789012:root" } }]
  })
}

resource "aws_iam_role_policy" "operator" {
  for_each = local.quantifiers
  name     = "sessions"
  role     = aws_iam_role.operator[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Action    = "ssm:StartSession"
        Resource  = "arn:aws:ec2:*:*:instance/*"
        Condition = { StringEquals = { "aws:ResourceTag/Team" = "payments" } }
      },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/SSM-SessionManagerRunShell" },
      { Effect = "Allow", Action = ["ec2:CreateTags", "ec2:DeleteTags"], Resource = "*" },
      {
        Effect    = "Deny"
        Action    = ["ec2:CreateTags", "ec2:DeleteTags"]
        Resource  = "*"
        Condition = { "${each.value}:StringEquals" = { "aws:TagKeys" = ["Team"] } }
      },
    ]
  })
}

resource "aws_instance" "depot" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  tags                   = { Team = "billing" }
}
