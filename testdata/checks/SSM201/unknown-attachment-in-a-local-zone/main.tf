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
resource "aws_ec2_transit_gateway" "t" {
}
resource "aws_vpc" "hub" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "hub" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_subnet" "hub_pub" {
  vpc_id            = aws_vpc.hub.id
  cidr_block        = "10.1.0.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_internet_gateway" "hub" {
  vpc_id = aws_vpc.hub.id
}
resource "aws_route_table" "hub_pub" {
  vpc_id = aws_vpc.hub.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.hub.id
  }
  route {
    cidr_block         = "10.0.0.0/16"
    transit_gateway_id = aws_ec2_transit_gateway.t.id
  }
}
resource "aws_route_table_association" "hub_pub_hub_pub" {
  subnet_id      = aws_subnet.hub_pub.id
  route_table_id = aws_route_table.hub_pub.id
}
resource "aws_eip" "hub" {
  domain = "vpc"
}
resource "aws_nat_gateway" "hub" {
  subnet_id     = aws_subnet.hub_pub.id
  allocation_id = aws_eip.hub.id
}
resource "aws_route_table" "hub" {
  vpc_id = aws_vpc.hub.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.hub.id
  }
  route {
    cidr_block         = "10.0.0.0/16"
    transit_gateway_id = aws_ec2_transit_gateway.t.id
  }
}
resource "aws_route_table_association" "hub_hub" {
  subnet_id      = aws_subnet.hub.id
  route_table_id = aws_route_table.hub.id
}
resource "aws_ec2_transit_gateway_vpc_attachment" "hub" {
  transit_gateway_id = aws_ec2_transit_gateway.t.id
  vpc_id             = aws_vpc.hub.id
  subnet_ids         = [aws_subnet.hub.id]
}
resource "aws_ec2_transit_gateway_route" "d" {
  destination_cidr_block         = "0.0.0.0/0"
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_vpc_attachment.hub.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway.t.association_default_route_table_id
}
resource "aws_vpc" "tlz" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "tlz" {
  vpc_id            = aws_vpc.tlz.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_ec2_transit_gateway_vpc_attachment" "tlz" {
  transit_gateway_id = aws_ec2_transit_gateway.t.id
  vpc_id             = aws_vpc.tlz.id
  subnet_ids         = [aws_subnet.tlz.id]
}
resource "aws_route_table" "tlz" {
  vpc_id = aws_vpc.tlz.id
  route {
    cidr_block         = "0.0.0.0/0"
    transit_gateway_id = aws_ec2_transit_gateway.t.id
  }
}
resource "aws_route_table_association" "tlz_tlz" {
  subnet_id      = aws_subnet.tlz.id
  route_table_id = aws_route_table.tlz.id
}
resource "aws_security_group" "tlz" {
  name   = "tlz"
  vpc_id = aws_vpc.tlz.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "tlz" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.tlz.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.tlz.id]
}
