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
resource "aws_vpc" "r_lt" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_lt" {
  vpc_id            = aws_vpc.r_lt.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "r_lt" {
  vpc_id = aws_vpc.r_lt.id
}
resource "aws_route_table" "r_lt" {
  vpc_id = aws_vpc.r_lt.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_lt.id
  }
}
resource "aws_route_table_association" "r_lt_r_lt" {
  subnet_id      = aws_subnet.r_lt.id
  route_table_id = aws_route_table.r_lt.id
}
resource "aws_security_group" "r_lt" {
  name   = "r_lt"
  vpc_id = aws_vpc.r_lt.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_launch_template" "r_lt" {
  provider = aws.uk
  name = "r_lt"
  image_id = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  vpc_security_group_ids = [aws_security_group.r_lt.id]
  iam_instance_profile {
    name = aws_iam_instance_profile.node.name
  }
}
resource "aws_autoscaling_group" "r_lt" {
  min_size = 1
  max_size = 1
  vpc_zone_identifier = [aws_subnet.r_lt.id]
  launch_template {
    id = aws_launch_template.r_lt.id
    version = "$Latest"
  }
}
