# What a trust policy demands of the tags that come with a session, the session is tagged with.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  account = "arn:aws:iam::123456789012:root"
  trusts = {
    # Every way in demands the tag.
    demands = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { AWS = local.account }, Condition = { StringEquals = { "aws:RequestTag/Env" = "dev" } } }]
    # One way in brings no tag, and the role has none.
    may = [
      { Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = local.account } },
      { Effect = "Allow", Action = "sts:TagSession", Principal = { AWS = local.account }, Condition = { StringEquals = { "aws:RequestTag/Env" = "dev" } } },
    ]
    # One of two values.
    either = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { AWS = local.account }, Condition = { StringEquals = { "aws:RequestTag/Env" = ["dev", "test"] } } }]
    # Whoever assumes the role chooses.
    free = [{ Effect = "Allow", Action = ["sts:AssumeRole", "sts:TagSession"], Principal = { AWS = local.account } }]
  }
}

resource "aws_iam_role" "of" {
  for_each = local.trusts

  name               = each.key
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = each.value })
}

resource "aws_iam_role_policy" "of" {
  for_each = local.trusts

  role = aws_iam_role.of[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ec2:*:*:instance/*", Condition = { StringEquals = { "aws:ResourceTag/Env" = "$${aws:PrincipalTag/Env}" } } },
      { Effect = "Allow", Action = "ssm:StartSession", Resource = "arn:aws:ssm:*:*:document/*" },
    ]
  })
}

resource "aws_instance" "of" {
  for_each = toset(["dev", "prod"])

  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  tags          = { Env = each.key }
}
