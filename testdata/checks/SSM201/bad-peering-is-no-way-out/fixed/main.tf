provider "aws" {
  region                      = "eu-west-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_iam_role" "node" {
  name = "node"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy_attachment" "node" {
  role       = aws_iam_role.node.name
  policy_arn = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
}

resource "aws_iam_instance_profile" "node" {
  name = "node"
  role = aws_iam_role.node.name
}

resource "aws_vpc" "near" {
  cidr_block           = "10.1.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_vpc" "far" {
  cidr_block           = "10.2.0.0/16"
  enable_dns_hostnames = true
}

resource "aws_subnet" "public" {
  vpc_id                  = aws_vpc.far.id
  cidr_block              = "10.2.0.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}

resource "aws_internet_gateway" "igw" {
  vpc_id = aws_vpc.far.id
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.far.id
}

resource "aws_route" "public_default" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = "0.0.0.0/0"
  gateway_id             = aws_internet_gateway.igw.id
}

resource "aws_route_table_association" "public" {
  subnet_id      = aws_subnet.public.id
  route_table_id = aws_route_table.public.id
}

resource "aws_vpc_peering_connection" "far" {
  vpc_id      = aws_vpc.near.id
  peer_vpc_id = aws_vpc.far.id
  auto_accept = true
}

resource "aws_subnet" "near" {
  vpc_id            = aws_vpc.near.id
  cidr_block        = "10.1.1.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_route_table" "near" {
  vpc_id = aws_vpc.near.id
}

resource "aws_route" "near_out" {
  route_table_id            = aws_route_table.near.id
  destination_cidr_block = "0.0.0.0/0"
  nat_gateway_id         = aws_nat_gateway.near.id
}

resource "aws_route_table_association" "near" {
  subnet_id      = aws_subnet.near.id
  route_table_id = aws_route_table.near.id
}

resource "aws_security_group" "near" {
  name   = "near"
  vpc_id = aws_vpc.near.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_instance" "near" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.near.id
  vpc_security_group_ids = [aws_security_group.near.id]
  iam_instance_profile   = aws_iam_instance_profile.node.name
}

resource "aws_subnet" "near_public" {
  vpc_id            = aws_vpc.near.id
  cidr_block        = "10.1.0.0/24"
  availability_zone = "eu-west-1a"
}

resource "aws_internet_gateway" "near" {
  vpc_id = aws_vpc.near.id
}

resource "aws_route_table" "near_public" {
  vpc_id = aws_vpc.near.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.near.id
  }
}

resource "aws_route_table_association" "near_public" {
  subnet_id      = aws_subnet.near_public.id
  route_table_id = aws_route_table.near_public.id
}

resource "aws_eip" "near" {
  domain = "vpc"
}

resource "aws_nat_gateway" "near" {
  allocation_id = aws_eip.near.id
  subnet_id     = aws_subnet.near_public.id
}
