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
provider "aws" {
  alias = "uk"
  region = "eu-west-2"
  access_key = "test"
  secret_key = "test"
  skip_credentials_validation = true
  skip_metadata_api_check = true
  skip_requesting_account_id = true
}
resource "aws_vpc" "r_acl" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_acl" {
  vpc_id            = aws_vpc.r_acl.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "r_acl" {
  vpc_id = aws_vpc.r_acl.id
}
resource "aws_route_table" "r_acl" {
  vpc_id = aws_vpc.r_acl.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_acl.id
  }
}
resource "aws_route_table_association" "r_acl_r_acl" {
  subnet_id      = aws_subnet.r_acl.id
  route_table_id = aws_route_table.r_acl.id
}
resource "aws_security_group" "r_acl" {
  name   = "r_acl"
  vpc_id = aws_vpc.r_acl.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "r_acl" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.r_acl.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.r_acl.id]
}
resource "aws_network_acl" "r_acl" {
  provider = aws.uk
  vpc_id = aws_vpc.r_acl.id
  subnet_ids = [aws_subnet.r_acl.id]
}
