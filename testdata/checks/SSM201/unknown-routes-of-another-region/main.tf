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
resource "aws_vpc" "r_route" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_route" {
  vpc_id            = aws_vpc.r_route.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "r_route_pub" {
  vpc_id            = aws_vpc.r_route.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "r_route" {
  vpc_id = aws_vpc.r_route.id
}
resource "aws_route_table" "r_route_pub" {
  vpc_id = aws_vpc.r_route.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_route.id
  }
}
resource "aws_route_table_association" "r_route_pub_r_route_pub" {
  subnet_id      = aws_subnet.r_route_pub.id
  route_table_id = aws_route_table.r_route_pub.id
}
resource "aws_eip" "r_route" {
  domain = "vpc"
}
resource "aws_nat_gateway" "r_route" {
  subnet_id     = aws_subnet.r_route_pub.id
  allocation_id = aws_eip.r_route.id
}
resource "aws_route_table" "r_route" {
  vpc_id = aws_vpc.r_route.id
}
resource "aws_route_table_association" "r_route_r_route" {
  subnet_id      = aws_subnet.r_route.id
  route_table_id = aws_route_table.r_route.id
}
resource "aws_security_group" "r_route" {
  name   = "r_route"
  vpc_id = aws_vpc.r_route.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "r_route" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.r_route.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.r_route.id]
}
resource "aws_route" "r_route" {
  provider = aws.uk
  route_table_id = aws_route_table.r_route.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id = aws_nat_gateway.r_route.id
}
resource "aws_vpc" "r_assoc" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_assoc" {
  vpc_id            = aws_vpc.r_assoc.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "r_assoc" {
  vpc_id = aws_vpc.r_assoc.id
}
resource "aws_route_table" "r_assoc" {
  vpc_id = aws_vpc.r_assoc.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_assoc.id
  }
}
resource "aws_route_table_association" "r_assoc_r_assoc" {
  provider = aws.uk
  subnet_id      = aws_subnet.r_assoc.id
  route_table_id = aws_route_table.r_assoc.id
}
resource "aws_security_group" "r_assoc" {
  name   = "r_assoc"
  vpc_id = aws_vpc.r_assoc.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "r_assoc" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.r_assoc.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.r_assoc.id]
}
resource "aws_vpc" "r_main" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_main" {
  vpc_id            = aws_vpc.r_main.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "r_main" {
  vpc_id = aws_vpc.r_main.id
}
resource "aws_route_table" "r_main" {
  vpc_id = aws_vpc.r_main.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_main.id
  }
}
resource "aws_main_route_table_association" "r_main" {
  provider = aws.uk
  vpc_id = aws_vpc.r_main.id
  route_table_id = aws_route_table.r_main.id
}
resource "aws_security_group" "r_main" {
  name   = "r_main"
  vpc_id = aws_vpc.r_main.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "r_main" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.r_main.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.r_main.id]
}
