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
resource "aws_vpc" "r_igw" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_igw" {
  vpc_id            = aws_vpc.r_igw.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "r_igw" {
  provider = aws.uk
  vpc_id = aws_vpc.r_igw.id
}
resource "aws_route_table" "r_igw" {
  vpc_id = aws_vpc.r_igw.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_igw.id
  }
}
resource "aws_route_table_association" "r_igw_r_igw" {
  subnet_id      = aws_subnet.r_igw.id
  route_table_id = aws_route_table.r_igw.id
}
resource "aws_security_group" "r_igw" {
  name   = "r_igw"
  vpc_id = aws_vpc.r_igw.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "r_igw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.r_igw.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.r_igw.id]
}
resource "aws_vpc" "r_nat" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_nat" {
  vpc_id            = aws_vpc.r_nat.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "r_nat_pub" {
  vpc_id            = aws_vpc.r_nat.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "r_nat" {
  vpc_id = aws_vpc.r_nat.id
}
resource "aws_route_table" "r_nat_pub" {
  vpc_id = aws_vpc.r_nat.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_nat.id
  }
}
resource "aws_route_table_association" "r_nat_pub_r_nat_pub" {
  subnet_id      = aws_subnet.r_nat_pub.id
  route_table_id = aws_route_table.r_nat_pub.id
}
resource "aws_eip" "r_nat" {
  provider = aws.uk
  domain = "vpc"
}
resource "aws_nat_gateway" "r_nat" {
  provider = aws.uk
  subnet_id     = aws_subnet.r_nat_pub.id
  allocation_id = aws_eip.r_nat.id
}
resource "aws_route_table" "r_nat" {
  vpc_id = aws_vpc.r_nat.id
  route {
    cidr_block = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.r_nat.id
  }
}
resource "aws_route_table_association" "r_nat_r_nat" {
  subnet_id      = aws_subnet.r_nat.id
  route_table_id = aws_route_table.r_nat.id
}
resource "aws_security_group" "r_nat" {
  name   = "r_nat"
  vpc_id = aws_vpc.r_nat.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "r_nat" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.r_nat.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.r_nat.id]
}
resource "aws_vpc" "r_eip" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_eip" {
  vpc_id            = aws_vpc.r_eip.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "r_eip_pub" {
  vpc_id            = aws_vpc.r_eip.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "r_eip" {
  vpc_id = aws_vpc.r_eip.id
}
resource "aws_route_table" "r_eip_pub" {
  vpc_id = aws_vpc.r_eip.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_eip.id
  }
}
resource "aws_route_table_association" "r_eip_pub_r_eip_pub" {
  subnet_id      = aws_subnet.r_eip_pub.id
  route_table_id = aws_route_table.r_eip_pub.id
}
resource "aws_eip" "r_eip" {
  provider = aws.uk
  domain = "vpc"
}
resource "aws_nat_gateway" "r_eip" {
  subnet_id     = aws_subnet.r_eip_pub.id
  allocation_id = aws_eip.r_eip.id
}
resource "aws_route_table" "r_eip" {
  vpc_id = aws_vpc.r_eip.id
  route {
    cidr_block = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.r_eip.id
  }
}
resource "aws_route_table_association" "r_eip_r_eip" {
  subnet_id      = aws_subnet.r_eip.id
  route_table_id = aws_route_table.r_eip.id
}
resource "aws_security_group" "r_eip" {
  name   = "r_eip"
  vpc_id = aws_vpc.r_eip.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "r_eip" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.r_eip.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.r_eip.id]
}
resource "aws_vpc" "r_eipa" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_eipa" {
  vpc_id            = aws_vpc.r_eipa.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "r_eipa" {
  vpc_id = aws_vpc.r_eipa.id
}
resource "aws_route_table" "r_eipa" {
  vpc_id = aws_vpc.r_eipa.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_eipa.id
  }
}
resource "aws_route_table_association" "r_eipa_r_eipa" {
  subnet_id      = aws_subnet.r_eipa.id
  route_table_id = aws_route_table.r_eipa.id
}
resource "aws_security_group" "r_eipa" {
  name   = "r_eipa"
  vpc_id = aws_vpc.r_eipa.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "r_eipa" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.r_eipa.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.r_eipa.id]
}
resource "aws_eip" "r_eipa" {
  domain = "vpc"
}
resource "aws_eip_association" "r_eipa" {
  provider = aws.uk
  allocation_id = aws_eip.r_eipa.id
  instance_id = aws_instance.r_eipa.id
}
resource "aws_vpc" "r_eip2" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "r_eip2" {
  vpc_id            = aws_vpc.r_eip2.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "r_eip2" {
  vpc_id = aws_vpc.r_eip2.id
}
resource "aws_route_table" "r_eip2" {
  vpc_id = aws_vpc.r_eip2.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.r_eip2.id
  }
}
resource "aws_route_table_association" "r_eip2_r_eip2" {
  subnet_id      = aws_subnet.r_eip2.id
  route_table_id = aws_route_table.r_eip2.id
}
resource "aws_security_group" "r_eip2" {
  name   = "r_eip2"
  vpc_id = aws_vpc.r_eip2.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "r_eip2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.r_eip2.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.r_eip2.id]
}
resource "aws_eip" "r_eip2" {
  provider = aws.uk
  domain = "vpc"
  instance = aws_instance.r_eip2.id
}
