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
data "aws_caller_identity" "me" {}
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
resource "aws_vpc" "m" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_internet_gateway" "m" {
  vpc_id = aws_vpc.m.id
}
resource "aws_subnet" "pub" {
  vpc_id                  = aws_vpc.m.id
  cidr_block              = "10.0.0.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_route_table" "pub" {
  vpc_id = aws_vpc.m.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.m.id
  }
}
resource "aws_route_table_association" "pub_pub" {
  subnet_id      = aws_subnet.pub.id
  route_table_id = aws_route_table.pub.id
}
resource "aws_security_group" "b" {
  name   = "b"
  vpc_id = aws_vpc.m.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_subnet" "prv" {
  vpc_id            = aws_vpc.m.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_eip" "m" {
  domain = "vpc"
}
resource "aws_nat_gateway" "m" {
  subnet_id     = aws_subnet.pub.id
  allocation_id = aws_eip.m.id
}
resource "aws_route_table" "prv" {
  vpc_id = aws_vpc.m.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.m.id
  }
}
resource "aws_route_table_association" "prv_prv" {
  subnet_id      = aws_subnet.prv.id
  route_table_id = aws_route_table.prv.id
}
resource "aws_instance" "pub" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
}
resource "aws_instance" "prv" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.prv.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.b.id]
}
resource "aws_organizations_policy" "p" {
  name    = "p"
  type    = "DECLARATIVE_POLICY_EC2"
  content = jsonencode({ ec2_attributes = { vpc_block_public_access = { internet_gateway_block = { mode = { "@@assign" = "block_bidirectional" }, exclusions_allowed = { "@@assign" = "disabled" } } } } })
}
resource "aws_organizations_policy_attachment" "p0" {
  policy_id = aws_organizations_policy.p.id
  target_id = "123456789012"
}
resource "aws_vpc_block_public_access_exclusion" "x" {
  vpc_id                          = aws_vpc.m.id
  internet_gateway_exclusion_mode = "allow-bidirectional"
}
