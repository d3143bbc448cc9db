
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

locals {
  trust = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_role" "good" {
  name_prefix = "good-"
  assume_role_policy = local.trust
}
resource "aws_iam_role" "bad" {
  name_prefix = "bad-"
  assume_role_policy = local.trust
}
resource "aws_iam_role_policy_attachment" "good" {
  role       = aws_iam_role.good.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_iam_instance_profile" "good" {
  name_prefix = "good-"
  role = aws_iam_role.good.name
}
resource "aws_iam_instance_profile" "bad" {
  name_prefix = "bad-"
  role = aws_iam_role.bad.name
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

resource "aws_launch_template" "t" {
  name_prefix = "ttt-"
  image_id = "ami-12345678"
  instance_type = "t3.micro"
  iam_instance_profile { name = aws_iam_instance_profile.good.name }
dynamic "network_interfaces" {
    for_each = compact([aws_subnet.private.id])
    content {
      subnet_id = network_interfaces.value
      security_groups = [aws_security_group.web.id]
    }
  }

  
}

resource "aws_instance" "web" {
  launch_template {
    id = aws_launch_template.t.id
    version = "$Latest"
  }
}
