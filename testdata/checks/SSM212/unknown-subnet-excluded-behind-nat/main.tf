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
resource "aws_vpc_block_public_access_options" "main" {
  internet_gateway_block_mode = "block-bidirectional"
}
resource "aws_vpc" "node" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "node" {
  vpc_id            = aws_vpc.node.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "public" {
  vpc_id            = aws_vpc.node.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "node" {
  vpc_id = aws_vpc.node.id
}
resource "aws_route_table" "public" {
  vpc_id = aws_vpc.node.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.node.id
  }
}
resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}
resource "aws_eip" "node" {
  domain = "vpc"
}
resource "aws_nat_gateway" "node" {
  subnet_id     = aws_subnet.public.id
  allocation_id = aws_eip.node.id
}
resource "aws_route_table" "node" {
  vpc_id = aws_vpc.node.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.node.id
  }
}
resource "aws_route_table_association" "node" {
  subnet_id      = aws_subnet.node.id
  route_table_id = aws_route_table.node.id
}
resource "aws_security_group" "node" {
  name   = "node"
  vpc_id = aws_vpc.node.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "node" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.node.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.node.id]
}
resource "aws_vpc_block_public_access_exclusion" "node" {
  subnet_id                       = aws_subnet.node.id
  internet_gateway_exclusion_mode = "allow-bidirectional"
}
