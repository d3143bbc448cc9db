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
resource "aws_vpc" "lz_pub" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lz_pub" {
  vpc_id                  = aws_vpc.lz_pub.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "us-west-2-lax-1a"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "lz_pub" {
  vpc_id = aws_vpc.lz_pub.id
}
resource "aws_route_table" "lz_pub" {
  vpc_id = aws_vpc.lz_pub.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.lz_pub.id
  }
}
resource "aws_route_table_association" "lz_pub_lz_pub" {
  subnet_id      = aws_subnet.lz_pub.id
  route_table_id = aws_route_table.lz_pub.id
}
resource "aws_security_group" "lz_pub" {
  name   = "lz_pub"
  vpc_id = aws_vpc.lz_pub.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lz_pub" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lz_pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lz_pub.id]
}
resource "aws_vpc" "lz_eip0" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lz_eip0" {
  vpc_id            = aws_vpc.lz_eip0.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_internet_gateway" "lz_eip0" {
  vpc_id = aws_vpc.lz_eip0.id
}
resource "aws_route_table" "lz_eip0" {
  vpc_id = aws_vpc.lz_eip0.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.lz_eip0.id
  }
}
resource "aws_route_table_association" "lz_eip0_lz_eip0" {
  subnet_id      = aws_subnet.lz_eip0.id
  route_table_id = aws_route_table.lz_eip0.id
}
resource "aws_security_group" "lz_eip0" {
  name   = "lz_eip0"
  vpc_id = aws_vpc.lz_eip0.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lz_eip0" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lz_eip0.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lz_eip0.id]
}
resource "aws_eip" "lz_eip0" {
  domain   = "vpc"
  instance = aws_instance.lz_eip0.id
}
resource "aws_vpc" "lz_eip1" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lz_eip1" {
  vpc_id            = aws_vpc.lz_eip1.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_internet_gateway" "lz_eip1" {
  vpc_id = aws_vpc.lz_eip1.id
}
resource "aws_route_table" "lz_eip1" {
  vpc_id = aws_vpc.lz_eip1.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.lz_eip1.id
  }
}
resource "aws_route_table_association" "lz_eip1_lz_eip1" {
  subnet_id      = aws_subnet.lz_eip1.id
  route_table_id = aws_route_table.lz_eip1.id
}
resource "aws_security_group" "lz_eip1" {
  name   = "lz_eip1"
  vpc_id = aws_vpc.lz_eip1.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lz_eip1" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lz_eip1.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lz_eip1.id]
}
resource "aws_eip" "lz_eip1" {
  domain               = "vpc"
  instance             = aws_instance.lz_eip1.id
  network_border_group = "us-west-2-lax-1"
}
resource "aws_vpc" "az_eipbg" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "az_eipbg" {
  vpc_id            = aws_vpc.az_eipbg.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_internet_gateway" "az_eipbg" {
  vpc_id = aws_vpc.az_eipbg.id
}
resource "aws_route_table" "az_eipbg" {
  vpc_id = aws_vpc.az_eipbg.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.az_eipbg.id
  }
}
resource "aws_route_table_association" "az_eipbg_az_eipbg" {
  subnet_id      = aws_subnet.az_eipbg.id
  route_table_id = aws_route_table.az_eipbg.id
}
resource "aws_security_group" "az_eipbg" {
  name   = "az_eipbg"
  vpc_id = aws_vpc.az_eipbg.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "az_eipbg" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.az_eipbg.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.az_eipbg.id]
}
resource "aws_eip" "az_eipbg" {
  domain               = "vpc"
  instance             = aws_instance.az_eipbg.id
  network_border_group = "us-west-2-lax-1"
}
resource "aws_vpc" "lz_nat0" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lz_nat0" {
  vpc_id            = aws_vpc.lz_nat0.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_subnet" "lz_nat0_pub" {
  vpc_id            = aws_vpc.lz_nat0.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_internet_gateway" "lz_nat0" {
  vpc_id = aws_vpc.lz_nat0.id
}
resource "aws_route_table" "lz_nat0_pub" {
  vpc_id = aws_vpc.lz_nat0.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.lz_nat0.id
  }
}
resource "aws_route_table_association" "lz_nat0_pub_lz_nat0_pub" {
  subnet_id      = aws_subnet.lz_nat0_pub.id
  route_table_id = aws_route_table.lz_nat0_pub.id
}
resource "aws_eip" "lz_nat0" {
  domain = "vpc"
}
resource "aws_nat_gateway" "lz_nat0" {
  subnet_id     = aws_subnet.lz_nat0_pub.id
  allocation_id = aws_eip.lz_nat0.id
}
resource "aws_route_table" "lz_nat0" {
  vpc_id = aws_vpc.lz_nat0.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.lz_nat0.id
  }
}
resource "aws_route_table_association" "lz_nat0_lz_nat0" {
  subnet_id      = aws_subnet.lz_nat0.id
  route_table_id = aws_route_table.lz_nat0.id
}
resource "aws_security_group" "lz_nat0" {
  name   = "lz_nat0"
  vpc_id = aws_vpc.lz_nat0.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lz_nat0" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lz_nat0.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lz_nat0.id]
}
resource "aws_vpc" "lz_nat1" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lz_nat1" {
  vpc_id            = aws_vpc.lz_nat1.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_subnet" "lz_nat1_pub" {
  vpc_id            = aws_vpc.lz_nat1.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_internet_gateway" "lz_nat1" {
  vpc_id = aws_vpc.lz_nat1.id
}
resource "aws_route_table" "lz_nat1_pub" {
  vpc_id = aws_vpc.lz_nat1.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.lz_nat1.id
  }
}
resource "aws_route_table_association" "lz_nat1_pub_lz_nat1_pub" {
  subnet_id      = aws_subnet.lz_nat1_pub.id
  route_table_id = aws_route_table.lz_nat1_pub.id
}
resource "aws_eip" "lz_nat1" {
  domain               = "vpc"
  network_border_group = "us-west-2-lax-1"
}
resource "aws_nat_gateway" "lz_nat1" {
  subnet_id     = aws_subnet.lz_nat1_pub.id
  allocation_id = aws_eip.lz_nat1.id
}
resource "aws_route_table" "lz_nat1" {
  vpc_id = aws_vpc.lz_nat1.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.lz_nat1.id
  }
}
resource "aws_route_table_association" "lz_nat1_lz_nat1" {
  subnet_id      = aws_subnet.lz_nat1.id
  route_table_id = aws_route_table.lz_nat1.id
}
resource "aws_security_group" "lz_nat1" {
  name   = "lz_nat1"
  vpc_id = aws_vpc.lz_nat1.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lz_nat1" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lz_nat1.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lz_nat1.id]
}
resource "aws_vpc" "lz_natreg" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lz_natreg" {
  vpc_id            = aws_vpc.lz_natreg.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_subnet" "lz_natreg_pub" {
  vpc_id            = aws_vpc.lz_natreg.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_internet_gateway" "lz_natreg" {
  vpc_id = aws_vpc.lz_natreg.id
}
resource "aws_route_table" "lz_natreg_pub" {
  vpc_id = aws_vpc.lz_natreg.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.lz_natreg.id
  }
}
resource "aws_route_table_association" "lz_natreg_pub_lz_natreg_pub" {
  subnet_id      = aws_subnet.lz_natreg_pub.id
  route_table_id = aws_route_table.lz_natreg_pub.id
}
resource "aws_eip" "lz_natreg" {
  domain = "vpc"
}
resource "aws_nat_gateway" "lz_natreg" {
  subnet_id     = aws_subnet.lz_natreg_pub.id
  allocation_id = aws_eip.lz_natreg.id
}
resource "aws_route_table" "lz_natreg" {
  vpc_id = aws_vpc.lz_natreg.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.lz_natreg.id
  }
}
resource "aws_route_table_association" "lz_natreg_lz_natreg" {
  subnet_id      = aws_subnet.lz_natreg.id
  route_table_id = aws_route_table.lz_natreg.id
}
resource "aws_security_group" "lz_natreg" {
  name   = "lz_natreg"
  vpc_id = aws_vpc.lz_natreg.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lz_natreg" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lz_natreg.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lz_natreg.id]
}
resource "aws_vpc" "lz_ep0" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lz_ep0" {
  vpc_id            = aws_vpc.lz_ep0.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_subnet" "lz_ep0_ep" {
  vpc_id            = aws_vpc.lz_ep0.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_security_group" "lz_ep0_ep" {
  name   = "lz_ep0_ep"
  vpc_id = aws_vpc.lz_ep0.id
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
resource "aws_vpc_endpoint" "lz_ep0" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.lz_ep0.id
  service_name        = "com.amazonaws.us-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.lz_ep0_ep.id]
  security_group_ids  = [aws_security_group.lz_ep0_ep.id]
}
resource "aws_security_group" "lz_ep0" {
  name   = "lz_ep0"
  vpc_id = aws_vpc.lz_ep0.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lz_ep0" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lz_ep0.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lz_ep0.id]
}
resource "aws_vpc" "lz_ep1" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "lz_ep1" {
  vpc_id            = aws_vpc.lz_ep1.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-lax-1a"
}
resource "aws_subnet" "lz_ep1_ep" {
  vpc_id            = aws_vpc.lz_ep1.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_security_group" "lz_ep1_ep" {
  name   = "lz_ep1_ep"
  vpc_id = aws_vpc.lz_ep1.id
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
resource "aws_vpc_endpoint" "lz_ep1" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.lz_ep1.id
  service_name        = "com.amazonaws.us-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.lz_ep1_ep.id]
  security_group_ids  = [aws_security_group.lz_ep1_ep.id]
}
resource "aws_security_group" "lz_ep1" {
  name   = "lz_ep1"
  vpc_id = aws_vpc.lz_ep1.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "lz_ep1" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.lz_ep1.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.lz_ep1.id]
}
resource "aws_vpc" "wl_cgw" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "wl_cgw" {
  vpc_id            = aws_vpc.wl_cgw.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-wl1-las-wlz-1"
}
resource "aws_ec2_carrier_gateway" "wl_cgw" {
  vpc_id = aws_vpc.wl_cgw.id
}
resource "aws_route_table" "wl_cgw" {
  vpc_id = aws_vpc.wl_cgw.id
  route {
    cidr_block         = "0.0.0.0/0"
    carrier_gateway_id = aws_ec2_carrier_gateway.wl_cgw.id
  }
}
resource "aws_route_table_association" "wl_cgw_wl_cgw" {
  subnet_id      = aws_subnet.wl_cgw.id
  route_table_id = aws_route_table.wl_cgw.id
}
resource "aws_security_group" "wl_cgw" {
  name   = "wl_cgw"
  vpc_id = aws_vpc.wl_cgw.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "wl_cgw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.wl_cgw.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.wl_cgw.id]
}
resource "aws_vpc" "wl_igw" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "wl_igw" {
  vpc_id                  = aws_vpc.wl_igw.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "us-west-2-wl1-las-wlz-1"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "wl_igw" {
  vpc_id = aws_vpc.wl_igw.id
}
resource "aws_route_table" "wl_igw" {
  vpc_id = aws_vpc.wl_igw.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.wl_igw.id
  }
}
resource "aws_route_table_association" "wl_igw_wl_igw" {
  subnet_id      = aws_subnet.wl_igw.id
  route_table_id = aws_route_table.wl_igw.id
}
resource "aws_security_group" "wl_igw" {
  name   = "wl_igw"
  vpc_id = aws_vpc.wl_igw.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "wl_igw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.wl_igw.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.wl_igw.id]
}
resource "aws_vpc" "wl_ep" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "wl_ep" {
  vpc_id            = aws_vpc.wl_ep.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-wl1-las-wlz-1"
}
resource "aws_subnet" "wl_ep_ep" {
  vpc_id            = aws_vpc.wl_ep.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_security_group" "wl_ep_ep" {
  name   = "wl_ep_ep"
  vpc_id = aws_vpc.wl_ep.id
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
resource "aws_vpc_endpoint" "wl_ep" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.wl_ep.id
  service_name        = "com.amazonaws.us-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.wl_ep_ep.id]
  security_group_ids  = [aws_security_group.wl_ep_ep.id]
}
resource "aws_security_group" "wl_ep" {
  name   = "wl_ep"
  vpc_id = aws_vpc.wl_ep.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "wl_ep" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.wl_ep.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.wl_ep.id]
}
resource "aws_vpc" "wl_ep0" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "wl_ep0" {
  vpc_id            = aws_vpc.wl_ep0.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-wl1-las-wlz-1"
}
resource "aws_subnet" "wl_ep0_ep" {
  vpc_id            = aws_vpc.wl_ep0.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-west-2-wl1-las-wlz-1"
}
resource "aws_security_group" "wl_ep0_ep" {
  name   = "wl_ep0_ep"
  vpc_id = aws_vpc.wl_ep0.id
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
resource "aws_vpc_endpoint" "wl_ep0" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.wl_ep0.id
  service_name        = "com.amazonaws.us-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.wl_ep0_ep.id]
  security_group_ids  = [aws_security_group.wl_ep0_ep.id]
}
resource "aws_security_group" "wl_ep0" {
  name   = "wl_ep0"
  vpc_id = aws_vpc.wl_ep0.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "wl_ep0" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.wl_ep0.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.wl_ep0.id]
}
resource "aws_vpc" "wl_nat0" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "wl_nat0" {
  vpc_id            = aws_vpc.wl_nat0.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_subnet" "wl_nat0_pub" {
  vpc_id            = aws_vpc.wl_nat0.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-west-2-wl1-las-wlz-1"
}
resource "aws_internet_gateway" "wl_nat0" {
  vpc_id = aws_vpc.wl_nat0.id
}
resource "aws_route_table" "wl_nat0_pub" {
  vpc_id = aws_vpc.wl_nat0.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.wl_nat0.id
  }
}
resource "aws_route_table_association" "wl_nat0_pub_wl_nat0_pub" {
  subnet_id      = aws_subnet.wl_nat0_pub.id
  route_table_id = aws_route_table.wl_nat0_pub.id
}
resource "aws_eip" "wl_nat0" {
  domain = "vpc"
}
resource "aws_nat_gateway" "wl_nat0" {
  subnet_id     = aws_subnet.wl_nat0_pub.id
  allocation_id = aws_eip.wl_nat0.id
}
resource "aws_route_table" "wl_nat0" {
  vpc_id = aws_vpc.wl_nat0.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.wl_nat0.id
  }
}
resource "aws_route_table_association" "wl_nat0_wl_nat0" {
  subnet_id      = aws_subnet.wl_nat0.id
  route_table_id = aws_route_table.wl_nat0.id
}
resource "aws_security_group" "wl_nat0" {
  name   = "wl_nat0"
  vpc_id = aws_vpc.wl_nat0.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "wl_nat0" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.wl_nat0.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.wl_nat0.id]
}
resource "aws_vpc" "wl_cip" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "wl_cip" {
  vpc_id            = aws_vpc.wl_cip.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2-wl1-las-wlz-1"
}
resource "aws_ec2_carrier_gateway" "wl_cip" {
  vpc_id = aws_vpc.wl_cip.id
}
resource "aws_route_table" "wl_cip" {
  vpc_id = aws_vpc.wl_cip.id
  route {
    cidr_block         = "0.0.0.0/0"
    carrier_gateway_id = aws_ec2_carrier_gateway.wl_cip.id
  }
}
resource "aws_route_table_association" "wl_cip_wl_cip" {
  subnet_id      = aws_subnet.wl_cip.id
  route_table_id = aws_route_table.wl_cip.id
}
resource "aws_security_group" "wl_cip" {
  name   = "wl_cip"
  vpc_id = aws_vpc.wl_cip.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "wl_cip" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.wl_cip.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.wl_cip.id]
}
resource "aws_eip" "wl_cip" {
  domain               = "vpc"
  instance             = aws_instance.wl_cip.id
  network_border_group = "us-west-2-wl1-las-wlz-1"
}
resource "aws_vpc" "op_nat" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "op_nat" {
  vpc_id            = aws_vpc.op_nat.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
  outpost_arn       = "arn:aws:outposts:us-west-2:123456789012:outpost/op-0123456789abcdef0"
}
resource "aws_subnet" "op_nat_pub" {
  vpc_id            = aws_vpc.op_nat.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_internet_gateway" "op_nat" {
  vpc_id = aws_vpc.op_nat.id
}
resource "aws_route_table" "op_nat_pub" {
  vpc_id = aws_vpc.op_nat.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.op_nat.id
  }
}
resource "aws_route_table_association" "op_nat_pub_op_nat_pub" {
  subnet_id      = aws_subnet.op_nat_pub.id
  route_table_id = aws_route_table.op_nat_pub.id
}
resource "aws_eip" "op_nat" {
  domain = "vpc"
}
resource "aws_nat_gateway" "op_nat" {
  subnet_id     = aws_subnet.op_nat_pub.id
  allocation_id = aws_eip.op_nat.id
}
resource "aws_route_table" "op_nat" {
  vpc_id = aws_vpc.op_nat.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.op_nat.id
  }
}
resource "aws_route_table_association" "op_nat_op_nat" {
  subnet_id      = aws_subnet.op_nat.id
  route_table_id = aws_route_table.op_nat.id
}
resource "aws_security_group" "op_nat" {
  name   = "op_nat"
  vpc_id = aws_vpc.op_nat.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "op_nat" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.op_nat.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.op_nat.id]
}
resource "aws_vpc" "op_ep0" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "op_ep0" {
  vpc_id            = aws_vpc.op_ep0.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_subnet" "op_ep0_ep" {
  vpc_id            = aws_vpc.op_ep0.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-west-2a"
  outpost_arn       = "arn:aws:outposts:us-west-2:123456789012:outpost/op-0123456789abcdef0"
}
resource "aws_security_group" "op_ep0_ep" {
  name   = "op_ep0_ep"
  vpc_id = aws_vpc.op_ep0.id
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
resource "aws_vpc_endpoint" "op_ep0" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.op_ep0.id
  service_name        = "com.amazonaws.us-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.op_ep0_ep.id]
  security_group_ids  = [aws_security_group.op_ep0_ep.id]
}
resource "aws_security_group" "op_ep0" {
  name   = "op_ep0"
  vpc_id = aws_vpc.op_ep0.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "op_ep0" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.op_ep0.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.op_ep0.id]
}
resource "aws_vpc" "op_ep1" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "op_ep1" {
  vpc_id            = aws_vpc.op_ep1.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
  outpost_arn       = "arn:aws:outposts:us-west-2:123456789012:outpost/op-0123456789abcdef0"
}
resource "aws_subnet" "op_ep1_ep" {
  vpc_id            = aws_vpc.op_ep1.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_security_group" "op_ep1_ep" {
  name   = "op_ep1_ep"
  vpc_id = aws_vpc.op_ep1.id
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
resource "aws_vpc_endpoint" "op_ep1" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.op_ep1.id
  service_name        = "com.amazonaws.us-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.op_ep1_ep.id]
  security_group_ids  = [aws_security_group.op_ep1_ep.id]
}
resource "aws_security_group" "op_ep1" {
  name   = "op_ep1"
  vpc_id = aws_vpc.op_ep1.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "op_ep1" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.op_ep1.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.op_ep1.id]
}
resource "aws_vpc" "op_lgw" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "op_lgw" {
  vpc_id            = aws_vpc.op_lgw.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
  outpost_arn       = "arn:aws:outposts:us-west-2:123456789012:outpost/op-0123456789abcdef0"
}
resource "aws_route_table" "op_lgw" {
  vpc_id = aws_vpc.op_lgw.id
  route {
    cidr_block       = "0.0.0.0/0"
    local_gateway_id = "lgw-0123456789abcdef0"
  }
}
resource "aws_route_table_association" "op_lgw_op_lgw" {
  subnet_id      = aws_subnet.op_lgw.id
  route_table_id = aws_route_table.op_lgw.id
}
resource "aws_security_group" "op_lgw" {
  name   = "op_lgw"
  vpc_id = aws_vpc.op_lgw.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "op_lgw" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.op_lgw.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.op_lgw.id]
}
resource "aws_vpc" "op_natin" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "op_natin" {
  vpc_id            = aws_vpc.op_natin.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_subnet" "op_natin_pub" {
  vpc_id            = aws_vpc.op_natin.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "us-west-2a"
  outpost_arn       = "arn:aws:outposts:us-west-2:123456789012:outpost/op-0123456789abcdef0"
}
resource "aws_internet_gateway" "op_natin" {
  vpc_id = aws_vpc.op_natin.id
}
resource "aws_route_table" "op_natin_pub" {
  vpc_id = aws_vpc.op_natin.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.op_natin.id
  }
}
resource "aws_route_table_association" "op_natin_pub_op_natin_pub" {
  subnet_id      = aws_subnet.op_natin_pub.id
  route_table_id = aws_route_table.op_natin_pub.id
}
resource "aws_eip" "op_natin" {
  domain = "vpc"
}
resource "aws_nat_gateway" "op_natin" {
  subnet_id     = aws_subnet.op_natin_pub.id
  allocation_id = aws_eip.op_natin.id
}
resource "aws_route_table" "op_natin" {
  vpc_id = aws_vpc.op_natin.id
  route {
    cidr_block     = "0.0.0.0/0"
    nat_gateway_id = aws_nat_gateway.op_natin.id
  }
}
resource "aws_route_table_association" "op_natin_op_natin" {
  subnet_id      = aws_subnet.op_natin.id
  route_table_id = aws_route_table.op_natin.id
}
resource "aws_security_group" "op_natin" {
  name   = "op_natin"
  vpc_id = aws_vpc.op_natin.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "op_natin" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.op_natin.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.op_natin.id]
}
resource "aws_vpc" "op_pub" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "op_pub" {
  vpc_id                  = aws_vpc.op_pub.id
  cidr_block              = "10.0.1.0/24"
  availability_zone       = "us-west-2a"
  outpost_arn             = "arn:aws:outposts:us-west-2:123456789012:outpost/op-0123456789abcdef0"
  map_public_ip_on_launch = true
}
resource "aws_internet_gateway" "op_pub" {
  vpc_id = aws_vpc.op_pub.id
}
resource "aws_route_table" "op_pub" {
  vpc_id = aws_vpc.op_pub.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.op_pub.id
  }
}
resource "aws_route_table_association" "op_pub_op_pub" {
  subnet_id      = aws_subnet.op_pub.id
  route_table_id = aws_route_table.op_pub.id
}
resource "aws_security_group" "op_pub" {
  name   = "op_pub"
  vpc_id = aws_vpc.op_pub.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "op_pub" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.op_pub.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.op_pub.id]
}
resource "aws_vpc" "reg_otheraz" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "reg_otheraz" {
  vpc_id            = aws_vpc.reg_otheraz.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-east-1a"
}
resource "aws_internet_gateway" "reg_otheraz" {
  vpc_id = aws_vpc.reg_otheraz.id
}
resource "aws_route_table" "reg_otheraz" {
  vpc_id = aws_vpc.reg_otheraz.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.reg_otheraz.id
  }
}
resource "aws_route_table_association" "reg_otheraz_reg_otheraz" {
  subnet_id      = aws_subnet.reg_otheraz.id
  route_table_id = aws_route_table.reg_otheraz.id
}
resource "aws_security_group" "reg_otheraz" {
  name   = "reg_otheraz"
  vpc_id = aws_vpc.reg_otheraz.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "reg_otheraz" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.reg_otheraz.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.reg_otheraz.id]
}
resource "aws_vpc" "ep_azs" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "ep_azs" {
  vpc_id            = aws_vpc.ep_azs.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_subnet" "ep_azs2" {
  vpc_id            = aws_vpc.ep_azs.id
  cidr_block        = "10.0.2.0/24"
  availability_zone = "us-west-2a"
}
resource "aws_security_group" "ep_azs_ep" {
  name   = "ep_azs_ep"
  vpc_id = aws_vpc.ep_azs.id
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
resource "aws_vpc_endpoint" "ep_azs" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.ep_azs.id
  service_name        = "com.amazonaws.us-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.ep_azs.id, aws_subnet.ep_azs2.id]
  security_group_ids  = [aws_security_group.ep_azs_ep.id]
}
resource "aws_security_group" "ep_azs" {
  name   = "ep_azs"
  vpc_id = aws_vpc.ep_azs.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "ep_azs" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.ep_azs.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.ep_azs.id]
}
