terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}
provider "aws" {
  region                      = "us-west-2"
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
resource "aws_vpc" "lzd" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lzd" {
  vpc_id            = aws_vpc.lzd.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_security_group" "lzd" {
  name   = "lzd"
  vpc_id = aws_vpc.lzd.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lzd" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lzd.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lzd.id]
}
resource "aws_vpc" "wld" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "wld" {
  vpc_id            = aws_vpc.wld.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-wl1-las-wlz-1"
}
resource "aws_security_group" "wld" {
  name   = "wld"
  vpc_id = aws_vpc.wld.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "wld" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.wld.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.wld.id]
}
resource "aws_vpc" "opd" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "opd" {
  vpc_id            = aws_vpc.opd.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
  outpost_arn       = "arn:aws:outposts:us-west-2:123456789012:outpost/op-0123456789abcdef0"
}
resource "aws_security_group" "opd" {
  name   = "opd"
  vpc_id = aws_vpc.opd.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "opd" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.opd.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.opd.id]
}
resource "aws_vpc" "lzd2" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lzd2" {
  vpc_id            = aws_vpc.lzd2.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_subnet" "lzd2_a" {
  vpc_id            = aws_vpc.lzd2.id
  cidr_block        = "10.0.7.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_security_group" "lzd2" {
  name   = "lzd2"
  vpc_id = aws_vpc.lzd2.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lzd2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lzd2.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lzd2.id]
}
