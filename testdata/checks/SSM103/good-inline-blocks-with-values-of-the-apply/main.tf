# Inline blocks of which the plan knows the names alone: each text has an ARN in it that the apply tells.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_s3_bucket" "logs" {}

locals {
  trust = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role" "two" {
  name               = "two"
  assume_role_policy = local.trust
  inline_policy {
    name = "ssm"
    policy = jsonencode({
      Version = "2012-10-17"
      Statement = [
        { Effect = "Allow", Action = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"], Resource = "*" },
        { Effect = "Allow", Action = ["s3:PutObject"], Resource = "${aws_s3_bucket.logs.arn}/*" },
      ]
    })
  }
  inline_policy {
    name = "logs"
    policy = jsonencode({
      Version   = "2012-10-17"
      Statement = [{ Effect = "Allow", Action = ["s3:GetEncryptionConfiguration"], Resource = aws_s3_bucket.logs.arn }]
    })
  }
}

data "aws_iam_policy_document" "agent" {
  statement {
    actions   = ["ssm:UpdateInstanceInformation", "ssmmessages:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.logs.arn}/*"]
  }
}

resource "aws_iam_role" "document" {
  name               = "document"
  assume_role_policy = local.trust
  inline_policy {
    name   = "ssm"
    policy = data.aws_iam_policy_document.agent.json
  }
}

resource "aws_iam_role" "dynamic" {
  name               = "dynamic"
  assume_role_policy = local.trust
  dynamic "inline_policy" {
    for_each = { ssm = data.aws_iam_policy_document.agent.json, put = aws_s3_bucket.logs.arn }
    content {
      name   = inline_policy.key
      policy = inline_policy.key == "ssm" ? inline_policy.value : "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:PutObject\",\"Resource\":\"${inline_policy.value}/*\"}]}"
    }
  }
}

resource "aws_iam_instance_profile" "node" {
  for_each = { two = aws_iam_role.two.name, document = aws_iam_role.document.name, dynamic = aws_iam_role.dynamic.name }
  name     = each.key
  role     = each.value
}

resource "aws_instance" "node" {
  for_each               = aws_iam_instance_profile.node
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = each.value.name
}
