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
# ie
resource "aws_vpc" "ie" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "ie_public" {
  vpc_id            = aws_vpc.ie.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "ie" {
  vpc_id            = aws_vpc.ie.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "ie" {
  vpc_id = aws_vpc.ie.id
}
resource "aws_eip" "ie" {
  domain = "vpc"
}
resource "aws_nat_gateway" "ie" {
  subnet_id     = aws_subnet.ie_public.id
  allocation_id = aws_eip.ie.id
}
resource "aws_route_table" "ie_public" {
  vpc_id = aws_vpc.ie.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.ie.id
  }
}
resource "aws_route_table_association" "ie_public" {
  subnet_id      = aws_subnet.ie_public.id
  route_table_id = aws_route_table.ie_public.id
}
resource "aws_route_table" "ie" {
  vpc_id = aws_vpc.ie.id
}
resource "aws_route" "ie_out" {
  route_table_id         = aws_route_table.ie.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.ie.id
}
resource "aws_route" "ie_peer" {
  route_table_id            = aws_route_table.ie.id
  destination_cidr_block    = "10.1.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.both.id
}
resource "aws_route" "ie_transit" {
  route_table_id         = aws_route_table.ie.id
  destination_cidr_block = "10.8.0.0/16"
  transit_gateway_id     = aws_ec2_transit_gateway.ie.id
  depends_on             = [aws_ec2_transit_gateway_vpc_attachment.ie]
}
resource "aws_route_table_association" "ie" {
  subnet_id      = aws_subnet.ie.id
  route_table_id = aws_route_table.ie.id
}
resource "aws_ec2_transit_gateway" "ie" {
}
resource "aws_ec2_transit_gateway_vpc_attachment" "ie" {
  transit_gateway_id = aws_ec2_transit_gateway.ie.id
  vpc_id             = aws_vpc.ie.id
  subnet_ids         = [aws_subnet.ie.id]
}
resource "aws_ec2_transit_gateway_route" "ie_peer" {
  destination_cidr_block         = "10.8.0.0/16"
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_peering_attachment.both.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway.ie.association_default_route_table_id
}
resource "aws_security_group" "ie" {
  name   = "ie"
  vpc_id = aws_vpc.ie.id
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "ie" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.ie.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.ie.id]
}
# uk
resource "aws_vpc" "uk" {
  provider = aws.uk
  cidr_block           = "10.1.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "uk_public" {
  provider = aws.uk
  vpc_id            = aws_vpc.uk.id
  cidr_block        = "10.1.0.0/24"
  availability_zone = "eu-west-2a"
}
resource "aws_subnet" "uk" {
  provider = aws.uk
  vpc_id            = aws_vpc.uk.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = "eu-west-2a"
}
resource "aws_internet_gateway" "uk" {
  provider = aws.uk
  vpc_id = aws_vpc.uk.id
}
resource "aws_eip" "uk" {
  provider = aws.uk
  domain = "vpc"
}
resource "aws_nat_gateway" "uk" {
  provider = aws.uk
  subnet_id     = aws_subnet.uk_public.id
  allocation_id = aws_eip.uk.id
}
resource "aws_route_table" "uk_public" {
  provider = aws.uk
  vpc_id = aws_vpc.uk.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.uk.id
  }
}
resource "aws_route_table_association" "uk_public" {
  provider = aws.uk
  subnet_id      = aws_subnet.uk_public.id
  route_table_id = aws_route_table.uk_public.id
}
resource "aws_route_table" "uk" {
  provider = aws.uk
  vpc_id = aws_vpc.uk.id
}
resource "aws_route" "uk_out" {
  provider = aws.uk
  route_table_id         = aws_route_table.uk.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.uk.id
}
resource "aws_route" "uk_peer" {
  provider = aws.uk
  route_table_id            = aws_route_table.uk.id
  destination_cidr_block    = "10.0.0.0/16"
  vpc_peering_connection_id = aws_vpc_peering_connection.both.id
}
resource "aws_route" "uk_transit" {
  provider = aws.uk
  route_table_id         = aws_route_table.uk.id
  destination_cidr_block = "10.9.0.0/16"
  transit_gateway_id     = aws_ec2_transit_gateway.uk.id
  depends_on             = [aws_ec2_transit_gateway_vpc_attachment.uk]
}
resource "aws_route_table_association" "uk" {
  provider = aws.uk
  subnet_id      = aws_subnet.uk.id
  route_table_id = aws_route_table.uk.id
}
resource "aws_ec2_transit_gateway" "uk" {
  provider = aws.uk
}
resource "aws_ec2_transit_gateway_vpc_attachment" "uk" {
  provider = aws.uk
  transit_gateway_id = aws_ec2_transit_gateway.uk.id
  vpc_id             = aws_vpc.uk.id
  subnet_ids         = [aws_subnet.uk.id]
}
resource "aws_ec2_transit_gateway_route" "uk_peer" {
  provider = aws.uk
  destination_cidr_block         = "10.9.0.0/16"
  transit_gateway_attachment_id  = aws_ec2_transit_gateway_peering_attachment.both.id
  transit_gateway_route_table_id = aws_ec2_transit_gateway.uk.association_default_route_table_id
}
resource "aws_security_group" "uk" {
  provider = aws.uk
  name   = "uk"
  vpc_id = aws_vpc.uk.id
  egress {
    protocol    = "-1"
    from_port   = 0
    to_port     = 0
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "uk" {
  provider = aws.uk
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.uk.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.uk.id]
}
# Both sides
resource "aws_vpc_peering_connection" "both" {
  vpc_id      = aws_vpc.ie.id
  peer_vpc_id = aws_vpc.uk.id
  peer_region = "eu-west-2"
}
resource "aws_vpc_peering_connection_accepter" "both" {
  provider                  = aws.uk
  vpc_peering_connection_id = aws_vpc_peering_connection.both.id
  auto_accept               = true
}
resource "aws_vpc_peering_connection_options" "uk" {
  provider                  = aws.uk
  vpc_peering_connection_id = aws_vpc_peering_connection_accepter.both.id
  accepter {
    allow_remote_vpc_dns_resolution = true
  }
}
resource "aws_ec2_transit_gateway_peering_attachment" "both" {
  transit_gateway_id      = aws_ec2_transit_gateway.ie.id
  peer_transit_gateway_id = aws_ec2_transit_gateway.uk.id
  peer_region             = "eu-west-2"
}
resource "aws_ec2_transit_gateway_peering_attachment_accepter" "both" {
  provider                      = aws.uk
  transit_gateway_attachment_id = aws_ec2_transit_gateway_peering_attachment.both.id
}
resource "aws_route53_zone" "both" {
  name = "corp.example.com"
  vpc {
    vpc_id = aws_vpc.ie.id
  }
  lifecycle {
    ignore_changes = [vpc]
  }
}
resource "aws_route53_zone_association" "uk" {
  zone_id    = aws_route53_zone.both.zone_id
  vpc_id     = aws_vpc.uk.id
  vpc_region = "eu-west-2"
}
