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

resource "aws_subnet" "main" {
  vpc_id                  = aws_vpc.main.id
  cidr_block              = "10.0.0.0/24"
  map_public_ip_on_launch = true
}

resource "aws_default_route_table" "main" {
  default_route_table_id = aws_vpc.main.default_route_table_id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main.id
  }
}

resource "aws_security_group" "main" {
  name   = "main"
  vpc_id = aws_vpc.main.id

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

locals {
  agent = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"]
      Resource = "*"
    }]
  })
  logs = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "logs:PutLogEvents", Resource = "*" }]
  })
}

resource "aws_iam_role" "first" {
  name = "first"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "first" {
  name = "first"
  role = aws_iam_role.first.name
}

resource "aws_iam_role_policy" "first_a" {
  name   = "agent"
  role   = aws_iam_role.first.name
  policy = local.agent
}

resource "aws_iam_role_policy" "first_b" {
  name   = "agent"
  role   = aws_iam_role.first.name
  policy = local.logs
}

resource "aws_instance" "first" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.first.name
}

resource "aws_iam_role" "last" {
  name = "last"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "last" {
  name = "last"
  role = aws_iam_role.last.name
}

resource "aws_iam_role_policy" "last_a" {
  name   = "agent"
  role   = aws_iam_role.last.name
  policy = local.logs
}

resource "aws_iam_role_policy" "last_b" {
  name   = "agent"
  role   = aws_iam_role.last.name
  policy = local.agent
}

resource "aws_instance" "last" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.last.name
}

resource "aws_iam_role" "same" {
  name = "same"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "same" {
  name = "same"
  role = aws_iam_role.same.name
}

resource "aws_iam_role_policy" "same_a" {
  name   = "agent"
  role   = aws_iam_role.same.name
  policy = local.agent
}

resource "aws_iam_role_policy" "same_b" {
  name   = "agent"
  role   = aws_iam_role.same.name
  policy = local.agent
}

resource "aws_instance" "same" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.same.name
}

resource "aws_iam_role" "two" {
  name = "two"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_instance_profile" "two" {
  name = "two"
  role = aws_iam_role.two.name
}

resource "aws_iam_role_policy" "two_a" {
  name   = "agent"
  role   = aws_iam_role.two.name
  policy = local.agent
}

resource "aws_iam_role_policy" "two_b" {
  name   = "logs"
  role   = aws_iam_role.two.name
  policy = local.logs
}

resource "aws_instance" "two" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.main.id
  vpc_security_group_ids = [aws_security_group.main.id]
  iam_instance_profile   = aws_iam_instance_profile.two.name
}
