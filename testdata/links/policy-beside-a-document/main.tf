# What a policy is made of is not shown: it need not be the one document of its module.
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

resource "aws_vpc" "main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
}
resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.1.0/24"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
resource "aws_security_group" "app" {
  name   = "app"
  vpc_id = aws_vpc.main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "shut" {
  name   = "shut"
  vpc_id = aws_vpc.main.id
}

locals {
  account = data.aws_caller_identity.me.account_id
}
data "aws_caller_identity" "me" {
  depends_on = [terraform_data.first]
}
resource "terraform_data" "first" {}
resource "aws_s3_bucket" "b" {
  bucket_prefix = "b-"
}
variable "own" {
  default = true
}
# The only document of the module, which the roles' policies are not of.
data "aws_iam_policy_document" "agent" {
  statement {
    actions   = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"]
    resources = ["*"]
  }
  statement {
    actions   = ["s3:GetObject"]
    resources = [aws_s3_bucket.b.arn]
  }
}
resource "aws_iam_policy" "other" {
  name   = "other"
  policy = data.aws_iam_policy_document.agent.json
}
resource "aws_iam_role" "node" {
  for_each           = toset(["beside", "chosen"])
  name               = each.key
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}
resource "aws_iam_instance_profile" "node" {
  for_each = aws_iam_role.node
  name     = each.key
  role     = each.value.name
}
resource "aws_iam_role_policy" "beside" {
  role = aws_iam_role.node["beside"].name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.b.arn}/${local.account}/*" }]
  })
}
resource "aws_iam_role_policy" "chosen" {
  role = aws_iam_role.node["chosen"].name
  policy = var.own ? jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.b.arn}/*" }]
  }) : data.aws_iam_policy_document.agent.json
}
resource "aws_instance" "beside" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node["beside"].name
  vpc_security_group_ids = [aws_security_group.app.id]
}
resource "aws_instance" "chosen" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.public.id
  iam_instance_profile   = aws_iam_instance_profile.node["chosen"].name
  vpc_security_group_ids = [aws_security_group.app.id]
}
