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
resource "aws_iam_role" "node" {
  name               = "node"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}
resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}
resource "aws_vpc" "sec_eg" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_vpc_ipv4_cidr_block_association" "sec_eg" {
  vpc_id     = aws_vpc.sec_eg.id
  cidr_block = "100.64.0.0/16"
}
resource "aws_subnet" "sec_eg_e" {
  vpc_id     = aws_vpc_ipv4_cidr_block_association.sec_eg.vpc_id
  cidr_block = "100.64.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "sec_eg" {
  vpc_id            = aws_vpc.sec_eg.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "sec_eg" {
  name   = "sec_eg"
  vpc_id = aws_vpc.sec_eg.id
  egress {
    from_port = 443
    to_port = 443
    protocol = "tcp"
    cidr_blocks = [aws_vpc.sec_eg.cidr_block]
  }

  egress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = [aws_subnet.sec_eg_e.cidr_block]
  }
}
resource "aws_security_group" "sec_eg_ep" {
  name   = "sec_eg_ep"
  vpc_id = aws_vpc.sec_eg.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "sec_eg" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.sec_eg.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.sec_eg_e.id]
  security_group_ids  = [aws_security_group.sec_eg_ep.id]
}
resource "aws_instance" "sec_eg" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.sec_eg.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.sec_eg.id]
}
