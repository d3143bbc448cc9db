# A step before the plan wrote `built-policy.json`, which is in no repository. Whether it was there the plan does not tell.
provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  all     = ["ssm:*", "ssmmessages:*", "ec2messages:*"]
  none    = ["s3:ListAllMyBuckets"]
  actions = {
    exists = fileexists("${path.module}/built-policy.json") ? local.all : local.none
    lists  = length(fileset(path.module, "built-*.json")) > 0 ? local.all : local.none
  }
}

resource "aws_s3_bucket" "parts" {
  bucket_prefix = "parts"
}

resource "aws_iam_role" "node" {
  for_each = local.actions
  name     = each.key
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "node" {
  for_each = local.actions
  name     = each.key
  role     = aws_iam_role.node[each.key].id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      { Effect = "Allow", Action = each.value, Resource = "*" },
      { Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.parts.arn}/*" },
    ]
  })
}

resource "aws_iam_instance_profile" "node" {
  for_each = local.actions
  name     = each.key
  role     = aws_iam_role.node[each.key].name
}

resource "aws_instance" "node" {
  for_each               = local.actions
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = "subnet-0f3a1b2c4d5e6f701"
  vpc_security_group_ids = ["sg-0a1b2c3d4e5f60718"]
  iam_instance_profile   = aws_iam_instance_profile.node[each.key].name
}
