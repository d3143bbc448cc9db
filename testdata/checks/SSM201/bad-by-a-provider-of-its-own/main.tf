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
# alnone
provider "aws" {
  alias = "alnone"
  region = "eu-central-1"
  access_key = "test"
  secret_key = "test"
  skip_credentials_validation = true
  skip_metadata_api_check = true
  skip_requesting_account_id = true
}
resource "aws_vpc" "alnone" {
  provider = aws.alnone
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "alnone" {
  provider = aws.alnone
  vpc_id            = aws_vpc.alnone.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-central-1a"
}
resource "aws_security_group" "alnone" {
  provider = aws.alnone
  name   = "alnone"
  vpc_id = aws_vpc.alnone.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "alnone" {
  provider = aws.alnone
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.alnone.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.alnone.id]
}
# alsg
provider "aws" {
  alias = "alsg"
  region = "eu-west-2"
  access_key = "test"
  secret_key = "test"
  skip_credentials_validation = true
  skip_metadata_api_check = true
  skip_requesting_account_id = true
}
resource "aws_vpc" "alsg" {
  provider = aws.alsg
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "alsg" {
  provider = aws.alsg
  vpc_id            = aws_vpc.alsg.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-2a"
}
resource "aws_security_group" "alsg" {
  provider = aws.alsg
  name   = "alsg"
  vpc_id = aws_vpc.alsg.id
}
resource "aws_security_group" "alsg_ep" {
  provider = aws.alsg
  name   = "alsg_ep"
  vpc_id = aws_vpc.alsg.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_vpc_endpoint" "alsg" {
  provider = aws.alsg
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.alsg.id
  service_name        = "com.amazonaws.eu-west-2.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.alsg.id]
  security_group_ids  = [aws_security_group.alsg_ep.id]
}
resource "aws_instance" "alsg" {
  provider = aws.alsg
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.alsg.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.alsg.id]
}
resource "aws_vpc_security_group_egress_rule" "alsg" {
  provider = aws.alsg
  security_group_id = aws_security_group.alsg.id
  ip_protocol = "tcp"
  from_port = 22
  to_port = 22
  cidr_ipv4 = "0.0.0.0/0"
}
resource "aws_vpc_security_group_ingress_rule" "alsg" {
  provider = aws.alsg
  security_group_id = aws_security_group.alsg_ep.id
  ip_protocol = "tcp"
  from_port = 22
  to_port = 22
  cidr_ipv4 = "0.0.0.0/0"
}
# alrole
provider "aws" {
  alias = "alrole"
  region = "eu-west-3"
  access_key = "test"
  secret_key = "test"
  skip_credentials_validation = true
  skip_metadata_api_check = true
  skip_requesting_account_id = true
}
resource "aws_iam_role" "alrole" {
  provider = aws.alrole
  name               = "alrole"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "alrole" {
  provider = aws.alrole
  name = "alrole"
  role = aws_iam_role.alrole.name
}
resource "aws_vpc" "alrole" {
  provider = aws.alrole
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "alrole" {
  provider = aws.alrole
  vpc_id            = aws_vpc.alrole.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-3a"
}
resource "aws_security_group" "alrole" {
  provider = aws.alrole
  name   = "alrole"
  vpc_id = aws_vpc.alrole.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "alrole_ep" {
  provider = aws.alrole
  name   = "alrole_ep"
  vpc_id = aws_vpc.alrole.id
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
resource "aws_vpc_endpoint" "alrole" {
  provider = aws.alrole
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.alrole.id
  service_name        = "com.amazonaws.eu-west-3.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.alrole.id]
  security_group_ids  = [aws_security_group.alrole_ep.id]
}
resource "aws_instance" "alrole" {
  provider = aws.alrole
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.alrole.id
  iam_instance_profile   = aws_iam_instance_profile.alrole.name
  vpc_security_group_ids = [aws_security_group.alrole.id]
}
# alroute
provider "aws" {
  alias = "alroute"
  region = "eu-north-1"
  access_key = "test"
  secret_key = "test"
  skip_credentials_validation = true
  skip_metadata_api_check = true
  skip_requesting_account_id = true
}
resource "aws_vpc" "alroute" {
  provider = aws.alroute
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "alroute" {
  provider = aws.alroute
  vpc_id            = aws_vpc.alroute.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-north-1a"
}
resource "aws_subnet" "alroute_pub" {
  provider = aws.alroute
  vpc_id            = aws_vpc.alroute.id
  cidr_block        = "10.0.0.0/24"
  availability_zone = "eu-north-1a"
}
resource "aws_internet_gateway" "alroute" {
  provider = aws.alroute
  vpc_id = aws_vpc.alroute.id
}
resource "aws_route_table" "alroute_pub" {
  provider = aws.alroute
  vpc_id = aws_vpc.alroute.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.alroute.id
  }
}
resource "aws_route_table_association" "alroute_pub_alroute_pub" {
  provider = aws.alroute
  subnet_id      = aws_subnet.alroute_pub.id
  route_table_id = aws_route_table.alroute_pub.id
}
resource "aws_eip" "alroute" {
  provider = aws.alroute
  domain = "vpc"
}
resource "aws_nat_gateway" "alroute" {
  provider = aws.alroute
  subnet_id     = aws_subnet.alroute_pub.id
  allocation_id = aws_eip.alroute.id
}
resource "aws_route_table" "alroute" {
  provider = aws.alroute
  vpc_id = aws_vpc.alroute.id
}
resource "aws_route_table_association" "alroute_alroute" {
  provider = aws.alroute
  subnet_id      = aws_subnet.alroute.id
  route_table_id = aws_route_table.alroute.id
}
resource "aws_security_group" "alroute" {
  provider = aws.alroute
  name   = "alroute"
  vpc_id = aws_vpc.alroute.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_instance" "alroute" {
  provider = aws.alroute
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.alroute.id
  iam_instance_profile   = aws_iam_instance_profile.node.name
  vpc_security_group_ids = [aws_security_group.alroute.id]
}
