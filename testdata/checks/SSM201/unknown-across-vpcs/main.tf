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
resource "aws_vpc" "oth" {
  cidr_block           = "10.5.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "oth_pub" {
  vpc_id            = aws_vpc.oth.id
  cidr_block        = "10.5.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "oth" {
  vpc_id = aws_vpc.oth.id
}
resource "aws_route_table" "oth_pub" {
  vpc_id = aws_vpc.oth.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.oth.id
  }
}
resource "aws_route_table_association" "oth_pub_oth_pub" {
  subnet_id      = aws_subnet.oth_pub.id
  route_table_id = aws_route_table.oth_pub.id
}
resource "aws_eip" "oth" {
  domain = "vpc"
}
resource "aws_nat_gateway" "oth" {
  subnet_id     = aws_subnet.oth_pub.id
  allocation_id = aws_eip.oth.id
}
resource "aws_route_table" "oth_nat" {
  vpc_id = aws_vpc.oth.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.oth.id
  }
}
resource "aws_vpc" "rta2" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "rta2" {
  vpc_id            = aws_vpc.rta2.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "rta2" {
  name   = "rta2"
  vpc_id = aws_vpc.rta2.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "rta2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.rta2.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.rta2.id]
}
resource "aws_route_table_association" "rta2" {
  subnet_id      = aws_subnet.rta2.id
  route_table_id = aws_route_table.oth_nat.id
}
resource "aws_vpc" "mainrt2" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "mainrt2" {
  vpc_id            = aws_vpc.mainrt2.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "mainrt2" {
  name   = "mainrt2"
  vpc_id = aws_vpc.mainrt2.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "mainrt2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.mainrt2.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.mainrt2.id]
}
resource "aws_main_route_table_association" "mainrt2" {
  vpc_id         = aws_vpc.mainrt2.id
  route_table_id = aws_route_table.oth_nat.id
}
resource "aws_vpc" "rta_only" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "rta_only" {
  vpc_id            = aws_vpc.rta_only.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "rta_only_pub" {
  vpc_id            = aws_vpc.rta_only.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "rta_only" {
  vpc_id = aws_vpc.rta_only.id
}
resource "aws_route_table" "rta_only_pub" {
  vpc_id = aws_vpc.rta_only.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.rta_only.id
  }
}
resource "aws_route_table_association" "rta_only_pub_rta_only_pub" {
  subnet_id      = aws_subnet.rta_only_pub.id
  route_table_id = aws_route_table.rta_only_pub.id
}
resource "aws_eip" "rta_only" {
  domain = "vpc"
}
resource "aws_nat_gateway" "rta_only" {
  subnet_id     = aws_subnet.rta_only_pub.id
  allocation_id = aws_eip.rta_only.id
}
resource "aws_route_table" "rta_only" {
  vpc_id = aws_vpc.oth.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.rta_only.id
  }
}
resource "aws_route_table_association" "rta_only" {
  subnet_id      = aws_subnet.rta_only.id
  route_table_id = aws_route_table.rta_only.id
}
resource "aws_security_group" "rta_only" {
  name   = "rta_only"
  vpc_id = aws_vpc.rta_only.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "rta_only" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.rta_only.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.rta_only.id]
}
resource "aws_vpc" "nat2" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "nat2" {
  vpc_id            = aws_vpc.nat2.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "nat2_pub" {
  vpc_id            = aws_vpc.nat2.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "nat2" {
  vpc_id = aws_vpc.nat2.id
}
resource "aws_route_table" "nat2_pub" {
  vpc_id = aws_vpc.nat2.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.nat2.id
  }
}
resource "aws_route_table_association" "nat2_pub_nat2_pub" {
  subnet_id      = aws_subnet.nat2_pub.id
  route_table_id = aws_route_table.nat2_pub.id
}
resource "aws_eip" "nat2" {
  domain = "vpc"
}
resource "aws_nat_gateway" "nat2" {
  subnet_id         = aws_subnet.nat2_pub.id
  connectivity_type = "public"
}
resource "aws_route_table" "nat2" {
  vpc_id = aws_vpc.nat2.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.nat2.id
  }
}
resource "aws_route_table_association" "nat2_nat2" {
  subnet_id      = aws_subnet.nat2.id
  route_table_id = aws_route_table.nat2.id
}
resource "aws_security_group" "nat2" {
  name   = "nat2"
  vpc_id = aws_vpc.nat2.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "nat2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.nat2.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.nat2.id]
}
resource "aws_vpc" "dup2" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "dup2" {
  vpc_id            = aws_vpc.dup2.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_subnet" "dup2_pub" {
  vpc_id            = aws_vpc.dup2.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_internet_gateway" "dup2" {
  vpc_id = aws_vpc.dup2.id
}
resource "aws_route_table" "dup2_pub" {
  vpc_id = aws_vpc.dup2.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.dup2.id
  }
}
resource "aws_route_table_association" "dup2_pub_dup2_pub" {
  subnet_id      = aws_subnet.dup2_pub.id
  route_table_id = aws_route_table.dup2_pub.id
}
resource "aws_eip" "dup2" {
  domain = "vpc"
}
resource "aws_nat_gateway" "dup2" {
  subnet_id     = aws_subnet.dup2_pub.id
  allocation_id = aws_eip.dup2.id
}
resource "aws_route_table" "dup2" {
  vpc_id = aws_vpc.dup2.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.dup2.id
  }
}
resource "aws_route_table_association" "dup2_dup2" {
  subnet_id      = aws_subnet.dup2.id
  route_table_id = aws_route_table.dup2.id
}
resource "aws_security_group" "dup2" {
  name   = "dup2"
  vpc_id = aws_vpc.dup2.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "dup2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.dup2.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.dup2.id]
}
resource "aws_vpc" "igw2" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "igw2" {
  vpc_id                  = aws_vpc.igw2.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "eu-west-1a"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "igw2" {
  vpc_id = aws_vpc.igw2.id
}
resource "aws_route_table" "igw2" {
  vpc_id = aws_vpc.igw2.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.igw2.id
  }
}
resource "aws_route_table_association" "igw2_igw2" {
  subnet_id      = aws_subnet.igw2.id
  route_table_id = aws_route_table.igw2.id
}
resource "aws_security_group" "igw2" {
  name   = "igw2"
  vpc_id = aws_vpc.igw2.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "igw2" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.igw2.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.igw2.id]
}
resource "aws_internet_gateway" "igw2_b" {
  vpc_id = aws_vpc.igw2.id
}
resource "aws_vpc" "badsub_az" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "badsub_az" {
  vpc_id            = aws_vpc.badsub_az.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}
resource "aws_security_group" "badsub_az" {
  name   = "badsub_az"
  vpc_id = aws_vpc.badsub_az.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "badsub_az_ep" {
  name   = "badsub_az_ep"
  vpc_id = aws_vpc.badsub_az.id
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
resource "aws_vpc_endpoint" "badsub_az" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.badsub_az.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.badsub_az.id]
  security_group_ids  = [aws_security_group.badsub_az_ep.id]
}
resource "aws_instance" "badsub_az" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.badsub_az.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.badsub_az.id]
}

resource "aws_vpc" "acl" {
  cidr_block           = "10.20.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "acl" {
  vpc_id                  = aws_vpc.acl.id
  cidr_block              = "10.20.1.0/24"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "acl" {
  vpc_id = aws_vpc.acl.id
}
resource "aws_route_table" "acl" {
  vpc_id = aws_vpc.acl.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.acl.id
  }
}
resource "aws_route_table_association" "acl" {
  subnet_id      = aws_subnet.acl.id
  route_table_id = aws_route_table.acl.id
}
resource "aws_network_acl" "of_another_vpc" {
  vpc_id     = aws_vpc.oth.id
  subnet_ids = [aws_subnet.acl.id]
}
resource "aws_security_group" "acl" {
  name   = "acl"
  vpc_id = aws_vpc.acl.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "acl" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.acl.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.acl.id]
}
