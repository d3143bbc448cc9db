
terraform {
  required_providers { aws = { source = "hashicorp/aws" } }
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
  enable_dns_support   = true
  enable_dns_hostnames = true
}
resource "aws_subnet" "private" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_security_group" "web" {
  name_prefix   = "web"
  vpc_id = aws_vpc.main.id
  ingress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
  egress {
    from_port = 0
    to_port = 0
    protocol = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_vpc_endpoint" "ep" {
  for_each = toset(["ssm","ssmmessages","ec2messages"])
  vpc_id = aws_vpc.main.id
  service_name = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type = "Interface"
  subnet_ids = [aws_subnet.private.id]
  security_group_ids = [aws_security_group.web.id]
  private_dns_enabled = true
}


data "aws_partition" "p" {}
data "aws_region" "r" {}
resource "aws_s3_bucket" "b" { bucket_prefix = "x-" }
resource "aws_iam_role" "r" {
  name_prefix = "r-"
  assume_role_policy = templatefile("${path.module}/trust.json.tftpl", { svc = ["ec2.amazonaws.com"] })
}
resource "aws_iam_instance_profile" "r" {
  name_prefix = "r-"
  role = aws_iam_role.r.name
}

locals {
  buckets = [aws_s3_bucket.b.arn]
}
resource "aws_iam_role_policy" "p" {
  role = aws_iam_role.r.name
  policy = <<-EOT
  {
    "Version": "2012-10-17",
    "Statement": [
      {"Effect":"Allow","Action":["ssm:UpdateInstanceInformation","ssmmessages:CreateControlChannel","ssmmessages:CreateDataChannel","ssmmessages:OpenControlChannel","ssmmessages:OpenDataChannel","ec2messages:*"],"Resource":"*"}
      %{ for a in local.buckets }
      ,{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"${a}/*"}
      %{ endfor }
    ]
  }
  EOT
}

resource "aws_instance" "web" {
  ami = "ami-12345678"
  instance_type = "t3.micro"
  subnet_id = aws_subnet.private.id
  vpc_security_group_ids = [aws_security_group.web.id]
  iam_instance_profile = aws_iam_instance_profile.r.name
}
