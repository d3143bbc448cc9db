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
  assume_role {
    role_arn = "arn:aws:iam::111111111111:role/deploy"
  }
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
  alias = "acc"
  region = "eu-west-1"
  access_key = "t"
  secret_key = "t"
  skip_credentials_validation = true
  skip_metadata_api_check = true
  skip_requesting_account_id = true
  assume_role {
    role_arn = "arn:aws:iam::222222222222:role/deploy"
  }
}
resource "aws_vpc" "a_route" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "a_route" {
  vpc_id            = aws_vpc.a_route.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "a_route_pub" {
  vpc_id            = aws_vpc.a_route.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "a_route" {
  vpc_id = aws_vpc.a_route.id
}
resource "aws_route_table" "a_route_pub" {
  vpc_id = aws_vpc.a_route.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.a_route.id
  }
}
resource "aws_route_table_association" "a_route_pub_a_route_pub" {
  subnet_id      = aws_subnet.a_route_pub.id
  route_table_id = aws_route_table.a_route_pub.id
}
resource "aws_eip" "a_route" {
  domain = "vpc"
}
resource "aws_nat_gateway" "a_route" {
  subnet_id     = aws_subnet.a_route_pub.id
  allocation_id = aws_eip.a_route.id
}
resource "aws_route_table" "a_route" {
  vpc_id = aws_vpc.a_route.id
}
resource "aws_route_table_association" "a_route_a_route" {
  subnet_id      = aws_subnet.a_route.id
  route_table_id = aws_route_table.a_route.id
}
resource "aws_security_group" "a_route" {
  name   = "a_route"
  vpc_id = aws_vpc.a_route.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "a_route" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a_route.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.a_route.id]
}
resource "aws_route" "a_route" {
  provider = aws.acc
  route_table_id = aws_route_table.a_route.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.a_route.id
}
resource "aws_vpc" "a_eg" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "a_eg" {
  vpc_id            = aws_vpc.a_eg.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "a_eg" {
  name   = "a_eg"
  vpc_id = aws_vpc.a_eg.id
}
resource "aws_security_group" "a_eg_ep" {
  name   = "a_eg_ep"
  vpc_id = aws_vpc.a_eg.id
  ingress {
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "a_eg" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.a_eg.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.a_eg.id]
  security_group_ids  = [aws_security_group.a_eg_ep.id]
}
resource "aws_instance" "a_eg" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a_eg.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.a_eg.id]
}
resource "aws_vpc_security_group_egress_rule" "a_eg" {
  provider = aws.acc
  security_group_id = aws_security_group.a_eg.id
  ip_protocol = "-1"
  cidr_ipv4 = "0.0.0.0/0"
}
