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
resource "aws_iam_role" "a_inl" {
  name               = "a_inl"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "a_inl" {
  name = "a_inl"
  role = aws_iam_role.a_inl.name
}
resource "aws_iam_role_policy" "a_inl" {
  provider = aws.acc
  role = aws_iam_role.a_inl.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ssm:*", "ssmmessages:*"], Resource = "*" }] })
}
resource "aws_vpc" "a_inl" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "a_inl" {
  vpc_id            = aws_vpc.a_inl.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "a_inl" {
  name   = "a_inl"
  vpc_id = aws_vpc.a_inl.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "a_inl_ep" {
  name   = "a_inl_ep"
  vpc_id = aws_vpc.a_inl.id
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
resource "aws_vpc_endpoint" "a_inl" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.a_inl.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.a_inl.id]
  security_group_ids  = [aws_security_group.a_inl_ep.id]
}
resource "aws_instance" "a_inl" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a_inl.id
  iam_instance_profile   = aws_iam_instance_profile.a_inl.name
  vpc_security_group_ids = [aws_security_group.a_inl.id]
}
resource "aws_iam_role" "a_pol" {
  name               = "a_pol"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
resource "aws_iam_instance_profile" "a_pol" {
  name = "a_pol"
  role = aws_iam_role.a_pol.name
}
resource "aws_iam_policy" "a_pol" {
  provider = aws.acc
  name = "a_pol"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["ssm:*", "ssmmessages:*"], Resource = "*" }] })
}
resource "aws_iam_role_policy_attachment" "a_pol" {
  role = aws_iam_role.a_pol.name
  policy_arn = aws_iam_policy.a_pol.arn
}
resource "aws_vpc" "a_pol" {
  cidr_block           = "10.0.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "a_pol" {
  vpc_id            = aws_vpc.a_pol.id
  cidr_block        = "10.0.1.0/24"
  availability_zone = "eu-west-1a"
}
resource "aws_security_group" "a_pol" {
  name   = "a_pol"
  vpc_id = aws_vpc.a_pol.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "a_pol_ep" {
  name   = "a_pol_ep"
  vpc_id = aws_vpc.a_pol.id
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
resource "aws_vpc_endpoint" "a_pol" {
  for_each            = toset(["ssm", "ssmmessages", "ec2messages"])
  vpc_id              = aws_vpc.a_pol.id
  service_name        = "com.amazonaws.eu-west-1.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [aws_subnet.a_pol.id]
  security_group_ids  = [aws_security_group.a_pol_ep.id]
}
resource "aws_instance" "a_pol" {
  ami                    = "ami-0123456789abcdef0"
  instance_type          = "t3.micro"
  subnet_id              = aws_subnet.a_pol.id
  iam_instance_profile   = aws_iam_instance_profile.a_pol.name
  vpc_security_group_ids = [aws_security_group.a_pol.id]
}
